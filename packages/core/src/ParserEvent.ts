/** What a parser tells about its work, whoever asked for it. In a scan the scan's own events tell of the same files. */
import * as Data from "effect/Data"
import type { ErrorCode } from "./ErrorCode.js"

export type ParserEvent = Data.TaggedEnum<{
  /** A request was answered: a batch of a scan, one source, or a portion of a stream of them. */
  FilesParsed: {
    readonly files: number
    /** Not parsed, because their content was parsed before. */
    readonly cached: number
    /** With syntax errors. */
    readonly withErrors: number
    /** Each of them is told of before. */
    readonly failed: number
    /** Milliseconds that the parser was busy. */
    readonly busyMs: number
  }
  /** A file could not be read or parsed, or not in time. */
  FileFailed: { readonly path: string; readonly code: ErrorCode; readonly message: string }
}>

export const ParserEvent = /* @__PURE__ */ Data.taggedEnum<ParserEvent>()
