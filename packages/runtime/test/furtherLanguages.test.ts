/** A project with files of a language beyond the ten, scanned by runtimes that know it and by one that does not. */
import * as FurtherLanguages from "@drift/parsers/FurtherLanguages"
import type { FurtherLanguage } from "@drift/parsers/Language"
import { ParserManager } from "@drift/parsers/ParserManager"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import type { ScanOptions } from "@drift/runtime/DriftRuntime"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { Storage } from "@drift/storage/Storage"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { join } from "node:path"
import { dump, project } from "./project.js"

const module = new URL("../../parsers/test/starlark/language.mjs", import.meta.url)

const FILES = {
  "a.py": "def a(): pass\n",
  "rules/b.bzl": "def _b(): c()\n",
  BUILD: "d()\n",
  "tools/run": "#!/usr/bin/env starlark\ndef run(): pass\n",
  "notes.txt": "text\n"
}

const databaseOf = (root: string) => join(root, ".drift", "drift.db")

/** What a scan finds, as the stored files, functions and what it cost. */
const scanned = (options?: ScanOptions) =>
  Effect.gen(function* () {
    const { parse, summary } = yield* Effect.flatMap(DriftRuntime, (drift) => drift.scan(options))
    const storage = yield* Storage
    const functions = yield* storage.list({ view: "functions" })
    return {
      parsed: parse.parsedNow,
      hits: parse.cacheHits,
      languages: summary.languages,
      functions: functions.items.map(({ file, name }) => `${file} ${name}`)
    }
  })

const ALL = {
  languages: { python: 1, starlark: 3 },
  functions: ["a.py a", "rules/b.bzl _b", "tools/run run"]
}

const KNOWN_TO_THE_TEN = { languages: { python: 1 }, functions: ["a.py a"] }

/** A runtime that parses in process and knows this language, if any. */
const knowing = (storage: Layer.Layer<Storage>, root: string, ...languages: ReadonlyArray<FurtherLanguage>) =>
  Layer.unwrapEffect(
    Effect.map(FurtherLanguages.make(languages), (checked) =>
      DriftRuntime.layer({ root }).pipe(
        Layer.provide(ParserManager.layerInProcess({ languages: checked, cacheBytes: 0 })),
        Layer.provideMerge(storage)
      )
    )
  )

it.scoped("is scanned in threads and found in the database, and nothing is parsed twice", () =>
  Effect.gen(function* () {
    const { root } = yield* project(FILES)
    const languages = yield* FurtherLanguages.load([module])
    const layer = DriftRuntime.layer({ root, languages, threads: 1 }).pipe(
      Layer.provideMerge(SqliteStorage.layer({ path: databaseOf(root) }))
    )
    assert.deepStrictEqual(yield* Effect.provide(scanned(), layer), { parsed: 4, hits: 0, ...ALL })
    assert.deepStrictEqual(yield* Effect.provide(scanned(), layer), { parsed: 0, hits: 0, ...ALL })
  })
)

for (const name of ["memory", "SQLite"]) {
  it.scopedLive(`comes and goes with the runtimes that know it (${name})`, () =>
    Effect.gen(function* () {
      const made = yield* project(FILES)
      const { root } = made
      // Old enough that what did not change is not read.
      for (const path of Object.keys(FILES)) made.touch(path, 1_600_000_000)
      const [starlark] = (yield* FurtherLanguages.load([module])).definitions
      const storage = yield* Layer.build(
        name === "memory" ? Storage.layerMemory : SqliteStorage.layer({ path: databaseOf(root) })
      )
      const at = <A, E>(
        effect: Effect.Effect<A, E, DriftRuntime | Storage>,
        ...known: ReadonlyArray<FurtherLanguage>
      ) => Effect.provide(effect, knowing(Layer.succeedContext(storage), root, ...known))

      assert.deepStrictEqual(yield* at(scanned(), starlark!), { parsed: 4, hits: 0, ...ALL })
      const before = yield* at(dump)
      // An edit patches the stored index, with the languages in it.
      made.write("rules/b.bzl", "def _b(): e()\n")
      assert.deepStrictEqual(yield* at(scanned(), starlark!), { parsed: 1, hits: 0, ...ALL })
      made.write("rules/b.bzl", FILES["rules/b.bzl"])
      made.touch("rules/b.bzl", 1_600_000_001)
      assert.deepStrictEqual(yield* at(scanned(), starlark!), { parsed: 0, hits: 1, ...ALL })
      assert.deepStrictEqual(yield* at(dump), before)

      // Facts of another version of the language are out of date, those of the ten are not.
      const newer = { ...starlark!, version: 2 }
      assert.deepStrictEqual(yield* at(scanned(), newer), { parsed: 3, hits: 0, ...ALL })
      assert.deepStrictEqual(yield* at(scanned(), newer), { parsed: 0, hits: 0, ...ALL })

      assert.deepStrictEqual(yield* at(scanned()), { parsed: 0, hits: 0, ...KNOWN_TO_THE_TEN })
      assert.deepStrictEqual(yield* at(scanned(), newer), { parsed: 0, hits: 3, ...ALL })
    })
  )
}
