/**
 * The tables, the views over them and the indexes: one migration, squashed until there is a release to migrate from.
 *
 * How the tables differ from the views, to stay small and quick to fill:
 * - Names that repeat stand once, in `name`; facts hold its id.
 * - The id of a fact is `file.id << 20 | ordinal in the file`. It clusters facts by file without a column or an index for
 *   it, and the facts of a file are one range of ids.
 * - Flags, kinds and visibilities of a row share the integer `bits`: two bits a flag (0 unknown, 1 no, 2 yes), codes
 *   counted from 1.
 * - The caller of a call is the ordinal of its function in the same file; `-name.id` when no function has that name.
 * - The keys of JSON lists are abbreviated (`abbreviations.ts`); that a list is empty is one bit of `bits`.
 * - Where a declaration starts and ends is told by its distance from the name and from there, which takes a byte or none.
 * - A receiver that is more than a name stands in the row as text: few of them repeat.
 * - Line, column, number of arguments and flags of a call are one integer, `place`; JSON text where they do not fit.
 */
import type { FactKind } from "@drift/core/FactBatch"
import type { ClassKind, FunctionKind, ImportKind, Visibility } from "@drift/core/ParseResult"
import type { FactView, ViewName } from "@drift/core/Views"
import { expanded } from "./abbreviations.js"

/** "Drft": tells a database of Drift from any other. */
export const APPLICATION_ID = 0x44726674
export const SCHEMA_VERSION = 4

/** More facts of one kind than this do not fit into the ids of a file. */
export const MAX_FACTS = 2 ** 20

export const FUNCTION_KINDS = [
  "function",
  "method",
  "constructor",
  "getter",
  "setter"
] as const satisfies Codes<FunctionKind>
export const CLASS_KINDS = [
  "class",
  "interface",
  "struct",
  "enum",
  "record",
  "trait",
  "union",
  "alias",
  "object",
  "module",
  "annotation"
] as const satisfies Codes<ClassKind>
export const IMPORT_KINDS = ["import", "require", "dynamic"] as const satisfies Codes<ImportKind>
export const VISIBILITIES = ["public", "protected", "private", "internal"] as const satisfies Codes<Visibility>

type Codes<A> = ReadonlyArray<A>

/** The table behind each view of facts. */
export const TABLES: Readonly<Record<FactKind, string>> = {
  functions: "function",
  classes: "class",
  imports: "import",
  exports: "export",
  call_sites: "call"
}

/** A query for the ids of names, and NULL, in every place where one stands. Beside a new column that holds one it needs a line. */
export const NAME_REFERENCES = `
  SELECT name AS id FROM function UNION SELECT owner FROM function UNION SELECT namespace FROM function
  UNION SELECT name FROM class UNION SELECT owner FROM class UNION SELECT namespace FROM class
  UNION SELECT source FROM import
  UNION SELECT name FROM export UNION SELECT source FROM export
  UNION SELECT callee FROM call UNION SELECT receiver FROM call WHERE typeof(receiver) = 'integer'
  UNION SELECT -caller FROM call WHERE caller < 0`

const TABLE_SQL = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('indexes_complete', 0);

CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;

CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  language TEXT,
  namespace TEXT,
  file_size INTEGER NOT NULL,
  content_hash BLOB,
  mtime_secs INTEGER NOT NULL,
  mtime_nanos INTEGER NOT NULL,
  racy INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  facts_version INTEGER,
  timed_out_after INTEGER NOT NULL,
  encoding TEXT,
  function_count INTEGER,
  class_count INTEGER,
  import_count INTEGER,
  export_count INTEGER,
  call_count INTEGER,
  error_count INTEGER,
  error_ranges TEXT,
  error_code TEXT,
  error TEXT,
  last_scanned_at INTEGER
) STRICT;

CREATE TABLE function (
  id INTEGER PRIMARY KEY,
  name INTEGER NOT NULL,
  owner INTEGER,
  namespace INTEGER,
  bits INTEGER NOT NULL,
  line INTEGER NOT NULL,
  "column" INTEGER NOT NULL,
  lines_before INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  start_byte INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  parameter_count INTEGER,
  parameters TEXT,
  generics TEXT,
  return_type TEXT,
  body_hash BLOB,
  signature_hash BLOB,
  decorators TEXT,
  doc TEXT
) STRICT;

