/** The index behind searches: that it never changes what is found, whatever becomes of it. */
import type { FileFacts } from "@drift/core/FactBatch"
import type { Found } from "@drift/storage/Search"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { layer as layerAdmin, SqliteAdmin } from "@drift/storage/SqliteAdmin"
import { Storage } from "@drift/storage/Storage"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { join } from "node:path"
import { openDatabase } from "../src/internal/driver.js"
import * as Reader from "../src/internal/reader.js"
import { found, put, record, scan } from "./contract.js"
import {
  batch,
  callSite,
  classInfo,
  exportInfo,
  facts,
  fileRow,
  functionInfo,
  importInfo,
  sampleFacts
} from "./samples.js"
import { temporaryFolder, temporaryStorage } from "./temporary.js"

type Row = ReadonlyArray<unknown>

const query = (path: string, sql: string): ReadonlyArray<Row> => {
  const db = openDatabase(path, { readonly: true })
  try {
    return db.prepare(sql).raw().all() as ReadonlyArray<Row>
  } finally {
    db.close()
  }
}

/** Does what another program may do to the file. */
const damage = (path: string, sql: string): void => {
  const db = openDatabase(path)
  db.unsafeMode(true)
  db.exec(sql)
  db.close()
}

const withDatabase = <E>(body: (path: string) => Effect.Effect<void, E, Storage>) =>
  Effect.gen(function* () {
    const path = join(yield* temporaryFolder, "drift.db")
    yield* body(path).pipe(Effect.provide(SqliteStorage.layer({ path })))
  })

/** Names made of few parts, so that they match each other in every way. */
const name = FastCheck.tuple(
  FastCheck.array(FastCheck.constantFrom("get", "Get", "GET", "id", "Id", "user", "User", "x"), {
    minLength: 1,
    maxLength: 4
  }),
  FastCheck.constantFrom("", "_", "-", ".")
).map(([parts, between]) => parts.join(between))

const someNames = FastCheck.array(name, { maxLength: 4 })

/** A file that may have anything of these names. */
const file: FastCheck.Arbitrary<FileFacts> = FastCheck.record({
  path: name.map((text) => `src/${text}.ts`),
  language: FastCheck.constantFrom("typescript", "python"),
  classes: someNames,
  functions: someNames,
  imports: someNames,
  exports: someNames,
  calls: someNames
}).map(({ calls, classes, exports, functions, imports, language, path }) =>
  facts(fileRow(path, { language }), {
    classes: classes.map((each, i) => classInfo(each, i + 1, { kind: i % 2 === 0 ? "class" : "enum" })),
    functions: functions.map((each, i) => functionInfo(each, i + 1, i % 2 === 0 ? {} : { owner: "Owner" })),
    imports: imports.map((each, i) => importInfo(each, i + 1)),
    exports: exports.map((each, i) => exportInfo(each, i + 1)),
    callSites: calls.map((each, i) => callSite(each, i + 1, i % 2 === 0 ? {} : { receiver: "it" }))
  })
)

const step = FastCheck.oneof(
  FastCheck.record({ put: FastCheck.array(file, { minLength: 1, maxLength: 4 }), tidy: FastCheck.boolean() }),
  FastCheck.record({ remove: FastCheck.nat({ max: 20 }), tidy: FastCheck.boolean() })
)

/** The words of a name of `name`: a capital letter begins one unless it stands in a row of them. */
const wordsOf = (text: string): ReadonlyArray<string> =>
  (text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase())

const isSubsequence = (some: ReadonlyArray<string>, all: ReadonlyArray<string>): boolean =>
  some.length === 0 ||
  (all.length > 0 &&
    (all[0] === some[0] ? isSubsequence(some.slice(1), all.slice(1)) : isSubsequence(some, all.slice(1))))

const KINDS_OF_MATCH = ["exact", "caseInsensitive", "prefix", "words", "infix"]

const matchOf = (text: string, candidate: string): number => {
  const [small, in_] = [text.toLowerCase(), candidate.toLowerCase()]
  return [
    candidate === text,
    in_ === small,
    in_.startsWith(small),
    wordsOf(text).length > 0 && isSubsequence(wordsOf(text), wordsOf(candidate)),
    text.length >= 3 && in_.includes(small)
  ].indexOf(true)
}

