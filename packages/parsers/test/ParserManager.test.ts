import { FactBatchDecoder } from "@drift/core/FactBatchDecoder"
import { loadBlake3 } from "@drift/core/Hasher"
import type { Language } from "@drift/core/Language"
import { languageOfPath } from "@drift/core/Language"
import type { ParseJob } from "@drift/core/ParseJob"
import { assert, describe, it } from "@effect/vitest"
import { xxh3 } from "@node-rs/xxhash"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { readdirSync, statSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { ParserManager } from "../src/ParserManager.js"

const fixtures = fileURLToPath(new URL("../../../test-fixtures/", import.meta.url))

const jobs: ReadonlyArray<ParseJob> = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
  .sort()
  .flatMap((path) => {
    const language: Language | undefined = languageOfPath(path)
    const absolutePath = fixtures + path
    if (language === undefined || !statSync(absolutePath).isFile()) return []
    const stat = { size: statSync(absolutePath).size, mtimeSecs: 1, mtimeNanos: 2 }
    return [{ path, language, source: { _tag: "Path", absolutePath }, stat, racy: false }]
  })

const python = (path: string, text: string): ParseJob => {
  const bytes = new TextEncoder().encode(text)
  return {
    path,
    language: "python",
    source: { _tag: "Bytes", bytes },
    stat: { size: bytes.length, mtimeSecs: 0, mtimeNanos: 0 },
    racy: false
  }
}

const parseAlone = (job: ParseJob) => Effect.flatMap(ParserManager, (manager) => manager.parseBatch([job]))

const parseAll = Effect.flatMap(ParserManager, (manager) => manager.parseBatch(jobs))

describe("Parser threads", () => {
  it.live("give the same batch as the calling thread, byte for byte", () =>
    Effect.gen(function* () {
      const here = yield* Effect.provide(parseAll, ParserManager.layerInProcess())
      const there = yield* Effect.provide(parseAll, ParserManager.layer({ threads: 2 }))
      assert.isAbove(jobs.length, 10)
      assert.deepStrictEqual(there.files, here.files)
      assert.isTrue(Buffer.from(there.facts).equals(here.facts))
    })
  )

  it.live("take over the bytes that jobs own, with their hash, and copy others", () =>
    Effect.gen(function* () {
      const manager = yield* ParserManager
      const memory = new TextEncoder().encode("def f(): pass\ndef g(): pass\n")
      const part = (path: string, start: number, contentHash: bigint, owned: boolean): ParseJob => ({
        ...python(path, ""),
        source: { _tag: "Bytes", bytes: memory.subarray(start, start + 14), owned },
        contentHash
      })
      const copied = yield* manager.parseBatch([part("f.py", 0, 1n, false)])
      assert.strictEqual(
        FactBatchDecoder.open(copied.facts)?.nextFile()?.row.contentHash,
        xxh3.xxh64("def f(): pass\n")
      )
      assert.strictEqual(memory.length, 28)
      const { facts, files } = yield* manager.parseBatch([part("f.py", 0, 1n, true), part("g.py", 14, 2n, true)])
      assert.strictEqual(memory.length, 0)
      assert.strictEqual(FactBatchDecoder.open(facts)?.nextFile()?.row.contentHash, 1n)
      assert.deepStrictEqual(files, [
        { path: "f.py", outcome: "parsed" },
        { path: "g.py", outcome: "parsed" }
      ])
    }).pipe(Effect.provide(ParserManager.layer({ threads: 1 })))
  )

  it.live("hash what they read by the algorithm of the hash that is expected", () =>
    Effect.gen(function* () {
      const source = "def f(): pass\n"
      const blake3 = (yield* Effect.promise(loadBlake3))(new TextEncoder().encode(source))
      const rows = yield* Effect.forEach([blake3, "0".repeat(64), 0n], (contentHash) =>
        Effect.map(parseAlone({ ...python("f.py", source), contentHash }), ({ facts }) => {
          const row = FactBatchDecoder.open(facts)?.nextFile()?.row
          return [row?.contentHash, row?.racy]
        })
      )
      // What is not as expected has changed meanwhile, and is not to be trusted.
      assert.deepStrictEqual(rows, [
        [blake3, false],
        [blake3, true],
        [xxh3.xxh64(source), true]
      ])
    }).pipe(Effect.provide(ParserManager.layer({ threads: 1 })))
  )

  it.live("answer batches side by side, each with its own files", () =>
    Effect.gen(function* () {
      const manager = yield* ParserManager
      const batches = yield* Effect.forEach(
        Array.from({ length: 40 }, (_, i) => i),
        (i) => manager.parseBatch([python(`${i}.py`, `def f${i}(): pass\n`)]),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(
        batches.flatMap(({ files }) => files.map(({ path }) => path)),
        Array.from({ length: 40 }, (_, i) => `${i}.py`)
      )
    }).pipe(Effect.provide(ParserManager.layer({ threads: 3 })))
  )

  it.live("stop after the file at hand when interrupted, and go on with the next batch", () =>
    Effect.gen(function* () {
      const manager = yield* ParserManager
      const long = Array.from({ length: 20_000 }, (_, i) => python(`${i}.py`, `def f${i}(): return g(${i})\n`))
      const fiber = yield* Effect.fork(manager.parseBatch(long))
      yield* Effect.sleep("20 millis")
      assert.isTrue(Exit.isInterrupted(yield* Fiber.interrupt(fiber)))
      const result = yield* manager.parse("def after(): pass\n", "after.py")
      assert.deepStrictEqual(
        result.functions.map(({ name }) => name),
        ["after"]
      )
    }).pipe(Effect.provide(ParserManager.layer({ threads: 1 })))
  )
})
