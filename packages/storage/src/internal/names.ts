/** Turns names into their ids in the table `name`, adding those it does not know. */
import type { Database, Statement } from "better-sqlite3"

/**
 * A copy that stands alone, and as SQLite will store it. Node keeps longer strings as slices of the text they were cut from,
 * here the text of a whole batch.
 */
const copy = (text: string): string => Buffer.from(text).toString()

/** Beyond this many remembered names an incremental run starts over. */
const REMEMBERED = 50_000

/**
 * Ids by name. During a cold load, when the table has no index by text yet, all names are held in memory; otherwise a name
 * is looked up when it first occurs.
 */
export class Names {
  readonly #ids = new Map<string, number>()
  readonly #all: boolean
  readonly #db: Database
  readonly #find: Statement
  readonly #insert: Statement
  #nextId = 1

  constructor(db: Database, all: boolean) {
    this.#db = db
    this.#all = all
    this.#find = db.prepare("SELECT id FROM name WHERE text = ?").pluck()
    this.#insert = db.prepare("INSERT INTO name (id, text) VALUES (?, ?)")
    this.reset()
  }

  /** Forgets what may have been rolled back. */
  reset(): void {
    this.#ids.clear()
    this.#nextId = Number(this.#db.prepare("SELECT coalesce(max(id), 0) + 1 FROM name").pluck().get())
    if (!this.#all) return
    const rows = this.#db.prepare<[], [number, string]>("SELECT id, text FROM name").raw().iterate() as unknown
    for (const [id, text] of rows as Iterable<[number, string]>) this.#ids.set(text, id)
  }

  id(text: string): number {
    return this.#ids.get(text) ?? this.#resolve(copy(text))
  }

  #resolve(text: string): number {
    let id = this.#all ? this.#ids.get(text) : (this.#find.get(text) as number | undefined)
    if (id === undefined) {
      id = this.#nextId++
      this.#insert.run(id, text)
    }
    if (!this.#all && this.#ids.size >= REMEMBERED) this.#ids.clear()
    this.#ids.set(text, id)
    return id
  }
}
