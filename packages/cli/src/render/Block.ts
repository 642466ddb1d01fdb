/** Labelled lines, the body of a report. */
import { padEnd, width, type Style } from "./Text.js"

/** A label and what belongs to it: parts that a narrow terminal may put on several lines. */
export interface Line {
  readonly label: string
  readonly parts: ReadonlyArray<string>
}

const fill = (parts: ReadonlyArray<string>, columns: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last !== undefined && width(last) + 2 + width(part) <= columns) lines[lines.length - 1] = `${last}, ${part}`
    else {
      if (last !== undefined) lines[lines.length - 1] = `${last},`
      lines.push(part)
    }
  }
  return lines
}

/** Labels in one column, parts joined by commas and wrapped at `columns`; lines without parts are left out. */
export const block = (lines: ReadonlyArray<Line>, style: Style, columns: number): ReadonlyArray<string> => {
  const shown = lines.filter((line) => line.parts.length > 0)
  const indent = Math.max(0, ...shown.map((line) => width(line.label))) + 2
  return shown.flatMap(({ label, parts }) =>
    fill(parts, Math.max(20, columns - indent)).map((text, i) =>
      i === 0 ? `${style.bold(padEnd(label, indent))}${text}` : `${" ".repeat(indent)}${text}`
    )
  )
}
