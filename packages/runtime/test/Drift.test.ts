import type { DriftEvent } from "@drift/core/DriftEvent"
import {
  driftCancelScan,
  DriftError,
  driftInitialize,
  driftIsInitialized,
  driftScan,
  driftScanHistory,
  driftShutdown
} from "@drift/runtime/Drift"
import type { ScanResult } from "@drift/runtime/DriftRuntime"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, afterEach, expectTypeOf } from "vitest"
import { dump, Project } from "./project.js"

const made: Array<string> = []

const project = (files: Readonly<Record<string, string>> = { "a.ts": "export function a() {}\n" }): Project => {
  const created = new Project(realpathSync(mkdtempSync(join(tmpdir(), "drift-facade-"))))
  made.push(created.root)
  for (const [path, text] of Object.entries(files)) created.write(path, text)
  return created
}

const rejection = (promise: Promise<unknown>): Promise<DriftError> =>
  promise.then(
    () => assert.fail("the promise resolved"),
    (error: unknown) => {
      assert.instanceOf(error, DriftError)
      return error
    }
  )

/** The output of a script beside this file that ends by itself, as JSON. */
const output = (script: string, argument: string): unknown => {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const ended = spawnSync(process.execPath, [path, argument], { encoding: "utf8", timeout: 60_000 })
  assert.deepStrictEqual([ended.status, ended.signal, ended.stderr], [0, null, ""])
  return JSON.parse(ended.stdout)
}

/** Where the header of an SQLite file has it. */
const USER_VERSION = 60

