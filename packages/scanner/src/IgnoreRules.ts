/**
 * Which rule decides whether an entry of a tree is ignored: gitignore semantics, without any I/O.
 *
 * Case counts, unless a repository sets `core.ignoreCase`: its git rules then match as git matches them.
 *
 * Kinds are asked before depths: `exclude` > `.driftignore` > `.gitignore` > `.git/info/exclude` > the global gitignore >
 * the default names. Within a kind the deepest file that says anything wins, within a file the last line.
 *
 * A rule is matched against one entry, never against its parents: whoever walks a tree does not descend into ignored
 * directories, and that is all there is to "nothing below an ignored directory can be kept".
 */
import type { IgnoreWarning } from "@drift/core/Scan"
import type { Rule, RuleKind } from "./internal/ruleList.js"
import { foldCase, linesOf, RuleList, toBinary } from "./internal/ruleList.js"

export type { Rule, RuleKind } from "./internal/ruleList.js"

/** Directories with these names are ignored, at any depth, unless a rule of any kind keeps them. */
export const DEFAULT_IGNORES: ReadonlyArray<string> = [
  "node_modules",
  ".git",
  "dist",
  "build",
  "target",
  ".next",
  ".nuxt",
  "__pycache__",
  ".pytest_cache",
  "coverage",
  ".nyc_output",
  "vendor",
  ".venv",
  "venv",
  ".tox",
  ".mypy_cache",
  "bin",
  "obj"
]

/** Entries with these names are excluded whatever any rule says. */
export const ALWAYS_EXCLUDED: ReadonlySet<string> = new Set([".git", ".drift"])

const DEFAULT_RULES: ReadonlyMap<string, Rule> = new Map(
  DEFAULT_IGNORES.map((name, index) => [
    name,
    {
      kind: "default" as const,
      source: "default",
      line: index + 1,
      pattern: `${name}/`,
      negated: false,
      directoriesOnly: true
    }
  ])
)

/** The text of an ignore file, and where it stands. */
export interface IgnoreFile {
  /** How the file is named to people. */
  readonly source: string
  /** A `Uint8Array` where the bytes may be no valid UTF-8. */
  readonly content: string | Uint8Array
  /** Why it could not be read, as a sentence without its full stop; it is warned about, and the content is empty. */
  readonly unread?: string
}

/** Where ignore files stand: a directory below the root (`""` for the root itself), or one above it. */
export type IgnoreLocation =
  | { readonly _tag: "Below"; readonly directory: string }
  | {
      readonly _tag: "Above"
      /** The path from the directory to the root: `packages/app`. */
      readonly toRoot: string
    }

/** The ignore files of one directory. */
export interface DirectoryIgnores {
  readonly driftignore?: IgnoreFile | undefined
  readonly gitignore?: IgnoreFile | undefined
  /** Given where a git repository begins: the git rules of enclosing directories end there. */
  readonly repository?: {
    readonly infoExclude?: IgnoreFile | undefined
    readonly global?: IgnoreFile | undefined
    /** `core.ignoreCase`: git's rules hold whatever the case, here and in the directories inside. Default: false. */
    readonly ignoreCase?: boolean
  }
}

const NONE: ReadonlyArray<RuleList> = []

const ruleList = (
  kind: RuleKind,
  file: IgnoreFile | undefined,
  location: IgnoreLocation,
  ignoreCase = false
): ReadonlyArray<RuleList> => {
  if (file === undefined) return NONE
  const content =
    typeof file.content === "string" ? toBinary(file.content) : Buffer.from(file.content).toString("latin1")
  const { source, unread } = file
  const list = new RuleList(
    content,
    location._tag === "Above"
      ? { kind, source, unread, ignoreCase, prepend: `${toBinary(location.toRoot)}/` }
      : {
          kind,
          source,
          unread,
          ignoreCase,
          drop: location.directory === "" ? 0 : toBinary(location.directory).length + 1
        }
  )
  return list.size === 0 && list.warnings.length === 0 ? NONE : [list]
}

const NO_WARNINGS: ReadonlyArray<IgnoreWarning> = []

const warningsOf = (...lists: ReadonlyArray<RuleList>): ReadonlyArray<IgnoreWarning> =>
  lists.some((list) => list.warnings.length > 0) ? lists.flatMap((list) => list.warnings) : NO_WARNINGS

