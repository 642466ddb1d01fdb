/**
 * A resumable, synchronous walk: `advance` looks at a bounded number of entries and returns.
 *
 * The stack is explicit, so depth costs no call stack. Files come out in the order of the UTF-8 bytes of their paths.
 */
import type { FileProblem } from "@drift/core/Scan"
import { compareUtf8 } from "@drift/core/Text"
import type { DirectoryIgnores } from "../IgnoreRules.js"
import { ALWAYS_EXCLUDED, IgnoreRules } from "../IgnoreRules.js"
import type { DirectoryEntry, EntryStat, FileSystemCalls } from "./fileSystem.js"
import { describe, isGone } from "./fileSystem.js"
import type { GitRepositories, Repository } from "./gitRepository.js"
import type { IncludeFilter } from "./includeFilter.js"
import { toBinary } from "./ruleList.js"
import type { Scopes } from "./scopes.js"

/** A regular file that no rule excludes. */
export interface FoundFile {
  readonly path: string
  /** `undefined` when even that could not be had; `problem` then says why. */
  readonly stat: EntryStat | undefined
  readonly problem: FileProblem | undefined
}

export interface WalkOptions {
  readonly fs: FileSystemCalls
  readonly repositories: GitRepositories
  readonly root: string
  /** The root without a slash at its end. */
  readonly base: string
  readonly scopes: Scopes
  readonly include: IncludeFilter | undefined
  readonly exclude: ReadonlyArray<string>
}

/** An entry with what it is sorted by: directories count with their slash, so that paths come out in order. */
interface Entry extends DirectoryEntry {
  readonly key: string
}

interface Frame {
  /** `""` or the directory's path with a slash at its end; also as a binary string, and absolute. */
  readonly prefix: string
  readonly binaryPrefix: string
  readonly absolutePrefix: string
  readonly entries: ReadonlyArray<Entry>
  next: number
  readonly rules: IgnoreRules
  /** False on the way from the root to a scope. */
  readonly inScope: boolean
  readonly included: boolean
}

/** Beyond this character UTF-16 order and UTF-8 order may differ. */
const hasSurrogates = (text: string): boolean => /[\ud800-\uffff]/.test(text)

const sort = (entries: Array<Entry>): ReadonlyArray<Entry> =>
  entries.some((entry) => hasSurrogates(entry.key))
    ? entries.sort((a, b) => compareUtf8(a.key, b.key))
    : entries.sort((a, b) => (a.key < b.key ? -1 : 1))

const problemOf = (path: string, error: unknown): FileProblem => ({
  path,
  code: "SCAN_ERROR",
  message: describe(error, path)
})

export class Walk {
  readonly files: Array<FoundFile> = []
  readonly problems: Array<FileProblem> = []
  /** Directories that could not be read, `""` for the root: nothing is known of what is below. */
  readonly unreadable = new Set<string>()
  totalBytes = 0
  skippedIgnored = 0

  readonly #options: WalkOptions
  readonly #stack: Array<Frame> = []
  /** Of the repository that the root belongs to. */
  #rootRepository: Repository | undefined
  #realRoot: string

  constructor(options: WalkOptions) {
    this.#options = options
    this.#realRoot = options.root
  }

  /** Before the first `advance`: reads the root and the ignore files above it. */
  open(): void {
    const { base, fs, root, scopes } = this.#options
    this.#realRoot = fs.realpath(root)
    this.#openDirectory("", "", base, this.#rulesOfRoot(), scopes.everything, false)
  }

  /** Looks at about `limit` more entries; false when the walk is over. */
  advance(limit: number): boolean {
    let left = limit
    while (left > 0) {
      const frame = this.#stack[this.#stack.length - 1]
      if (frame === undefined) return false
      if (frame.next === frame.entries.length) {
        this.#stack.pop()
        continue
      }
      left--
      this.#visit(frame, frame.entries[frame.next++]!)
    }
    return this.#stack.length > 0
  }

