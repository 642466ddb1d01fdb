/**
 * The closed vocabulary of capture names: everything a language's queries can say. A query that uses another name fails
 * when its grammar is compiled.
 *
 * A **record** opens a scope that lasts as long as its node. An **attribute** belongs to the innermost open record of its
 * family. `outward` attributes are sorted before a record on the same node, so that `a.b()` in `a.b().c()`, which is both a
 * call and the receiver of a call, belongs to the outer call as receiver. A **word** is a bare name in a language where
 * only the local variables in force tell whether it is a call (Ruby), or a comment.
 */

/** What a record is to the extractor. */
export type Family =
  | "callable"
  | "type"
  | "extension"
  | "namespace"
  | "holder"
  | "import"
  | "importItem"
  | "export"
  | "exportItem"
  | "call"
  | "decorator"
  | "decoratorArgument"
  | "parameter"
  | "typeParameter"
  | "typeConstraint"
  | "await"
  | "frame"

export interface RecordName {
  readonly role: "record"
  readonly family: Family
  /** The kind of fact, where the family has several. */
  readonly kind: string
}

export interface AttributeName {
  readonly role: "attribute"
  readonly outward: boolean
  /** The families of records that it can belong to. */
  readonly owners: ReadonlyArray<Family>
}

export interface WordName {
  readonly role: "word"
  readonly kind: "local" | "label" | "bare" | "comment"
}

const record = (family: Family, kind = ""): RecordName => ({ role: "record", family, kind })
const inward = (...owners: ReadonlyArray<Family>): AttributeName => ({ role: "attribute", outward: false, owners })
const outward = (...owners: ReadonlyArray<Family>): AttributeName => ({ role: "attribute", outward: true, owners })
const word = (kind: WordName["kind"]): WordName => ({ role: "word", kind })

