/** What other processes do to a database while they live and when they die. */
import type { StorageError } from "@drift/storage/Storage"
import { Storage } from "@drift/storage/Storage"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Scope from "effect/Scope"
import { existsSync, readFileSync, rmSync, statSync } from "node:fs"
import { endianness } from "node:os"
import { join } from "node:path"
import { dump, put, record, scan } from "./contract.js"
import { batch, callSite, facts, fileRow, rich } from "./samples.js"
import { otherProcess } from "./otherProcess.js"
import { count, random } from "./random.js"
import { temporaryFolder } from "./temporary.js"
import { openDatabase } from "../src/internal/driver.js"
import { INDEXES } from "../src/internal/schema.js"

const SEED = Number(process.env["DRIFT_FUZZ_SEED"] ?? 9)

/** A process that scans `batches` batches into the database; these are committed when it is there. */
const scanningProcess = (path: string, batches: number) => otherProcess("./scanningProcess.mjs", path, String(batches))

/** A process that has the write lock of the database, for so many milliseconds, or with 0 until it is killed. */
const lockingProcess = (path: string, millis: number) => otherProcess("./lockingProcess.mjs", path, String(millis))

/** Whether whoever copied the WAL into the database did not come to the end of it, as the file beside the WAL says. */
const isHalfCopied = (path: string): boolean => {
  const shared = readFileSync(`${path}-shm`)
  const [copied, begun] = [96, 128].map((at) =>
    endianness() === "LE" ? shared.readUInt32LE(at) : shared.readUInt32BE(at)
  )
  return begun! > copied!
}

const crowd = (path: string, count: number) =>
  facts(fileRow(path), { callSites: Array.from({ length: count }, (_, i) => callSite(`call${i}`, i)) })

const withDatabase = (body: (path: string) => Effect.Effect<void, unknown, Storage | Scope.Scope>) =>
  Effect.gen(function* () {
    const path = join(yield* temporaryFolder, "drift.db")
    yield* body(path).pipe(Effect.provide(SqliteStorage.layer({ path })))
  })

const integrity = (path: string): ReadonlyArray<unknown> => {
  const db = openDatabase(path, { readonly: true })
  try {
    return db.prepare("PRAGMA integrity_check").pluck().all()
  } finally {
    db.close()
  }
}

const indexCount = (path: string): unknown => {
  const db = openDatabase(path, { readonly: true })
  try {
    return db.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").pluck().get()
  } finally {
    db.close()
  }
}

