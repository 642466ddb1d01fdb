/** One source after the other: byte offsets to lines and columns, ranges of bytes to texts. */
import { grownWords } from "@drift/core/Growth"
import type { StringTable } from "@drift/core/StringTable"
import { isUtf8 } from "node:buffer"

const NEWLINE = 0x0a

export class SourceText {
  /** UTF-8, well-formed or not. */
  bytes: Uint8Array = new Uint8Array(0)
  readonly #strings: StringTable
  #buffer: Buffer = Buffer.alloc(0)
  #starts = new Int32Array(1024)
  #lines = 1
  #ascii = true
  #wellFormed = true
  /** The line of the last answer: the next question is usually near. */
  #last = 0

  constructor(strings: StringTable) {
    this.#strings = strings
  }

  /** Turns to another source. */
  open(bytes: Uint8Array): void {
    this.bytes = bytes
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#last = 0
    let lines = 1
    let seen = 0
    let starts = this.#starts
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!
      seen |= byte
      if (byte !== NEWLINE) continue
      if (lines === starts.length) starts = grownWords(starts)
      starts[lines++] = i + 1
    }
    this.#starts = starts
    this.#lines = lines
    this.#ascii = seen < 0x80
    this.#wellFormed = this.#ascii || isUtf8(bytes)
  }

  /** Whether it is well-formed UTF-8 throughout. */
  get isWellFormed(): boolean {
    return this.#wellFormed
  }

  /** 1-based line that holds the byte. */
  line(offset: number): number {
    const starts = this.#starts
    const lines = this.#lines
    let low = this.#last
    if (starts[low]! > offset) low = 0
    let high = low + 1
    for (let step = 1; high < lines && starts[high]! <= offset; step *= 2) {
      low = high
      high += step
    }
    high = Math.min(high, lines)
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle
    }
    this.#last = low
    return low + 1
  }

  /** Where the line of the byte starts. A byte order mark at the start of the file is no part of it. */
  lineStart(offset: number): number {
    const start = this.#starts[this.line(offset) - 1]!
    return start === 0 && hasMark(this.bytes) ? Math.min(3, offset) : start
  }

  /** 1-based column of the byte in UTF-16 units. A byte order mark at the start of the file takes none. */
  column(offset: number): number {
    const line = this.line(offset)
    let start = this.#starts[line - 1]!
    if (this.#ascii) return offset - start + 1
    const bytes = this.bytes
    if (line === 1 && hasMark(bytes)) start = Math.min(3, offset)
    if (!this.#wellFormed) return this.#buffer.toString("utf8", start, offset).length + 1
    let column = 1
    for (let i = start; i < offset; i++) {
      const byte = bytes[i]!
      if ((byte & 0xc0) !== 0x80) column += byte >= 0xf0 ? 2 : 1
    }
    return column
  }

  /** Whether a text in ASCII stands at the byte. */
  startsWith(text: string, start: number): boolean {
    for (let i = 0; i < text.length; i++) if (this.bytes[start + i] !== text.charCodeAt(i)) return false
    return true
  }

  /** The text between two bytes. */
  text(start: number, end: number): string {
    return this.#buffer.toString(this.#ascii ? "latin1" : "utf8", start, end)
  }

  /** The number of the text between two bytes. */
  string(start: number, end: number): number {
    return this.#wellFormed
      ? this.#strings.ofBytes(this.bytes, start, end)
      : this.#strings.of(this.#buffer.toString("utf8", start, end))
  }

  /**
   * The number of a piece of code, such as a type: with single blanks for white space, and cut at `limit` characters with an
   * ellipsis.
   */
  code(start: number, end: number, limit = CODE_LIMIT): number {
    if (end - start <= limit && this.#wellFormed && isOneLine(this.bytes, start, end)) return this.string(start, end)
    // A nest of such pieces is long: each is looked at only as far as it may be kept, white space included.
    let last = Math.min(end, start + limit * 8)
    while (last < end && last > start && (this.bytes[last]! & 0xc0) === 0x80) last--
    const text = this.text(start, last).replaceAll(/[\t-\r ]+/g, " ")
    return this.#strings.of(last < end && text.length <= limit ? `${text}…` : cut(text, limit))
  }
}

const hasMark = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf

/** The text, or as many of its characters with an ellipsis; no character is cut in two. */
export const cut = (text: string, limit: number): string => {
  if (text.length <= limit) return text
  const last = text.charCodeAt(limit - 1)
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit)}…`
}

/** Types and other code that is stored as it is written are cut at this many characters. */
const CODE_LIMIT = 500

/** Whether all white space is single blanks. */
const isOneLine = (bytes: Uint8Array, start: number, end: number): boolean => {
  let before = 0
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if ((byte >= 0x09 && byte <= 0x0d) || (byte === 0x20 && before === 0x20)) return false
    before = byte
  }
  return true
}

/** Whether a byte is white space of ASCII, line breaks included. */
export const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)

/** Whether a byte may stand in a name; all of those beyond ASCII may. */
export const isWord = (byte: number): boolean =>
  byte >= 0x80 ||
  (byte >= 0x61 && byte <= 0x7a) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  (byte >= 0x30 && byte <= 0x39) ||
  byte === 0x5f ||
  byte === 0x24
