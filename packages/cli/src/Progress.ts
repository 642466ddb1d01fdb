/** Follows a scan's events and keeps one line of stderr current, at most ten times a second. */
import type { DriftEvent } from "@drift/core/DriftEvent"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Schedule from "effect/Schedule"
import { Output } from "./Output.js"
import * as Render from "./render/Progress.js"

const ERASE = "\r\u001b[2K"

/** Shows progress until the scope closes; then the line is gone. Does nothing when stderr is no terminal. */
export const follow = Effect.fn("Progress.follow")(function* (events: Queue.Dequeue<DriftEvent>) {
  const output = yield* Output
  if (!output.progress) return
  let state: Render.State = { processed: 0, total: 0, bytes: 0, totalBytes: 0, elapsedMs: 0 }
  let startedAt: number | undefined
  let shown = ""

  const refresh = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    for (const event of yield* Queue.takeAll(events)) {
      if (event._tag !== "ScanProgress") continue
      if (event.total > 0) startedAt ??= now
      state = { ...state, ...event }
    }
    state = { ...state, elapsedMs: startedAt === undefined ? 0 : now - startedAt }
    const line = Render.line(state, output.errorWidth() - 1)
    if (line === shown) return
    shown = line
    yield* output.writeError(`${ERASE}${line}`)
  })

  yield* Effect.addFinalizer(() => (shown === "" ? Effect.void : output.writeError(ERASE)))
  yield* refresh.pipe(Effect.repeat(Schedule.spaced("100 millis")), Effect.forkScoped)
})
