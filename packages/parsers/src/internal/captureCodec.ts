/**
 * The capture table of a parse as the parse cache keeps it: positions only, because on a hit the source is at hand.
 *
 * A checksum of 8 bytes, then, deflated, one after the other: the size of the source, the numbers of captures and of error
 * positions, the captures, the error positions. All numbers are varints and positions are relative to the one before. The
 * first number of a capture holds its id and, in the lowest two bits, whether a count of children follows and whether its
 * start comes before that of the capture before. The checksum covers what the parse is of, so that an entry under another's
 * key is as broken as a damaged one.
 */
import { xxh3 } from "@node-rs/xxhash"
import { deflateRawSync, inflateRawSync } from "node:zlib"
import type { CaptureTable } from "../ParseEngine.js"
import { STRIDE } from "../ParseEngine.js"

/** To be raised when the layout changes; it is part of the grammar's fingerprint. */
export const FORMAT = 1

/** What a payload is of. */
export interface PayloadKey {
  readonly contentHash: bigint
  readonly grammar: bigint
}

const CHECKSUM = 8
/** Parses with more than this are not worth keeping. */
const LARGEST_PAYLOAD = 1 << 20
/** The most that a payload inflates to, and so the most that is deflated. */
const LARGEST_BODY = 1 << 24
/** Of a capture or an error position: at most four varints, five bytes each. */
const LARGEST_RECORD = 20
/** Less memory than the default, which takes longer to prepare than a table to compress. */
const DEFLATE = { level: 1, windowBits: 13, memLevel: 6 } as const

/** Reused, so that no table allocates more than its payload. */
let scratch = new Uint8Array(1 << 16)

/** A payload in a buffer of its own; `undefined` for a table that is too large. */
export const encodeTable = (
  { count, errors, words }: CaptureTable,
  sourceBytes: number,
  key: PayloadKey
): Uint8Array | undefined => {
  const most = (count + errors.length + 1) * LARGEST_RECORD
  if (most > LARGEST_BODY) return undefined
  if (scratch.length < most) scratch = new Uint8Array(most * 2)
  const into = scratch
  let at = 0
  const put = (value: number): void => {
    let rest = value
    while (rest > 0x7f) {
      into[at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    into[at++] = rest
  }
  put(sourceBytes)
  put(count)
  put(errors.length)
  let before = 0
  for (let i = 0; i < count * STRIDE; i += STRIDE) {
    const start = words[i + 1]!
    const children = words[i + 3]!
    put((words[i]! << 2) | (children > 0 ? 2 : 0) | (start < before ? 1 : 0))
    put(start < before ? before - start : start - before)
    put(words[i + 2]! - start)
    if (children > 0) put(children)
    before = start
  }
  before = 0
  for (const position of errors) {
    put(position < before ? (before - position) * 2 - 1 : (position - before) * 2)
    before = position
  }
  const body = deflateRawSync(into.subarray(0, at), DEFLATE)
  if (body.length > LARGEST_PAYLOAD) return undefined
  const payload = new Uint8Array(CHECKSUM + body.length)
  payload.set(body, CHECKSUM)
  view(payload).setBigUint64(0, checksum(payload, key), true)
  return payload
}

/**
 * The table of a payload. `undefined` when it is damaged, of something else, or does not fit a source of this size or a
 * query with this many captures.
 */
export const decodeTable = (
  payload: Uint8Array,
  sourceBytes: number,
  captures: number,
  key: PayloadKey
): CaptureTable | undefined => {
  if (payload.length < CHECKSUM || view(payload).getBigUint64(0, true) !== checksum(payload, key)) return undefined
  const body = inflate(payload.subarray(CHECKSUM))
  if (body === undefined) return undefined
  let at = 0
  // Reading past the end gives NaN, which fits nowhere.
  const next = (): number => {
    let value = 0
    for (let factor = 1; factor < 2 ** 35; factor *= 128) {
      const byte = at < body.length ? body[at++]! : NaN
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      if (Number.isNaN(byte)) return NaN
    }
    return NaN
  }
  if (next() !== sourceBytes) return undefined
  const count = next()
  const positions = next()
  // A record takes at least three bytes, so no more memory is taken than the body accounts for.
  if (!(count * 3 + positions <= body.length)) return undefined
  const words = new Uint32Array(count * STRIDE)
  let start = 0
  for (let i = 0; i < words.length; i += STRIDE) {
    const head = next()
    const distance = next()
    const length = next()
    const children = (head & 2) === 0 ? 0 : next()
    start += (head & 1) === 0 ? distance : -distance
    const id = Math.floor(head / 4)
    if (!(id < captures && start >= 0 && start + length <= sourceBytes && children <= sourceBytes)) return undefined
    words[i] = id
    words[i + 1] = start
    words[i + 2] = start + length
    words[i + 3] = children
  }
  const errors = new Uint32Array(positions)
  let position = 0
  for (let i = 0; i < positions; i++) {
    const step = next()
    position += step % 2 === 0 ? step / 2 : -(step + 1) / 2
    if (!(position >= 0 && position <= sourceBytes)) return undefined
    errors[i] = position
  }
  return at === body.length ? { words, count, errors } : undefined
}

const inflate = (deflated: Uint8Array): Uint8Array | undefined => {
  try {
    return inflateRawSync(deflated, { maxOutputLength: LARGEST_BODY })
  } catch {
    return undefined
  }
}

const checksum = (payload: Uint8Array, { contentHash, grammar }: PayloadKey): bigint =>
  xxh3.xxh64(payload.subarray(CHECKSUM), contentHash ^ BigInt.asUintN(64, grammar << 1n) ^ (grammar >> 63n))

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
