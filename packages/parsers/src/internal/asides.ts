/**
 * Collects what `expressions.scm` says: literals, what they are for, what handles errors, comments. All of it stands apart from
 * the scopes of facts, so that these are the same with and without it. Only the parse of a single file asks for it, so what
 * is found may cost an object.
 */
import type { DocStyle } from "@drift/core/ParseResult"
import type { Aside, ContextKind, HandlingKind, LiteralKind } from "../Vocabulary.js"
import { FAMILY_BITS } from "./grammars.js"
import type { Scopes } from "./scopes.js"
import { CONTAINER, END, FAMILY, START } from "./scopes.js"

/** A part of the source, and the innermost scope of facts in which it stands. */
export interface Place {
  readonly start: number
  readonly end: number
  readonly scope: number
}

interface Extent {
  readonly start: number
  end: number
}

export interface Context extends Place {
  kind: ContextKind
  /** The next one around it, in the same function or type. */
  readonly outer: Context | undefined
}

export interface Literal extends Place {
  readonly kind: LiteralKind
  /** Where it is opened, if its text stands elsewhere. */
  readonly opening: Place | undefined
  readonly context: Context | undefined
  readonly inDecorator: boolean
  /** Where the value starts and ends, if quotes were captured. */
  valueStart: number | undefined
  valueEnd: number | undefined
  /** The value begins behind the line of the opening. */
  hasOwnLines: boolean
  isInterpolated: boolean
  isNone: boolean
}

/** Where a literal is opened whose text comes later. */
interface Opening extends Place {
  readonly context: Context | undefined
}

/** A function without a name that is no scope. */
export interface Lambda extends Place {
  readonly modifiers: Array<Place>
}

export interface Handling extends Place {
  kind: HandlingKind
  name: Extent | undefined
  type: Extent | undefined
  body: Extent | undefined
  condition: Extent | undefined
  /** The innermost `defer` around it. */
  readonly defer: Handling | undefined
  /** The innermost one around it. */
  readonly lambda: Lambda | undefined
}

export interface Remark extends Place {
  readonly style: DocStyle
}

const { apart, call, callable, decorator, decoratorArgument, type } = FAMILY_BITS

const IN_DECORATOR = apart | decorator | decoratorArgument

export class Asides {
  readonly contexts: Array<Context> = []
  readonly literals: Array<Literal> = []
  readonly handlings: Array<Handling> = []
  readonly remarks: Array<Remark> = []
  /** What a body may hold and be empty. */
  readonly nothings: Array<Place> = []
  readonly subjects: Array<Place> = []
  readonly docstrings: Array<Place> = []
  readonly #scopes: Scopes
  readonly #openings: Array<Opening> = []
  readonly #openContexts: Array<Context> = []
  readonly #openLiterals: Array<Literal> = []
  readonly #openHandlings: Array<Handling> = []
  readonly #openDefers: Array<Handling> = []
  readonly #openLambdas: Array<Lambda> = []

  constructor(scopes: Scopes) {
    this.#scopes = scopes
  }