CREATE TABLE class (
  id INTEGER PRIMARY KEY,
  name INTEGER NOT NULL,
  owner INTEGER,
  namespace INTEGER,
  bits INTEGER NOT NULL,
  line INTEGER NOT NULL,
  "column" INTEGER NOT NULL,
  lines_before INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  start_byte INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  extends TEXT,
  implements TEXT,
  generics TEXT,
  decorators TEXT,
  doc TEXT,
  properties TEXT
) STRICT;

CREATE TABLE import (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  bits INTEGER NOT NULL,
  line INTEGER,
  "column" INTEGER,
  specifiers TEXT
) STRICT;

CREATE TABLE export (
  id INTEGER PRIMARY KEY,
  name INTEGER NOT NULL,
  source INTEGER,
  bits INTEGER NOT NULL,
  line INTEGER,
  "column" INTEGER
) STRICT;

CREATE TABLE call (
  id INTEGER PRIMARY KEY,
  callee INTEGER NOT NULL,
  receiver ANY,
  caller INTEGER,
  place ANY NOT NULL
) STRICT;

CREATE TABLE scan (
  id INTEGER PRIMARY KEY,
  pid INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  completed_at INTEGER,
  root TEXT NOT NULL,
  status TEXT NOT NULL,
  total INTEGER,
  added INTEGER,
  modified INTEGER,
  removed INTEGER,
  unchanged INTEGER,
  failed INTEGER,
  duration_ms INTEGER,
  error TEXT
) STRICT;

CREATE TABLE parse_cache (
  content_hash BLOB NOT NULL,
  grammar BLOB NOT NULL,
  pack INTEGER NOT NULL,
  start INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (content_hash, grammar)
) STRICT, WITHOUT ROWID;

CREATE TABLE parse_pack (id INTEGER PRIMARY KEY, packed BLOB NOT NULL, last_used_at INTEGER NOT NULL) STRICT;

CREATE TABLE file_index (id INTEGER PRIMARY KEY CHECK (id = 1), packed BLOB NOT NULL) STRICT;

CREATE TRIGGER file_deleted AFTER DELETE ON file BEGIN
${Object.values(TABLES)
  .map((table) => `  DELETE FROM ${table} WHERE id BETWEEN OLD.id << 20 AND OLD.id << 20 | 1048575;`)
  .join("\n")}
