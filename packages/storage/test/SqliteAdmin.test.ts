/** What is done about a database as a file: copies, repairs, space. */
import { SqliteAdmin } from "@drift/storage/SqliteAdmin"
import * as Admin from "@drift/storage/SqliteAdmin"
import type { ScanInProgress, StorageError } from "@drift/storage/Storage"
import { Storage } from "@drift/storage/Storage"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { randomBytes } from "node:crypto"
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync
} from "node:fs"
import { basename, dirname, join } from "node:path"
import { partialName } from "../src/internal/backups.js"
import { openDatabase } from "../src/internal/driver.js"
import * as ScanLock from "../src/internal/scanLock.js"
import { dump, put, record, scan } from "./contract.js"
import { batch, callSite, facts, fileRow, rich, sampleFacts } from "./samples.js"
import { temporaryFolder } from "./temporary.js"

const FILES = [rich("a.ts"), ...sampleFacts(60, 3)]

/** A database of its own with `FILES` in it, unless they are not wanted. */
const withDatabase = (
  body: (path: string) => Effect.Effect<void, unknown, Storage | SqliteAdmin | Scope.Scope>,
  { empty = false } = {}
) =>
  Effect.gen(function* () {
    const path = join(yield* temporaryFolder, ".drift", "drift.db")
    yield* Effect.gen(function* () {
      if (!empty) yield* put(...FILES)
      yield* body(path)
    }).pipe(Effect.provide(Layer.merge(SqliteStorage.layer({ path }), Admin.layer({ path }))))
  })

const execute = (path: string, sql: string): void => {
  const db = openDatabase(path, { timeout: 5000 })
  try {
    db.exec(sql)
  } finally {
    db.close()
  }
}

const values = (path: string, sql: string): ReadonlyArray<unknown> => {
  const db = openDatabase(path, { readonly: true })
  try {
    return db.prepare(sql).pluck().all()
  } finally {
    db.close()
  }
}

/** The facts of a database file, as a copy of its own. */
const dumpOf = (file: string) =>
  Effect.gen(function* () {
    const path = join(yield* temporaryFolder, "copy.db")
    copyFileSync(file, path)
    return yield* dump.pipe(Effect.provide(SqliteStorage.layer({ path })))
  })

/** Destroys pages in the middle of a file; a reader of the header notices nothing. */
const damage = (path: string): void => {
  const bytes = readFileSync(path)
  for (let at = 8192; at < bytes.length; at += 4096) bytes.fill(0xa5, at, at + 512)
  writeFileSync(path, bytes)
}

const aside = (path: string, why: string): ReadonlyArray<string> =>
  readdirSync(dirname(path)).filter((name) => name.startsWith(`drift.db.${why}-`) && !/-(wal|shm)$/.test(name))

const admin = SqliteAdmin

const subjects = Effect.map(
  Effect.flatMap(admin, ({ examine }) => examine),
  (findings) => findings.filter(({ state }) => state === "wrong").map(({ subject }) => subject)
)

