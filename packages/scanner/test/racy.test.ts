/** That no clock, however coarse or wrong, makes a file that changed look unchanged. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import * as fs from "node:fs"
import { nodeFileSystem, type EntryStat } from "../src/internal/fileSystem.js"
import * as NativeFileSystem from "../src/internal/nativeFileSystem.js"
import { indexOf, scan, temporaryDirectory } from "./support.js"

const BACKENDS = { Node: nodeFileSystem, addon: NativeFileSystem.load() }

/** 2020-01-02T03:04:06Z */
const SECONDS = 1_577_934_246
const START = SECONDS * 1000

const put = (root: string, content: string, seconds: number): void => {
  fs.writeFileSync(`${root}/a.ts`, content)
  const mtime = new Date(seconds * 1000)
  fs.utimesSync(`${root}/a.ts`, mtime, mtime)
}

describe.each(Object.entries(BACKENDS))("by the calls of %s", (_, calls) => {
  /** Scans at a time, an edit of the same size that gets the same mtime, and the next scan: does that see it? */
  const sees = (mtime: number, startedAt: number, later = startedAt + 60_000) =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      put(root, "one", mtime)
      yield* TestClock.setTime(startedAt)
      const first = yield* scan(root, { fs: calls })
      put(root, "two", mtime)
      yield* TestClock.setTime(later)
      const second = yield* scan(root, { fs: calls, previous: indexOf(first) })
      return { racy: first.file("a.ts").racy, seen: second.modified.length === 1 }
    })

  const RACY = { racy: true, seen: true }
  const TRUSTED = { racy: false, seen: false }

  it.scoped("an mtime of whole seconds is trusted once it is older than two of them", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* sees(SECONDS, START), RACY)
      assert.deepStrictEqual(yield* sees(SECONDS, START + 1999), RACY)
      assert.deepStrictEqual(yield* sees(SECONDS, START + 2000), RACY)
      assert.deepStrictEqual(yield* sees(SECONDS, START + 2001), TRUSTED)
    })
  )

  it.scoped("a finer one is trusted once it is older than 10 ms", () =>
    Effect.gen(function* () {
      const mtime = SECONDS + 0.5
      assert.deepStrictEqual(yield* sees(mtime, START + 500), RACY)
      assert.deepStrictEqual(yield* sees(mtime, START + 510), RACY)
      assert.deepStrictEqual(yield* sees(mtime, START + 511), TRUSTED)
    })
  )

  it.scoped("one in the future is never trusted, also once the clock has reached it", () =>
    Effect.gen(function* () {
      for (const ahead of [0.001, 1, 86_400 * 365]) {
        assert.deepStrictEqual(yield* sees(SECONDS + ahead, START), RACY)
        assert.deepStrictEqual(yield* sees(SECONDS + ahead, START, START + ahead * 1000 + 60_000), RACY)
      }
    })
  )

  it.scoped("one from before 1970 is told to the nanosecond, and trusted as any other", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      yield* TestClock.setTime(START)
      for (const mtime of [-0.25, -1, -1.5, -86_400 * 365, -(2 ** 31) + 1]) {
        put(root, "one", mtime)
        const first = yield* scan(root, { fs: calls })
        const { mtimeNanos, mtimeSecs } = first.file("a.ts").entry
        assert.strictEqual(mtimeSecs + mtimeNanos / 1e9, mtime)
        assert.isFalse(first.file("a.ts").racy)
        assert.deepStrictEqual((yield* scan(root, { fs: calls, previous: indexOf(first) })).stats.cacheHitRate, 1)
        put(root, "two", mtime - 0.25)
        assert.deepStrictEqual((yield* scan(root, { fs: calls, previous: indexOf(first) })).modified, ["a.ts"])
      }
    })
  )

  it.scoped("a file of the epoch itself, as archives and images have them, is trusted", () =>
    Effect.map(sees(0, START), (result) => assert.deepStrictEqual(result, TRUSTED))
  )

  it.scoped("times that a number cannot tell apart are not trusted, however far back", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      yield* TestClock.setTime(START)
      for (const mtimeSecs of [-(2 ** 53), -(2 ** 53) - 2, -(2 ** 60)]) {
        const strange = <A extends EntryStat | undefined>(stat: A): A =>
          stat?.kind === "file" ? { ...stat, mtimeSecs } : stat
        const { readWhole: _, ...apart } = calls
        const beyond = {
          ...apart,
          lstat: (path: string) => strange(calls.lstat(path)),
          fstat: (handle: number) => strange(calls.fstat(handle))
        }
        put(root, "one", SECONDS - 60)
        const first = yield* scan(root, { fs: beyond })
        put(root, "two", SECONDS - 60)
        assert.deepStrictEqual((yield* scan(root, { fs: beyond, previous: indexOf(first) })).modified, ["a.ts"])
      }
    })
  )

  it.scoped("a racy file that stays as it is becomes trusted with time, and its content decides until then", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      put(root, "one", SECONDS)
      yield* TestClock.setTime(START + 500)
      let last = yield* scan(root, { fs: calls })
      const marks: Array<readonly [racy: boolean, stale: boolean]> = []
      for (const after of [1000, 1500, 2001, 3000]) {
        yield* TestClock.setTime(START + after)
        last = yield* scan(root, { fs: calls, previous: indexOf(last) })
        assert.deepStrictEqual(last.unchanged, ["a.ts"])
        marks.push([last.file("a.ts").racy, last.file("a.ts").stale])
      }
      assert.deepStrictEqual(marks, [
        [true, false],
        [true, false],
        [false, true],
        [false, false]
      ])
    })
  )
})
