/**
 * How the writer waits for another connection that writes: SQLite tries by itself for as long as the busy timeout says, and
 * here it is told to try again, until patience ends.
 */
import { isBusy } from "./connection.js"

/** How long a write waits in all, in milliseconds. */
export const PATIENCE = 30_000

/** Between two tries, in milliseconds: SQLite does not wait at all for some of what is in the way. */
export const FIRST_PAUSE = 5
export const LONGEST_PAUSE = 100

const cell = new Int32Array(new SharedArrayBuffer(4))
const pause = (millis: number): void => void Atomics.wait(cell, 0, 0, millis)

/**
 * Runs `body`, which leaves no trace when the database is busy, until it is not. Holds its thread, so it is for one that has
 * nothing else to do.
 *
 * @throws what `body` throws; that the database is busy only after `patience` milliseconds, or when nobody waits any more.
 */
export const whenFree = <A>(patience: number, isCancelled: () => boolean, body: () => A): A => {
  const until = performance.now() + patience
  for (let wait = FIRST_PAUSE; ; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
    try {
      return body()
    } catch (error) {
      if (!isBusy(error) || performance.now() + wait > until || isCancelled()) throw error
    }
    pause(wait)
  }
}
