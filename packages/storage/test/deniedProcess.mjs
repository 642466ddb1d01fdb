// A process of its own that may not write where a database is. It runs the built code.
import * as Admin from "@drift/storage/SqliteAdmin"
import { Storage } from "@drift/storage/Storage"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { chmodSync, readdirSync } from "node:fs"
import { join } from "node:path"

const [, , folder] = process.argv
const shut = join(folder, "shut")
const path = join(shut, "drift.db")
const out = join(folder, "good.db")
const layer = Layer.merge(SqliteStorage.layer({ path }), Admin.layer({ path }))
const run = (effect) => Effect.runPromise(Effect.scoped(Effect.provide(effect, layer)))
const told = (effect) =>
  run(
    Effect.match(effect, {
      onSuccess: () => "no error",
      onFailure: ({ code, hints, message }) => `${code}: ${message} | ${hints}`
    })
  )

const inStorage = (use) => Effect.flatMap(Storage, use)
const inAdmin = (use) => Effect.flatMap(Admin.SqliteAdmin, use)

await run(inStorage((storage) => storage.openScan("/root")))
await run(inAdmin((admin) => admin.backup({ out })))
for (const name of readdirSync(shut)) chmodSync(join(shut, name), 0o444)
chmodSync(shut, 0o555)
chmodSync(folder, 0o755)
// The superuser may write everywhere, so this process stops being it.
if (process.getuid() === 0) process.seteuid(65_534)
const answers = {
  openScan: await told(inStorage((storage) => storage.openScan("/root"))),
  backup: await told(inAdmin((admin) => admin.backup({}))),
  collectGarbage: await told(inAdmin((admin) => admin.collectGarbage({}))),
  restore: await told(inAdmin((admin) => admin.restore(out)))
}
if (process.getuid() === 0) process.seteuid(0)
chmodSync(shut, 0o755)
process.stdout.write(JSON.stringify(answers))
