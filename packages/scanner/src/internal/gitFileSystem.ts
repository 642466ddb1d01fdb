/** A commit of a git repository behind the calls of a file system: nothing is checked out. */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as fs from "node:fs"
import { PermissionDenied, ScanError } from "../ScanError.js"
import * as ContentStamp from "./contentStamp.js"
import type { EntryStat, FileSystemCalls } from "./fileSystem.js"
import { isGone, isPermissionError } from "./fileSystem.js"
import { GitObjects } from "./gitObjects.js"
import type { Ended, Environment, Git } from "./gitProcess.js"
import * as GitProcess from "./gitProcess.js"
import type { Blob } from "./gitTree.js"
import { GitTree } from "./gitTree.js"
import type { HeldFile } from "./heldFiles.js"
import * as HeldFiles from "./heldFiles.js"
import { SystemError, withoutSlash } from "./fileSystem.js"

export interface GitOptions {
  readonly rev: string
  readonly environment: Environment
}

/** The code of the failure of a file or folder whose object the repository does not have, or cannot read. */
const MISSING = "MISSING_OBJECT"

const IGNORE_FILES: ReadonlySet<string> = new Set([".gitignore", ".driftignore"])

/** Ignore files are read before the walk. Like a large one, what is beyond this counts as absent. */
const MAX_IGNORE_FILE = 1024 * 1024
const MAX_IGNORE_BYTES = 64 * 1024 * 1024

const NO_BYTES = new Uint8Array(0)
const DIRECTORY: EntryStat = { kind: "directory", size: 0, mtimeSecs: 0, mtimeNanos: 0 }

/** What tells a repository, where enclosing ignore files end; in a revision there is none. */
const REPOSITORY_FOLDERS: ReadonlySet<string> = new Set([".git", ".git/objects", ".git/refs"])
const HEAD_NAME = ".git/HEAD"
const HEAD_BYTES = new TextEncoder().encode("ref: refs/heads/main\n")
const HEAD: HeldFile = {
  stat: { kind: "file", size: HEAD_BYTES.length, mtimeSecs: 0, mtimeNanos: 0 },
  bytes: () => HEAD_BYTES
}

type Failure = ScanError | PermissionDenied

/** A revision found. */
interface Located {
  readonly objects: GitObjects
  readonly treeId: string
  /** The root's path in the tree, `""` or with a slash at its end. */
  readonly prefix: string
}

/** A status that git has for options it does not know. */
const USAGE = 129

const gitFailure = (root: string, { complaint, status }: Ended): ScanError =>
  complaint.startsWith("not a git repository")
    ? new ScanError({ reason: "NotRepository", path: root })
    : new ScanError({
        reason: status === USAGE ? "GitTooOld" : "GitFailed",
        path: root,
        ...(complaint === "" ? {} : { detail: complaint })
      })

const checkFolder = (root: string): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    const stats = yield* Effect.try({
      try: () => fs.statSync(root),
      catch: (cause) =>
        isPermissionError(cause)
          ? new PermissionDenied({ path: root, cause })
          : new ScanError({ reason: isGone(cause) ? "RootMissing" : "Unreadable", path: root, cause })
    })
    if (!stats.isDirectory()) return yield* new ScanError({ reason: "RootNotDirectory", path: root })
  })

const locate = ({ environment, rev }: GitOptions, root: string): Effect.Effect<Located, Failure, Scope.Scope> =>
  Effect.gen(function* () {
    yield* checkFolder(root)
    const executable = GitProcess.find(environment)
    if (executable === undefined) return yield* new ScanError({ reason: "GitNotFound", path: root })
    const git: Git = { executable, environment, directory: root }
    const output: Array<Buffer> = []
    const asked = yield* GitProcess.run(git, ["rev-parse", "--show-prefix"], (chunk) => output.push(chunk))
    if (asked.status !== 0) return yield* gitFailure(root, asked)
    const objects = yield* GitObjects.make(git)
    const { ended, id } = yield* objects.resolve(rev)
    if (id === undefined) {
      return yield* ended.status === 0
        ? new ScanError({ reason: "UnknownRevision", path: root, detail: rev })
        : gitFailure(root, ended)
    }
    return { objects, treeId: id, prefix: Buffer.concat(output).toString("utf8").replace(/\n$/, "") }
  })

/** Succeeds when there is such a revision of the repository that `root` is in. */
export const check =
  (options: GitOptions) =>
  (root: string): Effect.Effect<void, Failure> =>
    Effect.scoped(Effect.asVoid(locate(options, root)))

