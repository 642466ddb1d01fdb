// A process of its own that scans into a database and never finishes, or only tidies up; it is killed from outside. It runs the
// built code.
import { FactBatchEncoder } from "@drift/core/FactBatchEncoder"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { Storage } from "@drift/storage/Storage"
import * as Effect from "effect/Effect"

const [, , path, batches, end] = process.argv

const batch = (number) => {
  const encoder = new FactBatchEncoder()
  for (let file = 0; file < 20; file++) {
    encoder.add({
      file: {
        mode: "replace",
        path: `src/${number}/${file}.ts`,
        language: "typescript",
        size: 100,
        mtimeSecs: 1,
        mtimeNanos: 2,
        racy: false,
        contentHash: BigInt(number * 20 + file + 1),
        outcome: "parsed",
        factsVersion: 1,
        timedOutAfter: 0
      },
      functions: [],
      classes: [],
      imports: [],
      exports: [],
      callSites: Array.from({ length: 200 }, (_, line) => ({
        calleeName: `call${line}`,
        argumentCount: 1,
        isAwait: false,
        isNew: false,
        line,
        column: number + 1
      }))
    })
  }
  return encoder.finish()
}

const program = Effect.gen(function* () {
  const storage = yield* Storage
  const session = yield* storage.openScan("/root")
  for (let i = 0; i < Number(batches); i++) yield* session.put(batch(i))
  process.stdout.write("ready\n")
  if (end === "tidyUp") {
    yield* session.tidyUp
    process.stdout.write("done\n")
  }
  yield* Effect.never
})

// An open timer keeps the process alive while nothing happens.
setInterval(() => {}, 1000)
Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(SqliteStorage.layer({ path })))).catch((error) => {
  process.stderr.write(`${error}\n`)
  process.exitCode = 1
})
