/**
 * The calls by which the scanner touches a file system, all but one synchronous, and the real ones.
 *
 * Tests and the memory layer give other calls. Failures are thrown as Node's errors, with a `code`.
 */
import type { FileStat, Source } from "@drift/core/ParseJob"
import type * as Effect from "effect/Effect"
import * as fs from "node:fs"

/** `other` is a FIFO, a socket or a device. */
export type EntryKind = "file" | "directory" | "link" | "other"

export interface DirectoryEntry {
  readonly name: string
  readonly kind: EntryKind
  /** Set when the name is no valid UTF-8: its bytes, one per character. `name` is then for people only. */
  readonly invalid?: string
  /** What it looks like, where the listing knows that already. */
  readonly stat?: EntryStat
}

/** A directory that is being listed. */
export interface Listing {
  /** Some more entries, in no order; `undefined` once there are none, which closes it. */
  readonly next: () => ReadonlyArray<DirectoryEntry> | undefined
  /** Ends it early. */
  readonly close: () => void
}

export interface EntryStat extends FileStat {
  readonly kind: EntryKind
}

export interface FileSystemCalls {
  /** Symbolic links are not followed. */
  readonly list: (path: string) => ReadonlyArray<DirectoryEntry>
  /**
   * As `list`, a bounded number of entries at a time, with the stats of the files among them if `stats`. Refuses a link at the
   * end of the path, unless a slash follows it. May be absent.
   */
  readonly startListing?: (path: string, stats: boolean) => Listing
  /** `undefined` when there is no such entry. Does not follow a link at the end of the path. */
  readonly lstat: (path: string) => EntryStat | undefined
  /** As `lstat`, following links. */
  readonly stat: (path: string) => EntryStat | undefined
  /** Opens for reading, never blocking on a FIFO; refuses a link at the end of the path unless `follow`. */
  readonly open: (path: string, follow?: boolean) => number
  readonly fstat: (handle: number) => EntryStat
  /** Reads from the current position into `buffer` from `offset` on; 0 at the end. */
  readonly read: (handle: number, buffer: Uint8Array, offset: number) => number
  readonly close: (handle: number) => void
  /**
   * All that `open`, `read`, `fstat` and `close` do for a file that is there and `size` bytes long, in one call: its bytes in
   * `buffer` from `offset` on, and what it looked like afterwards. Needs room for one byte more, by which it would see that
   * the file has grown. `undefined` for everything else: then ask call by call. May be absent.
   */
  readonly readWhole?: (path: string, buffer: Uint8Array, offset: number, size: number) => EntryStat | undefined
  /**
   * Makes ready the bytes of these files, and only these: to be done before they are opened. They come from `list` and
   * `lstat`, whose sizes tell how much that is. May be absent: then any file can be opened at any time, here and by whoever
   * gets its `sourceOf`.
   */
  readonly fetch?: (paths: ReadonlyArray<string>) => Effect.Effect<void>
  /** The path without links. */
  readonly realpath: (path: string) => string
  /** Tells whether two paths lead to the same directory, links followed. Absent where there are no links. */
  readonly identity?: (path: string) => string
  /** How others get at the bytes of a file. */
  readonly sourceOf: (absolutePath: string) => Source
}

/** As the system's own errors are: told apart by their code. */
export class SystemError extends Error {
  readonly code: string
  constructor(code: string, path: string) {
    super(`${code}: ${path}`)
    this.code = code
  }
}

/** A directory's path, which may end with a slash, so that a name can be put behind it with one; `""` for `/`. */
export const withoutSlash = (path: string): string => (path.endsWith("/") ? path.slice(0, -1) : path)

/** The `code` of a system error; `""` for anything else. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : ""

export const isPermissionError = (error: unknown): boolean => codeOf(error) === "EACCES" || codeOf(error) === "EPERM"

/** The entry is gone, or is something else by now (a link where a file was). */
export const isGone = (error: unknown): boolean => ["ENOENT", "ENOTDIR", "ELOOP"].includes(codeOf(error))

/** What went wrong with `path`, in a sentence. */
export const describe = (error: unknown, path: string): string => {
  if (isPermissionError(error)) return `Permission denied: ${path}`
  const code = codeOf(error)
  return code === "" ? `Cannot read: ${path}` : `Cannot read: ${path} (${code})`
}

