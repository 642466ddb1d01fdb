/** What happens to files when contents are hashed by another algorithm than last time. */
import type { ContentHash, HashAlgorithm } from "@drift/core/ContentHash"
import { algorithmOf } from "@drift/core/ContentHash"
import type { IndexedFile } from "@drift/core/FileIndex"
import { FileIndex } from "@drift/core/FileIndex"
import * as Hasher from "@drift/core/Hasher"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import { nodeFileSystem } from "../src/internal/fileSystem.js"
import type { ScanRequest } from "../src/Scanner.js"
import { indexOf, LONG_AGO, type Result, scan, temporaryDirectory, write } from "./support.js"

const LATER = new Date("2021-01-01T00:00:00.5Z")
const LIMIT = 100

const TREE = {
  "a.ts": "export const a = 1\n",
  "b.ts": "export const b = 1\n",
  "broken.py": "def (\n",
  "empty.ts": "",
  "image.py": "\0binary",
  "large.ts": "x".repeat(LIMIT + 1),
  "text.txt": "words\n",
  "slow.go": "package slow\n"
}
const READ = Object.keys(TREE).filter((path) => path !== "large.ts")

const OUTCOMES: Readonly<Record<string, Partial<IndexedFile>>> = {
  "broken.py": { outcome: "parsedWithErrors" },
  "slow.go": { outcome: "failed", timedOutAfter: 5000 }
}

/** Names of the files that are opened, and refusal of some. */
const watching = (refused?: string) => {
  const opened: Array<string> = []
  const open = (path: string, follow?: boolean) => {
    opened.push(path.slice(path.lastIndexOf("/") + 1))
    if (refused !== undefined && path.endsWith(refused)) throw Object.assign(new Error("EACCES"), { code: "EACCES" })
    return nodeFileSystem.open(path, follow)
  }
  return { opened, calls: { open } }
}

const hashed = async (algorithm: HashAlgorithm, text: string): Promise<ContentHash> =>
  (await Hasher.loadHasher(algorithm))(new TextEncoder().encode(text))

const PAIRS: ReadonlyArray<readonly [from: HashAlgorithm, to: HashAlgorithm]> = [
  ["xxh3", "blake3"],
  ["blake3", "xxh3"]
]

