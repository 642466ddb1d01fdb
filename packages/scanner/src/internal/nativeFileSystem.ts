/** The file system of this machine by the calls of `native/files.c`, where there are any: the same answers for less CPU. */
import { constants } from "node:os"
import { loadAddon } from "@drift/addon/Addon"
import type { DirectoryEntry, EntryKind, EntryStat, FileSystemCalls, Listing } from "./fileSystem.js"
import { entryOfBytes, listWhole, mayBeInvalid, nodeFileSystem, SystemError } from "./fileSystem.js"

/** What `native/files.c` exports. */
interface FileCalls {
  /** What the last call has seen: kind, size, seconds and nanoseconds of the mtime. */
  readonly seen: Float64Array
  /** 0, or the number of the error. */
  readonly lstat: (path: string) => number
  /** How many bytes were read, or the number of the error, negative. */
  readonly read: (path: string, memory: Uint8Array, offset: number, length: number) => number
  /**
   * How many entries of a directory are now in `entries` and `names`, or the number of the error, negative. Files come with
   * what was seen of them if `stats`; a size below 0 says that nothing was.
   */
  readonly list: (path: string, stats: boolean) => number
  /** A file descriptor, or the number of the error, negative. A link anywhere in the path is one, where the system can tell. */
  readonly open: (path: string) => number
  /** The entries after those, by the cursor of the last call; none of it is open once that is 0. */
  readonly listMore: (cursor: number, stats: boolean) => number
  readonly endListing: (cursor: number) => void
  /** Of the last listing: bytes of the names, cursor. */
  readonly listed: Float64Array
  /** Of each entry: kind, size, seconds and nanoseconds of the mtime. */
  readonly entries: Float64Array
  /** Each name ends with a NUL. */
  readonly names: Uint8Array
}

/** Numbers of an entry. */
const NUMBERS = 4

const KINDS: ReadonlyArray<EntryKind> = ["other", "file", "directory", "link"]

/** The same number on every system that has the addon. */
const ENOENT = 2

/** There is a link where there was none. Asking Node would follow it. */
const { ELOOP } = constants.errno

/** Node's own calls where this machine has no build of the addon that it can load, or one of other sources. */
export const load = (): FileSystemCalls => {
  try {
    return fileSystemOf(loadAddon("@drift/scanner", import.meta.url))
  } catch {
    return nodeFileSystem
  }
}

/** The file system by these calls, if they are all there; else Node's. */
export const fileSystemOf = (addon: unknown): FileSystemCalls => (isWhole(addon) ? callsOf(addon) : nodeFileSystem)

const CALLS: ReadonlyArray<keyof FileCalls> = ["lstat", "read", "open", "list", "listMore", "endListing"]

const isWhole = (addon: unknown): addon is FileCalls =>
  typeof addon === "object" && addon !== null && CALLS.every((name) => typeof Reflect.get(addon, name) === "function")

/** The same number, as a small integer where it is one: what comes out of an array of doubles may take an object of its own. */
const compact = (n: number): number => ((n | 0) === n ? n | 0 : n)

const statAt = (numbers: Float64Array, at: number): EntryStat => ({
  kind: KINDS[numbers[at]!]!,
  size: compact(numbers[at + 1]!),
  mtimeSecs: compact(numbers[at + 2]!),
  mtimeNanos: compact(numbers[at + 3]!)
})

const callsOf = (calls: FileCalls): FileSystemCalls => {
  const { lstat, read, seen } = calls
  return {
    ...nodeFileSystem,
    lstat: (path) => {
      const failed = lstat(path)
      if (failed === 0) return statAt(seen, 0)
      return failed === ENOENT ? undefined : nodeFileSystem.lstat(path)
    },
    open: (path, follow) => {
      if (follow === true) return nodeFileSystem.open(path, true)
      const file = calls.open(path)
      if (file === -ELOOP) throw new SystemError("ELOOP", path)
      return file >= 0 ? file : nodeFileSystem.open(path)
    },
    startListing: (path, stats) => {
      const count = calls.list(path, stats)
      if (count === -ELOOP) throw new SystemError("ELOOP", path)
      // Node says what is wrong with the directory if anything is.
      return count < 0 ? listWhole(nodeFileSystem, path) : new NativeListing(calls, path, stats, count)
    },
    readWhole: (path, buffer, offset, size) => (read(path, buffer, offset, size) === size ? statAt(seen, 0) : undefined)
  }
}

class NativeListing implements Listing {
  readonly #calls: FileCalls
  readonly #path: string
  readonly #stats: boolean
  /** Taken at once: another listing would write over them. */
  #first: ReadonlyArray<DirectoryEntry> | undefined
  #cursor: number

  constructor(calls: FileCalls, path: string, stats: boolean, count: number) {
    this.#calls = calls
    this.#path = path
    this.#stats = stats
    this.#cursor = calls.listed[1]!
    this.#first = this.#take(count)
  }

  next(): ReadonlyArray<DirectoryEntry> | undefined {
    if (this.#first !== undefined) {
      const first = this.#first
      this.#first = undefined
      return first
    }
    if (this.#cursor === 0) return undefined
    const count = this.#calls.listMore(this.#cursor, this.#stats)
    this.#cursor = this.#calls.listed[1]!
    if (count < 0) throw new SystemError("EIO", this.#path)
    return this.#take(count)
  }

  close(): void {
    if (this.#cursor !== 0) this.#calls.endListing(this.#cursor)
    this.#cursor = 0
  }

  #take(count: number): ReadonlyArray<DirectoryEntry> {
    const { entries, listed, names } = this.#calls
    if (count === 0) return []
    const bytes = Buffer.from(names.buffer, names.byteOffset, listed[0])
    const text = bytes.toString("utf8", 0, bytes.length - 1)
    if (mayBeInvalid(text)) return this.#takeBytes(bytes)
    let at = -NUMBERS
    return text.split("\0").map((name): DirectoryEntry => {
      at += NUMBERS
      const kind = KINDS[entries[at]!]!
      return kind === "file" && entries[at + 1]! >= 0 ? { name, kind, stat: statAt(entries, at) } : { name, kind }
    })
  }

  #takeBytes(bytes: Buffer): ReadonlyArray<DirectoryEntry> {
    const { entries } = this.#calls
    const taken: Array<DirectoryEntry> = []
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(0, start)
      const at = taken.length * NUMBERS
      const entry = entryOfBytes(bytes.subarray(start, end), KINDS[entries[at]!]!)
      taken.push(entries[at + 1]! >= 0 ? { ...entry, stat: statAt(entries, at) } : entry)
      start = end + 1
    }
    return taken
  }
}
