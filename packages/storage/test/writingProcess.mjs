// A process of its own that scans again and again until it is killed: a batch of 40 files that all have the same calls, of a
// generation that goes up with every batch, and an error in every other one. It runs the built code.
import { FactBatchEncoder } from "@drift/core/FactBatchEncoder"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { Storage } from "@drift/storage/Storage"
import * as Effect from "effect/Effect"

const [, , path] = process.argv

const batch = (generation) => {
  const encoder = new FactBatchEncoder()
  for (let i = 0; i < 40; i++) {
    encoder.add({
      file: {
        mode: "replace",
        path: `src/${i}.ts`,
        language: "typescript",
        size: generation,
        mtimeSecs: 1,
        mtimeNanos: 2,
        racy: false,
        contentHash: BigInt(generation * 1000 + i),
        outcome: "parsedWithErrors",
        factsVersion: 1,
        timedOutAfter: 0,
        ...(generation % 2 === 0 ? { errorCode: "PARSE_ERROR", error: `generation ${generation}` } : {})
      },
      functions: [],
      classes: [],
      imports: [],
      exports: [],
      callSites: Array.from({ length: 20 + (generation % 5) }, (_, line) => ({
        calleeName: `call${generation}`,
        argumentCount: 0,
        isAwait: false,
        isNew: false,
        line,
        column: 1
      }))
    })
  }
  return encoder.finish()
}

const record = {
  status: "complete",
  total: 40,
  added: 0,
  modified: 40,
  removed: 0,
  unchanged: 0,
  failed: 0,
  durationMs: 1
}

let generation = 0
const scan = Effect.scoped(
  Effect.gen(function* () {
    const storage = yield* Storage
    const session = yield* storage.openScan("/root")
    for (let i = 0; i < 10; i++) yield* session.put(batch(++generation))
    yield* session.complete(record)
    yield* session.tidyUp
  })
)

const program = Effect.zipRight(
  Effect.tap(scan, () => Effect.sync(() => process.stdout.write("ready\n"))),
  Effect.forever(scan)
)
Effect.runPromise(program.pipe(Effect.provide(SqliteStorage.layer({ path })))).catch((error) => {
  process.stderr.write(`${error}\n`)
  process.exitCode = 1
})
