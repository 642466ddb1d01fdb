/**
 * The hash of a file's raw bytes, by one of two algorithms that are never taken for each other:
 *
 * - xxh3-64, seed 0: a `bigint` in memory, 16 lower-case hex digits in JSON, 8 little-endian bytes in the database.
 * - BLAKE3: its 64 lower-case hex digits in memory as in JSON, its 32 bytes in the database.
 */
import * as Schema from "effect/Schema"

/** The first is the default. */
export const HASH_ALGORITHMS = ["xxh3", "blake3"] as const
export type HashAlgorithm = (typeof HASH_ALGORITHMS)[number]

/** Hashes of the same algorithm and content are equal by `===`, all others differ. */
export type ContentHash = bigint | Blake3Hash

/** 64 lower-case hex digits. */
export type Blake3Hash = string

export const algorithmOf = (hash: ContentHash): HashAlgorithm => (typeof hash === "bigint" ? "xxh3" : "blake3")

export const toHex = (hash: ContentHash): string =>
  typeof hash === "bigint" ? hash.toString(16).padStart(16, "0") : hash

/** The xxh3-64 of something else than a file, as it stands in JSON. */
export const Xxh3Hash = /* @__PURE__ */ Schema.transform(
  /* @__PURE__ */ Schema.String.pipe(/* @__PURE__ */ Schema.pattern(/^[0-9a-f]{16}$/)),
  Schema.BigIntFromSelf,
  { strict: true, decode: (hex) => BigInt(`0x${hex}`), encode: toHex }
)

/** The hash as it stands in JSON. */
export const ContentHash = /* @__PURE__ */ Schema.Union(
  Xxh3Hash,
  /* @__PURE__ */ Schema.String.pipe(/* @__PURE__ */ Schema.pattern(/^[0-9a-f]{64}$/))
)

/** The low and high 32 bits, as signed words. */
export const toWords = (hash: bigint): readonly [low: number, high: number] => [
  Number(BigInt.asIntN(32, hash)),
  Number(BigInt.asIntN(32, hash >> 32n))
]

export const fromWords = (low: number, high: number): bigint => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)

/** How many bytes a BLAKE3 hash has. */
export const BLAKE3_BYTES = 32

/** As it stands in the database. */
export const toBytes = (hash: ContentHash): Uint8Array => {
  if (typeof hash === "string") return Buffer.from(hash, "hex")
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, hash, true)
  return bytes
}

/** What `toBytes` gave; `undefined` for what no algorithm gives. */
export const fromBytes = (bytes: Uint8Array): ContentHash | undefined => {
  if (bytes.length === 8) return xxh3FromBytes(bytes)
  return bytes.length === BLAKE3_BYTES ? blake3FromBytes(bytes) : undefined
}

/** Of the first 8 bytes. */
export const xxh3FromBytes = (bytes: Uint8Array): bigint =>
  new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)

export const blake3FromBytes = (bytes: Uint8Array): Blake3Hash =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")