export const VOCABULARY = {
  // Callables. `lambda` becomes a function only when it is the value of a variable, a property or a default export.
  function: record("callable", "function"),
  method: record("callable", "method"),
  constructor: record("callable", "constructor"),
  getter: record("callable", "getter"),
  setter: record("callable", "setter"),
  lambda: record("callable", "lambda"),
  "function.name": inward("callable"),
  /** The last token of a name that is written in several: `operator +`. */
  "function.name.end": inward("callable"),
  /** The type that a function belongs to although it stands outside of it: a Go receiver. */
  "function.owner": inward("callable"),
  /** Of a type: its members. It tells whether a docstring is the first thing inside. */
  "function.body": outward("callable", "type"),
  /** The whole list of parameters; of a type, those of its primary constructor. */
  "function.parameters": outward("callable", "type"),
  /** Any node of a function that has the parameters of its type (a compact constructor in Java). */
  "function.parameters.inherited": inward("callable"),
  /** The type that is returned, without what introduces it. */
  "function.return": outward("callable"),
  /** The same where only its place tells it from another type of the declaration: behind the parameters. */
  "function.return.behind": outward("callable"),

  // Parameters. One counts only directly in the list of its function or type: others belong to types of functions.
  parameter: record("parameter"),
  /**
   * The name, or the pattern that takes its place. Several names make several parameters of the same type. Without one it is
   * called by what is written if it takes the rest or is optional (`*` in Ruby), else it is but a type and has no name (Go).
   */
  "parameter.name": inward("parameter"),
  "parameter.type": outward("parameter"),
  "parameter.default": outward("parameter"),
  /** What introduces the default where nothing tells it from a name or type: all that follows in the parameter is it. */
  "parameter.default.sign": inward("parameter"),
  /** Any node of a parameter that takes all that is left. */
  "parameter.rest": inward("parameter"),
  /** Any node of a parameter that may be left out though it has no default. */
  "parameter.optional": inward("parameter"),
  /** A parameter that is none but the receiver (Rust): its text is one of the function's modifiers. */
  "parameter.receiver": inward("parameter"),
  /** Any node of a parameter that is a property of the type as well; its text is one of the property's modifiers. */
  "parameter.property": inward("parameter"),
  // In a list whose parameters are not one node each: what stands before or behind the node that is one.
  "parameter.type.before": outward("callable", "type"),
  "parameter.rest.before": inward("callable", "type"),
  "parameter.default.behind": outward("callable", "type"),

  /** A type parameter of the callable or type around it. */
  type_parameter: record("typeParameter"),
  "type_parameter.name": inward("typeParameter", "typeConstraint"),
  /** One captured bound is one of the list. */
  "type_parameter.bound": outward("typeParameter", "typeConstraint"),
  /** Bounds that stand apart from their parameter, such as in a `where` clause. */
  type_constraint: record("typeConstraint"),

  // Types. One without a name is no row, but makes methods of its functions.
  class: record("type", "class"),
  interface: record("type", "interface"),
  struct: record("type", "struct"),
  enum: record("type", "enum"),
  record: record("type", "record"),
  trait: record("type", "trait"),
  union: record("type", "union"),
  alias: record("type", "alias"),
  object: record("type", "object"),
  module: record("type", "module"),
  annotation: record("type", "annotation"),
  /** What the grammar takes for an expression: a type only if a `@kind.keyword` in it is a soft keyword of the language. */
  suspect: record("type", "suspect"),
  /** More members of a type that is declared elsewhere, such as Rust's `impl`: owns its functions, is no row. */
  extension: record("extension"),
  "class.name": inward("type", "extension"),
  /** What a type is said to belong to by the path before its name: `A` in `class A::B`. */
  "class.owner": inward("type"),
  /** A base. The first is what the type extends, further ones go with what it implements. */
  "class.extends": outward("type"),
  /** Any node that tells that the type extends its first base, where nothing else sets it apart from those it implements. */
  "class.extends.first": inward("type"),
  /** One of an extension (Rust) is implemented by the type of that name in the same file. */
  "class.implements": outward("type", "extension"),

  // What a declaration really is, where a token inside it tells: any node of the declaration, the text does not matter.
  "kind.function": inward("callable"),
  "kind.method": inward("callable"),
  "kind.constructor": inward("callable"),
  "kind.getter": inward("callable"),
  "kind.setter": inward("callable"),
  "kind.class": inward("type"),
  "kind.interface": inward("type"),
  "kind.struct": inward("type"),
  "kind.enum": inward("type"),
  "kind.record": inward("type"),
  "kind.trait": inward("type"),
  "kind.union": inward("type"),
  "kind.alias": inward("type"),
  "kind.object": inward("type"),
  "kind.module": inward("type"),
  "kind.annotation": inward("type"),
  "kind.keyword": inward("type"),
  /** The raw token of a modifier (`public`, `static`, `async`, `*`), for the language's `describe`. */
  modifier: inward("callable", "type", "extension", "holder", "import", "parameter"),
  /** A token inside of an accessor that is a modifier of the property. */
  "property.modifier": inward("holder"),
  /** Any comment. Which are documentation, and of what, is told by where they stand. */
  doc: word("comment"),
  /** The string that documents the function or type around it; goes before a comment. */
  docstring: inward("callable", "type"),

  // Namespaces: a block, or the rest of the file.
  namespace: record("namespace", "block"),
  "namespace.file": record("namespace", "file"),
  "namespace.name": inward("namespace"),

  // Names that may hold a function or class: variables (assignments too) and properties.
  variable: record("holder", "variable"),
  "variable.name": inward("holder"),
  /** The function, lambda or class expression that directly is the value. Other values need not be captured. */
  "variable.value": outward("holder"),
  /** Directly in a type it is one of its properties, unless its value is a function. */
  property: record("holder", "property"),
  /** Several names make several properties of the same type. */
  "property.name": inward("holder"),
  /** One that begins with its name and is not told from its value: its first word. */
  "property.name.word": inward("holder"),
  /** A property that is but a type, which the node is; its name is its place among those of its type, from 0. */
  "property.position": inward("holder"),
  /** A modifier that stands before the node of its property. */
  "property.modifier.before": inward("type"),
  /** The name of a property that is written without one: that of its type (embedded in a Go struct). */
  "property.embedded": inward("holder"),
  "property.value": outward("holder"),
  /** Several captures are one type, from the first to the last. */
  "property.type": outward("holder"),
  /** A tag of a struct's field (Go), with its quotes: `` `json:"name"` ``. */
  "property.tag": outward("holder"),

  // Imports. One record is one row.
  import: record("import", "import"),
  require: record("import", "require"),
  "import.source": inward("import"),
  /** `a` in `import {a} from`, `from m import a`. */
  "import.name": inward("import", "importItem"),
  /** The local name: of an item when it stands in one, else of the import itself. */
  "import.alias": inward("import", "importItem"),
  "import.item": record("importItem"),
  /** The local name of the default import. */
  "import.default": inward("import"),
  /** The local name of a namespace import (`* as ns`). */
  "import.namespace": inward("import"),
  "import.wildcard": inward("import"),
  "import.type": inward("import"),

  // Exports. One row per name.
  export: record("export"),
  "export.item": record("exportItem"),
  "export.name": inward("export", "exportItem"),
  "export.alias": inward("exportItem"),
  "export.source": inward("export"),
  "export.default": inward("export"),
  /** `export *`; the text does not matter. */
  "export.wildcard": inward("export"),
  /** `ns` in `export * as ns`. */
  "export.namespace": inward("export"),
  "export.type": inward("export", "exportItem"),
  /** A declaration that the statement exports without declaring it: `f` in `export default f`. */
  "export.local": inward("export"),
  /** A nameless function or class expression that is the default export. */
  "export.value": outward("export"),

  // Exports by assignment: of the holder that the assignment is.
  /** The outermost object of what is assigned to. */
  "export.object": inward("holder"),
  /** A member of the assigned object literal that is but a name. */
  "export.member": inward("holder"),
  /** The value of a member of the assigned object literal, where it is but a name. */
  "export.member.value": inward("holder"),

  // Calls.
  call: record("call", "call"),
  new: record("call", "new"),
  "call.callee": outward("call"),
  /** The callee where the whole call may be nothing but its name: `super`, `block_given?` in Ruby. */
  "call.name": inward("call"),
  "call.receiver": outward("call"),
  /** The argument list: its named children are counted. */
  "call.arguments": outward("call"),
  /** A child of the argument list that is no argument (a comment): counted off. */
  "call.ignored": outward("call"),
  /**
   * A trailing lambda. A call that has nothing else but another call as its callee is that one: the grammar takes
   * `f(x) { }` for two.
   */
  "call.trailing": outward("call"),
  /** An argument outside of an argument list (a trailing lambda or block argument, a lone generator). */
  "call.argument": outward("call"),
  /** Marks a call whose value is awaited: captured on the await expression, around the call. */
  await: record("await"),
  /** An await that the grammar puts inside of the call it waits for: `await f<T>()` in TypeScript. */
  "call.awaited": outward("call"),

  /** A name that is a call of its own unless it is a local variable, or captured as something else. */
  bare: word("bare"),
  /** Binds a local variable from here on: a parameter, what is assigned to. */
  local: word("local"),
  /** Names something else: neither a call nor a variable. */
  label: word("label"),
  /** A block with local variables of its own, which sees those around it. Functions and types see only their own. */
  frame: record("frame"),

  /** Belongs to the declaration around it if that has no name yet, else to the next one. */
  decorator: record("decorator"),
  "decorator.name": inward("decorator"),
  "decorator.argument": record("decoratorArgument"),
  /** The arguments where the grammar leaves them as mere tokens (Rust), with their brackets. */
  "decorator.tokens": outward("decorator"),
  /** Ends one argument among such tokens. */
  "decorator.separator": inward("decorator"),
  /** Stands between key and value of an argument among such tokens. */
  "decorator.assignment": inward("decorator"),
  "decorator.key": inward("decoratorArgument"),
  /** Where the value is not the whole argument. */
  "decorator.value": inward("decoratorArgument"),
  /** What stands between key and value where nothing else tells the two apart. */
  "decorator.value.sign": inward("decoratorArgument"),

  /** The innermost open record is no row after all; it still encloses what is inside. */
  dead: inward("callable", "type", "extension", "call", "import", "export")
} as const satisfies Readonly<Record<string, RecordName | AttributeName | WordName>>

export type CaptureName = keyof typeof VOCABULARY
