// A process of its own that may not read its project's root, first when it opens it, then when it scans it. It runs the
// built code.
import { driftInitialize, driftScan, driftShutdown } from "@drift/runtime/Drift"
import { chmodSync, mkdirSync } from "node:fs"
import { join } from "node:path"

const [, , folder] = process.argv
const root = join(folder, "root")
const options = { root, db: join(folder, "drift.db") }
const rejection = (promise) =>
  promise.then(
    () => "no rejection",
    (error) => error.message
  )

mkdirSync(root)
// Loads what is loaded on demand, while it may certainly be read.
await driftInitialize(options)
await driftScan()
await driftShutdown()

chmodSync(root, 0)
// The superuser may read everything, so this process stops being it; the database's folder is open to all.
if (process.getuid() === 0) {
  for (const path of [options.db, `${options.db}.lock`]) chmodSync(path, 0o666)
  process.seteuid(65_534)
}
const initializing = await rejection(driftInitialize(options))
if (process.getuid() === 0) process.seteuid(0)
chmodSync(root, 0o755)

await driftInitialize(options)
chmodSync(root, 0)
if (process.getuid() === 0) process.seteuid(65_534)
const scanning = await rejection(driftScan())
await driftShutdown()
process.stdout.write(`${JSON.stringify({ initializing, scanning })}\n`)
