/** The folders of a commit as git stores them, without their files' contents. */
import * as Effect from "effect/Effect"
import type { DirectoryEntry, EntryKind } from "./fileSystem.js"
import { entryOfBytes, keyOf } from "./fileSystem.js"
import type { GitObjects } from "./gitObjects.js"

/** A regular file's content. Files with the same content share it. */
export interface Blob {
  readonly id: string
  /** `undefined` when the repository has no such object. */
  size: number | undefined
}

export interface TreeEntry extends DirectoryEntry {
  /** Of the object. */
  readonly id: string
  /** Of a file. */
  readonly blob?: Blob
}

export type Tree = ReadonlyMap<string, TreeEntry>

/** The commit of a submodule is none of the others. */
const kindOf = (mode: string): EntryKind => {
  if (mode === "40000" || mode === "040000") return "directory"
  if (mode === "120000") return "link"
  return mode.startsWith("100") ? "file" : "other"
}

/** Names that no checkout can have: git refuses to write them, and here they would be paths. */
const isName = (name: string): boolean => name !== "" && name !== "." && name !== ".." && !name.includes("/")

/** All folders below one, and above it those on the way from the top. */
export class GitTree {
  /** By id; `undefined` where the repository has no such object. */
  readonly #trees = new Map<string, Tree | undefined>()
  readonly #blobs = new Map<string, Blob>()
  readonly #top: string
  /** The folder that was asked for last: files are asked for one after the other. */
  #lastFolder = ""
  #lastTree: Tree | undefined

  private constructor(top: string) {
    this.#top = top
  }

  /** `undefined` when there is no folder of that path (relative, `""` for the top) in the tree `top`. */
  static load(objects: GitObjects, top: string, folder: string): Effect.Effect<GitTree | undefined> {
    return Effect.gen(function* () {
      const tree = new GitTree(top)
      let at = top
      for (const name of folder === "" ? [] : folder.split("/")) {
        yield* tree.#read(objects, [at])
        const entry = tree.#trees.get(at)?.get(name)
        if (entry?.kind !== "directory") return undefined
        at = entry.id
      }
      for (let level = [at]; level.length > 0;) {
        yield* tree.#read(objects, level)
        level = tree.#below(level)
      }
      tree.#lastTree = tree.#trees.get(top)
      yield* objects.sizes([...tree.#blobs.keys()], (id, object) => {
        const blob = tree.#blobs.get(id)
        if (blob !== undefined && object?.type === "blob") blob.size = object.size
      })
      return tree
    })
  }

  /** The folder at a path; `undefined` when there is none, `"missing"` when the repository has no such object. */
  folder(path: string): Tree | "missing" | undefined {
    if (path === this.#lastFolder) return this.#lastTree ?? "missing"
    let tree = this.#trees.get(this.#top)
    for (const name of path === "" ? [] : path.split("/")) {
      if (tree === undefined) return "missing"
      const entry = tree.get(name)
      if (entry?.kind !== "directory") return undefined
      tree = this.#trees.get(entry.id)
    }
    this.#lastFolder = path
    this.#lastTree = tree
    return tree ?? "missing"
  }

  /** What is at a path that is not the top. */
  entry(path: string): TreeEntry | undefined {
    const slash = path.lastIndexOf("/")
    const folder = this.folder(slash < 0 ? "" : path.slice(0, slash))
    return folder === undefined || folder === "missing" ? undefined : folder.get(path.slice(slash + 1))
  }

  /** The contents of the files that have one of these names. */
  blobsNamed(names: ReadonlySet<string>): ReadonlySet<Blob> {
    const blobs = new Set<Blob>()
    for (const tree of this.#trees.values()) {
      for (const name of names) {
        const blob = tree?.get(name)?.blob
        if (blob !== undefined) blobs.add(blob)
      }
    }
    return blobs
  }

  #read(objects: GitObjects, ids: ReadonlyArray<string>): Effect.Effect<void> {
    return objects.read(
      ids.filter((id) => !this.#trees.has(id)),
      (id, object) => {
        this.#trees.set(id, object?.type === "tree" ? this.#parse(object.bytes, id.length / 2) : undefined)
      }
    )
  }

  /** The folders in these folders that are not there yet. */
  #below(ids: ReadonlyArray<string>): Array<string> {
    const below = new Set<string>()
    for (const id of ids) {
      for (const entry of this.#trees.get(id)?.values() ?? []) {
        if (entry.kind === "directory" && !this.#trees.has(entry.id)) below.add(entry.id)
      }
    }
    return [...below]
  }

  /** Entries are mode, space, name, NUL and the bytes of the id. */
  #parse(bytes: Buffer, idBytes: number): Tree {
    const entries = new Map<string, TreeEntry>()
    for (let at = 0; at < bytes.length;) {
      const space = bytes.indexOf(0x20, at)
      const nul = bytes.indexOf(0, space)
      if (space < 0 || nul < 0) break
      const kind = kindOf(bytes.toString("latin1", at, space))
      const { invalid, name } = entryOfBytes(bytes.subarray(space + 1, nul), kind)
      at = nul + 1 + idBytes
      const id = bytes.toString("hex", nul + 1, at)
      if (!isName(name)) continue
      entries.set(keyOf({ name, invalid }), {
        name,
        kind,
        id,
        ...(invalid === undefined ? {} : { invalid }),
        ...(kind === "file" ? { blob: this.#blobOf(id) } : {})
      })
    }
    return entries
  }

  #blobOf(id: string): Blob {
    const known = this.#blobs.get(id)
    if (known !== undefined) return known
    const blob: Blob = { id, size: undefined }
    this.#blobs.set(id, blob)
    return blob
  }
}
