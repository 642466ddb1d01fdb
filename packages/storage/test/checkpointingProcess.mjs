// A process of its own that writes to all pages of the calls, changing nothing, and copies the WAL into the database, again and
// again until it is killed. It runs the built code.
import { openForWriting } from "../dist/internal/connection.js"
import { immediate } from "../dist/internal/transaction.js"
import { emptyWal } from "../dist/internal/wal.js"

const [, , path] = process.argv
const db = openForWriting(path)
db.pragma("wal_autocheckpoint = 0")
for (;;) {
  immediate(db, () => db.exec("UPDATE call SET id = id"))
  process.stdout.write("ready\n")
  emptyWal(db, 0)
}