/** Everything with a name, by the views alone, in the order of views in results. */
const EVERYTHING = `
  SELECT 0, name, file, row_number() OVER (), kind, line FROM classes UNION ALL
  SELECT 1, name, file, row_number() OVER (), kind, line FROM functions UNION ALL
  SELECT 2, path, path, 0, 'file', NULL FROM files UNION ALL
  SELECT 3, name, file, row_number() OVER (), 'export', line FROM exports UNION ALL
  SELECT 4, source, file, row_number() OVER (), kind, line FROM imports UNION ALL
  SELECT 5, callee_name, file, row_number() OVER (), 'call', line FROM call_sites`

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0)

/** What a search must find in the database, found by looking at every row of its views. */
const bruteForce = (path: string, text: string): ReadonlyArray<string> =>
  query(path, EVERYTHING)
    .map((row) => {
      const [view, candidate, inFile, , kind, line] = row as [number, string, string, number, string, number | null]
      const names = view === 2 ? [candidate, candidate.slice(candidate.lastIndexOf("/") + 1)] : [candidate]
      const ranks = names.map((each) => matchOf(text, each)).filter((rank) => rank >= 0)
      return { rank: ranks.length === 0 ? -1 : Math.min(...ranks), view, name: candidate, file: inFile, kind, line }
    })
    .filter(({ rank }) => rank >= 0)
    .sort(
      (a, b) =>
        compare(a.rank, b.rank) ||
        compare(a.view, b.view) ||
        compare(a.name.length, b.name.length) ||
        compare(a.name, b.name) ||
        compare(a.file, b.file) ||
        compare(a.line ?? 0, b.line ?? 0)
    )
    .map((each) => [KINDS_OF_MATCH[each.rank], each.kind, each.name, each.file, each.line].join(" "))

const shown = (items: ReadonlyArray<Found>): ReadonlyArray<string> =>
  items.map((item) => [item.match, item.kind, item.name, item.file, item.line].join(" "))

const RUNS = Number(process.env["DRIFT_FUZZ_SEARCHES"] ?? 8)
const SEED = Number(process.env["DRIFT_FUZZ_SEED"] ?? 20_240_607)

const TEXTS = [
  "get",
  "Get",
  "id",
  "user",
  "getUser",
  "get_id",
  "GETID",
  "ser",
  "t",
  "I",
  "x",
  "xx",
  "src",
  "User.ts",
  "e",
  "."
]

describe("A search", () => {
  it.effect("finds after any edits what a look at every row of the views finds", () =>
    Effect.promise(() =>
      FastCheck.assert(
        FastCheck.asyncProperty(FastCheck.array(step, { minLength: 1, maxLength: 8 }), (steps) =>
          withDatabase((path) =>
            Effect.gen(function* () {
              const storage = yield* Storage
              const paths: Array<string> = []
              for (const one of steps) {
                yield* Effect.scoped(
                  Effect.gen(function* () {
                    const session = yield* storage.openScan("/root")
                    if ("put" in one) {
                      yield* session.put(batch(...one.put))
                      paths.push(...one.put.map((each) => each.file.path))
                    } else if (paths.length > 0) yield* session.remove([paths[one.remove % paths.length]!])
                    yield* session.complete(record())
                    if (one.tidy) yield* session.tidyUp
                  })
                )
                for (const text of TEXTS) {
                  assert.deepStrictEqual(shown(yield* found(text)), bruteForce(path, text), text)
                }
              }
            })
          ).pipe(Effect.scoped, Effect.runPromise)
        ),
        { numRuns: RUNS, seed: SEED }
      )
    )
  )

  it.effect("finds in names of any characters what it finds in memory, page by page", () =>
    Effect.gen(function* () {
      const texts = [
        "e",
        "get",
        "RUN",
        "repo",
        "a.b",
        "'",
        '"',
        "\\",
        "\n",
        "\0",
        "\ud800",
        "*",
        "é",
        "ß",
        "ẞ",
        "ſ",
        "İ"
      ]
      const odd = ["straße", "STRASSE", "ſtop", "İd", "i̇d", "ΣΑΣ", "σας", "a\0b", "👩‍👩‍👧", "e\u0301a", "'\"%_*"]
      const fill = Effect.gen(function* () {
        yield* put(
          ...sampleFacts(120, 11),
          facts(fileRow("odd.ts"), { functions: odd.map((each, i) => functionInfo(each, i)) })
        )
        const storage = yield* Storage
        return yield* Effect.forEach([...texts, ...odd, ...odd.map((each) => each.slice(1))], (text) =>
          Effect.gen(function* () {
            const pages: Array<unknown> = [text]
            let cursor: string | undefined
            do {
              const page = yield* storage.search({ text, limit: 97, ...(cursor === undefined ? {} : { cursor }) })
              pages.push(page)
              cursor = page.nextCursor
            } while (cursor !== undefined)
            return pages
          })
        )
      })
      const memory = yield* Effect.provide(fill, Storage.layerMemory)
      const sqlite = yield* Effect.provide(fill, temporaryStorage)
      sqlite.forEach((pages, i) => assert.deepStrictEqual(pages, memory[i]))
    })
  )
})

