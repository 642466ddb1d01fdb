/** The canonical dump's order and its lines, for every backend. */
import { compareUtf8 } from "@drift/core/Text"
import type { FactView, Row } from "@drift/core/Views"
import { canonicalLine } from "@drift/core/Views"

/**
 * What is left of a failed file's row: its hash, size and counts may be those of an earlier scan, as its facts may, which
 * are not dumped at all.
 */
const withoutStaleColumns = (row: Row<"files">): Row<"files"> =>
  row.outcome !== "failed"
    ? row
    : {
        ...row,
        namespace: null,
        file_size: null,
        content_hash: null,
        facts_version: null,
        encoding: null,
        function_count: null,
        class_count: null,
        error_count: null,
        error_ranges: null
      }

interface Positioned {
  readonly line: number
  readonly column: number
  readonly text: string
}

/** The lines of the rows of one view and one file, by position, then by all columns. */
const fileLines = (view: FactView, rows: ReadonlyArray<Row<FactView>>): ReadonlyArray<string> =>
  rows
    .map((row): Positioned => {
      const { column = 0, line = 0 } = row as { readonly line?: number; readonly column?: number }
      const kept = view === "files" ? withoutStaleColumns(row as Row<"files">) : row
      return { line, column, text: canonicalLine(view, kept) }
    })
    .sort((a, b) => a.line - b.line || a.column - b.column || compareUtf8(a.text, b.text))
    .map(({ text }) => text)

/** The path of the file that a row is about. */
export const fileOf = (row: Row<FactView>): string => {
  const { file, path } = row as { readonly file?: string; readonly path?: string }
  return file ?? path ?? ""
}

/** The lines of rows that come file by file in the order of their paths. */
export const lines = (view: FactView, rows: ReadonlyArray<Row<FactView>>): ReadonlyArray<string> => {
  const out: Array<string> = []
  for (let start = 0, end = 0; start < rows.length; start = end) {
    const file = fileOf(rows[start]!)
    while (end < rows.length && fileOf(rows[end]!) === file) end++
    for (const line of fileLines(view, rows.slice(start, end))) out.push(line)
  }
  return out
}
