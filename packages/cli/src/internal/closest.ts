/** The candidate that a mistyped word most likely meant. */

/** Edits (insert, delete, replace, swap neighbours) that turn `a` into `b`. */
const distance = (a: string, b: string): number => {
  let older: ReadonlyArray<number> = []
  let old = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = old[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      let cost = Math.min(replace, old[j]! + 1, row[j - 1]! + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, older[j - 2]! + 1)
      row.push(cost)
    }
    older = old
    old = row
  }
  return old[b.length]!
}

/** Undefined when nothing is near: more than two edits away, or more than a third of the word. */
export const closest = (word: string, candidates: ReadonlyArray<string>): string | undefined => {
  let best: string | undefined
  let least = Math.min(2, Math.ceil(word.length / 3)) + 1
  for (const candidate of candidates) {
    const edits = distance(word.toLowerCase(), candidate)
    if (edits < least || (best === undefined && word.length > 2 && candidate.startsWith(word.toLowerCase()))) {
      best = candidate
      least = Math.min(edits, least)
    }
  }
  return best
}
