/** What is done about a database whose last writer died: WAL and transactions are SQLite's, the rest is here. */
import { encode } from "@drift/core/FileIndex"
import { DatabaseFailure } from "./databaseFailure.js"
import type { Database } from "./driver.js"
import { indexedFiles, SELECT_INDEXED_FILES } from "./indexedFiles.js"
import { INDEXES } from "./schema.js"
import { inflated, SELECT_FILE_INDEX } from "./storedIndex.js"
import { immediate } from "./transaction.js"

/** What went wrong with a scan that could not say so any more. */
export const PROCESS_ENDED = "The process ended before the scan did"

/** A scan whose process ended before it did. */
export interface UnfinishedScan {
  readonly id: number
  readonly pid: number
  /** Seconds since 1970. */
  readonly startedAt: number
}

/** The scans that claim to be running. Whoever holds the scan lock knows better. */
export const unfinishedScans = (db: Database): ReadonlyArray<UnfinishedScan> =>
  db
    .prepare<[], UnfinishedScan>(
      "SELECT id, pid, started_at AS startedAt FROM scan WHERE status = 'running' ORDER BY id DESC"
    )
    .all()

/** Ends the rows of scans that no process is at any more. */
export const failUnfinishedScans = (db: Database): void => {
  db.prepare("UPDATE scan SET status = 'failed', error = ? WHERE status = 'running'").run(PROCESS_ENDED)
}

/**
 * Looks at every table of the database; whoever cancels waits for one of them. Indexes are looked at, too, but not whether
 * they hold what their table holds: that is `integrity_check`.
 *
 * @throws DatabaseFailure that names what is damaged.
 */
export const quickCheck = (db: Database, isCancelled: () => boolean): void => {
  for (const table of tables(db)) {
    if (isCancelled()) return
    const [damage] = problems(db, "quick_check", table)
    if (damage !== undefined) throw new DatabaseFailure("DB_CORRUPT", `The database is damaged: ${damage}`)
  }
}

/** The tables that hold rows of their own. */
export const tables = (db: Database): ReadonlyArray<string> =>
  db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name")
    .pluck()
    .all()

/** What SQLite has to say against a table, or against the whole file. */
export const problems = (
  db: Database,
  check: "quick_check" | "integrity_check",
  table?: string
): ReadonlyArray<string> =>
  db
    .prepare<[], string>(`PRAGMA ${check}${table === undefined ? "" : `("${table}")`}`)
    .pluck()
    .all()
    .filter((line) => line !== "ok")
    // The first line may only say which database is meant.
    .map((line) => line.replace(/^\*\*\* in database main \*\*\*\s*/, "").replace(/\s*\n\s*/g, "; "))

/** The indexes that should be there and are not. */
export const missingIndexes = (db: Database): ReadonlyArray<string> => {
  const found = new Set(db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'index'").pluck().all())
  return Object.keys(INDEXES).filter((name) => !found.has(name))
}

/** Whether the packed file index is absent or says what the rows say. */
export const isIndexOfRows = (db: Database): boolean => {
  const stored = db.prepare<[], Uint8Array>(SELECT_FILE_INDEX).pluck().get()
  if (stored === undefined) return true
  const packed = inflated(stored)
  const rows = db.prepare<[], ReadonlyArray<unknown>>(`${SELECT_INDEXED_FILES} ORDER BY path`).raw()
  return packed !== undefined && Buffer.compare(packed, encode(indexedFiles(rows.iterate()))) === 0
}

/** Makes the next scan make what is derived from the rows and does not fit them: indexes that are missing, the packed file index. */
export const dropUnfit = (db: Database): void => {
  const unfit = !isIndexOfRows(db)
  const missing = missingIndexes(db).length > 0
  if (!unfit && !missing) return
  immediate(db, () => {
    if (unfit) db.exec("DELETE FROM file_index")
    if (missing) db.exec("UPDATE meta SET value = 0 WHERE key = 'indexes_complete'")
  })
}
