/** An open record of the extraction: a node, what its captures said of it, and what encloses it. */
import { FAMILY_BITS } from "./grammars.js"

const { call, callable, extension, type } = FAMILY_BITS

/** An open record. One class for all families, so that the hot loop stays monomorphic. */
export class Scope {
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

/** Whether a scope gives its name to what is inside. */
export const isOwner = (scope: Scope): boolean => {
  if (scope.name === undefined || scope.dead) return false
  if (scope.family === callable) return scope.kind !== "lambda" || scope.isBound
  return scope.family === type || scope.family === extension
}
