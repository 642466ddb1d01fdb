/** A disk on which there is no room for another page. */
import type { StorageError } from "@drift/storage/Storage"
import { Storage } from "@drift/storage/Storage"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { vi } from "vitest"
import type * as Driver from "../src/internal/driver.js"
import { openDatabase } from "../src/internal/driver.js"
import { dump, put } from "./contract.js"
import { rich, sampleFacts } from "./samples.js"
import { temporaryFolder, temporaryStorage } from "./temporary.js"

/** Pages that a file may have. */
const disk = vi.hoisted(() => ({ pages: 0 }))

vi.mock("../src/internal/driver.js", async (original) => {
  const driver = await original<typeof Driver>()
  const openDatabase: typeof driver.openDatabase = (path, options) => {
    const db = driver.openDatabase(path, options)
    if (disk.pages > 0 && options?.readonly !== true) db.pragma(`max_page_count = ${disk.pages}`)
    return db
  }
  return { ...driver, openDatabase }
})

describe("a full disk", () => {
  it.scoped("fails the scan that needs more, keeps what was stored, and the next scan goes on from there", () =>
    Effect.gen(function* () {
      const path = join(yield* temporaryFolder, "drift.db")
      const first = [rich("a.ts"), ...sampleFacts(20, 1)]
      const second = sampleFacts(60, 2)
      const expected = yield* Effect.zipRight(put(...first, ...second), dump).pipe(Effect.provide(temporaryStorage))
      yield* Effect.gen(function* () {
        const storage = yield* Storage
        yield* put(...first)
        const before = yield* dump
        const db = openDatabase(path, { readonly: true })
        const pages = Number(db.pragma("page_count", { simple: true }))
        db.close()
        for (const more of [0, 1, 3]) {
          disk.pages = pages + more
          const error = (yield* Effect.flip(put(...second.slice(0, 12)))) as StorageError
          disk.pages = 0
          assert.strictEqual(error.code, "DISK_FULL", error.message)
          assert.include(error.message, path)
          assert.include((error.hints ?? []).join(), "Free some space")
          assert.deepStrictEqual(yield* dump, before)
          assert.strictEqual((yield* storage.scans(1))[0]!.status, "failed")
        }
        yield* put(...second)
        assert.deepStrictEqual(yield* dump, expected)
      }).pipe(Effect.provide(SqliteStorage.layer({ path })))
    })
  )
})
