/** The order in which captures are visited: start ascending, end descending, capture id ascending. */
import { STRIDE } from "../ParseEngine.js"

/** Capture ids are given in the order of ranks, so that captures of one range are visited in the order of their ids. */
export const orderCaptures = (names: Iterable<string>, rank: (capture: string) => number): ReadonlyArray<string> =>
  [...new Set(names)].sort((a, b) => rank(a) - rank(b))

/**
 * Puts captures into their order and drops those that are there twice; the number that is left. They come nearly sorted from
 * a walk, which insertion makes use of; a table that is not (long chains share one start) is sorted the general way.
 */
export const sortCaptures = (words: Uint32Array, count: number): number => {
  let kept = 0
  let moves = 0
  for (let i = 0; i < count; i++) {
    const from = i * STRIDE
    const id = words[from]!
    const start = words[from + 1]!
    const end = words[from + 2]!
    const children = words[from + 3]!
    let at = kept * STRIDE
    let order = -1
    for (; at > 0; at -= STRIDE) {
      order = words[at - 3]! - start || end - words[at - 2]! || words[at - STRIDE]! - id
      if (order <= 0) break
    }
    if (at > 0 && order === 0) continue
    words.copyWithin(at + STRIDE, at, kept * STRIDE)
    words[at] = id
    words[at + 1] = start
    words[at + 2] = end
    words[at + 3] = children
    moves += kept - at / STRIDE
    kept++
    if (moves > 32 * (i + 64)) return sortAll(words, kept, i + 1, count)
  }
  return kept
}

/** The same for the first `kept` captures and those from number `next` on. */
const sortAll = (words: Uint32Array, kept: number, next: number, count: number): number => {
  words.copyWithin(kept * STRIDE, next * STRIDE, count * STRIDE)
  const unsorted = words.slice(0, (kept + count - next) * STRIDE)
  const compare = (a: number, b: number): number =>
    unsorted[a + 1]! - unsorted[b + 1]! || unsorted[b + 2]! - unsorted[a + 2]! || unsorted[a]! - unsorted[b]!
  const order = Uint32Array.from({ length: unsorted.length / STRIDE }, (_, i) => i * STRIDE).sort(compare)
  let to = 0
  for (const [i, from] of order.entries()) {
    if (i > 0 && compare(order[i - 1]!, from) === 0) continue
    words.set(unsorted.subarray(from, from + STRIDE), to)
    to += STRIDE
  }
  return to / STRIDE
}