const walIsEmpty = (db: string): boolean => (statSync(`${db}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0

/** Must stay first: nothing was ever initialized in this process. */
describe("Before it is initialized", () => {
  it("a scan says to call driftInitialize, and a shutdown does nothing", async () => {
    assert.isFalse(driftIsInitialized())
    await driftShutdown()
    driftCancelScan()
    const error = await rejection(driftScan())
    assert.strictEqual(error.code, "RUNTIME_NOT_INITIALIZED")
    assert.match(error.message, /^\[RUNTIME_NOT_INITIALIZED\] .*driftInitialize\(\)/)
    assert.isFalse(error.retryable)
    assert.isNotEmpty(error.hints)
    assert.strictEqual((await rejection(driftScanHistory())).code, "RUNTIME_NOT_INITIALIZED")
  })
})

describe("Drift", () => {
  afterEach(() => driftShutdown())
  afterAll(() => {
    for (const root of made) rmSync(root, { recursive: true, force: true })
  })

  it("scans, remembers, and closes the database", async () => {
    const { root } = project()
    await driftInitialize({ root })
    assert.isTrue(driftIsInitialized())
    const result = await driftScan()
    expectTypeOf(result).toEqualTypeOf<ScanResult>()
    assert.deepStrictEqual([result.status, result.diff.added, result.parse.parsedNow], ["complete", ["a.ts"], 1])
    assert.typeOf(result.diff.entries.get("a.ts")?.contentHash, "bigint")
    const again = await driftScan()
    assert.deepStrictEqual(again.diff.unchanged, ["a.ts"])
    const history = await driftScanHistory()
    assert.deepStrictEqual(
      history.map((row) => [row.status, row.added, row.unchanged]),
      [
        ["complete", 0, 1],
        ["complete", 1, 0]
      ]
    )
    assert.strictEqual((await driftScanHistory(1)).length, 1)
    await driftShutdown()
    const path = join(root, ".drift", "drift.db")
    assert.isTrue(walIsEmpty(path))
    const lines = await Effect.runPromise(Effect.provide(dump, SqliteStorage.layer({ path })))
    assert.include(lines.join("\n"), '"name":"a"')
  })

  it("creates the database when it is initialized, so that there is a history before the first scan", async () => {
    const { root } = project()
    await driftInitialize({ root })
    const path = join(root, ".drift", "drift.db")
    const header = readFileSync(path)
    assert.deepStrictEqual(
      [header[18], header.readUInt32BE(52) > 0, header.readUInt32BE(64), header.readUInt32BE(USER_VERSION)],
      [2, true, 1, 4],
      "WAL, auto_vacuum, and that incrementally, and the version of the schema"
    )
    assert.strictEqual(readFileSync(join(root, ".drift", ".gitignore"), "utf8"), "*\n")
    assert.deepStrictEqual(await driftScanHistory(), [])
    await driftShutdown()
    assert.isTrue(walIsEmpty(path))
  })

  it("creates the folder of a database elsewhere, and nothing in the project then", async () => {
    const { root } = project()
    const db = join(project({}).root, "deep", "er", "facts.db")
    await driftInitialize({ root, db })
    assert.deepStrictEqual(readdirSync(root), ["a.ts"])
    assert.strictEqual((await driftScan()).summary.db.path, db)
    assert.deepStrictEqual((await driftScan()).diff.unchanged, ["a.ts"])
  })

  it("has calls wait until it is initialized", async () => {
    const { root } = project()
    const opened = driftInitialize({ root })
    assert.isFalse(driftIsInitialized())
    assert.deepStrictEqual(await Promise.all([driftScanHistory(), opened.then(driftIsInitialized)]), [[], true])
    await driftShutdown()
    const missing = driftInitialize({ root: join(root, "missing") })
    const scan = driftScan()
    assert.strictEqual((await rejection(scan)).message, (await rejection(missing)).message)
  })

  it("is initialized once: again with equal options it is the same runtime, at the same time too", async () => {
    const { root } = project()
    const [first, second] = await Promise.all([driftInitialize({ root }), driftInitialize({ root: `${root}/` })])
    assert.strictEqual(first, second)
    assert.strictEqual(await driftInitialize({ root, db: join(root, ".drift", "drift.db") }), first)
    const error = await rejection(driftInitialize({ root, db: join(root, "other.db") }))
    assert.strictEqual(error.code, "ALREADY_INITIALIZED")
    assert.isTrue(driftIsInitialized())
    assert.isFalse(existsSync(join(root, "other.db")))
  })

  it("is a failure as a whole when the root is missing or the database is none, and can be tried again", async () => {
    const { root } = project({ "not.db": "text and no database" })
    const missing = await rejection(driftInitialize({ root: join(root, "missing") }))
    assert.strictEqual(missing.message, `[SCAN_ERROR] No such directory: ${root}/missing`)
    assert.isFalse(existsSync(join(root, "missing")))
    assert.isFalse(driftIsInitialized())
    const corrupt = await rejection(driftInitialize({ root, db: join(root, "not.db") }))
    assert.strictEqual(corrupt.code, "DB_CORRUPT")
    assert.instanceOf(corrupt.cause, Error)
    assert.isFalse(driftIsInitialized())
    assert.strictEqual(readFileSync(join(root, "not.db"), "utf8"), "text and no database")
    await driftInitialize({ root })
    await driftShutdown()
    const path = join(root, ".drift", "drift.db")
    const newer = readFileSync(path)
    newer.writeUInt32BE(7, USER_VERSION)
    writeFileSync(path, newer)
    assert.strictEqual((await rejection(driftInitialize({ root }))).code, "MIGRATION_FAILED")
    const folder = await rejection(driftInitialize({ root, db: join(root, "not.db", "drift.db") }))
    assert.strictEqual(folder.code, "STORAGE_ERROR")
    assert.isFalse(driftIsInitialized())
    await driftInitialize({ root, db: join(root, "other.db") })
    assert.isTrue(driftIsInitialized())
  })

  it("refuses scans after shutdown by naming driftInitialize, and works again after that", async () => {
    const { root } = project()
    await driftInitialize({ root })
    await Promise.all([driftShutdown(), driftShutdown()])
    await driftShutdown()
    assert.isFalse(driftIsInitialized())
    const error = await rejection(driftScan())
    assert.match(error.message, /^\[SCAN_ERROR\] .*driftInitialize\(\)/)
    assert.strictEqual((await rejection(driftScanHistory())).code, "RUNTIME_NOT_INITIALIZED")
    const other = project()
    await driftInitialize({ root: other.root })
    assert.strictEqual((await driftScan()).summary.root, other.root)
  })

  it("may be initialized while it is still shutting down", async () => {
    const { root } = project()
    await driftInitialize({ root })
    const closed = driftShutdown()
    const opened = driftInitialize({ root })
    await Promise.all([closed, opened])
    assert.strictEqual((await driftScan()).status, "complete")
  })

  it("answers wrong arguments with INVALID_ARGUMENT", async () => {
    const wrongRoots: ReadonlyArray<unknown> = [
      undefined,
      {},
      { root: "" },
      { root: 1 },
      { root: "/", db: "" },
      { root: "/", engine: "fast" }
    ]
    for (const options of wrongRoots) {
      assert.strictEqual((await rejection(driftInitialize(options as never))).code, "INVALID_ARGUMENT")
    }
    await driftInitialize({ root: project().root })
    const wrongOptions: ReadonlyArray<unknown> = [
      null,
      "src",
      { scopes: "src" },
      { include: [1] },
      { exclude: [""] },
      { force: "yes" },
      { hashAlgorithm: "md5" },
      { maxFileSize: -1 },
      { maxFileSize: 1.5 },
      { maxFileSize: Number.NaN },
      { onEvent: {} }
    ]
    for (const options of wrongOptions) {
      assert.strictEqual((await rejection(driftScan(options as never))).code, "INVALID_ARGUMENT")
    }
    assert.strictEqual((await rejection(driftScanHistory(0))).code, "INVALID_ARGUMENT")
  })

  it("tells what went wrong with a scan by code, message and cause", async () => {
    const { root } = project()
    await driftInitialize({ root })
    const error = await rejection(driftScan({ scopes: ["missing"] }))
    assert.strictEqual(error.message, `[SCAN_ERROR] No such directory: ${root}/missing`)
    assert.strictEqual((error.cause as { readonly _tag: string })._tag, "ScanError")
    assert.strictEqual(error.name, "DriftError")
    await driftScan()
    await driftScanHistory()
    await rejection(driftScan({ scopes: ["missing"] }))
    await driftShutdown()
    assert.isTrue(walIsEmpty(join(root, ".drift", "drift.db")))
  })

  it("tells that it may not read the root, when it is initialized and when it scans", () => {
    const { root } = project({})
    // Whoever the process becomes must be able to come this far.
    chmodSync(root, 0o777)
    const message = `[SCAN_ERROR] Permission denied: ${join(root, "root")}`
    assert.deepStrictEqual(output("deniedProcess.mjs", root), { initializing: message, scanning: message })
  })

  it("refuses a second scan while one runs", async () => {
    await driftInitialize({ root: project().root })
    const [first, second] = await Promise.allSettled([driftScan(), driftScan()])
    assert.strictEqual(first.status, "fulfilled")
    assert.strictEqual(second.status === "rejected" && (second.reason as DriftError).code, "SCAN_IN_PROGRESS")
    assert.isTrue(second.status === "rejected" && (second.reason as DriftError).retryable)
  })

  it("hands over every event in order before the scan resolves", async () => {
    await driftInitialize({ root: project().root })
    const seen: Array<DriftEvent["_tag"]> = []
    await driftScan({ onEvent: (event) => seen.push(event._tag) })
    assert.deepStrictEqual(seen, ["ScanStarted", "ScanProgress", "ScanProgress", "ScanComplete"])
  })

  const crowd = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`f${i}.ts`, `export function f${i}() {}\n`]))

  it("counts up in its events, to all files in the end", async () => {
    await driftInitialize({ root: project(crowd).root })
    const processed: Array<number> = []
    const result = await driftScan({
      onEvent: (event) => {
        if (event._tag === "ScanProgress") processed.push(event.processed)
      }
    })
    assert.deepStrictEqual(
      processed,
      processed.toSorted((a, b) => a - b)
    )
    assert.isAbove(processed.length, 10)
    assert.deepStrictEqual([processed.at(-1), result.summary.filesTotal], [1500, 1500])
  })

  it("leaves nothing behind that keeps a process alive", () => {
    assert.deepStrictEqual(output("shutdownProcess.mjs", project(crowd).root), { parsed: 1500 })
  })

  it("resolves a cancelled scan with what it has, and finishes it the next time", async () => {
    await driftInitialize({ root: project(crowd).root })
    const cancelled = await driftScan({
      onEvent: (event) => {
        if (event._tag === "ScanProgress" && event.processed === 0) driftCancelScan()
      }
    })
    assert.include(["partial", "cancelled"], cancelled.status)
    assert.deepStrictEqual(cancelled.diff.removed, [])
    assert.isBelow(cancelled.diff.entries.size, 1500)
    assert.strictEqual((await driftScanHistory(1))[0]?.status, cancelled.status)
    const rest = await driftScan()
    assert.strictEqual(rest.status, "complete")
    assert.strictEqual(rest.parse.parsedNow, 1500 - cancelled.diff.entries.size)
  })

  it("cancels the running scan when it is shut down, and waits for it", async () => {
    const { root } = project(crowd)
    await driftInitialize({ root })
    const running = driftScan()
    await driftShutdown()
    assert.include(["partial", "cancelled", "complete"], (await running).status)
    assert.isTrue(walIsEmpty(join(root, ".drift", "drift.db")))
  })

  it("leaves the event loop its turns while it scans", async () => {
    await driftInitialize({ root: project(crowd).root })
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    await driftScan()
    clearInterval(timer)
    assert.isAbove(turns, 3)
  })

  it("scans what has changed on disk in between", async () => {
    const { root } = project()
    await driftInitialize({ root })
    await driftScan()
    writeFileSync(join(root, "b.py"), "def b():\n  pass\n")
    assert.deepStrictEqual((await driftScan()).diff.added, ["b.py"])
  })
})
