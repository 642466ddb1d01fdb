/**
 * Captures to facts, by nesting. Knows the vocabulary, no language and no grammar.
 *
 * Captures are visited in source order, outer nodes first. A record opens a scope that lasts as long as its node; an
 * attribute writes into the innermost open scope that may own it. When all are visited, the scopes become rows in the
 * order in which they were opened, and names of owners, known by then, are joined.
 */
import type {
  CallSite,
  ClassInfo,
  ClassKind,
  ExportInfo,
  FunctionInfo,
  FunctionKind,
  ImportInfo,
  ImportKind,
  ImportSpecifier
} from "@drift/core/ParseResult"
import type { ErrorRange, SourceRange } from "@drift/core/SourceRange"
import type { Declaration, Description, LanguageDefinition } from "../Language.js"
import { unquote } from "../Language.js"
import type { CaptureTable } from "../ParseEngine.js"
import { STRIDE } from "../ParseEngine.js"
import type { Meaning, PreparedGrammar } from "./grammars.js"
import { FAMILY_BITS } from "./grammars.js"
import { Lines } from "./lines.js"

/** The facts of one source; path, language and hash are put on by the caller. */
export interface Extracted {
  readonly namespace: string | undefined
  readonly functions: ReadonlyArray<FunctionInfo>
  readonly classes: ReadonlyArray<ClassInfo>
  readonly imports: ReadonlyArray<ImportInfo>
  readonly exports: ReadonlyArray<ExportInfo>
  readonly callSites: ReadonlyArray<CallSite>
  readonly errorCount: number
  readonly errorRanges: ReadonlyArray<ErrorRange>
}

/** Receivers are cut at this many characters. */
const RECEIVER_LIMIT = 120
/** More error ranges than this say nothing more; the count is always exact. */
const ERROR_RANGE_LIMIT = 1000

const {
  callable,
  call,
  decorator,
  export: exportBit,
  extension,
  holder,
  import: importBit,
  importItem,
  exportItem,
  namespace,
  type,
  frame,
  await: awaitBit
} = FAMILY_BITS

/** An open record. One class for all families, so that the hot loop stays monomorphic. */
class Scope {
  dead = false
  name: string | undefined = undefined
  nameStart = -1
  /** The extent's start: the node's, or that of the decorators or export statement before it. */
  extentStart: number
  modifiers: Array<string> | undefined = undefined
  hasBody = false
  /** Declared owner of a callable (Go). */
  owner: string | undefined = undefined
  /** Range of the value that a holder or export directly has. */
  valueStart = -1
  valueEnd = -1
  /** Source of an import or export, callee of a call. */
  text: string | undefined = undefined
  textEnd = -1
  alias: string | undefined = undefined
  receiver: string | undefined = undefined
  /** The call with which this one starts: its callee or receiver. */
  inner: Scope | undefined = undefined
  arguments = 0
  argumentsStart = -1
  argumentsEnd = -1
  isAwaited = false
  isTypeOnly = false
  isDefault = false
  isBound = false
  /** Names that an import or export lists. */
  items: Array<Scope> | undefined = undefined
  qualified: string | undefined = undefined
  /** The local variables bound in a function, type or block so far. */
  locals: Set<string> | undefined = undefined
  kind: string
  readonly family: number
  readonly start: number
  readonly end: number
  readonly parent: Scope | undefined
  /** The nearest enclosing scope that is not a call: a chain of calls is crossed once, not once per call. */
  readonly container: Scope | undefined
  /** The namespace in force where it stands. */
  readonly namespaceScope: Scope | undefined

  constructor(
    family: number,
    kind: string,
    start: number,
    end: number,
    parent: Scope | undefined,
    namespaceScope: Scope | undefined
  ) {
    this.family = family
    this.kind = kind
    this.start = start
    this.end = end
    this.parent = parent
    this.extentStart = start
    this.container = parent === undefined || parent.family !== call ? parent : parent.container
    this.namespaceScope = namespaceScope
  }
}

/** Extracts all facts from the captures of `source`, which is UTF-8. */
export const extract = (source: Uint8Array, table: CaptureTable, grammar: PreparedGrammar): Extracted =>
  new Extractor(source, grammar).run(table)

