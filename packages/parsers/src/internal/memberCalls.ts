/**
 * What calls in the body of a type say of its members (`private`, `include`, `attr_reader` in Ruby), in a language that has
 * `memberCalls`: they become modifiers, bases and properties of the scopes they are about, as if these were declared with
 * them. Knows the order in which such calls run, which is that of the source; what they say is the language's.
 */
import type { MemberCalls } from "../Language.js"
import { add } from "./attributes.js"
import { FAMILY_BITS } from "./grammars.js"
import { kindNumber } from "./kinds.js"
import {
  BASE,
  DEAD,
  END,
  FIRST,
  FAMILY,
  HAS_ARGUMENTS,
  KIND,
  MODIFIER,
  NAME,
  NEXT,
  OTHER,
  PARENT,
  START,
  VALUE_END,
  VALUE_START
} from "./scopes.js"
import type { Visitor } from "./visit.js"

const { call, extension, frame, holder, type } = FAMILY_BITS

/** What has members, or declarations that a call may be about. */
const BODY = type | extension | frame

const PROPERTY = kindNumber("property")

/** More than this of a call's arguments is not about names. */
const ARGUMENTS_LIMIT = 2000

export class MemberCallReader {
  readonly #visitor: Visitor
  readonly #rules: MemberCalls
  /** Strings of the names of such calls. */
  readonly #names: ReadonlySet<number>
  /** Those of them that are about members of extensions of the type as well. */
  readonly #reaching: ReadonlySet<number>
  /** The modifier (a string) in force for what comes next in a body. */
  readonly #inForce = new Map<number, number>()
  /** Modifiers (strings) by name, of the members of a body that calls name. */
  readonly #named = new Map<number, Map<number, Array<number>>>()

  constructor(visitor: Visitor, rules: MemberCalls) {
    this.#visitor = visitor
    this.#rules = rules
    this.#names = new Set(Array.from(rules.names, (name) => visitor.strings.of(name)))
    this.#reaching = new Set(Array.from(rules.reaching, (name) => visitor.strings.of(name)))
  }

  /** Writes what the calls of the source that was visited last say into the scopes of its declarations. */
  read(): void {
    const { callables, calls, scopes, types } = this.#visitor
    let next = 0
    for (const scope of callables) {
      const start = scopes.cells[scope + START]!
      for (; next < calls.length && scopes.cells[calls[next]! + START]! < start; next++) this.#call(calls[next]!)
      this.#declare(scope)
    }
    for (; next < calls.length; next++) this.#call(calls[next]!)
    if (this.#named.size === 0) return
    for (const scope of callables) this.#nameIn(scope, this.#bodyOf(scope))
    for (const scope of types) {
      this.#nameIn(scope, this.#bodyOf(scope))
      for (let item = scopes.cells[scope + FIRST]!; item !== 0; item = scopes.cells[item + NEXT]!) {
        if (scopes.cells[item + FAMILY] === holder) this.#nameIn(item, scope)
      }
    }
  }

  /** What a declaration or call stands in, over the calls that it is an argument of. */
  #bodyOf(scope: number): number {
    const { cells } = this.#visitor.scopes
    let body = cells[scope + PARENT]!
    while (cells[body + FAMILY] === call) body = cells[body + PARENT]!
    return body
  }

