/** All decorators of a source in one list, with what they are written on. */
import type { Decorator, DecoratorInfo } from "@drift/core/ParseResult"
import type { Details } from "./details.js"
import type { Names } from "./expressions.js"
import { FAMILY_BITS } from "./grammars.js"
import { kindNumber } from "./kinds.js"
import { firstIndex, placed } from "./ranges.js"
import { END, FAMILY, FIRST, HAS_PLACE, KIND, NAME, NAME_START, NEXT, PARENT, START } from "./scopes.js"
import { isBlank } from "./sourceText.js"
import type { Visitor } from "./visit.js"

const { apart, callable, decorator, holder, parameter, type } = FAMILY_BITS

const DECORATOR = decorator | apart

/** What a decorator may be written on. */
const DECORATED = callable | type | holder | parameter

const FILE = kindNumber("file")

/** What stands around attributes and between them: `[A, B] [C]`, `#[A]`. */
const SIGNS: ReadonlySet<number> = new Set([0x5b, 0x2c, 0x5d, 0x23])

export const decoratorsOf = (visitor: Visitor, details: Details, names: Names): ReadonlyArray<DecoratorInfo> => {
  const { scopes, source, strings } = visitor
  const targets = new Targets(visitor)
  const found: Array<DecoratorInfo> = []
  for (let scope = scopes.first; scope !== 0; scope = scopes.next(scope)) {
    const { cells } = scopes
    if ((cells[scope + FAMILY]! & DECORATOR) === 0 || cells[scope + NAME] === 0) continue
    const [parsed] = JSON.parse(strings.text(details.decorator(scope))!) as [Decorator]
    const target = targets.of(scope)
    found.push({
      ...parsed,
      target: target === undefined ? undefined : names.declared(target),
      ...placed(source, { start: cells[scope + START]!, end: details.endOfDecorator(scope) }, cells[scope + NAME_START])
    })
  }
  return found
}

/** Finds what decorators are written on. */
class Targets {
  readonly #visitor: Visitor
  /** By decorator, the declaration that has it among its own. */
  readonly #owners = new Map<number, number>()
  /** By scope, what may be decorated directly in it, in the order of the source. */
  readonly #members = new Map<number, Array<number>>()
  /** Where decorators and comments end, by where they start. */
  readonly #ends: Map<number, number>
  /** Where what is neither of them begins, by where one starts. */
  readonly #behind = new Map<number, number>()

  constructor(visitor: Visitor) {
    this.#visitor = visitor
    this.#ends = new Map(visitor.asides.remarks.map(({ end, start }) => [start, end]))
    const { scopes } = visitor
    const { cells } = scopes
    for (let scope = scopes.first; scope !== 0; scope = scopes.next(scope)) {
      const family = cells[scope + FAMILY]!
      if ((family & DECORATOR) !== 0) this.#ends.set(cells[scope + START]!, cells[scope + END]!)
      if ((family & DECORATED) === 0) continue
      const members = this.#members.get(cells[scope + PARENT]!)
      if (members === undefined) this.#members.set(cells[scope + PARENT]!, [scope])
      else members.push(scope)
      for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
        if (cells[item + FAMILY] === decorator) this.#owners.set(item, scope)
      }
    }
  }

  of(scope: number): number | undefined {
    const { scopes } = this.#visitor
    const { cells } = scopes
    if (cells[scope + KIND] === FILE) return undefined
    const owner = this.#owners.get(scope)
    if (owner !== undefined) return owner
    const parent = cells[scope + PARENT]!
    const end = cells[scope + END]!
    // In a declaration before its name.
    const isDeclaration = (cells[parent + FAMILY]! & DECORATED) !== 0 && scopes.is(parent, HAS_PLACE)
    if (isDeclaration && cells[parent + NAME_START]! >= end) return parent
    // Before a declaration, with nothing but others and comments between.
    const members = this.#members.get(parent) ?? []
    const next = members[firstIndex(members.length, (i) => cells[members[i]! + START]! >= end)]
    return next !== undefined && cells[next + START]! <= this.#behindOthers(end) ? next : undefined
  }

  #behindOthers(start: number): number {
    const { bytes } = this.#visitor.source
    const passed: Array<number> = []
    let at = start
    for (;;) {
      while (at < bytes.length && (isBlank(bytes[at]!) || SIGNS.has(bytes[at]!))) at++
      const known = this.#behind.get(at)
      const end = this.#ends.get(at)
      if (known === undefined && end !== undefined && end > at) {
        passed.push(at)
        at = end
        continue
      }
      const behind = known ?? at
      for (const one of passed) this.#behind.set(one, behind)
      return behind
    }
  }
}
