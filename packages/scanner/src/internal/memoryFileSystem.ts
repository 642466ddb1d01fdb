/** A tree held in memory, behind the same calls as the real one. */
import * as ContentStamp from "./contentStamp.js"
import type { DirectoryEntry, EntryStat, FileSystemCalls } from "./fileSystem.js"
import type { HeldFile } from "./heldFiles.js"
import * as HeldFiles from "./heldFiles.js"
import { SystemError, withoutSlash } from "./fileSystem.js"

/** Files by path relative to a root, with `/`: text, or bytes. */
export type Contents = Readonly<Record<string, string | Uint8Array>>

const DIRECTORY: EntryStat = { kind: "directory", size: 0, mtimeSecs: 0, mtimeNanos: 0 }

const toFile = (content: string | Uint8Array): HeldFile => {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content
  return { bytes: () => bytes, stat: { kind: "file", size: bytes.length, ...ContentStamp.ofBytes(bytes) } }
}

export const make = (root: string, contents: Contents): FileSystemCalls => {
  const base = withoutSlash(root)
  const files = new Map<string, HeldFile>()
  const directories = new Map<string, Map<string, DirectoryEntry>>([[base, new Map()]])
  for (const [path, content] of Object.entries(contents)) {
    const parts = path.split("/")
    let parent = base
    parts.forEach((name, index) => {
      const kind = index === parts.length - 1 ? "file" : "directory"
      const absolute = `${parent}/${name}`
      directories.get(parent)?.set(name, { name, kind })
      if (kind === "directory" && !directories.has(absolute)) directories.set(absolute, new Map())
      parent = absolute
    })
    files.set(parent, toFile(content))
  }
  const stat = (path: string): EntryStat | undefined =>
    files.get(path)?.stat ?? (directories.has(withoutSlash(path)) ? DIRECTORY : undefined)
  return {
    list: (path) => {
      const entries = directories.get(withoutSlash(path))
      if (entries === undefined) throw new SystemError(files.has(path) ? "ENOTDIR" : "ENOENT", path)
      return [...entries.values()]
    },
    lstat: stat,
    stat,
    ...HeldFiles.calls((path) => {
      const file = files.get(path)
      if (file === undefined) throw new SystemError("ENOENT", path)
      return file
    }),
    realpath: (path) => path,
    sourceOf: (absolutePath) => ({ _tag: "Bytes", bytes: files.get(absolutePath)?.bytes() ?? new Uint8Array(0) })
  }
}