  #isMemberCall(scope: number): boolean {
    const { scopes } = this.#visitor
    const { cells } = scopes
    return this.#names.has(cells[scope + NAME]!) && cells[scope + OTHER] === 0 && !scopes.is(scope, DEAD)
  }

  /** Gives a function the modifiers in force, and those of the calls that it is an argument of. */
  #declare(scope: number): void {
    const { cells } = this.#visitor.scopes
    const body = this.#bodyOf(scope)
    if (cells[body + FAMILY] === extension) this.#inherit(scope, body)
    this.#modify(scope, this.#inForce.get(body))
    this.#modifyByCalls(scope)
  }

  #modifyByCalls(scope: number): void {
    const { scopes } = this.#visitor
    let outer = scopes.cells[scope + PARENT]!
    for (; scopes.cells[outer + FAMILY] === call; outer = scopes.cells[outer + PARENT]!) {
      if (this.#isMemberCall(outer)) this.#modify(scope, scopes.cells[outer + NAME])
    }
  }

  /** Members of an extension have its modifiers. */
  #inherit(scope: number, body: number): void {
    const { scopes } = this.#visitor
    for (let item = scopes.cells[body + FIRST]!; item !== 0; item = scopes.cells[item + NEXT]!) {
      if (scopes.cells[item + FAMILY] === MODIFIER) this.#modify(scope, scopes.cells[item + NAME])
    }
  }

  #modify(scope: number, modifier = 0): void {
    if (modifier === 0) return
    const { cells } = this.#visitor.scopes
    add(this.#visitor, scope, MODIFIER, cells[scope + START]!, cells[scope + END]!, modifier, 0)
  }

  #call(scope: number): void {
    const { scopes, source, strings } = this.#visitor
    const { cells } = scopes
    if (!this.#isMemberCall(scope)) return
    const body = this.#bodyOf(scope)
    // At the top of a file everything is like in a body, but that there is no type.
    if (body !== 0 && (cells[body + FAMILY]! & BODY) === 0) return
    const name = cells[scope + NAME]!
    const argumentsEnd = Math.min(cells[scope + VALUE_END]!, cells[scope + VALUE_START]! + ARGUMENTS_LIMIT)
    const written = scopes.is(scope, HAS_ARGUMENTS) ? source.text(cells[scope + VALUE_START]!, argumentsEnd) : undefined
    const said = this.#rules.read(strings.text(name)!, written)
    if (said.holds === true && cells[scope + PARENT] === body) this.#inForce.set(body, name)
    const owner = cells[body + FAMILY] === extension ? cells[body + PARENT]! : body
    const outward = owner === body ? undefined : this.#rules.outward[strings.text(name)!]
    for (const member of said.members ?? []) {
      this.#name(body, member, name)
      if (outward !== undefined) this.#name(owner, member, strings.of(outward))
    }
    if (cells[owner + FAMILY] !== type) return
    for (const base of said.bases ?? []) this.#addBase(owner, scope, base)
    for (const property of said.properties ?? []) this.#addProperty(owner, body, scope, property)
    if (said.modifier !== undefined) this.#modify(owner, strings.of(said.modifier))
  }

  #addBase(owner: number, by: number, base: string): void {
    const { scopes, strings } = this.#visitor
    const { cells } = scopes
    const added = add(this.#visitor, owner, BASE, cells[by + START]!, cells[by + END]!, strings.of(base), 0)
    scopes.cells[added + KIND] = 1
  }

  /** Several calls may be about one property. */
  #addProperty(owner: number, body: number, by: number, property: string): void {
    const { scopes, strings } = this.#visitor
    const name = strings.of(property)
    const { cells } = scopes
    for (let item = cells[owner + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      const isKnown = cells[item + FAMILY] === holder && cells[item + NAME] === name && cells[item + OTHER] === body
      if (isKnown) return this.#modify(item, cells[by + NAME])
    }
    const added = add(this.#visitor, owner, holder, cells[by + START]!, cells[by + END]!, name, body)
    scopes.cells[added + KIND] = PROPERTY
    if (scopes.cells[body + FAMILY] === extension) this.#inherit(added, body)
    this.#modify(added, this.#inForce.get(body))
    this.#modify(added, scopes.cells[by + NAME])
    scopes.cells[added + PARENT] = scopes.cells[by + PARENT]!
    this.#modifyByCalls(added)
  }

  /** A call that is about a member by its name, wherever in the body that is. */
  #name(body: number, member: string, modifier: number): void {
    const number = this.#visitor.strings.of(member)
    let names = this.#named.get(body)
    if (names === undefined) this.#named.set(body, (names = new Map<number, Array<number>>()))
    const modifiers = names.get(number)
    if (modifiers === undefined) names.set(number, [modifier])
    else modifiers.push(modifier)
  }

  /** Gives a member the modifiers of the calls that name it, some of which may stand beside the extension that it is in. */
  #nameIn(scope: number, body: number): void {
    const { cells } = this.#visitor.scopes
    const name = cells[scope + NAME]!
    const outer = cells[body + FAMILY] === extension ? cells[body + PARENT]! : body
    for (const modifier of this.#named.get(body)?.get(name) ?? []) this.#modify(scope, modifier)
    if (outer === body) return
    for (const modifier of this.#named.get(outer)?.get(name) ?? []) {
      if (this.#reaching.has(modifier)) this.#modify(scope, modifier)
    }
  }
}
