/** The search of the memory backend: looks at every name. */
import { ClassKind, FunctionKind, ImportKind } from "@drift/core/ParseResult"
import type { FactView, Row } from "@drift/core/Views"
import type { Found, SearchQuery } from "../Search.js"
import { patternTest } from "./filters.js"
import {
  comparePlaces,
  found,
  type FoundRow,
  kindsOf,
  match,
  matchPath,
  type Place,
  VIEW_ORDER,
  wanted
} from "./matching.js"
import type { MemoryFile } from "./memoryFile.js"

const OWN_KINDS: Partial<Record<FactView, ReadonlyArray<string>>> = {
  classes: ClassKind.literals,
  functions: FunctionKind.literals,
  imports: ImportKind.literals
}

export interface Hit {
  readonly place: Place
  readonly item: Found
}

interface Named {
  readonly name: string | null
  readonly kind: string | null
  readonly qualified: string | null
  readonly line: number | null
  readonly column: number | null
}

type Naming = { readonly [V in Exclude<FactView, "files">]: (row: Row<V>) => Named }

const plain = (row: { line: number | null; column: number | null }, name: string | null) => ({
  name,
  kind: null,
  qualified: name,
  line: row.line,
  column: row.column
})

const NAMING: Naming = {
  classes: (row) => ({ ...plain(row, row.name), kind: row.kind, qualified: row.qualified_name }),
  functions: (row) => ({ ...plain(row, row.name), kind: row.kind, qualified: row.qualified_name }),
  exports: (row) => plain(row, row.name),
  imports: (row) => ({ ...plain(row, row.source), kind: row.kind }),
  call_sites: (row) => ({
    ...plain(row, row.callee_name),
    qualified: row.receiver === null || row.receiver === "" ? row.callee_name : `${row.receiver}.${row.callee_name}`
  })
}

/** Everything that a search finds from behind `after`, in order. */
export const searchFiles = (
  files: ReadonlyArray<MemoryFile>,
  query: SearchQuery,
  after: Place | undefined
): ReadonlyArray<Hit> => {
  const want = wanted(query.text)
  const fitsFile = query.file === undefined ? () => true : patternTest(query.file)
  const ranks = new Map<string, number | undefined>()
  const rankOf = (name: string): number | undefined => {
    if (!ranks.has(name)) ranks.set(name, match(want, name))
    return ranks.get(name)
  }
  const hits: Array<Hit> = []
  const add = (place: Place, row: FoundRow) => {
    if (after === undefined || comparePlaces(place, after) > 0) hits.push({ place, item: found(place, row) })
  }
  const addFacts = <V extends Exclude<FactView, "files">>(file: MemoryFile, view: V, viewIndex: number) => {
    const kinds = kindsOf(view, OWN_KINDS[view] ?? [], query.kinds)
    const rows = file.facts[view] as ReadonlyArray<Row<V>>
    rows.forEach((row, ordinal) => {
      const { name, qualified, ...of } = NAMING[view](row)
      const rank = name === null ? undefined : rankOf(name)
      if (name === null || rank === undefined || (kinds !== "all" && !kinds.includes(of.kind ?? ""))) return
      const place = { rank, view: viewIndex, name, path: file.indexed.path, ordinal }
      add(place, { ...of, qualified_name: qualified, language: file.row.language })
    })
  }
  for (const file of files) {
    const { path } = file.indexed
    if (!fitsFile(path) || (query.language !== undefined && file.row.language !== query.language)) continue
    VIEW_ORDER.forEach((view, viewIndex) => {
      if (view !== "files") return addFacts(file, view, viewIndex)
      const rank = matchPath(want, path)
      if (rank === undefined || kindsOf(view, [], query.kinds) !== "all") return
      const row = { kind: null, qualified_name: path, language: file.row.language, line: null, column: null }
      add({ rank, view: viewIndex, name: path, path, ordinal: 0 }, row)
    })
  }
  return hits.sort((a, b) => comparePlaces(a.place, b.place))
}
