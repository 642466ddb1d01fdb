/** Pure helpers on bytes and strings that more than one room needs. */
import { isUtf8 } from "node:buffer"

/** How the bytes of a file are to be read. `utf-8-lossy` marks invalid UTF-8, read with replacement characters. */
export const ENCODINGS = ["utf-8", "utf-8-lossy", "utf-16le", "utf-16be"] as const
export type Encoding = (typeof ENCODINGS)[number]

/** What a look at a file's bytes tells before parsing. */
export type Inspection =
  | { readonly _tag: "Text"; readonly encoding: Encoding }
  | { readonly _tag: "Binary" }
  | {
      readonly _tag: "Undecodable"
      /** The encoding that the byte order mark claims. */
      readonly encoding: string
    }

/** A NUL byte within this many bytes makes a file binary, as in git and ripgrep. */
const BINARY_WINDOW = 8192

const decodesAs = (encoding: "utf-16le" | "utf-16be", bytes: Uint8Array): boolean => {
  try {
    decodeUtf16(bytes, encoding, true)
    return true
  } catch {
    return false
  }
}

const decodeUtf16 = (bytes: Uint8Array, encoding: "utf-16le" | "utf-16be", fatal: boolean): string =>
  new TextDecoder(encoding, { fatal }).decode(bytes)

/**
 * Tells text from binary, in this order: UTF-32 byte order mark, UTF-16 byte order mark, NUL in the first 8 KiB, UTF-8.
 * With `headOnly` the validity of UTF-8 is not checked, which needs every byte.
 */
export const inspect = (bytes: Uint8Array, headOnly = false): Inspection => {
  const a = bytes[0]
  const b = bytes[1]
  const c = bytes[2]
  const d = bytes[3]
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { _tag: "Undecodable", encoding: "utf-32le" }
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { _tag: "Undecodable", encoding: "utf-32be" }
  const utf16 = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : undefined
  if (utf16 !== undefined) {
    return decodesAs(utf16, bytes) ? { _tag: "Text", encoding: utf16 } : { _tag: "Undecodable", encoding: utf16 }
  }
  // A `Buffer` looks for a byte many times as fast as a `Uint8Array`.
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, BINARY_WINDOW))
  if (head.includes(0)) return { _tag: "Binary" }
  return { _tag: "Text", encoding: headOnly || isUtf8(bytes) ? "utf-8" : "utf-8-lossy" }
}

/** The UTF-8 form of text in `encoding`. UTF-8 comes back as it is, byte order mark and invalid bytes included. */
export const toUtf8 = (bytes: Uint8Array, encoding: Encoding): Uint8Array =>
  encoding === "utf-16le" || encoding === "utf-16be"
    ? new TextEncoder().encode(decodeUtf16(bytes, encoding, false))
    : bytes

/** Moves surrogates above the rest of the BMP, so that code units compare as the UTF-8 bytes of their characters do. */
const utf8Rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit)

/** Orders strings as their UTF-8 bytes, which is how git and SQLite order paths. */
export const compareUtf8 = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return utf8Rank(x) - utf8Rank(y)
  }
  return a.length - b.length
}

/** `512 B`, `1.4 MB`; powers of 1,000 as disks are sold. */
export const bytes = (n: number): string => {
  const units = ["B", "kB", "MB", "GB", "TB"]
  let value = n
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}
