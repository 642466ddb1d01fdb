/** The SQL of a page of a list. */
import type { FactKind } from "@drift/core/FactBatch"
import type { FactView } from "@drift/core/Views"
import type { Filter } from "../Storage.js"
import type { Position } from "./cursor.js"
import { equalities, isGlob } from "./filters.js"
import type { Param } from "./reader.js"
import { CALLER, selectList, SOURCES, TABLES } from "./schema.js"

export interface Query {
  readonly sql: string
  readonly params: ReadonlyArray<Param>
}

export interface PageRequest {
  readonly view: FactView
  readonly filter: Filter
  readonly after: Position | undefined
  /** How many rows to ask for. */
  readonly rows: number
  /** The name filter fits few facts, so that sorting these beats walking the files in order. */
  readonly fewFacts: boolean
}

/** Collects conditions with their values. */
class Conditions {
  readonly #terms: Array<string> = []
  readonly params: Array<Param> = []

  add(term: string, ...params: ReadonlyArray<Param>): void {
    this.#terms.push(term)
    this.params.push(...params)
  }

  /** Equality, or a match when `pattern` is a glob. */
  pattern(column: string, pattern: string | undefined): void {
    if (pattern !== undefined) this.add(`${column} ${isGlob(pattern) ? "GLOB" : "="} ?`, pattern)
  }

  get sql(): string {
    return this.#terms.length === 0 ? "" : `WHERE ${this.#terms.join(" AND ")}`
  }
}

const fileConditions = (where: Conditions, filter: Filter): void => {
  where.pattern("f.path", filter.file)
  where.pattern("f.language", filter.language)
  where.pattern("f.outcome", filter.outcome)
  // The index of outcomes has the others only, and asks to be told.
  if (filter.outcome !== undefined && filter.outcome !== "parsed" && !isGlob(filter.outcome)) {
    where.add("f.outcome <> 'parsed'")
  }
}

/** Rows in order of (file, ordinal), each with `at_path` and `at_ordinal`, from behind `after`. */
export const pageQuery = (request: PageRequest): Query =>
  request.view === "files" ? filesQuery(request) : factsQuery(request, request.view)

const filesQuery = ({ after, filter, rows }: PageRequest): Query => {
  const where = new Conditions()
  fileConditions(where, filter)
  where.pattern("f.path", filter.name)
  if (after !== undefined) where.add("f.path > ?", after.path)
  return {
    sql: `SELECT ${selectList("files")} FROM file f ${where.sql} ORDER BY f.path LIMIT ?`,
    params: [...where.params, rows]
  }
}

const IN_FILE = "x.id BETWEEN f.id << 20 AND f.id << 20 | 1048575"

const factsQuery = (request: PageRequest, view: FactKind): Query => {
  const { after, filter, rows } = request
  const source = SOURCES[view]
  const table = TABLES[view]
  const where = new Conditions()
  let from: string
  if (filter.caller !== undefined && !isGlob(filter.caller)) {
    // The calls of a function stand in its file; it is found by its name, the rest of the caller being its owner.
    const names = filter.caller.split(".").map((_, i, parts) => parts.slice(i).join("."))
    from = `(
        SELECT x.id FROM name n JOIN function g ON g.name = n.id LEFT JOIN name o ON o.id = g.owner
        CROSS JOIN call x ON x.id BETWEEN g.id >> 20 << 20 AND g.id | 1048575 AND x.caller = (g.id & 1048575)
        WHERE n.text IN (?${", ?".repeat(names.length - 1)}) AND iif(o.text IS NULL, n.text, o.text || '.' || n.text) = ?
        UNION ALL
        SELECT x.id FROM name n CROSS JOIN call x ON x.caller = -n.id AND x.caller < 0 WHERE n.text = ?
      ) c CROSS JOIN call x ON x.id = c.id CROSS JOIN file f ON f.id = x.id >> 20`
    where.params.push(...names, filter.caller, filter.caller)
    if (filter.name !== undefined) {
      from += ` CROSS JOIN name n ON n.id = x.callee`
      where.pattern("n.text", filter.name)
    }
  } else if (filter.name !== undefined && request.fewFacts) {
    from = `name n CROSS JOIN ${table} x ON x.${source.nameColumn} = n.id CROSS JOIN file f ON f.id = x.id >> 20`
    where.pattern("n.text", filter.name)
  } else if (filter.name !== undefined && !isGlob(filter.name)) {
    from = `file f CROSS JOIN ${table} x ON x.${source.nameColumn} = (SELECT id FROM name WHERE text = ?) AND ${IN_FILE}`
    where.params.push(filter.name)
  } else {
    from = `file f CROSS JOIN ${table} x ON ${IN_FILE}`
    if (filter.name !== undefined) {
      from += ` CROSS JOIN name n ON n.id = x.${source.nameColumn}`
      where.pattern("n.text", filter.name)
    }
  }
  fileConditions(where, filter)
  for (const [column, value] of equalities(filter)) where.add(`${source.columns[column]!} = ?`, value)
  if (filter.caller !== undefined && isGlob(filter.caller)) where.add(`${CALLER} GLOB ?`, filter.caller)
  if (after !== undefined) {
    where.add("f.path >= ? AND (f.path > ? OR x.id & 1048575 > ?)", after.path, after.path, after.ordinal)
  }
  return {
    sql: `SELECT ${selectList(view)}, x.id & 1048575 AS at_ordinal
      FROM (SELECT x.id AS id FROM ${from} ${where.sql} ORDER BY f.path, x.id LIMIT ?) k
      CROSS JOIN ${table} x ON x.id = k.id CROSS JOIN file f ON f.id = x.id >> 20 ${source.joins}
      ORDER BY f.path, x.id`,
    params: [...where.params, rows]
  }
}