  #visit(frame: Frame, entry: Entry): void {
    const path = frame.prefix + entry.name
    const relation = frame.inScope ? "inside" : this.#options.scopes.relation(path)
    const isDirectory = entry.kind === "directory"
    if (relation === "outside" || (relation === "above" && !isDirectory)) return
    const name = entry.invalid ?? toBinary(entry.name)
    const binary = frame.binaryPrefix + name
    const rule = frame.rules.matchBinary(binary, name, isDirectory)
    if (rule !== undefined && !rule.negated) {
      this.skippedIgnored++
      return
    }
    if (entry.invalid !== undefined) {
      this.problems.push({ path, code: "SCAN_ERROR", message: `The name is not valid UTF-8: ${path}` })
      return
    }
    const { include } = this.#options
    const included = include === undefined || include.step(binary, name, isDirectory, frame.included)
    const absolute = frame.absolutePrefix + entry.name
    if (isDirectory) this.#openDirectory(path, binary, absolute, frame.rules, relation === "inside", included)
    else if (included) this.#addFile(path, absolute)
  }

  #addFile(path: string, absolutePath: string): void {
    let stat: EntryStat | undefined
    try {
      stat = this.#options.fs.lstat(absolutePath)
    } catch (error) {
      if (!isGone(error)) this.files.push({ path, stat: undefined, problem: problemOf(path, error) })
      return
    }
    if (stat === undefined || stat.kind !== "file") return
    this.totalBytes += stat.size
    this.files.push({ path, stat, problem: undefined })
  }

  #openDirectory(
    path: string,
    binary: string,
    absolute: string,
    outerRules: IgnoreRules,
    inScope: boolean,
    included: boolean
  ): void {
    let listed: ReadonlyArray<DirectoryEntry>
    try {
      listed = this.#options.fs.list(path === "" ? `${absolute}/` : absolute)
    } catch (error) {
      // The root was there a moment ago; without it nothing may count as removed.
      if (path !== "" && isGone(error)) return
      this.unreadable.add(path)
      this.problems.push(problemOf(path === "" ? "." : path, error))
      return
    }
    const entries: Array<Entry> = []
    let driftignore = false
    let gitignore = false
    let dotGit = false
    for (const entry of listed) {
      if (ALWAYS_EXCLUDED.has(entry.name)) dotGit ||= entry.name === ".git" && entry.kind !== "other"
      else if (entry.kind !== "other") {
        if (entry.kind === "file") {
          driftignore ||= entry.name === ".driftignore"
          gitignore ||= entry.name === ".gitignore"
        }
        const { invalid, kind, name } = entry
        const key = kind === "directory" ? `${name}/` : name
        entries.push(invalid === undefined ? { name, kind, key } : { name, kind, key, invalid })
      }
    }
    const prefix = path === "" ? "" : `${path}/`
    let rules = outerRules
    // The root's own repository is dealt with before the walk, together with what is above it.
    const repository = dotGit && path !== "" ? this.#options.repositories.at(absolute) : undefined
    if (repository?.linked === true && this.#isScanned(repository)) {
      this.skippedIgnored++
      return
    }
    if (driftignore || gitignore || repository !== undefined) {
      rules = rules.enter(
        { _tag: "Below", directory: path },
        this.#ignores(absolute, prefix, driftignore, gitignore, repository)
      )
    }
    this.#stack.push({
      prefix,
      binaryPrefix: binary === "" ? "" : `${binary}/`,
      absolutePrefix: `${absolute}/`,
      entries: sort(entries),
      next: 0,
      rules,
      inScope,
      included
    })
  }

  #ignores(
    absolute: string,
    sourcePrefix: string,
    driftignore: boolean,
    gitignore: boolean,
    repository: Repository | undefined
  ): DirectoryIgnores {
    const { repositories } = this.#options
    const read = (name: string) => repositories.ignoreFile(`${absolute}/${name}`, sourcePrefix + name)
    return {
      driftignore: driftignore ? read(".driftignore") : undefined,
      gitignore: gitignore ? read(".gitignore") : undefined,
      ...(repository === undefined ? {} : { repository: this.#outside(repository) })
    }
  }

  #outside(repository: Repository | undefined): NonNullable<DirectoryIgnores["repository"]> {
    const { repositories } = this.#options
    return {
      infoExclude: repository === undefined ? undefined : repositories.infoExclude(repository),
      global: repositories.globalIgnore(repository)
    }
  }

  /** What holds in the root before its own ignore files are read: the rules of the directories around it. */
  #rulesOfRoot(): IgnoreRules {
    const { exclude, repositories } = this.#options
    let rules = IgnoreRules.make(exclude)
    const enclosing = repositories.enclosing(this.#realRoot)
    this.#rootRepository = enclosing?.repository
    const above = enclosing?.above ?? []
    if (above.length === 0) {
      return rules.enter({ _tag: "Below", directory: "" }, { repository: this.#outside(enclosing?.repository) })
    }
    above.forEach((directory, index) => {
      const start = directory === "/" ? 1 : directory.length + 1
      rules = rules.enter(
        { _tag: "Above", toRoot: this.#realRoot.slice(start) },
        this.#ignores(directory, `${directory}/`, true, true, index === 0 ? enclosing?.repository : undefined)
      )
    })
    return rules
  }

  /** Whether the repository that a linked worktree belongs to is itself part of this scan. */
  #isScanned(repository: Repository): boolean {
    if (repository.commonDir === this.#rootRepository?.commonDir) return true
    let commonDir: string
    try {
      commonDir = this.#options.fs.realpath(repository.commonDir)
    } catch {
      return false
    }
    return (
      commonDir === this.#rootRepository?.commonDir ||
      commonDir.startsWith(this.#realRoot === "/" ? "/" : `${this.#realRoot}/`)
    )
  }
}
