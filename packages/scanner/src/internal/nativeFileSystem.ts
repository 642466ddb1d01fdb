/** The file system of this machine by the calls of `native/files.c`, where there are any: the same answers for less CPU. */
import { loadAddon } from "@drift/addon/Addon"
import type { EntryKind, EntryStat, FileSystemCalls } from "./fileSystem.js"
import { nodeFileSystem } from "./fileSystem.js"

/** What `native/files.c` exports. */
interface FileCalls {
  /** What the last call has seen: kind, size, seconds and nanoseconds of the mtime. */
  readonly seen: Float64Array
  /** 0, or the number of the error. */
  readonly lstat: (path: string) => number
  /** How many bytes were read, or the number of the error, negative. */
  readonly read: (path: string, memory: Uint8Array, offset: number, length: number) => number
}

const KINDS: ReadonlyArray<EntryKind> = ["other", "file", "directory"]

/** The same number on every system that has the addon. */
const ENOENT = 2

/** Node's own calls where this machine has no build of the addon that it can load. */
export const load = (): FileSystemCalls => {
  try {
    return callsOf(loadAddon("@drift/scanner", import.meta.url) as FileCalls)
  } catch {
    return nodeFileSystem
  }
}

const callsOf = ({ lstat, read, seen }: FileCalls): FileSystemCalls => {
  const stat = (): EntryStat => ({ kind: KINDS[seen[0]!]!, size: seen[1]!, mtimeSecs: seen[2]!, mtimeNanos: seen[3]! })
  return {
    ...nodeFileSystem,
    lstat: (path) => {
      const failed = lstat(path)
      if (failed === 0) return stat()
      return failed === ENOENT ? undefined : nodeFileSystem.lstat(path)
    },
    readWhole: (path, buffer, offset, size) => (read(path, buffer, offset, size) === size ? stat() : undefined)
  }
}
