/**
 * One scan at a time, and nothing else meanwhile that replaces or changes the database, across processes: a lock that the operating system releases however its holder ends.
 *
 * The lock is the write lock of a tiny database beside the real one. Its rollback journal lets others read who holds it
 * meanwhile.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { accessSync, constants, existsSync } from "node:fs"
import { type DatabaseWork, ScanInProgress, type StorageError } from "../StorageError.js"
import { isAlive } from "./isAlive.js"
import { isBusy } from "./connection.js"
import { type Database, openDatabase } from "./driver.js"
import { isWritten, lockOf } from "./lockFile.js"
import { toStorageError } from "./toStorageError.js"

export interface Holder {
  readonly pid: number
  /** Seconds since 1970. */
  readonly startedAt: number
  readonly work: DatabaseWork
}

/** For the moments in which a holder writes down who it is, in milliseconds. */
const PATIENCE = 1000

/** For the moments in which somebody looks whether the lock is held, in milliseconds. */
const GLANCE = 30

/** Whether the write lock could be had within so many milliseconds. */
const tryLock = (db: Database, patience: number): boolean => {
  try {
    db.pragma(`busy_timeout = ${patience}`)
    db.exec("BEGIN IMMEDIATE")
    return true
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  }
}

/** What is written down; `undefined` while nobody ever did. */
const readHolder = (db: Database): Holder | undefined => {
  db.pragma(`busy_timeout = ${PATIENCE}`)
  if (!isWritten(db)) return undefined
  return db.prepare<[], Holder>("SELECT pid, started_at AS startedAt, work FROM held").get()
}

type Attempt =
  | { readonly db: Database }
  /** Who holds the lock is `isKnown` once it has written that down: until then there is what an earlier one wrote, or nothing. */
  | { readonly holder: Holder; readonly isKnown: boolean }

const attempt = (path: string, self: Holder): Attempt => {
  const db = openDatabase(path)
  let written = false
  try {
    if (tryLock(db, GLANCE)) {
      db.exec(
        "CREATE TABLE IF NOT EXISTS held (pid INTEGER NOT NULL, started_at INTEGER NOT NULL, work TEXT NOT NULL) STRICT"
      )
      db.exec("DELETE FROM held")
      db.prepare("INSERT INTO held VALUES (?, ?, ?)").run(self.pid, self.startedAt, self.work)
      written = true
      db.pragma(`busy_timeout = ${PATIENCE}`)
      db.exec("COMMIT")
      if (tryLock(db, GLANCE)) return { db }
    }
    const holder = readHolder(db)
    db.close()
    // Between writing it down and locking again another one may have been faster.
    const isOwn = written && holder?.pid === self.pid
    return { holder: holder ?? self, isKnown: holder !== undefined && !isOwn && isAlive(holder.pid) }
  } catch (error) {
    db.close()
    throw error
  }
}

/** Between two looks at a lock whose holder is about to write down who it is, in milliseconds. */
const PAUSE = 10

/** Tries until the lock is there or its holder known, or patience ends. */
const untilKnown = <E>(trying: Effect.Effect<Attempt, E>, looks = PATIENCE / PAUSE): Effect.Effect<Attempt, E> =>
  Effect.flatMap(trying, (result) =>
    "db" in result || result.isKnown || looks === 0
      ? Effect.succeed(result)
      : Effect.zipRight(Effect.sleep(PAUSE), untilKnown(trying, looks - 1))
  )

/** Holds the scan lock of `database` until the scope closes; fails at once when another process holds it. */
export const acquire = (
  database: string,
  work: DatabaseWork
): Effect.Effect<void, StorageError | ScanInProgress, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      untilKnown(
        Effect.try({
          try: () => attempt(lockOf(database), { pid: process.pid, startedAt: Math.floor(now / 1000), work }),
          catch: (error) => toStorageError(lockOf(database), error)
        })
      )
    ).pipe(
      Effect.flatMap((result) =>
        "db" in result ? Effect.succeed(result.db) : new ScanInProgress({ ...result.holder, database })
      )
    ),
    (db) => Effect.sync(() => db.close())
  ).pipe(Effect.asVoid)

/** What one look at the lock tells: that it is free, or what is written in it and whether that is of who holds it now. */
const look = (lock: string): { readonly holder: Holder | undefined; readonly isKnown: boolean } => {
  const free = { holder: undefined, isKnown: true }
  if (!existsSync(lock)) return free
  const mayLock = isWritable(lock)
  const db = openDatabase(lock)
  try {
    if (mayLock && tryLock(db, 0)) return free
    const holder = readHolder(db)
    const isHeld = holder !== undefined && isAlive(holder.pid)
    // Who may not lock is refused nothing: whether the last holder lives must do.
    return mayLock || isHeld ? { holder, isKnown: isHeld } : free
  } finally {
    db.close()
  }
}

const isWritable = (path: string): boolean => {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Who holds the lock of `database` now; nobody's is not created. */
export const holder = (database: string, looks = PATIENCE / PAUSE): Effect.Effect<Holder | undefined, StorageError> =>
  Effect.try({
    try: () => look(lockOf(database)),
    catch: (error) => toStorageError(lockOf(database), error)
  }).pipe(
    Effect.flatMap((seen) =>
      seen.isKnown || looks === 0
        ? Effect.succeed(seen.holder)
        : Effect.zipRight(Effect.sleep(PAUSE), holder(database, looks - 1))
    )
  )
