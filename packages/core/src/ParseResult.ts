/**
 * The facts of one file: the one shape that parsers produce, storage keeps and people receive.
 *
 * A field that this version does not extract is **absent**, never empty: an empty list means that the source has none.
 * Positions follow `SourceRange`: `line` and `column` are where the name stands, 1-based, columns in UTF-16 units.
 */
import * as Schema from "effect/Schema"
import { ContentHash, Xxh3Hash } from "./ContentHash.js"
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
  bodyHash: Schema.optional(Xxh3Hash),
  /** xxh3-64 of name, generics, parameters and return type, whitespace-normalised. */
  signatureHash: Schema.optional(Xxh3Hash)
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

/** A decorator, annotation or attribute of the file, wherever it stands. It is placed where its name is. */
export const DecoratorInfo = /* @__PURE__ */ Schema.Struct({
  ...Decorator.fields,
  /** Qualified name of the function, type, property or parameter that it is written on, where that has a name. */
  target: Schema.optional(Schema.String),
  line: Schema.Number,
  column: Schema.Number,
  range: SourceRange
})
export type DecoratorInfo = typeof DecoratorInfo.Type

/** What a string is for: the nearest of these constructs around it. A string that is joined to others is for what they are. */
export const StringContext = /* @__PURE__ */ Schema.Literal(
  "functionArgument",
  "variableAssignment",
  "objectProperty",
  "decorator",
  "returnValue",
  "arrayElement",
  "comparison",
  "defaultParameter",
  "enumValue",
  "unknown"
)
export type StringContext = typeof StringContext.Type

/** What a number is for: the nearest of these constructs around it. */
export const NumericContext = /* @__PURE__ */ Schema.Literal(
  "constDeclaration",
  "variableAssignment",
  "functionArgument",
  "arrayElement",
  "comparison",
  "binaryOperation",
  "returnValue",
  "defaultParameter",
  "enumValue",
  "objectProperty",
  "decorator",
  "unknown"
)
export type NumericContext = typeof NumericContext.Type

/** A string as it is written; neither the source of an import or export, nor documentation, nor a type. */
export const StringLiteral = /* @__PURE__ */ Schema.Struct({
  /** What is between the quotes, escapes and interpolations as written, as far as its first 200 characters. */
  value: Schema.String,
  /** There is more than `value` has. */
  isCut: Schema.Boolean,
  /** Something may be interpolated by its kind (`` `…` ``, `$"…"`), or is. */
  isTemplate: Schema.Boolean,
  context: StringContext,
  line: Schema.Number,
  column: Schema.Number,
  range: SourceRange
})
export type StringLiteral = typeof StringLiteral.Type

/** A number as it is written. A sign before it is an operator and no part of it. */
export const NumericLiteral = /* @__PURE__ */ Schema.Struct({
  /** The nearest double; absent where there is none (`1e999`). What is imaginary or rational counts by its number. */
  value: Schema.optional(Schema.JsonNumber),
  raw: Schema.String,
  context: NumericContext,
  line: Schema.Number,
  column: Schema.Number,
  range: SourceRange
})
export type NumericLiteral = typeof NumericLiteral.Type

export const ErrorHandlingKind = /* @__PURE__ */ Schema.Literal(
  "tryCatch",
  "tryExcept",
  "tryFinally",
  "asyncAwaitTry",
  "rescue",
  "throw",
  "promiseCatch",
  "withStatement",
  "resultMatch",
  "questionMark",
  "unwrap",
  "defer",
  "deferRecover",
  "errorCheck"
)
export type ErrorHandlingKind = typeof ErrorHandlingKind.Type

/** A construct that raises, passes on or handles an error: one for each clause of a `try`, which itself is none. */
export const ErrorHandling = /* @__PURE__ */ Schema.Struct({
  kind: ErrorHandlingKind,
  /** What a clause catches, as written: `IOException | SQLException`. */
  caughtType: Schema.optional(Schema.String),
  /** False where nothing is done about it: the body has comments at most. True of what can have no body. */
  hasBody: Schema.Boolean,
  /** Qualified name of the nearest enclosing named function. */
  functionScope: Schema.optional(Schema.String),
  line: Schema.Number,
  column: Schema.Number,
  endLine: Schema.Number,
  range: SourceRange
})
export type ErrorHandling = typeof ErrorHandling.Type

/** How documentation is written. `line` and `block` are plain comments directly before a type. */
export const DocStyle = /* @__PURE__ */ Schema.Literal(
  "jsDoc",
  "javaDoc",
  "kDoc",
  "phpDoc",
  "goDoc",
  "tripleSlash",
  "docstring",
  "pound",
  "line",
  "block"
)
export type DocStyle = typeof DocStyle.Type

/** Documentation that is not that of a function: of the file, a type, a member, or of nothing at all. */
export const DocComment = /* @__PURE__ */ Schema.Struct({
  /** Without the signs of a comment; longer texts than 2,000 characters end with an ellipsis. */
  text: Schema.String,
  style: DocStyle,
  /** Qualified name of the type or member that it documents. */
  target: Schema.optional(Schema.String),
  line: Schema.Number,
  column: Schema.Number,
  range: SourceRange
})
export type DocComment = typeof DocComment.Type

/** What only the parse of a single file tells: no scan extracts or stores it. All in the order of the source. */
export const Expressions = /* @__PURE__ */ Schema.Struct({
  decorators: Schema.Array(DecoratorInfo),
  stringLiterals: Schema.Array(StringLiteral),
  numericLiterals: Schema.Array(NumericLiteral),
  errorHandling: Schema.Array(ErrorHandling),
  docComments: Schema.Array(DocComment)
})
export type Expressions = typeof Expressions.Type

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
  decorators: Schema.optional(Expressions.fields.decorators),
  stringLiterals: Schema.optional(Expressions.fields.stringLiterals),
  numericLiterals: Schema.optional(Expressions.fields.numericLiterals),
  errorHandling: Schema.optional(Expressions.fields.errorHandling),
  docComments: Schema.optional(Expressions.fields.docComments),
  /** Number of syntax errors found, missing tokens included. */
  errorCount: Schema.Number,
  errorRanges: Schema.Array(ErrorRange)
})
export type ParseResult = typeof ParseResult.Type
