/** Where git repositories begin, and the ignore files that git keeps outside the tree. */
import type { IgnoreFile } from "../IgnoreRules.js"
import type { FileReader } from "./fileReader.js"
import type { FileSystemCalls } from "./fileSystem.js"
import * as GitConfig from "./gitConfig.js"

/** The environment that decides where git's own files are; `""` where a variable is not set. */
export interface GitEnvironment {
  readonly home: string
  readonly xdgConfigHome: string
  /** GIT_CONFIG_GLOBAL: replaces the user's configuration files. */
  readonly configGlobal: string
  /** The machine's configuration file. */
  readonly configSystem: string
}

export interface Repository {
  /** The directory that holds `.git`. */
  readonly top: string
  /** Shared by all worktrees: holds `config` and `info/exclude`. */
  readonly commonDir: string
  /** A worktree made by `git worktree add`. */
  readonly linked: boolean
}

/** Ignore files come from repositories nobody has vetted: a larger one is taken as absent. */
const MAX_IGNORE_FILE = 1024 * 1024

const MAX_INCLUDE_DEPTH = 10

const isAbsolute = (path: string): boolean => path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path)

/** `path` seen from `directory`, without `.` and `..`. */
const resolve = (directory: string, path: string): string => {
  const parts: Array<string> = []
  for (const part of (isAbsolute(path) ? path : `${directory}/${path}`).split("/")) {
    if (part === "..") parts.pop()
    else if (part !== "" && part !== ".") parts.push(part)
  }
  return `${isAbsolute(path) && !path.startsWith("/") ? "" : "/"}${parts.join("/")}`
}

export class GitRepositories {
  readonly #fs: FileSystemCalls
  readonly #reader: FileReader
  readonly #environment: GitEnvironment

  constructor(fs: FileSystemCalls, reader: FileReader, environment: GitEnvironment) {
    this.#fs = fs
    this.#reader = reader
    this.#environment = environment
  }

  /** The bytes of a small file; `undefined` when it is absent, unreadable, too large or no regular file. */
  read(path: string, follow: boolean): Uint8Array | undefined {
    try {
      const found = this.#reader.read(path, MAX_IGNORE_FILE, follow)
      return found._tag === "Read" ? found.bytes.slice() : undefined
    } catch {
      // git, too, goes on without an ignore file that it cannot read; inside the tree the file itself is reported.
      return undefined
    }
  }

  /** An ignore file inside a tree; git does not follow links there, nor does this. */
  ignoreFile(path: string, source: string): IgnoreFile | undefined {
    const content = this.read(path, false)
    return content === undefined ? undefined : { source, content }
  }

  /** The repository whose top `directory` is. */
  at(directory: string): Repository | undefined {
    const dotGit = `${directory}/.git`
    const kind = this.#kind(dotGit)
    if (kind === "directory") {
      return this.#kind(`${dotGit}/HEAD`) === "file" ? { top: directory, commonDir: dotGit, linked: false } : undefined
    }
    const pointer = kind === "file" ? this.#text(dotGit) : undefined
    if (pointer === undefined || !pointer.startsWith("gitdir:")) return undefined
    const gitDir = resolve(directory, pointer.slice("gitdir:".length).trim())
    const common = this.#text(`${gitDir}/commondir`)
    return common === undefined
      ? { top: directory, commonDir: gitDir, linked: false }
      : { top: directory, commonDir: resolve(gitDir, common.trim()), linked: true }
  }

  /** The repository that `directory` is in, and the directories from its top down to the one above `directory`. */
  enclosing(directory: string): { readonly repository: Repository; readonly above: ReadonlyArray<string> } | undefined {
    const above: Array<string> = []
    let current = directory
    for (;;) {
      const repository = this.at(current)
      if (repository !== undefined) return { repository, above: above.reverse() }
      const slash = current.lastIndexOf("/")
      if (slash < 0 || current === "/") return undefined
      current = slash === 0 ? "/" : current.slice(0, slash)
      above.push(current)
    }
  }

  infoExclude(repository: Repository): IgnoreFile | undefined {
    const path = `${repository.commonDir}/info/exclude`
    const content = this.read(path, true)
    return content === undefined ? undefined : { source: path, content }
  }

  /** The file that `core.excludesFile` names for this repository (or for none), or its default place. */
  globalIgnore(repository: Repository | undefined): IgnoreFile | undefined {
    const { configGlobal, configSystem, home, xdgConfigHome } = this.#environment
    const xdg = xdgConfigHome !== "" ? `${xdgConfigHome}/git` : home !== "" ? `${home}/.config/git` : ""
    const configs = [
      configSystem,
      ...(configGlobal !== ""
        ? [configGlobal]
        : [xdg === "" ? "" : `${xdg}/config`, home === "" ? "" : `${home}/.gitconfig`]),
      repository === undefined ? "" : `${repository.commonDir}/config`
    ]
    let path: string | undefined
    for (const config of configs) if (config !== "") path = this.#excludesFile(config, 0) ?? path
    if (path !== undefined && !isAbsolute(path)) {
      path = repository === undefined ? undefined : resolve(repository.top, path)
    } else if (path === undefined && xdg !== "") path = `${xdg}/ignore`
    const content = path === undefined || path === "" ? undefined : this.read(path, true)
    return content === undefined || path === undefined ? undefined : { source: path, content }
  }

  #excludesFile(config: string, depth: number): string | undefined {
    const content = this.#text(config)
    if (content === undefined || depth > MAX_INCLUDE_DEPTH) return undefined
    let found: string | undefined
    for (const { name, value } of GitConfig.parse(content)) {
      if (name === "core.excludesfile") found = this.#expand(value)
      else if (name === "include.path" && value !== "") {
        found =
          this.#excludesFile(resolve(config.slice(0, config.lastIndexOf("/")), this.#expand(value)), depth + 1) ?? found
      }
    }
    return found
  }

  #expand(path: string): string {
    return path.startsWith("~/") ? `${this.#environment.home}${path.slice(1)}` : path
  }

  #kind(path: string): string | undefined {
    try {
      return this.#fs.stat(path)?.kind
    } catch {
      return undefined
    }
  }

  #text(path: string): string | undefined {
    const bytes = this.read(path, true)
    return bytes === undefined ? undefined : Buffer.from(bytes).toString("utf8")
  }
}
