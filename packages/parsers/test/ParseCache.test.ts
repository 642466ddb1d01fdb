import { FactBatchDecoder } from "@drift/core/FactBatchDecoder"
import type { CachedParse } from "@drift/core/CachedParse"
import type { Language } from "@drift/core/Language"
import type { ParseJob } from "@drift/core/ParseJob"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { ParseCache } from "../src/internal/ParseCache.js"
import { ParserManager } from "../src/ParserManager.js"

const key = (n: number) => ({ contentHash: BigInt(n), grammar: 1n })
const bytes = (length: number) => new Uint8Array(length)

describe("The parses a thread remembers", () => {
  const held = (cache: ParseCache, now: number, keys: ReadonlyArray<number>) =>
    keys.filter((n) => cache.get(key(n), now) !== undefined)

  it("are exactly as many as allowed, the least recently used being forgotten", () => {
    const cache = new ParseCache({ entries: 5, bytes: 1000, ageMs: 100 })
    for (let n = 1; n <= 5; n++) cache.set(key(n), bytes(1), 0)
    assert.isDefined(cache.get(key(1), 0))
    cache.set(key(6), bytes(1), 0)
    cache.set(key(7), bytes(1), 0)
    assert.deepStrictEqual(held(cache, 0, [1, 2, 3, 4, 5, 6, 7]), [1, 4, 5, 6, 7])
  })

  it("take exactly as many bytes as allowed, and one that is larger than that is not remembered", () => {
    const cache = new ParseCache({ entries: 100, bytes: 10, ageMs: 100 })
    for (const n of [1, 2, 3]) cache.set(key(n), bytes(4), 0)
    assert.deepStrictEqual(held(cache, 0, [1, 2, 3]), [2, 3])
    cache.set(key(2), bytes(6), 0)
    assert.deepStrictEqual(held(cache, 0, [1, 2, 3]), [2, 3])
    cache.set(key(4), bytes(11), 0)
    assert.deepStrictEqual(held(cache, 0, [1, 2, 3, 4]), [2, 3])
    cache.set(key(5), bytes(10), 0)
    assert.deepStrictEqual(held(cache, 0, [1, 2, 3, 4, 5]), [5])
    assert.deepStrictEqual([cache.entries, cache.bytes, cache.evictions], [1, 10, 3])
  })

  it("are forgotten at their age, however often they were used", () => {
    const cache = new ParseCache({ entries: 5, bytes: 10, ageMs: 100 })
    cache.set(key(1), bytes(1), 50)
    assert.isDefined(cache.get(key(1), 149))
    assert.isUndefined(cache.get(key(1), 150))
    assert.isUndefined(cache.get(key(1), 60))
  })
})

const job = (path: string, language: Language, text: string): ParseJob => {
  const source = new TextEncoder().encode(text)
  return {
    path,
    language,
    source: { _tag: "Bytes", bytes: source },
    stat: { size: source.length, mtimeSecs: 0, mtimeNanos: 0 },
    racy: false
  }
}

const parseBatch = (...jobs: ReadonlyArray<ParseJob>) =>
  Effect.flatMap(ParserManager, (manager) => manager.parseBatch(jobs))

/** The parses that a batch would put into the durable cache, by path. */
const parsesOf = (facts: Uint8Array): ReadonlyMap<string, CachedParse> => {
  const decoder = FactBatchDecoder.open(facts)!
  const parses = new Map<string, CachedParse>()
  for (let file = decoder.nextFile(); file !== undefined; file = decoder.nextFile()) {
    const { contentHash, path } = file.row
    if (file.parse !== undefined) parses.set(path, { contentHash: contentHash!, ...file.parse })
    for (const kind of ["functions", "classes", "imports", "exports", "call_sites"] as const) {
      for (let i = 0; i < file.counts[kind]; i++) decoder.nextRow(kind, [])
    }
  }
  return parses
}

const cachedPaths = ({
  files
}: {
  readonly files: ReadonlyArray<{ readonly path: string; readonly cached?: boolean }>
}) => files.filter(({ cached }) => cached === true).map(({ path }) => path)

/** Error recovery, text beyond ASCII, owners, calls. */
const TEXT = 'export class Größe { m(a: number) { return f(a).g("ü") } }\nconst x = <any>y\nfunction ( {\n'
const forgetful = ParserManager.layerInProcess({ cacheBytes: 0 })

