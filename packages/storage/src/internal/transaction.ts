/** Transactions that write. */
import type { Database } from "./driver.js"

/** Runs `body` in a transaction that takes the write lock at once; a deferred one may fail in its middle. */
export const immediate = <A>(db: Database, body: () => A): A => {
  db.exec("BEGIN IMMEDIATE")
  try {
    const result = body()
    db.exec("COMMIT")
    return result
  } catch (error) {
    rollBack(db)
    throw error
  }
}

/** Runs `body` within a transaction so that nothing is left of it when it fails, and the transaction goes on. */
export const nested = <A>(db: Database, body: () => A): A => {
  db.exec("SAVEPOINT nested")
  try {
    const result = body()
    db.exec("RELEASE nested")
    return result
  } catch (error) {
    // SQLite ends the whole transaction after some errors.
    if (db.inTransaction) db.exec("ROLLBACK TO nested; RELEASE nested")
    throw error
  }
}

/** A failure of this must not take the place of the failure before it. Closing the connection rolls back as well. */
const rollBack = (db: Database): void => {
  try {
    if (db.inTransaction) db.exec("ROLLBACK")
  } catch {
    // The next transaction cannot begin, and says so.
  }
}
