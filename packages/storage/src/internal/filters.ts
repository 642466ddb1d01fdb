/** What the filters of a list mean, for every backend. */
import type { FactView } from "@drift/core/Views"
import type { Filter } from "../Storage.js"
import { StorageError } from "../StorageError.js"

export const DEFAULT_LIMIT = 100
const MAX_LIMIT = 10_000

export const clampLimit = (limit = DEFAULT_LIMIT): number => Math.min(Math.max(Math.trunc(limit), 1), MAX_LIMIT)

export const isGlob = (pattern: string): boolean => /[*?[]/.test(pattern)

/** The filters by a column that only some views have. */
const VIEWS_WITH = {
  kind: ["functions", "classes", "imports"],
  caller: ["call_sites"],
  visibility: ["functions", "classes"],
  exported: ["functions", "classes"],
  async: ["functions"]
} as const satisfies Partial<Record<keyof Filter, ReadonlyArray<FactView>>>

/** The columns that a filter compares for equality, with what it compares them to; flags are 0 or 1. */
export const equalities = (filter: Filter): ReadonlyArray<readonly [column: string, value: string | number]> =>
  Object.entries({
    kind: filter.kind,
    visibility: filter.visibility,
    is_exported: filter.exported,
    is_async: filter.async
  }).flatMap(([column, value]) =>
    value === undefined ? [] : [[column, typeof value === "boolean" ? Number(value) : value] as const]
  )

/** The error of a filter that asks for a column which the view does not have. */
export const inapplicable = (view: FactView, filter: Filter): StorageError | undefined => {
  for (const [name, views] of Object.entries<ReadonlyArray<FactView>>(VIEWS_WITH)) {
    if (filter[name as keyof Filter] !== undefined && !views.includes(view)) {
      return new StorageError({ code: "STORAGE_ERROR", detail: `The view ${view} cannot be filtered by ${name}` })
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
