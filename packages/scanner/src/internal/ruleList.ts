/**
 * The rules of one ignore file, indexed so that most entries are decided by map look-ups.
 *
 * Names and paths are binary strings (see `toBinary`), as git compares bytes.
 */
import type { IgnoreWarning, SkipReason } from "@drift/core/Scan"
import * as Either from "effect/Either"
import type { Glob } from "./glob.js"
import { compile, matches, neverMatches } from "./glob.js"

/** Where a rule comes from; also why an entry is skipped that it matches, or that no include pattern does. */
export type RuleKind = Extract<
  SkipReason,
  "include" | "exclude" | "driftignore" | "gitignore" | "infoExclude" | "globalIgnore" | "default"
>

/** One pattern line. */
export interface Rule {
  readonly kind: RuleKind
  /** The file it stands in, for people. */
  readonly source: string
  /** 1-based. */
  readonly line: number
  /** As written, without the line end; a binary string. */
  readonly pattern: string
  /** `!`: keeps what it matches. */
  readonly negated: boolean
  readonly directoriesOnly: boolean
}

/** Where the lines come from and which directory they are relative to. */
export interface RuleOrigin {
  readonly kind: RuleKind
  readonly source: string
  /** How many characters of an entry's path to drop: the directory of the file, with its slash. */
  readonly drop?: number
  /** What to put before an entry's path instead, when the file stands above the root: `sub/dir/`. */
  readonly prepend?: string
  /** `core.ignoreCase` holds. Default: false. */
  readonly ignoreCase?: boolean
  /** Why the file could not be read; its content is then empty. */
  readonly unread?: string | undefined
}

interface GlobRule extends Rule {
  readonly glob: Glob
  /** Matched against the name alone. */
  readonly nameOnly: boolean
  /** Must start the relative path; the glob matches what follows. */
  readonly prefix: string
}

/** A string of one character per UTF-8 byte. */
export const toBinary = (text: string): string =>
  // ASCII includes the control characters.
  // eslint-disable-next-line no-control-regex
  /^[\x00-\x7f]*$/.test(text) ? text : Buffer.from(text, "utf8").toString("latin1")

/** The text of such a string, for people: what is no UTF-8 is replaced. */
export const fromBinary = (text: string): string => Buffer.from(text, "latin1").toString("utf8")

/** Capital letters of ASCII made small: what git sees of a name where `core.ignoreCase` holds. */
export const foldCase = (binary: string): string =>
  /[A-Z]/.test(binary) ? binary.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : binary

/** The content of an ignore file with these patterns; none of them is a comment. */
export const linesOf = (patterns: ReadonlyArray<string>): string =>
  patterns.map((pattern) => (pattern.startsWith("#") ? `\\${pattern}` : pattern)).join("\n")

/** Trailing spaces do not count unless escaped; a line that ends in a lone backslash is left as it is. */
const trimSpaces = (line: string): string => {
  let end = 0
  for (let i = 0; i < line.length; i++) {
    if (line[i] === "\\") {
      if (++i === line.length) return line
      end = i + 1
    } else if (line[i] !== " ") end = i + 1
  }
  return line.slice(0, end)
}

const LITERAL: Glob = { tokens: [], classes: [] }

