/** A page of a search, read from the database: first the names that match, then their facts in the order of their names. */
import type { FactView } from "@drift/core/Views"
import { type Found, MATCHES, type SearchQuery } from "../Search.js"
import { isGlob } from "./filters.js"
import {
  compareMatches,
  comparePlaces,
  found,
  isSimple,
  kindsOf,
  type Match,
  match,
  matchPath,
  type Place,
  VIEW_ORDER,
  type Wanted,
  wanted
} from "./matching.js"
import { groupsQuery, isDamage, SELECT_REACH, simple } from "./nameIndex.js"
import type { Param, ReadValues } from "./reader.js"
import { CLASS_KINDS, FUNCTION_KINDS, IMPORT_KINDS, SOURCES, TABLES } from "./schema.js"

/** A name with its id. */
interface Candidate extends Match {
  readonly id: number
}

export interface Hit {
  readonly place: Place
  readonly item: Found
}

/** So many names are looked up together at first, and no more than so many. */
const FEWEST_NAMES = 16
const MOST_NAMES = 4096

/** So many words narrow enough; SQLite bounds the depth of an expression. */
const MOST_WORDS = 30

const OWN_KINDS: Partial<Record<FactView, ReadonlyArray<string>>> = {
  classes: CLASS_KINDS,
  functions: FUNCTION_KINDS,
  imports: IMPORT_KINDS
}

/** What every text has that matches, for SQLite: a text that is not simple is left for us to judge. */
const mayMatch = (want: Wanted, column: string): { readonly sql: string; readonly params: ReadonlyArray<string> } => {
  if (!want.anywhere && want.words.length === 1 && want.words[0] === want.folded && isSimple(want.folded)) {
    // A word begins a name, follows what is no letter, or begins with a large one.
    return {
      sql: `(lower(${column}) GLOB ? OR lower(${column}) GLOB ? OR instr(${column}, ?) > 0 OR NOT ${simple(column)})`,
      params: [`${want.folded}*`, `*[^a-z0-9]${want.folded}*`, want.folded.slice(0, 1).toUpperCase()]
    }
  }
  // All words of the text are in a name of which it is a part.
  const parts = (want.words.length === 0 ? [want.folded] : want.words).filter(isSimple).slice(0, MOST_WORDS)
  const has = parts.map(() => `instr(lower(${column}), ?) > 0`).join(" AND ")
  return { sql: parts.length === 0 ? "1" : `(${has} OR NOT ${simple(column)})`, params: parts }
}

/** The names that match, each with its id, from the index as far as it reaches. */
const matchingNames = (values: ReadValues, want: Wanted): ReadonlyArray<Candidate> => {
  const found: Array<Candidate> = []
  const judge = (rows: ReadonlyArray<ReadonlyArray<unknown>>) => {
    for (const [id, name] of rows as ReadonlyArray<readonly [number, string]>) {
      const rank = match(want, name)
      if (rank !== undefined) found.push({ id, name, rank })
    }
  }
  const groups = groupsQuery(want.words.length === 0 ? [want.folded] : want.words)
  const [[reach] = [0]] = values(SELECT_REACH, [])
  let from = 0
  if (groups !== undefined && (reach as number) > 0) {
    try {
      judge(
        values(
          "SELECT n.id, n.text FROM name_search CROSS JOIN name n ON n.id = name_search.rowid WHERE name_search MATCH ?",
          [groups]
        )
      )
      from = reach as number
    } catch (error) {
      if (!isDamage(error)) throw error
      found.length = 0
    }
  }
  const { params, sql } = mayMatch(want, "text")
  judge(values(`SELECT id, text FROM name WHERE id > ? AND ${sql}`, [from, ...params]))
  return found
}

/** Conditions on the file `f`. */
const fileConditions = (query: SearchQuery): { readonly sql: string; readonly params: ReadonlyArray<string> } => {
  const terms: Array<string> = []
  const params: Array<string> = []
  if (query.file !== undefined) {
    terms.push(`f.path ${isGlob(query.file) ? "GLOB" : "="} ?`)
    params.push(query.file)
  }
  if (query.language !== undefined) {
    terms.push("f.language = ?")
    params.push(query.language)
  }
  return { sql: terms.map((term) => ` AND ${term}`).join(""), params }
}

const matchingFiles = (values: ReadValues, want: Wanted, query: SearchQuery): ReadonlyArray<Match> => {
  const may = mayMatch(want, "f.path")
  const file = fileConditions(query)
  const rows = values(`SELECT f.path FROM file f WHERE ${may.sql}${file.sql}`, [...may.params, ...file.params])
  const found: Array<Match> = []
  for (const [name] of rows as ReadonlyArray<readonly [string]>) {
    const rank = matchPath(want, name)
    if (rank !== undefined) found.push({ name, rank })
  }
  return found
}

type FactSearchView = Exclude<FactView, "files">

const RECEIVER = SOURCES.call_sites.columns["receiver"]!

