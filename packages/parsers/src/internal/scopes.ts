/**
 * The open records of an extraction, as cells of one array that is used for every source: a node, what its captures said of
 * it, and what encloses it. No record costs an object.
 *
 * A scope is a number, the index of its first cell; 0 is no scope, or the source itself. A cell is read as
 * `cells[scope + NAME]`. All cells of a new scope are 0, and 0 means "none" in each of them.
 */
import { grownWords } from "@drift/core/Growth"

export const FAMILY = 0
/** Number of the kind in `KINDS`. */
export const KIND = 1
export const START = 2
export const END = 3
export const PARENT = 4
/** The nearest enclosing scope that is not a call: a chain of calls is crossed once, not once per call. */
export const CONTAINER = 5
/** The namespace in force where it stands. */
export const NAMESPACE = 6
export const FLAGS = 7
/** Number of a string. */
export const NAME = 8
/** Where the name stands; meaningful when `HAS_PLACE` is set. */
export const NAME_START = 9
/** Where the whole extent begins: the node, or the decorators or the export statement before it. */
export const EXTENT_START = 10
/** Number of a string: owner, separator and name. Made when first asked for. */
export const QUALIFIED = 11
/** The first and the last of what is listed in it (modifiers, imported names …), linked by `NEXT`. */
export const FIRST = 12
export const LAST = 13
export const NEXT = 14
/** Meaning by family: of a callable or type the declared owner (string), of imports and exports the source (string). */
export const TEXT = 15
/** Of imports and exports: where the text of the source ends. */
export const TEXT_END = 16
/** Of imports and exports the local name, of a call the receiver (string). */
export const OTHER = 17
/** The same cell of a callable: the type whose parameters it has, 0 where it has its own. */
export const PARAMETERS_OF = OTHER
/** The same cell of a holder: the export that its assignment is. */
export const EXPORT = OTHER
/** Range of the value of a holder or export, of the arguments of a call. */
export const VALUE_START = 18
export const VALUE_END = 19
/** The same cells of a callable or type: range of the type of the parameter that comes next. */
export const NEXT_TYPE_START = VALUE_START
export const NEXT_TYPE_END = VALUE_END
/** The same of a type: range of the modifier of the property that comes next. */
export const NEXT_MODIFIER_START = VALUE_START
export const NEXT_MODIFIER_END = VALUE_END
/** Of a call: how many arguments it has; of a type: how many properties that are named by their place. */
export const COUNT = 20
/** Of a call: the call with which it starts, its callee or receiver. */
export const INNER = 21
/** Range of the list of parameters; of the arguments of a decorator that are written in tokens. */
export const PARAMETERS_START = 22
export const PARAMETERS_END = 23
/** Range of the type: what a function returns, what a parameter or property is of. */
export const TYPE_START = 24
export const TYPE_END = 25
/** Range of the body of a function, of the default of a parameter. */
export const BODY_START = 26
export const BODY_END = 27
/** Range of the documentation. */
export const DOC_START = 28
export const DOC_END = 29

const STRIDE = 30

// Families of what is listed in a scope and is no record.
/** `NAME` is the text of a modifier. */
export const MODIFIER = 1 << 30
/** `NAME` is the text of a base, `KIND` 1 where it is implemented. */
export const BASE = 1 << 29
/** `NAME` is a further name of what is declared. */
export const FURTHER_NAME = 1 << 28
/** `TEXT` is the scope of a parameter that is a property as well. */
export const PROMOTED = 1 << 27
/** Ends an argument of a decorator that is written in tokens; with `KIND` 1 only its key. */
export const SEPARATOR = 1 << 26

/** Bits of `FLAGS`. */
export const DEAD = 1 << 0
export const HAS_PLACE = 1 << 1
export const HAS_BODY = 1 << 2
export const IS_BOUND = 1 << 3
export const IS_DEFAULT = 1 << 4
export const IS_TYPE_ONLY = 1 << 5
export const IS_AWAITED = 1 << 6
export const HAS_ARGUMENTS = 1 << 7
export const IS_REST = 1 << 8
export const IS_OPTIONAL = 1 << 9
/** The documentation is a string, with its quotes. */
export const IS_DOCSTRING = 1 << 10
/** Of a holder: its value is exported. */
export const IS_EXPORTED = 1 << 11
/** Of a holder: the members of its value, an object literal, are exported. */
export const HAS_EXPORTS = 1 << 12
/** Of an export: it is an assignment or a call. */
export const IS_ASSIGNED = 1 << 13

export class Scopes {
  /** To be read anew after each `open`, which may replace it. */
  cells = new Int32Array(1024 * STRIDE)
  #used = STRIDE

  reset(): void {
    this.cells.fill(0, 0, this.#used)
    this.#used = STRIDE
  }

  /** A scope with everything else 0. */
  open(family: number, kind: number, start: number, end: number, parent: number): number {
    const scope = this.#used
    this.#used += STRIDE
    if (this.#used > this.cells.length) this.cells = grownWords(this.cells)
    const cells = this.cells
    cells[scope + FAMILY] = family
    cells[scope + KIND] = kind
    cells[scope + START] = start
    cells[scope + END] = end
    cells[scope + PARENT] = parent
    cells[scope + EXTENT_START] = start
    return scope
  }

  /** Puts `item` at the end of what is listed in `scope`. */
  list(scope: number, item: number): void {
    const cells = this.cells
    const last = cells[scope + LAST]!
    if (last === 0) cells[scope + FIRST] = item
    else cells[last + NEXT] = item
    cells[scope + LAST] = item
  }

  set(scope: number, flag: number): void {
    this.cells[scope + FLAGS]! |= flag
  }

  clear(scope: number, flag: number): void {
    this.cells[scope + FLAGS]! &= ~flag
  }

  is(scope: number, flag: number): boolean {
    return (this.cells[scope + FLAGS]! & flag) !== 0
  }
}
