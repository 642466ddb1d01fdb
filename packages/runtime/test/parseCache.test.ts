/** What comes back is not parsed again, and nothing else changes. */
import type { CachedParse } from "@drift/core/CachedParse"
import { ParserManager } from "@drift/parsers/ParserManager"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { Storage } from "@drift/storage/Storage"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { join } from "node:path"
import { dump, freshDump, layers, project } from "./project.js"

const databaseOf = (root: string) => join(root, ".drift", "drift.db")

/** A parser without memory, so that whatever is known comes from the storage. */
const parser = ParserManager.layerInProcess({ cacheBytes: 0 })

const counts = Effect.map(
  Effect.flatMap(DriftRuntime, (runtime) => runtime.scan()),
  ({ parse, summary }) => {
    assert.deepStrictEqual([summary.parsedNow, summary.cacheHits], [parse.parsedNow, parse.cacheHits])
    return { parsed: parse.parsedNow, hits: parse.cacheHits }
  }
)

const A = "export class A { m() { return this.n(1) } }\n"
const B = "export class A { m() { return this.n(2) } }\nfunction ( {\n"

type Damage = (parse: CachedParse, all: ReadonlyArray<CachedParse>) => CachedParse

/** A storage whose parse cache gives back something else than was put in. */
const damaging = (state: { readonly damage: Damage | undefined }) =>
  Layer.effect(
    Storage,
    Effect.map(Storage, (storage) =>
      Storage.of({
        ...storage,
        openScan: (root) =>
          Effect.map(storage.openScan(root), (session) => ({
            ...session,
            cached: (hashes) =>
              Effect.map(session.cached(hashes), (found) => found.map((parse) => state.damage?.(parse, found) ?? parse))
          }))
      })
    )
  )

