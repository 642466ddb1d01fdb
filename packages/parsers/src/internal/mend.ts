/**
 * What is broken in a source with syntax errors and how it was meant, so that a further parse loses nothing beside it:
 * conflict markers, strings that do not end, brackets and blocks that nobody closed. Indentation tells where they should have
 * ended. A source in which none of this is found is not mended. Of a language, no more is known than its `Lexis`.
 *
 * A mended source has text blotted out and text inserted; positions in it are mapped back to those of the source.
 */
import type { Lexis, StringForm } from "../Language.js"

/** A source as it was meant, one character for each byte. */
export interface Mended {
  readonly text: string
  /** Start and end of what is broken, in the source. */
  readonly errors: ReadonlyArray<readonly [number, number]>
  /** How many bytes are given up besides. */
  readonly lost: number
  /** The place in the source of a place in the text. */
  readonly origin: (at: number) => number
}

interface Insertion {
  readonly at: number
  readonly text: string
}

interface Range {
  readonly start: number
  readonly end: number
}

/** A bracket or block that is open. */
interface Opener {
  readonly closer: string
  readonly line: number
  /** Of the line on which it was opened. */
  readonly indentation: number
  /** Of the first line inside; 0 as long as there is none. */
  inner: number
}

/** More than this is not one mistake but another language, or text. */
const MOST_MENDS = 200

/** As far as it is looked for what belongs to something, in characters and in brackets. */
const LONGEST_LOOK = 500
const DEEPEST_LOOK = 100

/** Larger sources are not worth several parses. */
const LARGEST = 1 << 18

/** What may have been meant, the likeliest first. Nothing where nothing is found that could be mended. */
export function* mends(source: string, lexis: Lexis | undefined): Generator<Mended> {
  if (source.length > LARGEST) return
  const { blots, markers } = markersIn(source)
  const text = blotted(source, blots)
  if (markers.length > 0 && markers.length <= MOST_MENDS) yield mended(text, markers)
  if (lexis === undefined) return
  const plain = scanned(text, lexis, false)
  if (plain.errors.length === 0 || markers.length + plain.errors.length > MOST_MENDS) return
  // Where too much is closed, what indentation says is more to be trusted than what the brackets do.
  if (plain.blots.length > 0) yield mended(text, markers, scanned(text, lexis, true))
  yield mended(text, markers, plain)
  // The lines themselves are past help, what is around them is not.
  const lines = merged(plain.errors.filter(({ end, start }) => end > start).map((range) => lineOf(text, range)))
  if (lines.length === 0) return
  const rest = blotted(text, lines)
  yield mended(rest, [...markers, ...lines], scanned(rest, lexis, true), lines)
}

const mended = (text: string, found: ReadonlyArray<Range>, scan?: Scan, lost: ReadonlyArray<Range> = []): Mended => {
  const insertions = (scan?.insertions ?? []).toSorted((a, b) => a.at - b.at)
  const errors = [...found, ...(scan?.errors ?? [])].sort((a, b) => a.start - b.start || a.end - b.end)
  return {
    text: inserted(blotted(text, scan?.blots ?? []), insertions),
    errors: errors.map(({ end, start }) => [start, end]),
    lost: lost.reduce((bytes, { end, start }) => bytes + end - start, 0),
    origin: originOf(insertions)
  }
}

const lineOf = (text: string, { end, start }: Range): Range => {
  const last = text.indexOf("\n", end)
  return { start: text.lastIndexOf("\n", start - 1) + 1, end: last < 0 ? text.length : last }
}

/** Ranges in their order, without those inside of another. */
const merged = (ranges: ReadonlyArray<Range>): ReadonlyArray<Range> => {
  let reached = -1
  return ranges.filter(({ end, start }) => {
    const isNew = start > reached
    if (isNew) reached = end
    return isNew
  })
}

const blotted = (text: string, ranges: ReadonlyArray<Range>): string => {
  let from = 0
  let result = ""
  for (const { end, start } of ranges) {
    result += text.slice(from, start) + text.slice(start, end).replaceAll(/[^\r\n]/g, " ")
    from = end
  }
  return result + text.slice(from)
}

