/** Opens the one connection that writes, and brings the database to the current schema. */
import { checkHeader, DatabaseFailure, type Header, SELECT_HEADER } from "./databaseFailure.js"
import { type Database, isSqliteError, openDatabase } from "./driver.js"
import { MIGRATIONS } from "./migrations.js"

export { immediate } from "./transaction.js"

/** Bytes that the WAL keeps for the next transactions when all of it has been copied. */
export const WAL_KEPT = 64 * 1024 * 1024

/** How long SQLite itself waits for another connection that writes, in milliseconds. */
export const BUSY_TIMEOUT = 5000

/** What a writing connection runs with: the statement that sets it, and what reading it back must give. */
const PRAGMAS: Readonly<Record<string, readonly [set: string, expected: number | string]>> = {
  journal_mode: ["WAL", "wal"],
  synchronous: ["NORMAL", 1],
  foreign_keys: ["ON", 1],
  cache_size: ["-64000", -64000],
  busy_timeout: [`${BUSY_TIMEOUT}`, BUSY_TIMEOUT],
  temp_store: ["MEMORY", 2],
  wal_autocheckpoint: ["1000", 1000],
  journal_size_limit: [`${WAL_KEPT}`, WAL_KEPT]
}

/** A platform may allow less than this, so it is not read back. */
const MMAP_SIZE = 268_435_456

/**
 * Opens `path`, which is created when it does not exist, with every PRAGMA of the specification.
 *
 * @throws DatabaseFailure or what `openDatabase` throws; the file is untouched when it is not a database of ours.
 */
export const openForWriting = (path: string): Database => {
  try {
    return open(path)
  } catch (error) {
    // Of two processes that switch a new file to WAL at the same time, SQLite refuses one without letting it wait.
    if (isBusy(error)) return open(path)
    throw error
  }
}

/** Whether another connection was in the way. */
export const isBusy = (thrown: unknown): boolean => isSqliteError(thrown, "SQLITE_BUSY")

const open = (path: string): Database => {
  const db = openDatabase(path, { timeout: BUSY_TIMEOUT })
  try {
    const state = checkHeader(path, readHeader(db), MIGRATIONS)
    if (state === "empty") vacuumIncrementally(db)
    for (const [pragma, [value, expected]] of Object.entries(PRAGMAS)) {
      db.pragma(`${pragma} = ${value}`)
      const actual = db.pragma(pragma, { simple: true })
      if (actual !== expected) {
        throw new DatabaseFailure(
          "STORAGE_ERROR",
          pragma === "journal_mode"
            ? `${path} is on a file system that shares no memory between processes, as network file systems do not`
            : `${path} does not take ${pragma} = ${value}: it stays ${String(actual)}`
        )
      }
    }
    db.pragma(`mmap_size = ${MMAP_SIZE}`)
    if (state === "empty") MIGRATIONS.apply(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Must come before WAL: only the first page that is written, or a `VACUUM` outside WAL, makes it take effect. */
const vacuumIncrementally = (db: Database): void => {
  db.pragma("auto_vacuum = INCREMENTAL")
  // 0 for a file that another program has left with its first page and nothing else.
  if (db.pragma("auto_vacuum", { simple: true }) === 0) db.exec("VACUUM")
}

const readHeader = (db: Database): Header => db.prepare<[], Header>(SELECT_HEADER).get()!