describe("a backup", () => {
  it.scoped("holds what the database held, in one quiet file with a manifest that is right", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const { backup, backups } = yield* admin
        const made = yield* backup({})
        assert.strictEqual(dirname(made.path), join(dirname(path), "backups"))
        assert.deepStrictEqual(readdirSync(dirname(made.path)).sort(), [
          basename(made.path),
          `${basename(made.path)}.json`
        ])
        assert.deepStrictEqual(yield* dumpOf(made.path), yield* dump)
        assert.deepStrictEqual(values(made.path, "PRAGMA journal_mode"), ["delete"])
        assert.strictEqual(made.bytes, statSync(made.path).size)
        assert.strictEqual(made.counts["file"], values(path, "SELECT count(*) FROM file")[0])
        assert.deepStrictEqual(yield* backups, [{ ...made, intact: true }])
        const { path: _, ...manifest } = made
        assert.deepStrictEqual(JSON.parse(readFileSync(`${made.path}.json`, "utf8")), manifest)
      })
    )
  )

  it.scoped("is of one moment, although a scan goes on, and nobody waits for anybody", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const { backup, backups } = yield* admin
        const storage = yield* Storage
        const before = yield* dump
        yield* Effect.scoped(
          Effect.gen(function* () {
            const session = yield* storage.openScan("/root")
            const copying = yield* Effect.fork(backup({}))
            yield* Effect.forEach(Array.from({ length: 30 }), (_, i) => session.put(batch(rich(`${i}.ts`))))
            yield* session.complete(record())
            const made = yield* Fiber.join(copying)
            assert.notInclude(values(made.path, "SELECT status FROM scan"), "running")
            const files = values(made.path, "SELECT path FROM file WHERE path LIKE '%.ts' AND length(path) < 6").length
            const copied = yield* dumpOf(made.path)
            assert.isAtLeast(copied.length, before.length)
            assert.isAtMost(files, 31)
          })
        )
        assert.lengthOf(yield* backups, 1)
        assert.strictEqual(values(path, "SELECT count(*) FROM file").length, 1)
      })
    )
  )

  it.scoped("replaces nothing, neither with its own name nor with its manifest's", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const { backup } = yield* admin
        const out = join(dirname(path), "out", "package")
        mkdirSync(dirname(out))
        writeFileSync(`${out}.json`, "{}")
        const refused = yield* Effect.flip(backup({ out }))
        assert.strictEqual(refused.detail, `${out}.json exists already, and a backup replaces nothing`)
        assert.deepStrictEqual(readdirSync(dirname(out)), ["package.json"])
        assert.strictEqual(readFileSync(`${out}.json`, "utf8"), "{}")
      })
    )
  )

  it.scoped("has a name of its own, also where several are made at one moment", () =>
    withDatabase(() =>
      Effect.gen(function* () {
        const { backup, backups } = yield* admin
        const made = yield* Effect.all([backup({}), backup({}), backup({})], { concurrency: "unbounded" })
        assert.strictEqual(new Set(made.map(({ path }) => path)).size, 3)
        const listed = yield* backups
        assert.deepStrictEqual(
          listed.map((each) => each.intact),
          [true, true, true]
        )
        assert.strictEqual(readdirSync(dirname(made[0].path)).length, 6)
      })
    )
  )

  it.scoped("that is compact lacks the parse cache and nothing else", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        yield* put({
          ...facts(fileRow("cached.ts", { contentHash: 5n })),
          parse: { grammar: 1n, payload: randomBytes(500_000) }
        })
        yield* scan((session) => session.remove(["a.ts"]))
        const { backup } = yield* admin
        const out = join(dirname(path), "shared", "snapshot.db")
        const made = yield* backup({ compact: true, out })
        assert.strictEqual(made.path, out)
        assert.isBelow(made.bytes, statSync(path).size - 490_000)
        assert.deepStrictEqual(values(out, "SELECT count(*) FROM parse_cache"), [0])
        assert.deepStrictEqual(values(out, "PRAGMA freelist_count"), [0])
        assert.deepStrictEqual(yield* dumpOf(out), yield* dump)
        const again = yield* Effect.flip(backup({ out }))
        assert.include(again.message, "exists already")
        assert.include((again.hints ?? []).join(), "--out")
      })
    )
  )

  it.scoped("that is interrupted leaves nothing, and one that was killed is none", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const { backup, backups } = yield* admin
        yield* put(
          facts(fileRow("long.ts"), { callSites: Array.from({ length: 100_000 }, (_, i) => callSite(`name${i}`, i)) })
        )
        const folder = join(dirname(path), "backups")
        const copying = yield* Effect.fork(backup({}))
        yield* Effect.async<void>((resume) => {
          const wait = () =>
            existsSync(folder) && readdirSync(folder).length > 0 ? resume(Effect.void) : void setImmediate(wait)
          wait()
        })
        yield* Fiber.interrupt(copying)
        assert.deepStrictEqual(readdirSync(folder), [])

        const made = yield* backup({})
        renameSync(made.path, `${made.path}.partial-1`)
        renameSync(`${made.path}.json`, `${made.path}.json.partial-1`)
        assert.deepStrictEqual(yield* backups, [])
        renameSync(`${made.path}.partial-1`, made.path)
        assert.deepStrictEqual(yield* backups, [], "what has no manifest is not finished")
      })
    )
  )

  it.scoped("is of one database, also where several lie in one folder", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const others = ["drift-2.db", "drift", "drift.db.db"].map((name) => join(dirname(path), name))
        for (const other of others) {
          yield* Effect.gen(function* () {
            yield* put(rich(`${basename(other)}.ts`))
            const { backup } = yield* admin
            for (let i = 0; i < 2; i++) yield* backup({ keep: 1 })
          }).pipe(Effect.provide(Layer.merge(SqliteStorage.layer({ path: other }), Admin.layer({ path: other }))))
        }
        const { backup, backups, restore } = yield* admin
        assert.deepStrictEqual(yield* backups, [])
        assert.include((yield* Effect.flip(restore(undefined))).message, "no good backup")
        const made = yield* backup({ keep: 1 })
        assert.lengthOf(yield* backups, 1)
        for (const other of others) {
          const found = yield* Effect.provide(
            Effect.flatMap(admin, (each) => each.backups),
            Layer.fresh(Admin.layer({ path: other }))
          )
          assert.deepStrictEqual(
            found.map(({ database }) => database),
            [basename(other)]
          )
        }
        assert.strictEqual((yield* restore(undefined)).from, made.path)
      })
    )
  )

  it.scoped("makes room for itself, but the last good one stays", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const { backup, backups } = yield* admin
        const names: Array<string> = []
        for (let i = 0; i < 4; i++) names.unshift((yield* backup({ keep: 3 })).path)
        assert.deepStrictEqual((yield* backups).map((each) => each.path).sort(), names.slice(0, 3).sort())
        const good = (yield* backups)[2]!.path
        for (const each of (yield* backups).slice(0, 2)) truncateSync(each.path, 100)
        yield* Effect.flatMap(admin, ({ collectGarbage }) => collectGarbage({ backupsKept: 1 }))
        assert.include(
          (yield* backups).filter(({ intact }) => intact).map((each) => each.path),
          good
        )
        yield* backup({ keep: 1 })
        assert.strictEqual((yield* backups).filter(({ intact }) => intact).length, 1)
        assert.isFalse(existsSync(good))
        assert.isTrue(existsSync(path))
      })
    )
  )

  it.scoped("needs a database that is whole, and says so otherwise", () =>
    withDatabase(
      (path) =>
        Effect.gen(function* () {
          const { backup, backups } = yield* admin
          assert.include((yield* Effect.flip(backup({}))).message, "no database")
          yield* put(...FILES)
          execute(path, "PRAGMA wal_checkpoint(TRUNCATE)")
          damage(path)
          const error = yield* Effect.flip(backup({}))
          assert.strictEqual(error.code, "DB_CORRUPT")
          assert.include((error.hints ?? []).join(), "drift doctor --fix")
          assert.deepStrictEqual(yield* backups, [])
          assert.deepStrictEqual(readdirSync(join(dirname(path), "backups")), [])
        }),
      { empty: true }
    )
  )
})

