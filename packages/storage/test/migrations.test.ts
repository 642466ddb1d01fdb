/** The way of a database from schema to schema, with steps that later releases might have. */
import { Storage } from "@drift/storage/Storage"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { copyFileSync, readdirSync } from "node:fs"
import { dirname, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import * as Backups from "../src/internal/backups.js"
import { openDatabase } from "../src/internal/driver.js"
import { Migrations, MIGRATIONS } from "../src/internal/migrations.js"
import * as Upgrade from "../src/internal/upgrade.js"
import { put } from "./contract.js"
import { count, random } from "./random.js"
import { rich, sampleFacts } from "./samples.js"
import { temporaryFolder } from "./temporary.js"

const [BASE] = MIGRATIONS.steps
const FIRST = MIGRATIONS.current

/** Steps behind the current schema. */
const later = (...sql: ReadonlyArray<string>) =>
  new Migrations([BASE!, ...sql.map((each, i) => ({ version: FIRST + 1 + i, sql: each }))])

const GOOD = [
  "CREATE TABLE tag (id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES file (id), text TEXT NOT NULL) STRICT;\nINSERT INTO tag (file, text) SELECT id, path FROM file",
  "ALTER TABLE tag ADD COLUMN weight INTEGER;\nCREATE VIEW tags AS SELECT text, weight FROM tag",
  "DROP VIEW tags;\nUPDATE tag SET weight = length(text)"
]

const read = <A>(path: string, sql: string): ReadonlyArray<A> => {
  const db = openDatabase(path, { readonly: true })
  try {
    return db.prepare<[], A>(sql).all()
  } finally {
    db.close()
  }
}

const versionOf = (path: string): number =>
  read<{ readonly user_version: number }>(path, "PRAGMA user_version")[0]!.user_version

/** All that stands in the tables of the schema. */
const content = (path: string): string =>
  ["file", "function", "call", "name", "scan"]
    .map((table) => JSON.stringify(read(path, `SELECT * FROM "${table}"`)))
    .join()

const apply = (path: string, migrations: Migrations): void => {
  const db = openDatabase(path, { timeout: 20_000 })
  try {
    migrations.apply(db)
  } finally {
    db.close()
  }
}

/** A database of the current schema with facts in it. */
const filled: Effect.Effect<string, unknown, Scope.Scope> = Effect.gen(function* () {
  const path = join(yield* temporaryFolder, "drift.db")
  yield* put(rich("a.ts"), ...sampleFacts(40, 7)).pipe(Effect.provide(SqliteStorage.layer({ path })))
  return path
})

describe("migrations", () => {
  it.scoped("are taken step by step, those that are behind not again", () =>
    Effect.gen(function* () {
      const path = yield* filled
      const before = content(path)
      const files = read(path, "SELECT 1 FROM file").length
      apply(path, later(GOOD[0]!))
      assert.strictEqual(versionOf(path), FIRST + 1)
      apply(path, later(...GOOD))
      apply(path, later(...GOOD))
      assert.strictEqual(versionOf(path), FIRST + 3)
      assert.strictEqual(read(path, "SELECT 1 FROM tag WHERE weight = length(text)").length, files)
      assert.strictEqual(content(path), before)
      assert.deepStrictEqual(later(...GOOD).names, [...MIGRATIONS.names, "tag"])
    })
  )

  it.scoped("make of an empty file the current schema", () =>
    Effect.gen(function* () {
      const path = join(yield* temporaryFolder, "drift.db")
      apply(path, later(...GOOD))
      assert.strictEqual(versionOf(path), FIRST + 3)
    })
  )

  for (const [what, sql] of [
    [
      "whose SQL fails in its middle",
      "CREATE TABLE half (id INTEGER) STRICT;\nDELETE FROM file;\nINSERT INTO nowhere VALUES (1)"
    ],
    [
      "that leaves rows without what they refer to",
      "CREATE TABLE tag2 (file INTEGER REFERENCES file (id)) STRICT;\nPRAGMA defer_foreign_keys = ON;\nDELETE FROM function;\nINSERT INTO tag2 VALUES (-5)"
    ]
  ] as const) {
    it.scoped(`leave the version before whole when there is one ${what}`, () =>
      Effect.gen(function* () {
        const path = yield* filled
        const before = content(path)
        const migrations = later(GOOD[0]!, sql, GOOD[1]!)
        const error = yield* Effect.flip(Upgrade.run(path, migrations))
        assert.strictEqual(error.code, "MIGRATION_FAILED")
        assert.include(error.message, `The migration to schema ${FIRST + 2} failed`)
        assert.strictEqual(versionOf(path), FIRST + 1)
        assert.strictEqual(content(path), before)
        const tables = read<{ readonly name: string }>(path, "SELECT name FROM sqlite_schema WHERE type = 'table'")
        assert.notInclude(tables.map(({ name }) => name).join(), "half")
        assert.lengthOf(Backups.list(path), 1, "of what was before the first step")
        yield* Effect.flip(Upgrade.run(path, migrations))
        assert.lengthOf(Backups.list(path), 1, "and none of what has not changed since")
        // A release with the mistake mended goes on from there.
        assert.lengthOf(yield* Upgrade.run(path, later(...GOOD)), 1)
        assert.strictEqual(versionOf(path), FIRST + 3)
        assert.strictEqual(content(path), before)
      })
    )
  }

  it.scoped("come after a verified backup, of which they tell", () =>
    Effect.gen(function* () {
      const path = yield* filled
      const before = content(path)
      const [notice, ...more] = yield* Upgrade.run(path, later(...GOOD))
      assert.deepStrictEqual(more, [])
      const [backup, ...others] = Backups.list(path)
      assert.deepStrictEqual(others, [])
      assert.include(notice, `from schema ${FIRST} to ${FIRST + 3}`)
      assert.include(backup!.path, "-migration.db")
      assert.deepInclude(backup, { reason: "migration", schema: FIRST, intact: true })
      assert.strictEqual(versionOf(backup!.path), FIRST)
      assert.strictEqual(content(backup!.path), before)
      yield* Backups.checkBytes(backup!.path)
      assert.deepStrictEqual(yield* Upgrade.run(path, later(...GOOD)), [], "nothing is left to do")
      assert.lengthOf(Backups.list(path), 1)
    })
  )

  it.scoped("do not begin when there can be no backup", () =>
    Effect.gen(function* () {
      const path = yield* filled
      const db = openDatabase(join(dirname(path), "backups"))
      db.exec("CREATE TABLE in_the_way (id INTEGER)")
      db.close()
      const error = yield* Effect.flip(Upgrade.run(path, later(...GOOD)))
      assert.strictEqual(error.code, "STORAGE_ERROR")
      assert.strictEqual(versionOf(path), FIRST)
    })
  )

  it.scoped("of a database that a reading command meets are left to the next scan", () =>
    Effect.gen(function* () {
      const path = yield* filled
      apply(path, later(...GOOD))
      const error = yield* Effect.flip(
        Effect.flatMap(Storage, (storage) => storage.list({ view: "files" })).pipe(
          Effect.provide(SqliteStorage.layer({ path }))
        )
      )
      assert.include(error.message, "written by a newer Drift")
      assert.deepStrictEqual(
        readdirSync(dirname(path)).filter((name) => name.includes("schema")),
        []
      )
    })
  )
})

const entry = fileURLToPath(new URL("./migratingProcess.mjs", import.meta.url))

/** Steps that take long enough to be met in their middle. */
const SLOW = Array.from(
  { length: 4 },
  (_, i) =>
    `CREATE TABLE big${i} (id INTEGER PRIMARY KEY, text TEXT) STRICT;
INSERT INTO big${i} WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) SELECT i, 'text of row ' || i FROM n;
CREATE INDEX big${i}_text ON big${i} (text)`
)

const migrating = (path: string) =>
  spawn(process.execPath, [entry, path, JSON.stringify(SLOW)], { stdio: ["ignore", "pipe", "inherit"] })

describe("migrations in other processes", () => {
  it.scoped("are taken once, however many begin them at the same time", () =>
    Effect.gen(function* () {
      const path = yield* filled
      const children = Array.from({ length: 3 }, () => migrating(path))
      const codes = yield* Effect.promise(() => Promise.all(children.map((child) => once(child, "exit"))))
      assert.deepStrictEqual(
        codes.map(([code]) => code),
        [0, 0, 0]
      )
      assert.strictEqual(versionOf(path), FIRST + SLOW.length)
      for (let i = 0; i < SLOW.length; i++) assert.lengthOf(read(path, `SELECT 1 FROM big${i}`), 60_000)
    })
  )

  it.scoped(
    "that are killed leave one version or the other, whole",
    () =>
      Effect.gen(function* () {
        const origin = yield* filled
        const before = content(origin)
        const kills = count("DRIFT_FUZZ_KILLS", 4)
        const seed = 20_261_125
        const next = random(seed)
        for (let i = 0; i < kills; i++) {
          const path = join(dirname(origin), `${i}.db`)
          copyFileSync(origin, path)
          const child = migrating(path)
          yield* Effect.promise(async () => {
            const ended = once(child, "exit")
            await once(child.stdout, "data")
            await sleep(next() * 700)
            child.kill("SIGKILL")
            await ended
          })
          const version = versionOf(path)
          assert.isAtLeast(version, FIRST, `seed ${seed}, kill ${i}`)
          assert.deepStrictEqual(read(path, "PRAGMA integrity_check"), [{ integrity_check: "ok" }])
          assert.strictEqual(content(path), before)
          for (let step = 0; step < SLOW.length; step++) {
            const there = read(path, `SELECT 1 FROM sqlite_schema WHERE name = 'big${step}_text'`).length === 1
            assert.strictEqual(there, FIRST + 1 + step <= version, `seed ${seed}, kill ${i}`)
          }
          apply(path, later(...SLOW))
          assert.strictEqual(versionOf(path), FIRST + SLOW.length)
        }
      }),
    3_600_000
  )
})
