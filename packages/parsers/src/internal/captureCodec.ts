/**
 * The capture table of a parse as the parse cache keeps it: positions only, because on a hit the source is at hand.
 *
 * A checksum of 8 bytes, then varints: the size of the source, the numbers of captures and of error positions, the captures,
 * the lengths of captures, the error positions. A capture is its id times three plus how its range follows from that of the
 * one before: 0 the same, 1 a step from its start, 2 a step from its end; that step; and, for captures that count them, the
 * number of children. The checksum covers what the parse is of, so that an entry under another's key is as broken as a
 * damaged one.
 *
 * Not compressed: a table is so small that setting up a compressor costs more than everything else together. Who keeps many
 * compresses them together; lengths repeat less than the rest, so they stand apart.
 */
import type { ContentHash } from "@drift/core/ContentHash"
import { xxh3 } from "@node-rs/xxhash"
import type { CaptureTable } from "../ParseEngine.js"
import { STRIDE } from "../ParseEngine.js"

/** To be raised when the layout changes; it is part of the grammar's fingerprint. */
export const FORMAT = 2

/** What a payload is of. */
export interface PayloadKey {
  readonly contentHash: ContentHash
  readonly grammar: bigint
}

/** By capture id, whether its children are counted. */
export type Counted = ReadonlyArray<boolean>

const CHECKSUM = 8
/** Parses with more than this are not worth keeping. */
const LARGEST_PAYLOAD = 1 << 20
/** Of a capture, its length apart, or of an error position: at most three varints, five bytes each. */
const LARGEST_RECORD = 15
const LARGEST_LENGTH = 5
const LARGEST_HEADER = CHECKSUM + 15

/** How the range of a capture follows from that of the one before. */
const SAME = 0
const FROM_START = 1
const FROM_END = 2

/** Reused, so that no table allocates more than its payload. */
let scratch = new Uint8Array(1 << 16)
let lengths = new Uint8Array(1 << 14)

/** Writes a varint and returns where it ends. */
const put = (into: Uint8Array, from: number, value: number): number => {
  let at = from
  let rest = value
  while (rest > 0x7f) {
    into[at++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  into[at++] = rest
  return at
}

/** A payload in a buffer of its own; `undefined` for a table that is too large, or not in the order of its starts. */
export const encodeTable = (
  { count, errors, words }: CaptureTable,
  sourceBytes: number,
  counted: Counted,
  key: PayloadKey
): Uint8Array | undefined => {
  // A capture takes a byte at least.
  if (count + errors.length > LARGEST_PAYLOAD) return undefined
  const most = LARGEST_HEADER + count * (LARGEST_RECORD + LARGEST_LENGTH) + errors.length * LARGEST_RECORD
  if (scratch.length < most) scratch = new Uint8Array(most * 2)
  if (lengths.length < count * LARGEST_LENGTH) lengths = new Uint8Array(count * LARGEST_LENGTH * 2)
  const into = scratch
  const apart = lengths
  let at = put(into, CHECKSUM, sourceBytes)
  at = put(into, at, count)
  at = put(into, at, errors.length)
  let atLength = 0
  let start = 0
  let end = 0
  for (let i = 0; i < count * STRIDE; i += STRIDE) {
    const id = words[i]!
    const nextStart = words[i + 1]!
    const nextEnd = words[i + 2]!
    if (nextStart < start) return undefined
    if (nextStart === start && nextEnd === end) at = put(into, at, id * 3 + SAME)
    else {
      const fromEnd = nextStart >= end
      at = put(into, at, id * 3 + (fromEnd ? FROM_END : FROM_START))
      at = put(into, at, nextStart - (fromEnd ? end : start))
      atLength = put(apart, atLength, nextEnd - nextStart)
      start = nextStart
      end = nextEnd
    }
    if (counted[id] === true) at = put(into, at, words[i + 3]!)
  }
  into.set(apart.subarray(0, atLength), at)
  at += atLength
  let position = 0
  for (const next of errors) {
    at = put(into, at, next < position ? (position - next) * 2 - 1 : (next - position) * 2)
    position = next
  }
  if (at > LARGEST_PAYLOAD) return undefined
  const payload = into.slice(0, at)
  view(payload).setBigUint64(0, checksum(payload, key), true)
  return payload
}

/** Reads varints. Past the end, or beyond 35 bits, it reads NaN, which fits nowhere. */
class Varints {
  readonly #bytes: Uint8Array
  at: number

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  next(): number {
    let value = 0
    for (let factor = 1; factor < 2 ** 35; factor *= 128) {
      if (this.at >= this.#bytes.length) return NaN
      const byte = this.#bytes[this.at++]!
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
    return NaN
  }
}

/**
 * The table of a payload. `undefined` when it is damaged, of something else, or does not fit a source of this size or a
 * query with these captures.
 */
export const decodeTable = (
  payload: Uint8Array,
  sourceBytes: number,
  counted: Counted,
  key: PayloadKey
): CaptureTable | undefined => {
  if (payload.length < CHECKSUM || view(payload).getBigUint64(0, true) !== checksum(payload, key)) return undefined
  const heads = new Varints(payload, CHECKSUM)
  if (heads.next() !== sourceBytes) return undefined
  const count = heads.next()
  const positions = heads.next()
  // No more memory is taken than the payload accounts for.
  if (!(count + positions <= payload.length)) return undefined
  const words = new Uint32Array(count * STRIDE)
  for (let i = 0; i < words.length; i += STRIDE) {
    const head = heads.next()
    const id = Math.floor(head / 3)
    if (!(id < counted.length)) return undefined
    const step = head % 3 === SAME ? 0 : heads.next()
    const children = counted[id] === true ? heads.next() : 0
    if (!(step <= sourceBytes && children <= sourceBytes)) return undefined
    words[i] = id
    words[i + 1] = step
    words[i + 2] = head % 3
    words[i + 3] = children
  }
  const rest = new Varints(payload, heads.at)
  let start = 0
  let end = 0
  for (let i = 0; i < words.length; i += STRIDE) {
    const from = words[i + 2]!
    if (from !== SAME) {
      start = (from === FROM_END ? end : start) + words[i + 1]!
      end = start + rest.next()
      if (!(end <= sourceBytes)) return undefined
    }
    words[i + 1] = start
    words[i + 2] = end
  }
  const errors = new Uint32Array(positions)
  let position = 0
  for (let i = 0; i < positions; i++) {
    const step = rest.next()
    position += step % 2 === 0 ? step / 2 : -(step + 1) / 2
    if (!(position >= 0 && position <= sourceBytes)) return undefined
    errors[i] = position
  }
  return rest.at === payload.length ? { words, count, errors } : undefined
}

const checksum = (payload: Uint8Array, { contentHash, grammar }: PayloadKey): bigint =>
  xxh3.xxh64(payload.subarray(CHECKSUM), first64(contentHash) ^ BigInt.asUintN(64, grammar << 1n) ^ (grammar >> 63n))

const first64 = (hash: ContentHash): bigint => (typeof hash === "bigint" ? hash : BigInt(`0x${hash.slice(0, 16)}`))

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
