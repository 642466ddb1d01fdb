/** The one line that a running scan keeps rewriting. Pure. */
import { bytes, clip, count, duration } from "./Text.js"

/** What is known of a running scan. */
export interface State {
  readonly processed: number
  /** 0 while the tree is still being walked. */
  readonly total: number
  readonly bytes: number
  readonly totalBytes: number
  /** Since the first file was processed. */
  readonly elapsedMs: number
}

/** Too early a guess is worse than none. */
const GUESS_AFTER_MS = 1000

/** Milliseconds left, from bytes where files have any, because files differ in size. */
const remaining = (state: State): number | undefined => {
  if (state.elapsedMs < GUESS_AFTER_MS || state.processed === 0) return undefined
  const done = state.totalBytes > 0 ? state.bytes / state.totalBytes : state.processed / state.total
  return done <= 0 || done >= 1 ? undefined : (state.elapsedMs * (1 - done)) / done
}

/** Fits in `columns`: what matters least goes first. */
export const line = (state: State, columns: number): string => {
  if (state.total === 0) return clip("Looking for files", columns)
  const rate = state.elapsedMs >= GUESS_AFTER_MS ? `${count((state.processed * 1000) / state.elapsedMs)} files/s` : ""
  const left = remaining(state)
  const parts = [
    `${state.processed < state.total ? "Scanning" : "Finishing"} ${count(state.processed)}/${count(state.total)} files`,
    left === undefined ? "" : `${duration(Math.max(1000, Math.round(left / 1000) * 1000)).replace(".0 s", " s")} left`,
    rate,
    `${bytes(state.bytes)} of ${bytes(state.totalBytes)}`
  ].filter((part) => part !== "")
  let out = parts[0]!
  for (const part of parts.slice(1)) {
    if (out.length + 2 + part.length > columns) break
    out += `, ${part}`
  }
  return clip(out, columns)
}
