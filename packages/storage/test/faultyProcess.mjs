// A process of its own whose calls of the driver fail, the first one, then the second, until none is left to fail. It runs the
// built code behind `faultyDriver.cjs` and prints what it found: how many calls failed a scan, and all that was wrong then.
import { FactBatchEncoder } from "@drift/core/FactBatchEncoder"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { Storage } from "@drift/storage/Storage"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import faults from "./faultyDriver.cjs"
import { openDatabase } from "../dist/internal/driver.js"

const [, , folder, task] = process.argv
/** One of `every` calls, from `first` on, is made to fail. */
const { code, every, first, inThread, incremental, lasting } = JSON.parse(task)

const EXPECTED = {
  SQLITE_IOERR_WRITE: ["STORAGE_ERROR"],
  SQLITE_FULL: ["DISK_FULL"],
  // The lock of scans is another database, which is busy for as long as a scan goes on; and where nothing at all can be locked,
  // it is the file system's fault.
  SQLITE_BUSY: ["DB_BUSY", "SCAN_IN_PROGRESS", ...(lasting ? ["STORAGE_ERROR"] : [])]
}

const batch = (generation, first, count) => {
  const encoder = new FactBatchEncoder()
  for (let i = first; i < first + count; i++) {
    encoder.add({
      file: {
        mode: "replace",
        path: `src/${i}.ts`,
        language: "typescript",
        size: 100,
        mtimeSecs: 1,
        mtimeNanos: 2,
        racy: false,
        contentHash: BigInt(generation * 1000 + i + 1),
        outcome: "parsed",
        factsVersion: 1,
        timedOutAfter: 0
      },
      parse: { grammar: 1n, payload: new Uint8Array(20).fill(i) },
      functions: [],
      classes: [],
      imports: [{ kind: "import", source: `./${i}`, specifiers: [], isTypeOnly: false, line: 1, column: 1 }],
      exports: [{ name: `name${i}`, isDefault: false, isTypeOnly: false, line: 2, column: 1 }],
      // More of them than are stored in place.
      callSites: Array.from({ length: inThread ? 400 : 3 }, (_, line) => ({
        calleeName: `call${generation}_${line % 50}`,
        argumentCount: 1,
        isAwait: false,
        isNew: false,
        line,
        column: 1
      }))
    })
  }
  return encoder.finish()
}

const COUNTS = { total: 9, added: 0, modified: 0, removed: 0, unchanged: 0, failed: 0, durationMs: 1 }

/** What a first scan would store, or what changed since. */
const scan = (generation) =>
  Effect.scoped(
    Effect.gen(function* () {
      const storage = yield* Storage
      const session = yield* storage.openScan("/root")
      yield* storage.loadIndex
      yield* session.cached([1n, 2n])
      yield* session.put(batch(generation, 0, 5))
      yield* session.put(batch(generation, 5, 4))
      if (generation > 0) yield* session.remove(["src/9.ts", "src/10.ts"])
      yield* session.complete({ status: "complete", ...COUNTS })
      yield* session.tidyUp
    })
  )

const dump = Effect.flatMap(Storage, (storage) => Stream.runCollect(storage.canonicalDump)).pipe(
  Effect.map((lines) => Chunk.toReadonlyArray(lines).join("\n"))
)

const at = (path, effect) => Effect.runPromise(Effect.provide(effect, SqliteStorage.layer({ path, patience: 60 })))

const remove = (path) => {
  for (const ending of ["", "-wal", "-shm", ".lock"]) rmSync(path + ending, { force: true })
}

const integrity = (path) => {
  const db = openDatabase(path, { readonly: true })
  try {
    return [...db.prepare("PRAGMA integrity_check").pluck().all(), ...db.prepare("PRAGMA foreign_key_check").all()]
  } finally {
    db.close()
  }
}

mkdirSync(folder, { recursive: true })
const origin = join(folder, "origin.db")
const reference = join(folder, "reference.db")
const path = join(folder, "drift.db")
const answer = join(folder, "reached")
const generation = incremental ? 1 : 0
await at(
  origin,
  Effect.flatMap(Storage, (storage) => storage.open)
)
if (incremental) {
  const before = Effect.scoped(
    Effect.gen(function* () {
      const storage = yield* Storage
      const session = yield* storage.openScan("/root")
      yield* session.put(batch(0, 0, 11))
      yield* session.complete({ status: "complete", ...COUNTS })
      yield* session.tidyUp
    })
  )
  await at(origin, before)
}
const expected = await at(reference, Effect.zipRight(scan(generation), dump))

const found = { calls: 0, failed: 0, wrong: [] }
for (let n = first; ; n += every) {
  remove(path)
  copyFileSync(origin, path)
  const fault = { at: n, code, lasting }
  let reached = false
  if (inThread) process.env.DRIFT_TEST_FAULT = JSON.stringify({ ...fault, answer })
  else faults.fail(fault, () => (reached = true))
  const result = await at(path, Effect.either(scan(generation)))
  faults.fails = undefined
  delete process.env.DRIFT_TEST_FAULT
  const wrong = (what) => found.wrong.push(`call ${n}: ${what}`)
  if (Either.isLeft(result)) {
    found.failed++
    const error = result.left
    if (!EXPECTED[code].includes(error.code)) wrong(`it fails with ${error.code}: ${error.message}`)
    if (error.hints === undefined || error.hints.length === 0) wrong(`it tells nothing to do: ${error.message}`)
  }
  const whole = integrity(path)
  if (whole.join() !== "ok") wrong(whole.join())
  await at(path, scan(generation)).then(undefined, (error) => wrong(`the next scan fails: ${error}`))
  const now = await at(path, dump)
  if (now !== expected) wrong("the next scan does not store what a first one does")
  const after = await at(
    path,
    Effect.flatMap(Storage, (storage) => storage.check)
  )
  if (after.length > 0) wrong(after.join())
  const left = readdirSync(folder).filter((name) => name.includes("damaged") || name.includes("schema"))
  if (left.length > 0) wrong(`it was set aside as ${left.join()}`)
  if (inThread) reached = existsSync(answer)
  rmSync(answer, { force: true })
  if (!reached) break
  found.calls++
}
process.stdout.write(`\n${JSON.stringify(found)}`)
