/**
 * Captures to facts, by nesting. Knows the vocabulary, no language and no grammar.
 *
 * The captures become scopes (`visit.ts`); the scopes become rows in the order in which they were opened, and names of
 * owners, known by then, are joined. Rows go into the batch as they are made.
 */
import type { FileFacts, FileRow } from "@drift/core/FactBatch"
import type { BatchMark, FactWords } from "@drift/core/FactBatchEncoder"
import {
  FactBatchEncoder,
  emptyCall,
  emptyClass,
  emptyExport,
  emptyFunction,
  emptyImport,
  flag,
  integer
} from "@drift/core/FactBatchEncoder"
import type { ClassKind, FunctionKind, ImportKind } from "@drift/core/ParseResult"
import type { ErrorRange } from "@drift/core/SourceRange"
import type { Declaration, Description, Rules } from "../Language.js"
import type { CaptureTable } from "../ParseEngine.js"
import { Details } from "./details.js"
import type { PreparedGrammar } from "./grammars.js"
import { FAMILY_BITS } from "./grammars.js"
import { KINDS, kindNumber } from "./kinds.js"
import {
  CONTAINER,
  COUNT,
  DEAD,
  END,
  EXTENT_START,
  FAMILY,
  FIRST,
  HAS_ARGUMENTS,
  HAS_BODY,
  HAS_EXPORTS,
  HAS_PLACE,
  IS_ASSIGNED,
  IS_AWAITED,
  IS_BOUND,
  IS_DEFAULT,
  IS_EXPORTED,
  IS_TYPE_ONLY,
  KIND,
  NAME,
  NAME_START,
  NAMESPACE,
  NEXT,
  OTHER,
  PARENT,
  QUALIFIED,
  START,
  TEXT,
  VALUE_END,
  VALUE_START
} from "./scopes.js"
import { JsonText } from "./jsonText.js"
import { MemberCallReader } from "./memberCalls.js"
import { SourceText } from "./sourceText.js"
import { Visitor } from "./visit.js"

/** More error ranges than this say nothing more; the count is always exact. */
const ERROR_RANGE_LIMIT = 1000

const {
  await: awaitBit,
  call,
  callable,
  export: exportBit,
  exportItem,
  extension,
  holder,
  importItem,
  type
} = FAMILY_BITS

/** What imports and exports list. */
const LISTED = importItem | exportItem

const LAMBDA = kindNumber("lambda")
const FUNCTION = kindNumber("function")
const METHOD = kindNumber("method")
const CONSTRUCTOR = kindNumber("constructor")
const FILE = kindNumber("file")
const NEW = kindNumber("new")
const PROPERTY = kindNumber("property")

const DOT = 0x2e

/** More than this of the arguments of a call does not tell whether it exports. */
const ARGUMENTS_LIMIT = 200

/** Extracts the facts of one source after the other into batches. */
export class Extractor {
  readonly #encoder = new FactBatchEncoder()
  readonly #strings = this.#encoder.strings
  readonly #source = new SourceText(this.#strings)
  readonly #visitor = new Visitor(this.#source, this.#strings)
  readonly #scopes = this.#visitor.scopes
  readonly #json = new JsonText(this.#strings)
  readonly #details = new Details(this.#visitor)
  #isDetailed = false
  readonly #ownerModifiers = new Map<number, ReadonlyArray<string>>()
  /** Names (strings) of exports that were assigned. */
  readonly #assigned = new Set<number>()

  readonly #function = emptyFunction()
  readonly #class = emptyClass()
  readonly #import = emptyImport()
  readonly #export = emptyExport()
  readonly #call = emptyCall()

  /** Takes in a source, which is UTF-8, and its captures. Nothing is written yet. */
  open(source: Uint8Array, table: CaptureTable, grammar: PreparedGrammar): void {
    this.#isDetailed = grammar.isDetailed
    this.#source.open(source)
    this.#visitor.visit(table, grammar)
    this.#ownerModifiers.clear()
    this.#assigned.clear()
  }