describe("restoring", () => {
  it.scoped("puts the newest good backup in the place of the database, which is kept", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const { backup, backups, restore } = yield* admin
        const before = yield* dump
        const first = yield* backup({})
        yield* put(rich("later.ts"))
        const after = yield* dump
        yield* backup({})
        const [newest] = (yield* backups).map((each) => each.path).filter((each) => each !== first.path)
        const bytes = readFileSync(newest!)
        bytes[bytes.length - 100]! ^= 1
        writeFileSync(newest!, bytes)

        const { path: lost } = yield* backup({})
        rmSync(lost)

        const restored = yield* restore(undefined)
        assert.deepStrictEqual([restored.from, restored.damaged], [first.path, [lost, newest]])
        assert.deepStrictEqual([first.root, restored.root], ["/root", "/root"])
        assert.deepStrictEqual(yield* dump, before)
        assert.deepStrictEqual([join(dirname(path), aside(path, "replaced")[0]!)], [restored.replaced])
        assert.deepStrictEqual(yield* dumpOf(restored.replaced!), after)
        // The other way round, by name.
        yield* restore(restored.replaced)
        assert.deepStrictEqual(yield* dump, after)
        yield* put(rich("more.ts"))
        assert.deepStrictEqual(values(path, "PRAGMA integrity_check"), ["ok"])
      })
    )
  )

  it.scoped("builds up a project that has lost its database", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const { backup, restore } = yield* admin
        const before = yield* dump
        const { path: from } = yield* backup({ out: join(dirname(dirname(path)), "elsewhere.db") })
        rmSync(dirname(path), { recursive: true })
        const restored = yield* restore(from)
        assert.deepStrictEqual(restored, { from, damaged: [], root: "/root" })
        assert.deepStrictEqual(yield* dump, before)
        assert.strictEqual(readFileSync(join(dirname(path), ".gitignore"), "utf8"), "*\n")
      })
    )
  )

  it.scoped("never lets the WAL of the old database into the new one", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const { backup, restore } = yield* admin
        const before = yield* dump
        yield* backup({})
        // As after a process that died: a WAL with what is not in the file yet.
        const saved = join(dirname(path), "saved")
        const writer = openDatabase(path)
        writer.pragma("wal_autocheckpoint = 0")
        writer.exec("UPDATE file SET error = 'from the WAL'")
        for (const ending of ["", "-wal"]) copyFileSync(path + ending, saved + ending)
        writer.close()
        for (const ending of ["", "-wal"]) copyFileSync(saved + ending, path + ending)
        const restored = yield* restore(undefined)
        assert.deepStrictEqual(values(path, "SELECT count(*) FROM file WHERE error = 'from the WAL'"), [0])
        assert.notStrictEqual(
          values(restored.replaced!, "SELECT count(*) FROM file WHERE error = 'from the WAL'")[0],
          0
        )
        assert.deepStrictEqual(yield* dump, before)
      })
    )
  )

  const refusals: ReadonlyArray<
    readonly [what: string, prepare: (path: string, backup: string) => void, code: string, message: RegExp]
  > = [
    [
      "a newer Drift made",
      (_, backup) => {
        rmSync(`${backup}.json`)
        execute(backup, "PRAGMA user_version = 77")
      },
      "MIGRATION_FAILED",
      /written by a newer Drift/
    ],
    [
      "another program made",
      (_, backup) => {
        rmSync(backup)
        rmSync(`${backup}.json`)
        execute(backup, "CREATE TABLE precious (id INTEGER)")
      },
      "STORAGE_ERROR",
      /another program/
    ],
    [
      "is damaged, which SQLite notices",
      (_, backup) => {
        rmSync(`${backup}.json`)
        damage(backup)
      },
      "DB_CORRUPT",
      /damaged|malformed/
    ],
    [
      "is damaged, which only its digest tells",
      (_, backup) => execute(backup, "UPDATE file SET language = 'cobol'"),
      "DB_CORRUPT",
      /not those that were written/
    ],
    ["is not there", (_, backup) => rmSync(backup), "STORAGE_ERROR", /There is no file/]
  ]
  for (const [what, prepare, code, message] of refusals) {
    it.scoped(`refuses what ${what}, and the database stays as it is`, () =>
      withDatabase((path) =>
        Effect.gen(function* () {
          const { backup, restore } = yield* admin
          const made = yield* backup({})
          prepare(path, made.path)
          const before = readFileSync(path)
          const error = (yield* Effect.flip(restore(made.path))) as StorageError
          assert.strictEqual(error.code, code)
          assert.match(error.message, message)
          assert.isTrue(readFileSync(path).equals(before))
          assert.deepStrictEqual(
            readdirSync(dirname(path)).filter((name) => /replaced|corrupt|partial/.test(name)),
            []
          )
        })
      )
    )
  }

  it.scoped("does not touch what belongs to another program", () =>
    withDatabase(
      (path) =>
        Effect.gen(function* () {
          const { collectGarbage, repair, restore } = yield* admin
          mkdirSync(dirname(path))
          const precious = join(dirname(path), "..", "good.db")
          yield* put(rich("a.ts")).pipe(Effect.provide(SqliteStorage.layer({ path: precious })))
          const text = "CREATE TABLE precious (id INTEGER); INSERT INTO precious VALUES (1)"
          execute(path, text)
          const before = readFileSync(path)
          assert.include((yield* Effect.flip(restore(precious))).message, "another program")
          assert.deepStrictEqual(yield* repair, [])
          assert.isTrue(readFileSync(path).equals(before))
          writeFileSync(path, "this is text\n".repeat(100))
          assert.include((yield* Effect.flip(restore(precious))).message, "not a Drift database")
          assert.include((yield* Effect.flip(collectGarbage({}))).message, "not a Drift database")
          assert.deepStrictEqual(yield* repair, [])
          assert.deepStrictEqual(readdirSync(dirname(path)), ["drift.db"])
          // Another program's as well.
          writeFileSync(`${path}.lock`, "")
          assert.deepStrictEqual(yield* repair, [])
          assert.deepStrictEqual(readdirSync(dirname(path)).sort(), ["drift.db", "drift.db.lock"])
        }),
      { empty: true }
    )
  )

  it.scoped("waits for no scan: it is refused, as gc and repair are", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const { backup, collectGarbage, repair, restore } = yield* admin
        yield* backup({})
        execute(path, "DELETE FROM file_index; INSERT INTO file_index VALUES (1, x'00')")
        yield* Effect.scoped(
          Effect.gen(function* () {
            yield* ScanLock.acquire(path, "restoring")
            const works: ReadonlyArray<Effect.Effect<unknown, StorageError | ScanInProgress>> = [
              restore(undefined),
              collectGarbage({}),
              repair
            ]
            for (const work of works) {
              const error = yield* Effect.flip(work)
              assert.include(error.message, `Process ${process.pid} has been restoring ${path} since`)
            }
          })
        )
        assert.lengthOf(yield* repair, 1)
      })
    )
  )
})

