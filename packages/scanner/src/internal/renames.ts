/** Which files that are gone are there again under another name, told by their content. */
import type { ContentHash } from "@drift/core/ContentHash"
import type { Rename } from "@drift/core/Scan"
import { compareUtf8 } from "@drift/core/Text"

/** A file that was not known by its path. */
export interface Arrival {
  readonly path: string
  /** By each algorithm that the hash of a file that is gone may be of. */
  readonly hashes: ReadonlyArray<ContentHash>
}

/** Paths of one content, in order. */
interface Group {
  from: Array<string>
  to: Array<string>
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1)

/** The directory and the extension, if it has one. */
const kindOf = (path: string): string => {
  const name = path.lastIndexOf("/") + 1
  const dot = path.lastIndexOf(".")
  return `${path.slice(0, name)}/${dot > name ? path.slice(dot) : ""}`
}

/** What makes a pair likely, the likeliest first. */
const LIKENESSES: ReadonlyArray<(path: string) => string> = [nameOf, kindOf, () => ""]

/**
 * Pairs each path at most once: moved under the same name, then renamed in its directory with the same extension, then as they
 * come. Sorted by the paths from which; both lists are sorted, and so is the order within a content decided. Takes time in
 * proportion to both.
 */
export const findRenames = (
  removed: ReadonlyArray<string>,
  hashOf: (path: string) => ContentHash | undefined,
  arrivals: ReadonlyArray<Arrival>
): ReadonlyArray<Rename> => {
  if (removed.length === 0 || arrivals.length === 0) return []
  const groups = new Map<ContentHash, Group>()
  for (const path of removed) {
    const hash = hashOf(path)
    if (hash === undefined) continue
    const group = groups.get(hash)
    if (group === undefined) groups.set(hash, { from: [path], to: [] })
    else group.from.push(path)
  }
  for (const { hashes, path } of arrivals) {
    const known = hashes.find((hash) => groups.has(hash))
    if (known !== undefined) groups.get(known)!.to.push(path)
  }
  const renames: Array<Rename> = []
  for (const group of groups.values()) {
    for (const likeness of LIKENESSES) if (group.to.length > 0) pair(group, likeness, renames)
  }
  return renames.sort((a, b) => compareUtf8(a.from, b.from))
}

/** Moves the paths that are alike out of the group. */
const pair = (group: Group, likeness: (path: string) => string, renames: Array<Rename>): void => {
  const waiting = new Map<string, Array<string>>()
  for (const path of group.to) {
    const alike = waiting.get(likeness(path))
    if (alike === undefined) waiting.set(likeness(path), [path])
    else alike.push(path)
  }
  // The first to come is the first to go, and an array gives away its last.
  for (const alike of waiting.values()) alike.reverse()
  const taken = new Set<string>()
  group.from = group.from.filter((from) => {
    const to = waiting.get(likeness(from))?.pop()
    if (to === undefined) return true
    taken.add(to)
    renames.push({ from, to })
    return false
  })
  group.to = group.to.filter((path) => !taken.has(path))
}