describe("Content that was parsed before", () => {
  it.effect("is not parsed again, and gives the same facts under its own path", () =>
    Effect.gen(function* () {
      const first = yield* parseBatch(job("src/a.ts", "typescript", TEXT))
      const again = yield* parseBatch(job("src/a.ts", "typescript", TEXT), job("lib/copy.mts", "typescript", TEXT))
      assert.deepStrictEqual(cachedPaths(first), [])
      assert.deepStrictEqual(cachedPaths(again), ["src/a.ts", "lib/copy.mts"])
      const fresh = yield* Effect.provide(
        parseBatch(job("src/a.ts", "typescript", TEXT), job("lib/copy.mts", "typescript", TEXT)),
        forgetful
      )
      assert.deepStrictEqual(cachedPaths(fresh), [])
      assert.isTrue(Buffer.from(again.facts).equals(fresh.facts))
    }).pipe(Effect.provide(ParserManager.layerInProcess()))
  )

  it.effect("takes the namespace of its own path", () =>
    Effect.gen(function* () {
      const { parse } = yield* ParserManager
      const text = "def f():\n  pass\n"
      const one = yield* parse(text, "one/__init__.py")
      const two = yield* parse(text, "two/sub/__init__.py")
      assert.deepStrictEqual([one.file, two.file], ["one/__init__.py", "two/sub/__init__.py"])
      const fresh = yield* Effect.flatMap(ParserManager, (manager) => manager.parse(text, "two/sub/__init__.py")).pipe(
        Effect.provide(forgetful)
      )
      assert.deepStrictEqual(two, fresh)
    }).pipe(Effect.provide(ParserManager.layerInProcess()))
  )

  it.effect("is parsed again by another grammar", () =>
    Effect.gen(function* () {
      const batch = yield* parseBatch(job("a.ts", "typescript", TEXT), job("a.tsx", "typescript", TEXT))
      assert.deepStrictEqual(cachedPaths(batch), [])
      const { facts } = batch
      assert.strictEqual(new Set([...parsesOf(facts).values()].map(({ grammar }) => grammar)).size, 2)
      const again = yield* parseBatch(job("b.tsx", "typescript", TEXT), job("c.js", "javascript", TEXT))
      assert.deepStrictEqual(cachedPaths(again), ["b.tsx"])
    }).pipe(Effect.provide(ParserManager.layerInProcess()))
  )

  it.effect("is known to a new parser that is handed what was kept of it, and only as long as that is whole", () =>
    Effect.gen(function* () {
      const fresh = job("a.ts", "typescript", TEXT)
      const first = yield* Effect.provide(parseBatch(fresh), forgetful)
      const kept = parsesOf(first.facts).get("a.ts")!
      const handed = (...cached: ReadonlyArray<CachedParse>) =>
        Effect.provide(parseBatch({ ...fresh, cached }), forgetful)
      const hit = yield* handed(kept)
      assert.deepStrictEqual(cachedPaths(hit), ["a.ts"])
      assert.isTrue(Buffer.from(hit.facts).equals(first.facts))

      const damaged = kept.payload.map((byte, i) => (i === 20 ? byte ^ 4 : byte))
      const tsx = yield* Effect.provide(parseBatch(job("a.tsx", "typescript", TEXT)), forgetful)
      for (const useless of [
        { ...kept, payload: damaged },
        { ...kept, payload: new Uint8Array() },
        { ...kept, grammar: kept.grammar ^ 1n },
        { ...parsesOf(tsx.facts).get("a.tsx")!, grammar: kept.grammar }
      ]) {
        const miss = yield* handed(useless)
        assert.deepStrictEqual(cachedPaths(miss), [])
        assert.isTrue(Buffer.from(miss.facts).equals(first.facts))
      }
      assert.deepStrictEqual(cachedPaths(yield* handed({ ...kept, payload: damaged }, kept)), ["a.ts"])
    })
  )

  it.effect("is known across the threads' boundary", () =>
    Effect.gen(function* () {
      const first = yield* parseBatch(job("a.ts", "typescript", TEXT))
      const kept = parsesOf(first.facts).get("a.ts")!
      const again = yield* parseBatch({ ...job("b.ts", "typescript", TEXT), cached: [kept] })
      assert.deepStrictEqual(cachedPaths(again), ["b.ts"])
    }).pipe(Effect.provide(ParserManager.layer({ threads: 1, cacheBytes: 0 })))
  )

  it.effect("is not kept when it ran into the time limit", () =>
    Effect.gen(function* () {
      const text = "f(g(x));\n".repeat(20_000)
      for (let i = 0; i < 2; i++) {
        const batch = yield* parseBatch(job("a.ts", "typescript", text))
        assert.deepStrictEqual([batch.files[0]?.outcome, parsesOf(batch.facts).size], ["failed", 0])
      }
    }).pipe(Effect.provide(ParserManager.layerInProcess({ timeLimitMs: 1 })))
  )
})