class Extractor {
  readonly #lines: Lines
  readonly #language: LanguageDefinition
  readonly #meanings: ReadonlyArray<Meaning>
  readonly #callables: Array<Scope> = []
  readonly #types: Array<Scope> = []
  readonly #imports: Array<Scope> = []
  readonly #exports: Array<Scope> = []
  readonly #calls: Array<Scope> = []
  readonly #exportedNames = new Set<string>()
  /** The local variables of the file itself. */
  readonly #locals = new Set<string>()
  #top: Scope | undefined = undefined
  #fileNamespace: Scope | undefined = undefined
  #firstBlock: Scope | undefined = undefined
  /** The first decorator of a declaration that has not come yet, and the scope in which it must stand. */
  #decorated: { readonly parent: Scope | undefined; readonly start: number } | undefined = undefined

  constructor(source: Uint8Array, grammar: PreparedGrammar) {
    this.#lines = new Lines(Buffer.from(source.buffer, source.byteOffset, source.byteLength))
    this.#language = grammar.language
    this.#meanings = grammar.meanings
  }

  run(table: CaptureTable): Extracted {
    this.#visit(table)
    for (const scope of this.#exports) this.#collectExportedNames(scope)
    const callSites: Array<CallSite> = []
    const requires: Array<ImportInfo> = []
    for (const scope of this.#calls) {
      if (scope.dead || this.#isKeyword(scope)) continue
      callSites.push(this.#callSite(scope))
      const required = this.#importCall(scope)
      if (required !== undefined) requires.push(required)
    }
    const imports = this.#imports.flatMap((scope) => this.#import(scope))
    return {
      namespace: this.#namespaceOf(this.#fileNamespace ?? this.#firstBlock),
      functions: this.#callables.flatMap((scope) => this.#function(scope)),
      classes: this.#types.flatMap((scope) => this.#class(scope)),
      imports: requires.length === 0 ? imports : [...imports, ...requires].sort(byPosition),
      exports: this.#exports.flatMap((scope) => this.#export(scope)),
      callSites,
      errorCount: table.errors.length / 2,
      errorRanges: this.#errorRanges(table.errors)
    }
  }

  // Visiting

  #visit(table: CaptureTable): void {
    const { words } = table
    const order = sorted(table, this.#meanings)
    let previous = -1
    for (let i = 0; i < order.length; i++) {
      const at = order[i]! * STRIDE
      const id = words[at]!
      const start = words[at + 1]!
      const end = words[at + 2]!
      const isSameNode = previous >= 0 && words[previous + 1] === start && words[previous + 2] === end
      const before = isSameNode ? words[previous]! : -1
      previous = at
      if (before === id) continue
      while (this.#top !== undefined && this.#top.end <= start) this.#top = this.#top.parent
      const meaning = this.#meanings[id]!
      if (meaning.isRecord) this.#open(meaning, start, end)
      else if (meaning.families === 0) this.#word(meaning, start, end, before >= 0 && this.#meanings[before]!.rank > 31)
      else this.#attribute(meaning, start, end, words[at + 3]!)
    }
  }

  #open(meaning: Meaning, start: number, end: number): void {
    const parent = this.#top
    const family = meaning.families
    const enclosing = parent === undefined ? undefined : parent.family === namespace ? parent : parent.namespaceScope
    const scope = new Scope(family, meaning.kind, start, end, parent, enclosing ?? this.#fileNamespace)
    this.#top = scope
    if (family === decorator) {
      // Inside a declaration that has no name yet, it is that declaration's own and lies in its extent already.
      const isOwn = parent !== undefined && (parent.family & (callable | type)) !== 0 && parent.name === undefined
      if (!isOwn && (this.#decorated === undefined || this.#decorated.parent !== parent)) {
        this.#decorated = { parent, start }
      }
      return
    }
    if (this.#decorated !== undefined && this.#decorated.parent === parent) {
      scope.extentStart = this.#decorated.start
      this.#decorated = undefined
    }
    switch (family) {
      case callable:
        this.#adopt(scope, parent)
        this.#callables.push(scope)
        break
      case type:
        this.#adopt(scope, parent)
        scope.dead = scope.kind === "suspect"
        this.#types.push(scope)
        break
      case call:
        this.#calls.push(scope)
        if (parent !== undefined && parent.family === call && parent.start === start) parent.inner = scope
        break
      case importBit:
        this.#imports.push(scope)
        break
      case exportBit:
        this.#exports.push(scope)
        break
      case importItem:
      case exportItem:
        if (parent !== undefined) (parent.items ??= []).push(scope)
        break
      case namespace:
        if (scope.kind === "file") this.#fileNamespace = scope
        else if (enclosing === undefined && this.#language.namespaceBlocksNameFiles === true) this.#firstBlock ??= scope
        break
    }
  }

  /** Takes over what holds a declaration: an export statement's start, a variable's name. */
  #adopt(scope: Scope, parent: Scope | undefined): void {
    if (parent === undefined) return
    if (parent.family === exportBit) scope.extentStart = Math.min(scope.extentStart, parent.extentStart)
    const isValue = parent.valueStart === scope.start && parent.valueEnd === scope.end
    if (!isValue) return
    if (parent.family === holder) {
      scope.isBound = true
      scope.name = parent.name
      scope.nameStart = parent.nameStart
      scope.extentStart = parent.extentStart
    } else if (parent.family === exportBit) {
      scope.isBound = true
      scope.name = "default"
      scope.nameStart = parent.start
    }
  }

  /** `isNamed`: it has been captured as the name of something already. */
  #word({ kind }: Meaning, start: number, end: number, isNamed: boolean): void {
    if (kind === "label" || (kind === "bare" && isNamed)) return
    const name = this.#lines.text(start, end)
    let scope = this.#top
    if (kind === "local") {
      while (scope !== undefined && (scope.family & (frame | callable | type)) === 0) scope = scope.container
      if (scope === undefined) this.#locals.add(name)
      else (scope.locals ??= new Set()).add(name)
      return
    }
    while (scope !== undefined && (scope.family & (callable | type)) === 0) {
      if (scope.locals?.has(name) === true) return
      scope = scope.container
    }
    if ((scope === undefined ? this.#locals : scope.locals)?.has(name) === true) return
    const bare = new Scope(call, "call", start, end, this.#top, undefined)
    bare.name = name
    bare.nameStart = start
    this.#calls.push(bare)
  }

  #attribute(meaning: Meaning, start: number, end: number, children: number): void {
    let scope = this.#top
    while (scope !== undefined && (scope.family & meaning.families) === 0) scope = scope.parent
    if (scope === undefined) return
    switch (meaning.name) {
      case "function.name":
      case "class.name":
      case "variable.name":
      case "property.name":
        if (scope.isBound) return
        scope.name = this.#name(start, end)
        scope.nameStart = start
        return
      case "function.name.end":
        if (scope.nameStart >= 0) scope.name = this.#name(scope.nameStart, end)
        return
      case "namespace.name":
        scope.name = this.#lines.text(start, end)
        return
      case "function.owner":
      case "class.owner":
        scope.owner = this.#name(start, end)
        return
      case "function.body":
        scope.hasBody = true
        return
      case "variable.value":
      case "property.value":
      case "export.value":
        scope.valueStart = start
        scope.valueEnd = end
        if (meaning.name === "export.value") scope.isDefault = true
        return
      case "modifier":
        ;(scope.modifiers ??= []).push(this.#lines.text(start, end))
        return
      case "dead":
        scope.dead = true
        return
      case "import.source":
      case "export.source":
        // One inside of another is more exact; one after it is an alias that a grammar without fields (PHP) takes along.
        if (scope.text !== undefined && start >= scope.textEnd) return
        scope.text = this.#source(start, end)
        scope.textEnd = end
        return
      case "import.name":
      case "export.name":
        this.#listed(scope, start, end).name ??= this.#name(start, end)
        return
      case "import.alias":
      case "export.alias":
        if (scope.textEnd === end) {
          // Taken for the source, by a grammar that has both as plain children (C#).
          scope.text = undefined
          scope.textEnd = -1
        }
        scope.alias = this.#name(start, end)
        return
      case "import.default":
        this.#item(scope, start, end, "default", this.#name(start, end))
        return
      case "import.namespace":
        this.#item(scope, start, end, "*", this.#name(start, end))
        return
      case "import.wildcard":
        this.#item(scope, start, end, "*", undefined)
        return
      case "import.type":
      case "export.type":
        scope.isTypeOnly = true
        return
      case "export.default":
        scope.isDefault = true
        return
      case "export.local":
        this.#exportedNames.add(this.#name(start, end))
        return
      case "export.wildcard":
        this.#item(scope, start, end, "*", undefined)
        return
      case "export.namespace":
        this.#item(scope, start, end, "*", this.#name(start, end))
        return
      case "call.callee":
      case "call.name":
        scope.name = this.#name(start, end)
        scope.nameStart = start
        return
      case "call.receiver":
        // The first: grammars without fields do not tell a receiver from the name behind it.
        scope.receiver ??= this.#receiver(start, end)
        return
      case "call.awaited":
        scope.isAwaited = true
        return
      case "call.arguments":
        scope.arguments += children
        scope.argumentsStart = start
        scope.argumentsEnd = end
        return
      case "call.ignored":
        scope.arguments--
        return
      case "call.trailing":
        if (scope.inner !== undefined && scope.name === undefined && scope.argumentsStart < 0) {
          scope.dead = true
          scope.inner.arguments++
        } else scope.arguments++
        return
      case "call.argument":
        scope.arguments++
        return
      case "kind.keyword": {
        const kind = this.#language.softKeywords?.get(this.#lines.text(start, end))
        if (kind !== undefined) {
          scope.kind = kind
          scope.dead = false
        }
        return
      }
      default:
        if (meaning.name.startsWith("kind.")) scope.kind = meaning.name.slice(5)
    }
  }

  /** The item that a name belongs to: the item scope itself, or a new item of the statement. */
  #listed(scope: Scope, start: number, end: number): Scope {
    if (scope.family === importItem || scope.family === exportItem) {
      scope.nameStart = start
      return scope
    }
    return this.#item(scope, start, end, undefined, undefined)
  }

  #item(scope: Scope, start: number, end: number, name: string | undefined, alias: string | undefined): Scope {
    const item = new Scope(importItem, "", start, end, scope, undefined)
    item.nameStart = start
    item.name = name
    item.alias = alias
    ;(scope.items ??= []).push(item)
    return item
  }

  // Text

  #name(start: number, end: number): string {
    const text = this.#lines.text(start, end)
    return this.#language.name === undefined ? unquote(text) : this.#language.name(text)
  }

  #source(start: number, end: number): string {
    const text = this.#lines.text(start, end)
    return this.#language.importSource === undefined ? unquote(text) : this.#language.importSource(text)
  }

  #receiver(start: number, end: number): string {
    // A character takes at most four bytes, so more than that many need not be looked at.
    const text = this.#lines.text(start, Math.min(end, start + RECEIVER_LIMIT * 8)).replaceAll(/\s*\n\s*/g, "")
    return text.length > RECEIVER_LIMIT ? `${text.slice(0, RECEIVER_LIMIT)}…` : text
  }

  // Rows

  #function(scope: Scope): ReadonlyArray<FunctionInfo> {
    const name = scope.name
    if (scope.dead || name === undefined || (scope.kind === "lambda" && !scope.isBound)) return []
    const owner = this.#ownerScope(scope)
    const kind = this.#functionKind(scope, name)
    const ownerName = this.#ownerName(scope, owner)
    const hasBody = scope.hasBody || scope.kind === "lambda"
    const isAccessor = kind === "getter" || kind === "setter"
    if (isAccessor && !hasBody && this.#language.accessorsNeedBody === true) return []
    return [
      {
        name,
        qualifiedName: ownerName === undefined ? name : `${ownerName}.${name}`,
        kind,
        owner: ownerName,
        namespace: this.#namespaceOf(scope.namespaceScope),
        line: this.#lines.line(scope.nameStart),
        column: this.#lines.column(scope.nameStart),
        range: this.#range(scope),
        hasBody,
        ...this.#describe(scope, "callable", kind, name, owner, hasBody)
      }
    ]
  }

  #class(scope: Scope): ReadonlyArray<ClassInfo> {
    const name = scope.name
    if (scope.dead || name === undefined) return []
    const owner = this.#ownerScope(scope)
    const ownerName = this.#ownerName(scope, owner)
    const kind = scope.kind as ClassKind
    const { isAbstract, isExported, visibility } = this.#describe(scope, "type", kind, name, owner, true)
    return [
      {
        name,
        qualifiedName: ownerName === undefined ? name : `${ownerName}.${name}`,
        kind,
        owner: ownerName,
        namespace: this.#namespaceOf(scope.namespaceScope),
        line: this.#lines.line(scope.nameStart),
        column: this.#lines.column(scope.nameStart),
        range: this.#range(scope),
        visibility,
        isExported,
        isAbstract
      }
    ]
  }

  #describe(
    scope: Scope,
    family: Declaration["family"],
    kind: FunctionKind | ClassKind,
    name: string,
    owner: Scope | undefined,
    hasBody: boolean
  ): Description {
    if (this.#language.describe === undefined) return {}
    const direct = scope.isBound ? scope.parent?.parent : scope.parent
    const ownerIsType = owner !== undefined && (owner.family & (type | extension)) !== 0
    return this.#language.describe({
      family,
      kind,
      name,
      modifiers: [...(scope.isBound ? (scope.parent?.modifiers ?? []) : []), ...(scope.modifiers ?? [])],
      within: owner === undefined ? undefined : ownerIsType ? "type" : "function",
      ownerKind: owner?.family === type ? (owner.kind as ClassKind) : undefined,
      ownerModifiers: owner?.modifiers ?? NO_MODIFIERS,
      exported:
        direct?.family === exportBit ||
        scope.parent?.family === exportBit ||
        (owner === undefined && this.#exportedNames.has(name)),
      hasBody
    })
  }

