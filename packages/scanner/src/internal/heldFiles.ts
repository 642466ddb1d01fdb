/** Files whose bytes are in memory, behind the calls by which a file is opened and read. */
import type { EntryStat, FileSystemCalls } from "./fileSystem.js"
import { SystemError } from "./fileSystem.js"

export interface HeldFile {
  readonly stat: EntryStat
  /** Throws when they cannot be had. */
  readonly bytes: () => Uint8Array
}

type ReadCalls = Pick<FileSystemCalls, "open" | "fstat" | "read" | "close"> &
  Required<Pick<FileSystemCalls, "readWhole">>

/** `find` throws for what cannot be opened. Handles are negative, so that they are nobody else's. */
export const calls = (find: (path: string) => HeldFile): ReadCalls => {
  const handles = new Map<number, { readonly file: HeldFile; position: number }>()
  let lastHandle = 0
  const handleOf = (handle: number) => {
    const open = handles.get(handle)
    if (open === undefined) throw new SystemError("EBADF", String(handle))
    return open
  }
  return {
    open: (path) => {
      const file = find(path)
      handles.set(--lastHandle, { file, position: 0 })
      return lastHandle
    },
    fstat: (handle) => handleOf(handle).file.stat,
    read: (handle, buffer, offset) => {
      const open = handleOf(handle)
      const chunk = open.file.bytes().subarray(open.position, open.position + buffer.length - offset)
      buffer.set(chunk, offset)
      open.position += chunk.length
      return chunk.length
    },
    close: (handle) => void handles.delete(handle),
    readWhole: (path, buffer, offset, size) => {
      const file = find(path)
      const bytes = file.bytes()
      if (bytes.length !== size) return undefined
      buffer.set(bytes, offset)
      return file.stat
    }
  }
}
