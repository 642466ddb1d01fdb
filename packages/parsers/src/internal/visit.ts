/**
 * Captures to scopes: visits the captures of a source in its order, outer nodes first. A record opens a scope that lasts as
 * long as its node; an attribute writes into the innermost open scope that may own it.
 */
import type { LanguageDefinition } from "../Language.js"
import { unquote } from "../Language.js"
import type { CaptureTable } from "../ParseEngine.js"
import { STRIDE } from "../ParseEngine.js"
import { captureOrder } from "./captureOrder.js"
import type { Meaning, PreparedGrammar } from "./grammars.js"
import { FAMILY_BITS } from "./grammars.js"
import type { Lines } from "./lines.js"
import { Scope } from "./Scope.js"

/** The scopes of a source by family, each list in the order in which they were opened. */
export interface Scopes {
  readonly callables: Array<Scope>
  readonly types: Array<Scope>
  readonly imports: Array<Scope>
  readonly exports: Array<Scope>
  readonly calls: Array<Scope>
  /** Names of local declarations that export statements mention. */
  readonly exportedNames: Set<string>
  /** The last namespace that was declared for the rest of the file. */
  fileNamespace: Scope | undefined
  /** The first namespace block at the top level, where such blocks name the file. */
  firstBlock: Scope | undefined
}

/** Receivers are cut at this many characters. */
const RECEIVER_LIMIT = 120

const {
  call,
  callable,
  decorator,
  export: exportBit,
  exportItem,
  frame,
  holder,
  import: importBit,
  importItem,
  namespace,
  type
} = FAMILY_BITS

export const visit = (lines: Lines, table: CaptureTable, grammar: PreparedGrammar): Scopes =>
  new Visitor(lines, grammar).visit(table)

class Visitor {
  readonly #lines: Lines
  readonly #language: LanguageDefinition
  readonly #meanings: ReadonlyArray<Meaning>
  readonly #scopes: Scopes = {
    callables: [],
    types: [],
    imports: [],
    exports: [],
    calls: [],
    exportedNames: new Set(),
    fileNamespace: undefined,
    firstBlock: undefined
  }
  /** The local variables of the file itself. */
  readonly #locals = new Set<string>()
  #top: Scope | undefined = undefined
  /** The first decorator of a declaration that has not come yet, and the scope in which it must stand. */
  #decorated: { readonly parent: Scope | undefined; readonly start: number } | undefined = undefined

  constructor(lines: Lines, grammar: PreparedGrammar) {
    this.#lines = lines
    this.#language = grammar.language
    this.#meanings = grammar.meanings
  }

  visit(table: CaptureTable): Scopes {
    const { words } = table
    const order = captureOrder(table, this.#meanings)
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
    return this.#scopes
  }

  #open(meaning: Meaning, start: number, end: number): void {
    const parent = this.#top
    const family = meaning.families
    const enclosing = parent === undefined ? undefined : parent.family === namespace ? parent : parent.namespaceScope
    const scope = new Scope(family, meaning.kind, start, end, parent, enclosing ?? this.#scopes.fileNamespace)
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
        this.#scopes.callables.push(scope)
        break
      case type:
        this.#adopt(scope, parent)
        scope.dead = scope.kind === "suspect"
        this.#scopes.types.push(scope)
        break
      case call:
        this.#scopes.calls.push(scope)
        if (parent !== undefined && parent.family === call && parent.start === start) parent.inner = scope
        break
      case importBit:
        this.#scopes.imports.push(scope)
        break
      case exportBit:
        this.#scopes.exports.push(scope)
        break
      case importItem:
      case exportItem:
        if (parent !== undefined) (parent.items ??= []).push(scope)
        break
      case namespace:
        if (scope.kind === "file") this.#scopes.fileNamespace = scope
        else if (enclosing === undefined && this.#language.namespaceBlocksNameFiles === true)
          this.#scopes.firstBlock ??= scope
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
    this.#scopes.calls.push(bare)
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
        if (scope.family === exportItem) scope.nameStart = start
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
        this.#scopes.exportedNames.add(this.#name(start, end))
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
}
