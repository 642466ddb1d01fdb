/** A file system that refuses every lock, which SQLite takes for one that somebody else has. */
import type { StorageError } from "@drift/storage/Storage"
import { Storage } from "@drift/storage/Storage"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { vi } from "vitest"
import type * as Driver from "../src/internal/driver.js"
import { put } from "./contract.js"
import { rich } from "./samples.js"
import { temporaryFolder } from "./temporary.js"

const fileSystem = vi.hoisted(() => ({ locks: true }))

vi.mock("../src/internal/driver.js", async (original) => {
  const driver = await original<typeof Driver>()
  const refuse = (): never => {
    throw Object.assign(new Error("database is locked"), { name: "SqliteError", code: "SQLITE_BUSY" })
  }
  const openDatabase: typeof driver.openDatabase = (path, options) => {
    const db = driver.openDatabase(path, options)
    return fileSystem.locks ? db : Object.assign(db, { exec: refuse, prepare: refuse, pragma: () => 0 })
  }
  return { ...driver, openDatabase }
})

describe("a file system without locks", () => {
  it.scoped("is told from a database that is busy, and the database stays as it is", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder
      const path = join(folder, "drift.db")
      yield* put(rich("a.ts")).pipe(Effect.provide(SqliteStorage.layer({ path })))
      const before = readdirSync(folder)
      fileSystem.locks = false
      yield* Effect.gen(function* () {
        const { open, openScan, summary } = yield* Storage
        for (const use of [open, openScan("/root"), summary([])] as ReadonlyArray<
          Effect.Effect<unknown, StorageError>
        >) {
          const error = yield* Effect.flip(use)
          assert.strictEqual(error.code, "STORAGE_ERROR")
          assert.include(error.message, "cannot lock files")
          assert.include((error.hints ?? []).join(), "--db")
        }
      }).pipe(Effect.scoped, Effect.provide(SqliteStorage.layer({ path })))
      fileSystem.locks = true
      assert.deepStrictEqual(readdirSync(folder), before)
    })
  )
})