const inserted = (text: string, insertions: ReadonlyArray<Insertion>): string => {
  let from = 0
  let result = ""
  for (const { at, text: added } of insertions) {
    result += text.slice(from, at) + added
    from = at
  }
  return result + text.slice(from)
}

const originOf = (insertions: ReadonlyArray<Insertion>): Mended["origin"] => {
  /** Where what follows each insertion begins in the mended text, and by how much that is too far. */
  const places: Array<readonly [behind: number, shift: number, at: number]> = []
  let shift = 0
  for (const { at, text } of insertions) {
    shift += text.length
    places.push([at + shift, shift, at])
  }
  return (place) => {
    let low = 0
    let high = places.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (places[middle]![0] <= place) low = middle + 1
      else high = middle
    }
    const before = low === 0 ? 0 : places[low - 1]![1]
    const next = places[low]
    // In the middle of inserted text it is the place of the insertion.
    return next === undefined ? place - before : Math.min(place - before, next[2])
  }
}

/** Of a merge conflict the first side is kept. */
const markersIn = (source: string): { readonly blots: Array<Range>; readonly markers: Array<Range> } => {
  const blots: Array<Range> = []
  const markers: Array<Range> = []
  if (!/^<{7}(?:\s|$)/m.test(source)) return { blots, markers }
  let side: "none" | "ours" | "theirs" = "none"
  let start = 0
  for (const line of source.split("\n")) {
    const end = start + line.length
    const marker = /^(?:<{7}|\|{7}|={7}|>{7})(?=\s|$)/.exec(line)?.[0][0]
    const isMarker = marker === "<" ? side === "none" : marker !== undefined && side !== "none"
    if (isMarker) side = marker === "<" ? "ours" : marker === ">" ? "none" : "theirs"
    if (isMarker) markers.push({ start, end })
    if (isMarker || side === "theirs") blots.push({ start, end })
    start = end + 1
  }
  // One that has no end is none.
  return side === "none" ? { blots, markers } : { blots: [], markers: [] }
}

interface Scan {
  readonly insertions: Array<Insertion>
  readonly blots: Array<Range>
  readonly errors: Array<Range>
}

const scanned = (text: string, lexis: Lexis, trustsIndentation: boolean): Scan => {
  const scanner = new Scanner(text, lexis, { trustsIndentation, isStrict: false })
  if (scanner.run()) return scanner
  // A string over several lines that has no end: perhaps it was to end on its line, as most do.
  const strict = new Scanner(text, lexis, { trustsIndentation, isStrict: true })
  strict.run()
  return strict
}

interface Trust {
  /** Strings end on their line, whatever the language allows. */
  readonly isStrict: boolean
  /** A closer that stands elsewhere than its opener is another's. */
  readonly trustsIndentation: boolean
}

/** One pass over the source: what is opened and closed, and what is missing between the two. */
class Scanner implements Scan {
  readonly insertions: Array<Insertion> = []
  readonly blots: Array<Range> = []
  readonly errors: Array<Range> = []
  readonly #text: string
  readonly #lexis: Lexis
  readonly #trust: Trust
  readonly #open: Array<Opener> = []
  /** Behind the last character that is neither blank nor comment. */
  #lastCode = 0
  #line = 0
  #lineStart = 0
  #indentation = 0
  /** By indentation, the last line that stands so far in, of those since one stood further out. */
  readonly #starts: Array<number | undefined> = []
  /** By line, where its code ends. */
  readonly #ends: Array<number> = []
  /** Words that end the texts which begin on the next line. */
  readonly #heredocs: Array<string> = []

  constructor(text: string, lexis: Lexis, trust: Trust) {
    this.#text = text
    this.#lexis = lexis
    this.#trust = trust
  }

