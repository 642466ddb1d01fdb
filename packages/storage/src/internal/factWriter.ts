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
import {
  CLASS_KINDS,
  FUNCTION_KINDS,
  IMPORT_KINDS,
  LONGEST_INTERNED_RECEIVER,
  MAX_FACTS,
  TABLES,
  VISIBILITIES
} from "./schema.js"

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

/** Nothing in a list of fewer characters has an abbreviation. */
const SHORTEST_ABBREVIATED = 10

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
      // A receiver comes as an id or as text. Ids are bound as doubles, and a column of any type would keep them so.
      call_sites: rows("call_sites", ["?", "?", "coalesce(CAST(? AS INTEGER), ?)", ...columns(4)])
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
        (w[at + F.has_body]! << 17)
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
        (w[at + C.is_abstract]! << 9)
    )
    this.#position(rows, w, at + C.line)
    rows.add(this.#text(w[at + C.extends]!))
    rows.add(this.#text(w[at + C.implements]!))
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
    rows.add(w[at + I.is_type_only]! | (this.#importKinds.of(batch, w[at + I.kind]!) << 2))
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
    const isLong = batch.endOf(receiver) - batch.startOf(receiver) > LONGEST_INTERNED_RECEIVER
    rows.add(isLong ? null : this.#names.of(receiver))
    rows.add(isLong ? batch.text(receiver)! : null)
    rows.add(this.#callerId)
    rows.add(w[at + S.is_await]! + w[at + S.is_new]! * 4 + w[at + S.argument_count]! * 16)
    rows.add(integer(w[at + S.line]!))
    rows.add(integer(w[at + S.column]!))
  }

  #idOfCaller(caller: number): number | null {
    const name = this.#batch!.text(caller)
    return name === undefined ? null : (this.#functions.get(name) ?? -this.#names.of(caller)!)
  }

  /** The six numbers that follow each other in facts as in tables. */
  #position(rows: BulkInsert, words: Int32Array, line: number): void {
    for (let at = line; at < line + 6; at++) rows.add(integer(words[at]!))
  }

  #list(number: number): string | null {
    const json = this.#batch!.text(number)
    if (json === undefined || json.length < SHORTEST_ABBREVIATED) return json ?? null
    let stored = this.#lists.get(number)
    if (stored === undefined) this.#lists.set(number, (stored = abbreviated(json)))
    return stored
  }

  #text(number: number): string | null {
    return this.#batch!.text(number) ?? null
  }
}
