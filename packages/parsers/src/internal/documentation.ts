/** Documentation that is not that of a function. */
import type { DocComment, DocStyle } from "@drift/core/ParseResult"
import type { Remark } from "./asides.js"
import type { Details } from "./details.js"
import type { Names } from "./expressions.js"
import { FAMILY_BITS } from "./grammars.js"
import type { Range } from "./ranges.js"
import { covering, isBlankBetween, placed } from "./ranges.js"
import { DOC_END, DOC_START, FAMILY, IS_DOCSTRING, START } from "./scopes.js"
import type { SourceText } from "./sourceText.js"
import { hasMark, isBlank } from "./sourceText.js"
import type { Visitor } from "./visit.js"

const { callable, holder, type } = FAMILY_BITS

/** How a comment is written, and whether that alone says that it is documentation. */
interface Style {
  readonly style: DocStyle
  readonly isMeant: boolean
}

export const documentationOf = (visitor: Visitor, details: Details, names: Names): ReadonlyArray<DocComment> => {
  const { asides, scopes, source, strings } = visitor
  const { cells } = scopes
  const subjects = new Set(asides.subjects.map(({ start }) => start))
  const styles = new Map(asides.remarks.map((remark) => [remark.start, styleOf(source, remark)]))
  const found: Array<DocComment> = []
  const add = (range: Range, style: DocStyle, target?: string): void => {
    const { end, start } = range
    const number = style === "docstring" ? details.text.docstring(start, end) : details.text.comment(start, end)
    if (number !== 0) found.push({ text: strings.text(number)!, style, target, ...placed(source, range) })
  }

  // What a function has is its own, also where what holds the function has it too.
  const owned = new Map<number, Range>()
  for (const family of [callable, type, holder]) {
    for (let scope = scopes.first; scope !== 0; scope = scopes.next(scope)) {
      const range = { start: cells[scope + DOC_START]!, end: cells[scope + DOC_END]! }
      if (cells[scope + FAMILY] !== family || range.end === 0 || owned.has(range.start)) continue
      const written = styles.get(range.start)
      if (family === callable && !names.isFunction(scope)) continue
      if (family === holder && written?.isMeant !== true && !subjects.has(cells[scope + START]!)) continue
      owned.set(range.start, range)
      if (family === callable) continue
      add(range, scopes.is(scope, IS_DOCSTRING) ? "docstring" : (written?.style ?? "block"), names.declared(scope))
    }
  }
  for (const range of fileDocstrings(visitor)) add(range, "docstring")
  const isOwned = covering([...owned.values()])
  for (const block of blocksOf(source, asides.remarks)) {
    const { isMeant, style } = styles.get(block.start)!
    if (!isOwned(block.start) && (isMeant || isBefore(source, block, subjects))) add(block, style)
  }
  return found.sort((a, b) => a.range.startByte - b.range.startByte)
}

/** The strings that are the first thing in the file. */
export const fileDocstrings = ({ asides, source }: Visitor): ReadonlyArray<Range> => {
  if (asides.docstrings.length === 0) return []
  const { bytes } = source
  const nothings = new Map(asides.nothings.map(({ end, start }) => [start, end]))
  let at = hasMark(bytes) ? 3 : 0
  for (;;) {
    while (at < bytes.length && isBlank(bytes[at]!)) at++
    const end = nothings.get(at)
    if (end === undefined || end <= at) break
    at = end
  }
  return asides.docstrings.filter(({ start }) => start === at)
}

const styleOf = (source: SourceText, { end, start, style }: Remark): Style => {
  const opening = source.text(start, Math.min(start + 4, end))
  if (style === "goDoc") return { style, isMeant: false }
  if (opening.startsWith("#") || opening.startsWith("=")) return { style: "pound", isMeant: false }
  const hasLines = style === "tripleSlash"
  if (hasLines && /^\/(?:\/\/(?!\/)|\/!)/.test(opening)) return { style, isMeant: true }
  if (/^\/\*\*(?![*/])/.test(opening)) return { style: hasLines ? "block" : style, isMeant: true }
  if (hasLines && opening.startsWith("/*!")) return { style: "block", isMeant: true }
  return { style: opening.startsWith("/*") ? "block" : "line", isMeant: false }
}

/** Comments, of which lines that follow each other and begin alike are one. */
const blocksOf = (source: SourceText, remarks: ReadonlyArray<Remark>): ReadonlyArray<Range> => {
  const blocks: Array<{ start: number; end: number; sign: string }> = []
  for (const { end, start } of remarks) {
    const sign = /^(?:\/\/(?:\/+|!)?|#)?/.exec(source.text(start, Math.min(start + 4, end)))![0]
    const last = blocks.at(-1)
    if (last !== undefined && sign !== "" && sign === last.sign && isNextLine(source, last.end, start)) last.end = end
    else blocks.push({ start, end, sign })
  }
  return blocks
}

/** Whether a block that stands on lines of its own ends directly before one of these. */
const isBefore = (source: SourceText, { end, start }: Range, subjects: ReadonlySet<number>): boolean => {
  const { bytes } = source
  let at = end
  while (at < bytes.length && isBlank(bytes[at]!)) at++
  return subjects.has(at) && isBlankBetween(source, source.lineStart(start), start) && isNextLine(source, end, at)
}

const isNextLine = (source: SourceText, end: number, start: number): boolean =>
  isBlankBetween(source, end, start) && source.line(start) - source.line(Math.max(0, end - 1)) <= 1