  /** `false` when a string did not end before the source did. */
  run(): boolean {
    const text = this.#text
    const { embedded } = this.#lexis
    let at = embedded === undefined ? 0 : this.#behind(embedded.begin, 0)
    let isLineStart = true
    while (at < text.length && this.errors.length <= MOST_MENDS) {
      const letter = text[at]!
      if (letter === "\n") {
        this.#startsLine(at + 1)
        isLineStart = true
        at = this.#lines(at + 1, this.#behindHeredocs(at + 1))
        continue
      }
      if (letter === " " || letter === "\t" || letter === "\r") {
        at++
        continue
      }
      if (embedded !== undefined && text.startsWith(embedded.end, at)) {
        at = this.#lines(at, this.#behind(embedded.begin, at))
        continue
      }
      const comment = this.#comment(at)
      if (comment > at) {
        at = this.#lines(at, comment)
        continue
      }
      if (isLineStart) this.#startLine(at)
      isLineStart = false
      const end = this.#token(at)
      if (end === undefined) return false
      at = this.#lines(at, end)
      this.#lastCode = at
      this.#ends[this.#line] = at
    }
    for (let opener = this.#open.pop(); opener !== undefined; opener = this.#open.pop()) this.#close(opener)
    return true
  }

  /** Where the line begins behind the texts that begin with this line. */
  #behindHeredocs(at: number): number {
    let start = at
    for (let word = this.#heredocs.shift(); word !== undefined; word = this.#heredocs.shift()) {
      for (let end = start; end < this.#text.length;) {
        end = this.#behind("\n", start)
        const isLast = this.#text.slice(start, end).trimStart().startsWith(word)
        start = end
        if (isLast) break
      }
    }
    return start
  }