  #functionKind(scope: Scope, name: string): FunctionKind {
    const declared = scope.kind === "lambda" ? "function" : scope.kind
    if (declared !== "function" && declared !== "method") return declared as FunctionKind
    const place = scope.isBound && scope.parent?.family === holder ? memberPlace(scope.parent) : scope.parent
    const isMethod =
      declared === "method" ||
      scope.owner !== undefined ||
      (place !== undefined && (place.family & (type | extension)) !== 0)
    if (!isMethod) return "function"
    return this.#language.constructorNames?.has(name) === true ? "constructor" : "method"
  }

  /** The nearest enclosing type or function that is a row (or an extension). */
  #ownerScope(scope: Scope): Scope | undefined {
    let owner = scope.container
    while (owner !== undefined && !isOwner(owner)) owner = owner.container
    return owner
  }

  /** The owner as declared with the name (Go, `class A::B` in Ruby), inside of what encloses it. */
  #ownerName(scope: Scope, enclosing: Scope | undefined): string | undefined {
    const outer = this.#qualified(enclosing)
    return scope.owner === undefined || outer === undefined ? (scope.owner ?? outer) : `${outer}.${scope.owner}`
  }

  #qualified(scope: Scope | undefined): string | undefined {
    if (scope === undefined) return undefined
    if (scope.qualified !== undefined) return scope.qualified
    const owner = this.#ownerName(scope, this.#ownerScope(scope))
    return (scope.qualified = owner === undefined ? scope.name! : `${owner}.${scope.name!}`)
  }

  #namespaceOf(scope: Scope | undefined): string | undefined {
    if (scope === undefined || scope.name === undefined) return undefined
    if (scope.qualified !== undefined) return scope.qualified
    const outer = this.#namespaceOf(scope.kind === "file" ? undefined : scope.namespaceScope)
    const separator = this.#language.namespaceSeparator ?? "."
    return (scope.qualified = outer === undefined ? scope.name : `${outer}${separator}${scope.name}`)
  }

  #range(scope: Scope): SourceRange {
    return {
      startByte: scope.extentStart,
      endByte: scope.end,
      startLine: this.#lines.line(scope.extentStart),
      endLine: this.#lines.line(Math.max(scope.extentStart, scope.end - 1))
    }
  }

  /** Whether a call is none because the grammar took a keyword for the callee. */
  #isKeyword({ name, receiver }: Scope): boolean {
    return name !== undefined && receiver === undefined && this.#language.notCallees?.has(name) === true
  }

  #callSite(scope: Scope): CallSite {
    let container = scope.container
    while (container !== undefined && !(container.family === callable && isOwner(container))) {
      container = container.container
    }
    const position = scope.nameStart < 0 ? scope.start : scope.nameStart
    return {
      caller: this.#qualified(container),
      calleeName: scope.name ?? "<anonymous>",
      receiver: scope.receiver,
      argumentCount: Math.max(0, scope.arguments),
      isAwait: scope.isAwaited || scope.parent?.family === awaitBit,
      isNew: scope.kind === "new",
      line: this.#lines.line(position),
      column: this.#lines.column(position)
    }
  }

  #import(scope: Scope): ReadonlyArray<ImportInfo> {
    if (scope.dead || scope.text === undefined) return []
    const specifiers: Array<ImportSpecifier> = []
    for (const { alias, name } of scope.items ?? []) {
      if (name !== undefined) specifiers.push({ name, alias })
    }
    if (scope.alias !== undefined) specifiers.push({ name: lastPart(scope.text), alias: scope.alias })
    return [
      {
        kind: scope.kind as ImportKind,
        source: scope.text,
        specifiers,
        isTypeOnly: scope.isTypeOnly,
        line: this.#lines.line(scope.start),
        column: this.#lines.column(scope.start)
      }
    ]
  }

  /** An import written as a call with one literal string, such as `require("x")`. */
  #importCall(scope: Scope): ImportInfo | undefined {
    const kinds = this.#language.importCalls
    if (kinds === undefined || scope.name === undefined || scope.receiver !== undefined) return undefined
    const kind = Object.hasOwn(kinds, scope.name) ? kinds[scope.name] : undefined
    if (kind === undefined || scope.arguments !== 1 || scope.argumentsStart < 0) return undefined
    const literal = LITERAL_ARGUMENT.exec(this.#lines.text(scope.argumentsStart, scope.argumentsEnd))
    if (literal === null) return undefined
    return {
      kind,
      source: literal[2]!,
      specifiers: [],
      isTypeOnly: false,
      line: this.#lines.line(scope.start),
      column: this.#lines.column(scope.start)
    }
  }

  #export(scope: Scope): ReadonlyArray<ExportInfo> {
    if (scope.dead) return []
    const row = (name: string, position: number, isDefault: boolean): ExportInfo => ({
      name,
      isDefault,
      isTypeOnly: scope.isTypeOnly,
      source: scope.text,
      line: this.#lines.line(position),
      column: this.#lines.column(position)
    })
    if (scope.isDefault) return [row("default", scope.start, true)]
    return (scope.items ?? []).flatMap((item) => {
      const name = item.alias ?? item.name
      return name === undefined ? [] : [row(name, item.nameStart, name === "default")]
    })
  }

  #collectExportedNames(scope: Scope): void {
    if (scope.text !== undefined) return
    for (const { name } of scope.items ?? []) if (name !== undefined) this.#exportedNames.add(name)
  }

  #errorRanges(errors: Uint32Array): ReadonlyArray<ErrorRange> {
    const ranges: Array<ErrorRange> = []
    for (let i = 0; i < errors.length && ranges.length < ERROR_RANGE_LIMIT; i += 2) {
      const start = errors[i]!
      const end = errors[i + 1]!
      ranges.push({
        startLine: this.#lines.line(start),
        startColumn: this.#lines.column(start),
        endLine: this.#lines.line(end),
        endColumn: this.#lines.column(end)
      })
    }
    return ranges
  }
}

