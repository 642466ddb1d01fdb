/**
 * Calls of the SQLite driver that fail, each in its turn: the scan says what happened or gets over it, the database is whole, and
 * the next scan stores what a first one would.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { count } from "./random.js"
import { temporaryFolder } from "./temporary.js"

const LONG = 3_600_000
/** One call of so many fails in its turn. */
const EVERY = count("DRIFT_FUZZ_CALLS", 400)

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

interface Task {
  readonly code: string
  readonly inThread: boolean
  readonly incremental: boolean
  /** All calls behind it fail, too. */
  readonly lasting: boolean
  readonly first: number
}

interface Found {
  readonly calls: number
  readonly failed: number
  readonly wrong: ReadonlyArray<string>
}

const failing = (folder: string, task: Task) =>
  Effect.promise(async () => {
    const args = ["--require", file("./faultyDriver.cjs"), file("./faultyProcess.mjs"), folder]
    const child = spawn(process.execPath, [...args, JSON.stringify({ ...task, every: EVERY })])
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")])
    assert.strictEqual(stderr, "")
    return JSON.parse(stdout.slice(stdout.lastIndexOf("\n"))) as Found
  })

describe("a scan of which a call of the database fails", () => {
  let number = 0
  for (const inThread of [false, true]) {
    for (const lasting of [false, true]) {
      for (const code of ["SQLITE_IOERR_WRITE", "SQLITE_FULL", "SQLITE_BUSY"]) {
        const place = inThread ? "in the writer's thread" : "in place"
        // Few calls are tried with first scans or with later ones.
        const states = EVERY === 1 ? [false, true] : [number % 2 === 1]
        const first = 1 + (number++ % Math.min(EVERY, 12)) * 16
        it.scoped(
          `${place}, by ${code}${lasting ? " from then on" : ""}, says so or gets over it, and leaves a whole database`,
          () =>
            Effect.gen(function* () {
              const folder = yield* temporaryFolder
              for (const incremental of states) {
                const task = { code, inThread, incremental, lasting, first }
                const found = yield* failing(join(folder, String(incremental)), task)
                assert.deepStrictEqual(found.wrong, [], JSON.stringify(task))
                assert.isAbove(found.calls, 0, "calls failed")
                if (lasting) assert.isAbove(found.failed, 0, "nothing gets over all of them")
              }
            }),
          LONG
        )
      }
    }
  }
})
