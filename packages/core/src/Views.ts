/**
 * The stable views of the database, column by column: what people query, what every backend must answer with, and what
 * the canonical dump prints.
 */

/** `boolean` is 0 or 1, `hash` an 8-byte blob (32 for blake3), `json` text. Every column may be NULL: not known. */
export type ColumnType = "text" | "integer" | "boolean" | "hash" | "json"

type Columns = Readonly<Record<string, ColumnType>>

const files = {
  path: "text",
  language: "text",
  namespace: "text",
  file_size: "integer",
  content_hash: "hash",
  mtime_secs: "integer",
  mtime_nanos: "integer",
  outcome: "text",
  facts_version: "integer",
  encoding: "text",
  function_count: "integer",
  class_count: "integer",
  error_count: "integer",
  error_ranges: "json",
  error_code: "text",
  error: "text",
  last_scanned_at: "integer"
} as const satisfies Columns

const functions = {
  file: "text",
  name: "text",
  qualified_name: "text",
  kind: "text",
  owner: "text",
  namespace: "text",
  line: "integer",
  column: "integer",
  start_line: "integer",
  end_line: "integer",
  start_byte: "integer",
  end_byte: "integer",
  visibility: "text",
  is_exported: "boolean",
  is_async: "boolean",
  is_generator: "boolean",
  is_abstract: "boolean",
  is_static: "boolean",
  has_body: "boolean",
  parameter_count: "integer",
  parameters: "json",
  generics: "json",
  return_type: "text",
  decorators: "json",
  doc: "text",
  body_hash: "hash",
  signature_hash: "hash"
} as const satisfies Columns

const classes = {
  file: "text",
  name: "text",
  qualified_name: "text",
  kind: "text",
  owner: "text",
  namespace: "text",
  line: "integer",
  column: "integer",
  start_line: "integer",
  end_line: "integer",
  start_byte: "integer",
  end_byte: "integer",
  extends: "text",
  implements: "json",
  generics: "json",
  visibility: "text",
  is_exported: "boolean",
  is_abstract: "boolean",
  decorators: "json",
  doc: "text",
  properties: "json"
} as const satisfies Columns

const imports = {
  file: "text",
  kind: "text",
  source: "text",
  specifiers: "json",
  is_type_only: "boolean",
  line: "integer",
  column: "integer"
} as const satisfies Columns

const exports = {
  file: "text",
  name: "text",
  is_default: "boolean",
  is_type_only: "boolean",
  source: "text",
  line: "integer",
  column: "integer"
} as const satisfies Columns

const callSites = {
  file: "text",
  caller: "text",
  callee_name: "text",
  receiver: "text",
  argument_count: "integer",
  is_await: "boolean",
  is_new: "boolean",
  line: "integer",
  column: "integer"
} as const satisfies Columns

const scans = {
  id: "integer",
  started_at: "integer",
  completed_at: "integer",
  root: "text",
  status: "text",
  total: "integer",
  added: "integer",
  modified: "integer",
  removed: "integer",
  unchanged: "integer",
  failed: "integer",
  duration_ms: "integer",
  error: "text"
} as const satisfies Columns

/** All views in the order of the canonical dump; `scans` is not part of it. */
export const VIEWS = { files, functions, classes, imports, exports, call_sites: callSites, scans } as const

export type ViewName = keyof typeof VIEWS

/** The views whose rows are facts about files. */
export const FACT_VIEWS = ["files", "functions", "classes", "imports", "exports", "call_sites"] as const
export type FactView = (typeof FACT_VIEWS)[number]

type ValueOf<T extends ColumnType> = T extends "text" | "json" ? string : T extends "hash" ? Uint8Array : number

/** A row as the database returns it. */
export type Row<V extends ViewName> = {
  readonly [C in keyof (typeof VIEWS)[V]]: ValueOf<(typeof VIEWS)[V][C] & ColumnType> | null
}

/** Columns that differ between two scans of the same tree, or are wording: left out of the canonical dump. */
const NOT_CANONICAL: ReadonlySet<string> = new Set(["mtime_secs", "mtime_nanos", "last_scanned_at", "error"])

/** The columns of a view that two databases with the same facts agree on. */
export const canonicalColumns = (view: FactView): ReadonlyArray<string> =>
  Object.keys(VIEWS[view]).filter((column) => !NOT_CANONICAL.has(column))

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")

/** The eight bytes of xxh3 are a little-endian number, those of BLAKE3 stand as they are. */
const toHex = (hash: Uint8Array): string => hex(hash.length === 8 ? hash.slice().reverse() : hash)

/** A row for people and programs: hashes as hex, JSON columns parsed, booleans true/false. */
export const presentRow = <V extends ViewName>(view: V, row: Row<V>): Record<string, unknown> => {
  const out: Record<string, unknown> = {}
  for (const [column, type] of Object.entries<ColumnType>(VIEWS[view])) {
    const value: unknown = row[column as keyof Row<V>]
    if (value === null || value === undefined) out[column] = null
    else if (type === "boolean") out[column] = value === 1
    else if (type === "json") out[column] = JSON.parse(value as string)
    else if (type === "hash") out[column] = toHex(value as Uint8Array)
    else out[column] = value
  }
  return out
}

/**
 * One line of the canonical dump. The dump is sorted by file, then position, then this line, and leaves out the facts of
 * files whose outcome is `failed`, which are of unknown age; both is up to the caller.
 */
export const canonicalLine = (view: FactView, row: Row<FactView>): string => {
  const presented = presentRow(view, row as never)
  const out: Record<string, unknown> = { view }
  for (const column of canonicalColumns(view)) out[column] = presented[column]
  return JSON.stringify(out)
}
