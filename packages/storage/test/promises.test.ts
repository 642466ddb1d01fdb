/** What the connections and the writer of a database promise, looked at from beside them. */
import { Storage } from "@drift/storage/Storage"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { vi } from "vitest"
import { openDatabase } from "../src/internal/driver.js"
import * as Reader from "../src/internal/reader.js"
import { put, record } from "./contract.js"
import { batch, callSite, facts, fileRow, rich } from "./samples.js"
import { temporaryFolder } from "./temporary.js"

const withDatabase = <E>(body: (path: string) => Effect.Effect<void, E, Storage | Scope.Scope>) =>
  Effect.gen(function* () {
    const path = join(yield* temporaryFolder, "drift.db")
    yield* body(path).pipe(Effect.provide(SqliteStorage.layer({ path })))
  })

/** How many transactions the WAL holds: frames that say how large the database is after them. */
const transactions = (path: string): number => {
  const wal = readFileSync(`${path}-wal`)
  const frame = 24 + wal.readUInt32BE(8)
  const salt = wal.subarray(16, 24)
  let count = 0
  for (let at = 32; at + frame <= wal.length; at += frame) {
    // The rest is what was there before the WAL was begun anew.
    if (!wal.subarray(at + 8, at + 16).equals(salt)) break
    if (wal.readUInt32BE(at + 4) > 0) count++
  }
  return count
}

describe("The writer of a database", () => {
  it.scoped(
    "stores five hundred files of a batch in one transaction, which is there for all when it is told to be",
    () =>
      withDatabase((path) =>
        Effect.gen(function* () {
          const storage = yield* Storage
          yield* put(rich("a.ts"))
          const session = yield* storage.openScan("/root")
          yield* session.put(batch(rich("b.ts")))
          const before = transactions(path)
          const many = Array.from({ length: 500 }, (_, i) =>
            facts(fileRow(`many/${i}.ts`), { callSites: [callSite("f", i)] })
          )
          yield* session.put(batch(...many))
          assert.strictEqual(transactions(path), before + 1)
          const db = openDatabase(path, { readonly: true })
          assert.strictEqual(db.prepare("SELECT count(*) FROM files WHERE path GLOB 'many/*'").pluck().get(), 500)
          assert.strictEqual(db.prepare("SELECT count(*) FROM call_sites WHERE file GLOB 'many/*'").pluck().get(), 500)
          db.close()
          yield* session.complete(record())
        })
      )
  )

  it.scoped("keeps everything that eight store at the same time", () =>
    withDatabase(() =>
      Effect.gen(function* () {
        const storage = yield* Storage
        const session = yield* storage.openScan("/root")
        const stored = (writer: number) =>
          Effect.forEach(
            Array.from({ length: 10 }, (_, i) => i),
            (part) => session.put(batch(...Array.from({ length: 10 }, (_, i) => rich(`${writer}/${part}/${i}.ts`))))
          )
        yield* Effect.forEach([0, 1, 2, 3, 4, 5, 6, 7], stored, { concurrency: "unbounded" })
        yield* session.complete(record())
        yield* session.tidyUp
        const { facts: counts, filesTotal } = yield* storage.summary([])
        assert.deepStrictEqual([filesTotal, counts.functions, counts.callSites], [800, 3200, 4000])
        assert.deepStrictEqual(yield* storage.check, [])
      })
    )
  )
})

describe("The reader of a database", () => {
  it.scoped("refuses to write", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        yield* put(rich("a.ts"))
        const reader = (yield* Reader.open(path))!
        for (const sql of ["DELETE FROM file RETURNING id", "INSERT INTO meta VALUES ('x', 1) RETURNING value"]) {
          const error = yield* Effect.flip(reader.values(sql))
          assert.strictEqual(error.code, "STORAGE_ERROR")
          assert.strictEqual((error.cause as { code?: string }).code, "SQLITE_READONLY")
        }
        assert.deepStrictEqual(yield* reader.values("PRAGMA query_only"), [[1]])
        assert.strictEqual((yield* (yield* Storage).loadIndex).size, 1)
      })
    )
  )

  it.scoped("compiles a query once, however often it is asked", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        yield* put(rich("a.ts"), rich("b.ts"))
        const asked = (times: number) =>
          Effect.repeatN(
            Effect.all([
              storage.summary([]),
              storage.list({ view: "functions", filter: { file: "a.ts" } }),
              storage.list({ view: "call_sites", filter: { name: "boot" } })
            ]),
            times - 1
          )
        yield* asked(1)
        const db = openDatabase(path, { readonly: true })
        const prepare = vi.spyOn(Object.getPrototypeOf(db) as typeof db, "prepare")
        yield* asked(1000)
        const asBefore = prepare.mock.calls.length
        yield* storage.list({ view: "imports", limit: 7 })
        const another = prepare.mock.calls.length
        prepare.mockRestore()
        db.close()
        assert.deepStrictEqual([asBefore, another], [0, 1])
      })
    )
  )
})
