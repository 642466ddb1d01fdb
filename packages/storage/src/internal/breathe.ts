import * as Effect from "effect/Effect"

/** Lets timers and input of the process have their turn. */
export const breathe: Effect.Effect<void> = Effect.async<void>((resume) => {
  setImmediate(() => resume(Effect.void))
})