it.layer(parser)((it) => {
  for (const name of ["memory", "SQLite"]) {
    const layerOf = (root: string) =>
      layers(name === "memory" ? Storage.layerMemory : SqliteStorage.layer({ path: databaseOf(root) }), { root })

    it.scoped(`knows the content before an edit when the edit is reverted (${name})`, () =>
      Effect.flatMap(project({ "a.ts": A, "b.py": "def f(): pass\n" }), (made) =>
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* counts, { parsed: 2, hits: 0 })
          made.write("a.ts", B)
          assert.deepStrictEqual(yield* counts, { parsed: 1, hits: 0 })
          assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
          made.write("a.ts", A)
          assert.deepStrictEqual(yield* counts, { parsed: 0, hits: 1 })
          assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
          made.write("a.ts", B)
          assert.deepStrictEqual(yield* counts, { parsed: 0, hits: 1 })
          assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
        }).pipe(Effect.provide(layerOf(made.root)))
      )
    )

    it.scoped(`knows files that were renamed and copied, under their new paths (${name})`, () =>
      Effect.flatMap(project({ "a/x.py": "def f():\n  return g()\n", "b.ts": A }), (made) =>
        Effect.gen(function* () {
          yield* counts
          made.rename("a/x.py", "c/d/y.py")
          made.write("e/copy.py", "def f():\n  return g()\n")
          made.write("b2.ts", A)
          assert.deepStrictEqual(yield* counts, { parsed: 0, hits: 3 })
          const lines = yield* dump
          assert.isFalse(lines.some((line) => line.includes("a/x.py")))
          assert.deepStrictEqual(lines, yield* freshDump(made.root))
        }).pipe(Effect.provide(layerOf(made.root)))
      )
    )

    it.scoped(`does not take a tsx file for a ts file with the same bytes (${name})`, () =>
      Effect.flatMap(project({ "a.ts": "const x = <T>y(z)\n" }), (made) =>
        Effect.gen(function* () {
          yield* counts
          made.rename("a.ts", "a.tsx")
          assert.deepStrictEqual(yield* counts, { parsed: 1, hits: 0 })
          assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
          made.rename("a.tsx", "b.ts")
          made.write("b.tsx", "const x = <T>y(z)\n")
          assert.deepStrictEqual(yield* counts, { parsed: 0, hits: 2 })
          assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
        }).pipe(Effect.provide(layerOf(made.root)))
      )
    )
  }

  it.scoped("knows both sides of a branch after one visit to each, the database having been closed in between", () =>
    Effect.gen(function* () {
      const files = (branch: string) =>
        Array.from({ length: 40 }, (_, i) => [`f${i}.ts`, `export function ${branch}${i}() { g(${i}) }\n`] as const)
      const made = yield* project({ "same.ts": A })
      const visit = (branch: string) =>
        Effect.gen(function* () {
          for (const [path, text] of files(branch)) made.write(path, text)
          const counted = yield* counts
          assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
          return counted
        }).pipe(Effect.provide(layers(SqliteStorage.layer({ path: databaseOf(made.root) }), { root: made.root })))
      assert.deepStrictEqual(yield* visit("main"), { parsed: 41, hits: 0 })
      assert.deepStrictEqual(yield* visit("topic"), { parsed: 40, hits: 0 })
      assert.deepStrictEqual(yield* visit("main"), { parsed: 0, hits: 40 })
      assert.deepStrictEqual(yield* visit("topic"), { parsed: 0, hits: 40 })
    })
  )

  it.scoped("parses what it finds damaged, and mends it", () =>
    Effect.flatMap(project({ "a.ts": A, "b.ts": B, "c.py": "def c(): pass\n", "d.go": "package d\n" }), (made) => {
      const state: { damage: Damage | undefined } = { damage: undefined }
      const storage = damaging(state).pipe(Layer.provide(SqliteStorage.layer({ path: databaseOf(made.root) })))
      let folder = ""
      const move = (to: string) => {
        for (const path of ["a.ts", "b.ts", "c.py", "d.go"]) made.rename(join(folder, path), join(to, path))
        folder = to
      }
      return Effect.gen(function* () {
        assert.deepStrictEqual(yield* counts, { parsed: 4, hits: 0 })
        const damages: ReadonlyArray<Damage> = [
          (parse) => ({ ...parse, payload: new Uint8Array() }),
          (parse) => ({ ...parse, payload: parse.payload.subarray(0, -1) }),
          (parse) => ({ ...parse, grammar: parse.grammar + 1n }),
          (parse) => ({ ...parse, contentHash: BigInt(parse.contentHash) ^ 1n }),
          (parse) => ({ ...parse, payload: parse.payload.map((byte, i) => (i === 10 ? byte ^ 1 : byte)) }),
          (_, all) => ({ ...all[0]!, contentHash: all[1]!.contentHash, grammar: all[1]!.grammar })
        ]
        for (const [i, damage] of damages.entries()) {
          state.damage = damage
          move(`damaged${i}`)
          assert.deepStrictEqual(yield* counts, { parsed: 4, hits: 0 })
          assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
        }
        state.damage = undefined
        move("whole")
        assert.deepStrictEqual(yield* counts, { parsed: 0, hits: 4 })
        assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
      }).pipe(Effect.provide(layers(storage, { root: made.root })))
    })
  )

  it.scoped("does not look anything up in a first scan, so that copies are all parsed", () =>
    Effect.gen(function* () {
      const made = yield* project({ "a.ts": A, "b.ts": A })
      const first = yield* Effect.provide(
        counts,
        layers(SqliteStorage.layer({ path: databaseOf(made.root) }), { root: made.root })
      )
      assert.deepStrictEqual(first, { parsed: 2, hits: 0 })
    })
  )
})

it.scoped("remembers in its threads what storage has lost", () =>
  Effect.gen(function* () {
    const made = yield* project({ "a.ts": A, "b.ts": B })
    const visit = Effect.provide(counts, layers(Layer.fresh(Storage.layerMemory), { root: made.root }))
    assert.deepStrictEqual(yield* visit, { parsed: 2, hits: 0 })
    assert.deepStrictEqual(yield* visit, { parsed: 0, hits: 2 })
  }).pipe(Effect.provide(ParserManager.layer({ threads: 1 })))
)