END;
`

/**
 * Made once the rows of a cold load are in, which is three times as fast as filling them row by row. Until
 * `meta.indexes_complete` is 1 any of them may be missing.
 */
export const INDEXES: Readonly<Record<string, string>> = {
  name_text: "CREATE UNIQUE INDEX name_text ON name (text)",
  // With the path, so that the files of a language come in order.
  file_by_language: "CREATE INDEX file_by_language ON file (language, path)",
  // Where nearly all are of one outcome, walking all in order is as quick.
  file_by_outcome: "CREATE INDEX file_by_outcome ON file (outcome, path) WHERE outcome <> 'parsed'",
  file_error: "CREATE INDEX file_error ON file (path) WHERE error_code IS NOT NULL",
  function_name: "CREATE INDEX function_name ON function (name)",
  class_name: "CREATE INDEX class_name ON class (name)",
  import_source: "CREATE INDEX import_source ON import (source)",
  export_name: "CREATE INDEX export_name ON export (name)",
  call_callee: "CREATE INDEX call_callee ON call (callee)",
  // Calls by a function of the file are found through that function.
  call_other_caller: "CREATE INDEX call_other_caller ON call (caller) WHERE caller < 0"
}

const code = (bits: string, values: ReadonlyArray<string>): string =>
  `CASE ${bits} ${values.map((value, i) => `WHEN ${i + 1} THEN '${value}'`).join(" ")} END`

const flag = (shift: number): string => `nullif(x.bits >> ${shift} & 3, 0) - 1`

const own = (...columns: ReadonlyArray<string>): Record<string, string> =>
  Object.fromEntries(columns.map((column) => [column, `x."${column}"`]))

const QUALIFIED_NAME = `iif(o.text IS NULL, n.text, o.text || '.' || n.text)`

/** The caller of call `x` as text. */
export const CALLER = `CASE
    WHEN x.caller < 0 THEN (SELECT text FROM name WHERE id = -x.caller)
    WHEN x.caller IS NOT NULL THEN (
      SELECT ${QUALIFIED_NAME} FROM function g JOIN name n ON n.id = g.name LEFT JOIN name o ON o.id = g.owner
      WHERE g.id = x.id >> 20 << 20 | x.caller)
  END`

/** The bit of `bits` that says that a list is empty; its column is then NULL. */
export const EMPTY = {
  functions: { parameters: 19, generics: 20, decorators: 21 },
  classes: { implements: 11, generics: 12, decorators: 13, properties: 14 },
  imports: { specifiers: 4 }
} as const

/** JSON lists. */
const lists = (empty: Readonly<Record<string, number>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(empty).map(([column, bit]) => [
      column,
      `CASE x.bits >> ${bit} & 1 WHEN 1 THEN '[]' ELSE ${expanded(`x."${column}"`)} END`
    ])
  )

const FUNCTION_LISTS = lists(EMPTY.functions)
const CLASS_LISTS = lists(EMPTY.classes)

const POSITION = {
  ...own("line", "column"),
  start_line: "x.line - x.lines_before",
  end_line: "x.line - x.lines_before + x.lines",
  ...own("start_byte"),
  end_byte: "x.start_byte + x.bytes"
}

/** What of `place` is how wide, from its lowest bits up; the line is all that is left. Numbers of arguments count from 1. */
export const PLACE = { isAwait: 2, isNew: 2, argumentCount: 4, column: 7 } as const
const ARGUMENTS_AT = PLACE.isAwait + PLACE.isNew
const COLUMN_AT = ARGUMENTS_AT + PLACE.argumentCount
const LINE_AT = COLUMN_AT + PLACE.column

/** A part of `place`: bits of an integer, or an item of the list `[line, column, arguments, isNew, isAwait]`. */
const placed = (item: number, at: number, bits?: number): string =>
  `iif(typeof(x.place) = 'integer', x.place >> ${at}${bits === undefined ? "" : ` & ${2 ** bits - 1}`}, x.place ->> ${item})`

const placedFlag = (item: number, at: number): string => `nullif(${placed(item, at, 2)}, 0) - 1`

interface ViewSource {
  /** Joined behind `<table> x` and `file f`. */
  readonly joins: string
  /** The expression that a filter by name looks at. */
  readonly name: string
  /** The column of `x` that holds the id of that name. */
  readonly nameColumn: string
  readonly kind?: string
  readonly columns: Readonly<Record<string, string>>
}

/** How each view of facts comes from its table, column by column. */
export const SOURCES: Readonly<Record<FactKind, ViewSource>> = {
  functions: {
    joins: "JOIN name n ON n.id = x.name LEFT JOIN name o ON o.id = x.owner LEFT JOIN name s ON s.id = x.namespace",
    name: "n.text",
    nameColumn: "name",
    kind: code("x.bits >> 3 & 15", FUNCTION_KINDS),
    columns: {
      file: "f.path",
      name: "n.text",
      qualified_name: QUALIFIED_NAME,
      kind: code("x.bits >> 3 & 15", FUNCTION_KINDS),
      owner: "o.text",
      namespace: "s.text",
      ...POSITION,
      visibility: code("x.bits & 7", VISIBILITIES),
      is_exported: flag(7),
      is_async: flag(9),
      is_generator: flag(11),
      is_abstract: flag(13),
      is_static: flag(15),
      has_body: flag(17),
      ...own("parameter_count"),
      parameters: FUNCTION_LISTS.parameters!,
      generics: FUNCTION_LISTS.generics!,
      ...own("return_type"),
      decorators: FUNCTION_LISTS.decorators!,
      ...own("doc"),
      ...own("body_hash", "signature_hash")
    }
  },
  classes: {
    joins: "JOIN name n ON n.id = x.name LEFT JOIN name o ON o.id = x.owner LEFT JOIN name s ON s.id = x.namespace",
    name: "n.text",
    nameColumn: "name",
    kind: code("x.bits >> 3 & 15", CLASS_KINDS),
    columns: {
      file: "f.path",
      name: "n.text",
      qualified_name: QUALIFIED_NAME,
      kind: code("x.bits >> 3 & 15", CLASS_KINDS),
      owner: "o.text",
      namespace: "s.text",
      ...POSITION,
      ...own("extends"),
      implements: CLASS_LISTS.implements!,
      generics: CLASS_LISTS.generics!,
      visibility: code("x.bits & 7", VISIBILITIES),
      is_exported: flag(7),
      is_abstract: flag(9),
      decorators: CLASS_LISTS.decorators!,
      ...own("doc"),
      properties: CLASS_LISTS.properties!
    }
  },
  imports: {
    joins: "JOIN name n ON n.id = x.source",
    name: "n.text",
    nameColumn: "source",
    kind: code("x.bits >> 2 & 3", IMPORT_KINDS),
    columns: {
      file: "f.path",
      kind: code("x.bits >> 2 & 3", IMPORT_KINDS),
      source: "n.text",
      ...lists(EMPTY.imports),
      is_type_only: flag(0),
      ...own("line", "column")
    }
  },
  exports: {
    joins: "JOIN name n ON n.id = x.name LEFT JOIN name s ON s.id = x.source",
    name: "n.text",
    nameColumn: "name",
    columns: {
      file: "f.path",
      name: "n.text",
      is_default: flag(0),
      is_type_only: flag(2),
      source: "s.text",
      ...own("line", "column")
    }
  },
  call_sites: {
    joins: "JOIN name n ON n.id = x.callee",
    name: "n.text",
    nameColumn: "callee",
    columns: {
      file: "f.path",
      caller: CALLER,
      callee_name: "n.text",
      receiver:
        "CASE typeof(x.receiver) WHEN 'integer' THEN (SELECT text FROM name WHERE id = x.receiver) ELSE x.receiver END",
      argument_count: `nullif(${placed(2, ARGUMENTS_AT, PLACE.argumentCount)}, 0) - 1`,
      is_await: placedFlag(4, 0),
      is_new: placedFlag(3, PLACE.isAwait),
      line: placed(0, LINE_AT),
      column: placed(1, COLUMN_AT, PLACE.column)
    }
  }
}

const FILE_COLUMNS = [
  "path",
  "language",
  "namespace",
  "file_size",
  "content_hash",
  "mtime_secs",
  "mtime_nanos",
  "outcome",
  "facts_version",
  "encoding",
  "function_count",
  "class_count",
  "error_count",
  "error_ranges",
  "error_code",
  "error",
  "last_scanned_at"
]
const SCAN_COLUMNS = [
  "id",
  "started_at",
  "completed_at",
  "root",
  "status",
  "total",
  "added",
  "modified",
  "removed",
  "unchanged",
  "failed",
  "duration_ms",
  "error"
]

/** The columns of a view of facts as a select list over `file f` and, but for `files`, `<table> x` and its joins. */
export const selectList = (view: FactView): string =>
  view === "files"
    ? FILE_COLUMNS.map((column) => `f.${column} AS ${column}`).join(", ")
    : Object.entries(SOURCES[view].columns)
        .map(([column, expression]) => `${expression} AS "${column}"`)
        .join(", ")

const factView = (view: FactKind): string => `
CREATE VIEW ${view} AS SELECT ${selectList(view)}
FROM ${TABLES[view]} x
JOIN file f ON f.id = x.id >> 20 AND x.id BETWEEN f.id << 20 AND f.id << 20 | 1048575
${SOURCES[view].joins};`

const VIEW_SQL: Readonly<Record<ViewName, string>> = {
  files: `CREATE VIEW files AS SELECT ${FILE_COLUMNS.join(", ")} FROM file;`,
  functions: factView("functions"),
  classes: factView("classes"),
  imports: factView("imports"),
  exports: factView("exports"),
  call_sites: factView("call_sites"),
  scans: `CREATE VIEW scans AS SELECT ${SCAN_COLUMNS.join(", ")} FROM scan;`
}

/** Everything that turns an empty file into a database of `SCHEMA_VERSION`, the version included. */
export const MIGRATION = `${TABLE_SQL}
${Object.values(VIEW_SQL).join("\n")}
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${SCHEMA_VERSION};`
