/** Comments that document what follows them, and their text without the signs of a comment. */
import type { StringTable } from "@drift/core/StringTable"
import type { SourceText } from "./sourceText.js"
import { cut } from "./sourceText.js"

const NEWLINE = 0x0a
const SLASH = 0x2f
const STAR = 0x2a
const HASH = 0x23
const BANG = 0x21
const EQUALS = 0x3d

/** `/**` */
const DOC_BLOCK = (SLASH << 16) | (STAR << 8) | STAR

/** Documentation is cut at this many characters. */
const DOC_LIMIT = 2000

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0c

/** The comment that a declaration may have before it: a block, or lines that follow each other. */
export class PendingComment {
  start = 0
  end = 0
  /** Where what it documents may begin: behind it and the decorators between it and the declaration. */
  #from = 0
  /** Where what it stands in ends, and so what it may document. */
  #until = 0
  /** The line of `#from`; 0 where there is none. */
  #line = 0
  #opening = 0
  readonly #source: SourceText

  constructor(source: SourceText) {
    this.#source = source
  }

  forget(): void {
    this.#line = 0
    this.#from = 0
  }

  /** Comes upon a comment in what ends at `until`. One that stands behind code or in a decorator documents nothing. */
  see(start: number, end: number, until: number): void {
    const { bytes } = this.#source
    if (start < this.#from) return
    if (!isSpaceBetween(bytes, this.#source.lineStart(start), start)) {
      // Behind a decorator it does not come between.
      if (this.#line > 0 && isSpaceBetween(bytes, this.#from, start)) this.#from = end
      return
    }
    const opening = openingOf(bytes, start)
    const line = this.#source.line(start)
    const isNext = this.#line > 0 && line - this.#line <= 1 && isSpaceBetween(bytes, this.#from, start)
    this.#from = end
    this.#line = this.#source.line(end - 1)
    // Between documentation and what it documents, others are remarks, such as those that silence a linter.
    if (isNext && isDocumentation(this.#opening) && !isDocumentation(opening)) return
    if (!isNext || !isLine(opening) || opening !== this.#opening) this.start = start
    this.#opening = opening
    this.#until = until
    this.end = end
  }

  /** A decorator may stand between a comment and what it documents. */
  skipTo(start: number, end: number): void {
    if (!this.belongsTo(start)) return
    this.#from = end
    this.#line = this.#source.line(end - 1)
  }

  /**
   * Whether it documents what starts here, with nothing but keywords between: on its last line or the next one. A block that
   * opens as documentation may be further away, as compilers take it.
   */
  belongsTo(start: number): boolean {
    if (this.#line === 0 || start < this.#from || start >= this.#until) return false
    const isNear = this.#opening === DOC_BLOCK || this.#source.line(start) - this.#line <= 1
    return isNear && isKeywords(this.#source.bytes, this.#from, start)
  }
}

const isSpaceBetween = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let i = start; i < end; i++) if (bytes[i] !== NEWLINE && !isBlank(bytes[i])) return false
  return true
}

/** Whether there are only words: what stands before a name, such as `export const`. */
const isKeywords = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
    if (!isLetter && byte !== 0x5f && byte !== NEWLINE && !isBlank(byte)) return false
  }
  return true
}

/** A number for how a comment begins: the first three signs that are not its text. */
const openingOf = (bytes: Uint8Array, start: number): number => {
  let opening = 0
  for (let i = start; i < start + 3; i++) {
    const byte = bytes[i]!
    if (byte !== SLASH && byte !== STAR && byte !== HASH && byte !== BANG) break
    opening = (opening << 8) | byte
  }
  return opening
}

const isLine = (opening: number): boolean => {
  const two = opening > 0xffff ? opening >> 8 : opening
  const first = two > 0xff ? two >> 8 : two
  return first === HASH || two === ((SLASH << 8) | SLASH)
}

/** Whether a comment opens with a third sign: `/**`, `///`, `//!`. */
const isDocumentation = (opening: number): boolean => opening > 0xffff && opening >> 16 === SLASH

/** Writes what comments and docstrings say. */
export class DocText {
  readonly #source: SourceText
  readonly #strings: StringTable
  #bytes = new Uint8Array(1 << 13)

  constructor(source: SourceText, strings: StringTable) {
    this.#source = source
    this.#strings = strings
  }

  /** The number of what a comment says: line by line, without the signs of a comment and the blanks around. */
  comment(start: number, end: number): number {
    const { bytes } = this.#source
    const isBlock = bytes[start] === SLASH && bytes[start + 1] === STAR
    let last = end
    if (isBlock && bytes[end - 1] === SLASH && bytes[end - 2] === STAR && end - start >= 4) {
      last = end - 2
      while (last > start + 2 && bytes[last - 1] === STAR) last--
    }
    let first = start
    if (bytes[start] === EQUALS) {
      // `=begin` and `=end` have lines of their own.
      first = bytes.indexOf(NEWLINE, start) + 1
      last = bytes.lastIndexOf(NEWLINE, end - 2)
    }
    const into = this.#room(end - start)
    let length = 0
    for (let at = first; at < last;) {
      let lineEnd = bytes.indexOf(NEWLINE, at)
      if (lineEnd < 0 || lineEnd > last) lineEnd = last
      let from = at
      while (from < lineEnd && isBlank(bytes[from])) from++
      from = isBlock ? afterBlockSigns(bytes, from, lineEnd, at === start) : afterLineSigns(bytes, from, lineEnd)
      if (from < lineEnd && bytes[from] === 0x20) from++
      let to = lineEnd
      while (to > from && isBlank(bytes[to - 1])) to--
      // No blank lines at the start.
      if (to > from || length > 0) {
        for (let i = from; i < to; i++) into[length++] = bytes[i]!
        into[length++] = NEWLINE
      }
      at = lineEnd + 1
    }
    return this.#finish(into, length)
  }

  /**
   * The number of what docstrings next to each other say: without quotes, escapes and the indentation that their lines have
   * in common.
   */
  docstring(start: number, end: number): number {
    const source = this.#source.text(start, end)
    const text = Array.from(source.matchAll(LITERAL), ([, prefix, , content]) =>
      /r/i.test(prefix!) ? content! : content!.replaceAll(ESCAPE, unescape)
    )
      .join("")
      .replaceAll("\r\n", "\n")
    const lines = text.split("\n").map((line) => line.trimEnd())
    const indent = lines
      .slice(1)
      .reduce((least, line) => (line === "" ? least : Math.min(least, line.length - line.trimStart().length)), Infinity)
    const said = lines
      .map((line, i) => (i === 0 ? line.trimStart() : line.slice(indent)))
      .join("\n")
      .trim()
    return said === "" ? 0 : this.#strings.of(cut(said, DOC_LIMIT))
  }

  #finish(bytes: Uint8Array, written: number): number {
    let length = written
    while (length > 0 && bytes[length - 1] === NEWLINE) length--
    if (length === 0) return 0
    if (length <= DOC_LIMIT && this.#source.isWellFormed) return this.#strings.ofBytes(bytes, 0, length)
    return this.#strings.of(cut(Buffer.from(bytes.buffer, 0, length).toString("utf8"), DOC_LIMIT))
  }

  #room(length: number): Uint8Array {
    if (this.#bytes.length < length + 1) this.#bytes = new Uint8Array(length * 2)
    return this.#bytes
  }
}

/** A string with its prefix, quotes and content. */
const LITERAL = /([A-Za-z]*)("""|'''|"|')((?:\\[^]|(?!\2)[^\\])*)\2/g

const ESCAPE = /\\(\r?\n|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^])/g

/** Escapes that are not known stay as they are. */
const unescape = (text: string, escaped: string): string => {
  const code = escaped.length > 2 ? parseInt(escaped.slice(1), 16) : NaN
  return ESCAPED[escaped] ?? (code <= 0x10ffff ? String.fromCodePoint(code) : text)
}

const ESCAPED: Readonly<Record<string, string>> = {
  "\n": "",
  "\r\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  n: "\n",
  r: "\r",
  t: "\t"
}

/** Behind `//`, `///`, `//!`, `#`, `##`. */
const afterLineSigns = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start
  while (at < end && (bytes[at] === SLASH || bytes[at] === HASH)) at++
  return at < end && bytes[at] === BANG ? at + 1 : at
}

/** Behind `/*`, `/**`, `/*!` on the first line, a `*` on others. */
const afterBlockSigns = (bytes: Uint8Array, start: number, end: number, isFirst: boolean): number => {
  let at = isFirst ? start + 1 : start
  while (at < end && bytes[at] === STAR) at++
  return isFirst && at < end && bytes[at] === BANG ? at + 1 : at
}
