import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import type { FileIndex, IndexedFile } from "@drift/core/FileIndex"
import type { Source } from "@drift/core/ParseJob"
import { xxh3 } from "@node-rs/xxhash"
import { nodeFileSystem } from "../src/internal/fileSystem.js"
import { indexOf, LONG_AGO, scan, temporaryDirectory, write } from "./support.js"

const LATER = new Date("2021-01-01T00:00:00Z")

const rewrite = (root: string, path: string, content: string | Uint8Array, mtime: Date = LATER): void => {
  fs.writeFileSync(`${root}/${path}`, content)
  fs.utimesSync(`${root}/${path}`, mtime, mtime)
}

/** Calls that count how often a file is opened, and refuse some. */
const watching = (refuse: (path: string) => boolean = () => false) => {
  const opened: Array<string> = []
  return {
    opened,
    calls: {
      open: (path: string, follow?: boolean) => {
        opened.push(path.slice(path.lastIndexOf("/") + 1))
        if (refuse(path)) throw Object.assign(new Error("EACCES"), { code: "EACCES" })
        return nodeFileSystem.open(path, follow)
      }
    }
  }
}

/** The bytes that came with a file. */
const textOf = (source: Source): string | undefined =>
  source._tag === "Bytes" ? Buffer.from(source.bytes).toString() : undefined

const only = (index: IndexedFile, change: Partial<IndexedFile>): IndexedFile => ({ ...index, ...change })

describe("compared with the last scan", () => {
  it.scopedLive("what size and mtime prove unchanged is not opened, and carries hash, language and outcome", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "1", run: "#!/usr/bin/env python3\n", "x.txt": "t" })
      const first = yield* scan(root)
      const { calls, opened } = watching()
      const second = yield* scan(root, {
        previous: indexOf(first, (f) => only(f, f.path === "a.ts" ? { outcome: "parsedWithErrors" } : {})),
        fs: calls
      })
      assert.deepStrictEqual(opened, [])
      assert.deepStrictEqual(
        second.files.map(({ entry, racy, stale }) => [
          entry.path,
          entry.status,
          entry.language,
          entry.outcome,
          racy,
          stale
        ]),
        [
          ["a.ts", "unchanged", "typescript", "parsedWithErrors", false, false],
          ["run", "unchanged", "python", "parsed", false, false],
          ["x.txt", "unchanged", undefined, "noLanguage", false, false]
        ]
      )
      assert.deepStrictEqual(
        second.files.map((f) => f.entry.contentHash),
        first.files.map((f) => f.entry.contentHash)
      )
      assert.strictEqual(second.stats.cacheHitRate, 1)
      assert.strictEqual(first.stats.cacheHitRate, 0)
    })
  )

  it.scopedLive("a touched file with the same content is unchanged and stale, with the new mtime", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "1" })
      const previous = indexOf(yield* scan(root))
      rewrite(root, "a.ts", "1")
      const { entry, stale } = (yield* scan(root, { previous })).file("a.ts")
      assert.deepStrictEqual([entry.status, entry.outcome, stale], ["unchanged", "parsed", true])
      assert.strictEqual(entry.mtimeSecs, LATER.getTime() / 1000)
    })
  )

  it.scopedLive("another size with the same mtime is noticed", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "1" })
      const previous = indexOf(yield* scan(root))
      rewrite(root, "a.ts", "22", LONG_AGO)
      assert.deepStrictEqual((yield* scan(root, { previous })).modified, ["a.ts"])
    })
  )

  it.scopedLive(
    "an edit of the same size within the clock tick of the last scan is noticed, and only young files are reread",
    () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        write(root, { "old.ts": "1", "young.ts": "1" })
        const young = new Date(Date.now() + 5)
        rewrite(root, "young.ts", "1", young)
        const first = yield* scan(root)
        assert.deepStrictEqual([first.file("old.ts").racy, first.file("young.ts").racy], [false, true])
        rewrite(root, "young.ts", "2", young)
        const { calls, opened } = watching()
        const second = yield* scan(root, { previous: indexOf(first), fs: calls })
        assert.deepStrictEqual([second.modified, opened], [["young.ts"], ["young.ts"]])
      })
  )

  it.scopedLive("a racy file that turns out unchanged becomes trusted, which is worth storing", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "1" })
      const previous = indexOf(yield* scan(root), (f) => only(f, { racy: true }))
      const file = (yield* scan(root, { previous })).file("a.ts")
      assert.deepStrictEqual([file.entry.status, file.racy, file.stale], ["unchanged", false, true])
    })
  )

  it.scopedLive("a language that the tables give today is taken over without reading", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "1" })
      const previous = indexOf(yield* scan(root), (f) => only(f, { language: undefined, outcome: "noLanguage" }))
      const { entry, stale } = (yield* scan(root, { previous })).file("a.ts")
      assert.deepStrictEqual(
        [entry.status, entry.language, entry.outcome, stale],
        ["unchanged", "typescript", undefined, true]
      )
    })
  )

  it.scopedLive("a file that a time limit stopped keeps its outcome and is not reread", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "1" })
      const previous = indexOf(yield* scan(root), (f) => only(f, { outcome: "failed", timedOutAfter: 5000 }))
      const { calls, opened } = watching()
      const { entry } = (yield* scan(root, { previous, fs: calls })).file("a.ts")
      assert.deepStrictEqual([entry.status, entry.outcome, opened], ["unchanged", "failed", []])
    })
  )
})

