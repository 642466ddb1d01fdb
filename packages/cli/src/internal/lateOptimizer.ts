/**
 * Keeps V8's optimizing compiler from costing more than it gains. Off, it saves a fifth of the CPU of a command that ends
 * within half a second, most of which it would spend on functions that are hardly called again. On, it inlines less than by
 * default, because its work grows much faster than what it gains: a cold scan of 23 MB takes a sixth less CPU.
 */
import { setFlagsFromString } from "node:v8"

/** A run that lasts longer than this, in milliseconds, has functions worth optimizing. */
const SHORT_RUN = 500

/** Bytes of bytecode that one function may take in by inlining; V8's default is 920. */
const INLINED_BYTECODE = 200

/** To be called before any code is loaded from a cache, which is good only for the flags that it was made with. */
export const inlineLess = (): void => setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${INLINED_BYTECODE}`)

/** Functions with more bytes of bytecode are never optimized; this is V8's default. */
const OPTIMIZED_BYTECODE = 61_440

const optimizeUpTo = (bytes: number): void => setFlagsFromString(`--max-optimized-bytecode-size=${bytes}`)

/**
 * Holds it off from now on, until `optimize` or the end of a short run. By its limit, because turning it off and on again
 * does not leave all versions of V8 with the flags they had, and stored code must fit the flags.
 */
export const holdOff = (): void => {
  optimizeUpTo(0)
  setTimeout(optimize, SHORT_RUN).unref()
}

export const optimize = (): void => optimizeUpTo(OPTIMIZED_BYTECODE)
