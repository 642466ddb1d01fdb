/** A scan in numbers: its own, and the state that it left behind. */
import { NO_OUTCOMES } from "@drift/core/Outcome"
import { type FileProblem, MAX_LISTED_PROBLEMS, type ScanDiff, type ScanEntry, type ScanStatus } from "@drift/core/Scan"
import { compareUtf8 } from "@drift/core/Text"
import type { DatabaseInfo, Storage, Summary } from "@drift/storage/Storage"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { ParseStats, ScanOptions, ScanResult } from "../DriftRuntime.js"
import type { ScanSummary } from "../ScanSummary.js"
import type { Tally } from "./tally.js"

/** How a scan ended that did not fail. */
export interface Ended {
  readonly status: ScanStatus
  readonly diff: ScanDiff
  readonly durationMs: number
}

export const summarize = Effect.fn("DriftRuntime.summarize")(function* (
  storage: Context.Tag.Service<typeof Storage>,
  root: string,
  options: ScanOptions,
  tally: Tally,
  { diff, durationMs, status }: Ended
) {
  const dryRun = options.dryRun === true
  // A dry run needs no database, and reading from one that does not exist would fail.
  const empty = dryRun && tally.previousFiles === 0
  const stored = empty ? NOTHING_STORED : yield* storage.summary(options.scopes ?? [])
  const info = yield* empty ? Effect.orElseSucceed(storage.info, () => NO_DATABASE) : storage.info
  const parse: ParseStats = {
    parsedNow: tally.parsedNow,
    cacheHits: tally.cacheHits,
    failed: tally.failed,
    busyMs: Math.round(tally.parsingMs)
  }
  const warnings = tally.finished?.warnings ?? []
  const skipped = tally.finished?.skipped ?? []
  const summary: ScanSummary = {
    root,
    status,
    ...(dryRun
      ? seen(tally.settled)
      : { filesTotal: stored.filesTotal, outcomes: stored.outcomes, languages: stored.languages }),
    filesAdded: diff.added.length,
    filesModified: diff.modified.length,
    filesRemoved: diff.removed.length,
    filesRenamed: diff.renames.length,
    filesUnchanged: diff.unchanged.length,
    parsedNow: parse.parsedNow,
    cacheHits: parse.cacheHits,
    skippedIgnored: diff.stats.filesSkippedIgnored,
    skipped: diff.stats.skipped,
    facts: stored.facts,
    cacheHitRate: diff.stats.cacheHitRate,
    durationMs,
    phases: {
      discovery: Math.round(diff.stats.discoveryMs),
      hashing: Math.round(diff.stats.hashingMs),
      parsing: parse.busyMs,
      persisting: Math.round(tally.persistingMs)
    },
    ...(dryRun ? seenProblems(stored, tally, diff) : problems(stored, tally.unnamed)),
    warnings: warnings.slice(0, MAX_LISTED_PROBLEMS),
    warningsTotal: warnings.length,
    db: { path: info.path, bytes: info.bytes },
    ...(dryRun
      ? {
          added: diff.added,
          modified: diff.modified,
          removed: diff.removed,
          renamed: diff.renames,
          skippedEntries: skipped
        }
      : {})
  }
  const result: Omit<ScanResult, "notices"> = { status, summary, diff, stats: diff.stats, parse, warnings, skipped }
  return result
})

/** The stored problems, and those of this scan that no row stands for. */
const problems = (
  { errors, errorsTotal }: Summary,
  unnamed: ReadonlyArray<FileProblem>
): Pick<ScanSummary, "errors" | "errorsTotal"> => ({
  errors: [...errors, ...unnamed].sort((a, b) => compareUtf8(a.path, b.path)).slice(0, MAX_LISTED_PROBLEMS),
  errorsTotal: errorsTotal + unnamed.length
})

/** Of a dry run: what it could not read, and what is stored of files that it found as they were. */
const seenProblems = (
  { errors }: Summary,
  tally: Tally,
  diff: ScanDiff
): Pick<ScanSummary, "errors" | "errorsTotal"> => {
  const told = new Set(diff.errors.map(({ path }) => path))
  const failed = new Set(tally.settled.flatMap(({ outcome, path }) => (outcome === "failed" ? [path] : [])))
  const stillFailed = errors.filter(({ path }) => failed.has(path) && !told.has(path))
  return {
    errors: [...diff.errors, ...stillFailed].sort((a, b) => compareUtf8(a.path, b.path)).slice(0, MAX_LISTED_PROBLEMS),
    errorsTotal: failed.size + tally.unnamed.length
  }
}

/** The files of a dry run: what is stored of them where it still holds, else what can be told without parsing. */
const seen = (entries: ReadonlyArray<ScanEntry>): Pick<ScanSummary, "filesTotal" | "outcomes" | "languages"> => {
  const outcomes = { ...NOTHING_STORED.outcomes }
  const languages: Record<string, number> = {}
  for (const { language, outcome } of entries) {
    outcomes[outcome ?? "notParsed"]++
    if (language !== undefined) languages[language] = (languages[language] ?? 0) + 1
  }
  const sorted = Object.fromEntries(Object.entries(languages).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { filesTotal: entries.length, outcomes, languages: sorted }
}

const NOTHING_STORED: Summary = {
  filesTotal: 0,
  bytesTotal: 0,
  outcomes: NO_OUTCOMES,
  languages: {},
  facts: { functions: 0, classes: 0, imports: 0, exports: 0, callSites: 0 },
  errors: [],
  errorsTotal: 0
}

const NO_DATABASE: DatabaseInfo = { path: "", bytes: 0, walBytes: 0 }