describe("doctor", () => {
  it.scoped("finds nothing wrong with a database that is well, nor with none", () =>
    withDatabase(
      (path) =>
        Effect.gen(function* () {
          const { examine } = yield* admin
          assert.deepStrictEqual(yield* subjects, [])
          assert.isFalse(existsSync(dirname(path)), "looking creates nothing")
          yield* put(...FILES)
          const before = readdirSync(dirname(path)).sort()
          const findings = yield* examine
          assert.deepStrictEqual(
            findings.map(({ subject }) => subject),
            [
              "Database",
              "Schema",
              "Integrity",
              "Facts",
              "Indexes",
              "File index",
              "Name index",
              "Scans",
              "Folder",
              "Lock",
              "WAL",
              "Disk",
              "Backups",
              "Set aside"
            ]
          )
          assert.deepStrictEqual(yield* subjects, [])
          assert.deepStrictEqual(
            readdirSync(dirname(path))
              .filter((name) => !/-(wal|shm)$/.test(name))
              .sort(),
            before
          )
        }),
      { empty: true }
    )
  )

  const small: ReadonlyArray<readonly [what: string, subject: string, sql: string, done: RegExp]> = [
    [
      "an index is missing",
      "Indexes",
      "DROP INDEX function_name; DROP INDEX name_text",
      /Indexes were made: name_text, function_name/
    ],
    [
      "the packed file index is another one's",
      "File index",
      "UPDATE file SET file_size = file_size + 1",
      /file index was dropped/
    ],
    [
      "the index of names is empty",
      "Name index",
      "INSERT INTO name_search (name_search) VALUES ('delete-all')",
      /index of names was made anew/
    ],
    [
      "a scan did not end",
      "Scans",
      "INSERT INTO scan (pid, started_at, root, status) VALUES (4711, 0, '/root', 'running')",
      /marked as failed/
    ]
  ]
  for (const [what, subject, sql, done] of small) {
    it.scoped(`says that ${what}, and --fix mends it`, () =>
      withDatabase((path) =>
        Effect.gen(function* () {
          const { repair } = yield* admin
          const before = yield* dump
          execute(path, sql)
          assert.deepStrictEqual(yield* subjects, [subject])
          const [sentence, ...others] = yield* repair
          assert.match(sentence!, done)
          assert.deepStrictEqual(others, [])
          assert.deepStrictEqual(yield* subjects, [])
          assert.deepStrictEqual(aside(path, "corrupt"), [])
          if (subject !== "File index") assert.deepStrictEqual(yield* dump, before)
        })
      )
    )
  }

  const broken: ReadonlyArray<readonly [what: string, subject: string, destroy: (path: string) => void]> = [
    ["its pages are garbage", "Database", damage],
    [
      "some pages are garbage",
      "Integrity",
      (path) => {
        const bytes = readFileSync(path)
        bytes.fill(0xa5, bytes.length - 5 * 4096)
        writeFileSync(path, bytes)
      }
    ],
    [
      "its first page is garbage",
      "Database",
      (path) => {
        const bytes = readFileSync(path)
        bytes.fill(0x5a, 0, 100)
        writeFileSync(path, bytes)
      }
    ],
    ["a table is gone", "Schema", (path) => execute(path, "DROP TABLE call")],
    [
      "its facts contradict each other",
      "Facts",
      (path) => execute(path, "DELETE FROM function WHERE id IN (SELECT id FROM function LIMIT 3)")
    ],
    ["half of it is gone", "Database", (path) => truncateSync(path, Math.floor(statSync(path).size / 8192) * 4096)]
  ]
  for (const [what, subject, destroy] of broken) {
    it.scoped(
      `with --fix keeps a database of which ${what}, and restores the newest backup or leaves it to a scan`,
      () =>
        withDatabase((path) =>
          Effect.gen(function* () {
            const { backup, repair } = yield* admin
            const before = yield* dump
            yield* backup({})
            destroy(path)
            assert.deepStrictEqual((yield* subjects).slice(0, 1), [subject])
            const [kept, restored] = yield* repair
            const [name] = aside(path, "corrupt")
            assert.match(name!, /^drift\.db\.corrupt-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(-\d)?$/)
            assert.include(kept, name)
            assert.match(restored!, /was restored; run `drift scan`/)
            assert.deepStrictEqual(yield* subjects, [])
            assert.deepStrictEqual(yield* dump, before)

            rmSync(join(dirname(path), "backups"), { recursive: true })
            destroy(path)
            const [, none] = yield* repair
            assert.match(none!, /^There is no good backup .*: run `drift scan`/)
            assert.isFalse(existsSync(path))
            yield* put(...FILES)
            assert.deepStrictEqual(yield* dump, before)
            assert.lengthOf(aside(path, "corrupt"), 2)
          })
        )
    )
  }

  it.scoped("notes that the last scan did not complete, until one does", () =>
    withDatabase(() =>
      Effect.gen(function* () {
        const { examine } = yield* admin
        const noted = Effect.map(examine, (findings) => findings.find(({ subject }) => subject === "Scans"))
        yield* Effect.scoped(
          Effect.flatMap(Storage, (storage) =>
            Effect.flatMap(storage.openScan("/p"), (session) => session.complete(record({ status: "partial" })))
          )
        )
        assert.deepStrictEqual(yield* noted, {
          subject: "Scans",
          state: "note",
          detail: "the last one did not complete, facts may be missing",
          advice: ["Run `drift scan`."]
        })
        yield* put(...FILES)
        assert.strictEqual((yield* noted)?.state, "good")
      })
    )
  )

  it.scoped("tells of damaged backups, of what was set aside and of who is at the database", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const { backup, examine } = yield* admin
        const made = yield* backup({})
        execute(made.path, "UPDATE file SET language = 'cobol'")
        execute(path, "PRAGMA user_version = 1")
        assert.deepStrictEqual(yield* subjects, ["Schema", "Backups"])
        assert.match((yield* Effect.flatMap(admin, ({ repair }) => repair))[0]!, /kept as .*schema-1-/)
        yield* ScanLock.acquire(path, "scanning into")
        const findings = yield* examine
        const detail = (subject: string) => findings.find((finding) => finding.subject === subject)?.detail
        assert.include(detail("Set aside"), "drift.db.schema-1-")
        assert.include(detail("Lock"), `process ${process.pid} has been scanning into`)
        assert.include(detail("Database"), "none")
      })
    )
  )
})

