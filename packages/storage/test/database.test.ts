/** The file itself: what is in it, and what it may be instead of a database of ours. */
import { fromBytes } from "@drift/core/ContentHash"
import { FACT_VIEWS, type FactView, VIEWS } from "@drift/core/Views"
import type { Filter, ScanSession, StorageError } from "@drift/storage/Storage"
import { Storage } from "@drift/storage/Storage"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { assert, describe, it } from "@effect/vitest"
import { randomBytes } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as FastCheck from "effect/FastCheck"
import type * as Scope from "effect/Scope"
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs"
import { dirname, join } from "node:path"
import { openForWriting } from "../src/internal/connection.js"
import { globTest } from "../src/internal/filters.js"
import { pageQuery } from "../src/internal/listQuery.js"
import * as ScanLock from "../src/internal/scanLock.js"
import { INDEXES } from "../src/internal/schema.js"
import { dump, put, record, scan } from "./contract.js"
import {
  batch,
  BLAKE3,
  callSite,
  classInfo,
  exportInfo,
  facts,
  fileRow,
  functionInfo,
  importInfo,
  rich,
  sampleFacts
} from "./samples.js"
import { temporaryFolder, temporaryStorage } from "./temporary.js"
import { openDatabase } from "../src/internal/driver.js"
import { deflateSync, inflateSync } from "node:zlib"

const withDatabase = <E>(body: (path: string) => Effect.Effect<void, E, Storage | Scope.Scope>) =>
  Effect.gen(function* () {
    const path = join(yield* temporaryFolder, ".drift", "drift.db")
    yield* body(path).pipe(Effect.provide(SqliteStorage.layer({ path })))
  })

/** How often this process has a file of that name open, also one that has lost it; nothing where that cannot be told. */
const timesOpen = (path: string): number => {
  const links = "/proc/self/fd"
  if (!existsSync(links)) return 0
  const names = readdirSync(links).map((name) => {
    try {
      return readlinkSync(join(links, name))
    } catch {
      return ""
    }
  })
  return names.filter((name) => name === path || name === `${path} (deleted)`).length
}

const query = (
  path: string,
  sql: string,
  ...params: ReadonlyArray<unknown>
): ReadonlyArray<Record<string, unknown>> => {
  const db = openDatabase(path, { readonly: true })
  try {
    return db.prepare(sql).all(...params) as ReadonlyArray<Record<string, unknown>>
  } finally {
    db.close()
  }
}

const write = (path: string, sql: string): void => {
  mkdirSync(dirname(path), { recursive: true })
  const db = openDatabase(path)
  db.exec(sql)
  db.close()
}

interface PlanStep {
  readonly id: number
  readonly parent: number
  readonly detail: string
}

/** The errors of opening the database, of scanning into it and of reading it. */
const failures = Effect.gen(function* () {
  const storage = yield* Storage
  const opening = yield* Effect.flip(storage.open)
  const scanning = yield* Effect.flip(put(rich("a.ts")))
  const reading = yield* Effect.flip(storage.list({ view: "files" }))
  return [opening, scanning, reading] as ReadonlyArray<StorageError>
})

