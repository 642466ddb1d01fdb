/** The indexes that a cold load leaves to its end. While they are not complete, any of them may be missing. */
import { immediate } from "./connection.js"
import { type Database, isSqliteError } from "./driver.js"
import { INDEXES } from "./schema.js"

/**
 * Rows are sorted in pieces of this size, in KiB, and merged from a temporary file. Pieces that fit into the processor's
 * cache take half the time of one sort in memory, and the memory is free for others.
 */
const SORTED_AT_ONCE = 2000

export const indexesComplete = (db: Database): boolean =>
  db.prepare("SELECT value FROM meta WHERE key = 'indexes_complete'").pluck().get() === 1

/** Makes those that are missing, one transaction each, and gathers statistics; `false` when it was cancelled before the end. */
export const completeIndexes = (db: Database, isCancelled: () => boolean): boolean => {
  for (const [name, sql] of Object.entries(INDEXES)) {
    if (isCancelled()) return false
    if (!indexExists(db, name)) create(db, sql)
  }
  immediate(db, () => {
    db.exec("PRAGMA analysis_limit = 1000; ANALYZE")
    db.exec("UPDATE meta SET value = 1 WHERE key = 'indexes_complete'")
  })
  return true
}

export const dropIndexes = (db: Database): void =>
  immediate(db, () => {
    db.exec("UPDATE meta SET value = 0 WHERE key = 'indexes_complete'")
    for (const name of Object.keys(INDEXES)) db.exec(`DROP INDEX IF EXISTS ${name}`)
  })

const indexExists = (db: Database, name: string): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?").get(name) !== undefined

const create = (db: Database, sql: string): void => {
  const body = () => immediate(db, () => db.exec(sql))
  try {
    withPragmas(db, { temp_store: "FILE", cache_size: -SORTED_AT_ONCE }, body)
  } catch (error) {
    // Where there is no room for temporary files, memory must do.
    if (!isSqliteError(error, "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")) throw error
    body()
  }
}

const withPragmas = (db: Database, pragmas: Readonly<Record<string, string | number>>, body: () => void): void => {
  const before = Object.keys(pragmas).map((name) => [name, db.pragma(name, { simple: true })] as const)
  for (const [name, value] of Object.entries(pragmas)) db.pragma(`${name} = ${value}`)
  try {
    body()
  } finally {
    for (const [name, value] of before) db.pragma(`${name} = ${String(value)}`)
  }
}
