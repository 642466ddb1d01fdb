/** Where rows that are all readable say different things. */
import { OUTCOMES } from "@drift/core/Outcome"
import { type ColumnType, FACT_VIEWS, type FactView, VIEWS } from "@drift/core/Views"
import { FACT_KINDS, type FactKind } from "@drift/core/FactBatch"
import { NAME_REFERENCES, TABLES } from "./schema.js"

/** A query for a number that is 0 when all is well, and what it counts. */
export interface Contradiction {
  readonly sql: string
  readonly what: (count: number) => string
}

const COUNT_COLUMNS: Readonly<Record<FactKind, string>> = {
  functions: "function_count",
  classes: "class_count",
  imports: "import_count",
  exports: "export_count",
  call_sites: "call_count"
}

const ofKind = (kind: FactKind): ReadonlyArray<Contradiction> => [
  {
    sql: `SELECT count(*) FROM file f WHERE coalesce(f.${COUNT_COLUMNS[kind]}, 0) <>
      (SELECT count(*) FROM ${TABLES[kind]} WHERE id BETWEEN f.id << 20 AND f.id << 20 | 1048575)`,
    what: (count) => `${count} files have another number of ${kind} than they claim`
  },
  {
    sql: `SELECT count(*) FROM ${TABLES[kind]} WHERE id >> 20 NOT IN (SELECT id FROM file)`,
    what: (count) => `${count} ${kind} belong to no file`
  }
]

/** Lists that are no JSON. */
const jsonOf = (view: FactView): ReadonlyArray<Contradiction> => {
  const columns = Object.entries<ColumnType>(VIEWS[view]).flatMap(([column, type]) => (type === "json" ? [column] : []))
  return columns.length === 0
    ? []
    : [
        {
          sql: `SELECT count(*) FROM ${view} WHERE NOT (${columns.map((column) => `json_valid(coalesce("${column}", '[]'))`).join(" AND ")})`,
          what: (count) => `${count} rows of ${view} cannot be read`
        }
      ]
}

export const CONTRADICTIONS: ReadonlyArray<Contradiction> = [
  {
    sql: `SELECT count(*) FROM file WHERE outcome NOT IN (${OUTCOMES.map((outcome) => `'${outcome}'`).join(", ")})
      OR length(content_hash) NOT IN (8, 32)`,
    what: (count) => `${count} files cannot be read`
  },
  ...FACT_VIEWS.flatMap(jsonOf),
  ...FACT_KINDS.flatMap(ofKind),
  {
    sql: `SELECT count(*) FROM (${NAME_REFERENCES}) WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM name)`,
    what: (count) => `${count} names are missing`
  },
  {
    sql: "SELECT count(*) FROM parse_cache WHERE pack NOT IN (SELECT id FROM parse_pack)",
    what: (count) => `${count} parses are missing`
  }
]