const NANOS = 1_000_000_000n

const kindOf = (entry: fs.Dirent | fs.Dirent<Buffer> | fs.BigIntStats): EntryKind =>
  entry.isFile() ? "file" : entry.isDirectory() ? "directory" : entry.isSymbolicLink() ? "link" : "other"

const toStat = (stats: fs.BigIntStats): EntryStat => {
  let mtimeSecs = Number(stats.mtimeNs / NANOS)
  let mtimeNanos = Number(stats.mtimeNs % NANOS)
  if (mtimeNanos < 0) {
    mtimeSecs -= 1
    mtimeNanos += 1_000_000_000
  }
  return { kind: kindOf(stats), size: Number(stats.size), mtimeSecs, mtimeNanos }
}

const BIGINT = { bigint: true, throwIfNoEntry: false } as const

/** Absent on Windows, where a link is told apart by its type alone. */
const NO_FOLLOW = fs.constants.O_NOFOLLOW ?? 0
const NO_BLOCK = fs.constants.O_NONBLOCK ?? 0

const REPLACEMENT = "\uFFFD"

/** `name` with every byte outside ASCII as `\xNN`, for a name that no string can hold. */
const escapeBytes = (bytes: Buffer): string =>
  bytes.toString("latin1").replace(/[\x80-\xff]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`)

/** The entry whose name is these bytes. */
export const entryOfBytes = (bytes: Buffer, kind: EntryKind): DirectoryEntry => {
  const name = bytes.toString("utf8")
  return name.includes(REPLACEMENT) && !Buffer.from(name, "utf8").equals(bytes)
    ? { name: escapeBytes(bytes), kind, invalid: bytes.toString("latin1") }
    : { name, kind }
}

/** Tells entries of a directory apart: a name for people may be another entry's own. */
export const keyOf = ({ invalid, name }: { readonly name: string; readonly invalid?: string | undefined }): string =>
  invalid === undefined ? name : `\0${invalid}`

/** Whether a decoded text may stand for bytes that are no UTF-8. */
export const mayBeInvalid = (text: string): boolean => text.includes(REPLACEMENT)

/** The file system of this machine. */
export const nodeFileSystem: FileSystemCalls = {
  list: (path) => {
    const entries = fs.readdirSync(path, { withFileTypes: true })
    // Decoding has replaced what is no UTF-8, so the bytes are read again, and only then.
    return entries.some((entry) => mayBeInvalid(entry.name))
      ? fs
          .readdirSync(path, { withFileTypes: true, encoding: "buffer" })
          .map((entry) => entryOfBytes(entry.name, kindOf(entry)))
      : entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
  },
  lstat: (path) => {
    const stats = fs.lstatSync(path, BIGINT)
    return stats === undefined ? undefined : toStat(stats)
  },
  stat: (path) => {
    const stats = fs.statSync(path, BIGINT)
    return stats === undefined ? undefined : toStat(stats)
  },
  open: (path, follow = false) => fs.openSync(path, fs.constants.O_RDONLY | NO_BLOCK | (follow ? 0 : NO_FOLLOW)),
  fstat: (handle) => toStat(fs.fstatSync(handle, { bigint: true })),
  read: (handle, buffer, offset) => fs.readSync(handle, buffer, offset, buffer.length - offset, null),
  close: (handle) => fs.closeSync(handle),
  realpath: (path) => fs.realpathSync.native(path),
  identity: (path) => {
    const { dev, ino } = fs.statSync(path, { bigint: true })
    return `${dev}:${ino}`
  },
  sourceOf: (absolutePath) => ({ _tag: "Path", absolutePath })
}

/** What is listed already, or all at once. */
export const wholeListing = (listed: ReadonlyArray<DirectoryEntry>): Listing => {
  let entries: ReadonlyArray<DirectoryEntry> | undefined = listed
  return {
    next: () => {
      const whole = entries
      entries = undefined
      return whole
    },
    close: () => {}
  }
}

/** `FileSystemCalls.startListing` by the calls that every file system has. */
export const listWhole = (fs: FileSystemCalls, path: string): Listing => {
  if (!path.endsWith("/") && fs.lstat(path)?.kind === "link") throw new SystemError("ENOTDIR", path)
  return wholeListing(fs.list(path))
}