/** The revision's folder that `root` is a checkout of, or all of it where `root` is the repository's top, or has no checkout. */
export const open =
  (options: GitOptions) =>
  (root: string): Effect.Effect<FileSystemCalls, Failure, Scope.Scope> =>
    Effect.gen(function* () {
      const { objects, prefix, treeId } = yield* locate(options, root)
      const tree = yield* GitTree.load(objects, treeId, prefix.slice(0, -1))
      if (tree === undefined) return yield* new ScanError({ reason: "RootMissing", path: root, detail: options.rev })
      const ignoreFiles = new Map<string, Uint8Array>()
      yield* objects.read(ignoreFilesOf(tree), (id, object) => {
        if (object?.type === "blob") ignoreFiles.set(id, object.bytes)
      })
      return callsOf(root, prefix, tree, objects, ignoreFiles)
    })

const ignoreFilesOf = (tree: GitTree): ReadonlyArray<string> => {
  let room = MAX_IGNORE_BYTES
  const ids: Array<string> = []
  for (const { id, size } of tree.blobsNamed(IGNORE_FILES)) {
    if (size === undefined || size > MAX_IGNORE_FILE || size > room) continue
    room -= size
    ids.push(id)
  }
  return ids
}

/** Where the top of the repository is, by the root's path or by what it leads to. */
const topOf = (folder: string, prefix: string): string | undefined =>
  `${folder}/`.endsWith(`/${prefix}`) ? `${folder}/`.slice(0, folder.length + 1 - prefix.length) : undefined

const callsOf = (
  root: string,
  prefix: string,
  tree: GitTree,
  objects: GitObjects,
  ignoreFiles: ReadonlyMap<string, Uint8Array>
): FileSystemCalls => {
  const base = withoutSlash(root)
  // A root that is a link has its enclosing folders elsewhere.
  const real = topOf(base, prefix) === undefined ? fs.realpathSync.native(root) : base
  const top = topOf(real, prefix) ?? `${real}/`
  let fetched: ReadonlyMap<string, Uint8Array | undefined> = new Map()

  /** The path in the tree; `undefined` outside of it. */
  const inTree = (path: string): string | undefined => {
    const trimmed = withoutSlash(path)
    if (trimmed === base) return prefix.slice(0, -1)
    if (trimmed.startsWith(`${base}/`)) return prefix + trimmed.slice(base.length + 1)
    if (`${trimmed}/` === top) return ""
    return trimmed.startsWith(top) ? trimmed.slice(top.length) : undefined
  }

  const statOf = (blob: Blob, path: string): EntryStat => {
    if (blob.size === undefined) throw new SystemError(MISSING, path)
    return { kind: "file", size: blob.size, ...ContentStamp.ofObject(blob.id) }
  }

  const lstat = (path: string): EntryStat | undefined => {
    const relative = inTree(path)
    if (relative === undefined) return undefined
    if (relative === "") return DIRECTORY
    const entry = tree.entry(relative)
    if (entry === undefined) return undefined
    if (entry.blob !== undefined) return statOf(entry.blob, path)
    return { ...DIRECTORY, kind: entry.kind }
  }

  const blobAt = (path: string): Blob => {
    const relative = inTree(path)
    const blob = relative === undefined ? undefined : tree.entry(relative)?.blob
    if (blob === undefined) throw new SystemError("ENOENT", path)
    return blob
  }

  const bytesOf = ({ id }: Blob): Uint8Array | undefined => fetched.get(id) ?? ignoreFiles.get(id)

  const held = (path: string): HeldFile => {
    if (path === top + HEAD_NAME) return HEAD
    const blob = blobAt(path)
    return {
      stat: statOf(blob, path),
      bytes: () => {
        const bytes = bytesOf(blob)
        if (bytes === undefined) throw new SystemError(MISSING, path)
        return bytes
      }
    }
  }

  return {
    list: (path) => {
      const relative = inTree(path)
      const folder = relative === undefined ? undefined : tree.folder(relative)
      if (folder === undefined) throw new SystemError("ENOENT", path)
      if (folder === "missing") throw new SystemError(MISSING, path)
      return [...folder.values()]
    },
    lstat,
    stat: (path) => {
      const name = path.startsWith(top) ? path.slice(top.length) : ""
      return REPOSITORY_FOLDERS.has(name) ? DIRECTORY : name === HEAD_NAME ? HEAD.stat : lstat(path)
    },
    ...HeldFiles.calls(held),
    fetch: (paths) =>
      Effect.suspend(() => {
        const next = new Map<string, Uint8Array | undefined>()
        for (const path of paths) next.set(blobAt(path).id, undefined)
        fetched = next
        return objects.read([...next.keys()], (id, object) => {
          if (object?.type === "blob") next.set(id, object.bytes)
        })
      }),
    realpath: (path) => (path === root || path === base ? real : path),
    sourceOf: (path) => ({ _tag: "Bytes", bytes: bytesOf(blobAt(path)) ?? NO_BYTES })
  }
}