describe("The database file", () => {
  it.scoped("has every view with its columns in order", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        yield* put(rich("a.ts"))
        for (const [view, columns] of Object.entries(VIEWS)) {
          const found = query(path, "SELECT name FROM pragma_table_info(?)", view).map((row) => row["name"])
          assert.deepStrictEqual(found, Object.keys(columns), view)
        }
        const tables = query(
          path,
          "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        assert.isAbove(tables.length, 8)
        assert.deepStrictEqual(
          tables.filter((table) => table["strict"] !== 1),
          []
        )
      })
    )
  )

  it.scoped("answers plain SQL on its views", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        yield* put(rich("a.ts"), rich("b.ts"))
        assert.deepStrictEqual(
          query(
            path,
            `SELECT c.caller, c.callee_name, f.line FROM call_sites c
             JOIN functions f ON f.file = c.file AND f.qualified_name = c.caller
             WHERE c.file = 'b.ts' AND c.callee_name = 'step'`
          ),
          [{ caller: "Repo.Inner.[Symbol.iterator]", callee_name: "step", line: 20 }]
        )
        assert.deepStrictEqual(query(path, "SELECT status, total FROM scans"), [{ status: "complete", total: 1 }])
      })
    )
  )

  it.scoped("runs with the specified PRAGMAs", () =>
    Effect.gen(function* () {
      const path = join(yield* temporaryFolder, "drift.db")
      const db = yield* Effect.acquireRelease(
        Effect.sync(() => openForWriting(path)),
        (opened) => Effect.sync(() => opened.close())
      )
      const pragma = (name: string) => db.pragma(name, { simple: true })
      assert.deepStrictEqual(
        {
          journal_mode: pragma("journal_mode"),
          synchronous: pragma("synchronous"),
          foreign_keys: pragma("foreign_keys"),
          cache_size: pragma("cache_size"),
          mmap_size: pragma("mmap_size"),
          busy_timeout: pragma("busy_timeout"),
          temp_store: pragma("temp_store"),
          auto_vacuum: pragma("auto_vacuum"),
          wal_autocheckpoint: pragma("wal_autocheckpoint"),
          journal_size_limit: pragma("journal_size_limit"),
          query_only: pragma("query_only"),
          user_version: pragma("user_version")
        },
        {
          journal_mode: "wal",
          synchronous: 1,
          foreign_keys: 1,
          cache_size: -64000,
          mmap_size: 268435456,
          busy_timeout: 5000,
          temp_store: 2,
          auto_vacuum: 2,
          wal_autocheckpoint: 1000,
          journal_size_limit: 67108864,
          query_only: 0,
          user_version: 4
        }
      )
    })
  )

  it.scoped("comes into being with the first scan and keeps its folder out of version control", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        assert.strictEqual((yield* storage.loadIndex).size, 0)
        for (const read of [storage.list({ view: "files" }), storage.summary([]), storage.scans(1), storage.info]) {
          const error = yield* Effect.flip(read as Effect.Effect<unknown, StorageError>)
          assert.strictEqual(error.code, "STORAGE_ERROR")
          assert.include(error.message, "drift scan")
          assert.include(error.message, path)
        }
        const dumping = yield* Effect.flip(dump)
        assert.include(dumping.message, "drift scan")
        assert.isFalse(existsSync(dirname(path)), "reading creates nothing")
        yield* put(rich("a.ts"))
        assert.strictEqual(readFileSync(join(dirname(path), ".gitignore"), "utf8"), "*\n")
        const { bytes, walBytes } = yield* storage.info
        assert.isAbove(bytes, 4096)
        assert.strictEqual(walBytes, 0, "the end of a scan empties the WAL")
      })
    )
  )

  it.scoped("comes into being when it is opened, complete but for the facts", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        yield* storage.open
        assert.deepStrictEqual(
          query(path, "SELECT * FROM pragma_journal_mode, pragma_auto_vacuum, pragma_user_version"),
          [{ journal_mode: "wal", auto_vacuum: 2, user_version: 4 }]
        )
        assert.strictEqual(readFileSync(join(dirname(path), ".gitignore"), "utf8"), "*\n")
        assert.strictEqual((yield* storage.info).walBytes, 0)
      })
    )
  )

  it.scoped("is held open a bounded number of times, however often it is no database or replaced", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const { list } = yield* Storage
        yield* put(rich("a.ts"))
        const [good, next] = [`${path}.good`, `${path}.next`]
        copyFileSync(path, good)
        for (let i = 0; i < 20; i++) {
          writeFileSync(next, "text\n".repeat(100))
          renameSync(next, path)
          yield* Effect.flip(list({ view: "files" }))
          yield* Effect.flip(list({ view: "files" }))
          copyFileSync(good, next)
          renameSync(next, path)
          assert.lengthOf((yield* list({ view: "files" })).items, 1)
        }
        assert.isAtMost(timesOpen(path), 2)
      })
    )
  )

  for (const status of ["partial", "failed"] as const) {
    it.scoped(`has no WAL once it is closed, although the scan ended ${status} and a reader was open`, () =>
      Effect.gen(function* () {
        const path = join(yield* temporaryFolder, "drift.db")
        yield* Effect.gen(function* () {
          const storage = yield* Storage
          yield* put(rich("a.ts"))
          assert.strictEqual((yield* storage.loadIndex).size, 1)
          yield* Effect.scoped(
            Effect.gen(function* () {
              const session = yield* storage.openScan("/root")
              yield* session.put(batch(rich("b.ts")))
              if (status === "partial") yield* session.complete(record({ status }))
            })
          )
          assert.strictEqual((yield* storage.scans(1))[0]?.status, status)
          assert.isAbove((yield* storage.info).walBytes, 0)
        }).pipe(Effect.provide(SqliteStorage.layer({ path })))
        assert.isFalse(existsSync(`${path}-wal`))
        assert.strictEqual(query(path, "SELECT count(*) AS n FROM file")[0]!["n"], 2)
      })
    )
  }

  it.scoped("leaves a long WAL of a stopped scan to the next one, because emptying it takes time", () =>
    Effect.gen(function* () {
      const path = join(yield* temporaryFolder, "drift.db")
      const long = facts(fileRow("a.ts"), {
        callSites: Array.from({ length: 150_000 }, (_, i) => callSite(`name${i}`, i))
      })
      const scanned = (status: "partial" | "complete") =>
        Effect.gen(function* () {
          const storage = yield* Storage
          const session = yield* storage.openScan("/root")
          yield* storage.loadIndex
          if (status === "partial") yield* session.put(batch(long))
          yield* session.complete(record({ status }))
          if (status === "complete") yield* session.tidyUp
        }).pipe(Effect.scoped, Effect.provide(SqliteStorage.layer({ path })))
      yield* scanned("partial")
      assert.isAbove(statSync(`${path}-wal`).size, 4 * 1024 * 1024)
      yield* scanned("complete")
      assert.strictEqual(statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0, 0)
      assert.strictEqual(query(path, "SELECT call_count AS n FROM file")[0]!["n"], 150_000)
    })
  )

  it.scoped("is read anew when another file has taken its place", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        yield* put(rich("a.ts"))
        assert.strictEqual((yield* storage.loadIndex).size, 1)
        rmSync(dirname(path), { recursive: true })
        assert.strictEqual((yield* storage.loadIndex).size, 0)
        yield* put(rich("b.ts"))
        assert.deepStrictEqual([...(yield* storage.loadIndex).paths()], ["b.ts"])
      })
    )
  )

  it.scoped("is refused when it is no database", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        mkdirSync(dirname(path))
        writeFileSync(path, "this is text\n".repeat(100))
        for (const error of yield* failures) {
          assert.strictEqual(error.code, "DB_CORRUPT")
          assert.strictEqual(error.message, `${path} is not a Drift database`)
          assert.strictEqual((error.cause as { code?: string }).code, "SQLITE_NOTADB")
        }
        assert.strictEqual(readFileSync(path, "utf8"), "this is text\n".repeat(100))
        assert.deepStrictEqual(readdirSync(dirname(path)), ["drift.db"], "nothing is put beside it")
      })
    )
  )

  it.scoped("is refused when a directory is in its place", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        mkdirSync(path, { recursive: true })
        const storage = yield* Storage
        const errors = [
          yield* Effect.flip(Effect.scoped(storage.openScan("/root"))),
          yield* Effect.flip(storage.summary([]))
        ]
        for (const error of errors) {
          assert.deepStrictEqual([error.code, error.message], ["STORAGE_ERROR", `${path} is a directory`])
        }
      })
    )
  )

  it.scoped("of an earlier schema without a way to the current one is kept aside by a scan, which builds it anew", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        yield* put(rich("a.ts"))
        write(path, "PRAGMA user_version = 1")
        const storage = yield* Storage
        const reading = (yield* Effect.flip(storage.list({ view: "files" }))) as StorageError
        assert.strictEqual(reading.code, "MIGRATION_FAILED")
        assert.include(reading.message, "was written by an earlier Drift")
        assert.include((reading.hints ?? []).join(), "drift scan")
        const notices = yield* Effect.scoped(
          Effect.gen(function* () {
            const session = yield* storage.openScan("/root")
            yield* session.put(batch(rich("b.ts")))
            yield* session.complete(record())
            return session.notices
          })
        )
        const aside = readdirSync(dirname(path)).filter((name) => /schema-1(?!.*-(wal|shm)$)/.test(name))
        assert.match(aside.join(), /^drift\.db\.schema-1-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/)
        assert.strictEqual(notices.length, 1)
        assert.include(notices[0], aside[0])
        assert.deepStrictEqual([...(yield* storage.loadIndex).paths()], ["b.ts"])
        assert.deepStrictEqual(query(join(dirname(path), aside[0]!), "SELECT path FROM file"), [{ path: "a.ts" }])
      })
    )
  )

  it.scoped("of an earlier schema is set aside when it is opened, too, but not while somebody scans into it", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        yield* put(rich("a.ts"))
        write(path, "PRAGMA user_version = 1")
        const storage = yield* Storage
        const busy = yield* Effect.scoped(
          Effect.zipRight(ScanLock.acquire(path, "scanning into"), Effect.flip(storage.open))
        )
        assert.strictEqual(busy.code, "DB_BUSY")
        assert.include(busy.message, String(process.pid))
        yield* storage.open
        assert.strictEqual((yield* storage.loadIndex).size, 0)
      })
    )
  )

  it.scoped("is refused when a newer Drift wrote it", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        yield* put(rich("a.ts"))
        write(path, "PRAGMA user_version = 7")
        for (const error of yield* failures) {
          assert.strictEqual(error.code, "MIGRATION_FAILED")
          assert.include(error.message, "version 7")
          assert.include(error.message, "up to 4")
          assert.include(error.message, "upgrade drift")
        }
        assert.strictEqual(query(path, "PRAGMA user_version")[0]!["user_version"], 7)
      })
    )
  )

  it.scoped("is refused untouched when another program wrote it", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        write(path, "CREATE TABLE precious (id INTEGER); INSERT INTO precious VALUES (1)")
        const before = readFileSync(path)
        for (const error of yield* failures) {
          assert.strictEqual(error.code, "STORAGE_ERROR")
          assert.include(error.message, "another program")
        }
        assert.isTrue(readFileSync(path).equals(before))
        assert.deepStrictEqual(readdirSync(dirname(path)), ["drift.db"], "nothing is put beside it")
      })
    )
  )

  it.scoped("is taken over when it is empty", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        mkdirSync(dirname(path))
        writeFileSync(path, "")
        assert.strictEqual((yield* (yield* Storage).loadIndex).size, 0)
        yield* put(rich("a.ts"))
        assert.strictEqual(query(path, "PRAGMA auto_vacuum")[0]!["auto_vacuum"], 2)
      })
    )
  )

  it.scoped("is taken over when nothing but its first page is written", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        write(path, "CREATE TABLE gone (id INTEGER); DROP TABLE gone")
        assert.strictEqual(query(path, "PRAGMA auto_vacuum")[0]!["auto_vacuum"], 0)
        yield* (yield* Storage).open
        assert.strictEqual(query(path, "PRAGMA auto_vacuum")[0]!["auto_vacuum"], 2)
      })
    )
  )

  it.scoped("suggests --db where it cannot be written", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder
      writeFileSync(join(folder, "file"), "")
      const path = join(folder, "file", "drift.db")
      const uses = [
        Effect.flatMap(Storage, (storage) => storage.open),
        Effect.flatMap(Storage, (storage) => storage.openScan("/root"))
      ]
      for (const use of uses) {
        const error = yield* Effect.flip(Effect.provide(use, SqliteStorage.layer({ path })))
        assert.strictEqual(error._tag, "StorageError")
        if (error._tag === "StorageError") {
          assert.strictEqual(error.code, "STORAGE_ERROR")
          assert.include(error.message, path)
          assert.include((error.hints ?? []).join(), "--db")
        }
      }
    })
  )
})

