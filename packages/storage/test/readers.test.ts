/** Readers beside a process that writes without a pause: whatever they are answered is of one state of the database. */
import { Storage } from "@drift/storage/Storage"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { dump } from "./contract.js"
import { otherProcess } from "./otherProcess.js"
import { count } from "./random.js"
import { temporaryFolder } from "./temporary.js"

const FILES = 40
/** How many calls each file of this generation has. */
const callsOf = (generation: number): number => 20 + (generation % 5)

/** Asks everything once and tells the generation that it was answered from at last. */
const look = Effect.gen(function* () {
  const storage = yield* Storage
  const { bytesTotal, errors, errorsTotal, facts, filesTotal, outcomes } = yield* storage.summary([])
  assert.deepStrictEqual([filesTotal, outcomes.parsedWithErrors], [FILES, FILES])
  const generation = bytesTotal / FILES
  assert.strictEqual(facts.callSites, FILES * callsOf(generation), `summary of generation ${generation}`)
  const told = generation % 2 === 0 ? FILES : 0
  assert.deepStrictEqual([errorsTotal, errors.length], [told, told])
  for (const { message } of errors) assert.strictEqual(message, `generation ${generation}`)

  const calls = (yield* storage.list({ view: "call_sites", limit: 10_000 })).items
  const names = new Set(calls.map((row) => row.callee_name))
  assert.strictEqual(names.size, 1, "a page of one generation")
  const paged = Number([...names][0]!.slice("call".length))
  assert.strictEqual(calls.length, FILES * callsOf(paged))

  const sizes = new Set((yield* storage.list({ view: "files" })).items.map((row) => row.file_size))
  assert.strictEqual(sizes.size, 1)

  const index = yield* storage.loadIndex
  assert.strictEqual(index.size, FILES)
  assert.strictEqual(new Set([...index.paths()].map((path) => index.get(path)!.size)).size, 1)
  return paged
})

describe("readers beside a writer", () => {
  it.scopedLive("see whole transactions and nothing of others, in pages, summaries, indexes and dumps", () =>
    Effect.gen(function* () {
      const path = join(yield* temporaryFolder, "drift.db")
      yield* otherProcess("./writingProcess.mjs", path)
      const reading = Effect.gen(function* () {
        const seen = new Set<number>()
        for (let i = 0; i < count("DRIFT_FUZZ_READS", 30); i++) {
          seen.add(yield* look)
          yield* Effect.sleep(1)
        }
        const lines = (yield* dump).map((line) => JSON.parse(line) as { view: string; callee_name?: string })
        const dumped = new Set(lines.flatMap(({ callee_name }) => callee_name ?? []))
        assert.strictEqual(dumped.size, 1, "a dump of one generation")
        return seen.size
      }).pipe(Effect.provide(SqliteStorage.layer({ path })))
      const generations = yield* Effect.all([reading, reading, reading, reading], { concurrency: "unbounded" })
      for (const each of generations) assert.isAbove(each, 1, "it was written to meanwhile")
    })
  )
})
