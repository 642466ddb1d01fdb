/** Stores the facts of a batch: the numbers of its strings become ids of names, its words rows. */
import type { FactBatchDecoder } from "@drift/core/FactBatchDecoder"
import { FACT_OFFSETS } from "@drift/core/FactBatchDecoder"
import type { FactKind } from "@drift/core/FactBatch"
import { FACT_KINDS } from "@drift/core/FactBatch"
import { abbreviated } from "./abbreviations.js"
import { BulkInsert } from "./bulkInsert.js"
import { DatabaseFailure } from "./databaseFailure.js"
import type { Database } from "./driver.js"
import type { Names } from "./names.js"
import { CLASS_KINDS, EMPTY, FUNCTION_KINDS, IMPORT_KINDS, MAX_FACTS, PLACE, TABLES, VISIBILITIES } from "./schema.js"

const F = FACT_OFFSETS.functions
const C = FACT_OFFSETS.classes
const I = FACT_OFFSETS.imports
const E = FACT_OFFSETS.exports
const S = FACT_OFFSETS.call_sites

/** The code of each string of a batch that belongs to one enumeration: 0 of none, others counted from 1. */
class Codes {
  readonly #values: ReadonlyArray<string>
  #ofBatch = new Uint8Array(0)

  constructor(values: ReadonlyArray<string>) {
    this.#values = values
  }

  startBatch(strings: number): void {
    if (this.#ofBatch.length <= strings) this.#ofBatch = new Uint8Array(strings * 2)
    else this.#ofBatch.fill(0, 0, strings + 1)
  }

  of(batch: FactBatchDecoder, number: number): number {
    if (number === 0) return 0
    return this.#ofBatch[number]! || (this.#ofBatch[number] = this.#find(batch.text(number)!))
  }

  #find(value: string): number {
    const code = this.#values.indexOf(value) + 1
    if (code === 0) throw new DatabaseFailure("STORAGE_ERROR", `The database has no code for "${value}"`)
    return code
  }
}

/** The length of `[]`, and of no other list. */
const EMPTY_LIST = 2

/** By byte, whether it may be part of a name: letters, digits, `_`, `$`, `@`, and all that is not ASCII. */
const IN_NAMES = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 || /[\w$@]/.test(String.fromCharCode(byte)) ? 1 : 0
)

/** Nothing in a list of fewer characters has an abbreviation. */
const SHORTEST_ABBREVIATED = 10

/** Two values, of which one is NULL. */
const INTEGER_OR_TEXT = "coalesce(CAST(? AS INTEGER), ?)"

const columns = (count: number): ReadonlyArray<string> => new Array<string>(count).fill("?")

/** Numbers stand in a batch plus one, so that 0 can tell that there is none. */
const integer = (word: number): number | null => (word === 0 ? null : word - 1)

/** Writes the facts of one file after the other. */
export class FactWriter {
  readonly #names: Names
  readonly #functionKinds = new Codes(FUNCTION_KINDS)
  readonly #classKinds = new Codes(CLASS_KINDS)
  readonly #importKinds = new Codes(IMPORT_KINDS)
  readonly #visibilities = new Codes(VISIBILITIES)
  readonly #rows: Readonly<Record<FactKind, BulkInsert>>
  #batch: FactBatchDecoder | undefined
  /** Lists of the batch as they are stored. */
  readonly #lists = new Map<number, string>()
  /** The ordinals of the file's functions by qualified name; of equal names the first. */
  readonly #functions = new Map<string, number>()
  /** Calls of one function follow each other, so its id is mostly that of the last call. */
  #caller = 0
  #callerId: number | null = null

