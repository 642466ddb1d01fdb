/** The tiny database beside a database whose write lock is the scan lock. */
import { existsSync } from "node:fs"
import { type Database, openDatabase } from "./driver.js"

export const lockOf = (database: string): string => `${database}.lock`

/** Whether somebody has ever written down in a lock who holds it. */
export const isWritten = (lock: Database): boolean =>
  lock.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'held'").get() !== undefined

/** Whether Drift has ever held the lock of `database`: a file of the lock's name may be anybody's. */
export const wasHeld = (database: string): boolean => {
  if (!existsSync(lockOf(database))) return false
  try {
    const lock = openDatabase(lockOf(database), { readonly: true, timeout: 1000 })
    try {
      return isWritten(lock)
    } finally {
      lock.close()
    }
  } catch {
    return false
  }
}