describe("A database that other processes use", () => {
  it.scoped("refuses a second scan while the first process lives, and opens and reads meanwhile", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const child = yield* scanningProcess(path, 2)
        const storage = yield* Storage
        const refused = yield* Effect.flip(Effect.scoped(storage.openScan("/root")))
        assert.strictEqual(refused._tag, "ScanInProgress")
        if (refused._tag === "ScanInProgress") {
          assert.strictEqual(refused.pid, child.pid)
          assert.strictEqual(refused.database, path)
          assert.include(refused.message, String(child.pid))
        }
        yield* storage.open
        const { items } = yield* storage.list({ view: "files", limit: 1000 })
        assert.strictEqual(items.length, 40)
        const status = Effect.map(storage.scans(1), ([row]) => [row!.status, row!.error])
        assert.deepStrictEqual(yield* status, ["running", null])
        yield* child.kill
        assert.deepStrictEqual(yield* status, ["failed", "The process ended before the scan did"])
        yield* put(rich("a.ts"))
        assert.deepStrictEqual(
          (yield* storage.scans(10)).map((row) => row.status),
          ["complete", "failed"]
        )
      })
    )
  )

  it.scoped("is rid of the WAL of a process that died once it is opened", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const child = yield* scanningProcess(path, 2)
        yield* child.kill
        assert.isAbove(statSync(`${path}-wal`).size, 0)
        const storage = yield* Storage
        yield* storage.open
        assert.isFalse(existsSync(`${path}-wal`))
        assert.strictEqual((yield* storage.loadIndex).size, 40)
      })
    )
  )

  it.scoped("survives the death of a process between the load and its indexes", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const child = yield* scanningProcess(path, 30)
        yield* child.kill
        assert.strictEqual(indexCount(path), 0)
        assert.deepStrictEqual(integrity(path), ["ok"])
        const storage = yield* Storage
        assert.strictEqual((yield* storage.loadIndex).size, 600, "what was committed is known to the next scan")
        const unindexed = yield* storage.list({ view: "call_sites", filter: { name: "call7" }, limit: 3 })
        assert.strictEqual(unindexed.items.length, 3)
        yield* scan((session) =>
          session.put(
            batch(facts(fileRow("src/0/0.ts"), { callSites: [callSite("call7", 1, { receiver: "new.name" })] }))
          )
        )
        assert.isAbove(Number(indexCount(path)), 5)
        assert.deepStrictEqual(integrity(path), ["ok"])
        const { items } = yield* storage.list({ view: "call_sites", filter: { name: "call7" }, limit: 1000 })
        assert.strictEqual(items.length, 600)
        assert.strictEqual((yield* storage.loadIndex).size, 600)
        assert.strictEqual((yield* dump).length, 600 + 599 * 200 + 1)
      })
    )
  )

  it.scoped("reports an error of the writer's thread as an error of the scan", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        yield* put(rich("a.ts"))
        const storage = yield* Storage
        const many = (prefix: string) =>
          batch(
            facts(fileRow(`${prefix}.ts`), {
              callSites: Array.from({ length: 4000 }, (_, i) => callSite(`${prefix}${i}`, i))
            })
          )
        const error = yield* scan((session) =>
          Effect.gen(function* () {
            yield* session.put(many("in the thread"))
            const db = openDatabase(path)
            db.exec("CREATE TRIGGER refusal BEFORE INSERT ON file BEGIN SELECT RAISE(ABORT, 'no more files'); END")
            db.close()
            yield* session.put(many("refused"))
          })
        ).pipe(Effect.flip)
        assert.strictEqual(error._tag, "StorageError")
        const { cause, code, message } = error as StorageError
        assert.strictEqual(code, "STORAGE_ERROR")
        assert.include(message, "no more files")
        assert.isTrue(cause instanceof Error)
        const [row] = yield* storage.scans(1)
        assert.strictEqual(row!.status, "failed")
        const { items } = yield* storage.list({ view: "files" })
        assert.deepStrictEqual(
          items.map((item) => item.path),
          ["a.ts", "in the thread.ts"],
          "the failed batch left nothing"
        )
      })
    )
  )

  for (const [place, calls] of [
    ["in place", 10],
    ["in its thread", 4000]
  ] as const) {
    it.scopedLive(`waits ${place} for another process that writes for seconds, and the program goes on meanwhile`, () =>
      withDatabase((path) =>
        Effect.gen(function* () {
          yield* put(rich("a.ts"))
          const storage = yield* Storage
          const session = yield* storage.openScan("/root")
          yield* session.put(batch(crowd("b.ts", calls)))
          yield* lockingProcess(path, 3000)
          let turns = 0
          const turning = setInterval(() => turns++, 10)
          yield* session.put(batch(crowd("c.ts", calls)))
          clearInterval(turning)
          assert.isAbove(turns, 10)
          yield* session.complete(record())
          yield* session.tidyUp
          assert.deepStrictEqual([...(yield* storage.loadIndex).paths()], ["a.ts", "b.ts", "c.ts"])
          const { items } = yield* storage.list({ view: "call_sites", filter: { file: "c.ts" }, limit: 10_000 })
          assert.strictEqual(items.length, calls)
        })
      )
    )

    it.scopedLive(
      `fails ${place} when it has waited long enough, and keeps what was stored before, and nothing else`,
      () =>
        Effect.gen(function* () {
          const path = join(yield* temporaryFolder, "drift.db")
          yield* Effect.gen(function* () {
            const storage = yield* Storage
            const errors = yield* Effect.scoped(
              Effect.gen(function* () {
                const session = yield* storage.openScan("/root")
                yield* session.put(batch(crowd("a.ts", calls)))
                yield* lockingProcess(path, 0)
                const under = (name: string) => Effect.flip(session.put(batch(crowd(name, calls))))
                const errors = yield* Effect.all([under("b.ts"), under("c.ts")], { concurrency: 2 })
                return [...errors, yield* Effect.flip(session.complete(record()))]
              })
            )
            for (const error of errors) {
              assert.strictEqual(error.code, "DB_BUSY")
              assert.include(error.message, `${path} is busy: another process is writing to it`)
              assert.isNotEmpty(error.hints)
            }
            assert.deepStrictEqual([...(yield* storage.loadIndex).paths()], ["a.ts"])
            yield* put(crowd("b.ts", calls))
            assert.deepStrictEqual(
              (yield* storage.scans(2)).map(({ status }) => status),
              ["complete", "failed"]
            )
            assert.deepStrictEqual([...(yield* storage.loadIndex).paths()], ["a.ts", "b.ts"])
            assert.deepStrictEqual(integrity(path), ["ok"])
          }).pipe(Effect.provide(SqliteStorage.layer({ path, patience: 300 })))
        })
    )
  }

  it.scopedLive(
    "has all facts and gets its indexes by the next scan when a process dies while it makes them",
    () =>
      withDatabase((origin) =>
        Effect.gen(function* () {
          const kills = count("DRIFT_FUZZ_KILLS", 2)
          const next = random(SEED)
          const all = Object.keys(INDEXES).length
          let within = 0
          let expected: ReadonlyArray<string> = []
          let hit = 0
          for (let i = -1; i < kills; i++) {
            const context = `seed ${SEED}, kill ${i}`
            const path = `${origin}.${i}`
            const child = yield* otherProcess("./scanningProcess.mjs", path, "15", "tidyUp")
            const began = performance.now()
            // The first one is not killed: it shows how long it takes, and what there is to be.
            if (i < 0) yield* child.said("done")
            else yield* Effect.sleep(within * next())
            within = i < 0 ? performance.now() - began : within
            yield* child.kill
            const made = Number(indexCount(path))
            if (made > 0 && made < all) hit++
            assert.deepStrictEqual(integrity(path), ["ok"], context)
            yield* Effect.gen(function* () {
              const storage = yield* Storage
              assert.strictEqual((yield* storage.loadIndex).size, 300, context)
              yield* scan(() => Effect.void)
              if (i < 0) expected = yield* dump
              assert.deepStrictEqual(yield* dump, expected, context)
            }).pipe(Effect.provide(SqliteStorage.layer({ path })))
            assert.strictEqual(indexCount(path), all, context)
            rmSync(path)
          }
          if (kills >= 20) assert.isAbove(hit, kills / 4, "killed between the first index and the last")
        })
      ),
    3_600_000
  )

  it.scopedLive(
    "is whole when a process dies while it copies the WAL",
    () =>
      withDatabase((path) =>
        Effect.gen(function* () {
          const kills = count("DRIFT_FUZZ_KILLS", 3)
          const next = random(SEED)
          yield* put(...Array.from({ length: 40 }, (_, i) => crowd(`${i}.ts`, 1500)))
          const expected = yield* dump
          let hit = 0
          for (let i = 0; i < kills; i++) {
            const context = `seed ${SEED}, kill ${i}`
            const child = yield* otherProcess("./checkpointingProcess.mjs", path)
            yield* Effect.sleep(200 * next())
            // Copying takes some milliseconds from here on.
            yield* child.saysMore
            yield* Effect.sleep(10 * next())
            yield* child.kill
            if (isHalfCopied(path)) hit++
            assert.deepStrictEqual(integrity(path), ["ok"], context)
            assert.deepStrictEqual(yield* dump, expected, context)
            yield* put(facts(fileRow("40.ts", { size: i })))
            yield* scan((session) => session.remove(["40.ts"]))
            assert.deepStrictEqual(yield* dump, expected, context)
          }
          if (kills >= 20) assert.isAbove(hit, kills / 10, "killed while it copied")
        })
      ),
    3_600_000
  )

  for (const [what, before] of [
    ["has not yet written down who it is", ""],
    ["has a row there of one that is long gone", "INSERT INTO held VALUES (4194304, 1000, 'scanning into')"]
  ] as const) {
    it.scopedLive(`names the scan that is in the way, also while its lock ${what}`, () =>
      withDatabase((path) =>
        Effect.gen(function* () {
          const lock = yield* Effect.acquireRelease(
            Effect.sync(() => openDatabase(`${path}.lock`)),
            (db) => Effect.sync(() => db.close())
          )
          const held = "CREATE TABLE IF NOT EXISTS held (pid INTEGER, started_at INTEGER, work TEXT)"
          if (before !== "") lock.exec(`${held}; ${before}`)
          lock.exec("BEGIN IMMEDIATE")
          const scanning = yield* Effect.fork(Effect.flip(put(rich("a.ts"))))
          yield* Effect.sleep(100)
          lock.exec(`${held}; DELETE FROM held; INSERT INTO held VALUES (${process.pid}, 2000, 'restoring')`)
          lock.exec("COMMIT; BEGIN IMMEDIATE")
          const refused = yield* Fiber.join(scanning)
          assert.strictEqual(
            refused.message,
            `Process ${process.pid} has been restoring ${path} since 1970-01-01T00:33:20.000Z`
          )
        })
      )
    )
  }
})
