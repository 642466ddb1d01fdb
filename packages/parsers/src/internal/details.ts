/** What a function or type has besides its place: parameters, type parameters, decorators, bases, properties, documentation. */
import { xxh3 } from "@node-rs/xxhash"
import type { PropertyDeclaration } from "../Language.js"
import { DocText } from "./docComment.js"
import { FAMILY_BITS } from "./grammars.js"
import { JsonText } from "./jsonText.js"
import {
  BASE,
  BODY_END,
  BODY_START,
  DEAD,
  DOC_END,
  DOC_START,
  END,
  FAMILY,
  FIRST,
  FLAGS,
  FURTHER_NAME,
  HAS_BODY,
  IS_BOUND,
  IS_DOCSTRING,
  IS_OPTIONAL,
  IS_REST,
  KIND,
  MODIFIER,
  NAME,
  NEXT,
  PARAMETERS_END,
  PARAMETERS_OF,
  PARAMETERS_START,
  PARENT,
  PROMOTED,
  SEPARATOR,
  START,
  TEXT,
  TYPE_END,
  TYPE_START,
  VALUE_END,
  VALUE_START
} from "./scopes.js"
import { cut, isBlank, isWord } from "./sourceText.js"
import type { Visitor } from "./visit.js"

const {
  decorator,
  decoratorArgument,
  export: exportBit,
  holder,
  parameter,
  typeConstraint,
  typeParameter
} = FAMILY_BITS

/** Defaults and arguments are cut at this many characters. */
const VALUE_LIMIT = 200

export class Details {
  /** Of the function whose parameters were asked for last. */
  parameterCount = 0
  /** What `#nextNamed` has found in this list. */
  #named: number | undefined
  readonly #visitor: Visitor
  readonly #json: JsonText
  /** Writes what comments say. */
  readonly text: DocText
  /** The signature that was taken in last, and room for the body. */
  #signature = new Uint8Array(1 << 12)
  #length = 0

  constructor(visitor: Visitor) {
    this.#visitor = visitor
    this.#json = new JsonText(visitor.strings)
    this.text = new DocText(visitor.source, visitor.strings)
  }

  /** The JSON of a function's parameters; `parameterCount` is then how many there are. */
  parameters(scope: number): number {
    const { cells } = this.#visitor.scopes
    this.parameterCount = 0
    this.#named = undefined
    this.#json.begin()
    const declaring = cells[scope + PARAMETERS_OF] === 0 ? scope : cells[scope + PARAMETERS_OF]!
    for (let item = cells[declaring + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      if (cells[item + FAMILY] !== parameter || (cells[item + FLAGS]! & DEAD) !== 0) continue
      this.#parameter(item, cells[item + NAME]!)
      for (let name = cells[item + FIRST]!; name !== 0; name = cells[name + NEXT]!) {
        if (cells[name + FAMILY] === FURTHER_NAME) this.#parameter(item, cells[name + NAME]!)
      }
    }
    return this.#json.finish()
  }

  #parameter(scope: number, name: number): void {
    const { rules, scopes, source, strings } = this.#visitor
    const named = name === 0 && rules.namesAllParameters === true ? this.#nextNamed(scope) : 0
    if (named !== 0) {
      // The grammar has taken a name for a type: it shares the type of those that follow.
      this.#parameter(named, source.code(scopes.cells[scope + START]!, scopes.cells[scope + END]!))
      return
    }
    this.parameterCount++
    this.#json.separate()
    this.#json.punctuate("{")
    this.#json.key("name")
    if (name !== 0) this.#json.string(name)
    else if (scopes.is(scope, IS_REST | IS_OPTIONAL) && scopes.cells[scope + TYPE_END] === 0) {
      this.#json.string(source.code(scopes.cells[scope + START]!, scopes.cells[scope + END]!))
    } else {
      // A type that is all there is of a parameter is captured before it, and belongs to nothing.
      this.#json.string(strings.of(""))
      if (scopes.cells[scope + TYPE_END] === 0) this.#code("type", scope, START, END)
    }
    this.#code("type", scope, TYPE_START, TYPE_END)
    this.#code("default", scope, BODY_START, BODY_END, VALUE_LIMIT)
    if (scopes.is(scope, IS_REST)) this.#flag("rest")
    if (scopes.is(scope, IS_OPTIONAL)) this.#flag("optional")
    this.#json.punctuate("}")
  }