const named = (path: string, ...names: ReadonlyArray<string>) =>
  facts(fileRow(path), { functions: names.map((each, i) => functionInfo(each, i + 1)) })

/** The names that the index itself knows by three characters. */
const indexed = (path: string, characters: string) =>
  query(
    path,
    `SELECT n.text FROM name_search JOIN name n ON n.id = name_search.rowid WHERE name_search MATCH '"${characters}"' ORDER BY 1`
  ).flat()

const reach = (path: string) => query(path, "SELECT value FROM meta WHERE key = 'names_searchable'").flat()

describe("The index of names", () => {
  it.scoped("has every name once a scan has tidied up, and is asked then", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        yield* put(named("a.ts", "loadOrder", "OrderLoader", "ÄndeROrder"))
        assert.deepStrictEqual(indexed(path, "ord"), ["OrderLoader", "loadOrder", "ÄndeROrder"])
        yield* put(named("b.ts", "border"))
        assert.deepStrictEqual(indexed(path, "ord"), ["OrderLoader", "border", "loadOrder", "ÄndeROrder"])
        // What only the index does not know is not found, so it is the index that is asked.
        const [[id] = []] = query(path, "SELECT id FROM name WHERE text = 'border'")
        damage(path, `INSERT INTO name_search (name_search, rowid, text) VALUES ('delete', ${String(id)}, 'border')`)
        assert.deepStrictEqual(
          (yield* found("ord")).map((item) => item.name),
          ["OrderLoader", "loadOrder", "ÄndeROrder"]
        )
      })
    )
  )

  const damages: Readonly<Record<string, string>> = {
    "is gone": "DROP TABLE name_search",
    "is empty": "INSERT INTO name_search (name_search) VALUES ('delete-all')",
    "has lost its rows": "DELETE FROM name_search_data",
    "has rows of zeros": "UPDATE name_search_data SET block = zeroblob(length(block))",
    "has lost its structure": "DELETE FROM name_search_data WHERE id = 10",
    "has lost a table": "DROP TABLE name_search_data",
    "has lost its settings": "DROP TABLE name_search_config",
    "reaches farther than the names": "UPDATE meta SET value = 1000000 WHERE key = 'names_searchable'"
  }
  for (const [title, sql] of Object.entries(damages)) {
    it.scoped(`is made anew when it ${title}`, () =>
      withDatabase((path) =>
        Effect.gen(function* () {
          const names = Array.from({ length: 300 }, (_, i) => `loadOrder${i}`)
          yield* put(named("a.ts", ...names))
          const before = yield* found("order")
          assert.strictEqual(before.length, 300)
          damage(path, sql)
          yield* scan(() => Effect.void)
          assert.deepStrictEqual(yield* found("order"), before)
          assert.strictEqual(indexed(path, "ord").length, 300)
          assert.deepStrictEqual(query(path, "PRAGMA integrity_check"), [["ok"]])
        })
      )
    )
  }

  for (const title of ["is gone", "has lost its structure", "has lost a table", "has lost its settings"]) {
    it.scoped(`does not keep names from being found when it ${title}`, () =>
      withDatabase((path) =>
        Effect.gen(function* () {
          yield* put(named("a.ts", "loadOrder", "order"))
          const before = yield* found("order")
          damage(path, damages[title]!)
          assert.deepStrictEqual(yield* found("order"), before)
        }).pipe(Effect.provide(SqliteStorage.layer({ path })))
      )
    )
  }

  it.scoped("is not taken in by names that come in the place of others", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        yield* put(named("a.ts", "first"), named("b.ts", "second", "third", "fourth"))
        yield* scan((session) => session.remove(["b.ts"]))
        const { collectGarbage } = yield* SqliteAdmin
        assert.isAbove((yield* collectGarbage({})).names, 0)
        yield* put(named("c.ts", "stranger", "newcomer", "latest", "last"))
        for (const name of ["stranger", "newcomer", "latest"]) {
          assert.deepStrictEqual(
            (yield* found(name)).map((item) => item.file),
            ["c.ts"],
            name
          )
        }
        for (const name of ["second", "third"]) assert.deepStrictEqual(yield* found(name), [], name)
      }).pipe(Effect.provide(layerAdmin({ path })))
    )
  )

  it.scoped("is left to the next scan when tidying up is interrupted", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        const many = Array.from({ length: 3000 }, (_, i) => `loadOrder${i}`)
        yield* Effect.scoped(
          Effect.gen(function* () {
            const session = yield* storage.openScan("/root")
            yield* session.put(batch(named("a.ts", ...many)))
            yield* session.complete(record())
            const tidying = yield* Effect.fork(session.tidyUp)
            yield* Effect.yieldNow()
            yield* Fiber.interrupt(tidying)
          })
        )
        assert.strictEqual((yield* found("order29")).length, 111)
        yield* scan(() => Effect.void)
        assert.deepStrictEqual(reach(path), query(path, "SELECT max(id) FROM name").flat())
        assert.strictEqual((yield* found("order29")).length, 111)
      })
    )
  )
})

