/** Byte offsets to lines and columns of one source. */
import { isAscii } from "node:buffer"

const NEWLINE = 0x0a

export class Lines {
  readonly #source: Buffer
  readonly #starts: Array<number> = [0]
  readonly #ascii: boolean
  /** The line of the last answer: the next question is usually near. */
  #last = 0

  constructor(source: Buffer) {
    this.#source = source
    this.#ascii = isAscii(source)
    for (let at = source.indexOf(NEWLINE); at >= 0; at = source.indexOf(NEWLINE, at + 1)) this.#starts.push(at + 1)
  }

  /** 1-based line that holds the byte. */
  line(offset: number): number {
    const starts = this.#starts
    let low = this.#last
    if (starts[low]! > offset) low = 0
    let high = low + 1
    for (let step = 1; high < starts.length && starts[high]! <= offset; step *= 2) {
      low = high
      high += step
    }
    high = Math.min(high, starts.length)
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle
    }
    this.#last = low
    return low + 1
  }

  /** 1-based column of the byte in UTF-16 units. A byte order mark at the start of the file takes none. */
  column(offset: number): number {
    const line = this.line(offset)
    let start = this.#starts[line - 1]!
    if (this.#ascii) return offset - start + 1
    if (line === 1 && this.#source[0] === 0xef && this.#source[1] === 0xbb && this.#source[2] === 0xbf) {
      start = Math.min(3, offset)
    }
    return this.#source.toString("utf8", start, offset).length + 1
  }

  /** The source text between two bytes. */
  text(start: number, end: number): string {
    return this.#ascii ? this.#source.toString("latin1", start, end) : this.#source.toString("utf8", start, end)
  }
}
