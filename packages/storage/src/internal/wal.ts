/** The write-ahead log is copied into the database as it grows (`wal_autocheckpoint`), and here emptied. */
import { statSync } from "node:fs"
import type { Database } from "./driver.js"

/** How long the end of a scan waits for readers before it leaves the WAL to the next one, in milliseconds. */
const PATIENCE = 100

/** A WAL that has grown beyond this, in bytes, is one that readers keep from starting over. */
export const EMERGENCY = 100 * 1000 * 1000

/** Where it could not be emptied, it is tried again after this many bytes more. */
const NEXT_TRY = 16 * 1000 * 1000

export const walBytes = (path: string): number => statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0

/** Copies the WAL into the database and empties it, waiting so many milliseconds for others; whether it is empty now. */
export const emptyWal = (db: Database, patience: number): boolean => {
  const before = Number(db.pragma("busy_timeout", { simple: true }))
  db.pragma(`busy_timeout = ${patience}`)
  try {
    return db.pragma("wal_checkpoint(TRUNCATE)", { simple: true }) === 0
  } finally {
    db.pragma(`busy_timeout = ${before}`)
  }
}

/** The WAL of a connection that writes. */
export class Wal {
  readonly #db: Database
  readonly #path: string
  readonly #emergency: number
  #limit: number

  /** `emergency`: more bytes than this are too many. */
  constructor(db: Database, path: string, emergency = EMERGENCY) {
    this.#db = db
    this.#path = path
    this.#emergency = emergency
    this.#limit = emergency
  }

  /** For the end of a scan. */
  truncate(): void {
    emptyWal(this.#db, PATIENCE)
  }

  /** To be called after a transaction that may have been large. Waits for nobody. */
  afterCommit(): void {
    const bytes = walBytes(this.#path)
    if (bytes <= this.#limit) return
    this.#limit = emptyWal(this.#db, 0) ? this.#emergency : bytes + NEXT_TRY
  }
}
