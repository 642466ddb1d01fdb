/** The ignore rules of a tree, directory by directory: those around its root, and what each directory adds. */
import type { IgnoreWarning } from "@drift/core/Scan"
import type { DirectoryIgnores } from "../IgnoreRules.js"
import { IgnoreRules } from "../IgnoreRules.js"
import type { FileSystemCalls } from "./fileSystem.js"
import type { GitRepositories, Repository } from "./gitRepository.js"

export interface TreeOptions {
  readonly fs: FileSystemCalls
  readonly repositories: GitRepositories
  readonly root: string
  /** Patterns of the highest rank, relative to the root. */
  readonly exclude: ReadonlyArray<string>
}

/** Which of the names that matter to the rules a directory has: the first two as files, `.git` as a file, a directory or a link. */
export interface Holds {
  readonly driftignore: boolean
  readonly gitignore: boolean
  readonly dotGit: boolean
}

export class TreeRules {
  /** What was found wrong with ignore files so far. */
  readonly warnings: Array<IgnoreWarning> = []
  /** Directories below the root with an ignore file that could not be read: what it would keep is not to be missed. */
  readonly unread = new Set<string>()

  readonly #noted = new Set<string>()
  readonly #options: TreeOptions
  readonly #realRoot: string
  /** Of the repository that the root belongs to. */
  readonly #rootRepository: Repository | undefined
  readonly #above: ReadonlyArray<string>

  /** @throws what `realpath` throws of the root. */
  constructor(options: TreeOptions) {
    this.#options = options
    this.#realRoot = options.fs.realpath(options.root)
    const enclosing = options.repositories.enclosing(this.#realRoot)
    this.#rootRepository = enclosing?.repository
    this.#above = enclosing?.above ?? []
  }

  /** The root without links. */
  get realRoot(): string {
    return this.#realRoot
  }

  /** What holds in the root before its own ignore files are read: the rules of the directories around it. */
  around(): IgnoreRules {
    let rules = this.#noting(IgnoreRules.make(this.#options.exclude))
    if (this.#above.length === 0) {
      const repository = this.#outside(this.#rootRepository)
      return this.#noting(rules.enter({ _tag: "Below", directory: "" }, { repository }))
    }
    this.#above.forEach((directory, index) => {
      const start = directory === "/" ? 1 : directory.length + 1
      const holds = { driftignore: true, gitignore: true, dotGit: index === 0 }
      const repository = index === 0 ? this.#rootRepository : undefined
      const ignores = this.#ignores(directory, directory === "/" ? "/" : `${directory}/`, holds, repository)
      rules = this.#noting(rules.enter({ _tag: "Above", toRoot: this.#realRoot.slice(start) }, ignores))
    })
    return rules
  }

  /**
   * The rules in a directory, given those of the one around it; `undefined` for a linked worktree of a repository that is
   * scanned anyway, which is not to be entered.
   */
  enter(path: string, absolute: string, around: IgnoreRules, holds: Holds): IgnoreRules | undefined {
    // The root's own repository counts among what is around the root.
    const repository = holds.dotGit && path !== "" ? this.#options.repositories.at(absolute) : undefined
    if (repository?.linked === true && this.#isScanned(repository)) return undefined
    if (!holds.driftignore && !holds.gitignore && repository === undefined) return around
    const ignores = this.#ignores(absolute, path === "" ? "" : `${path}/`, holds, repository)
    if (ignores.driftignore?.unread !== undefined || ignores.gitignore?.unread !== undefined) this.unread.add(path)
    return this.#noting(around.enter({ _tag: "Below", directory: path }, ignores))
  }

  /** Notes that a whole ignore file has no effect. */
  warn(source: string, reason: string): void {
    this.warnings.push({ source, line: 0, pattern: "", reason })
  }

  /** A file that several repositories share is read for each, and its warnings are told once. */
  #noting(rules: IgnoreRules): IgnoreRules {
    for (const warning of rules.warnings) {
      const place = `${warning.source}:${warning.line}`
      if (this.#noted.has(place)) continue
      this.#noted.add(place)
      this.warnings.push(warning)
    }
    return rules
  }

  #ignores(absolute: string, sourcePrefix: string, holds: Holds, repository: Repository | undefined): DirectoryIgnores {
    const { repositories } = this.#options
    const read = (name: string) => repositories.ignoreFile(`${absolute}/${name}`, sourcePrefix + name)
    return {
      driftignore: holds.driftignore ? read(".driftignore") : undefined,
      gitignore: holds.gitignore ? read(".gitignore") : undefined,
      ...(repository === undefined ? {} : { repository: this.#outside(repository) })
    }
  }

  #outside(repository: Repository | undefined): NonNullable<DirectoryIgnores["repository"]> {
    const { repositories } = this.#options
    return {
      infoExclude: repository === undefined ? undefined : repositories.infoExclude(repository),
      ...repositories.settings(repository)
    }
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
