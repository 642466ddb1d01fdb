// What holds for the facts of every source, however broken: an answer that an editor can follow.
import { inspect, toUtf8 } from "@drift/core/Text"

/** As many error ranges are kept. */
const RANGE_LIMIT = 1000

const PLAIN_NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u

/** Lines end at `\n`; columns are UTF-16 units, and a byte order mark takes none. Computed without code of the package. */
class Positions {
  constructor(bytes) {
    this.bytes = bytes
    this.starts = [0]
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) this.starts.push(at + 1)
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.starts[0] = 3
    this.texts = new Map()
  }

  text(line) {
    const known = this.texts.get(line)
    if (known !== undefined) return known
    const end = line < this.starts.length ? this.starts[line] - 1 : this.bytes.length
    const text = Buffer.from(this.bytes.subarray(this.starts[line - 1], end)).toString("utf8")
    this.texts.set(line, text)
    return text
  }

  exists(line, column) {
    if (!Number.isInteger(line) || !Number.isInteger(column)) return false
    if (line < 1 || line > this.starts.length || column < 1) return false
    // What is invalid may be decoded to more characters in part than in whole.
    return column <= this.text(line).length + 1 || this.text(line).includes("\u{fffd}")
  }

  lineOf(offset) {
    let low = 0
    let high = this.starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.starts[middle] <= offset) low = middle
      else high = middle
    }
    return low + 1
  }

  /** Bytes before a place, as long as its line is valid. */
  offset(line, column) {
    return this.starts[line - 1] + Buffer.byteLength(this.text(line).slice(0, column - 1))
  }

  isValid(line) {
    return !this.text(line).includes("\u{fffd}")
  }

  /** Quotes, and the `@` of C#, are no part of a name. */
  stands(name, line, column) {
    if (!PLAIN_NAME.test(name) || !this.isValid(line)) return true
    const text = this.text(line)
    return text.startsWith(name, column - 1 + (/["'`@]/.test(text[column - 1]) ? 1 : 0))
  }
}

/** The promises that `result` breaks, in words. `bytes` are the file's own; `outcome` is what became of it. */
export const broken = (bytes, outcome, result) => {
  const problems = []
  const hold = (holds, ...words) => holds || problems.push(words.join(" "))
  const inspection = inspect(bytes)
  if (inspection._tag === "Binary" || inspection._tag === "Undecodable") {
    hold(outcome === (inspection._tag === "Binary" ? "skippedBinary" : "skippedEncoding"), "outcome", outcome)
    hold(result === undefined, "facts of a file that is no text")
    return problems
  }
  hold(outcome === "parsed" || outcome === "parsedWithErrors", "outcome", outcome)
  if (result === undefined) return problems

  const source = toUtf8(bytes, inspection.encoding)
  const at = new Positions(source)
  const { callSites, classes, errorCount, errorRanges, exports, functions, imports } = result
  hold(errorCount > 0 === (outcome === "parsedWithErrors"), "errors", errorCount, "with outcome", outcome)
  hold(errorRanges.length === Math.min(errorCount, RANGE_LIMIT), "error ranges", errorRanges.length, "of", errorCount)
  for (const { endColumn, endLine, startColumn, startLine } of errorRanges) {
    const isOrdered = startLine < endLine || (startLine === endLine && startColumn <= endColumn)
    hold(
      isOrdered && at.exists(startLine, startColumn) && at.exists(endLine, endColumn),
      "error range",
      `${startLine}:${startColumn}-${endLine}:${endColumn}`
    )
  }
  const place = (what, { column, line }) => {
    const exists = at.exists(line, column)
    hold(exists, what, "at", `${line}:${column}`, "outside the file")
    return exists
  }

  const qualified = new Set(functions.map(({ qualifiedName }) => qualifiedName))
  for (const each of [...functions, ...classes]) {
    const { column, line, name, qualifiedName } = each
    const { endByte, endLine, startByte, startLine } = each.range
    const what = `${each.kind} ${qualifiedName} at ${line}:${column}`
    hold(name !== "" || /["'`]/.test(at.text(line)[column - 1]), what, "without a name")
    hold(
      Number.isInteger(startByte) && startByte >= 0 && startByte <= endByte && endByte <= source.length,
      what,
      "ranges over",
      `${startByte}-${endByte}`
    )
    hold(startLine === at.lineOf(startByte), what, "starts in line", startLine)
    hold(endLine === at.lineOf(Math.max(startByte, endByte - 1)), what, "ends in line", endLine)
    if (!place(what, each)) continue
    hold(line >= startLine && line <= endLine, what, "outside of its lines", `${startLine}-${endLine}`)
    // These are called so although it is not written there.
    if (name === "default" || (each.kind === "object" && name === "Companion")) continue
    hold(at.stands(name, line, column), what, "is not there")
    if (!PLAIN_NAME.test(name) || !at.isValid(line)) continue
    const offset = at.offset(line, column)
    hold(
      offset >= startByte && offset + Buffer.byteLength(name) <= endByte,
      what,
      "outside of its range",
      `${startByte}-${endByte}`
    )
  }
  for (const each of functions) {
    if (each.parameters !== undefined) hold(Array.isArray(each.parameters), each.qualifiedName, "has odd parameters")
    hold(typeof each.hasBody === "boolean", each.qualifiedName, "does not know its body")
  }
  for (const call of callSites) {
    const what = `call of ${call.calleeName} at ${call.line}:${call.column}`
    hold(Number.isInteger(call.argumentCount) && call.argumentCount >= 0, what, "with arguments", call.argumentCount)
    hold(call.caller === undefined || qualified.has(call.caller), what, "in an unknown function", call.caller)
    if (place(what, call)) hold(at.stands(call.calleeName, call.line, call.column), what, "is not there")
  }
  for (const each of imports) {
    const exists = place(`import of ${each.source}`, each)
    hold(each.source !== "" || !exists || /""|''|``/.test(at.text(each.line)), "import of nothing in line", each.line)
  }
  for (const each of exports) {
    const exists = place(`export of ${each.name}`, each)
    if (exists && !each.isDefault)
      hold(at.stands(each.name, each.line, each.column), "export of", each.name, "is not there")
  }
  return problems
}
