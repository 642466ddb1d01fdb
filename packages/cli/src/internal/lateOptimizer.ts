/**
 * Keeps V8's optimizing compiler off until it can pay. It takes a fifth of the CPU of a command that ends within half a
 * second, most of it for functions that are hardly called again.
 */
import { setFlagsFromString } from "node:v8"

/** A run that lasts longer than this, in milliseconds, has functions worth optimizing. */
const SHORT_RUN = 500

/** Holds it off from now on, until `optimize`, the first worker thread, or the end of a short run. */
export const holdOff = (): void => {
  setFlagsFromString("--no-opt")
  process.once("worker", optimize)
  setTimeout(optimize, SHORT_RUN).unref()
}

export const optimize = (): void => setFlagsFromString("--opt")
