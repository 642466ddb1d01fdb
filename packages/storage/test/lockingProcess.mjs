// A process of its own that writes to a database for some milliseconds, or until it is killed when these are 0.
import { openDatabase } from "../dist/internal/driver.js"

const [, , path, millis] = process.argv
const db = openDatabase(path, { timeout: 30_000 })
db.exec("BEGIN IMMEDIATE")
process.stdout.write("ready\n")
setTimeout(
  () => {
    db.exec("COMMIT")
    db.close()
  },
  Number(millis) === 0 ? 2 ** 31 - 1 : Number(millis)
)
