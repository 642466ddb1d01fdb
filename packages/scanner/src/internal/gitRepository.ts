/** Where git repositories begin, and the ignore files that git keeps outside the tree. */
import * as Either from "effect/Either"
import type { IgnoreFile } from "../IgnoreRules.js"
import type { FileReader } from "./fileReader.js"
import type { FileSystemCalls } from "./fileSystem.js"
import { isPermissionError } from "./fileSystem.js"
import * as GitConfig from "./gitConfig.js"
import { compile, matches } from "./glob.js"
import { foldCase, toBinary } from "./ruleList.js"

/** The environment that decides where git's own files are; `""` where a variable is not set. */
export interface GitEnvironment {
  readonly home: string
  readonly xdgConfigHome: string
  /** GIT_CONFIG_GLOBAL: replaces the user's configuration files. */
  readonly configGlobal: string
  /** The machine's configuration file, which GIT_CONFIG_SYSTEM replaces; `""` for none, as with GIT_CONFIG_NOSYSTEM. */
  readonly configSystem: string
}

export interface Repository {
  /** The directory that holds `.git`. */
  readonly top: string
  /** Of this worktree alone: holds `HEAD` and perhaps `config.worktree`. */
  readonly gitDir: string
  /** Shared by all worktrees: holds `config` and `info/exclude`. */
  readonly commonDir: string
  /** A worktree made by `git worktree add`. */
  readonly linked: boolean
}

/** What a repository says about ignoring, from all configuration files that hold for it. */
export interface IgnoreSettings {
  /** `core.ignoreCase`: its patterns match whatever the case, but for what follows a backslash or stands alone in brackets. */
  readonly ignoreCase: boolean
  /** The file that `core.excludesFile` names, or that is there by default. */
  readonly global: IgnoreFile | undefined
}

/** Ignore files come from repositories nobody has vetted: a larger one is not read, and warned about. */
const MAX_IGNORE_FILE = 16 * 1024 * 1024

const MAX_INCLUDE_DEPTH = 10

const PASSWD = "/etc/passwd"

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

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/"))

/** A glob of git's configuration against all of a path. */
const isMatch = (pattern: string, path: string, ignoreCase: boolean): boolean => {
  const glob = compile(toBinary(pattern), true, ignoreCase)
  const binary = toBinary(path)
  return Either.isRight(glob) && matches(glob.right, ignoreCase ? foldCase(binary) : binary)
}

interface Found {
  excludesFile: string | undefined
  ignoreCase: boolean
  worktreeConfig: boolean
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

