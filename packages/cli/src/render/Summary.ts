/** What a scan says when it is done. Pure. */
import { DISPLAY_NAMES, type Language } from "@drift/core/Language"
import { type Rename, SKIP_REASONS, type SkippedEntry, type SkipReason } from "@drift/core/Scan"
import type { ScanSummary } from "@drift/runtime/ScanSummary"
import { block, type Line } from "./Block.js"
import { place } from "./Place.js"
import { bytes, count, duration, plural, printable, type Style } from "./Text.js"

const LISTED = 10
/** Of what a dry run passed over. */
const PASSED_OVER_LISTED = 50

/** Language ids and counts, the most frequent first. */
export const languages = (counts: Readonly<Record<string, number>>): ReadonlyArray<string> =>
  Object.entries(counts)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([id, files]) => `${DISPLAY_NAMES[id as Language] ?? printable(id)} ${count(files)}`)

/** Counts of stored facts, with their nouns. */
export const facts = (of: ScanSummary["facts"]): ReadonlyArray<string> => [
  plural(of.functions, "function"),
  plural(of.classes, "class", "classes"),
  plural(of.imports, "import"),
  plural(of.exports, "export"),
  plural(of.callSites, "call")
]

/** The outcomes that want a look, each with its count. */
export const concerns = (outcomes: ScanSummary["outcomes"], style: Style): ReadonlyArray<string> => [
  ...(outcomes.failed > 0 ? [style.bad(`${count(outcomes.failed)} failed`)] : []),
  ...(outcomes.parsedWithErrors > 0 ? [style.warn(`${count(outcomes.parsedWithErrors)} with syntax errors`)] : []),
  ...(outcomes.notParsed > 0 ? [`${count(outcomes.notParsed)} not parsed`] : [])
]

const skipped = (summary: ScanSummary): ReadonlyArray<string> => {
  const { noLanguage, skippedBinary, skippedEncoding, skippedLarge } = summary.outcomes
  return [
    ...(skippedLarge > 0 ? [`${count(skippedLarge)} too large`] : []),
    ...(skippedBinary > 0 ? [`${count(skippedBinary)} binary`] : []),
    ...(skippedEncoding > 0 ? [`${count(skippedEncoding)} in an unknown encoding`] : []),
    ...(noLanguage > 0 ? [`${count(noLanguage)} in no known language`] : [])
  ]
}

/** What was passed over for each reason, in words that follow a number. */
const PASSED_OVER: Readonly<Record<SkipReason, readonly [one: string, many: string]>> = {
  exclude: ["by --exclude", "by --exclude"],
  driftignore: ["by .driftignore", "by .driftignore"],
  gitignore: ["by .gitignore", "by .gitignore"],
  infoExclude: ["by .git/info/exclude", "by .git/info/exclude"],
  globalIgnore: ["by the global gitignore", "by the global gitignore"],
  default: ["by default", "by default"],
  worktree: ["linked worktree", "linked worktrees"],
  include: ["not included", "not included"],
  link: ["link", "links"],
  loop: ["link loop", "link loops"],
  outside: ["link out of the root", "links out of the root"],
  special: ["special file", "special files"]
}

const passedOver = ({ skipped }: ScanSummary): ReadonlyArray<string> =>
  SKIP_REASONS.flatMap((reason) => {
    const n = skipped[reason] ?? 0
    return n === 0 ? [] : [plural(n, ...PASSED_OVER[reason])]
  })

/** Every file once: one that was renamed is neither added nor removed. */
const changes = (summary: ScanSummary, style: Style): ReadonlyArray<string> => {
  const { filesModified, filesRenamed, filesUnchanged } = summary
  const added = summary.filesAdded - filesRenamed
  const removed = summary.filesRemoved - filesRenamed
  return [
    ...(added > 0 ? [style.good(`${count(added)} added`)] : []),
    ...(filesModified > 0 ? [style.warn(`${count(filesModified)} modified`)] : []),
    ...(filesRenamed > 0 ? [style.warn(`${count(filesRenamed)} renamed`)] : []),
    ...(removed > 0 ? [style.bad(`${count(removed)} removed`)] : []),
    ...(filesUnchanged > 0 ? [`${count(filesUnchanged)} unchanged`] : [])
  ]
}

/** What is wrong with ignore files. */
const warnings = (summary: ScanSummary, style: Style): ReadonlyArray<string> => {
  if (summary.warnings.length === 0) return []
  const listed = summary.warnings.slice(0, LISTED)
  const rest = summary.warningsTotal - listed.length
  return [
    "",
    style.warn(plural(summary.warningsTotal, "ignore rule has no effect", "ignore rules have no effect")),
    ...listed.map(({ line, pattern, reason, source }) => {
      return `  ${printable(place({ source, line, pattern }))}  ${style.dim(printable(`(${reason})`))}`
    }),
    ...(rest > 0 ? [`  and ${count(rest)} more`] : [])
  ]
}

const entries = (list: ReadonlyArray<SkippedEntry> | undefined, style: Style): ReadonlyArray<string> => {
  if (list === undefined || list.length === 0) return []
  const listed = list.slice(0, PASSED_OVER_LISTED)
  const rest = list.length - listed.length
  return [
    "",
    "Ignored",
    ...listed.map(({ isDirectory, line, path, pattern, reason, source }) => {
      const why =
        source === undefined || line === undefined || pattern === undefined
          ? PASSED_OVER[reason][0]
          : place({ source, line, pattern })
      return `  ${printable(isDirectory ? `${path}/` : path)}  ${style.dim(printable(why))}`
    }),
    ...(rest > 0 ? [`  and ${count(rest)} more, all with --json`] : [])
  ]
}

