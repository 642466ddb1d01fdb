/** What was collected of a source's expressions, as the facts that only the parse of a single file tells. */
import type { Expressions } from "@drift/core/ParseResult"
import { decoratorsOf } from "./decorators.js"
import type { Details } from "./details.js"
import { documentationOf } from "./documentation.js"
import { errorHandlingOf } from "./errorHandling.js"
import { literalsOf } from "./literals.js"
import type { Visitor } from "./visit.js"

/** What the extractor knows of scopes besides. */
export interface Names {
  /** Qualified name of what the scope declares, if that has a name. */
  readonly declared: (scope: number) => string | undefined
  /** Qualified name of the nearest function around the scope, or of itself, that has a name. */
  readonly functionOf: (scope: number) => string | undefined
  /** The nearest function around the scope, or it itself, with a name or without one; 0 if there is none. */
  readonly callableOf: (scope: number) => number
  /** Whether a function with these modifiers is asynchronous. */
  readonly isAsync: (modifiers: ReadonlyArray<string>) => boolean
  /** Whether the scope is a function that is a fact. */
  readonly isFunction: (scope: number) => boolean
}

/** Of the source that `visitor` visited last. */
export const expressionsOf = (visitor: Visitor, details: Details, names: Names): Expressions => ({
  decorators: decoratorsOf(visitor, details, names),
  ...literalsOf(visitor),
  errorHandling: errorHandlingOf(visitor, details, names),
  docComments: documentationOf(visitor, details, names)
})