describe("gc", () => {
  it.scoped("removes what nobody needs, tells it before, and leaves all facts", () =>
    withDatabase((path) =>
      Effect.gen(function* () {
        const { backup, collectGarbage } = yield* admin
        yield* put(
          facts(fileRow("gone.ts"), { callSites: Array.from({ length: 30_000 }, (_, i) => callSite(`gone${i}`, i)) })
        )
        yield* scan((session) => session.remove(["gone.ts"]))
        execute(
          path,
          `INSERT INTO scan (pid, started_at, root, status) SELECT 1, 0, '/', 'complete' FROM name LIMIT 150;
           INSERT INTO parse_pack (packed, last_used_at) VALUES (zeroblob(100000), 0)`
        )
        for (let i = 0; i < 7; i++) yield* backup({ keep: 20 })
        const folder = dirname(path)
        // No process has such an id.
        const litter = [
          join(folder, "drift.db.schema-2-2026-01-01T00-00-00"),
          join(folder, "drift.db.partial-99999999"),
          join(folder, "backups", "drift-2026-01-01T00-00-00.db.partial-99999999-journal")
        ]
        const mine = [join(folder, "drift.db.corrupt-2026-01-01T00-00-00"), partialName(path), join(folder, "other.db")]
        for (const each of [...litter, ...mine]) writeFileSync(each, "x".repeat(1000))
        const before = yield* dump
        const size = () => statSync(path).size
        const sizeBefore = size()

        assert.deepStrictEqual((yield* collectGarbage({ dryRun: true })).backups, [])
        const told = yield* collectGarbage({ dryRun: true, backupsKept: 1 })
        assert.isAtLeast(told.names, 30_000)
        assert.deepStrictEqual([told.files, told.backups.length], [litter, 6])
        assert.isAtLeast(told.scans, 50)
        assert.strictEqual(size(), sizeBefore)
        assert.isTrue([...litter, ...told.backups].every((each) => existsSync(each)))

        const removed = yield* collectGarbage({ backupsKept: 1 })
        assert.deepStrictEqual({ ...removed, bytes: 0 }, { ...told, bytes: 0 })
        assert.isAtLeast(removed.bytes, 500_000)
        assert.isBelow(size(), sizeBefore / 2)
        assert.isTrue([...litter, ...told.backups].every((each) => !existsSync(each)))
        assert.isTrue(mine.every((each) => existsSync(each)))
        assert.deepStrictEqual(yield* dump, before)
        assert.deepStrictEqual(values(path, "SELECT count(*) FROM scan"), [100])
        assert.deepStrictEqual(yield* subjects, [])
        const again = yield* collectGarbage({ backupsKept: 1 })
        assert.deepStrictEqual([again.names, again.scans, again.parses, again.files, again.backups], [0, 0, 0, [], []])
        yield* put(rich("new.ts"))
        assert.strictEqual((yield* dump).length > before.length, true)
      })
    )
  )
})
