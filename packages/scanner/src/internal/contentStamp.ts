/** An mtime that stands for content, where files have none: it differs whenever the content does, and only then. */
import type { FileStat } from "@drift/core/ParseJob"
import { xxh3 } from "@node-rs/xxhash"

type Stamp = Pick<FileStat, "mtimeSecs" | "mtimeNanos">

/**
 * Some 35 million years before 1970: no file system says so, so that what one says is never taken for what a stamp says, and
 * it is too old to be racy. SQLite keeps integers apart from reals up to the double of it.
 */
const EPOCH = -(2 ** 50)

/** Of the hash of these bytes, all 64 bits. */
export const ofBytes = (bytes: Uint8Array): Stamp => {
  const hash = xxh3.xxh64(bytes)
  return { mtimeSecs: EPOCH - Number(hash >> 15n), mtimeNanos: Number(hash & 0x7fffn) }
}

/** Of the name that git gives to content, in hexadecimal digits: 79 bits of it. */
export const ofObject = (id: string): Stamp => ({
  mtimeSecs: EPOCH - Math.floor(parseInt(id.slice(0, 13), 16) / 4),
  mtimeNanos: parseInt(id.slice(13, 21), 16) % 1_000_000_000
})
