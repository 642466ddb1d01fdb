import { FileIndex } from "@drift/core/FileIndex"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as fs from "node:fs"
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

describe("buffers over the file system", () => {
  const scanWith = (buffers: Record<string, string | Uint8Array>, root: string, more: Partial<ScanRequest> = {}) =>
    Effect.flatMap(Scanner, (scanner) => gatherFrom(scanner.scan(request(root, more)))).pipe(
      Effect.provide(
        Layer.provide(Scanner.layerBuffers(buffers), Layer.setConfigProvider(ConfigProvider.fromMap(new Map())))
      )
    )

  it.scopedLive("stand for their files, and for files and folders that are not there yet", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "saved", "b.ts": "saved", "src/c.ts": "saved" })
      const buffers = { "a.ts": "not saved", "src/new.ts": "n", "new/folder/d.ts": "d" }
      const result = yield* scanWith(buffers, root, { keepBytes: true })
      assert.deepStrictEqual(
        result.files.map(({ entry, source }) => [
          entry.path,
          source._tag === "Bytes" ? Buffer.from(source.bytes).toString() : undefined
        ]),
        [
          ["a.ts", "not saved"],
          ["b.ts", "saved"],
          ["new/folder/d.ts", "d"],
          ["src/c.ts", "saved"],
          ["src/new.ts", "n"]
        ]
      )
      assert.deepStrictEqual((yield* scanWith(buffers, root, { scopes: ["new"] })).paths, ["new/folder/d.ts"])
    })
  )

  it.scopedLive("every edit is seen, saving is no change, and without its buffer a file is as it is on the disk", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "1", "b.ts": "b" })
      const buffers: Record<string, string> = {}
      let last = yield* scanWith(buffers, root)
      const next = () =>
        Effect.map(scanWith(buffers, root, { previous: indexOf(last) }), (result) => {
          last = result
          return [...result.added, ...result.modified, ...result.removed.map((path) => `-${path}`)]
        })
      buffers["a.ts"] = "1"
      assert.deepStrictEqual(yield* next(), [])
      buffers["a.ts"] = "2"
      buffers["new.ts"] = "n"
      assert.deepStrictEqual(yield* next(), ["new.ts", "a.ts"])
      assert.deepStrictEqual([yield* next(), last.stats.cacheHitRate], [[], 1])
      buffers["a.ts"] = "3"
      assert.deepStrictEqual(yield* next(), ["a.ts"])
      write(root, { "a.ts": "3" })
      delete buffers["a.ts"]
      assert.deepStrictEqual(yield* next(), [])
      buffers["a.ts"] = "4"
      yield* next()
      delete buffers["a.ts"]
      delete buffers["new.ts"]
      assert.deepStrictEqual(yield* next(), ["a.ts", "-new.ts"])
    })
  )

  it.scopedLive("are instead of whatever is there: a link, a folder, or a file where a folder is to be", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      const outside = yield* temporaryDirectory
      write(outside, { "secret.ts": "s" })
      write(root, { "file.ts": "", "folder.ts/inner.ts": "", "z.ts": "" })
      fs.symlinkSync(outside, `${root}/link`)
      fs.symlinkSync(`${outside}/secret.ts`, `${root}/link.ts`)
      const buffers = { "file.ts/x.ts": "x", "folder.ts": "y", "link/own.ts": "o", "link.ts": "l" }
      const { paths, problems } = yield* scanWith(buffers, root)
      assert.deepStrictEqual([paths, problems], [["file.ts/x.ts", "folder.ts", "link.ts", "link/own.ts", "z.ts"], []])
    })
  )

  it.scopedLive("may be ignore files", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { ".gitignore": "a.ts\n", "a.ts": "", "b.ts": "", "c/d.ts": "" })
      const buffers = { ".gitignore": "b.ts\n", "c/.gitignore": "*\n" }
      assert.deepStrictEqual((yield* scanWith(buffers, root)).paths, [".gitignore", "a.ts"])
    })
  )

  it.scopedLive("need a root that is there", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      const error = yield* Effect.flip(scanWith({ "a.ts": "" }, `${root}/nope`))
      assert.strictEqual(error.message, `No such directory: ${root}/nope`)
    })
  )
})
