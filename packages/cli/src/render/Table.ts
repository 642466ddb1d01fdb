/** Rows in aligned columns. */
import { clip, padEnd, width, type Style } from "./Text.js"

export interface Column {
  readonly title: string
  readonly align?: "right"
}

/**
 * One line per row, columns two spaces apart. The last column is cut at the edge of a terminal (`columns`), never elsewhere.
 * With `header` the titles come first.
 */
export const table = (
  columns: ReadonlyArray<Column>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
  style: Style,
  terminal: number,
  header: boolean
): ReadonlyArray<string> => {
  const widths = columns.map(({ title }, i) =>
    rows.reduce((most, row) => Math.max(most, width(row[i] ?? "")), header ? width(title) : 0)
  )
  const line = (cells: ReadonlyArray<string>): string => {
    let out = ""
    columns.forEach(({ align }, i) => {
      const cell = cells[i] ?? ""
      const last = i === columns.length - 1
      const padding = " ".repeat(Math.max(0, widths[i]! - width(cell)))
      if (align === "right") out += padding + cell
      else out += last ? clip(cell, Math.max(8, terminal - width(out))) : padEnd(cell, widths[i]!)
      if (!last) out += "  "
    })
    return out.trimEnd()
  }
  return [...(header ? [style.bold(line(columns.map(({ title }) => title)))] : []), ...rows.map(line)]
}
