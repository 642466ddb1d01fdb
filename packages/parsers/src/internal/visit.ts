/**
 * Captures to scopes: visits the captures of a source in their order, outer nodes first. A record opens a scope that lasts as
 * long as its node; an attribute writes into the innermost open scope that may own it.
 */
import type { StringTable } from "@drift/core/StringTable"
import type { LanguageDefinition } from "../Language.js"
import type { CaptureTable } from "../ParseEngine.js"
import { STRIDE } from "../ParseEngine.js"
import type { Attribute } from "./attributes.js"
import { ATTRIBUTES } from "./attributes.js"
import type { PreparedGrammar } from "./grammars.js"
import { FAMILY_BITS } from "./grammars.js"
import { KINDS, kindNumber } from "./kinds.js"
import {
  CONTAINER,
  DEAD,
  END,
  EXTENT_START,
  FAMILY,
  HAS_PLACE,
  INNER,
  IS_BOUND,
  NAME,
  NAME_START,
  NAMESPACE,
  PARENT,
  Scopes,
  START,
  VALUE_END,
  VALUE_START
} from "./scopes.js"
import type { SourceText } from "./sourceText.js"
import { Spelling } from "./spelling.js"

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

const SUSPECT = kindNumber("suspect")
const FILE = kindNumber("file")
const CALL = kindNumber("call")

/** What the capture of an id does. */
interface Instruction {
  /** It says what its node is called, or what the word is. */
  readonly isOwnName: boolean
  /** A record's family, or the families that an attribute may belong to; none for a word. */
  readonly families: number
  readonly isRecord: boolean
  readonly kind: number
  readonly attribute: Attribute | undefined
}

const instructions = new WeakMap<PreparedGrammar, ReadonlyArray<Instruction>>()

const instructionsOf = (grammar: PreparedGrammar): ReadonlyArray<Instruction> => {
  let made = instructions.get(grammar)
  if (made === undefined) {
    made = grammar.meanings.map(({ families, isRecord, kind, name, rank }) => ({
      isOwnName: rank > 31,
      families,
      isRecord,
      kind: kindNumber(kind),
      attribute: name in ATTRIBUTES ? ATTRIBUTES[name as keyof typeof ATTRIBUTES] : undefined
    }))
    instructions.set(grammar, made)
  }
  return made
}

/** Visits one source after the other; what it found is there until the next one. */
export class Visitor {
  readonly scopes = new Scopes()
  readonly source: SourceText
  readonly strings: StringTable
  /** The scopes of each family in the order in which they were opened. */
  readonly callables: Array<number> = []
  readonly types: Array<number> = []
  readonly imports: Array<number> = []
  readonly exports: Array<number> = []
  readonly calls: Array<number> = []
  /** Names (strings) of local declarations that export statements mention. */
  readonly exportedNames = new Set<number>()
  /** The last namespace that was declared for the rest of the file. */
  fileNamespace = 0
  /** The first namespace block at the top level, where such blocks name the file. */
  firstBlock = 0
  #language: LanguageDefinition | undefined
  readonly #spelling: Spelling
  /** The local variables (strings) bound in a function, type, block or the file itself so far. */
  readonly #locals = new Map<number, Set<number>>()
  #top = 0
  /** The first decorator of a declaration that has not come yet, and the scope in which it must stand. */
  #hasDecorator = false
  #decoratorParent = 0
  #decoratorStart = 0

  constructor(source: SourceText, strings: StringTable) {
    this.source = source
    this.strings = strings
    this.#spelling = new Spelling(strings)
  }

  /** Of the source that was visited last. */
  get language(): LanguageDefinition {
    if (this.#language === undefined) throw new Error("Nothing has been visited yet")
    return this.#language
  }

  /** To be called whenever the strings are reset. */
  resetStrings(): void {
    this.#spelling.reset()
  }

  /** Visits the captures of what `source` holds. */
  visit(table: CaptureTable, grammar: PreparedGrammar): void {
    this.#open(grammar)
    const { count, words } = table
    const all = instructionsOf(grammar)
    const { scopes } = this
    let before = -1
    let previousStart = -1
    let previousEnd = -1
    for (let at = 0; at < count * STRIDE; at += STRIDE) {
      const id = words[at]!
      const start = words[at + 1]!
      const end = words[at + 2]!
      while (this.#top !== 0 && scopes.cells[this.#top + END]! <= start) this.#top = scopes.cells[this.#top + PARENT]!
      const instruction = all[id]!
      if (instruction.isRecord) this.#record(instruction.families, instruction.kind, start, end)
      else if (instruction.families === 0) {
        const isNamed = before >= 0 && start === previousStart && end === previousEnd && all[before]!.isOwnName
        this.#word(KINDS[instruction.kind]!, start, end, isNamed)
      } else {
        const owner = this.#owner(instruction.families)
        if (owner !== 0) instruction.attribute?.(this, owner, start, end, words[at + 3]!)
      }
      before = id
      previousStart = start
      previousEnd = end
    }
  }

  /** A name as the language stores it; without quotes where it says nothing. */
  name(start: number, end: number): number {
    const { language, source } = this
    if (language.name !== undefined) return this.#spelling.apply(language.name, source.string(start, end))
    return this.#unquoted(start, end)
  }

  /** The source of an import or export as the language stores it; without quotes where it says nothing. */
  importSource(start: number, end: number): number {
    const { language, source } = this
    if (language.importSource !== undefined) {
      return this.#spelling.apply(language.importSource, source.string(start, end))
    }
    return this.#unquoted(start, end)
  }

  #unquoted(start: number, end: number): number {
    const { bytes } = this.source
    const first = bytes[start]
    const quoted = end - start >= 2 && (first === 0x22 || first === 0x27 || first === 0x60) && bytes[end - 1] === first
    return quoted ? this.source.string(start + 1, end - 1) : this.source.string(start, end)
  }

  #open(grammar: PreparedGrammar): void {
    this.#language = grammar.language
    this.scopes.reset()
    for (const list of [this.callables, this.types, this.imports, this.exports, this.calls]) list.length = 0
    this.exportedNames.clear()
    this.#locals.clear()
    this.fileNamespace = 0
    this.firstBlock = 0
    this.#top = 0
    this.#hasDecorator = false
  }