/** Counts the facts whose name fits, up to one more than `limit`. */
export const factsOfNameQuery = (view: FactKind, name: string, limit: number): Query => ({
  sql: `SELECT count(*) AS facts FROM (
    SELECT 1 FROM name n CROSS JOIN ${TABLES[view]} x ON x.${SOURCES[view].nameColumn} = n.id
    WHERE n.text ${isGlob(name) ? "GLOB" : "="} ? LIMIT ?)`,
  params: [name, limit + 1]
})

/** The files from behind `after` in order, with the number of their facts. */
export const dumpSizesQuery = (after: string | undefined, rows: number): Query => ({
  sql: `SELECT path, coalesce(function_count, 0) + coalesce(class_count, 0) + coalesce(import_count, 0)
      + coalesce(export_count, 0) + coalesce(call_count, 0)
    FROM file ${after === undefined ? "" : "WHERE path > ?"} ORDER BY path LIMIT ?`,
  params: after === undefined ? [rows] : [after, rows]
})

/** The rows of the files from `first` to `last`, file by file; facts of files with the outcome `failed` are left out. */
export const dumpQuery = (view: FactView, first: string, last: string): Query => ({
  sql:
    view === "files"
      ? `SELECT ${selectList(view)} FROM file f WHERE f.path BETWEEN ? AND ? ORDER BY f.path`
      : `SELECT ${selectList(view)} FROM file f CROSS JOIN ${TABLES[view]} x ON ${IN_FILE} ${SOURCES[view].joins}
         WHERE f.path BETWEEN ? AND ? AND f.outcome <> 'failed' ORDER BY f.path, x.id`,
  params: [first, last]
})

/** So many scopes become one expression; SQLite bounds the depth of one. */
const FEW_SCOPES = 16

/** The files at or below the scopes; no scope, or the root itself, means all. */
export const scopeCondition = (scopes: ReadonlyArray<string>): Query => {
  if (scopes.length === 0 || scopes.some((scope) => scope === "" || scope === ".")) return { sql: "1", params: [] }
  // "0" follows "/", so nothing outside the directory lies between the two.
  if (scopes.length > FEW_SCOPES) {
    const all = JSON.stringify(scopes)
    return {
      sql: `id IN (
        SELECT f.id FROM json_each(?) s CROSS JOIN file f ON f.path = s.value
        UNION ALL
        SELECT f.id FROM json_each(?) s CROSS JOIN file f ON f.path > s.value || '/' AND f.path < s.value || '0')`,
      params: [all, all]
    }
  }
  return {
    sql: `(${scopes.map(() => "path = ? OR path > ? AND path < ?").join(" OR ")})`,
    params: scopes.flatMap((scope) => [scope, `${scope}/`, `${scope}0`])
  }
}