const literalLength = (pattern: string): number => {
  const special = pattern.search(/[*?[\\]/)
  return special < 0 ? pattern.length : special
}

/** `.ext` of `*.ext` when the last dot of a name finds it: one dot, at the front. */
const extensionOf = (pattern: string): string | undefined =>
  pattern.startsWith("*.") && pattern.lastIndexOf(".") === 1 && literalLength(pattern.slice(1)) === pattern.length - 1
    ? pattern.slice(1)
    : undefined

const add = <A>(map: Map<string, Array<A>>, key: string, value: A): void => {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

const lastOf = (
  rules: ReadonlyArray<Rule> | undefined,
  isDirectory: boolean,
  best: Rule | undefined
): Rule | undefined => {
  if (rules !== undefined) {
    for (let i = rules.length - 1; i >= 0; i--) {
      const rule = rules[i]!
      if (isDirectory || !rule.directoriesOnly) return best === undefined || rule.line > best.line ? rule : best
    }
  }
  return best
}

export class RuleList {
  // Each list of rules is in the order of the lines, and is searched from its end.
  readonly #names = new Map<string, Array<Rule>>()
  readonly #extensions = new Map<string, Array<Rule>>()
  readonly #paths = new Map<string, Array<Rule>>()
  readonly #globs: Array<GlobRule> = []
  readonly #drop: number
  readonly #prepend: string
  /** It is to be asked about paths and names that went through `foldCase`. */
  readonly ignoreCase: boolean
  /** Number of lines that can match something. */
  readonly size: number
  /** The lines that are patterns and match nothing, in order. */
  readonly warnings: ReadonlyArray<IgnoreWarning>

  /** `content` is the file as a binary string. */
  constructor(content: string, origin: RuleOrigin) {
    this.#drop = origin.drop ?? 0
    this.ignoreCase = origin.ignoreCase ?? false
    this.#prepend = this.#folded(origin.prepend ?? "")
    const lines = content.replace(/^\xef\xbb\xbf/, "").split("\n")
    const warnings: Array<IgnoreWarning> = []
    const { source, unread } = origin
    if (unread !== undefined) warnings.push({ source, line: 0, pattern: "", reason: unread })
    // To git a line ends at its first NUL.
    const hasNul = content.includes("\0")
    let size = 0
    lines.forEach((raw, index) => {
      let text = raw.endsWith("\r") ? raw.slice(0, -1) : raw
      if (hasNul && text.includes("\0")) text = text.slice(0, text.indexOf("\0"))
      if (text === "" || text.startsWith("#")) return
      const reason = this.#add(text, index + 1, origin)
      if (reason === undefined) size++
      else if (reason !== "") {
        warnings.push({ source, line: index + 1, pattern: fromBinary(text), reason })
      }
    })
    this.size = size
    this.warnings = warnings
  }

  /** Why the line matches nothing: `""` where it is not meant to. */
  #add(text: string, line: number, origin: RuleOrigin): string | undefined {
    const trimmed = trimSpaces(text)
    if (trimmed === "") return ""
    const negated = trimmed.startsWith("!")
    let pattern = negated ? trimmed.slice(1) : trimmed
    const directoriesOnly = pattern.endsWith("/")
    if (directoriesOnly) pattern = pattern.slice(0, -1)
    const nameOnly = !pattern.includes("/")
    if (pattern.startsWith("/")) pattern = pattern.slice(1)
    if (pattern === "") return "There is no name in it"
    const rule: Rule = { kind: origin.kind, source: origin.source, line, pattern: text, negated, directoriesOnly }
    const literal = literalLength(pattern)
    const extension = nameOnly ? extensionOf(pattern) : undefined
    if (literal === pattern.length) {
      const reason = neverMatches(pattern, LITERAL, false)
      if (reason !== undefined) return reason
      add(nameOnly ? this.#names : this.#paths, this.#folded(pattern), rule)
    } else if (extension !== undefined) add(this.#extensions, this.#folded(extension), rule)
    else {
      // As in git, the literal start is cut off before the glob is read: `foo**/bar` therefore crosses directories.
      const prefix = nameOnly ? "" : this.#folded(pattern.slice(0, literal))
      const glob = compile(pattern.slice(prefix.length), !nameOnly, this.ignoreCase)
      if (Either.isLeft(glob)) return glob.left
      const reason = neverMatches(prefix, glob.right, this.ignoreCase)
      if (reason !== undefined) return reason
      this.#globs.push({ ...rule, glob: glob.right, nameOnly, prefix })
    }
    return undefined
  }

  /** The last rule that matches this one entry; its parents are not looked at. `path` is relative to the root. */
  find(path: string, name: string, isDirectory: boolean): Rule | undefined {
    let best = this.#names.size === 0 ? undefined : lastOf(this.#names.get(name), isDirectory, undefined)
    if (this.#extensions.size > 0) {
      const dot = name.lastIndexOf(".")
      if (dot >= 0) best = lastOf(this.#extensions.get(name.slice(dot)), isDirectory, best)
    }
    let relative: string | undefined
    if (this.#paths.size > 0) {
      relative = this.#relative(path)
      best = lastOf(this.#paths.get(relative), isDirectory, best)
    }
    for (let i = this.#globs.length - 1; i >= 0; i--) {
      const rule = this.#globs[i]!
      if (best !== undefined && best.line > rule.line) break
      if (rule.directoriesOnly && !isDirectory) continue
      if (rule.nameOnly ? matches(rule.glob, name) : this.#matchesPath(rule, (relative ??= this.#relative(path)))) {
        return rule
      }
    }
    return best
  }

  #folded(text: string): string {
    return this.ignoreCase ? foldCase(text) : text
  }

  #relative(path: string): string {
    return this.#prepend === "" ? path.slice(this.#drop) : this.#prepend + path
  }

  #matchesPath(rule: GlobRule, relative: string): boolean {
    return relative.startsWith(rule.prefix) && matches(rule.glob, relative, rule.prefix.length)
  }
}
