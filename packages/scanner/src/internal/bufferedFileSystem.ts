/** A file system with some files as an editor holds them, saved or not. */
import type { DirectoryEntry, EntryStat, FileSystemCalls } from "./fileSystem.js"
import { isGone, keyOf, withoutSlash } from "./fileSystem.js"
import type { Contents } from "./memoryFileSystem.js"
import * as MemoryFileSystem from "./memoryFileSystem.js"

/** `disk`, except that the files below `root` that `buffers` names have that content, whatever is there instead of them. */
export const make = (disk: FileSystemCalls, root: string, buffers: Contents): FileSystemCalls => {
  const given = withoutSlash(root)
  const top = realRoot(disk, given)
  const memory = MemoryFileSystem.make(top, buffers)

  /** Without the links on the way to the root. */
  const real = (path: string): string =>
    given !== top && (path === given || path.startsWith(`${given}/`)) ? top + path.slice(given.length) : path

  const isTop = (path: string): boolean => path === top || path === `${top}/`

  /** What there is of a folder in which a buffer is. Links on the way to one are not followed. */
  const onDisk = (path: string): ReadonlyArray<DirectoryEntry> => {
    try {
      return isTop(path) || disk.lstat(path)?.kind === "directory" ? disk.list(path) : []
    } catch (error) {
      if (isGone(error) && !isTop(path)) return []
      throw error
    }
  }

  const isBuffer = (path: string): boolean => memory.lstat(path)?.kind === "file"

  /** Buffers, and the folders that they are in, whether there are such or not. The root is to be there. */
  const held = (path: string): EntryStat | undefined => (isTop(path) ? undefined : memory.lstat(path))

  return {
    list: (path) => {
      if (memory.lstat(path)?.kind !== "directory") return disk.list(path)
      const entries = new Map(onDisk(path).map((entry) => [keyOf(entry), entry]))
      for (const entry of memory.list(path)) entries.set(entry.name, entry)
      return [...entries.values()]
    },
    lstat: (path) => held(real(path)) ?? disk.lstat(path),
    stat: (path) => held(real(path)) ?? disk.stat(path),
    open: (path, follow) => (isBuffer(path) ? memory.open(path) : disk.open(path, follow)),
    fstat: (handle) => (handle < 0 ? memory : disk).fstat(handle),
    read: (handle, buffer, offset) => (handle < 0 ? memory : disk).read(handle, buffer, offset),
    close: (handle) => (handle < 0 ? memory : disk).close(handle),
    readWhole: (path, buffer, offset, size) => (isBuffer(path) ? memory : disk).readWhole?.(path, buffer, offset, size),
    realpath: disk.realpath,
    identity: (path) => {
      try {
        return disk.identity?.(path) ?? path
      } catch (error) {
        // A folder that only buffers are in.
        if (isGone(error)) return path
        throw error
      }
    },
    sourceOf: (path) => (isBuffer(path) ? memory : disk).sourceOf(path)
  }
}

/** As it is where it does not exist: the scan will say so. */
const realRoot = (disk: FileSystemCalls, root: string): string => {
  try {
    return disk.realpath(root)
  } catch {
    return root
  }
}
