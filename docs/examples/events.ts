import type { DriftEvent } from "@drift/core/DriftEvent"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"

/** What one scan told, event by event. */
export const story = Effect.gen(function* () {
  const drift = yield* DriftRuntime
  const events = yield* drift.subscribe
  yield* drift.scan()
  return Chunk.toReadonlyArray(yield* Queue.takeAll(events)).map(tell)
}).pipe(Effect.scoped)

const tell = (event: DriftEvent): string => {
  switch (event._tag) {
    case "ScanStarted":
      return `scanning ${event.root}`
    case "ScanProgress":
      return `${event.processed} of ${event.total} files`
    case "ScanError":
      return `[${event.code}] ${event.message}`
    case "ScanComplete":
      return `${event.status}: ${event.added} added, ${event.removed} removed`
  }
}
