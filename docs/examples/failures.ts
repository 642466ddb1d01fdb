import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import * as Effect from "effect/Effect"

export const scanOrTell = Effect.gen(function* () {
  const drift = yield* DriftRuntime
  const { status } = yield* drift.scan()
  return `The scan is ${status}`
}).pipe(
  Effect.catchTags({
    ScanError: (error) => Effect.succeed(`There is nothing to scan: ${error.reason}`),
    ScanInProgress: (error) => Effect.succeed(`Process ${error.pid} is scanning already`),
    StorageError: (error) => Effect.succeed(`The database says ${error.code}`)
  })
)
