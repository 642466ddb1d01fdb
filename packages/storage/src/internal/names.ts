/** Turns names into their ids in the table `name`, adding those it does not know. */
import type { FactBatchDecoder } from "@drift/core/FactBatchDecoder"
import { grownWords } from "@drift/core/Growth"
import { StringTable } from "@drift/core/StringTable"
import { BulkInsert } from "./bulkInsert.js"
import type { Database, Statement } from "./driver.js"

/** Beyond this many remembered names an incremental run starts over. */
const REMEMBERED = 50_000

/**
 * Ids by name. During a cold load, when the table has no index by text yet, all names are held in memory; otherwise a name
 * is looked up when it first occurs. New names are stored by `flush`, or earlier.
 *
 * Names are compared as bytes, so that no JavaScript string is made of one that is known.
 */
export class Names {
  readonly #known = new StringTable(Infinity)
  /** By the number of a known name. */
  #ids = new Int32Array(1 << 10)
  readonly #all: boolean
  readonly #db: Database
  readonly #find: Statement
  readonly #insert: BulkInsert
  #nextId = 1
  /** The batch that `of` speaks of, and the ids of its strings by number; 0 where not asked for yet. */
  #batch: FactBatchDecoder | undefined
  #ofBatch = new Int32Array(0)

  constructor(db: Database, all: boolean) {
    this.#db = db
    this.#all = all
    this.#find = db.prepare("SELECT id FROM name WHERE text = ?").pluck()
    this.#insert = new BulkInsert(db, "name", ["?", "?"])
    this.reset()
  }

  /** Forgets what may have been rolled back. */
  reset(): void {
    this.#insert.reset()
    this.#forget()
    this.#nextId = Number(this.#db.prepare("SELECT coalesce(max(id), 0) + 1 FROM name").pluck().get())
    if (!this.#all) return
    const rows = this.#db.prepare("SELECT id, CAST(text AS BLOB) FROM name").raw().iterate() as unknown
    for (const [id, text] of rows as Iterable<[number, Uint8Array]>) {
      this.#remember(this.#known.ofBytes(text, 0, text.length), id)
    }
  }

  /** From here on `of` speaks of the strings of this batch. */
  startBatch(batch: FactBatchDecoder): void {
    this.#batch = batch
    if (this.#ofBatch.length <= batch.stringCount) this.#ofBatch = new Int32Array(batch.stringCount * 2)
    else this.#ofBatch.fill(0, 0, batch.stringCount + 1)
  }

  /** Stores the new names. */
  flush(): void {
    this.#insert.flush()
  }

  /** The id of a string of the batch; `null` of none. */
  of(number: number): number | null {
    if (number === 0) return null
    const id = this.#ofBatch[number]!
    return id === 0 ? (this.#ofBatch[number] = this.#id(this.#batch!, number)) : id
  }

  #id(batch: FactBatchDecoder, number: number): number {
    if (!this.#all && this.#known.size >= REMEMBERED) {
      // What is forgotten must be there to be found.
      this.#insert.flush()
      this.#forget()
    }
    const known = this.#known.ofBytes(batch.textBytes, batch.startOf(number), batch.endOf(number))
    return this.#ids[known]! || this.#remember(known, this.#resolve(batch.text(number)!))
  }

  #resolve(text: string): number {
    const found = this.#all ? undefined : (this.#find.get(text) as number | undefined)
    if (found !== undefined) return found
    const id = this.#nextId++
    this.#insert.add(id)
    this.#insert.add(text)
    return id
  }

  #remember(known: number, id: number): number {
    if (known >= this.#ids.length) this.#ids = grownWords(this.#ids, known + 1)
    this.#ids[known] = id
    return id
  }

  #forget(): void {
    this.#known.reset()
    this.#ids.fill(0)
  }
}