const QUALIFIED: Readonly<Record<FactSearchView, string>> = {
  classes: SOURCES.classes.columns["qualified_name"]!,
  functions: SOURCES.functions.columns["qualified_name"]!,
  exports: "n.text",
  imports: "n.text",
  call_sites: `coalesce(nullif(${RECEIVER}, '') || '.', '') || n.text`
}

/** The facts of some names, in the order of the names, then by file and place. */
const factsQuery = (view: FactSearchView, conditions: string): string => {
  const { columns, joins, kind, nameColumn } = SOURCES[view]
  const table = TABLES[view]
  return `SELECT k.at, f.path, x.id & 1048575, ${kind ?? "NULL"}, ${QUALIFIED[view]}, f.language, ${columns["line"]!}, ${columns["column"]!}
    FROM (
      SELECT x.id AS id, j.key AS at FROM json_each(?) j CROSS JOIN ${table} x ON x.${nameColumn} = j.value
      CROSS JOIN file f ON f.id = x.id >> 20 WHERE 1${conditions} ORDER BY j.key, f.path, x.id LIMIT ?
    ) k CROSS JOIN ${table} x ON x.id = k.id CROSS JOIN file f ON f.id = x.id >> 20 ${joins}
    ORDER BY k.at, f.path, x.id`
}

/** At most `rows` results from behind `after`, in order. */
export const searchPage = (
  values: ReadValues,
  query: SearchQuery,
  rows: number,
  after: Place | undefined
): ReadonlyArray<Hit> => {
  const want = wanted(query.text)
  const hits: Array<Hit> = []
  if (want.text === "") return hits
  const names = [...matchingNames(values, want)].sort(compareMatches)
  const file = fileConditions(query)
  let files: ReadonlyArray<Match> | undefined

  const addFiles = (rank: number, view: number) => {
    files ??= [...matchingFiles(values, want, query)].sort(compareMatches)
    for (const each of files) {
      const place = { rank, view, name: each.name, path: each.name, ordinal: 0 }
      if (each.rank !== rank || (after !== undefined && comparePlaces(place, after) <= 0)) continue
      if (hits.length === rows) return
      const [[language] = [null]] = values("SELECT language FROM file WHERE path = ?", [each.name])
      const row = {
        kind: null,
        qualified_name: each.name,
        language: language as string | null,
        line: null,
        column: null
      }
      hits.push({ place, item: found(place, row) })
    }
  }

  /** The facts of one view of names that follow each other. */
  const addFacts = (
    view: number,
    kinds: "all" | ReadonlyArray<string>,
    some: ReadonlyArray<Candidate>,
    from?: Place
  ) => {
    const factView = VIEW_ORDER[view] as FactSearchView
    const conditions: Array<string> = [file.sql]
    const params: Array<Param> = [...file.params]
    if (kinds !== "all") {
      conditions.push(` AND ${SOURCES[factView].kind!} IN (${kinds.map(() => "?").join(", ")})`)
      params.push(...kinds)
    }
    if (from !== undefined) {
      conditions.push(" AND f.path >= ? AND (f.path > ? OR x.id & 1048575 > ?)")
      params.push(from.path, from.path, from.ordinal)
    }
    const ids = JSON.stringify(some.map(({ id }) => id))
    for (const row of values(factsQuery(factView, conditions.join("")), [ids, ...params, rows - hits.length])) {
      const [at, path, ordinal, kind, qualified_name, language, line, column] = row as readonly [
        number,
        string,
        number,
        string | null,
        string | null,
        string | null,
        number | null,
        number | null
      ]
      const { name, rank } = some[at]!
      const place = { rank, view, name, path, ordinal }
      hits.push({ place, item: found(place, { kind, qualified_name, language, line, column }) })
    }
  }

  let start = 0
  for (let rank = 0; rank < MATCHES.length; rank++) {
    let end = start
    while (end < names.length && names[end]!.rank === rank) end++
    const ranked = names.slice(start, end)
    start = end
    for (let view = 0; view < VIEW_ORDER.length; view++) {
      if (hits.length === rows) return hits
      if (after !== undefined && (rank < after.rank || (rank === after.rank && view < after.view))) continue
      const factView = VIEW_ORDER[view]!
      const kinds = kindsOf(factView, OWN_KINDS[factView] ?? [], query.kinds)
      if (kinds !== "all" && kinds.length === 0) continue
      if (factView === "files") {
        addFiles(rank, view)
        continue
      }
      let next = 0
      if (after !== undefined && rank === after.rank && view === after.view) {
        while (next < ranked.length && compareMatches(ranked[next]!, after) < 0) next++
        if (ranked[next]?.name === after.name) {
          addFacts(view, kinds, ranked.slice(next, next + 1), after)
          next++
        }
      }
      for (let many = FEWEST_NAMES; next < ranked.length && hits.length < rows; many = Math.min(many * 4, MOST_NAMES)) {
        addFacts(view, kinds, ranked.slice(next, next + many))
        next += many
      }
    }
  }
  return hits
}
