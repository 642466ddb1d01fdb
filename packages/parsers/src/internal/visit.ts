/**
 * Captures to scopes: visits the captures of a source in their order, outer nodes first. A record opens a scope that lasts as
 * long as its node; an attribute writes into the innermost open scope that may own it.
 */
import type { ClassKind } from "@drift/core/ParseResult"
import type { StringTable } from "@drift/core/StringTable"
import type { Rules } from "../Language.js"
import type { CaptureTable } from "../ParseEngine.js"
import { STRIDE } from "../ParseEngine.js"
import type { Attribute } from "./attributes.js"
import { ATTRIBUTES } from "./attributes.js"
import type { PreparedGrammar } from "./grammars.js"
import { PendingComment } from "./docComment.js"
import { FAMILY_BITS } from "./grammars.js"
import { KINDS, kindNumber } from "./kinds.js"
import {
  CONTAINER,
  DEAD,
  DOC_END,
  DOC_START,
  END,
  EXPORT,
  EXTENT_START,
  FAMILY,
  FIRST,
  FLAGS,
  HAS_EXPORTS,
  HAS_PLACE,
  INNER,
  IS_ASSIGNED,
  IS_BOUND,
  IS_DEFAULT,
  IS_EXPORTED,
  IS_REST,
  KIND,
  LAST,
  NAME,
  NAME_START,
  NAMESPACE,
  NEXT,
  NEXT_TYPE_END,
  NEXT_TYPE_START,
  PARAMETERS_END,
  PARAMETERS_START,
  PARENT,
  PROMOTED,
  Scopes,
  START,
  TEXT,
  TYPE_END,
  TYPE_START,
  VALUE_END,
  VALUE_START
} from "./scopes.js"
import type { SourceText } from "./sourceText.js"
import { isBlank } from "./sourceText.js"
import { Spelling } from "./spelling.js"

const {
  call,
  callable,
  decorator,
  decoratorArgument,
  export: exportBit,
  exportItem,
  extension,
  frame,
  holder,
  import: importBit,
  importItem,
  namespace,
  parameter,
  type,
  typeConstraint,
  typeParameter
} = FAMILY_BITS

const LAMBDA = kindNumber("lambda")
const SUSPECT = kindNumber("suspect")
const FILE = kindNumber("file")
const CALL = kindNumber("call")
const COMMENT = kindNumber("comment")
const PROPERTY = kindNumber("property")

/** What a comment before it may document, itself or for what it holds. */
const DOCUMENTED = callable | type | holder | exportBit

