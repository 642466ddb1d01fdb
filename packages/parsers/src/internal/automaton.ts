/**
 * The paths of a query as one automaton beside a walk over the tree, for engines that walk in JavaScript: the state of a
 * node follows from its parent's state, its kind and, where a path asks for it, its field. States are made when first met.
 * `native/addon.c` does the same in C.
 */
import type { PathCode } from "./pathCode.js"
import { ANY_KIND, NAMED_KIND } from "./pathCode.js"

/** Position in all paths at once. */
export interface State {
  /** Ids of the captures that a node in this state has, ascending. */
  readonly captures: ReadonlyArray<number>
  /** Numbers of the steps that a child may match, besides the first of every path. */
  readonly open: ReadonlyArray<number>
  /** What the states of children are known to be, by kind, and by field where that matters. */
  readonly next: Map<number, State | Map<number, State>>
}

interface Step {
  readonly field: number
  readonly kinds: ReadonlyArray<number>
  /** The capture that matching this step completes; undefined: the next step follows. */
  readonly completes: number | undefined
}

export class Automaton {
  /** The state above the root. */
  readonly start: State = { captures: [], open: [], next: new Map() }
  readonly #isNamed: (kind: number) => boolean
  readonly #steps: Array<Step> = []
  readonly #firsts: Array<number> = []
  readonly #states = new Map<string, State>()

  constructor({ words }: PathCode, isNamed: (kind: number) => boolean) {
    this.#isNamed = isNamed
    for (let at = 0; at < words.length;) {
      const capture = words[at]!
      const count = words[at + 1]!
      at += 2
      this.#firsts.push(this.#steps.length)
      for (let i = 1; i <= count; i++) {
        const kindsAt = at + 2
        const end = kindsAt + words[at + 1]!
        const kinds = [...words.subarray(kindsAt, end)]
        this.#steps.push({ field: words[at]!, kinds, completes: i === count ? capture : undefined })
        at = end
      }
    }
  }

  /** The state of a child of this kind. `field` is asked only where a path depends on it. */
  next(from: State, kind: number, field: () => number): State {
    const known = from.next.get(kind) ?? this.#learnKind(from, kind)
    if (!(known instanceof Map)) return known
    const fieldId = field()
    return known.get(fieldId) ?? this.#learnField(from, kind, fieldId, known)
  }

  #learnKind(from: State, kind: number): State | Map<number, State> {
    const steps = this.#matching(from, kind)
    const target = steps.some((step) => this.#steps[step]!.field !== 0) ? new Map<number, State>() : this.#intern(steps)
    from.next.set(kind, target)
    return target
  }

  #learnField(from: State, kind: number, field: number, known: Map<number, State>): State {
    const target = this.#intern(
      this.#matching(from, kind).filter((step) => [0, field].includes(this.#steps[step]!.field))
    )
    known.set(field, target)
    return target
  }

  /** The steps that a child of this kind matches if it has the field. */
  #matching(from: State, kind: number): ReadonlyArray<number> {
    const matches = (wanted: number) =>
      wanted === kind || wanted === ANY_KIND || (wanted === NAMED_KIND && this.#isNamed(kind))
    return [...from.open, ...this.#firsts].filter((step) => this.#steps[step]!.kinds.some(matches))
  }

  /** The one state for these matched steps. */
  #intern(matched: ReadonlyArray<number>): State {
    const captures = new Set<number>()
    const open: Array<number> = []
    for (const step of matched) {
      const { completes } = this.#steps[step]!
      if (completes === undefined) open.push(step + 1)
      else captures.add(completes)
    }
    open.sort((a, b) => a - b)
    const ids = [...captures].sort((a, b) => a - b)
    const key = `${ids.join(" ")}/${open.join(" ")}`
    let state = this.#states.get(key)
    if (state === undefined) {
      state = { captures: ids, open, next: new Map() }
      this.#states.set(key, state)
    }
    return state
  }
}
