/** Turns names into their ids in the table `name`, adding those it does not know. */
import type { FactBatchDecoder } from "@drift/core/FactBatchDecoder"
import type { Database, Statement } from "better-sqlite3"
import { BulkInsert } from "./bulkInsert.js"

/** A copy that stands alone: Node keeps longer strings as slices of the text they were cut from, here that of a whole batch. */
const copy = (text: string): string => Buffer.from(text).toString()

/** Beyond this many remembered names an incremental run starts over. */
const REMEMBERED = 50_000

/**
 * Ids by name. During a cold load, when the table has no index by text yet, all names are held in memory; otherwise a name
 * is looked up when it first occurs. New names are stored by `flush`, or earlier.
 */
export class Names {
  readonly #ids = new Map<string, number>()
  readonly #all: boolean
  readonly #db: Database
  readonly #find: Statement
  readonly #insert: BulkInsert
  #nextId = 1
  /** The batch that `of` speaks of, and the ids of its strings by number; 0 where not yet known. */
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
    this.#ids.clear()
    this.#nextId = Number(this.#db.prepare("SELECT coalesce(max(id), 0) + 1 FROM name").pluck().get())
    if (!this.#all) return
    const rows = this.#db.prepare<[], [number, string]>("SELECT id, text FROM name").raw().iterate() as unknown
    for (const [id, text] of rows as Iterable<[number, string]>) this.#ids.set(text, id)
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
    const known = this.#ofBatch[number]!
    return known === 0 ? (this.#ofBatch[number] = this.id(this.#batch!.text(number)!)) : known
  }

  id(text: string): number {
    return this.#ids.get(text) ?? this.#resolve(text)
  }

  #resolve(text: string): number {
    let id = this.#all ? undefined : (this.#find.get(text) as number | undefined)
    if (id === undefined) {
      id = this.#nextId++
      this.#insert.add(id)
      this.#insert.add(text)
    }
    if (!this.#all && this.#ids.size >= REMEMBERED) {
      // What is forgotten must be there to be found.
      this.#insert.flush()
      this.#ids.clear()
    }
    this.#ids.set(copy(text), id)
    return id
  }
}