  #behind(word: string, from: number): number {
    const found = this.#text.indexOf(word, from)
    return found < 0 ? this.#text.length : found + word.length
  }

  /** Counts the lines between two places; the second. */
  #lines(from: number, to: number): number {
    for (let at = from; at < to; at++) if (this.#text[at] === "\n") this.#startsLine(at + 1)
    return to
  }

  #startsLine(at: number): void {
    this.#line++
    this.#lineStart = at
  }

  /** Where the comment ends that begins here, or here. */
  #comment(at: number): number {
    const text = this.#text
    const { blockComment, lineComments } = this.#lexis
    if (lineComments.some((sign) => text.startsWith(sign, at))) {
      const end = text.indexOf("\n", at)
      return end < 0 ? text.length : end
    }
    if (blockComment === undefined || !text.startsWith(blockComment[0], at)) return at
    return this.#behind(blockComment[1], at + blockComment[0].length)
  }

  /** The first code of a line: indentation may tell that something before it should be closed, or was never opened. */
  #startLine(at: number): void {
    const text = this.#text
    const indentation = at - this.#lineStart
    this.#indentation = indentation
    const top = this.#open.at(-1)
    if (top?.inner === 0 && top.line < this.#line) top.inner = indentation
    const closer = this.#lexis.closers.find((one) => this.#isWord(one, at))
    const head = text.slice(at, at + 20)
    if (closer !== undefined) {
      const isExpected = this.#open
        .slice(-DEEPEST_LOOK)
        .some((one) => one.closer === closer && one.indentation === indentation)
      if (isExpected) this.#closeWhile((one) => one.indentation > indentation)
      else if (closer === "}" && this.#trust.trustsIndentation) this.#openBefore(indentation)
    } else if (this.#lexis.continues?.test(head) !== true) {
      const { starts, statements } = this.#lexis
      const isStatement = statements?.test(head) === true
      this.#closeWhile((one) => {
        if (isRound(one)) return isStatement || (indentation <= one.indentation && !OPERATOR.test(head))
        // What stands as far out as the line of an opener, whose inside is further in, is outside.
        return indentation <= one.indentation && one.inner > one.indentation && starts?.test(head) !== false
      })
    }
    this.#starts.length = Math.min(this.#starts.length, indentation + 1)
    this.#starts[indentation] = this.#line
  }

  /** Opens what a brace on a line of its own closes, at the end of the last line that stands as far in. */
  #openBefore(indentation: number): void {
    const top = this.#open.at(-1)
    const line = this.#starts[indentation]
    if (line === undefined || (top !== undefined && (top.line >= line || top.indentation >= indentation))) return
    const at = this.#ends[line]!
    this.insertions.push({ at, text: " {" })
    this.errors.push({ start: at, end: at })
    this.#open.push({ closer: "}", line, indentation, inner: 0 })
  }

  #closeWhile(isOver: (one: Opener) => boolean): void {
    for (
      let top = this.#open.at(-1);
      top !== undefined && top.line < this.#line && isOver(top);
      top = this.#open.at(-1)
    ) {
      this.#open.pop()
      this.#close(top)
    }
  }

  /** Closes what the source does not. */
  #close(opener: Opener): void {
    const at = this.#lastCode
    this.insertions.push({ at, text: isRound(opener) ? opener.closer : `\n${opener.closer}\n` })
    this.errors.push({ start: at, end: at })
  }

  /** Where the token ends that begins here. */
  #token(at: number): number | undefined {
    const text = this.#text
    const letter = text[at]!
    const { charLiterals, heredoc, regexes, strings } = this.#lexis
    if (isWordLetter(letter)) {
      const end = wordEnd(text, at)
      // Texts may have a letter before their quote.
      const prefixed = strings.find(({ open }) => open.startsWith(letter) && text.startsWith(open, at))
      if (prefixed !== undefined) return this.#string(at, prefixed)
      this.#word(text.slice(at, end), at)
      return end
    }
    if (heredoc !== undefined && letter === "<") {
      heredoc.lastIndex = at
      const word = heredoc.exec(text)
      if (word !== null) {
        this.#heredocs.push(word[1]!)
        return heredoc.lastIndex
      }
    }
    if (letter === "'" && charLiterals === true) return charEnd(text, at)
    for (const form of strings) if (text.startsWith(form.open, at)) return this.#string(at, form)
    if (
      letter === "/" &&
      regexes === true &&
      VALUE_MAY_FOLLOW.test(text.slice(Math.max(0, this.#lastCode - 10), this.#lastCode))
    ) {
      return regexEnd(text, at)
    }
    if (this.#lexis.alien?.includes(letter) === true) this.#drop(at, at + 1)
    const closer = CLOSERS[letter]
    if (closer !== undefined && this.#hasClosers(closer)) this.#push(closer)
    else if (letter === ")" || letter === "]" || letter === "}") this.#closed(letter, at)
    return at + 1
  }

  #hasClosers(closer: string): boolean {
    return this.#lexis.closers.includes(closer)
  }

  #push(closer: string): void {
    this.#open.push({ closer, line: this.#line, indentation: this.#indentation, inner: 0 })
  }

  /** In a language with blocks between words. */
  #word(word: string, at: number): void {
    const { words } = this.#lexis
    if (words === undefined) return
    const before = this.#text.slice(Math.max(this.#lineStart, at - LONGEST_LOOK), at)
    if (words.opens(word, before, this.#text.slice(at, at + 200))) this.#push(words.closer)
    else if (word === words.closer && !/[.:]$/.test(before) && this.#text[at + word.length] !== ":")
      this.#closed(word, at)
  }

  /** Drops what cannot stand here. */
  #drop(start: number, end: number): void {
    this.blots.push({ start, end })
    this.errors.push({ start, end })
  }

  #closed(closer: string, at: number): void {
    if (!this.#hasClosers(closer)) return
    const found = this.#open.findLastIndex((one) => one.closer === closer)
    const isOther = this.#trust.trustsIndentation && (this.#open[found]?.indentation ?? 0) > this.#indentation
    if (found < 0 || isOther) return this.#drop(at, at + closer.length)
    while (this.#open.length > found + 1) this.#close(this.#open.pop()!)
    this.#open.pop()
  }

  /** Where a string ends. One that should end on its line is closed before the punctuation at the end of it. */
  #string(at: number, form: StringForm): number | undefined {
    const text = this.#text
    const { close, lines, open } = form
    // An apostrophe, not a quote.
    if (open === "'" && isWordLetter(text[at - 1] ?? "") && isWordLetter(text[at + 1] ?? "")) return at + 1
    const wraps = lines === true && !(this.#trust.isStrict && open.length === 1)
    const end = stringEnd(text, at, wraps ? form : { ...form, lines: false }, this.#lexis, 0)
    if (end >= 0) return end
    if (wraps) return undefined
    const lineEnd = text.indexOf("\n", at)
    const content = text.slice(at + open.length, lineEnd < 0 ? text.length : lineEnd)
    const behind = at + open.length + content.length - /[)\]};,{:\s]*$/.exec(content)![0].length
    this.insertions.push({ at: behind, text: close })
    this.errors.push({ start: at, end: at + open.length + content.trimEnd().length })
    return behind
  }

  /** Whether a closer stands here, as a word if it is one. */
  #isWord(word: string, at: number): boolean {
    return this.#text.startsWith(word, at) && !(isWordLetter(word) && isWordLetter(this.#text[at + word.length] ?? ""))
  }
}

const isRound = ({ closer }: Opener): boolean => closer === ")" || closer === "]"

/** What stands at the beginning of a line that continues the one before. */
const OPERATOR = /^[&|+\-*/%?:.,=<>^!]/

const CLOSERS: Readonly<Partial<Record<string, string>>> = { "(": ")", "[": "]", "{": "}" }

/** Behind these a slash begins a regular expression. */
const VALUE_MAY_FOLLOW =
  /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|when|if|unless|and|or|not))$/