describe.each(PAIRS)("from %s to %s", (from, to) => {
  const by = (hashAlgorithm: HashAlgorithm, root: string, more: Parameters<typeof scan>[1] = {}) =>
    scan(root, { maxFileSize: LIMIT, hashAlgorithm, ...more })

  /** A tree that was scanned by the algorithm of before, and its index. */
  const scanned = (change: (file: IndexedFile) => IndexedFile = (file) => file) =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, TREE)
      const first = yield* by(from, root)
      const previous = indexOf(first, (file) => change({ ...file, ...OUTCOMES[file.path] }))
      return { root, previous }
    })

  const statuses = (result: Result) => result.files.map(({ entry, stale }) => [entry.path, entry.status, stale])
  const allUnchanged = Object.keys(TREE)
    .sort()
    .map((path) => [path, "unchanged", path !== "large.ts"])

  it.scopedLive("an unchanged file is read once, stays unchanged, and carries the hash of now and its outcome", () =>
    Effect.gen(function* () {
      const { previous, root } = yield* scanned()
      const { calls, opened } = watching()
      const second = yield* by(to, root, { previous, fs: calls })
      assert.deepStrictEqual(statuses(second), allUnchanged)
      assert.deepStrictEqual(opened.sort(), READ.sort())
      assert.strictEqual(second.stats.cacheHitRate, 1 / 8)
      for (const [path, text] of Object.entries(TREE)) {
        const { contentHash, outcome } = second.file(path).entry
        assert.strictEqual(contentHash, path === "large.ts" ? undefined : yield* Effect.promise(() => hashed(to, text)))
        assert.strictEqual(outcome, previous.get(path)!.outcome)
      }
      const next = watching()
      const third = yield* by(to, root, {
        previous: indexOf(second, (file) => ({ ...file, ...OUTCOMES[file.path] })),
        fs: next.calls
      })
      assert.deepStrictEqual(next.opened, [])
      assert.isTrue(third.files.every(({ entry, stale }) => entry.status === "unchanged" && !stale))
    })
  )

  const same: Readonly<Record<string, Partial<ScanRequest>>> = {
    forced: { force: true },
    "with bytes": { keepBytes: true }
  }
  for (const [name, options] of Object.entries(same)) {
    it.scopedLive(`the same holds of a scan that is ${name}`, () =>
      Effect.gen(function* () {
        const { previous, root } = yield* scanned()
        const second = yield* by(to, root, { previous, ...options })
        assert.deepStrictEqual(statuses(second), allUnchanged)
        assert.isTrue(
          second.files.every(({ source }) => source._tag === "Path"),
          "nothing is to be parsed"
        )
      })
    )
  }

  it.scopedLive("racy files are compared by the hash that is recorded, too", () =>
    Effect.gen(function* () {
      const { previous, root } = yield* scanned((file) => ({ ...file, racy: true }))
      fs.writeFileSync(`${root}/a.ts`, TREE["a.ts"].replace("1", "2"))
      fs.utimesSync(`${root}/a.ts`, LONG_AGO, LONG_AGO)
      const second = yield* by(to, root, { previous })
      assert.deepStrictEqual(second.modified, ["a.ts"])
      assert.strictEqual(second.unchanged.length, 7)
      assert.isTrue(second.files.every(({ racy }) => !racy))
    })
  )

  it.scopedLive("an edit is seen whether or not size and mtime tell of it", () =>
    Effect.gen(function* () {
      const { previous, root } = yield* scanned()
      fs.writeFileSync(`${root}/a.ts`, TREE["a.ts"].replace("1", "2"))
      fs.utimesSync(`${root}/a.ts`, LONG_AGO, LONG_AGO)
      fs.writeFileSync(`${root}/b.ts`, "export const other = 1\n")
      fs.utimesSync(`${root}/b.ts`, LATER, LATER)
      fs.utimesSync(`${root}/text.txt`, LATER, LATER)
      write(root, { "new.ts": "x" })
      const second = yield* by(to, root, { previous })
      assert.deepStrictEqual([second.added, second.modified], [["new.ts"], ["a.ts", "b.ts"]])
      assert.isTrue(
        second.files.every(({ entry: { contentHash: hash } }) => hash === undefined || algorithmOf(hash) === to)
      )
    })
  )

  it.scopedLive("a file that cannot be read waits for its turn with the hash of before", () =>
    Effect.gen(function* () {
      const { previous, root } = yield* scanned()
      const { calls } = watching("a.ts")
      const second = yield* by(to, root, { previous, fs: calls })
      const { entry, problem } = second.file("a.ts")
      assert.deepStrictEqual([entry.status, entry.outcome, entry.contentHash], ["unchanged", "failed", undefined])
      assert.isDefined(problem)
      assert.deepStrictEqual(second.removed, [])
      const kept = previous.get("a.ts")!.contentHash
      const later = indexOf(second, (file) => (file.path === "a.ts" ? { ...file, contentHash: kept } : file))
      const third = yield* by(to, root, { previous: later })
      assert.deepStrictEqual([third.modified, third.file("a.ts").stale], [[], true])
      assert.strictEqual(third.file("a.ts").entry.outcome, undefined, "is to be parsed again")
    })
  )

  it.scopedLive("what becomes too large, or small enough, is as with one algorithm", () =>
    Effect.gen(function* () {
      const { previous, root } = yield* scanned()
      assert.deepStrictEqual((yield* by(to, root, { previous, maxFileSize: 12 })).modified, ["a.ts", "b.ts", "slow.go"])
      const larger = yield* by(to, root, { previous, maxFileSize: 1000 })
      assert.deepStrictEqual([larger.modified, larger.unchanged.length], [["large.ts"], 7])
    })
  )

  it.scopedLive("files of a mixed index are each compared by their own", () =>
    Effect.gen(function* () {
      const { previous, root } = yield* scanned()
      const now = yield* by(to, root, { previous, scopes: ["a.ts", "image.py"] })
      const mixed = FileIndex.from(
        [...previous.paths()].map((path) => (now.paths.includes(path) ? indexOf(now) : previous).get(path)!)
      )
      const { calls, opened } = watching()
      const rest = yield* by(to, root, { previous: mixed, fs: calls })
      assert.deepStrictEqual([rest.modified, rest.unchanged.length], [[], 8])
      assert.deepStrictEqual(opened.sort(), READ.filter((path) => path !== "a.ts" && path !== "image.py").sort())
    })
  )
})
