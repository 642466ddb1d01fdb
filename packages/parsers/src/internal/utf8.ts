/** UTF-8 to string with the way back: for every UTF-16 unit, the byte at which its character starts. */
import { isAscii } from "node:buffer"

export interface Decoded {
  readonly text: string
  /** One longer than the text: the last is the length in bytes. */
  readonly offsets: Uint32Array
}

/** The text of a source, and the byte at which the character of a UTF-16 unit starts. */
export const decodeSource = (
  bytes: Uint8Array
): { readonly text: string; readonly byteAt: (index: number) => number } => {
  if (isAscii(bytes)) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1")
    return { text, byteAt: (index) => index }
  }
  const { offsets, text } = decodeUtf8(bytes)
  return { text, byteAt: (index) => offsets[index]! }
}

/** Bytes of a well-formed sequence by its lead byte, 1 for what cannot lead. */
const sequenceLength = (lead: number): number =>
  lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1

/**
 * Decodes as the WHATWG decoder does, except that every byte of an ill-formed sequence becomes a replacement character of
 * its own, so that each has one place. A byte order mark stays, as U+FEFF.
 */
export const decodeUtf8 = (bytes: Uint8Array): Decoded => {
  const units = new Uint16Array(bytes.length)
  const offsets = new Uint32Array(bytes.length + 1)
  let length = 0
  let at = 0
  while (at < bytes.length) {
    const lead = bytes[at]!
    const size = sequenceLength(lead)
    let code = lead < 0x80 ? lead : size === 1 ? -1 : lead & (0x7f >> size)
    if (size > 1) {
      for (let i = 1; i < size; i++) {
        const next = bytes[at + i]
        if (next === undefined || (next & 0xc0) !== 0x80) {
          code = -1
          break
        }
        code = (code << 6) | (next & 0x3f)
      }
      const tooShort = (size === 3 && code < 0x800) || (size === 4 && code < 0x10000)
      if (tooShort || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) code = -1
    }
    offsets[length] = at
    if (code < 0) {
      units[length++] = 0xfffd
      at += 1
    } else {
      if (code < 0x10000) units[length++] = code
      else {
        units[length++] = 0xd800 + ((code - 0x10000) >> 10)
        offsets[length] = at
        units[length++] = 0xdc00 + ((code - 0x10000) & 0x3ff)
      }
      at += size
    }
  }
  offsets[length] = bytes.length
  const text = Buffer.from(units.buffer, 0, length * 2).toString("utf16le")
  return { text, offsets: offsets.subarray(0, length + 1) }
}