/** The rules that hold in one directory. Immutable; `enter` gives those of a directory inside. */
export class IgnoreRules {
  readonly #exclude: ReadonlyArray<RuleList>
  readonly #drift: ReadonlyArray<RuleList>
  readonly #git: ReadonlyArray<RuleList>
  readonly #repository: ReadonlyArray<RuleList>
  /** All of them, highest rank first. */
  readonly #all: ReadonlyArray<RuleList>
  /** Of the repository around. */
  readonly #ignoreCase: boolean
  /** Any of the rules is to be asked whatever the case. */
  readonly #folds: boolean
  /**
   * The lines that can match nothing in the files that this very `enter` (or `make`) was given, file by file; those of
   * the directories around it are not told again. A file that several repositories share is given, and told, to each.
   */
  readonly warnings: ReadonlyArray<IgnoreWarning>

  private constructor(
    exclude: ReadonlyArray<RuleList>,
    drift: ReadonlyArray<RuleList>,
    git: ReadonlyArray<RuleList>,
    repository: ReadonlyArray<RuleList>,
    ignoreCase: boolean,
    warnings: ReadonlyArray<IgnoreWarning>
  ) {
    this.warnings = warnings
    this.#ignoreCase = ignoreCase
    this.#exclude = exclude
    this.#drift = drift
    this.#git = git
    this.#repository = repository
    this.#all = [...exclude, ...drift, ...git, ...repository].filter((list) => list.size > 0)
    this.#folds = this.#all.some((list) => list.ignoreCase)
  }

  /** The rules before any ignore file is read: the default names and `exclude` patterns, relative to the root. */
  static make(exclude: ReadonlyArray<string> = []): IgnoreRules {
    const list =
      exclude.length === 0
        ? NONE
        : ruleList("exclude", { source: "exclude", content: linesOf(exclude) }, { _tag: "Below", directory: "" })
    return new IgnoreRules(list, NONE, NONE, NONE, false, warningsOf(...list))
  }

  /** The rules inside a directory that holds these ignore files. */
  enter(location: IgnoreLocation, ignores: DirectoryIgnores): IgnoreRules {
    const { repository } = ignores
    const ignoreCase = repository === undefined ? this.#ignoreCase : (repository.ignoreCase ?? false)
    const drift = ruleList("driftignore", ignores.driftignore, location)
    const git = ruleList("gitignore", ignores.gitignore, location, ignoreCase)
    if (repository === undefined && drift.length === 0 && git.length === 0 && this.warnings.length === 0) return this
    const outside =
      repository === undefined
        ? NONE
        : [
            ...ruleList("infoExclude", repository.infoExclude, location, ignoreCase),
            ...ruleList("globalIgnore", repository.global, location, ignoreCase)
          ]
    return new IgnoreRules(
      this.#exclude,
      drift.length === 0 ? this.#drift : [...drift, ...this.#drift],
      repository !== undefined ? git : git.length === 0 ? this.#git : [...git, ...this.#git],
      repository === undefined ? this.#repository : outside,
      ignoreCase,
      warningsOf(...drift, ...git, ...outside)
    )
  }

  /** The rule that decides about this entry, `undefined` when none does; parents are not looked at. */
  match(path: string, isDirectory: boolean): Rule | undefined {
    const binary = toBinary(path)
    return this.matchBinary(binary, binary.slice(binary.lastIndexOf("/") + 1), isDirectory)
  }

  /** As `match`, for a path and its name as strings of one character per UTF-8 byte. */
  matchBinary(path: string, name: string, isDirectory: boolean): Rule | undefined {
    const foldedPath = this.#folds ? foldCase(path) : path
    const foldedName = this.#folds ? foldCase(name) : name
    for (const list of this.#all) {
      const rule = list.ignoreCase ? list.find(foldedPath, foldedName, isDirectory) : list.find(path, name, isDirectory)
      if (rule !== undefined) return rule
    }
    return isDirectory ? DEFAULT_RULES.get(name) : undefined
  }

  /** Whether this one entry is ignored; parents are not looked at. */
  ignores(path: string, isDirectory: boolean): boolean {
    const rule = this.match(path, isDirectory)
    return rule !== undefined && !rule.negated
  }
}
