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

const PATHS_PER_REST = 512

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
 * proportion to both, and rests after every few hundred paths.
 */
export function* findRenames(
  removed: ReadonlyArray<string>,
  hashOf: (path: string) => ContentHash | undefined,
  arrivals: ReadonlyArray<Arrival>
): Generator<void, ReadonlyArray<Rename>> {
  if (removed.length === 0 || arrivals.length === 0) return []
  const groups = new Map<ContentHash, Group>()
  for (const [i, path] of removed.entries()) {
    if (i % PATHS_PER_REST === 0) yield
    const hash = hashOf(path)
    if (hash === undefined) continue
    const group = groups.get(hash)
    if (group === undefined) groups.set(hash, { from: [path], to: [] })
    else group.from.push(path)
  }
  for (const [i, { hashes, path }] of arrivals.entries()) {
    if (i % PATHS_PER_REST === 0) yield
    const known = hashes.find((hash) => groups.has(hash))
    if (known !== undefined) groups.get(known)!.to.push(path)
  }
  const renames: Array<Rename> = []
  let looked = 0
  for (const group of groups.values()) {
    if (looked++ % PATHS_PER_REST === 0) yield
    for (const likeness of LIKENESSES) if (group.to.length > 0) yield* pair(group, likeness, renames)
  }
  return renames.sort((a, b) => compareUtf8(a.from, b.from))
}

/** Moves the paths that are alike out of the group. */
function* pair(group: Group, likeness: (path: string) => string, renames: Array<Rename>): Generator<void> {
  const waiting = new Map<string, Array<string>>()
  for (const [i, path] of group.to.entries()) {
    if (i % PATHS_PER_REST === PATHS_PER_REST - 1) yield
    const alike = waiting.get(likeness(path))
    if (alike === undefined) waiting.set(likeness(path), [path])
    else alike.push(path)
  }
  // The first to come is the first to go, and an array gives away its last.
  for (const alike of waiting.values()) alike.reverse()
  const taken = new Set<string>()
  const left: Array<string> = []
  for (const [i, from] of group.from.entries()) {
    if (i % PATHS_PER_REST === PATHS_PER_REST - 1) yield
    const to = waiting.get(likeness(from))?.pop()
    if (to === undefined) left.push(from)
    else {
      taken.add(to)
      renames.push({ from, to })
    }
  }
  group.from = left
  group.to = group.to.filter((path) => !taken.has(path))
}
