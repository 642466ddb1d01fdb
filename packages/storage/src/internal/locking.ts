/** SQLite calls a file busy, too, where the file system cannot lock files at all, as some network file systems cannot. */
import { rmSync } from "node:fs"
import { isSqliteError, openDatabase } from "./driver.js"

/**
 * Whether files beside `path` can be locked, as far as can be told: tried with one that nobody else has.
 */
export const canLock = (path: string): boolean => {
  const probe = `${path}.probe-${process.pid}`
  try {
    const db = openDatabase(probe, { timeout: 0 })
    try {
      db.exec("BEGIN IMMEDIATE; ROLLBACK")
    } finally {
      db.close()
    }
    return true
  } catch (error) {
    return !isSqliteError(error, "SQLITE_BUSY", "SQLITE_IOERR", "SQLITE_PROTOCOL", "SQLITE_NOLFS")
  } finally {
    rmSync(probe, { force: true })
  }
}
