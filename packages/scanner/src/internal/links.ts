/** Where a symbolic link leads, and whether a scan that follows links goes there. */
import type { SkipReason } from "@drift/core/Scan"
import { ALWAYS_EXCLUDED } from "../IgnoreRules.js"
import type { EntryStat, FileSystemCalls } from "./fileSystem.js"
import { isGone } from "./fileSystem.js"

/** Links on the way to one file. Directories that link to each other can make up more paths than anybody has time for. */
export const MAX_LINKS = 8

export type Led =
  | {
      readonly _tag: "To"
      readonly target: string
      readonly stat: EntryStat
      /** Of a directory: see `FileSystemCalls.identity`. */
      readonly identity: string | undefined
    }
  /** `outside`: out of the root, or into what is never scanned. `link`: to nothing. */
  | { readonly _tag: "Refused"; readonly reason: SkipReason }
  /** There is something, but nobody may see what. */
  | { readonly _tag: "Unreadable"; readonly error: unknown }

const DANGLING: Led = { _tag: "Refused", reason: "link" }
const OUTSIDE: Led = { _tag: "Refused", reason: "outside" }

/** `realRoot` is the root without links. */
export const followLink = (fs: FileSystemCalls, link: string, realRoot: string): Led => {
  let target: string
  let stat: EntryStat | undefined
  let identity: string | undefined
  try {
    target = fs.realpath(link)
    stat = fs.stat(target)
    if (stat?.kind === "directory") identity = fs.identity?.(target)
  } catch (error) {
    return isGone(error) ? DANGLING : { _tag: "Unreadable", error }
  }
  if (stat === undefined) return DANGLING
  const inside = realRoot === "/" ? target : target.slice(realRoot.length)
  if (target !== realRoot && (!target.startsWith(realRoot) || !inside.startsWith("/"))) return OUTSIDE
  return inside.split("/").some((name) => ALWAYS_EXCLUDED.has(name)) ? OUTSIDE : { _tag: "To", target, stat, identity }
}
