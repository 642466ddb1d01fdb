/** What happens to a database whose bytes something else has changed: a typed error or an answer, and a way back. */
import { SqliteAdmin } from "@drift/storage/SqliteAdmin"
import * as Admin from "@drift/storage/SqliteAdmin"
import { Storage, StorageError } from "@drift/storage/Storage"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { FACT_VIEWS } from "@drift/core/Views"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import { spawnSync } from "node:child_process"
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync
} from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { openDatabase } from "../src/internal/driver.js"
import { dump, put } from "./contract.js"
import { count, random } from "./random.js"
import { batch, rich, sampleFacts } from "./samples.js"
import { temporaryFolder, temporaryStorage } from "./temporary.js"

const SEED = Number(process.env["DRIFT_FUZZ_SEED"] ?? 6)
const LONG = 3_600_000
const FILES = [rich("a.ts"), rich("b.ts"), ...sampleFacts(40, 3)]

const at = (path: string) => Layer.merge(SqliteStorage.layer({ path }), Admin.layer({ path }))

/** What a database made of nothing but `FILES` holds. */
const fresh = Effect.suspend(() => Effect.zipRight(put(...FILES), dump).pipe(Effect.provide(temporaryStorage)))

const integrity = (path: string): ReadonlyArray<unknown> => {
  const db = openDatabase(path, { readonly: true })
  try {
    return [...db.prepare("PRAGMA integrity_check").pluck().all(), ...db.prepare("PRAGMA foreign_key_check").all()]
  } finally {
    db.close()
  }
}

/** Fails unless the error is one that tells what to do. */
const isTold = (error: unknown, context: string): void => {
  assert.instanceOf(error, StorageError, `${context}: ${String(error)}`)
  assert.isNotEmpty(error.hints, `${context}: ${String(error)} tells nothing to do`)
}

/** All that can be read. */
const readAll = Effect.gen(function* () {
  const storage = yield* Storage
  yield* storage.loadIndex
  yield* storage.summary([])
  yield* storage.scans(10)
  for (const view of FACT_VIEWS) yield* storage.list({ view, limit: 10_000 })
  yield* storage.list({ view: "functions", filter: { name: "*e*" } })
  return yield* dump
})

