/**
 * The facts of one file: the one shape that parsers produce, storage keeps and people receive.
 *
 * A field that this version does not extract is **absent**, never empty: an empty list means that the source has none.
 * Positions follow `SourceRange`: `line` and `column` are where the name stands, 1-based, columns in UTF-16 units.
 */
import * as Schema from "effect/Schema"
import { ContentHash } from "./ContentHash.js"
import { LanguageId } from "./Language.js"
import { ErrorRange, SourceRange } from "./SourceRange.js"

export const Visibility = /* @__PURE__ */ Schema.Literal("public", "protected", "private", "internal")
export type Visibility = typeof Visibility.Type

export const FunctionKind = /* @__PURE__ */ Schema.Literal("function", "method", "constructor", "getter", "setter")
export type FunctionKind = typeof FunctionKind.Type

export const ClassKind = /* @__PURE__ */ Schema.Literal(
  "class",
  "interface",
  "struct",
  "enum",
  "record",
  "trait",
  "union",
  "alias",
  "object",
  "module",
  "annotation"
)
export type ClassKind = typeof ClassKind.Type

export const ImportKind = /* @__PURE__ */ Schema.Literal("import", "require", "dynamic")
export type ImportKind = typeof ImportKind.Type

export const Parameter = /* @__PURE__ */ Schema.Struct({
  name: Schema.String,
  type: Schema.optional(Schema.String),
  default: Schema.optional(Schema.String),
  rest: Schema.optional(Schema.Boolean),
  optional: Schema.optional(Schema.Boolean)
})
export type Parameter = typeof Parameter.Type

export const GenericParameter = /* @__PURE__ */ Schema.Struct({
  name: Schema.String,
  bounds: Schema.Array(Schema.String)
})
export type GenericParameter = typeof GenericParameter.Type

/** A decorator, annotation or attribute. `text` is the source as written. */
export const Decorator = /* @__PURE__ */ Schema.Struct({
  name: Schema.String,
  arguments: Schema.Array(Schema.Struct({ key: Schema.optional(Schema.String), value: Schema.String })),
  text: Schema.String
})
export type Decorator = typeof Decorator.Type

export const Property = /* @__PURE__ */ Schema.Struct({
  name: Schema.String,
  type: Schema.optional(Schema.String),
  visibility: Schema.optional(Visibility),
  static: Schema.optional(Schema.Boolean),
  readonly: Schema.optional(Schema.Boolean),
  tags: Schema.optional(Schema.Record({ key: Schema.String, value: Schema.String }))
})
export type Property = typeof Property.Type

/** A declared function, method, constructor or accessor; each exactly once, methods of classes included. */
export const FunctionInfo = /* @__PURE__ */ Schema.Struct({
  name: Schema.String,
  /** Enclosing types and functions of the file and the name, joined by dots: `Outer.Inner.method`. */
  qualifiedName: Schema.String,
  kind: FunctionKind,
  /** Qualified name of the nearest enclosing type or function. */
  owner: Schema.optional(Schema.String),
  /** The package, namespace or module declared around it. */
  namespace: Schema.optional(Schema.String),
  line: Schema.Number,
  column: Schema.Number,
  range: SourceRange,
  hasBody: Schema.Boolean,
  visibility: Schema.optional(Visibility),
  isExported: Schema.optional(Schema.Boolean),
  isAsync: Schema.optional(Schema.Boolean),
  isGenerator: Schema.optional(Schema.Boolean),
  isAbstract: Schema.optional(Schema.Boolean),
  isStatic: Schema.optional(Schema.Boolean),
  parameters: Schema.optional(Schema.Array(Parameter)),
  generics: Schema.optional(Schema.Array(GenericParameter)),
  returnType: Schema.optional(Schema.String),
  decorators: Schema.optional(Schema.Array(Decorator)),
  doc: Schema.optional(Schema.String),
  /** xxh3-64 of the signature bytes, a zero byte and the body. */
  bodyHash: Schema.optional(ContentHash),
  /** xxh3-64 of name, generics, parameters and return type, whitespace-normalised. */
  signatureHash: Schema.optional(ContentHash)
})
export type FunctionInfo = typeof FunctionInfo.Type

/** A declared type. Its methods are the functions whose `owner` is its qualified name. */
export const ClassInfo = /* @__PURE__ */ Schema.Struct({
  name: Schema.String,
  qualifiedName: Schema.String,
  kind: ClassKind,
  owner: Schema.optional(Schema.String),
  namespace: Schema.optional(Schema.String),
  line: Schema.Number,
  column: Schema.Number,
  range: SourceRange,
  extends: Schema.optional(Schema.String),
  implements: Schema.optional(Schema.Array(Schema.String)),
  generics: Schema.optional(Schema.Array(GenericParameter)),
  visibility: Schema.optional(Visibility),
  isExported: Schema.optional(Schema.Boolean),
  isAbstract: Schema.optional(Schema.Boolean),
  decorators: Schema.optional(Schema.Array(Decorator)),
  doc: Schema.optional(Schema.String),
  properties: Schema.optional(Schema.Array(Property))
})
export type ClassInfo = typeof ClassInfo.Type

export const ImportSpecifier = /* @__PURE__ */ Schema.Struct({
  /** The imported name; `*` for wildcard and namespace imports, `default` for default ones. */
  name: Schema.String,
  alias: Schema.optional(Schema.String)
})
export type ImportSpecifier = typeof ImportSpecifier.Type

/** One imported module or declared path. */
export const ImportInfo = /* @__PURE__ */ Schema.Struct({
  kind: ImportKind,
  source: Schema.String,
  specifiers: Schema.Array(ImportSpecifier),
  isTypeOnly: Schema.Boolean,
  line: Schema.Number,
  column: Schema.Number
})
export type ImportInfo = typeof ImportInfo.Type

export const ExportInfo = /* @__PURE__ */ Schema.Struct({
  /** The exported name; `default` for the default export, `*` for `export * from`. */
  name: Schema.String,
  isDefault: Schema.Boolean,
  isTypeOnly: Schema.Boolean,
  /** The module that is re-exported from. */
  source: Schema.optional(Schema.String),
  line: Schema.Number,
  column: Schema.Number
})
export type ExportInfo = typeof ExportInfo.Type

export const CallSite = /* @__PURE__ */ Schema.Struct({
  /** Qualified name of the nearest enclosing named function. */
  caller: Schema.optional(Schema.String),
  calleeName: Schema.String,
  /** What stands before the callee (`db` in `db.query()`), cut at 120 characters with an ellipsis. */
  receiver: Schema.optional(Schema.String),
  argumentCount: Schema.Number,
  isAwait: Schema.Boolean,
  isNew: Schema.Boolean,
  line: Schema.Number,
  column: Schema.Number
})
export type CallSite = typeof CallSite.Type

export const ParseResult = /* @__PURE__ */ Schema.Struct({
  /** Relative to the project root, with `/`. */
  file: Schema.String,
  language: LanguageId,
  contentHash: ContentHash,
  /** The declared package, namespace or module; for TypeScript, JavaScript and Python derived from the path. */
  namespace: Schema.optional(Schema.String),
  functions: Schema.Array(FunctionInfo),
  classes: Schema.Array(ClassInfo),
  imports: Schema.Array(ImportInfo),
  exports: Schema.Array(ExportInfo),
  callSites: Schema.Array(CallSite),
  /** Number of syntax errors found, missing tokens included. */
  errorCount: Schema.Number,
  errorRanges: Schema.Array(ErrorRange)
})
export type ParseResult = typeof ParseResult.Type