/** More than this of an assignment does not tell whether it exports. */
const ASSIGNMENT_LIMIT = 300

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
  readonly extensions: Array<number> = []
  /** Names (strings) of local declarations that export statements mention. */
  readonly exportedNames = new Set<number>()
  /** The last namespace that was declared for the rest of the file. */
  fileNamespace = 0
  /** The first namespace block at the top level, where such blocks name the file. */
  firstBlock = 0
  /** Of the language of the source that was visited last; there from the first visit on. */
  rules!: Rules
  readonly #spelling: Spelling
  /** The local variables (strings) bound in a function, type, block or the file itself so far. */
  readonly #locals = new Map<number, Set<number>>()
  #top = 0
  /** The decorators of a declaration that has not come yet, and the scope in which it must stand. */
  readonly #decorators: Array<number> = []
  #decoratorParent = 0
  readonly #comment: PendingComment

  constructor(source: SourceText, strings: StringTable) {
    this.source = source
    this.strings = strings
    this.#spelling = new Spelling(strings)
    this.#comment = new PendingComment(source)
  }

  /** The kind of a type; `undefined` of anything else. */
  ownerKind(scope: number): ClassKind | undefined {
    const { cells } = this.scopes
    return cells[scope + FAMILY] === type ? (KINDS[cells[scope + KIND]!] as ClassKind) : undefined
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
      else if (instruction.kind === COMMENT) this.#see(start, end)
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
    const { rules, source } = this
    if (rules.name !== undefined) return this.#spelling.apply(rules.name, source.string(start, end))
    return this.#unquoted(start, end)
  }

  /** A name, or what is written in place of one, as code. */
  pattern(start: number, end: number): number {
    const { rules, source } = this
    if (rules.name !== undefined) return this.#spelling.apply(rules.name, source.code(start, end))
    return isQuote(source.bytes[start]!) ? this.#unquoted(start, end) : source.code(start, end)
  }

  /** The source of an import or export as the language stores it; without quotes where it says nothing. */
  importSource(start: number, end: number): number {
    const { rules, source } = this
    if (rules.importSource !== undefined) {
      return this.#spelling.apply(rules.importSource, source.string(start, end))
    }
    return this.#unquoted(start, end)
  }

  #unquoted(start: number, end: number): number {
    const { bytes } = this.source
    const first = bytes[start]!
    const quoted = end - start >= 2 && isQuote(first) && bytes[end - 1] === first
    return quoted ? this.source.string(start + 1, end - 1) : this.source.string(start, end)
  }

  #open(grammar: PreparedGrammar): void {
    this.rules = grammar.rules
    this.scopes.reset()
    for (const list of [this.callables, this.types, this.imports, this.exports, this.calls, this.extensions]) {
      list.length = 0
    }
    this.exportedNames.clear()
    this.#locals.clear()
    this.fileNamespace = 0
    this.firstBlock = 0
    this.#top = 0
    this.#decorators.length = 0
    this.#comment.forget()
  }

  /** Makes a property of a parameter, in the type whose constructor has it. */
  promote(scope: number): void {
    const { cells } = this.scopes
    if ((cells[scope + FLAGS]! & DEAD) !== 0) return
    let owner = cells[scope + PARENT]!
    while (owner !== 0 && cells[owner + FAMILY] !== type) owner = cells[owner + PARENT]!
    // Each of several modifiers says so.
    const last = cells[owner + LAST]!
    if (owner === 0 || (cells[last + FAMILY] === PROMOTED && cells[last + TEXT] === scope)) return
    const added = this.scopes.open(PROMOTED, 0, cells[scope + START]!, cells[scope + END]!, owner)
    this.scopes.cells[added + TEXT] = scope
    this.scopes.list(owner, added)
  }

  /** An assignment may export what is assigned, or the members of it. */
  assignedExport(scope: number, start: number): void {
    const rule = this.rules.assignedExports
    if (rule === undefined || !rule.targets.some((target) => this.source.startsWith(target, start))) return
    const { cells } = this.scopes
    const end = cells[scope + END]!
    const said = rule.read(this.source.text(start, Math.min(end, start + ASSIGNMENT_LIMIT)))
    if (said === undefined || this.#hasParameter(scope, this.strings.of(rule.hiddenBy))) return
    const added = this.scopes.open(exportBit, 0, start, end, scope)
    this.scopes.set(added, IS_ASSIGNED)
    this.scopes.cells[added + TEXT] = this.strings.of(said.source)
    this.scopes.cells[scope + EXPORT] = added
    this.exports.push(added)
    if (said.local !== undefined) this.exportedNames.add(this.strings.of(said.local))
    if (said.hasMembers === true) return this.scopes.set(scope, HAS_EXPORTS)
    this.scopes.set(scope, IS_EXPORTED)
    if (said.name === undefined && said.source === undefined) return this.scopes.set(added, IS_DEFAULT)
    const item = this.scopes.open(exportItem, 0, start, end, added)
    this.scopes.cells[item + NAME] = this.strings.of(said.name ?? "*")
    this.scopes.cells[item + NAME_START] = start + (said.at ?? 0)
    this.scopes.list(added, item)
  }

  /** Lists a member of an object literal among the exports, if the literal is what the file exports. */
  #exportMember(scope: number, parent: number): void {
    if (this.scopes.is(parent, HAS_EXPORTS)) this.scopes.list(this.scopes.cells[parent + EXPORT]!, scope)
  }

  /** Whether a function around has a parameter of this name. */
  #hasParameter(scope: number, name: number): boolean {
    const { cells } = this.scopes
    for (let outer = cells[scope + CONTAINER]!; outer !== 0; outer = cells[outer + CONTAINER]!) {
      if (cells[outer + FAMILY] !== callable) continue
      for (let item = cells[outer + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
        if (cells[item + FAMILY] === parameter && cells[item + NAME] === name) return true
      }
    }
    return false
  }

  /** The innermost open scope of one of the families. */
  #owner(families: number): number {
    const { cells } = this.scopes
    let scope = this.#top
    while (scope !== 0 && (cells[scope + FAMILY]! & families) === 0) scope = cells[scope + PARENT]!
    return scope
  }

  /** A new scope in another one. */
  #inside(parent: number, family: number, kind: number, start: number, end: number): number {
    const scope = this.scopes.open(family, kind, start, end, parent)
    const { cells } = this.scopes
    cells[scope + CONTAINER] = cells[parent + FAMILY] === call ? cells[parent + CONTAINER]! : parent
    return scope
  }

  #record(family: number, kind: number, start: number, end: number): void {
    const parent = this.#top
    const scope = this.#inside(parent, family, kind, start, end)
    const { cells } = this.scopes
    const parentFamily = cells[parent + FAMILY]!
    const enclosing = parentFamily === namespace ? parent : cells[parent + NAMESPACE]!
    cells[scope + NAMESPACE] = enclosing === 0 ? this.fileNamespace : enclosing
    this.#top = scope
    if (family === decorator) return this.#decorator(scope, parent, end)
    if (family === decoratorArgument) return this.#decoratorArgument(scope, parent, end)
    if (this.#decorators.length > 0 && this.#decoratorParent === parent) this.#decorate(scope)
    if ((family & DOCUMENTED) !== 0 && this.#comment.belongsTo(start)) {
      cells[scope + DOC_START] = this.#comment.start
      cells[scope + DOC_END] = this.#comment.end
      this.#comment.forget()
    }
    switch (family) {
      case callable:
        this.#adopt(scope, parent)
        if (parentFamily === holder) this.#exportMember(scope, parent)
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
      case holder:
        if (kind === PROPERTY && parentFamily === type) this.scopes.list(parent, scope)
        else if (parentFamily === holder) this.#exportMember(scope, parent)
        break
      case extension:
        this.extensions.push(scope)
        break
      case parameter:
        this.#parameter(scope, parent)
        break
      case typeParameter:
      case typeConstraint:
        if ((parentFamily & (callable | type | extension)) !== 0) this.scopes.list(parent, scope)
        break
      case namespace:
        if (kind === FILE) {
          this.fileNamespace = scope
          // A comment before it is about the file.
          this.#comment.forget()
        } else if (enclosing === 0 && this.firstBlock === 0 && this.rules.namespaceBlocksNameFiles === true) {
          this.firstBlock = scope
        }
        break
    }
  }

  /** A comment may document what follows it. Among the arguments of a decorator or at its end, it is no part of it. */
  #see(start: number, end: number): void {
    const { cells } = this.scopes
    const top = this.#top
    const family = cells[top + FAMILY]!
    if (family === decoratorArgument && cells[top + START] === start) this.scopes.set(top, DEAD)
    if (family === decorator && cells[top + END] === end) cells[top + VALUE_END] = start
    this.#comment.see(start, end, top === 0 ? Infinity : cells[top + END]!)
  }

  #parameter(scope: number, parent: number): void {
    const { cells } = this.scopes
    const isListed =
      (cells[parent + FAMILY]! & (callable | type)) !== 0 &&
      cells[scope + START]! >= cells[parent + PARAMETERS_START]! &&
      cells[scope + END]! <= cells[parent + PARAMETERS_END]!
    if (!isListed) return this.scopes.set(scope, DEAD)
    this.scopes.list(parent, scope)
    cells[scope + TYPE_START] = cells[parent + NEXT_TYPE_START]!
    cells[scope + TYPE_END] = cells[parent + NEXT_TYPE_END]!
    cells[parent + NEXT_TYPE_START] = cells[parent + NEXT_TYPE_END] = 0
    if (!this.scopes.is(parent, IS_REST)) return
    this.scopes.set(scope, IS_REST)
    this.scopes.clear(parent, IS_REST)
  }

  #decorator(scope: number, parent: number, end: number): void {
    const { cells } = this.scopes
    if ((cells[parent + FAMILY]! & (callable | type)) !== 0 && this.#isBeforeName(scope, parent)) {
      return this.scopes.list(parent, scope)
    }
    this.#comment.skipTo(cells[scope + START]!, end)
    if (this.#decoratorParent !== parent) this.#decorators.length = 0
    this.#decoratorParent = parent
    this.#decorators.push(scope)
  }

  /** Whether a decorator is the declaration's own: it begins with it, where it has been named by what holds it. */
  #isBeforeName(scope: number, parent: number): boolean {
    const { cells } = this.scopes
    if (cells[parent + NAME] === 0) return true
    if (!this.scopes.is(parent, IS_BOUND)) return false
    const last = cells[parent + LAST]!
    let at = cells[last + FAMILY] === decorator ? cells[last + END]! : cells[parent + START]!
    while (isBlank(this.source.bytes[at]!) || SEPARATORS.has(this.source.bytes[at]!)) at++
    return at === cells[scope + START]
  }

  #decoratorArgument(scope: number, parent: number, end: number): void {
    const { cells } = this.scopes
    // A decorator with arguments may be a call as well, which then stands between.
    const container = cells[scope + CONTAINER]!
    if (cells[container + FAMILY] === decorator) return this.scopes.list(container, scope)
    // One that the grammar puts behind its decorator, not into it.
    const last = this.#decorators.at(-1)
    if (last === undefined || this.#decoratorParent !== parent) return
    this.scopes.list(last, scope)
    cells[last + END] = end
    this.#comment.skipTo(cells[scope + START]!, end)
  }

  /** Gives a declaration the decorators before it. */
  #decorate(scope: number): void {
    this.scopes.cells[scope + EXTENT_START] = this.scopes.cells[this.#decorators[0]! + START]!
    for (const one of this.#decorators) this.scopes.list(scope, one)
    this.#decorators.length = 0
  }

  /** Takes over what holds a declaration: an export statement's start, a variable's name. */
  #adopt(scope: number, parent: number): void {
    const { cells } = this.scopes
    const family = cells[parent + FAMILY]!
    if (family === exportBit) {
      cells[scope + EXTENT_START] = Math.min(cells[scope + EXTENT_START]!, cells[parent + EXTENT_START]!)
      this.#adoptDoc(scope, parent)
    } else if (family !== holder) return
    if (cells[parent + VALUE_END] !== cells[scope + END] || cells[parent + VALUE_START] !== cells[scope + START]) return
    this.scopes.set(scope, IS_BOUND)
    if (family === exportBit) {
      this.scopes.set(scope, HAS_PLACE)
      cells[scope + NAME] = this.strings.of("default")
      cells[scope + NAME_START] = cells[parent + START]!
      return
    }
    // What holds a function is no property besides; what has accessors is.
    if (cells[scope + KIND] === LAMBDA) this.scopes.set(parent, IS_BOUND)
    if (this.scopes.is(parent, HAS_PLACE)) this.scopes.set(scope, HAS_PLACE)
    cells[scope + NAME] = cells[parent + NAME]!
    cells[scope + NAME_START] = cells[parent + NAME_START]!
    cells[scope + EXTENT_START] = cells[parent + EXTENT_START]!
    this.#adoptDoc(scope, parent)
  }

  /** A holder has that of the export statement around it. */
  #adoptDoc(scope: number, parent: number): void {
    const { cells } = this.scopes
    if (cells[scope + DOC_END] !== 0) return
    const outer = cells[parent + PARENT]!
    const from = cells[parent + DOC_END] === 0 && cells[outer + FAMILY] === exportBit ? outer : parent
    cells[scope + DOC_START] = cells[from + DOC_START]!
    cells[scope + DOC_END] = cells[from + DOC_END]!
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
    const bare = this.#inside(this.#top, call, CALL, start, end)
    this.scopes.cells[bare + NAME] = name
    this.scopes.cells[bare + NAME_START] = start
    this.scopes.set(bare, HAS_PLACE)
    this.calls.push(bare)
  }
}

const isQuote = (byte: number): boolean => byte === 0x22 || byte === 0x27 || byte === 0x60

/** The signs around attributes: `[A, B] [C]`. */
const SEPARATORS: ReadonlySet<number> = new Set([0x5b, 0x2c, 0x5d])
