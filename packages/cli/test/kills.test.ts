/**
 * The built command, killed at random moments of whatever it does to a database. Afterwards the database opens and is whole,
 * and the next scan makes of it what a first one would.
 */
import { SqliteAdmin } from "@drift/storage/SqliteAdmin"
import * as Admin from "@drift/storage/SqliteAdmin"
import { Storage } from "@drift/storage/Storage"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { openDatabase } from "../../storage/src/internal/driver.js"
import { afterAll, assert, beforeAll, describe, it } from "vitest"

const KILLS = Number(process.env["DRIFT_FUZZ_KILLS"] ?? 2)
const SEED = Number(process.env["DRIFT_FUZZ_SEED"] ?? 25)

const bin = fileURLToPath(new URL("../dist/bin.js", import.meta.url))
const fixtures = fileURLToPath(new URL("../../../test-fixtures", import.meta.url))

const random = (seed: number) => {
  let state = seed
  return () => (state = (state * 48_271) % 0x7fffffff) / 0x7fffffff
}

let folder = ""
let origin = ""
let expected: ReadonlyArray<string> = []
/** How many files a first scan parses. */
let parsable = 0
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "drift-kills-"))
  origin = join(folder, "origin")
  cpSync(fixtures, origin, { recursive: true, filter: (path) => !path.endsWith("/.drift") })
  assert.strictEqual(drift(origin, "scan").status, 0)
  assert.strictEqual(drift(origin, "backup").status, 0)
  expected = await dump(origin)
  parsable = parsedFiles(origin)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const drift = (root: string, ...args: ReadonlyArray<string>) =>
  spawnSync(process.execPath, [bin, ...args, "--root", root], { encoding: "utf8" })

const database = (root: string): string => join(root, ".drift", "drift.db")

const dump = (root: string): Promise<ReadonlyArray<string>> =>
  Effect.runPromise(
    Effect.flatMap(Storage, (storage) => Stream.runCollect(storage.canonicalDump)).pipe(
      Effect.map(Chunk.toReadonlyArray),
      Effect.provide(SqliteStorage.layer({ path: database(root) }))
    )
  )

interface Task {
  readonly args: ReadonlyArray<string>
  /** Done to a copy of the scanned project before. */
  readonly prepare?: (root: string) => void
}

const forget = (root: string) => rmSync(join(root, ".drift"), { recursive: true })
/** Makes every file another one, and back again when the bytes are asked for. */
const damage = (root: string) => {
  const bytes = readFileSync(database(root))
  bytes.fill(0xa5, bytes.length - 40_000)
  writeFileSync(database(root), bytes)
}

const TASKS: Readonly<Record<string, Task>> = {
  "a first scan": { args: ["scan"], prepare: forget },
  "a scan with changes": {
    args: ["scan", "--force"],
    prepare: (root) => {
      drift(root, "scan", "--exclude", "*.ts", "--exclude", "*.java")
    }
  },
  "a backup": { args: ["backup"] },
  "a compact backup": { args: ["backup", "--compact"] },
  "a restore": { args: ["restore"] },
  gc: {
    args: ["gc"],
    prepare: (root) => {
      drift(root, "scan", "--exclude", "*.ts")
    }
  },
  "doctor --fix": { args: ["doctor", "--fix"], prepare: damage }
}

/** How many files have been parsed and stored; 0 where there is no database yet. */
const parsedFiles = (root: string): number => {
  if (!existsSync(database(root))) return 0
  const db = openDatabase(database(root), { readonly: true })
  try {
    return Number(db.prepare("SELECT count(*) FROM files WHERE outcome LIKE 'parsed%'").pluck().get())
  } catch {
    // It has no tables yet, or is damaged.
    return 0
  } finally {
    db.close()
  }
}

/** What is wrong, and how many backups there are, all of them whole. */
const examined = (root: string) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const { backups, examine } = yield* SqliteAdmin
      const wrong = (yield* examine).filter(({ state }) => state === "wrong")
      return { wrong, backups: (yield* backups).length }
    }).pipe(Effect.provide(Layer.fresh(Admin.layer({ path: database(root) }))))
  )

describe("a command that is killed", () => {
  for (const [name, { args, prepare }] of Object.entries(TASKS)) {
    it(`in ${name} leaves a database that is whole, and the next scan is as good as a first one`, async () => {
      const next = random(SEED)
      const root = join(folder, "copy")
      const copied = () => {
        cpSync(origin, root, { recursive: true, preserveTimestamps: true })
        prepare?.(root)
      }
      copied()
      const began = performance.now()
      drift(root, ...args)
      const within = performance.now() - began
      rmSync(root, { recursive: true })
      let hit = 0
      for (let i = 0; i < KILLS; i++) {
        const context = `seed ${SEED}, kill ${i}`
        copied()
        const child = spawn(process.execPath, [bin, ...args, "--root", root], { stdio: "ignore" })
        const ended = once(child, "exit")
        // Nothing happens to the database before the program is loaded.
        await Promise.race([ended, sleep(within * (0.2 + 0.8 * next()))])
        child.kill("SIGKILL")
        await ended
        if (child.signalCode === "SIGKILL") hit++

        if (prepare === damage) assert.include([0, 1], drift(root, "doctor", "--fix").status, context)
        const known = parsedFiles(root)
        const again = drift(root, "scan", "--json")
        assert.strictEqual(again.status, 0, `${context}: ${again.stderr}`)
        const { cacheHits, parsedNow } = JSON.parse(again.stdout) as Record<string, number>
        assert.strictEqual(parsedNow! + cacheHits!, parsable - known, `${context}: what was stored is not parsed again`)
        assert.match(again.stderr, /^(The last scan \(pid \d+, started [\d: -]+Z\) did not end; [^\n]*\n)?$/, context)
        assert.deepStrictEqual(await dump(root), expected, context)
        const { backups, wrong } = await examined(root)
        assert.deepStrictEqual(wrong, [], context)
        if (existsSync(join(root, ".drift", "backups"))) assert.isAtLeast(backups, 1, context)
        assert.strictEqual(drift(root, "gc").status, 0, context)
        rmSync(root, { recursive: true })
      }
      // Where few are killed, all may have been quicker.
      if (KILLS >= 20) assert.isAbove(hit, KILLS / 3, "killed before its end")
    }, 3_600_000)
  }
})
