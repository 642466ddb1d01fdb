/**
 * Strings by number, made from source bytes without a JavaScript string each: the text of a batch of facts.
 *
 * Bytes are found again by an open-addressed hash table over FNV-1a (Fowler, Noll, Vo), 32 bits. Numbers count from 1 in
 * the order of first use; 0 stands for no string.
 */
import { grownBytes, grownWords } from "./Growth.js"

const OFFSET_BASIS = 0x811c9dc5 | 0
const PRIME = 0x01000193

/** Longer strings hardly ever repeat, so they are not looked for unless asked to. */
const LONGEST_SHARED = 256

export class StringTable {
  readonly #longestShared: number
  #size = 0
  #bytes = new Uint8Array(1 << 16)
  #length = 0
  /** By number: where its bytes end. Those of number 0 end at 0. */
  #ends = new Int32Array(1 << 12)
  #hashes = new Int32Array(1 << 12)
  /** Numbers by hash, 0 where there is none; at most half full. */
  #slots = new Int32Array(1 << 13)
  /** Numbers of strings that came as such, and strings of numbers that were asked for. */
  readonly #numbers = new Map<string, number>()
  #texts: Array<string | undefined> = []

  /** Equal strings of more bytes than `longestShared` may get a number each. */
  constructor(longestShared = LONGEST_SHARED) {
    this.#longestShared = longestShared
  }

  /** How many strings there are; the largest number. */
  get size(): number {
    return this.#size
  }

  /** Bytes of all strings together. */
  get byteLength(): number {
    return this.#length
  }

  /** Forgets all strings and keeps the memory. */
  reset(): void {
    this.#slots.fill(0)
    this.#numbers.clear()
    this.#texts = []
    this.#size = 0
    this.#length = 0
  }

  /** The number of a string; 0 of none. */
  of(text: string | undefined): number {
    if (text === undefined) return 0
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#reserve(text.length * 3)
    const start = this.#length
    const { written } = encoder.encodeInto(text, this.#bytes.subarray(start))
    const number = this.ofBytes(this.#bytes, start, start + written)
    this.#numbers.set(text, number)
    return number
  }

  /**
   * The number of the text between two bytes, which must be well-formed UTF-8. `source` may be the table's own buffer, with
   * the bytes at the end of what is used: adding them then is to move that end.
   */
  ofBytes(source: Uint8Array, start: number, end: number): number {
    const length = end - start
    if (length > this.#longestShared) return this.#add(source, start, end, 0)
    let hash = OFFSET_BASIS
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ source[i]!, PRIME)
    const mask = this.#slots.length - 1
    let slot = (hash ^ (hash >>> 15)) & mask
    for (let number = this.#slots[slot]!; number !== 0; number = this.#slots[slot]!) {
      if (this.#hashes[number] === hash && this.#holds(number, source, start, length)) return number
      slot = (slot + 1) & mask
    }
    const number = this.#add(source, start, end, hash)
    this.#slots[slot] = number
    if (number * 2 > this.#slots.length) this.#rehash()
    return number
  }

  /** The number of two strings with `separator`, an ASCII character, between them. */
  join(first: number, separator: number, second: number): number {
    const firstStart = this.#ends[first - 1]!
    const firstEnd = this.#ends[first]!
    const secondStart = this.#ends[second - 1]!
    const secondEnd = this.#ends[second]!
    this.#reserve(firstEnd - firstStart + 1 + secondEnd - secondStart)
    const bytes = this.#bytes
    const start = this.#length
    let at = start
    for (let i = firstStart; i < firstEnd; i++) bytes[at++] = bytes[i]!
    bytes[at++] = separator
    for (let i = secondStart; i < secondEnd; i++) bytes[at++] = bytes[i]!
    return this.ofBytes(bytes, start, at)
  }

  /** The string of a number; `undefined` of 0. */
  text(number: number): string | undefined {
    if (number === 0) return undefined
    const known = this.#texts[number]
    if (known !== undefined) return known
    const text = decode(this.#bytes, this.#ends[number - 1]!, this.#ends[number]!)
    this.#texts[number] = text
    return text
  }

  /** Copies the bytes of a string to `into` from `at` on, which has room for `bytesOf(number)`. */
  copy(number: number, into: Uint8Array, at: number): void {
    const start = this.#ends[number - 1]!
    const end = this.#ends[number]!
    for (let i = start; i < end; i++) into[at + i - start] = this.#bytes[i]!
  }

  /** How many bytes a string takes. */
  bytesOf(number: number): number {
    return number === 0 ? 0 : this.#ends[number]! - this.#ends[number - 1]!
  }

  /** Writes to `words` where each string ends among the bytes of all of them, and these to `text`. */
  pack(words: Int32Array, text: Uint8Array): void {
    words.set(this.#ends.subarray(1, this.#size + 1))
    text.set(this.#bytes.subarray(0, this.#length))
  }

  #holds(number: number, source: Uint8Array, start: number, length: number): boolean {
    const from = this.#ends[number - 1]!
    if (this.#ends[number]! - from !== length) return false
    const bytes = this.#bytes
    for (let i = 0; i < length; i++) if (bytes[from + i] !== source[start + i]) return false
    return true
  }

  #add(source: Uint8Array, start: number, end: number, hash: number): number {
    const length = end - start
    if (source !== this.#bytes) {
      this.#reserve(length)
      const bytes = this.#bytes
      let to = this.#length
      if (length > 32) bytes.set(source.subarray(start, end), to)
      else for (let i = start; i < end; i++) bytes[to++] = source[i]!
    }
    const number = ++this.#size
    if (number === this.#ends.length) {
      this.#ends = grownWords(this.#ends)
      this.#hashes = grownWords(this.#hashes)
    }
    this.#length += length
    this.#ends[number] = this.#length
    this.#hashes[number] = hash
    return number
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return
    this.#bytes = grownBytes(this.#bytes, this.#length + bytes)
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (const number of this.#slots) {
      if (number === 0) continue
      const hash = this.#hashes[number]!
      let slot = (hash ^ (hash >>> 15)) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = number
    }
    this.#slots = slots
  }
}

const encoder = /* @__PURE__ */ new TextEncoder()
const decoder = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true })

const decode = (bytes: Uint8Array, start: number, end: number): string => decoder.decode(bytes.subarray(start, end))