  /** What the source declares its namespace to be. */
  get namespace(): string | undefined {
    const { fileNamespace, firstBlock } = this.#visitor
    return this.#strings.text(this.#namespaceOf(fileNamespace === 0 ? firstBlock : fileNamespace))
  }

  /** The places of syntax errors, as many as are worth keeping. */
  errorRanges(errors: Uint32Array): ReadonlyArray<ErrorRange> {
    const ranges: Array<ErrorRange> = []
    for (let i = 0; i < errors.length && ranges.length < ERROR_RANGE_LIMIT; i += 2) {
      const start = errors[i]!
      const end = errors[i + 1]!
      ranges.push({
        startLine: this.#source.line(start),
        startColumn: this.#source.column(start),
        endLine: this.#source.line(end),
        endColumn: this.#source.column(end)
      })
    }
    return ranges
  }

  /** Adds the source to the batch, as a file with its facts. */
  write(file: FileRow, parse: FileFacts["parse"]): void {
    this.#encoder.addFile(file, parse)
    const { callables, calls, exports, imports, types } = this.#visitor
    for (const scope of exports) this.#collectExportedNames(scope)
    for (const scope of calls) if (this.#isKeyword(scope)) this.#scopes.set(scope, DEAD)
    const { memberCalls } = this.#rules
    if (memberCalls !== undefined) new MemberCallReader(this.#visitor, memberCalls).read()
    for (const scope of callables) this.#writeFunction(scope)
    for (const scope of types) this.#writeClass(scope)
    for (const scope of this.#withRequires(imports, calls)) this.#writeImport(scope)
    for (const scope of this.#withDefined(exports, calls)) this.#writeExport(scope)
    for (const scope of calls) this.#writeCall(scope)
  }

  /** Adds a file without facts. */
  writeFile(file: FileRow): void {
    this.#encoder.addFile(file)
  }

  /** A place to come back to with `rewind`, which drops the files added since. */
  mark(): BatchMark {
    return this.#encoder.mark()
  }

  rewind(mark: BatchMark): void {
    this.#encoder.rewind(mark)
  }

  /** The batch; the next file begins another one. */
  finish(): Uint8Array {
    const batch = this.#encoder.finish()
    this.#visitor.resetStrings()
    return batch
  }

  /** Drops the batch. */
  reset(): void {
    this.#encoder.reset()
    this.#visitor.resetStrings()
  }

  get #rules(): Rules {
    return this.#visitor.rules
  }

  #writeFunction(scope: number): void {
    const { cells } = this.#scopes
    const name = cells[scope + NAME]!
    const isLambda = cells[scope + KIND] === LAMBDA
    if (name === 0 || this.#scopes.is(scope, DEAD) || (isLambda && !this.#scopes.is(scope, IS_BOUND))) return
    const owner = this.#ownerScope(scope)
    const kind = KINDS[this.#functionKind(scope, name)] as FunctionKind
    const hasBody = isLambda || this.#scopes.is(scope, HAS_BODY)
    if (!hasBody && (kind === "getter" || kind === "setter") && this.#rules.accessorsNeedBody === true) return
    const described = this.#describe(scope, "callable", kind, name, owner, hasBody)
    const row = this.#function
    this.#place(row, scope, owner)
    row.kind = this.#strings.of(kind)
    row.visibility = this.#strings.of(described.visibility)
    row.is_exported = flag(described.isExported)
    row.is_async = flag(described.isAsync)
    row.is_generator = flag(described.isGenerator)
    row.is_abstract = flag(described.isAbstract)
    row.is_static = flag(described.isStatic)
    row.has_body = flag(hasBody)
    if (this.#isDetailed) {
      row.parameters = this.#details.parameters(scope)
      row.parameter_count = integer(this.#details.parameterCount)
      row.return_type = this.#details.returnType(scope)
      row.signature_hash = this.#details.readSignature(scope)
      row.body_hash = this.#details.bodyHash(scope)
    } else {
      row.parameter_count = row.parameters = row.return_type = 0
      row.signature_hash = row.body_hash = undefined
    }
    this.#encoder.addFunction(row)
  }

  #writeClass(scope: number): void {
    const { cells } = this.#scopes
    const name = cells[scope + NAME]!
    if (name === 0 || this.#scopes.is(scope, DEAD)) return
    const owner = this.#ownerScope(scope)
    const kind = KINDS[cells[scope + KIND]!] as ClassKind
    const described = this.#describe(scope, "type", kind, name, owner, true)
    const row = this.#class
    this.#place(row, scope, owner)
    row.kind = this.#strings.of(kind)
    row.visibility = this.#strings.of(described.visibility)
    row.is_exported = flag(described.isExported)
    row.is_abstract = flag(described.isAbstract)
    if (this.#isDetailed) {
      const extended = this.#details.extended(scope)
      row.extends = cells[extended + NAME]!
      row.implements = this.#details.implemented(scope, extended, this.#visitor.extensions)
      row.properties = this.#details.properties(scope)
    } else row.extends = row.implements = row.properties = 0
    this.#encoder.addClass(row)
  }

  /** Name, owner and position, which functions and types have alike. */
  #place(row: FactWords<"functions"> | FactWords<"classes">, scope: number, owner: number): void {
    const { cells } = this.#scopes
    const extentStart = cells[scope + EXTENT_START]!
    const end = cells[scope + END]!
    const nameStart = cells[scope + NAME_START]!
    row.name = cells[scope + NAME]!
    row.owner = this.#ownerName(scope, owner)
    row.namespace = this.#namespaceOf(cells[scope + NAMESPACE]!)
    row.line = integer(this.#source.line(nameStart))
    row.column = integer(this.#source.column(nameStart))
    row.start_line = integer(this.#source.line(extentStart))
    row.end_line = integer(this.#source.line(Math.max(extentStart, end - 1)))
    row.start_byte = integer(extentStart)
    row.end_byte = integer(end)
    if (this.#isDetailed) {
      row.generics = this.#details.generics(scope)
      row.decorators = this.#details.decorators(scope)
      row.doc = this.#details.doc(scope)
    } else row.generics = row.decorators = row.doc = 0
  }

  #describe(
    scope: number,
    family: Declaration["family"],
    kind: FunctionKind | ClassKind,
    name: number,
    owner: number,
    hasBody: boolean
  ): Description {
    if (this.#rules.describe === undefined) return NOTHING
    const { cells } = this.#scopes
    const isBound = this.#scopes.is(scope, IS_BOUND)
    const parent = cells[scope + PARENT]!
    const direct = isBound ? cells[parent + PARENT]! : parent
    const ownerFamily = cells[owner + FAMILY]!
    const modifiers: Array<string> = []
    if (isBound) this.#details.modifiers(parent, modifiers)
    this.#details.modifiers(scope, modifiers)
    return this.#rules.describe({
      family,
      kind,
      name: this.#strings.text(name)!,
      modifiers,
      within: owner === 0 ? undefined : (ownerFamily & (type | extension)) !== 0 ? "type" : "function",
      ownerKind: this.#visitor.ownerKind(owner),
      ownerModifiers: this.#modifiersOf(owner),
      exported:
        cells[direct + FAMILY] === exportBit ||
        cells[parent + FAMILY] === exportBit ||
        this.#scopes.is(isBound ? cells[parent + PARENT]! : parent, HAS_EXPORTS) ||
        (isBound && this.#scopes.is(parent, IS_EXPORTED)) ||
        (owner === 0 && this.#visitor.exportedNames.has(name)),
      hasBody
    })
  }

  /** The modifiers of what declarations stand in. */
  #modifiersOf(owner: number): ReadonlyArray<string> {
    let modifiers = this.#ownerModifiers.get(owner)
    if (modifiers === undefined) {
      modifiers = this.#details.modifiers(owner, [])
      this.#ownerModifiers.set(owner, modifiers)
    }
    return modifiers
  }

  /** The number of a function's kind. */
  #functionKind(scope: number, name: number): number {
    const { cells } = this.#scopes
    const kind = cells[scope + KIND]!
    const declared = kind === LAMBDA ? FUNCTION : kind
    if (declared !== FUNCTION && declared !== METHOD) return declared
    const parent = cells[scope + PARENT]!
    const isHeld = this.#scopes.is(scope, IS_BOUND) && cells[parent + FAMILY] === holder
    // A property that is a member, not one of an object literal inside of a type.
    const place = !isHeld ? parent : cells[parent + KIND] === PROPERTY ? cells[parent + PARENT]! : 0
    const isMethod =
      declared === METHOD || cells[scope + TEXT] !== 0 || (cells[place + FAMILY]! & (type | extension)) !== 0
    if (!isMethod) return FUNCTION
    const { constructorNames } = this.#rules
    return constructorNames !== undefined && constructorNames.has(this.#strings.text(name)!) ? CONSTRUCTOR : METHOD
  }

  /** The nearest enclosing type or function that is a row (or an extension). */
  #ownerScope(scope: number): number {
    const { cells } = this.#scopes
    let owner = cells[scope + CONTAINER]!
    while (owner !== 0 && !this.#isOwner(owner)) owner = cells[owner + CONTAINER]!
    return owner
  }

  /** Whether a scope gives its name to what is inside. */
  #isOwner(scope: number): boolean {
    const { cells } = this.#scopes
    const family = cells[scope + FAMILY]!
    if ((family & (callable | type | extension)) === 0) return false
    if (cells[scope + NAME] === 0 || this.#scopes.is(scope, DEAD)) return false
    return family !== callable || cells[scope + KIND] !== LAMBDA || this.#scopes.is(scope, IS_BOUND)
  }

  /** The owner as declared with the name (Go, `class A::B` in Ruby), inside of what encloses it. */
  #ownerName(scope: number, enclosing: number): number {
    const declared = this.#scopes.cells[scope + TEXT]!
    const outer = this.#qualified(enclosing)
    return declared === 0 ? outer : outer === 0 ? declared : this.#strings.join(outer, DOT, declared)
  }

  #qualified(scope: number): number {
    if (scope === 0) return 0
    const { cells } = this.#scopes
    const known = cells[scope + QUALIFIED]!
    if (known !== 0) return known
    const owner = this.#ownerName(scope, this.#ownerScope(scope))
    const name = cells[scope + NAME]!
    return (cells[scope + QUALIFIED] = owner === 0 ? name : this.#strings.join(owner, DOT, name))
  }

  #namespaceOf(scope: number): number {
    const { cells } = this.#scopes
    const name = cells[scope + NAME]!
    if (name === 0) return 0
    const known = cells[scope + QUALIFIED]!
    if (known !== 0) return known
    const outer = cells[scope + KIND] === FILE ? 0 : this.#namespaceOf(cells[scope + NAMESPACE]!)
    if (outer === 0) return (cells[scope + QUALIFIED] = name)
    const separator = this.#rules.namespaceSeparator ?? "."
    const joined = `${this.#strings.text(outer)!}${separator}${this.#strings.text(name)!}`
    return (cells[scope + QUALIFIED] = this.#strings.of(joined))
  }

  /** Whether a call is none because the grammar took a keyword for the callee. */
  #isKeyword(scope: number): boolean {
    const { notCallees } = this.#rules
    if (notCallees === undefined) return false
    const { cells } = this.#scopes
    const name = cells[scope + NAME]!
    return name !== 0 && cells[scope + OTHER] === 0 && notCallees.has(this.#strings.text(name)!)
  }

  #writeCall(scope: number): void {
    if (this.#scopes.is(scope, DEAD)) return
    const { cells } = this.#scopes
    let container = cells[scope + CONTAINER]!
    while (container !== 0 && !(cells[container + FAMILY] === callable && this.#isOwner(container))) {
      container = cells[container + CONTAINER]!
    }
    const position = this.#scopes.is(scope, HAS_PLACE) ? cells[scope + NAME_START]! : cells[scope + START]!
    const name = cells[scope + NAME]!
    const isAwait = this.#scopes.is(scope, IS_AWAITED) || cells[cells[scope + PARENT]! + FAMILY] === awaitBit
    const row = this.#call
    row.caller = this.#qualified(container)
    row.callee_name = name === 0 ? this.#strings.of("<anonymous>") : name
    row.receiver = cells[scope + OTHER]!
    row.argument_count = integer(Math.max(0, cells[scope + COUNT]!))
    row.is_await = flag(isAwait)
    row.is_new = flag(cells[scope + KIND] === NEW)
    row.line = integer(this.#source.line(position))
    row.column = integer(this.#source.column(position))
    this.#encoder.addCall(row)
  }

  /** Imports in the order of the source: those that are declared, and calls such as `require("x")`. */
  #withRequires(imports: ReadonlyArray<number>, calls: ReadonlyArray<number>): ReadonlyArray<number> {
    const kinds = this.#rules.importCalls
    if (kinds === undefined) return imports
    const { cells } = this.#scopes
    const names = Object.keys(kinds).map((name) => this.#strings.of(name))
    const requires = calls.filter((scope) => names.includes(cells[scope + NAME]!) && this.#requires(scope))
    return requires.length === 0
      ? imports
      : [...imports, ...requires].sort((a, b) => cells[a + START]! - cells[b + START]!)
  }

  /** Whether a call names one module, as a plain string; its source is then that of an import. */
  #requires(scope: number): boolean {
    const { cells } = this.#scopes
    if (this.#scopes.is(scope, DEAD) || cells[scope + OTHER] !== 0) return false
    if (cells[scope + COUNT] !== 1 || !this.#scopes.is(scope, HAS_ARGUMENTS)) return false
    const literal = LITERAL_ARGUMENT.exec(this.#source.text(cells[scope + VALUE_START]!, cells[scope + VALUE_END]!))
    if (literal === null) return false
    cells[scope + TEXT] = this.#strings.of(literal[2])
    return true
  }

  #writeImport(scope: number): void {
    const { cells } = this.#scopes
    const source = cells[scope + TEXT]!
    if (source === 0 || this.#scopes.is(scope, DEAD)) return
    const isCall = cells[scope + FAMILY] === call
    const kind = isCall
      ? this.#rules.importCalls![this.#strings.text(cells[scope + NAME]!)!]!
      : (KINDS[cells[scope + KIND]!] as ImportKind)
    const row = this.#import
    row.kind = this.#strings.of(kind)
    row.source = source
    row.specifiers = isCall ? this.#strings.of("[]") : this.#specifiers(scope)
    row.is_type_only = flag(this.#scopes.is(scope, IS_TYPE_ONLY))
    row.line = integer(this.#source.line(cells[scope + START]!))
    row.column = integer(this.#source.column(cells[scope + START]!))
    this.#encoder.addImport(row)
  }

  #specifiers(scope: number): number {
    const { cells } = this.#scopes
    this.#json.begin()
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      const name = cells[item + NAME]!
      if (name !== 0 && (cells[item + FAMILY]! & LISTED) !== 0) this.#specifier(name, cells[item + OTHER]!)
    }
    const alias = cells[scope + OTHER]!
    if (alias !== 0) this.#specifier(this.#strings.of(lastPart(this.#strings.text(cells[scope + TEXT]!)!)), alias)
    return this.#json.finish()
  }

  #specifier(name: number, alias: number): void {
    this.#json.separate()
    this.#json.punctuate("{")
    this.#json.key("name")
    this.#json.string(name)
    if (alias !== 0) {
      this.#json.key("alias")
      this.#json.string(alias)
    }
    this.#json.punctuate("}")
  }

  #writeExport(scope: number): void {
    if (this.#scopes.is(scope, DEAD)) return
    if (this.#scopes.cells[scope + FAMILY] === call) return this.#writeDefinedExport(scope)
    const { cells } = this.#scopes
    const isTypeOnly = this.#scopes.is(scope, IS_TYPE_ONLY)
    const isAssigned = this.#scopes.is(scope, IS_ASSIGNED)
    const source = cells[scope + TEXT]!
    const byDefault = this.#strings.of("default")
    if (this.#scopes.is(scope, IS_DEFAULT)) {
      if (isAssigned && this.#isRepeated(byDefault)) return
      return this.#addExport(byDefault, cells[scope + START]!, true, isTypeOnly, source)
    }
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      const isListed = isAssigned || (cells[item + FAMILY]! & LISTED) !== 0
      const isRenamed = (cells[item + FAMILY]! & LISTED) !== 0 && cells[item + OTHER] !== 0
      const name = isRenamed ? cells[item + OTHER]! : cells[item + NAME]!
      if (name === 0 || !isListed || (isAssigned && this.#isRepeated(name))) continue
      const isType = isTypeOnly || this.#scopes.is(item, IS_TYPE_ONLY)
      this.#addExport(name, cells[item + NAME_START]!, name === byDefault, isType, source)
    }
  }

  /** A call that may export: `Object.defineProperty(exports, "a", …)`. */
  #writeDefinedExport(scope: number): void {
    const { cells } = this.#scopes
    const start = cells[scope + VALUE_START]!
    const written = this.#source.text(start, Math.min(cells[scope + VALUE_END]!, start + ARGUMENTS_LIMIT))
    const name = this.#strings.of(this.#rules.assignedExports?.readCall(written))
    if (name !== 0 && !this.#isRepeated(name)) this.#addExport(name, cells[scope + START]!, false, false, 0)
  }

  #addExport(name: number, position: number, isDefault: boolean, isTypeOnly: boolean, source: number): void {
    const row = this.#export
    row.name = name
    row.is_default = flag(isDefault)
    row.is_type_only = flag(isTypeOnly)
    row.source = source
    row.line = integer(this.#source.line(position))
    row.column = integer(this.#source.column(position))
    this.#encoder.addExport(row)
  }

  /** Whether the name was assigned before, so that it is no other export. */
  #isRepeated(name: number): boolean {
    if (this.#assigned.has(name)) return true
    this.#assigned.add(name)
    return false
  }

  /** Exports in the order of the source: those that are declared or assigned, and calls that define one. */
  #withDefined(exports: ReadonlyArray<number>, calls: ReadonlyArray<number>): ReadonlyArray<number> {
    const rule = this.#rules.assignedExports
    if (rule === undefined) return exports
    const { cells } = this.#scopes
    const [receiver, name] = rule.call.map((text) => this.#strings.of(text))
    const defined = calls.filter((scope) => cells[scope + NAME] === name && cells[scope + OTHER] === receiver)
    if (defined.length === 0) return exports
    return [...exports, ...defined].sort((a, b) => cells[a + START]! - cells[b + START]!)
  }

  #collectExportedNames(scope: number): void {
    const { cells } = this.#scopes
    if (cells[scope + TEXT] !== 0 || this.#scopes.is(scope, IS_ASSIGNED)) return
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      const isListed = cells[item + NAME] !== 0 && (cells[item + FAMILY]! & LISTED) !== 0
      if (isListed) this.#visitor.exportedNames.add(cells[item + NAME]!)
    }
  }
}

const NOTHING: Description = {}

/** One plain string, in parentheses or not, without interpolation or escapes. */
const LITERAL_ARGUMENT = /^\(?\s*(["'`])((?:(?!\1|[\\\n]|#\{|\$\{).)*)\1\s*,?\s*\)?$/

const lastPart = (path: string): string => /[^./\\:]+$/.exec(path)?.[0] ?? path
