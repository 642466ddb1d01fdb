// A process of its own that may only read a database, and tells how its last scan stands. It runs the built code.
import { Storage } from "@drift/storage/Storage"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import * as Effect from "effect/Effect"

const [, , path] = process.argv
const ask = () =>
  Effect.runPromise(
    Effect.scoped(
      Effect.provide(
        Effect.flatMap(Storage, (storage) => storage.scans(1)),
        SqliteStorage.layer({ path })
      )
    )
  )

// Loads everything while it may.
await ask()
// The superuser may write everywhere, so this process stops being it.
if (process.getuid() === 0) process.setuid(65_534)
process.stdout.write((await ask())[0].status)
