import { FileIndex } from "@drift/core/FileIndex"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import type { ScanRequest } from "../src/Scanner.js"
import { Scanner } from "../src/Scanner.js"
import { gatherFrom, indexOf, stream, temporaryDirectory, write } from "./support.js"

const request = (root: string, more: Partial<ScanRequest> = {}): ScanRequest => ({
  root,
  scopes: [],
  previous: FileIndex.empty,
  ...more
})

const many = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`d${i % 7}/f${String(i).padStart(5, "0")}.ts`, String(i)])
  )

describe("steps", () => {
  it.scopedLive("Discovered, then chunks of at most 512 files in order, then Finished", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, many(1100))
      const result = yield* gatherFrom(stream(root))
      assert.deepStrictEqual(
        result.steps.map((step) => (step._tag === "Files" ? step.files.length : step._tag)),
        ["Discovered", 512, 512, 76, "Finished"]
      )
      const [first] = result.steps
      assert.deepStrictEqual(first, { _tag: "Discovered", total: 1100, totalBytes: result.stats.totalSizeBytes })
      assert.deepStrictEqual(result.paths, Object.keys(many(1100)).sort())
      assert.strictEqual(result.stats.totalFiles, 1100)
    })
  )

  it.scopedLive("an interrupted scan ends between steps and never finishes", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, many(2000))
      const tags: Array<string> = []
      const fiber = yield* stream(root).pipe(
        Stream.tap((step) => {
          tags.push(step._tag)
          return step._tag === "Files" ? Effect.never : Effect.void
        }),
        Stream.runDrain,
        Effect.fork
      )
      while (!tags.includes("Files")) yield* Effect.sleep("1 millis")
      const exit = yield* Fiber.interrupt(fiber)
      assert.isTrue(Exit.isInterrupted(exit))
      assert.deepStrictEqual(tags, ["Discovered", "Files"])
    })
  )

  it.scopedLive("timers run while a scan is busy", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, many(3000))
      const exit = yield* Effect.exit(Stream.runDrain(stream(root)).pipe(Effect.timeout("1 millis")))
      assert.isTrue(Exit.isFailure(exit))
    })
  )
})

describe("the file system layer", () => {
  it.scopedLive("scans, with git's environment from the configuration provider", () =>
    Effect.gen(function* () {
      const home = yield* temporaryDirectory
      const root = yield* temporaryDirectory
      write(home, { ".config/git/ignore": "*.log\n" })
      write(root, { "a.ts": "", "b.log": "" })
      const paths = yield* Effect.flatMap(Scanner, (scanner) => gatherFrom(scanner.scan(request(root)))).pipe(
        Effect.map((result) => result.paths),
        Effect.provide(
          Layer.provide(Scanner.layer, Layer.setConfigProvider(ConfigProvider.fromMap(new Map([["HOME", home]]))))
        )
      )
      assert.deepStrictEqual(paths, ["a.ts"])
    })
  )
})

describe("scans at the same time", () => {
  it.scopedLive("of one tree of 10,000 files, eight of them, all see the same", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, many(10_000))
      const scanner = yield* Scanner
      const results = yield* Effect.all(
        Array.from({ length: 8 }, () => gatherFrom(scanner.scan(request(root)))),
        { concurrency: "unbounded" }
      )
      const seen = results.map(({ files, stats }) => [files.map(({ entry }) => entry), stats.totalFiles] as const)
      assert.deepStrictEqual(seen[0]![1], 10_000)
      for (const each of seen.slice(1)) assert.deepStrictEqual(each, seen[0])
    }).pipe(Effect.provide(Scanner.layer))
  )
})

describe("the memory layer", () => {
  const files: Record<string, string | Uint8Array> = {
    ".gitignore": "*.log\n",
    "src/a.ts": "export const a = 1",
    "src/b.log": "",
    "node_modules/x/y.js": "",
    "bin.dat": new Uint8Array([1, 0, 2])
  }
  const scanFiles = (record: Record<string, string | Uint8Array>, more: Partial<ScanRequest> = {}) =>
    Effect.flatMap(Scanner, (scanner) => gatherFrom(scanner.scan(request("/project", more)))).pipe(
      Effect.provide(Scanner.layerMemory(record))
    )

  it.effect("scans a record under the same rules and hands over the bytes", () =>
    Effect.gen(function* () {
      const result = yield* scanFiles(files)
      assert.deepStrictEqual(result.paths, [".gitignore", "bin.dat", "src/a.ts"])
      assert.deepStrictEqual(result.file("src/a.ts").source, {
        _tag: "Bytes",
        bytes: new TextEncoder().encode("export const a = 1")
      })
      assert.strictEqual(result.file("bin.dat").entry.outcome, "skippedBinary")
    })
  )

  it.effect("sees an edit of the same size, and nothing where nothing changed, whatever the clock says", () =>
    Effect.gen(function* () {
      const previous = indexOf(yield* scanFiles(files))
      const same = yield* scanFiles(files, { previous })
      assert.deepStrictEqual([same.modified, same.stats.cacheHitRate], [[], 1])
      yield* TestClock.adjust("1 hour")
      const { "bin.dat": _, ...rest } = files
      const edited = yield* scanFiles({ ...rest, "src/a.ts": "export const a = 2" }, { previous })
      assert.deepStrictEqual([edited.modified, edited.removed], [["src/a.ts"], ["bin.dat"]])
    })
  )

  it.effect("a missing scope fails", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(scanFiles(files, { scopes: ["lib"] }))
      assert.deepStrictEqual([error._tag, error.message], ["ScanError", "No such directory: /project/lib"])
    })
  )
})