/** Letters, digits, underscores, and all bytes beyond ASCII. */
const isWordLetter = (text: string): boolean => /^[\w\x80-\xff]/.test(text)

/** Nested deeper than this, strings in the code in strings are not told from it. */
const DEEPEST = 20

/** Behind a string; -1 if it has no end, or none on its line though it should. */
const stringEnd = (text: string, at: number, form: StringForm, lexis: Lexis, depth: number): number => {
  const { close, lines, open, raw } = form
  let interpolation = depth < DEEPEST ? form.interpolation : undefined
  for (let end = at + open.length; end < text.length; end++) {
    if (text[end] === "\\" && raw !== true) end++
    else if (text.startsWith(close, end)) return end + close.length
    else if (text[end] === "\n" && lines !== true) return -1
    else if (interpolation !== undefined && text.startsWith(interpolation, end)) {
      const behind = interpolationEnd(text, end + interpolation.length, lexis, depth + 1, lines === true)
      if (behind >= 0) end = behind - 1
      else if (depth > 0) return -1
      // Looked for once: it is not to take longer than the text is long.
      else interpolation = undefined
    }
  }
  return -1
}

/** Behind the brace that ends the code in a string; -1 if there is none. */
const interpolationEnd = (text: string, start: number, lexis: Lexis, depth: number, lines: boolean): number => {
  let open = 1
  for (let at = start; at < text.length && (lines || text[at] !== "\n") && at - start < LONGEST_LOOK; at++) {
    const form = lexis.strings.find(({ open }) => text.startsWith(open, at))
    if (form !== undefined) {
      const end = stringEnd(text, at, form, lexis, depth)
      if (end < 0) return -1
      at = end - 1
    } else if (text[at] === "{") open++
    else if (text[at] === "}" && --open === 0) return at + 1
  }
  return -1
}

const wordEnd = (text: string, start: number): number => {
  let end = start
  while (end < text.length && isWordLetter(text[end]!)) end++
  return end
}

/** Behind a literal of one character; behind the quote where it begins none, such as a lifetime. */
const charEnd = (text: string, at: number): number => {
  const literal = /^'(?:\\[^\n][^'\n]{0,9}|[\x20-\x7f]|[\x80-\xff]{2,4})'/.exec(text.slice(at, at + 14))
  return literal === null ? at + 1 : at + literal[0].length
}

/** Behind a regular expression that ends on its line; behind the slash where none does. */
const regexEnd = (text: string, at: number): number => {
  let inClass = false
  const last = Math.min(text.length, at + LONGEST_LOOK)
  for (let end = at + 1; end < last && text[end] !== "\n"; end++) {
    if (text[end] === "\\") end++
    else if (text[end] === "[") inClass = true
    else if (text[end] === "]") inClass = false
    else if (text[end] === "/" && !inClass) return end + 1
  }
  return at + 1
}
