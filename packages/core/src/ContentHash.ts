/**
 * xxh3-64 of a file's raw bytes, seed 0: a `bigint` in memory, 16 lower-case hex digits in JSON, 8 little-endian bytes in
 * the database.
 */
import * as Schema from "effect/Schema"

export type ContentHash = bigint

/** The hash as it stands in JSON. */
export const ContentHash = /* @__PURE__ */ Schema.transform(
  /* @__PURE__ */ Schema.String.pipe(/* @__PURE__ */ Schema.pattern(/^[0-9a-f]{16}$/)),
  Schema.BigIntFromSelf,
  { strict: true, decode: (hex) => fromHex(hex), encode: (hash) => toHex(hash) }
)

export const toHex = (hash: ContentHash): string => hash.toString(16).padStart(16, "0")

export const fromHex = (hex: string): ContentHash => BigInt(`0x${hex}`)

/** The low and high 32 bits, as signed words. */
export const toWords = (hash: ContentHash): readonly [low: number, high: number] => [
  Number(BigInt.asIntN(32, hash)),
  Number(BigInt.asIntN(32, hash >> 32n))
]

export const fromWords = (low: number, high: number): ContentHash => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)

export const toBytes = (hash: ContentHash): Uint8Array => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, hash, true)
  return bytes
}

export const fromBytes = (bytes: Uint8Array): ContentHash =>
  new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)