describe("Readers beside a writer", () => {
  it.scoped("see each batch whole or not at all, in every answer", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        const FILES = 20
        const FACTS = 40
        const batchOf = (version: number) =>
          batch(
            ...Array.from({ length: FILES }, (_, i) =>
              facts(fileRow(`src/${i}.ts`, { size: version }), {
                functions: Array.from({ length: FACTS }, (_, n) => functionInfo(`common${n}Of${version}`, n + 1)),
                callSites: Array.from({ length: FACTS }, (_, n) => callSite(`call${version}`, n + 1))
              })
            )
          )
        yield* scan((session) => session.put(batchOf(1)))
        const seen = new Set<string>()
        const whole = (of: string, versions: ReadonlyArray<string | null | undefined>, count: number) => {
          assert.strictEqual(versions.length, count, of)
          assert.strictEqual(new Set(versions).size, 1, of)
          seen.add(String(versions[0]))
        }
        const versionOf = (name: string | null) => name?.replace(/^.*(?:Of|call)/, "")
        const read = Effect.gen(function* () {
          const functions = yield* storage.list({ view: "functions", limit: 10_000 })
          whole(
            "functions",
            functions.items.map((row) => versionOf(row.name)),
            FILES * FACTS
          )
          const named = yield* storage.list({ view: "functions", filter: { name: "common7Of*" } })
          whole(
            "a name",
            named.items.map((row) => versionOf(row.name)),
            FILES
          )
          const files = yield* storage.list({ view: "files" })
          whole(
            "files",
            files.items.map((row) => String(row.file_size)),
            FILES
          )
          const hits = yield* found("common")
          whole(
            "a search",
            hits.map((item) => versionOf(item.name)),
            FILES * FACTS
          )
          const { bytesTotal, facts: stored } = yield* storage.summary([])
          assert.deepStrictEqual(
            [bytesTotal % FILES, stored.functions, stored.callSites],
            [0, FILES * FACTS, FILES * FACTS]
          )
        })
        const pause = Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
        const readers = yield* Effect.forEach([1, 2, 3], () =>
          Effect.fork(Effect.forever(Effect.zipRight(read, pause)))
        )
        yield* scan((session) =>
          Effect.gen(function* () {
            // More than is stored in place: the writer moves to its thread.
            for (let version = 2; version <= 12; version++) yield* session.put(batchOf(version))
          })
        )
        yield* Fiber.interruptAll(readers).pipe(
          Effect.zipRight(Effect.forEach(readers, (reader) => reader.await)),
          Effect.map((exits) => exits.forEach((exit) => assert.isTrue(Exit.isInterrupted(exit), String(exit))))
        )
        yield* read
        assert.isAbove(seen.size, 2, "the readers saw the writer at work")
        assert.isTrue(seen.has("12"))
        assert.deepStrictEqual(query(path, "PRAGMA integrity_check"), [["ok"]])
      })
    )
  )

  it.scoped("cannot write, and run with the PRAGMAs that they ask for", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        yield* put(named("a.ts", "only"))
        const reader = yield* Reader.open(path)
        const pragmas = ["query_only", "busy_timeout", "cache_size", "mmap_size", "temp_store"]
        const set = yield* Effect.forEach(pragmas, (name) => reader!.values(`PRAGMA ${name}`))
        assert.deepStrictEqual(set.flat(2), [1, 5000, -64000, 268435456, 2])
        const error = yield* Effect.flip(reader!.values("DELETE FROM file RETURNING id"))
        assert.strictEqual(error.code, "STORAGE_ERROR")
        assert.strictEqual(query(path, "SELECT count(*) FROM file").flat()[0], 1)
      }).pipe(Effect.scoped)
    )
  )
})