  /** The innermost open scope of one of the families. */
  #owner(families: number): number {
    const { cells } = this.scopes
    let scope = this.#top
    while (scope !== 0 && (cells[scope + FAMILY]! & families) === 0) scope = cells[scope + PARENT]!
    return scope
  }

  #record(family: number, kind: number, start: number, end: number): void {
    const parent = this.#top
    const scope = this.scopes.open(family, kind, start, end, parent)
    const { cells } = this.scopes
    const parentFamily = cells[parent + FAMILY]!
    cells[scope + CONTAINER] = parentFamily === call ? cells[parent + CONTAINER]! : parent
    const enclosing = parentFamily === namespace ? parent : cells[parent + NAMESPACE]!
    cells[scope + NAMESPACE] = enclosing === 0 ? this.fileNamespace : enclosing
    this.#top = scope
    if (family === decorator) return this.#decorator(parent, start)
    if (this.#hasDecorator && this.#decoratorParent === parent) {
      cells[scope + EXTENT_START] = this.#decoratorStart
      this.#hasDecorator = false
    }
    switch (family) {
      case callable:
        this.#adopt(scope, parent)
        this.callables.push(scope)
        break
      case type:
        this.#adopt(scope, parent)
        if (kind === SUSPECT) this.scopes.set(scope, DEAD)
        this.types.push(scope)
        break
      case call:
        this.calls.push(scope)
        if (parentFamily === call && cells[parent + START] === start) cells[parent + INNER] = scope
        break
      case importBit:
        this.imports.push(scope)
        break
      case exportBit:
        this.exports.push(scope)
        break
      case importItem:
      case exportItem:
        if (parent !== 0) this.scopes.list(parent, scope)
        break
      case namespace:
        if (kind === FILE) this.fileNamespace = scope
        else if (enclosing === 0 && this.firstBlock === 0 && this.language.namespaceBlocksNameFiles === true) {
          this.firstBlock = scope
        }
        break
    }
  }

  #decorator(parent: number, start: number): void {
    const { cells } = this.scopes
    // Inside a declaration that has no name yet, it is that declaration's own and lies in its extent already.
    const isOwn = (cells[parent + FAMILY]! & (callable | type)) !== 0 && cells[parent + NAME] === 0
    if (isOwn || (this.#hasDecorator && this.#decoratorParent === parent)) return
    this.#hasDecorator = true
    this.#decoratorParent = parent
    this.#decoratorStart = start
  }

  /** Takes over what holds a declaration: an export statement's start, a variable's name. */
  #adopt(scope: number, parent: number): void {
    const { cells } = this.scopes
    const family = cells[parent + FAMILY]!
    if (family === exportBit) {
      cells[scope + EXTENT_START] = Math.min(cells[scope + EXTENT_START]!, cells[parent + EXTENT_START]!)
    } else if (family !== holder) return
    if (cells[parent + VALUE_END] !== cells[scope + END] || cells[parent + VALUE_START] !== cells[scope + START]) return
    this.scopes.set(scope, IS_BOUND)
    if (family === exportBit) {
      this.scopes.set(scope, HAS_PLACE)
      cells[scope + NAME] = this.strings.of("default")
      cells[scope + NAME_START] = cells[parent + START]!
      return
    }
    if (this.scopes.is(parent, HAS_PLACE)) this.scopes.set(scope, HAS_PLACE)
    cells[scope + NAME] = cells[parent + NAME]!
    cells[scope + NAME_START] = cells[parent + NAME_START]!
    cells[scope + EXTENT_START] = cells[parent + EXTENT_START]!
  }

  /** `isNamed`: it has been captured as the name of something already. */
  #word(kind: string, start: number, end: number, isNamed: boolean): void {
    if (kind === "label" || (kind === "bare" && isNamed)) return
    const name = this.source.string(start, end)
    const { cells } = this.scopes
    let scope = this.#top
    if (kind === "local") {
      while (scope !== 0 && (cells[scope + FAMILY]! & (frame | callable | type)) === 0) {
        scope = cells[scope + CONTAINER]!
      }
      const locals = this.#locals.get(scope)
      if (locals === undefined) this.#locals.set(scope, new Set([name]))
      else locals.add(name)
      return
    }
    for (;;) {
      if (this.#locals.get(scope)?.has(name) === true) return
      if (scope === 0 || (cells[scope + FAMILY]! & (callable | type)) !== 0) break
      scope = cells[scope + CONTAINER]!
    }
    const parent = this.#top
    const bare = this.scopes.open(call, CALL, start, end, parent)
    const opened = this.scopes.cells
    opened[bare + CONTAINER] = opened[parent + FAMILY] === call ? opened[parent + CONTAINER]! : parent
    opened[bare + NAME] = name
    opened[bare + NAME_START] = start
    this.scopes.set(bare, HAS_PLACE)
    this.calls.push(bare)
  }
}
