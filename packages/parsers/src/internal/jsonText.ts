/** JSON written as bytes: lists of objects made of strings, for columns that hold JSON. Equal to what `JSON.stringify` makes. */
import type { StringTable } from "@drift/core/StringTable"

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c

const ESCAPES: Readonly<Record<number, string>> = { 8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r" }

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What stands in place of each byte that JSON does not take as it is. */
const ESCAPED: ReadonlyArray<Uint8Array | undefined> = Array.from({ length: 0x5d }, (_, byte) => {
  if (byte === QUOTE || byte === BACKSLASH) return Uint8Array.of(BACKSLASH, byte)
  return byte < 0x20 ? bytesOf(ESCAPES[byte] ?? `\\u${byte.toString(16).padStart(4, "0")}`) : undefined
})

export class JsonText {
  readonly #strings: StringTable
  #bytes = new Uint8Array(1 << 12)
  #length = 0

  constructor(strings: StringTable) {
    this.#strings = strings
  }

  /** Begins anew, with an opening bracket. */
  begin(): void {
    this.#length = 0
    this.punctuate("[")
  }

  /** Whether nothing stands in the list yet. */
  get isEmpty(): boolean {
    return this.#length === 1
  }

  /** ASCII text as it is. */
  punctuate(text: string): void {
    this.#reserve(text.length)
    for (let i = 0; i < text.length; i++) this.#bytes[this.#length++] = text.charCodeAt(i)
  }

  /** A comma, unless something has just been opened. */
  separate(): void {
    const last = this.#bytes[this.#length - 1]
    if (last === 0x5b || last === 0x7b) return
    this.#reserve(1)
    this.#bytes[this.#length++] = COMMA
  }

  /** A key, which needs no escapes, with what separates it from what stands before it. */
  key(key: string): void {
    this.separate()
    this.punctuate(`"${key}":`)
  }

  /** A string of the table, quoted. */
  string(number: number): void {
    const length = this.#strings.bytesOf(number)
    this.#reserve(length * 7 + 2)
    // Escaping makes it longer, never shorter, so it can be done in place from the end of the room.
    const from = this.#length + 1 + length * 6
    if (number !== 0) this.#strings.copy(number, this.#bytes, from)
    this.#quote(this.#bytes, from, from + length)
  }

  /** The bytes between two offsets, well-formed UTF-8, quoted. */
  text(source: Uint8Array, start: number, end: number): void {
    this.#reserve((end - start) * 6 + 2)
    this.#quote(source, start, end)
  }

  /** The number of the whole list, with its closing bracket. */
  finish(): number {
    this.punctuate("]")
    return this.#strings.ofBytes(this.#bytes, 0, this.#length)
  }

  #quote(source: Uint8Array, start: number, end: number): void {
    const bytes = this.#bytes
    let at = this.#length
    bytes[at++] = QUOTE
    for (let i = start; i < end; i++) {
      const byte = source[i]!
      const escaped = byte <= BACKSLASH ? ESCAPED[byte] : undefined
      if (escaped === undefined) bytes[at++] = byte
      else for (const one of escaped) bytes[at++] = one
    }
    bytes[at++] = QUOTE
    this.#length = at
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + bytes))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}