  /** The bytes of a file that is not large; `undefined` when it is absent or no regular file, a reason when it is there. */
  #read(path: string, follow: boolean): Uint8Array | string | undefined {
    try {
      const found = this.#reader.read(path, MAX_IGNORE_FILE, follow)
      if (found._tag === "Large") return "The file is larger than 16 MiB and was not read"
      return found._tag === "Read" ? found.bytes.slice() : undefined
    } catch (error) {
      // git, too, goes on without it, and warns.
      return isPermissionError(error) ? "The file could not be read: permission denied" : "The file could not be read"
    }
  }

  #file(path: string, source: string, follow: boolean): IgnoreFile | undefined {
    const content = this.#read(path, follow)
    if (content === undefined) return undefined
    return typeof content === "string" ? { source, content: "", unread: content } : { source, content }
  }

  /** An ignore file inside a tree; git does not follow links there, nor does this. */
  ignoreFile(path: string, source: string): IgnoreFile | undefined {
    return this.#file(path, source, false)
  }

  /** The repository whose top `directory` is. */
  at(directory: string): Repository | undefined {
    const dotGit = `${directory}/.git`
    const kind = this.#kind(dotGit)
    if (kind === "directory") return this.#repository(directory, dotGit)
    const pointer = kind === "file" ? this.#text(dotGit) : undefined
    return pointer?.startsWith("gitdir: ") === true
      ? this.#repository(directory, resolve(directory, pointer.slice("gitdir: ".length).replace(/[\r\n]+$/, "")))
      : undefined
  }

  /** As git tells a repository from a folder that looks like one. */
  #repository(top: string, gitDir: string): Repository | undefined {
    const head = this.#text(`${gitDir}/HEAD`)
    if (head === undefined || !/^(?:ref:\s*refs\/|[0-9a-f]{40})/i.test(head)) return undefined
    const common = this.#text(`${gitDir}/commondir`)
    const commonDir = common === undefined ? gitDir : resolve(gitDir, common.replace(/[\r\n]+$/, ""))
    return this.#kind(`${commonDir}/objects`) === "directory" && this.#kind(`${commonDir}/refs`) === "directory"
      ? { top, gitDir, commonDir, linked: common !== undefined }
      : undefined
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
    return this.#file(path, path, true)
  }

  /** What holds in this repository, or where there is none. */
  settings(repository: Repository | undefined): IgnoreSettings {
    const { configGlobal, configSystem, home, xdgConfigHome } = this.#environment
    const xdg = xdgConfigHome !== "" ? `${xdgConfigHome}/git` : home !== "" ? `${home}/.config/git` : ""
    const configs = [
      configSystem,
      ...(configGlobal !== ""
        ? [configGlobal]
        : [xdg === "" ? "" : `${xdg}/config`, home === "" ? "" : `${home}/.gitconfig`]),
      ...(repository === undefined ? [] : [`${repository.commonDir}/config`])
    ]
    const found: Found = { excludesFile: undefined, ignoreCase: false, worktreeConfig: false }
    for (const config of configs) if (config !== "") this.#collect(config, repository, found, 0)
    // Only the repository's own file can say so, but no other one does.
    if (repository !== undefined && found.worktreeConfig) {
      this.#collect(`${repository.gitDir}/config.worktree`, repository, found, 0)
    }
    let path = found.excludesFile
    if (path !== undefined && path !== "" && !isAbsolute(path)) {
      path = repository === undefined ? undefined : resolve(repository.top, path)
    } else if (path === undefined && xdg !== "") path = `${xdg}/ignore`
    return {
      ignoreCase: repository !== undefined && found.ignoreCase,
      global: path === undefined || path === "" ? undefined : this.#file(path, path, true)
    }
  }

  #collect(config: string, repository: Repository | undefined, found: Found, depth: number): void {
    const content = this.#text(config)
    if (content === undefined || depth > MAX_INCLUDE_DEPTH) return
    for (const { name, subsection, value } of GitConfig.parse(content)) {
      if (name === "include.path" || name === "includeif.path") {
        const path = value === undefined || value === "" ? undefined : this.#expand(value)
        const holds =
          name === "include.path" ? subsection === undefined : this.#holds(subsection ?? "", config, repository)
        if (path !== undefined && holds) this.#collect(resolve(folderOf(config), path), repository, found, depth + 1)
      } else if (subsection !== undefined) continue
      else if (name === "core.excludesfile" && value !== undefined) {
        found.excludesFile = this.#expand(value) ?? found.excludesFile
      } else if (name === "core.ignorecase") found.ignoreCase = GitConfig.toBoolean(value) ?? found.ignoreCase
      else if (name === "extensions.worktreeconfig") {
        found.worktreeConfig = GitConfig.toBoolean(value) ?? found.worktreeConfig
      }
    }
  }

  /** Whether the condition of an `includeIf` holds; those that git knows and this does not never do. */
  #holds(condition: string, config: string, repository: Repository | undefined): boolean {
    if (repository === undefined) return false
    const colon = condition.indexOf(":")
    const pattern = condition.slice(colon + 1)
    switch (condition.slice(0, colon)) {
      case "gitdir":
        return this.#isGitDir(pattern, config, repository, false)
      case "gitdir/i":
        return this.#isGitDir(pattern, config, repository, true)
      case "onbranch": {
        const branch = /^ref:\s*refs\/heads\/(.*\S)/.exec(this.#text(`${repository.gitDir}/HEAD`) ?? "")?.[1]
        return branch !== undefined && isMatch(pattern.endsWith("/") ? `${pattern}**` : pattern, branch, false)
      }
      default:
        return false
    }
  }

  #isGitDir(condition: string, config: string, { gitDir }: Repository, ignoreCase: boolean): boolean {
    let pattern = this.#expand(condition)
    if (pattern === undefined) return false
    let prefix = ""
    if (pattern.startsWith("./")) {
      prefix = `${this.#realpath(folderOf(config))}/`
      pattern = pattern.slice(2)
    } else if (!isAbsolute(pattern)) pattern = `**/${pattern}`
    if (pattern.endsWith("/")) pattern += "**"
    return [this.#realpath(gitDir), gitDir].some(
      (path) => path.startsWith(prefix) && isMatch(pattern, path.slice(prefix.length), ignoreCase)
    )
  }

  /** `~` and `~name` at the start mean a home directory; `undefined` where there is none. */
  #expand(path: string): string | undefined {
    if (!path.startsWith("~")) return path
    const slash = path.indexOf("/")
    const user = path.slice(1, slash < 0 ? undefined : slash)
    const home = user === "" ? this.#environment.home : this.#homeOf(user)
    return home === undefined || home === "" ? undefined : home + (slash < 0 ? "" : path.slice(slash))
  }

  #homeOf(user: string): string | undefined {
    for (const line of (this.#text(PASSWD) ?? "").split("\n")) {
      const fields = line.split(":")
      if (fields[0] === user) return fields[5]
    }
    return undefined
  }

  #realpath(path: string): string {
    try {
      return this.#fs.realpath(path)
    } catch {
      return path
    }
  }

  #kind(path: string): string | undefined {
    try {
      return this.#fs.stat(path)?.kind
    } catch {
      return undefined
    }
  }

  #text(path: string): string | undefined {
    const bytes = this.#read(path, true)
    return bytes === undefined || typeof bytes === "string" ? undefined : Buffer.from(bytes).toString("utf8")
  }
}
