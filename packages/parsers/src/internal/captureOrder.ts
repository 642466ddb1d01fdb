/** The order in which captures are visited. */
import type { CaptureTable } from "../ParseEngine.js"
import { STRIDE } from "../ParseEngine.js"
import type { Meaning } from "./grammars.js"

/**
 * Capture numbers in visiting order: start ascending, end descending, rank. Engines deliver them nearly sorted, which
 * insertion sort makes use of; a table that is not (long chains share one start) is sorted the general way.
 */
export const captureOrder = ({ count, words }: CaptureTable, meanings: ReadonlyArray<Meaning>): Uint32Array => {
  const order = new Uint32Array(count)
  const compare = (a: number, b: number): number =>
    words[a * STRIDE + 1]! - words[b * STRIDE + 1]! ||
    words[b * STRIDE + 2]! - words[a * STRIDE + 2]! ||
    meanings[words[a * STRIDE]!]!.rank - meanings[words[b * STRIDE]!]!.rank ||
    words[a * STRIDE]! - words[b * STRIDE]!
  let moves = 0
  for (let i = 0; i < count; i++) {
    let at = i
    while (at > 0 && compare(order[at - 1]!, i) > 0) {
      order[at] = order[at - 1]!
      at--
    }
    order[at] = i
    moves += i - at
    if (moves > 32 * (i + 64)) return Uint32Array.from(order, (_, n) => n).sort(compare)
  }
  return order
}
