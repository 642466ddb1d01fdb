/** Why a scan takes an entry or passes it over: the decisions of `walk.ts`, for one path. */
import type { SkipReason } from "@drift/core/Scan"
import type { Rule } from "../IgnoreRules.js"
import { ALWAYS_EXCLUDED } from "../IgnoreRules.js"
import type { ExplainedKind, Explanation } from "../Scanner.js"
import type { EntryKind, FileSystemCalls } from "./fileSystem.js"
import { isGone } from "./fileSystem.js"
import type { IncludeFilter } from "./includeFilter.js"
import { followLink, MAX_LINKS } from "./links.js"
import { fromBinary, toBinary } from "./ruleList.js"
import type { TreeRules } from "./treeRules.js"

export interface ExplainOptions {
  readonly fs: FileSystemCalls
  readonly rules: TreeRules
  /** The root without links and without a slash at its end. */
  readonly base: string
  readonly include: IncludeFilter | undefined
  readonly followSymlinks: boolean
}

/** Explains `path`, relative to the root and normalised, `""` for the root; `asDirectory` if nothing is there that would tell. */
export const explain = (options: ExplainOptions, path: string, asDirectory: boolean): Explanation => {
  const { base, fs, include } = options
  const names = path === "" ? [] : path.split("/")
  const identify = (directory: string) => (options.followSymlinks ? fs.identity?.(`${directory}/`) : undefined)
  /** Of the directories around. */
  const identities = [identify(base)]
  let rules = options.rules.enter("", base, options.rules.around(), holdsOf(fs, base))!
  let included = false
  let links = 0
  let kind: ExplainedKind = "directory"
  let at = ""
  /** The last include pattern that spoke of the path or of a directory around it. */
  let spoke: { readonly at: string; readonly rule: Rule } | undefined
  let keeps: { readonly at: string; readonly rule: Rule } | undefined
  const skipped = (reason: Explanation["reason"], by?: Rule): Explanation => ({
    path,
    kind: at === path ? kind : lookAt(fs, `${base}/${path}`),
    kept: false,
    at,
    atKind: lookAt(fs, `${base}/${at}`),
    reason,
    rule: by === undefined ? undefined : forPeople(by)
  })
  /** Where the path has led so far, without links. */
  let folder = base
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1
    at = at === "" ? name : `${at}/${name}`
    let absolute = `${folder}/${name}`
    kind = lookAt(fs, absolute)
    if (ALWAYS_EXCLUDED.has(name)) return skipped("always")
    let refused: SkipReason | undefined
    if (kind === "link" && options.followSymlinks) {
      const led = followLink(fs, absolute, options.rules.realRoot)
      if (led._tag === "Refused") refused = led.reason
      else if (led._tag === "To") {
        kind = led.stat.kind
        absolute = led.target
        if (kind === "directory" && (links++ >= MAX_LINKS || identities.includes(led.identity))) refused = "loop"
      }
    }
    if (kind === "directory") identities.push(identify(absolute))
    const isDirectory = kind === "directory" || (kind === "missing" && (!isLast || asDirectory))
    const binary = toBinary(at)
    const rule = rules.matchBinary(binary, toBinary(name), isDirectory)
    if (rule !== undefined && !rule.negated) return skipped(rule.kind, rule)
    if (rule !== undefined) keeps = { at, rule }
    if (refused !== undefined) return skipped(refused)
    if (kind === "link") return skipped("link")
    if (kind === "other") return skipped("special")
    if (include !== undefined) {
      const pattern = include.match(binary, toBinary(name), isDirectory)
      if (pattern !== undefined) {
        included = !pattern.negated
        spoke = { at, rule: pattern }
      }
      if (isLast && !isDirectory) {
        if (!included) {
          at = spoke?.at ?? at
          return skipped("include", spoke?.rule)
        }
        keeps ??= spoke
      }
    }
    if (kind === "directory") {
      const inner = options.rules.enter(at, absolute, rules, holdsOf(fs, absolute))
      if (inner === undefined) return skipped("worktree")
      rules = inner
    }
    folder = absolute
  }
  const rule = keeps === undefined ? undefined : forPeople(keeps.rule)
  const keptAt = keeps?.at ?? path
  return { path, kind, kept: true, at: keptAt, atKind: lookAt(fs, `${base}/${keptAt}`), reason: undefined, rule }
}

const forPeople = ({ kind, line, negated, pattern, source }: Rule): NonNullable<Explanation["rule"]> => ({
  kind,
  source,
  line,
  pattern: fromBinary(pattern),
  negated
})

/** What cannot be looked at may be a file. */
const lookAt = (fs: FileSystemCalls, path: string): ExplainedKind => {
  try {
    return fs.lstat(path)?.kind ?? "missing"
  } catch (error) {
    return isGone(error) ? "missing" : "file"
  }
}

const holdsOf = (fs: FileSystemCalls, directory: string) => {
  const isThere = (name: string, ...kinds: ReadonlyArray<EntryKind>) => {
    try {
      const kind = fs.lstat(`${directory}/${name}`)?.kind
      return kind !== undefined && kinds.includes(kind)
    } catch {
      return false
    }
  }
  return {
    driftignore: isThere(".driftignore", "file"),
    gitignore: isThere(".gitignore", "file"),
    dotGit: isThere(".git", "file", "directory", "link")
  }
}
