/** A tree held in memory, behind the same calls as the real one. */
import type { DirectoryEntry, EntryStat, FileSystemCalls } from "./fileSystem.js"
import { xxh3 } from "@node-rs/xxhash"

class SystemError extends Error {
  readonly code: string
  constructor(code: string, path: string) {
    super(`${code}: ${path}`)
    this.code = code
  }
}

interface MemoryFile {
  readonly bytes: Uint8Array
  readonly stat: EntryStat
}

const DIRECTORY: EntryStat = { kind: "directory", size: 0, mtimeSecs: 0, mtimeNanos: 0 }

/** The mtime stands for the content, so that an edit is seen and nothing else is. */
const toFile = (content: string | Uint8Array): MemoryFile => {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content
  const mtimeNanos = Number(xxh3.xxh64(bytes) % 1_000_000_000n)
  return { bytes, stat: { kind: "file", size: bytes.length, mtimeSecs: 0, mtimeNanos } }
}

/** `files` by path relative to `root`, with `/`. */
export const make = (root: string, files: Readonly<Record<string, string | Uint8Array>>): FileSystemCalls => {
  const base = root.endsWith("/") ? root.slice(0, -1) : root
  const byPath = new Map<string, MemoryFile>()
  const directories = new Map<string, Map<string, DirectoryEntry>>([[base, new Map()]])
  for (const [path, content] of Object.entries(files)) {
    const parts = path.split("/")
    let parent = base
    parts.forEach((name, index) => {
      const kind = index === parts.length - 1 ? "file" : "directory"
      const absolute = `${parent}/${name}`
      directories.get(parent)?.set(name, { name, kind })
      if (kind === "directory" && !directories.has(absolute)) directories.set(absolute, new Map())
      parent = absolute
    })
    byPath.set(parent, toFile(content))
  }
  const handles = new Map<number, { readonly file: MemoryFile; position: number }>()
  let nextHandle = 0
  const trim = (path: string): string => (path.endsWith("/") ? path.slice(0, -1) : path)
  const stat = (path: string): EntryStat | undefined =>
    byPath.get(path)?.stat ?? (directories.has(trim(path)) ? DIRECTORY : undefined)
  const handleOf = (handle: number) => {
    const open = handles.get(handle)
    if (open === undefined) throw new SystemError("EBADF", String(handle))
    return open
  }
  return {
    list: (path) => {
      const entries = directories.get(trim(path))
      if (entries === undefined) throw new SystemError(byPath.has(path) ? "ENOTDIR" : "ENOENT", path)
      return [...entries.values()]
    },
    lstat: stat,
    stat,
    open: (path) => {
      const file = byPath.get(path)
      if (file === undefined) throw new SystemError("ENOENT", path)
      handles.set(++nextHandle, { file, position: 0 })
      return nextHandle
    },
    fstat: (handle) => handleOf(handle).file.stat,
    read: (handle, buffer, offset) => {
      const open = handleOf(handle)
      const chunk = open.file.bytes.subarray(open.position, open.position + buffer.length - offset)
      buffer.set(chunk, offset)
      open.position += chunk.length
      return chunk.length
    },
    close: (handle) => void handles.delete(handle),
    realpath: (path) => path,
    sourceOf: (absolutePath) => ({ _tag: "Bytes", bytes: byPath.get(absolutePath)?.bytes ?? new Uint8Array(0) })
  }
}