describe("a database", () => {
  it.scoped(
    "whose WAL is cut off holds what was committed before, or says that it is damaged",
    () =>
      Effect.gen(function* () {
        const folder = yield* temporaryFolder
        const path = join(folder, "drift.db")
        const states: Array<string> = []
        const remember = Effect.map(dump, (lines) => void states.push(lines.join("\n")))
        yield* Effect.gen(function* () {
          const storage = yield* Storage
          yield* put(...FILES.slice(0, 3))
          yield* remember
          const session = yield* storage.openScan("/root")
          for (let i = 3; i < FILES.length; i += 4) {
            yield* session.put(batch(...FILES.slice(i, i + 4)))
            yield* remember
          }
          for (const ending of ["", "-wal"]) copyFileSync(path + ending, `${path}.copy${ending}`)
        }).pipe(Effect.scoped, Effect.provide(SqliteStorage.layer({ path })))
        const length = statSync(`${path}.copy-wal`).size
        assert.isAbove(length, 50_000)
        const next = random(SEED)
        const expected = yield* fresh
        let kept = 0
        for (let i = 0; i < count("DRIFT_FUZZ_WALS", 12); i++) {
          const context = `seed ${SEED}, cut ${i}`
          const cut = join(folder, `${i}.db`)
          for (const ending of ["", "-wal"]) copyFileSync(`${path}.copy${ending}`, cut + ending)
          truncateSync(`${cut}-wal`, i === 0 ? length : Math.floor(next() * length))
          yield* Effect.gen(function* () {
            const found = yield* Effect.either(readAll)
            if (Either.isLeft(found)) isTold(found.left, context)
            else {
              assert.include(states, found.right.join("\n"), context)
              kept = Math.max(kept, states.indexOf(found.right.join("\n")))
            }
            yield* put(...FILES)
            assert.deepStrictEqual(yield* dump, expected, context)
          }).pipe(Effect.provide(at(cut)))
          assert.deepStrictEqual(integrity(cut), ["ok"], context)
          rmSync(cut)
        }
        assert.strictEqual(kept, states.length - 1, "the whole WAL holds everything")
      }),
    LONG
  )

  it.scoped(
    "of which a byte is another is read or told to be damaged, and is mended by doctor and a scan",
    () =>
      Effect.gen(function* () {
        const folder = yield* temporaryFolder
        const path = join(folder, "drift.db")
        yield* put(...FILES).pipe(Effect.provide(SqliteStorage.layer({ path })))
        const bytes = readFileSync(path)
        const expected = yield* fresh
        const next = random(SEED)
        for (let i = 0; i < count("DRIFT_FUZZ_FLIPS", 40); i++) {
          // The header and the schema, where a byte matters most, have their share.
          const offset = Math.floor(next() * (i % 4 === 0 ? 16_384 : bytes.length))
          const context = `seed ${SEED}, flip ${i} at ${offset}`
          const flipped = join(folder, `${i}`, "drift.db")
          mkdirSync(dirname(flipped))
          // It has been scanned into, so it is known to have been a database.
          copyFileSync(`${path}.lock`, `${flipped}.lock`)
          const changed = Buffer.from(bytes)
          changed[offset]! ^= 1 << Math.floor(next() * 8)
          writeFileSync(flipped, changed)
          yield* Effect.gen(function* () {
            const reading = yield* Effect.either(readAll)
            if (Either.isLeft(reading)) isTold(reading.left, context)
            const scanning = yield* Effect.either(put(...FILES))
            if (Either.isLeft(scanning)) isTold(scanning.left, context)
          }).pipe(Effect.provide(at(flipped)))
          // Whoever claims that the file is another program's is believed, and the file left alone.
          yield* Effect.gen(function* () {
            const { examine, repair } = yield* SqliteAdmin
            yield* repair
            const wrong = (yield* examine).filter(({ state }) => state === "wrong")
            if (wrong.length > 0) {
              assert.match(wrong[0]!.detail, /another program|newer Drift/, `${context}: ${JSON.stringify(wrong)}`)
              return
            }
            yield* put(...FILES)
            assert.deepStrictEqual(yield* dump, expected, context)
            assert.deepStrictEqual(integrity(flipped), ["ok"], context)
          }).pipe(Effect.provide(at(flipped)))
          rmSync(dirname(flipped), { recursive: true })
        }
      }),
    LONG
  )

  it.scoped("that died in a scan and is damaged as well is not scanned into, and says so each time", () =>
    Effect.gen(function* () {
      const path = join(yield* temporaryFolder, "drift.db")
      yield* put(...FILES).pipe(Effect.provide(SqliteStorage.layer({ path })))
      const db = openDatabase(path)
      db.exec("INSERT INTO scan (pid, started_at, root, status) VALUES (4711, 1000, '/root', 'running')")
      const root = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'parse_pack'").pluck().get())
      db.close()
      const bytes = readFileSync(path)
      bytes.fill(0xa5, (root - 1) * 4096, root * 4096)
      writeFileSync(path, bytes)
      yield* Effect.gen(function* () {
        for (let i = 0; i < 2; i++) {
          const error = yield* Effect.flip(put(...FILES))
          assert.strictEqual((error as StorageError).code, "DB_CORRUPT")
          isTold(error, "damaged")
        }
        const { repair } = yield* SqliteAdmin
        assert.lengthOf(yield* repair, 2)
        yield* put(...FILES)
        assert.deepStrictEqual(yield* dump, yield* fresh)
      }).pipe(Effect.provide(at(path)))
    })
  )

  it.scoped("that died in a scan is looked through and mended by the next one, which says so", () =>
    Effect.gen(function* () {
      const path = join(yield* temporaryFolder, "drift.db")
      yield* put(...FILES).pipe(Effect.provide(SqliteStorage.layer({ path })))
      const db = openDatabase(path)
      db.exec(`INSERT INTO scan (pid, started_at, root, status) VALUES (4711, 1000, '/root', 'running');
               UPDATE file SET file_size = 7;
               DROP INDEX call_callee`)
      db.close()
      yield* Effect.gen(function* () {
        const storage = yield* Storage
        const notices = yield* Effect.scoped(
          Effect.gen(function* () {
            const session = yield* storage.openScan("/root")
            assert.strictEqual((yield* storage.loadIndex).get("a.ts")?.size, 7, "the packed index was of other rows")
            yield* session.tidyUp
            return session.notices
          })
        )
        assert.deepStrictEqual(notices, [
          "The last scan (pid 4711, started 1970-01-01 00:16:40Z) did not end; its unfinished work was repaired."
        ])
        assert.include(
          (yield* storage.scans(3)).map(({ error }) => error),
          "The process ended before the scan did"
        )
        const { examine } = yield* SqliteAdmin
        assert.deepStrictEqual(
          (yield* examine).filter(({ state }) => state === "wrong"),
          []
        )
        const next = yield* Effect.scoped(Effect.map(storage.openScan("/root"), (session) => session.notices))
        assert.deepStrictEqual(next, [])
      }).pipe(Effect.provide(at(path)))
    })
  )

  it.scoped("in a folder that may not be written tells of a scan that it is running, and when it has died", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder
      const path = join(folder, "drift.db")
      const process_ = fileURLToPath(new URL("./watchingProcess.mjs", import.meta.url))
      const told = () => {
        chmodSync(folder, 0o755)
        chmodSync(`${path}.lock`, 0o444)
        const { stderr, stdout } = spawnSync(process.execPath, [process_, path], { encoding: "utf8" })
        assert.strictEqual(stderr, "")
        return stdout
      }
      yield* Effect.gen(function* () {
        yield* (yield* Storage).openScan("/root")
        assert.strictEqual(told(), "running")
      }).pipe(Effect.scoped, Effect.provide(at(path)))
      const db = openDatabase(path)
      db.exec("UPDATE scan SET status = 'running'")
      chmodSync(`${path}.lock`, 0o644)
      const lock = openDatabase(`${path}.lock`)
      // No process has such an id.
      lock.exec("UPDATE held SET pid = 99999999")
      lock.close()
      assert.strictEqual(told(), "failed")
      db.close()
    })
  )

  it.scoped("in a folder that may not be written says so, whatever is asked, and stays as it is", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder
      const process_ = fileURLToPath(new URL("./deniedProcess.mjs", import.meta.url))
      const { stderr, stdout } = spawnSync(process.execPath, [process_, folder], { encoding: "utf8" })
      assert.strictEqual(stderr, "")
      const told = JSON.parse(stdout) as Record<string, string>
      for (const [what, answer] of Object.entries(told)) {
        assert.match(answer, /^STORAGE_ERROR: .*drift\.db.*\| .*--db/, what)
      }
      assert.hasAllKeys(told, ["openScan", "backup", "collectGarbage", "restore"])
      assert.isFalse(existsSync(join(folder, "shut", "backups")))
      assert.deepStrictEqual(integrity(join(folder, "shut", "drift.db")), ["ok"])
    })
  )
})
