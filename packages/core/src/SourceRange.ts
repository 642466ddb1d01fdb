/** Positions inside a source file: one convention in API, database and output. */
import * as Schema from "effect/Schema"

/**
 * The whole extent of a declaration, from its first decorator, annotation or modifier to its end. Bytes are 0-based UTF-8
 * offsets, end exclusive (for a file decoded from UTF-16, of its UTF-8 form); lines are 1-based and inclusive.
 */
export const SourceRange = /* @__PURE__ */ Schema.Struct({
  startByte: Schema.Number,
  endByte: Schema.Number,
  startLine: Schema.Number,
  endLine: Schema.Number
})
export type SourceRange = typeof SourceRange.Type

/** Where syntax is broken: 1-based lines and columns, columns in UTF-16 units, end exclusive. */
export const ErrorRange = /* @__PURE__ */ Schema.Struct({
  startLine: Schema.Number,
  startColumn: Schema.Number,
  endLine: Schema.Number,
  endColumn: Schema.Number
})
export type ErrorRange = typeof ErrorRange.Type
