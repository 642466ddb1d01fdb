import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"

/** The scan ends with a result: its status is `partial` or `cancelled`, unless it was faster. */
export const scanUntil = (enough: Deferred.Deferred<void>) =>
  Effect.gen(function* () {
    const drift = yield* DriftRuntime
    const { status } = yield* drift.scan({ until: Deferred.await(enough) })
    return status
  })

/** The scan ends without one. Interrupting waits until the database is at rest. */
export const scanThenGiveUp = Effect.gen(function* () {
  const drift = yield* DriftRuntime
  const scanning = yield* Effect.fork(drift.scan())
  yield* Effect.yieldNow()
  return yield* Fiber.interrupt(scanning)
})