const failures = (summary: ScanSummary, style: Style): ReadonlyArray<string> => {
  if (summary.errors.length === 0) return []
  // Directories and names that no row stands for are in no list.
  const unnamed = summary.errorsTotal - summary.outcomes.failed
  const listed = summary.errors.slice(0, LISTED)
  const rest = Math.max(summary.errorsTotal, summary.errors.length) - listed.length
  return [
    "",
    style.bad(plural(rest + listed.length, "path could not be processed", "paths could not be processed")),
    ...listed.map(({ code, message, path }) => {
      const why = message.endsWith(path) ? message.slice(0, -path.length).replace(/:\s*$/, "") : message
      return `  ${printable(path)}  ${style.dim(printable(`[${code}] ${why}`))}`
    }),
    ...(rest > 0
      ? [`  and ${count(rest)} more: ${unnamed > 0 ? "--json lists a hundred" : "drift files --outcome failed"}`]
      : [])
  ]
}

const paths = (title: string, list: ReadonlyArray<string> | undefined, mark: string): ReadonlyArray<string> =>
  list === undefined || list.length === 0 ? [] : ["", title, ...list.map((path) => `${mark} ${printable(path)}`)]

const renames = (title: string, list: ReadonlyArray<Rename>): ReadonlyArray<string> =>
  list.length === 0 ? [] : ["", title, ...list.map(({ from, to }) => `> ${printable(from)} → ${printable(to)}`)]

const without = (list: ReadonlyArray<string> | undefined, paths: ReadonlyArray<string>): ReadonlyArray<string> => {
  const left = new Set(paths)
  return (list ?? []).filter((path) => !left.has(path))
}

const dryRun = (summary: ScanSummary, style: Style): ReadonlyArray<string> => {
  const changed = changes(summary, style)
  const renamed = summary.renamed ?? []
  const added = without(
    summary.added,
    renamed.map(({ to }) => to)
  )
  const removed = without(
    summary.removed,
    renamed.map(({ from }) => from)
  )
  return [
    `${style.bold("Dry run")} of ${printable(summary.root)}: ${changed.length === 0 ? "no files" : changed.join(", ")}. Nothing was written.`,
    ...paths(style.good("Added"), added, "+"),
    ...paths(style.warn("Modified"), summary.modified, "~"),
    ...renames(style.warn("Renamed"), renamed),
    ...paths(style.bad("Removed"), removed, "-"),
    ...entries(summary.skippedEntries, style),
    ...warnings(summary, style),
    ...failures(summary, style)
  ]
}

const STATUS = { complete: "Scanned", partial: "Partly scanned", cancelled: "Scan cancelled:" } as const

/**
 * Lines about a finished scan, for a terminal of so many columns. Nothing changed: one line, and what is still wrong. A dry
 * run lists the paths.
 */
export const summary = (scan: ScanSummary, style: Style, columns: number): ReadonlyArray<string> => {
  if (scan.added !== undefined) return dryRun(scan, style)
  const files = plural(scan.filesTotal, "file")
  const changed = scan.filesAdded + scan.filesModified + scan.filesRemoved > 0
  if (scan.status === "complete" && !changed && scan.parsedNow + scan.cacheHits === 0) {
    // Who asks for something that is ignored should not be left wondering.
    const notes = [...concerns(scan.outcomes, style), ...(scan.filesTotal === 0 ? passedOver(scan) : [])]
    return [
      `${style.good("Up to date")}: ${files}, nothing changed (${duration(scan.durationMs)})${notes.length === 0 ? "" : `; ${notes.join(", ")}`}`,
      ...warnings(scan, style),
      ...failures(scan, style)
    ]
  }
  const { discovery, hashing, parsing, persisting } = scan.phases
  const lines: ReadonlyArray<Line> = [
    { label: "Changes", parts: changes(scan, style) },
    { label: "Languages", parts: languages(scan.languages) },
    { label: "Facts", parts: facts(scan.facts) },
    {
      label: "Parsed",
      parts: [
        `${count(scan.parsedNow)} now`,
        ...(scan.cacheHits > 0 ? [`${count(scan.cacheHits)} from the cache`] : []),
        ...concerns(scan.outcomes, style)
      ]
    },
    { label: "Skipped", parts: skipped(scan) },
    { label: "Ignored", parts: passedOver(scan) },
    {
      label: "Busy",
      parts: [
        `discovery ${duration(discovery)}`,
        `hashing ${duration(hashing)}`,
        `parsing ${duration(parsing)}`,
        `persisting ${duration(persisting)}`
      ]
    },
    { label: "Database", parts: [printable(scan.db.path), bytes(scan.db.bytes)] }
  ]
  return [
    `${style.bold(STATUS[scan.status])} ${printable(scan.root)}: ${files} in ${duration(scan.durationMs)}`,
    ...(scan.status === "complete" ? [] : ["The next scan finishes the work."]),
    "",
    ...block(lines, style, columns - 2).map((line) => `  ${line}`),
    ...warnings(scan, style),
    ...failures(scan, style)
  ]
}
