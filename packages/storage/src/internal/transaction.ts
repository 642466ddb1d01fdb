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
    if (db.inTransaction) db.exec("ROLLBACK")
    throw error
  }
}
