/** A scan in a few numbers: what `drift scan --json` prints. */
import type { OutcomeCounts } from "@drift/core/Outcome"
import type { FileProblem, IgnoreWarning, Rename, ScanStatus, SkipCounts, SkippedEntry } from "@drift/core/Scan"

export interface ScanSummary {
  /** Absolute path of the project root. */
  readonly root: string
  readonly status: ScanStatus
  /** Stored files of the scopes; of a dry run, which stores nothing, the files seen. */
  readonly filesTotal: number
  /** Of this run, like the next four. */
  readonly filesAdded: number
  readonly filesModified: number
  readonly filesRemoved: number
  /** Files that were removed in one place and added in another; they are counted there, too. */
  readonly filesRenamed: number
  readonly filesUnchanged: number
  /** Files that this run parsed, with or without syntax errors. */
  readonly parsedNow: number
  /** Files that this run turned into facts without parsing them: the parse cache knew their content. */
  readonly cacheHits: number
  /**
   * The stored state of every file of the scopes; they add up to `filesTotal`. Of a dry run: of every file seen, where
   * `notParsed` are those that a scan would parse.
   */
  readonly outcomes: OutcomeCounts
  /** Files and directories that an ignore rule excluded; an excluded directory counts once. */
  readonly skippedIgnored: number
  /** Everything in the tree that is no file of the scan, by reason. Absent reasons did not occur. */
  readonly skipped: SkipCounts
  /** The same files by language id. */
  readonly languages: Readonly<Record<string, number>>
  /** Stored facts of the scopes. */
  readonly facts: {
    readonly functions: number
    readonly classes: number
    readonly imports: number
    readonly exports: number
    readonly callSites: number
  }
  /** Files not read because size and mtime had not changed, as a share of the files seen, 0 to 1. */
  readonly cacheHitRate: number
  /** Wall-clock milliseconds. */
  readonly durationMs: number
  /** Busy milliseconds of each stage. The stages overlap, so they may add up to more than the duration. */
  readonly phases: {
    readonly discovery: number
    readonly hashing: number
    readonly parsing: number
    readonly persisting: number
  }
  /**
   * Stored problems of the scopes and what this scan could not look at (unreadable directories, names that are not UTF-8,
   * shown with `\\xNN`), at most 100, sorted by path.
   */
  readonly errors: ReadonlyArray<FileProblem>
  readonly errorsTotal: number
  /** Lines of ignore files that can match nothing, and ignore files that could not be used: at most 100. */
  readonly warnings: ReadonlyArray<IgnoreWarning>
  readonly warningsTotal: number
  /** `bytes` includes the WAL. */
  readonly db: { readonly path: string; readonly bytes: number }
  /** Of a dry run only, as are the next three: paths sorted by their UTF-8 bytes. */
  readonly added?: ReadonlyArray<string>
  readonly modified?: ReadonlyArray<string>
  readonly removed?: ReadonlyArray<string>
  /** Which of the removed files are which of the added ones. */
  readonly renamed?: ReadonlyArray<Rename>
  /** Of a dry run only: what was passed over, with the rule that says so. */
  readonly skippedEntries?: ReadonlyArray<SkippedEntry>
}
