/** JSON written as bytes: lists of objects made of strings, for columns that hold JSON. Equal to what `JSON.stringify` makes. */
import { grownBytes } from "@drift/core/Growth"
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
    const bytes = this.#bytes
    let at = this.#length
    // Escaping makes it longer, never shorter, so it can be done in place from the end of the room.
    const from = at + 1 + length * 6
    if (number !== 0) this.#strings.copy(number, bytes, from)
    bytes[at++] = QUOTE
    for (let i = from; i < from + length; i++) {
      const byte = bytes[i]!
      const escaped = byte <= BACKSLASH ? ESCAPED[byte] : undefined
      if (escaped === undefined) bytes[at++] = byte
      else for (const one of escaped) bytes[at++] = one
    }
    bytes[at++] = QUOTE
    this.#length = at
  }

  /** The number of the whole list, with its closing bracket. */
  finish(): number {
    this.punctuate("]")
    return this.#strings.ofBytes(this.#bytes, 0, this.#length)
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return
    this.#bytes = grownBytes(this.#bytes, this.#length + bytes)
  }
}