const NO_MODIFIERS: ReadonlyArray<string> = []

/** One plain string, in parentheses or not, without interpolation or escapes. */
const LITERAL_ARGUMENT = /^\(?\s*(["'`])((?:(?!\1|[\\\n]|#\{|\$\{).)*)\1\s*,?\s*\)?$/

/** Whether a scope gives its name to what is inside. */
const isOwner = (scope: Scope): boolean => {
  if (scope.name === undefined || scope.dead) return false
  if (scope.family === callable) return scope.kind !== "lambda" || scope.isBound
  return scope.family === type || scope.family === extension
}

/** Where a property stands: a type when it is its member, not the property of an object literal inside of it. */
const memberPlace = (property: Scope): Scope | undefined => (property.kind === "property" ? property.parent : undefined)

const lastPart = (path: string): string => /[^./\\:]+$/.exec(path)?.[0] ?? path

const byPosition = (a: ImportInfo, b: ImportInfo): number => a.line - b.line || a.column - b.column

/**
 * Capture numbers in visiting order: start ascending, end descending, rank. Engines deliver them nearly sorted, which
 * insertion sort makes use of; a table that is not (long chains share one start) is sorted the general way.
 */
const sorted = ({ count, words }: CaptureTable, meanings: ReadonlyArray<Meaning>): Uint32Array => {
  const order = new Uint32Array(count)
  const compare = (a: number, b: number): number =>
    words[a * STRIDE + 1]! - words[b * STRIDE + 1]! ||
    words[b * STRIDE + 2]! - words[a * STRIDE + 2]! ||
    meanings[words[a * STRIDE]!]!.rank - meanings[words[b * STRIDE]!]!.rank ||
    words[a * STRIDE]! - words[b * STRIDE]!
  let moves = 0
  for (let i = 0; i < count; i++) {
    let at = i
    while (at > 0 && compare(order[at - 1]!, i) > 0) {
      order[at] = order[at - 1]!
      at--
    }
    order[at] = i
    moves += i - at
    if (moves > 32 * (i + 64)) return Uint32Array.from(order, (_, n) => n).sort(compare)
  }
  return order
}