  /** The next parameter of the list that has a name; 0: none has. Each list is looked through once. */
  #nextNamed(scope: number): number {
    const { cells } = this.#visitor.scopes
    const known = this.#named
    if (known === 0 || (known !== undefined && cells[known + START]! > cells[scope + START]!)) return known
    let item = cells[scope + NEXT]!
    while (item !== 0 && (cells[item + FAMILY] !== parameter || cells[item + NAME] === 0)) item = cells[item + NEXT]!
    return (this.#named = item)
  }

  /** The JSON of the type parameters. */
  generics(scope: number): number {
    const { cells } = this.#visitor.scopes
    let constraints: ReadonlyMap<number, ReadonlyArray<number>> | undefined
    this.#json.begin()
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      if (cells[item + FAMILY] !== typeParameter) continue
      constraints ??= this.#constraints(scope)
      this.#typeParameter(constraints, item, cells[item + NAME]!)
      for (let name = cells[item + FIRST]!; name !== 0; name = cells[name + NEXT]!) {
        if (cells[name + FAMILY] === FURTHER_NAME) this.#typeParameter(constraints, item, cells[name + NAME]!)
      }
    }
    return this.#json.finish()
  }

  /** The constraints of a declaration that stand apart, by the names of their parameters. */
  #constraints(scope: number): ReadonlyMap<number, ReadonlyArray<number>> {
    const { cells } = this.#visitor.scopes
    const constraints = new Map<number, Array<number>>()
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      if (cells[item + FAMILY] !== typeConstraint) continue
      const known = constraints.get(cells[item + NAME]!)
      if (known === undefined) constraints.set(cells[item + NAME]!, [item])
      else known.push(item)
    }
    return constraints
  }

  #typeParameter(constraints: ReadonlyMap<number, ReadonlyArray<number>>, item: number, name: number): void {
    if (name === 0) return
    this.#json.separate()
    this.#json.punctuate("{")
    this.#json.key("name")
    this.#json.string(name)
    this.#json.key("bounds")
    this.#json.punctuate("[")
    this.#bounds(item)
    for (const other of constraints.get(name) ?? []) this.#bounds(other)
    this.#json.punctuate("]}")
  }

  #bounds(scope: number): void {
    const { cells } = this.#visitor.scopes
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      if (cells[item + FAMILY] === BASE) this.#listed(cells[item + NAME]!)
    }
  }

  /** The type that is returned. */
  returnType(scope: number): number {
    const { cells } = this.#visitor.scopes
    const end = cells[scope + TYPE_END]!
    return end === 0 ? 0 : this.#visitor.source.code(cells[scope + TYPE_START]!, end)
  }

  /** The JSON of the decorators, those of what holds the declaration first. */
  decorators(scope: number): number {
    const { scopes } = this.#visitor
    const { cells } = scopes
    const parent = cells[scope + PARENT]!
    this.#json.begin()
    const family = cells[parent + FAMILY]!
    if (family === exportBit || (family === holder && scopes.is(scope, IS_BOUND))) this.#decorators(parent)
    this.#decorators(scope)
    return this.#json.finish()
  }

  /** The names of the decorators that stand at the declaration itself. */
  decoratorNames(scope: number): ReadonlyArray<string> {
    const { cells } = this.#visitor.scopes
    const names: Array<string> = []
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      if (cells[item + FAMILY] === decorator) names.push(this.#visitor.strings.text(cells[item + NAME]!) ?? "")
    }
    return names
  }

  #decorators(scope: number): void {
    const { cells } = this.#visitor.scopes
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      if (cells[item + FAMILY] === decorator && cells[item + NAME] !== 0) this.#decorator(item)
    }
  }

  /** The JSON of a list of one decorator. */
  decorator(scope: number): number {
    this.#json.begin()
    this.#decorator(scope)
    return this.#json.finish()
  }

  #decorator(scope: number): void {
    const { scopes, source } = this.#visitor
    const { cells } = scopes
    this.#json.separate()
    this.#json.punctuate("{")
    this.#json.key("name")
    this.#json.string(cells[scope + NAME]!)
    this.#json.key("arguments")
    this.#json.punctuate("[")
    for (let one = cells[scope + FIRST]!; one !== 0; one = cells[one + NEXT]!) {
      if (cells[one + FAMILY] === decoratorArgument && !scopes.is(one, DEAD)) this.#argument(one)
    }
    if (cells[scope + PARAMETERS_END] !== 0) this.#tokens(scope)
    this.#json.punctuate("]")
    this.#json.key("text")
    this.#json.string(source.code(cells[scope + START]!, this.endOfDecorator(scope), VALUE_LIMIT))
    this.#json.punctuate("}")
  }

  /** The arguments of a decorator that are written in tokens. */
  #tokens(scope: number): void {
    const { cells } = this.#visitor.scopes
    let start = cells[scope + PARAMETERS_START]!
    let assigned = 0
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      if (cells[item + FAMILY] !== SEPARATOR) continue
      if (cells[item + KIND] === 0) {
        this.#tokenArgument(start, assigned, cells[item + START]!)
        start = cells[item + END]!
        assigned = 0
      } else if (assigned === 0) assigned = cells[item + START]!
    }
    this.#tokenArgument(start, assigned, cells[scope + PARAMETERS_END]!)
  }

  /** `assigned`: where the sign between key and value stands, 0 if there is none. */
  #tokenArgument(start: number, assigned: number, end: number): void {
    const { source, strings } = this.#visitor
    const key = assigned === 0 ? "" : source.text(start, assigned).trim()
    const value = source
      .text(assigned === 0 ? start : assigned + 1, end)
      .replaceAll(/\s+/g, " ")
      .trim()
    if (value === "") return
    this.#json.separate()
    this.#json.punctuate("{")
    if (key !== "") {
      this.#json.key("key")
      this.#json.string(strings.of(key))
    }
    this.#json.key("value")
    this.#json.string(strings.of(cut(value, VALUE_LIMIT)))
    this.#json.punctuate("}")
  }

  /** Without a comment behind it. */
  endOfDecorator(scope: number): number {
    const { scopes, source } = this.#visitor
    const end = scopes.cells[scope + VALUE_END]!
    if (end === 0) return scopes.cells[scope + END]!
    let last = end
    while (isBlank(source.bytes[last - 1]!)) last--
    return last
  }

  #argument(scope: number): void {
    const { cells } = this.#visitor.scopes
    this.#json.separate()
    this.#json.punctuate("{")
    if (cells[scope + NAME] !== 0) {
      this.#json.key("key")
      this.#json.string(cells[scope + NAME]!)
    }
    this.#json.key("value")
    const [from, to] = cells[scope + VALUE_END] === 0 ? [START, END] : [VALUE_START, VALUE_END]
    this.#json.string(this.#visitor.source.code(cells[scope + from]!, cells[scope + to]!, VALUE_LIMIT))
    this.#json.punctuate("}")
  }

  /**
   * The scope of the base that a type extends: the first one, which may not be an interface by its name. An interface extends
   * any.
   */
  extended(scope: number): number {
    const { cells } = this.#visitor.scopes
    const { isInterfaceName } = this.#visitor.rules
    const extendsInterfaces = this.#visitor.ownerKind(scope) === "interface"
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      if (cells[item + FAMILY] !== BASE) continue
      if (extendsInterfaces) return item
      if (cells[item + KIND] !== 0) continue
      const isInterface = isInterfaceName?.(this.#visitor.strings.text(cells[item + NAME]!)!) === true
      return isInterface ? 0 : item
    }
    return 0
  }

  /** The JSON of all bases but `extended`, and those that `extension` scopes of the file add. */
  implemented(scope: number, extended: number, extensions: ReadonlyArray<number>): number {
    const { cells } = this.#visitor.scopes
    this.#json.begin()
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      if (cells[item + FAMILY] === BASE && item !== extended) this.#listed(cells[item + NAME]!)
    }
    for (const extension of extensions) {
      const isOf = cells[extension + NAME] === cells[scope + NAME] && !this.#visitor.scopes.is(extension, DEAD)
      if (isOf) this.#bounds(extension)
    }
    return this.#json.finish()
  }

  /** The JSON of a type's properties, those that its constructor declares included. */
  properties(scope: number): number {
    const { cells } = this.#visitor.scopes
    const ownerKind = this.#visitor.ownerKind(scope)
    let ownerModifiers: ReadonlyArray<string> | undefined
    this.#json.begin()
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      const family = cells[item + FAMILY]!
      if (family !== holder && family !== PROMOTED) continue
      const property = family === PROMOTED ? cells[item + TEXT]! : item
      if (cells[property + NAME] === 0 || this.#visitor.scopes.is(property, DEAD | IS_BOUND)) continue
      ownerModifiers ??= this.modifiers(scope, [])
      const declared = { modifiers: this.modifiers(property, []), ownerKind, ownerModifiers }
      this.#property(declared, property, cells[property + NAME]!)
      for (let name = cells[property + FIRST]!; name !== 0; name = cells[name + NEXT]!) {
        if (cells[name + FAMILY] === FURTHER_NAME) this.#property(declared, property, cells[name + NAME]!)
      }
    }
    return this.#json.finish()
  }

  #property(declared: Omit<PropertyDeclaration, "name">, scope: number, name: number): void {
    const { rules } = this.#visitor
    const { cells } = this.#visitor.scopes
    const described = rules.describeProperty?.({ ...declared, name: this.#visitor.strings.text(name)! })
    this.#json.separate()
    this.#json.punctuate("{")
    this.#json.key("name")
    this.#json.string(name)
    this.#code("type", scope, TYPE_START, TYPE_END)
    if (described?.visibility !== undefined) {
      this.#json.key("visibility")
      this.#json.string(this.#visitor.strings.of(described.visibility))
    }
    if (described?.isStatic === true) this.#flag("static")
    if (described?.isReadonly === true) this.#flag("readonly")
    if (cells[scope + FAMILY] === holder && cells[scope + TEXT] !== 0) this.#tags(cells[scope + TEXT]!)
    this.#json.punctuate("}")
  }

  #tags(tag: number): void {
    const text = this.#visitor.strings.text(tag)!
    const tags = Array.from(text.matchAll(TAG), ([, key, value]) => [key!, value!.replaceAll(/\\(.)/g, "$1")] as const)
    if (tags.length === 0) return
    this.#json.key("tags")
    this.#json.punctuate("{")
    for (const [key, value] of tags) {
      this.#json.separate()
      this.#json.string(this.#visitor.strings.of(key))
      this.#json.punctuate(":")
      this.#json.string(this.#visitor.strings.of(value))
    }
    this.#json.punctuate("}")
  }

  /** Adds the modifiers of a scope to a list. */
  modifiers(scope: number, into: Array<string>): Array<string> {
    const { cells } = this.#visitor.scopes
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      if (cells[item + FAMILY] === MODIFIER) into.push(this.#visitor.strings.text(cells[item + NAME]!)!)
    }
    return into
  }

  /** What the comment before a declaration or its docstring says. */
  doc(scope: number): number {
    const { scopes } = this.#visitor
    const { cells } = scopes
    const start = cells[scope + DOC_START]!
    const end = cells[scope + DOC_END]!
    if (end === 0) return 0
    return scopes.is(scope, IS_DOCSTRING) ? this.text.docstring(start, end) : this.text.comment(start, end)
  }

  /**
   * Takes in the signature of a function: name, type parameters, parameters and return type, without white space where it
   * makes no difference.
   */
  readSignature(scope: number): bigint {
    const { cells } = this.#visitor.scopes
    const { bytes } = this.#visitor.source
    const nameLength = this.#visitor.strings.bytesOf(cells[scope + NAME]!)
    const parameters = cells[scope + PARAMETERS_END]! - cells[scope + PARAMETERS_START]!
    const returned = cells[scope + TYPE_END]! - cells[scope + TYPE_START]!
    let generics = 0
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      if ((cells[item + FAMILY]! & GENERIC) !== 0) generics += cells[item + END]! - cells[item + START]! + 1
    }
    const body = cells[scope + BODY_END]! - cells[scope + BODY_START]!
    const most = nameLength + generics + parameters + returned + body + 8
    if (this.#signature.length < most) this.#signature = new Uint8Array(most * 2)
    const into = this.#signature
    this.#visitor.strings.copy(cells[scope + NAME]!, into, 0)
    let length = nameLength
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      if ((cells[item + FAMILY]! & GENERIC) === 0) continue
      into[length++] = COMMA
      length = copyCode(bytes, cells[item + START]!, cells[item + END]!, into, length)
    }
    into[length++] = OPEN
    length = copyCode(bytes, cells[scope + PARAMETERS_START]!, cells[scope + PARAMETERS_END]!, into, length)
    into[length++] = CLOSE
    this.#length = copyCode(bytes, cells[scope + TYPE_START]!, cells[scope + TYPE_END]!, into, length)
    return xxh3.xxh64(into.subarray(0, this.#length))
  }

  /** The hash of the signature that was taken in last, a zero byte and the body. */
  bodyHash(scope: number): bigint | undefined {
    const { scopes, source } = this.#visitor
    if (!scopes.is(scope, HAS_BODY)) return undefined
    const into = this.#signature
    const start = scopes.cells[scope + BODY_START]!
    const end = scopes.cells[scope + BODY_END]!
    into[this.#length] = 0
    into.set(source.bytes.subarray(start, end), this.#length + 1)
    return xxh3.xxh64(into.subarray(0, this.#length + 1 + end - start))
  }

  /** A key with a piece of code, if there is one. */
  #code(key: string, scope: number, from: number, to: number, limit?: number): void {
    const { cells } = this.#visitor.scopes
    const end = cells[scope + to]!
    if (end === 0) return
    this.#json.key(key)
    this.#json.string(this.#visitor.source.code(cells[scope + from]!, end, limit))
  }

  #flag(key: string): void {
    this.#json.key(key)
    this.#json.punctuate("true")
  }

  #listed(name: number): void {
    this.#json.separate()
    this.#json.string(name)
  }
}

const GENERIC = typeParameter | typeConstraint
const COMMA = 0x2c
const OPEN = 0x28
const CLOSE = 0x29
const BACKSLASH = 0x5c

/** `key:"value"` in the tag of a Go field. */
const TAG = /([\w.-]+):"((?:[^"\\]|\\.)*)"/g

