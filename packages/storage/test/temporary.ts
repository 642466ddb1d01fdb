import * as SqliteStorage from "@drift/storage/SqliteStorage"
import type { Storage } from "@drift/storage/Storage"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** An empty folder, removed with the scope. */
export const temporaryFolder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "drift-storage-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
)

/** A database that does not exist yet, in a folder that does not either. */
export const temporaryStorage: Layer.Layer<Storage> = Layer.unwrapScoped(
  Effect.map(temporaryFolder, (folder) => SqliteStorage.layer({ path: join(folder, ".drift", "drift.db") }))
)