describe("content", () => {
  it.scopedLive("a file over the limit is an entry without a hash, unread; the limit itself is allowed", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "big.ts": "x".repeat(101), "fits.ts": "x".repeat(100) })
      const { calls, opened } = watching()
      const first = yield* scan(root, { maxFileSize: 100, fs: calls })
      const big = first.file("big.ts").entry
      assert.deepStrictEqual(
        [big.outcome, big.contentHash, big.fileSize, opened],
        ["skippedLarge", undefined, 101, ["fits.ts"]]
      )
      assert.strictEqual(first.stats.filesSkippedLarge, 1)
      const again = yield* scan(root, { maxFileSize: 100, previous: indexOf(first) })
      assert.deepStrictEqual([again.unchanged, again.stats.cacheHitRate], [["big.ts", "fits.ts"], 1])
      const raised = yield* scan(root, { maxFileSize: 200, previous: indexOf(first) })
      assert.deepStrictEqual([raised.modified, raised.file("big.ts").entry.outcome], [["big.ts"], undefined])
    })
  )
})

describe("files that move under the scan", () => {
  const previousOf = (root: string): Effect.Effect<FileIndex> => Effect.orDie(Effect.map(scan(root), (r) => indexOf(r)))

  it.scopedLive("an unreadable file is a problem, never removed, and read again when it can be", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "a", "locked.ts": "l", "new.ts": "n" })
      const previous = yield* previousOf(root)
      fs.rmSync(`${root}/new.ts`)
      write(root, { "new2.ts": "n" })
      const { calls } = watching((path) => path.endsWith("locked.ts") || path.endsWith("new2.ts"))
      const second = yield* scan(root, { previous, force: true, fs: calls })
      assert.deepStrictEqual(
        second.files.map(({ entry, problem }) => [
          entry.path,
          entry.status,
          entry.outcome,
          entry.contentHash === undefined,
          problem
        ]),
        [
          ["a.ts", "unchanged", "parsed", false, undefined],
          [
            "locked.ts",
            "unchanged",
            "failed",
            true,
            { path: "locked.ts", code: "SCAN_ERROR", message: "Permission denied: locked.ts" }
          ],
          [
            "new2.ts",
            "added",
            "failed",
            true,
            { path: "new2.ts", code: "SCAN_ERROR", message: "Permission denied: new2.ts" }
          ]
        ]
      )
      assert.deepStrictEqual(second.removed, ["new.ts"])
      // A store may keep the hash of the last facts beside the failure.
      const known = previous.get("locked.ts")!
      const third = yield* scan(root, {
        previous: indexOf(second, (f) => (f.path === "locked.ts" ? only(known, { outcome: "failed" }) : f))
      })
      const locked = third.file("locked.ts")
      assert.deepStrictEqual([locked.entry.status, locked.entry.outcome, locked.stale], ["unchanged", undefined, true])
      assert.deepStrictEqual(third.modified, ["new2.ts"])
    })
  )

  it.scopedLive("a read that breaks in the middle is a problem of that file alone", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "a", "b.ts": "b" })
      let reads = 0
      const { files } = yield* scan(root, {
        fs: {
          read: (handle, buffer, offset) => {
            if (reads++ === 0) throw Object.assign(new Error("EIO"), { code: "EIO" })
            return nodeFileSystem.read(handle, buffer, offset)
          }
        }
      })
      assert.deepStrictEqual(
        files.map((file) => file.problem?.message),
        ["Cannot read: a.ts (EIO)", undefined]
      )
    })
  )

  it.scopedLive("a file that vanishes before it is read is not there, so it is removed when it was known", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "a", "b.ts": "b" })
      const previous = yield* previousOf(root)
      const open = (path: string) => {
        if (path.endsWith("a.ts")) fs.rmSync(path, { force: true })
        return nodeFileSystem.open(path)
      }
      const result = yield* scan(root, { previous, force: true, fs: { open } })
      assert.deepStrictEqual([result.paths, result.removed, result.stats.totalFiles], [["b.ts"], ["a.ts"], 1])
    })
  )

  it.scopedLive("a file that changes while it is read is read again, and is not trusted when it changes twice", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "once.ts": "1", "twice.ts": "1" })
      let current = ""
      const edits = { once: 0, twice: 0 }
      const result = yield* scan(root, {
        fs: {
          open: (path) => {
            current = path
            return nodeFileSystem.open(path)
          },
          read: (handle, buffer, offset) => {
            const read = nodeFileSystem.read(handle, buffer, offset)
            const name = current.endsWith("once.ts") ? "once" : "twice"
            if (edits[name] < (name === "once" ? 1 : 2)) rewrite(root, `${name}.ts`, "x".repeat(2 + edits[name]++))
            return read
          }
        }
      })
      const [once, twice] = [result.file("once.ts"), result.file("twice.ts")]
      assert.deepStrictEqual([once.entry.fileSize, once.racy], [2, false])
      assert.deepStrictEqual([twice.entry.fileSize, twice.racy], [3, true])
    })
  )

  it.scopedLive("a file that becomes something else before it is read is not there", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "a", "b.ts": "b" })
      const open = (path: string) => {
        if (path.endsWith("a.ts")) {
          fs.rmSync(path)
          fs.mkdirSync(path)
        }
        return nodeFileSystem.open(path)
      }
      const { paths, problems } = yield* scan(root, { fs: { open } })
      assert.deepStrictEqual([paths, problems], [["b.ts"], []])
    })
  )

  it.scopedLive("a file that changed between walk and read is stored as it is then", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "1" })
      let edited = false
      const open = (path: string) => {
        if (!edited) rewrite(root, "a.ts", "longer")
        edited = true
        return nodeFileSystem.open(path)
      }
      const { entry, racy, source } = (yield* scan(root, { keepBytes: true, fs: { open } })).file("a.ts")
      assert.deepStrictEqual([entry.fileSize, racy, textOf(source)], [6, false, "longer"])
      assert.strictEqual(entry.contentHash, xxh3.xxh64("longer"))
    })
  )

  it.scopedLive("a file that grows past the limit between walk and read is skipped as large", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "1" })
      const open = (path: string) => {
        rewrite(root, "a.ts", "x".repeat(50))
        return nodeFileSystem.open(path)
      }
      const { entry } = (yield* scan(root, { maxFileSize: 10, fs: { open } })).file("a.ts")
      assert.deepStrictEqual([entry.outcome, entry.fileSize, entry.contentHash], ["skippedLarge", 50, undefined])
    })
  )
})
