/** Reads files one after the other into one buffer, and tells whether they held still meanwhile. */
import type { EntryStat, FileSystemCalls } from "./fileSystem.js"
import { isGone } from "./fileSystem.js"

export type FileRead =
  | {
      readonly _tag: "Read"
      /** A view of the reader's buffer: valid until the next read. */
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

const same = (a: EntryStat, b: EntryStat): boolean =>
  a.size === b.size && a.mtimeSecs === b.mtimeSecs && a.mtimeNanos === b.mtimeNanos

export class FileReader {
  readonly #fs: FileSystemCalls
  #buffer = new Uint8Array(64 * 1024)

  constructor(fs: FileSystemCalls) {
    this.#fs = fs
  }

  /** Throws the system's error when the file is there but cannot be read. */
  read(path: string, limit: number, follow = false): FileRead {
    const first = this.#readOnce(path, limit, follow)
    return first._tag === "Read" && first.unstable ? this.#readOnce(path, limit, follow) : first
  }

  #readOnce(path: string, limit: number, follow: boolean): FileRead {
    let handle: number
    try {
      handle = this.#fs.open(path, follow)
    } catch (error) {
      if (isGone(error)) return GONE
      throw error
    }
    try {
      const before = this.#fs.fstat(handle)
      if (before.kind !== "file") return GONE
      if (before.size > limit) return { _tag: "Large", stat: before }
      const length = this.#fill(handle, before.size, limit)
      const stat = this.#fs.fstat(handle)
      if (stat.size > limit || length > limit) return { _tag: "Large", stat }
      return { _tag: "Read", bytes: this.#buffer.subarray(0, length), stat, unstable: !same(before, stat) }
    } finally {
      this.#fs.close(handle)
    }
  }

  /** Reads to the end, but hardly more than `limit` bytes; one read is enough for a file as long as it says. */
  #fill(handle: number, size: number, limit: number): number {
    let length = 0
    this.#reserve(size + 1, 0)
    for (;;) {
      const room = this.#buffer.length - length
      const read = this.#fs.read(handle, this.#buffer, length)
      length += read
      if (read === 0 || length > limit || (length === size && read < room)) return length
      if (length === this.#buffer.length) this.#reserve(length * 2, length)
    }
  }

  #reserve(size: number, used: number): void {
    if (size <= this.#buffer.length) return
    const grown = new Uint8Array(2 ** Math.ceil(Math.log2(size)))
    grown.set(this.#buffer.subarray(0, used))
    this.#buffer = grown
  }
}