describe("The rows of the database", () => {
  it.scoped("are those of the memory backend", () =>
    Effect.gen(function* () {
      const files = [rich("src/repo.ts"), ...sampleFacts(300, 42)]
      const changed = sampleFacts(100, 43)
      const fill = Effect.gen(function* () {
        const storage = yield* Storage
        yield* scan((session) =>
          Effect.forEach([files.slice(0, 100), files.slice(100)], (part) => session.put(batch(...part)))
        )
        yield* scan((session) => Effect.zipRight(session.remove(["src/repo.ts"]), session.put(batch(...changed))))
        const lists = yield* Effect.forEach(FACT_VIEWS, (view) =>
          Effect.forEach([{}, { name: "*" }, { name: "g[a-f]t" }, { name: "a.b" }, { file: "b/*" }], (filter) =>
            Effect.map(storage.list({ view, filter, limit: 10_000 }), ({ items }) =>
              items.map((item) =>
                JSON.stringify({ ...item, last_scanned_at: 0 }, (_, value: unknown) =>
                  value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value
                ).replace(/\{"type":"Buffer","data":\[[\d,]*\]\}/g, (json) =>
                  JSON.stringify(Buffer.from(JSON.parse(json)).toString("hex"))
                )
              )
            )
          )
        )
        const callers = yield* Effect.forEach(["Repo", "a.b", "get", "*.*", ""], (caller) =>
          Effect.map(
            storage.list({ view: "call_sites", filter: { caller }, limit: 10_000 }),
            ({ items }) => items.length
          )
        )
        return { dump: yield* dump, lists, callers, summary: yield* storage.summary(["b", "ä"]) }
      })
      const memory = yield* Effect.provide(fill, Storage.layerMemory)
      const sqlite = yield* Effect.provide(fill, temporaryStorage)
      assert.isAbove(memory.dump.length, 2000)
      assert.strictEqual(sqlite.dump.join("\n"), memory.dump.join("\n"))
      assert.strictEqual(sqlite.lists.flat(2).join("\n"), memory.lists.flat(2).join("\n"))
      assert.deepStrictEqual([sqlite.callers, sqlite.summary], [memory.callers, memory.summary])
    })
  )

  it("match globs as GLOB does", () => {
    const db = openDatabase(":memory:")
    const glob = db.prepare("SELECT ? GLOB ?").pluck()
    const alphabet = FastCheck.stringOf(FastCheck.constantFrom(..."ab-]^[*?é𝒳\n."), { maxLength: 6 })
    FastCheck.assert(
      FastCheck.property(alphabet, alphabet, (text, pattern) => {
        assert.strictEqual(globTest(pattern)(text) ? 1 : 0, glob.get(text, pattern), JSON.stringify([text, pattern]))
      }),
      { numRuns: 3000, seed: 5 }
    )
    db.close()
  })

  describe("are found without scanning or sorting whole tables", () => {
    const languages = ["typescript", "python", "go"]
    const outcomes = ["parsed", "parsedWithErrors", "failed"] as const
    const many = Array.from({ length: 400 }, (_, i) =>
      facts(
        fileRow(`src/${i}.ts`, { language: languages[i % 3]!, outcome: i % 20 === 0 ? outcomes[i % 3]! : "parsed" }),
        {
          functions: Array.from({ length: 20 }, (_, n) => functionInfo(`f${i}_${n}`, n)),
          classes: [classInfo(`C${i}`, 1)],
          imports: [importInfo(`./${i}`, 1), importInfo("lodash", 2)],
          exports: [exportInfo(`C${i}`, 1)],
          callSites: Array.from({ length: 100 }, (_, n) => callSite(`c${n}`, n, { caller: `f${i}_${n % 20}` }))
        }
      )
    )
    const everywhere: ReadonlyArray<Filter> = [
      {},
      { file: "src/7.ts" },
      { file: "src/*" },
      { language: "python" },
      { outcome: "failed" },
      { outcome: "parsed" },
      { name: "c7" },
      { name: "c*" },
      { name: "*7*" }
    ]
    const flagged: ReadonlyArray<Filter> = [{ kind: "class" }, { visibility: "private" }, { exported: true }]
    const filters: { readonly [V in FactView]: ReadonlyArray<Filter> } = {
      files: everywhere,
      functions: [...everywhere, ...flagged, { async: true }],
      classes: [...everywhere, ...flagged],
      imports: [...everywhere, { kind: "require" }],
      exports: everywhere,
      call_sites: [...everywhere, { caller: "f1_1" }, { caller: "f1*" }]
    }
    for (const view of FACT_VIEWS) {
      it.scoped(view, () =>
        withDatabase((path) =>
          Effect.gen(function* () {
            yield* put(...many)
            const db = openDatabase(path, { readonly: true })
            for (const filter of filters[view]) {
              for (const after of [undefined, { path: "src/200.ts", ordinal: 3 }]) {
                for (const fewFacts of [true, false]) {
                  const { params, sql } = pageQuery({ view, filter, after, rows: 101, fewFacts })
                  const plan = db.prepare<Array<unknown>, PlanStep>(`EXPLAIN QUERY PLAN ${sql}`).all(...params)
                  const shown = `${JSON.stringify({ view, filter, after, fewFacts })}\n${plan.map((step) => step.detail).join("\n")}`
                  // `k` is the page itself, `c` are the calls of one caller; what any name may fit looks at all names, once.
                  const own = filter.name?.startsWith("*") === true ? ["k", "c", "n"] : ["k", "c"]
                  const scans = plan.filter(
                    ({ detail }) =>
                      detail.startsWith("SCAN ") &&
                      !detail.includes("INDEX") &&
                      !own.includes(detail.slice("SCAN ".length))
                  )
                  assert.deepStrictEqual(scans, [], shown)
                  // The page may be sorted, and the rows of one file; all rows are so only where they are few.
                  const page = plan.find(({ detail }) => detail === "CO-ROUTINE k")?.id ?? 0
                  const sorts = plan.filter(
                    ({ detail, parent }) => parent === page && detail.includes("TEMP B-TREE FOR ORDER BY")
                  )
                  const few = view !== "files" && fewFacts && filter.name !== undefined
                  const ofCaller = filter.caller !== undefined && !filter.caller.includes("*")
                  if (!few && !ofCaller) assert.deepStrictEqual(sorts, [], shown)
                }
              }
            }
            db.close()
          })
        )
      )
    }
  })

  it.scoped("are the same whether few facts have the name or many", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        const crowd = Array.from({ length: 60 }, (_, i) =>
          facts(fileRow(`src/${i}.ts`), {
            callSites: Array.from({ length: 200 }, (_, n) => callSite(n % 2 === 0 ? "hot" : "hut", n))
          })
        )
        for (const files of [crowd.slice(0, 10), crowd]) {
          yield* put(...files)
          for (const name of ["hot", "h?t"]) {
            const seen: Array<string> = []
            let cursor: string | undefined
            do {
              const page = yield* storage.list({
                view: "call_sites",
                filter: { name },
                limit: 2777,
                ...(cursor === undefined ? {} : { cursor })
              })
              seen.push(...page.items.map((row) => `${row.file}:${row.line}`))
              cursor = page.nextCursor
            } while (cursor !== undefined)
            const like = name.replace("?", "_")
            assert.deepStrictEqual(
              seen,
              query(path, "SELECT file, line FROM call_sites WHERE callee_name LIKE ? ORDER BY file, line", like).map(
                (row) => `${String(row["file"])}:${String(row["line"])}`
              )
            )
          }
        }
      })
    )
  )

  it.scoped("get their indexes with the first files, not with an empty scan", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const indexes = () =>
          query(path, "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name").map(
            (row) => row["name"]
          )
        yield* scan(() => Effect.void)
        assert.deepStrictEqual(indexes(), [])
        yield* put(rich("a.ts"))
        assert.deepStrictEqual(indexes(), Object.keys(INDEXES).sort())
        assert.strictEqual(query(path, "SELECT count(*) AS n FROM sqlite_stat1")[0]!["n"] !== 0, true)
        yield* scan((session) => session.remove(["a.ts"]))
        yield* put(rich("b.ts"))
        assert.deepStrictEqual(indexes(), Object.keys(INDEXES).sort())
      })
    )
  )

  it.scoped("have no indexes and no packed file index until a scan tidies up, in place or in the thread", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        const made = () => [
          query(path, "SELECT count(*) AS n FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")[0]!["n"],
          query(path, "SELECT count(*) AS n FROM file_index")[0]!["n"]
        ]
        let files = 0
        for (const [count, tidy] of [
          [1, false],
          [1, true],
          [200, false],
          [1, true]
        ] as const) {
          yield* Effect.scoped(
            Effect.gen(function* () {
              const session = yield* storage.openScan("/root")
              if (files === 2) yield* session.remove(["0.ts", "1.ts"])
              const added = Array.from({ length: count }, () => rich(`${files++}.ts`))
              yield* session.put(batch(...added))
              yield* session.complete(record())
              if (tidy) yield* session.tidyUp
            })
          )
          assert.deepStrictEqual(made(), tidy ? [Object.keys(INDEXES).length, 1] : [made()[0], 0])
        }
        assert.strictEqual((yield* storage.loadIndex).size, 201)
      })
    )
  )

  it.scoped("lose nothing when tidying up is interrupted, and the next scan makes up for it", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        const files = Array.from({ length: 200 }, (_, i) => rich(`${i}.ts`))
        yield* Effect.scoped(
          Effect.gen(function* () {
            const session = yield* storage.openScan("/root")
            yield* session.put(batch(...files))
            yield* session.complete(record())
            const tidying = yield* Effect.fork(session.tidyUp)
            yield* Effect.yieldNow()
            yield* Fiber.interrupt(tidying)
          })
        )
        assert.strictEqual((yield* storage.scans(1))[0]!.status, "complete")
        assert.strictEqual((yield* storage.loadIndex).size, 200)
        yield* scan(() => Effect.void)
        assert.deepStrictEqual(query(path, "SELECT value FROM meta WHERE key = 'indexes_complete'"), [{ value: 1 }])
      })
    )
  )

  it.scoped("keep no more parses than they may, and those that were used last", () =>
    Effect.flatMap(temporaryFolder, (folder) => {
      const path = join(folder, "drift.db")
      return Effect.gen(function* () {
        // What compression cannot shorten.
        const payloads = Array.from({ length: 11 }, () => randomBytes(100_000))
        const store = (...hashes: ReadonlyArray<number>) =>
          put(
            ...hashes.map((n) => ({
              ...facts(fileRow(`${n}.ts`, { contentHash: BigInt(n) })),
              parse: { grammar: 1n, payload: payloads[n]! }
            }))
          )
        const kept = () =>
          query(path, "SELECT content_hash FROM parse_cache ORDER BY pack").map((row) =>
            Number(fromBytes(row["content_hash"] as Uint8Array))
          )
        const packs = () => query(path, "SELECT count(*) AS packs FROM parse_pack")[0]!["packs"]
        yield* store(1, 2, 3, 4, 5, 6, 7, 8)
        assert.deepStrictEqual(kept(), [1, 2, 3, 4, 5, 6, 7, 8])
        write(path, "UPDATE parse_pack SET last_used_at = -100000")
        yield* store(2)
        assert.deepStrictEqual(kept(), [1, 2, 3, 4, 5, 6, 7, 8])
        assert.strictEqual(packs(), 8)
        yield* store(9)
        assert.strictEqual(packs(), 9)
        yield* store(10)
        assert.deepStrictEqual(kept(), [2, 5, 6, 7, 8, 9, 10])
        assert.strictEqual(packs(), 7)
      }).pipe(Effect.provide(SqliteStorage.layer({ path, parseCacheBytes: 900_500 })))
    })
  )

  it.scoped("hold the lists of facts in short and show them in full", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const parameters = [
          { name: "a", type: '","type":"' },
          { name: "\u0001\u0004", default: '"}]', rest: true },
          { name: '[{"name":"', type: "\n\u001f" }
        ]
        yield* put(facts(fileRow("a.ts"), { functions: [functionInfo("f", 1, { parameters })] }))
        const [shown] = query(path, "SELECT parameters FROM functions")
        assert.strictEqual(shown!["parameters"], JSON.stringify(parameters))
        const [stored] = query(path, "SELECT length(parameters) AS length FROM function")
        assert.isBelow(stored!["length"] as number, JSON.stringify(parameters).length - 30)
      })
    )
  )

  it.scoped("miss the parses of a pack that is damaged, and only those, until they are stored again", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const hashes = Array.from({ length: 40 }, (_, i) => BigInt(i))
        const putAll = put(
          ...hashes.map((contentHash) => ({
            ...facts(fileRow(`${contentHash}.ts`, { contentHash })),
            parse: { grammar: 1n, payload: new Uint8Array(4000).fill(Number(contentHash)) }
          }))
        )
        const packs = () => query(path, "SELECT count(*) AS packs FROM parse_pack")[0]!["packs"]
        yield* putAll
        const found = scan((session) =>
          Effect.map(session.cached(hashes), (parses) => {
            for (const { contentHash, payload } of parses) {
              assert.deepStrictEqual(payload, new Uint8Array(4000).fill(Number(contentHash)))
              assert.strictEqual(payload.buffer.byteLength, 4000)
            }
            kept = parses.length
          })
        )
        let kept = 0
        yield* found
        assert.strictEqual(kept, 40)
        write(path, "UPDATE parse_pack SET packed = substr(packed, 1, 9) WHERE id = 2")
        yield* found
        assert.strictEqual(kept, 24)
        const before = packs()
        yield* putAll
        yield* found
        assert.strictEqual(kept, 40)
        assert.strictEqual(packs(), Number(before) + 1, "what was whole is not stored again")
      })
    )
  )

  it.scoped("have a packed file index that is never stale", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        const packed = () => query(path, "SELECT length(packed) > 0 AS filled FROM file_index")
        yield* put(rich("a.ts"))
        assert.deepStrictEqual(packed(), [{ filled: 1 }])
        yield* Effect.scoped(
          Effect.gen(function* () {
            const session = yield* storage.openScan("/root")
            yield* session.put(batch(facts(fileRow("a.ts", { mode: "touch", size: 5 }))))
            assert.deepStrictEqual(packed(), [])
            assert.strictEqual((yield* storage.loadIndex).get("a.ts")?.size, 5)
            yield* session.complete(record())
            yield* session.tidyUp
          })
        )
        assert.deepStrictEqual(packed(), [{ filled: 1 }])
        assert.strictEqual((yield* storage.loadIndex).get("a.ts")?.size, 5)
      })
    )
  )

  it.scoped("do without a packed file index that is damaged", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        yield* put(rich("a.ts"), rich("b.ts"))
        for (const damaged of ["x'00ff'", "x''", "substr(packed, 1, length(packed) - 1)", "zeroblob(100)"]) {
          write(path, `UPDATE file_index SET packed = ${damaged}`)
          assert.deepStrictEqual([...(yield* storage.loadIndex).paths()], ["a.ts", "b.ts"], damaged)
          yield* put(facts(fileRow("a.ts", { size: damaged.length })))
          assert.strictEqual((yield* storage.loadIndex).get("a.ts")?.size, damaged.length)
          assert.strictEqual((yield* storage.loadIndex).size, 2)
        }
      })
    )
  )

  it.scoped("take no damage of a packed file index for a change of files", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        const name = (i: number) => `dir${i % 3}/${i}.ts`
        yield* put(
          ...Array.from({ length: 30 }, (_, i) => facts(fileRow(name(i), i % 2 === 0 ? {} : { contentHash: BLAKE3 })))
        )
        const files = Effect.map(storage.loadIndex, (index) => [...index.paths()].map((each) => index.get(each)))
        const whole = yield* files
        const packed = query(path, "SELECT packed FROM file_index")[0]!["packed"] as Buffer
        for (let at = 0; at < packed.length; at++) {
          const damaged = Buffer.from(packed)
          damaged[at]! ^= 1 << (at % 8)
          write(path, `UPDATE file_index SET packed = x'${damaged.toString("hex")}'`)
          assert.deepStrictEqual(yield* files, whole, `byte ${at} of ${packed.length}`)
        }
      })
    )
  )

  it.scoped("pack a file index anew that cannot be used, also when no file has changed", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        yield* put(rich("a.ts"), rich("b.ts"))
        const packed = () => query(path, "SELECT packed FROM file_index")[0]!["packed"] as Buffer
        const sound = packed()
        const otherVersion = inflateSync(sound)
        otherVersion[3]! ^= 1
        for (const unusable of [Buffer.alloc(0), sound.subarray(1), deflateSync(otherVersion)]) {
          write(path, `UPDATE file_index SET packed = x'${unusable.toString("hex")}'`)
          yield* scan(() =>
            Effect.map(storage.loadIndex, (index) => assert.deepStrictEqual([...index.paths()], ["a.ts", "b.ts"]))
          )
          assert.deepStrictEqual(packed(), sound)
        }
      })
    )
  )

  it.scoped("have after any changes the file index that packing all files gives", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const packed = () => query(path, "SELECT packed FROM file_index")[0]!["packed"]
        const name = (i: number) => `dir${i % 3}/${i}.ts`
        yield* put(...Array.from({ length: 40 }, (_, i) => rich(name(i))))
        const changes: ReadonlyArray<(session: ScanSession) => Effect.Effect<void, StorageError>> = [
          (session) => session.put(batch(facts(fileRow(name(7), { size: 77, contentHash: 7n })))),
          (session) => session.remove([name(0), name(39), "no such file"]),
          (session) =>
            Effect.andThen(session.put(batch(rich("a"), rich("zz"), rich("dir1/é"))), session.remove(["zz", name(7)])),
          (session) => session.put(batch(facts(fileRow(name(8), { mode: "keep", outcome: "failed" })))),
          (session) => session.put(batch(...Array.from({ length: 700 }, (_, i) => facts(fileRow(`many/${i}`)))))
        ]
        for (const change of changes) {
          const before = packed()
          yield* scan(change)
          const after = packed()
          assert.notDeepEqual(after, before)
          write(path, "DELETE FROM file_index")
          yield* scan(() => Effect.void)
          assert.deepStrictEqual(after, packed())
        }
      })
    )
  )

  it.scoped("leave out a file with more facts than its ids can tell apart, and nothing else", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        const crowd = new Array<ReturnType<typeof callSite>>(2 ** 20 + 1).fill(callSite("again", 1))
        yield* put(
          facts(fileRow("crowded.ts"), { functions: [functionInfo("lost", 1)], callSites: crowd }),
          rich("next.ts")
        )
        const [crowded] = (yield* storage.list({ view: "files" })).items
        assert.deepStrictEqual(
          [crowded!.outcome, crowded!.error_code, crowded!.error, crowded!.facts_version, crowded!.function_count],
          ["failed", "PARSE_ERROR", "The file has more than 1,048,576 call sites", null, null]
        )
        assert.deepStrictEqual(query(path, "SELECT file, count(*) AS calls FROM call_sites GROUP BY file"), [
          { file: "next.ts", calls: 5 }
        ])
        assert.strictEqual((yield* storage.list({ view: "functions" })).items.length, 4)
      })
    )
  )

  it.scoped("are all there but for those of a file that cannot be stored, which says why", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const storage = yield* Storage
        const odd = (kind: string) => functionInfo("odd", 2, { kind: kind as "function" })
        const parse = { grammar: 1n, payload: Uint8Array.of(1, 2, 3) }
        yield* put(facts(fileRow("b.ts"), { functions: [functionInfo("before", 1)] }))
        yield* put(
          facts(fileRow("a.ts"), { functions: [functionInfo("alsoFresh", 1)] }),
          {
            ...facts(fileRow("b.ts"), {
              functions: [functionInfo("fresh", 1), odd("unheard of")],
              callSites: [callSite("lost", 1)]
            }),
            parse
          },
          { ...rich("c.ts"), parse },
          facts(fileRow("d.ts"), { functions: [odd("unknown")] }),
          facts(fileRow("e.ts"), { functions: [functionInfo("fresh", 1)] })
        )
        assert.deepStrictEqual(
          (yield* storage.list({ view: "files" })).items.map((row) => [
            row.path,
            row.outcome,
            row.error_code,
            row.error
          ]),
          [
            ["a.ts", "parsed", null, null],
            ["b.ts", "failed", "STORAGE_ERROR", 'It cannot be stored: The database has no code for "unheard of"'],
            ["c.ts", "parsed", null, null],
            ["d.ts", "failed", "STORAGE_ERROR", 'It cannot be stored: The database has no code for "unknown"'],
            ["e.ts", "parsed", null, null]
          ]
        )
        const { items } = yield* storage.list({ view: "functions" })
        assert.deepStrictEqual(
          items.filter(({ file }) => file !== "c.ts").map((row) => [row.file, row.name]),
          [
            ["a.ts", "alsoFresh"],
            ["e.ts", "fresh"]
          ]
        )
        assert.deepStrictEqual(
          (yield* storage.list({ view: "call_sites" })).items.map((row) => row.file),
          Array(5).fill("c.ts")
        )
        assert.strictEqual(query(path, "SELECT count(*) AS n FROM parse_cache")[0]!["n"], 1)
        assert.deepStrictEqual(yield* storage.check, [])
        assert.deepStrictEqual(query(path, "PRAGMA integrity_check"), [{ integrity_check: "ok" }])
      })
    )
  )

  it.scoped(
    "stay as they were when the database takes none of a batch, and no later one pretends to be all there is",
    () =>
      withDatabase((path) =>
        Effect.gen(function* () {
          yield* put(rich("a.ts"))
          const before = yield* dump
          const reasons: Array<string> = []
          const ended = yield* Effect.either(
            scan((session) =>
              Effect.gen(function* () {
                write(path, "ALTER TABLE import RENAME TO elsewhere")
                for (const file of [rich("b.ts"), facts(fileRow("c.ts")), rich("d.ts")]) {
                  reasons.push((yield* Effect.flip(session.put(batch(file)))).message)
                }
                reasons.push((yield* Effect.flip(session.remove(["a.ts"]))).message)
              }).pipe(Effect.orDie)
            )
          )
          assert.isTrue(Either.isLeft(ended), "nothing is tidied up")
          assert.deepStrictEqual(reasons, Array(4).fill(reasons[0]))
          assert.include(reasons[0], "import")
          write(path, "ALTER TABLE elsewhere RENAME TO import")
          assert.deepStrictEqual(yield* dump, before)
          yield* scan((session) => Effect.andThen(session.put(batch(rich("b.ts"))), session.remove(["b.ts"])))
          assert.deepStrictEqual(yield* dump, before)
          assert.deepStrictEqual(query(path, "PRAGMA integrity_check"), [{ integrity_check: "ok" }])
        })
      )
  )
})

describe("The folder of a database", () => {
  it.scoped("that cannot be made is told, also where Node's own way of making one would never end", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder
      writeFileSync(join(folder, "file"), "")
      const under = process.platform === "linux" ? ["/proc/no/such", join(folder, "file/x")] : [join(folder, "file/x")]
      for (const place of under) {
        const layer = SqliteStorage.layer({ path: join(place, "drift.db") })
        const opened = yield* Effect.either(
          Effect.provide(
            Effect.flatMap(Storage, (storage) => storage.open),
            layer
          )
        )
        assert.isTrue(Either.isLeft(opened) && opened.left.code === "STORAGE_ERROR", place)
      }
      const deep = join(folder, "a/b/c/drift.db")
      yield* Effect.provide(
        Effect.flatMap(Storage, (storage) => storage.open),
        SqliteStorage.layer({ path: deep })
      )
      assert.isTrue(existsSync(deep))
    })
  )
})
