/** Reads files, and tells whether they held still meanwhile. */
import type { FileStat } from "@drift/core/ParseJob"
import type { EntryStat, FileSystemCalls } from "./fileSystem.js"
import { isGone } from "./fileSystem.js"
import { ReadBuffer } from "./readBuffer.js"

export type FileRead =
  | {
      readonly _tag: "Read"
      /** A view of the buffer: valid until the next read, unless they are kept there. */
      readonly bytes: Uint8Array
      /** Of the open handle, after the read. */
      readonly stat: EntryStat
      /** It changed while it was read, twice: the bytes may be a mixture. */
      readonly unstable: boolean
    }
  /** Over the limit; not read. */
  | { readonly _tag: "Large"; readonly stat: EntryStat }
  /** Not there, or no regular file any more. */
  | { readonly _tag: "Gone" }

const GONE: FileRead = { _tag: "Gone" }

const UNKNOWN: FileStat = { size: -1, mtimeSecs: 0, mtimeNanos: 0 }

const same = (a: FileStat, b: FileStat): boolean =>
  a.size === b.size && a.mtimeSecs === b.mtimeSecs && a.mtimeNanos === b.mtimeNanos

export class FileReader {
  readonly #fs: FileSystemCalls
  readonly #scratch = new ReadBuffer(64 * 1024)

  constructor(fs: FileSystemCalls) {
    this.#fs = fs
  }

  /** Throws the system's error when the file is there but cannot be read. */
  read(path: string, limit: number, follow = false): FileRead {
    return this.#read(path, limit, UNKNOWN, this.#scratch, follow)
  }

  /**
   * As `read`, for a file that was `seen` like this a while ago, into this buffer. One look at the open file, after the
   * read, is then enough: if nothing has changed since it was seen, nothing changed while it was read.
   */
  readSeen(path: string, limit: number, seen: FileStat, buffer: ReadBuffer = this.#scratch): FileRead {
    return this.#read(path, limit, seen, buffer, false)
  }

  #read(path: string, limit: number, seen: FileStat, buffer: ReadBuffer, follow: boolean): FileRead {
    if (seen !== UNKNOWN && !follow && seen.size <= limit) {
      const stat = this.#fs.readWhole?.(path, buffer.reserve(seen.size + 1, 0), buffer.start, seen.size)
      if (stat?.kind === "file" && same(seen, stat)) {
        return { _tag: "Read", bytes: buffer.view(seen.size), stat, unstable: false }
      }
    }
    const first = this.#readOnce(path, limit, seen, buffer, follow)
    return first._tag === "Read" && first.unstable ? this.#readOnce(path, limit, first.stat, buffer, follow) : first
  }

  #readOnce(path: string, limit: number, seen: FileStat, buffer: ReadBuffer, follow: boolean): FileRead {
    let handle: number
    try {
      handle = this.#fs.open(path, follow)
    } catch (error) {
      if (isGone(error)) return GONE
      throw error
    }
    try {
      let before = seen
      if (seen === UNKNOWN) {
        const stat = this.#fs.fstat(handle)
        if (stat.kind !== "file") return GONE
        if (stat.size > limit) return { _tag: "Large", stat }
        before = stat
      }
      let length: number
      try {
        length = this.#fill(handle, before.size, limit, buffer)
      } catch (error) {
        if (this.#fs.fstat(handle).kind !== "file") return GONE
        throw error
      }
      const stat = this.#fs.fstat(handle)
      if (stat.kind !== "file") return GONE
      if (stat.size > limit || length > limit) return { _tag: "Large", stat }
      return { _tag: "Read", bytes: buffer.view(length), stat, unstable: !same(before, stat) }
    } finally {
      this.#fs.close(handle)
    }
  }

  /** Reads to the end, but hardly more than `limit` bytes; one read is enough for a file as long as it says. */
  #fill(handle: number, size: number, limit: number, buffer: ReadBuffer): number {
    let length = 0
    let memory = buffer.reserve(size + 1, 0)
    for (;;) {
      const at = buffer.start + length
      const read = this.#fs.read(handle, memory, at)
      length += read
      if (read === 0 || length > limit || (length === size && at + read < memory.length)) return length
      if (at + read === memory.length) memory = buffer.reserve(length * 2, length)
    }
  }
}