/** A nest of lists of parameters is long: what comes behind this many bytes of each is taken as it is. */
const NORMALISED = 1 << 12

/** Copies code without the white space that separates no words and is in no text; returns where it ends. */
const copyCode = (from: Uint8Array, start: number, last: number, into: Uint8Array, at: number): number => {
  const end = Math.min(last, start + NORMALISED)
  let to = at
  for (let i = start; i < end; i++) {
    const byte = from[i]!
    if (isBlank(byte)) {
      while (i + 1 < end && isBlank(from[i + 1]!)) i++
      if (to > at && i + 1 < end && isWord(into[to - 1]!) && isWord(from[i + 1]!)) into[to++] = 0x20
      continue
    }
    // An apostrophe may begin a text only where a value may stand: elsewhere it is a lifetime, or ends a text.
    const isQuote = byte === 0x22 || byte === 0x60 || (byte === 0x27 && to > at && BEFORE_VALUE.has(into[to - 1]!))
    const textEnd = isQuote ? endOfText(from, i, end) : i
    while (i < textEnd) into[to++] = from[i++]!
    into[to++] = from[i]!
  }
  into.set(from.subarray(end, last), to)
  return to + last - end
}

/** `=`, `(`, `[`, `|` */
const BEFORE_VALUE: ReadonlySet<number> = new Set([0x3d, OPEN, 0x5b, 0x7c])

/** The quote that ends what one begins, or that one itself where there is none. */
const endOfText = (bytes: Uint8Array, start: number, end: number): number => {
  const quote = bytes[start]!
  for (let i = start + 1; i < end; i++) {
    if (bytes[i] === quote) return i
    if (bytes[i] === BACKSLASH) i++
  }
  return start
}
