/**
 * One scan at a time, across processes: a lock that the operating system releases however its holder ends.
 *
 * The lock is the write lock of a tiny database beside the real one. Its rollback journal lets others read who holds it
 * meanwhile.
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { ScanInProgress, type StorageError } from "../StorageError.js"
import { isBusy } from "./connection.js"
import { type Database, openDatabase } from "./driver.js"
import { toStorageError } from "./toStorageError.js"

interface Holder {
  readonly pid: number
  readonly started_at: number
}

/** For the moments in which a holder writes down who it is, in milliseconds. */
const PATIENCE = 1000

/** Whether the write lock could be had at once. */
const tryLock = (db: Database): boolean => {
  try {
    db.pragma("busy_timeout = 0")
    db.exec("BEGIN IMMEDIATE")
    return true
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  }
}

const readHolder = (db: Database): Holder | undefined => {
  db.pragma(`busy_timeout = ${PATIENCE}`)
  return db.prepare<[], Holder>("SELECT pid, started_at FROM holder").get()
}

type Attempt = { readonly db: Database } | { readonly holder: Holder }

const attempt = (path: string, self: Holder): Attempt => {
  const db = openDatabase(path)
  try {
    if (tryLock(db)) {
      db.exec("CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL, started_at INTEGER NOT NULL) STRICT")
      db.exec("DELETE FROM holder")
      db.prepare("INSERT INTO holder VALUES (?, ?)").run(self.pid, self.started_at)
      db.pragma(`busy_timeout = ${PATIENCE}`)
      db.exec("COMMIT")
      if (tryLock(db)) return { db }
    }
    const holder = readHolder(db) ?? self
    db.close()
    return { holder }
  } catch (error) {
    db.close()
    throw error
  }
}

/** Holds the scan lock of `database` until the scope closes; fails at once when another scan holds it. */
export const acquire = (
  database: string,
  now: number
): Effect.Effect<void, StorageError | ScanInProgress, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.try({
      try: () => attempt(`${database}.lock`, { pid: process.pid, started_at: now }),
      catch: (error) => toStorageError(`${database}.lock`, error)
    }).pipe(
      Effect.flatMap((result) =>
        "db" in result
          ? Effect.succeed(result.db)
          : new ScanInProgress({ pid: result.holder.pid, startedAt: result.holder.started_at, database })
      )
    ),
    (db) => Effect.sync(() => db.close())
  ).pipe(Effect.asVoid)
