/**
 * The capture table of a parse as the parse cache keeps it: positions only, because on a hit the source is at hand.
 *
 * A checksum of 8 bytes, then varints: the size of the source, the numbers of captures and of error positions, whether the
 * captures stand in the order of their starts, the captures, the error positions. A capture is its id with the lowest bit
 * telling whether it has the range of the one before; if not, its start, relative to that of the one before, and its length;
 * and, for captures that count them, the number of children. The checksum covers what the parse is of, so that an entry
 * under another's key is as broken as a damaged one.
 *
 * Not compressed: deflate would make it half the size, but a table is so small that setting up the compressor costs more
 * than everything else together.
 */
import { xxh3 } from "@node-rs/xxhash"
import type { CaptureTable } from "../ParseEngine.js"
import { STRIDE } from "../ParseEngine.js"

/** To be raised when the layout changes; it is part of the grammar's fingerprint. */
export const FORMAT = 1

/** What a payload is of. */
export interface PayloadKey {
  readonly contentHash: bigint
  readonly grammar: bigint
}

/** By capture id, whether its children are counted. */
export type Counted = ReadonlyArray<boolean>

const CHECKSUM = 8
/** Parses with more than this are not worth keeping. */
const LARGEST_PAYLOAD = 1 << 20
/** Of a capture or an error position: at most four varints, five bytes each. */
const LARGEST_RECORD = 20
const LARGEST_HEADER = CHECKSUM + 20

/** Reused, so that no table allocates more than its payload. */
let scratch = new Uint8Array(1 << 16)

/** A payload in a buffer of its own; `undefined` for a table that is too large. */
export const encodeTable = (
  { count, errors, words }: CaptureTable,
  sourceBytes: number,
  counted: Counted,
  key: PayloadKey
): Uint8Array | undefined => {
  // A capture takes two bytes at least.
  if (count * 2 + errors.length > LARGEST_PAYLOAD) return undefined
  const most = LARGEST_HEADER + (count + errors.length) * LARGEST_RECORD
  if (scratch.length < most) scratch = new Uint8Array(most * 2)
  const into = scratch
  let at = CHECKSUM
  const put = (value: number): void => {
    let rest = value
    while (rest > 0x7f) {
      into[at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    into[at++] = rest
  }
  const putStep = (from: number, to: number): void => put(to < from ? (from - to) * 2 - 1 : (to - from) * 2)

  const ordered = isOrdered(words, count)
  put(sourceBytes)
  put(count)
  put(errors.length)
  put(ordered ? 1 : 0)
  let start = 0
  let end = 0
  for (let i = 0; i < count * STRIDE; i += STRIDE) {
    const id = words[i]!
    const before = start
    start = words[i + 1]!
    if (i > 0 && start === before && words[i + 2] === end) put(id * 2 + 1)
    else {
      end = words[i + 2]!
      put(id * 2)
      if (ordered) put(start - before)
      else putStep(before, start)
      put(end - start)
    }
    if (counted[id] === true) put(words[i + 3]!)
  }
  let position = 0
  for (const next of errors) {
    putStep(position, next)
    position = next
  }
  if (at > LARGEST_PAYLOAD) return undefined
  const payload = into.slice(0, at)
  view(payload).setBigUint64(0, checksum(payload, key), true)
  return payload
}

const isOrdered = (words: Uint32Array, count: number): boolean => {
  for (let i = STRIDE + 1; i < count * STRIDE; i += STRIDE) if (words[i]! < words[i - STRIDE]!) return false
  return true
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
  let at = CHECKSUM
  // Reading past the end, or more than 35 bits, gives NaN, which fits nowhere.
  const next = (): number => {
    let value = 0
    for (let factor = 1; factor < 2 ** 35; factor *= 128) {
      if (at >= payload.length) return NaN
      const byte = payload[at++]!
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
    return NaN
  }
  const nextStep = (): number => {
    const step = next()
    return step % 2 === 0 ? step / 2 : -(step + 1) / 2
  }

  if (next() !== sourceBytes) return undefined
  const count = next()
  const positions = next()
  const ordered = next() === 1
  // No more memory is taken than the payload accounts for.
  if (!(count + positions <= payload.length)) return undefined
  const words = new Uint32Array(count * STRIDE)
  let start = 0
  let end = 0
  for (let i = 0; i < words.length; i += STRIDE) {
    const head = next()
    const id = Math.floor(head / 2)
    if (head % 2 === 0) {
      start += ordered ? next() : nextStep()
      end = start + next()
    }
    if (!(id < counted.length && start >= 0 && start <= end && end <= sourceBytes)) return undefined
    const children = counted[id] === true ? next() : 0
    if (!(children <= sourceBytes)) return undefined
    words[i] = id
    words[i + 1] = start
    words[i + 2] = end
    words[i + 3] = children
  }
  const errors = new Uint32Array(positions)
  let position = 0
  for (let i = 0; i < positions; i++) {
    position += nextStep()
    if (!(position >= 0 && position <= sourceBytes)) return undefined
    errors[i] = position
  }
  return at === payload.length ? { words, count, errors } : undefined
}

const checksum = (payload: Uint8Array, { contentHash, grammar }: PayloadKey): bigint =>
  xxh3.xxh64(payload.subarray(CHECKSUM), contentHash ^ BigInt.asUintN(64, grammar << 1n) ^ (grammar >> 63n))

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