  constructor(db: Database, names: Names) {
    this.#names = names
    const rows = (kind: FactKind, values: ReadonlyArray<string>) => new BulkInsert(db, TABLES[kind], values)
    this.#rows = {
      functions: rows("functions", columns(19)),
      classes: rows("classes", columns(17)),
      imports: rows("imports", columns(6)),
      exports: rows("exports", columns(6)),
      // Numbers are bound as doubles, and a column of any type would keep them so.
      call_sites: rows("call_sites", ["?", "?", INTEGER_OR_TEXT, "?", INTEGER_OR_TEXT])
    }
  }

  /** To be called before the facts of the next batch. */
  startBatch(batch: FactBatchDecoder): void {
    this.#batch = batch
    this.#lists.clear()
    this.#names.startBatch(batch)
    for (const codes of [this.#functionKinds, this.#classKinds, this.#importKinds, this.#visibilities]) {
      codes.startBatch(batch.stringCount)
    }
  }

  /** To be called before the facts of the next file. */
  startFile(): void {
    this.#functions.clear()
    this.#caller = 0
    this.#callerId = null
  }

  /** Inserts all that `write` has been given. */
  flush(): void {
    this.#names.flush()
    for (const kind of FACT_KINDS) this.#rows[kind].flush()
  }

  /** Forgets what has not been inserted. */
  reset(): void {
    this.#names.reset()
    for (const kind of FACT_KINDS) this.#rows[kind].reset()
  }

  /** Reads the next `count` facts of the file and stores them, at the latest with `flush`. */
  write(kind: FactKind, fileId: number, count: number): void {
    const first = fileId * MAX_FACTS
    switch (kind) {
      case "functions":
        for (let i = 0; i < count; i++) this.#function(first + i, i)
        return
      case "classes":
        for (let i = 0; i < count; i++) this.#class(first + i)
        return
      case "imports":
        for (let i = 0; i < count; i++) this.#import(first + i)
        return
      case "exports":
        for (let i = 0; i < count; i++) this.#export(first + i)
        return
      case "call_sites":
        for (let i = 0; i < count; i++) this.#call(first + i)
        return
    }
  }

  #function(id: number, ordinal: number): void {
    const batch = this.#batch!
    const names = this.#names
    const w = batch.words
    const at = batch.nextFact("functions")
    const name = w[at + F.name]!
    const owner = w[at + F.owner]!
    const qualifiedName = owner === 0 ? batch.text(name)! : `${batch.text(owner)!}.${batch.text(name)!}`
    if (!this.#functions.has(qualifiedName)) this.#functions.set(qualifiedName, ordinal)
    const rows = this.#rows.functions
    rows.add(id)
    rows.add(names.of(name))
    rows.add(names.of(owner))
    rows.add(names.of(w[at + F.namespace]!))
    rows.add(
      this.#visibilities.of(batch, w[at + F.visibility]!) |
        (this.#functionKinds.of(batch, w[at + F.kind]!) << 3) |
        (w[at + F.is_exported]! << 7) |
        (w[at + F.is_async]! << 9) |
        (w[at + F.is_generator]! << 11) |
        (w[at + F.is_abstract]! << 13) |
        (w[at + F.is_static]! << 15) |
        (w[at + F.has_body]! << 17) |
        this.#isEmpty(w[at + F.parameters]!, EMPTY.functions.parameters) |
        this.#isEmpty(w[at + F.generics]!, EMPTY.functions.generics) |
        this.#isEmpty(w[at + F.decorators]!, EMPTY.functions.decorators)
    )
    this.#position(rows, w, at + F.line)
    rows.add(integer(w[at + F.parameter_count]!))
    rows.add(this.#list(w[at + F.parameters]!))
    rows.add(this.#list(w[at + F.generics]!))
    rows.add(this.#text(w[at + F.return_type]!))
    rows.add(batch.hashAt(at + F.body_hash))
    rows.add(batch.hashAt(at + F.signature_hash))
    rows.add(this.#list(w[at + F.decorators]!))
    rows.add(this.#text(w[at + F.doc]!))
  }

  #class(id: number): void {
    const batch = this.#batch!
    const names = this.#names
    const w = batch.words
    const at = batch.nextFact("classes")
    const rows = this.#rows.classes
    rows.add(id)
    rows.add(names.of(w[at + C.name]!))
    rows.add(names.of(w[at + C.owner]!))
    rows.add(names.of(w[at + C.namespace]!))
    rows.add(
      this.#visibilities.of(batch, w[at + C.visibility]!) |
        (this.#classKinds.of(batch, w[at + C.kind]!) << 3) |
        (w[at + C.is_exported]! << 7) |
        (w[at + C.is_abstract]! << 9) |
        this.#isEmpty(w[at + C.implements]!, EMPTY.classes.implements) |
        this.#isEmpty(w[at + C.generics]!, EMPTY.classes.generics) |
        this.#isEmpty(w[at + C.decorators]!, EMPTY.classes.decorators) |
        this.#isEmpty(w[at + C.properties]!, EMPTY.classes.properties)
    )
    this.#position(rows, w, at + C.line)
    rows.add(this.#text(w[at + C.extends]!))
    rows.add(this.#list(w[at + C.implements]!))
    rows.add(this.#list(w[at + C.generics]!))
    rows.add(this.#list(w[at + C.decorators]!))
    rows.add(this.#text(w[at + C.doc]!))
    rows.add(this.#list(w[at + C.properties]!))
  }

  #import(id: number): void {
    const batch = this.#batch!
    const w = batch.words
    const at = batch.nextFact("imports")
    const rows = this.#rows.imports
    rows.add(id)
    rows.add(this.#names.of(w[at + I.source]!))
    rows.add(
      w[at + I.is_type_only]! |
        (this.#importKinds.of(batch, w[at + I.kind]!) << 2) |
        this.#isEmpty(w[at + I.specifiers]!, EMPTY.imports.specifiers)
    )
    rows.add(integer(w[at + I.line]!))
    rows.add(integer(w[at + I.column]!))
    rows.add(this.#list(w[at + I.specifiers]!))
  }

  #export(id: number): void {
    const batch = this.#batch!
    const w = batch.words
    const at = batch.nextFact("exports")
    const rows = this.#rows.exports
    rows.add(id)
    rows.add(this.#names.of(w[at + E.name]!))
    rows.add(this.#names.of(w[at + E.source]!))
    rows.add(w[at + E.is_default]! | (w[at + E.is_type_only]! << 2))
    rows.add(integer(w[at + E.line]!))
    rows.add(integer(w[at + E.column]!))
  }

  #call(id: number): void {
    const batch = this.#batch!
    const w = batch.words
    const at = batch.nextFact("call_sites")
    const receiver = w[at + S.receiver]!
    const caller = w[at + S.caller]!
    if (caller !== this.#caller) {
      this.#caller = caller
      this.#callerId = this.#idOfCaller(caller)
    }
    const rows = this.#rows.call_sites
    rows.add(id)
    rows.add(this.#names.of(w[at + S.callee_name]!))
    const isName = this.#isName(receiver)
    rows.add(isName ? this.#names.of(receiver) : null)
    rows.add(isName ? null : batch.text(receiver)!)
    rows.add(this.#callerId)
    this.#place(rows, w, at)
  }

  /** Line, column and flags of a call, as bits of one number or, where these do not suffice, as a list. */
  #place(rows: BulkInsert, w: Int32Array, at: number): void {
    const line = integer(w[at + S.line]!) ?? 0
    const column = integer(w[at + S.column]!) ?? 0
    const count = w[at + S.argument_count]!
    const isNew = w[at + S.is_new]!
    const isAwait = w[at + S.is_await]!
    if (column < 2 ** PLACE.column && count < 2 ** PLACE.argumentCount) {
      // Multiplied where a shift would be of 32 bits.
      rows.add(((line * 2 ** PLACE.column + column) * 2 ** PLACE.argumentCount + count) * 16 + isNew * 4 + isAwait)
      rows.add(null)
    } else {
      rows.add(null)
      rows.add(`[${line},${column},${count},${isNew},${isAwait}]`)
    }
  }

  /** Whether a string is nothing but letters of a name, as a parameter, a variable or a type is. */
  #isName(number: number): boolean {
    if (number === 0) return true
    const batch = this.#batch!
    const { textBytes } = batch
    const end = batch.endOf(number)
    for (let at = batch.startOf(number); at < end; at++) if (IN_NAMES[textBytes[at]!] === 0) return false
    return true
  }

  #idOfCaller(caller: number): number | null {
    const name = this.#batch!.text(caller)
    return name === undefined ? null : (this.#functions.get(name) ?? -this.#names.of(caller)!)
  }

  /** The six numbers that follow each other in facts as in tables: line, column, and the extent by its distances. */
  #position(rows: BulkInsert, words: Int32Array, at: number): void {
    rows.add(words[at]! - 1)
    rows.add(words[at + 1]! - 1)
    rows.add(words[at]! - words[at + 2]!)
    rows.add(words[at + 3]! - words[at + 2]!)
    rows.add(words[at + 4]! - 1)
    rows.add(words[at + 5]! - words[at + 4]!)
  }

  /** The bit for a list without items. */
  #isEmpty(number: number, bit: number): number {
    return number !== 0 && this.#batch!.endOf(number) - this.#batch!.startOf(number) === EMPTY_LIST ? 1 << bit : 0
  }

  #list(number: number): string | null {
    const json = this.#batch!.text(number)
    if (json === undefined || json.length === EMPTY_LIST) return null
    if (json.length < SHORTEST_ABBREVIATED) return json
    let stored = this.#lists.get(number)
    if (stored === undefined) this.#lists.set(number, (stored = abbreviated(json)))
    return stored
  }

  #text(number: number): string | null {
    return this.#batch!.text(number) ?? null
  }
}