  reset(): void {
    for (const list of [this.contexts, this.literals, this.handlings, this.remarks]) list.length = 0
    for (const list of [this.nothings, this.subjects, this.docstrings, this.#openings]) list.length = 0
    for (const list of [this.#openContexts, this.#openLiterals, this.#openHandlings, this.#openDefers]) list.length = 0
    this.#openLambdas.length = 0
  }

  /** Takes in a capture. `scope` is the innermost open scope of facts. */
  take(aside: Aside, scope: number, start: number, end: number): void {
    const place = { start, end, scope }
    switch (aside.of) {
      case "context": {
        const context = { ...place, kind: aside.kind, outer: this.#context(scope, start) }
        this.contexts.push(context)
        this.#openContexts.push(context)
        break
      }
      case "becomes": {
        const context = innermost(this.#openContexts, start)
        if (context !== undefined) context.kind = aside.kind
        break
      }
      case "literal": {
        const { kind } = aside
        const opening = kind === "body" ? this.#openings.shift() : undefined
        const isBare = kind === "bare" || kind === "body"
        const literal: Literal = {
          ...place,
          kind,
          opening,
          context: opening === undefined ? this.#context(scope, start) : opening.context,
          inDecorator: this.#isInDecorator(opening?.scope ?? scope),
          valueStart: isBare ? start : undefined,
          valueEnd: isBare ? end : undefined,
          hasOwnLines: kind === "body",
          isInterpolated: kind === "template",
          isNone: false
        }
        this.literals.push(literal)
        this.#openLiterals.push(literal)
        break
      }
      case "literalPart": {
        if (aside.kind === "opening") {
          this.#openings.push({ ...place, context: this.#context(scope, start) })
          break
        }
        const literal = innermost(this.#openLiterals, start)
        if (literal === undefined) break
        if (aside.kind === "interpolation") literal.isInterpolated = true
        else if (aside.kind === "none") {
          if (literal.start === start && literal.end === end) literal.isNone = true
        } else if (aside.kind === "content") {
          literal.valueStart = start
          literal.valueEnd = end
          literal.hasOwnLines = true
        } else if (literal.valueStart === undefined) literal.valueStart = end
        else literal.valueEnd = start
        break
      }
      case "handling": {
        const defer = innermost(this.#openDefers, start)
        const handling: Handling = {
          ...place,
          kind: aside.kind,
          name: undefined,
          type: undefined,
          body: undefined,
          condition: undefined,
          defer,
          lambda: innermost(this.#openLambdas, start)
        }
        this.handlings.push(handling)
        this.#openHandlings.push(handling)
        if (aside.kind === "defer") this.#openDefers.push(handling)
        break
      }
      case "handlingPart": {
        if (aside.kind === "nothing") this.nothings.push(place)
        else this.#describe(aside.kind, place)
        break
      }
      case "lambda":
        this.#openLambdas.push({ ...place, modifiers: [] })
        break
      case "lambdaModifier":
        innermost(this.#openLambdas, start)?.modifiers.push(place)
        break
      case "remark":
        this.remarks.push({ ...place, style: aside.kind })
        this.nothings.push(place)
        break
      case "subject":
        this.subjects.push(place)
        break
      case "docstring":
        this.docstrings.push(place)
        break
    }
  }

  #describe(part: "name" | "type" | "body" | "deferBody" | "condition", { end, start }: Place): void {
    const handling = innermost(part === "deferBody" ? this.#openDefers : this.#openHandlings, start)
    if (handling === undefined) return
    const which = part === "deferBody" ? "body" : part
    const known = handling[which]
    if (known === undefined) handling[which] = { start, end }
    else if (which !== "name" || known.end === start) known.end = end
  }

  /** The innermost open context that is in the same function or type as what starts here in `scope`. */
  #context(scope: number, start: number): Context | undefined {
    const context = innermost(this.#openContexts, start)
    if (context === undefined) return undefined
    const { cells } = this.#scopes
    let around = scope
    while (around !== 0 && (cells[around + FAMILY]! & (callable | type)) === 0) around = cells[around + CONTAINER]!
    if (around === 0) return context
    // One of the same extent is around it: what is handed to a function is not what it does.
    const isInside = context.start > cells[around + START]! || context.end < cells[around + END]!
    return isInside && context.start >= cells[around + START]! ? context : undefined
  }

  #isInDecorator(scope: number): boolean {
    const { cells } = this.#scopes
    let around = (cells[scope + FAMILY]! & call) === 0 ? scope : cells[scope + CONTAINER]!
    while (around !== 0 && (cells[around + FAMILY]! & (callable | type)) === 0) {
      if ((cells[around + FAMILY]! & IN_DECORATOR) !== 0) return true
      around = cells[around + CONTAINER]!
    }
    return false
  }
}

/** The last of a stack that has not ended at `start`; those that have are taken off. */
const innermost = <A extends { readonly end: number }>(open: Array<A>, start: number): A | undefined => {
  let last = open.at(-1)
  while (last !== undefined && last.end <= start) {
    open.pop()
    last = open.at(-1)
  }
  return last
}
