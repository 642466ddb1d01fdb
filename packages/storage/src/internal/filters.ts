/** What the filters of a list mean, for every backend. */
import type { FactView } from "@drift/core/Views"
import type { Filter } from "../Storage.js"
import { StorageError } from "../StorageError.js"

export const DEFAULT_LIMIT = 100
const MAX_LIMIT = 10_000

export const clampLimit = (limit = DEFAULT_LIMIT): number => Math.min(Math.max(Math.trunc(limit), 1), MAX_LIMIT)

export const isGlob = (pattern: string): boolean => /[*?[]/.test(pattern)

const VIEWS_WITH: Readonly<Record<"kind" | "caller", ReadonlyArray<FactView>>> = {
  kind: ["functions", "classes", "imports"],
  caller: ["call_sites"]
}

/** The error of a filter that asks for a column which the view does not have. */
export const inapplicable = (view: FactView, filter: Filter): StorageError | undefined => {
  for (const column of ["kind", "caller"] as const) {
    if (filter[column] !== undefined && !VIEWS_WITH[column].includes(view)) {
      return new StorageError({
        code: "STORAGE_ERROR",
        detail: `The view ${view} has no column ${column} to filter by`
      })
    }
  }
  return undefined
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
const escapeInClass = (text: string): string => text.replace(/[\\^[\]-]/g, "\\$&")

/** The test of SQLite's GLOB: `*`, `?` and `[...]` with ranges and `^`, over the whole text, case-sensitive. */
export const globTest = (pattern: string): ((text: string) => boolean) => {
  const characters = Array.from(pattern)
  let source = ""
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!
    if (character === "*") source += "[^]*"
    else if (character === "?") source += "[^]"
    else if (character === "[") {
      const negated = characters[i + 1] === "^"
      const first = negated ? i + 2 : i + 1
      // A bracket that comes first is meant as itself.
      const end = characters.indexOf("]", first + 1)
      if (end < 0) return () => false
      source += `[${negated ? "^" : ""}${ranges(characters.slice(first, end))}]`
      i = end
    } else source += escape(character)
  }
  const expression = new RegExp(`^${source}$`, "u")
  return (text) => expression.test(text)
}

const ranges = (characters: ReadonlyArray<string>): string => {
  let source = ""
  for (let i = 0; i < characters.length; i++) {
    const from = characters[i]!
    const to = characters[i + 2]
    if (characters[i + 1] === "-" && to !== undefined) {
      if (from.codePointAt(0)! <= to.codePointAt(0)!) source += `${escapeInClass(from)}-${escapeInClass(to)}`
      i += 2
    } else source += escapeInClass(from)
  }
  return source
}

/** The test of a filter's pattern: the same text, or a match of the glob. */
export const patternTest = (pattern: string): ((text: string | null) => boolean) => {
  const test = isGlob(pattern) ? globTest(pattern) : (text: string) => text === pattern
  return (text) => text !== null && test(text)
}
