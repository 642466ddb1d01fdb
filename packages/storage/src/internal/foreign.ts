/** Nothing is done to files that are not Drift's. */
import { existsSync, statSync } from "node:fs"
import { checkHeader, DatabaseFailure, type Header, SELECT_HEADER } from "./databaseFailure.js"
import { isSqliteError, openDatabase } from "./driver.js"
import { wasHeld } from "./lockFile.js"
import { MIGRATIONS } from "./migrations.js"

/**
 * Lets a database of Drift pass, whatever its schema and however damaged, and what is not there.
 *
 * @throws what tells that the file is something else.
 */
export const refuseForeign = (path: string): void => {
  if (!existsSync(path)) return
  if (statSync(path).isDirectory()) throw new DatabaseFailure("STORAGE_ERROR", `${path} is a directory`)
  try {
    const db = openDatabase(path, { readonly: true, timeout: 5000 })
    try {
      checkHeader(path, db.prepare<[], Header>(SELECT_HEADER).get()!, MIGRATIONS)
    } finally {
      db.close()
    }
  } catch (error) {
    // Where Drift has scanned before, the file was its own.
    if (isSqliteError(error, "SQLITE_NOTADB") && wasHeld(path)) return
    if (isSqliteError(error, "SQLITE_CORRUPT")) return
    if (error instanceof DatabaseFailure && error.code !== "STORAGE_ERROR") return
    throw error
  }
}
