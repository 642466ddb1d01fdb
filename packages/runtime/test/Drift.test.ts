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
import { existsSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
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
    assert.isTrue(!existsSync(`${path}-wal`) || statSync(`${path}-wal`).size === 0)
    const lines = await Effect.runPromise(Effect.provide(dump, SqliteStorage.layer({ path })))
    assert.include(lines.join("\n"), '"name":"a"')
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
    await driftInitialize({ root })
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
    const wrongRoots: ReadonlyArray<unknown> = [undefined, {}, { root: "" }, { root: 1 }, { root: "/", db: "" }]
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
    await driftInitialize({ root: project(crowd).root })
    const running = driftScan()
    await driftShutdown()
    assert.include(["partial", "cancelled", "complete"], (await running).status)
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
