/** Parts of a source, as facts place them. */
import type { SourceRange } from "@drift/core/SourceRange"
import type { SourceText } from "./sourceText.js"
import { isBlank } from "./sourceText.js"

export interface Range {
  readonly start: number
  readonly end: number
}

/** Where a range is; `at` is where an editor should go if that is not its start. */
export const placed = (
  source: SourceText,
  { end, start }: Range,
  at = start
): { readonly line: number; readonly column: number; readonly range: SourceRange } => ({
  line: source.line(at),
  column: source.column(at),
  range: {
    startByte: start,
    endByte: end,
    startLine: source.line(start),
    endLine: source.line(Math.max(start, end - 1))
  }
})

/** Whether there is only white space. */
export const isBlankBetween = ({ bytes }: SourceText, start: number, end: number): boolean => {
  for (let at = start; at < end; at++) if (!isBlank(bytes[at]!)) return false
  return true
}

/** Tells whether a place is in one of several ranges, none of which overlap. */
export const covering = (ranges: ReadonlyArray<Range>): ((at: number) => boolean) => {
  const sorted = [...ranges].sort((a, b) => a.start - b.start)
  return (at) => {
    const index = firstIndex(sorted.length, (i) => sorted[i]!.end > at)
    return index < sorted.length && sorted[index]!.start <= at
  }
}

/** The first of `count` indices that fulfils a condition, which all behind it fulfil; `count` if none does. */
export const firstIndex = (count: number, fulfils: (index: number) => boolean): number => {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (fulfils(middle)) high = middle
    else low = middle + 1
  }
  return low
}
