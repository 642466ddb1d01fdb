/** What a scan finds and reports. */
import * as Schema from "effect/Schema"
import { ContentHash } from "./ContentHash.js"
import { ErrorCode } from "./ErrorCode.js"
import { LanguageId } from "./Language.js"
import { Outcome } from "./Outcome.js"

/** How a file compares with the previous scan. `removed` is no status of a file but a list of paths. */
export const FileStatus = /* @__PURE__ */ Schema.Literal("added", "modified", "unchanged")
export type FileStatus = typeof FileStatus.Type

/** One file on disk. */
export const ScanEntry = /* @__PURE__ */ Schema.Struct({
  /** Relative to the project root, with `/`, byte-exact. */
  path: Schema.String,
  status: FileStatus,
  language: Schema.optional(LanguageId),
  fileSize: Schema.Number,
  mtimeSecs: Schema.Number,
  mtimeNanos: Schema.Number,
  /** Absent when the file was not read: over the size limit, or unreadable. */
  contentHash: Schema.optional(ContentHash),
  /**
   * What the scanner decided; absent when parsing decides. For an unchanged file, the stored outcome.
   */
  outcome: Schema.optional(Outcome)
})
export type ScanEntry = typeof ScanEntry.Type

/** A file that could not be processed. It keeps its row and its last facts. */
export const FileProblem = /* @__PURE__ */ Schema.Struct({
  path: Schema.String,
  code: ErrorCode,
  message: Schema.String
})
export type FileProblem = typeof FileProblem.Type

/** A summary lists at most this many problems, and as many warnings; it counts them all. */
export const MAX_LISTED_PROBLEMS = 100

/**
 * Why an entry of the tree is no file of the scan.
 *
 * - An ignore rule, by its kind: `exclude`, `driftignore`, `gitignore`, `infoExclude`, `globalIgnore`, `default`.
 * - `worktree`: a linked worktree of a repository that is scanned anyway.
 * - `include`: a file that no include pattern matches.
 * - `link`: a symbolic link, when links are not followed, or one that leads to nothing.
 * - `loop`: a link to a directory that it stands in. `outside`: a link that leads out of the root.
 * - `special`: a FIFO, a socket or a device; in a revision, a submodule.
 */
export const SKIP_REASONS = [
  "exclude",
  "driftignore",
  "gitignore",
  "infoExclude",
  "globalIgnore",
  "default",
  "worktree",
  "include",
  "link",
  "loop",
  "outside",
  "special"
] as const

export const SkipReason = /* @__PURE__ */ (() => Schema.Literal(...SKIP_REASONS))()
export type SkipReason = (typeof SKIP_REASONS)[number]

/** How often each reason applied; an excluded directory counts once, whatever is below it. Reasons that never did are absent. */
export const SkipCounts = /* @__PURE__ */ Schema.partial(
  /* @__PURE__ */ Schema.Record({ key: SkipReason, value: Schema.Number })
)
export type SkipCounts = typeof SkipCounts.Type

/** An entry that was passed over. */
export const SkippedEntry = /* @__PURE__ */ Schema.Struct({
  path: Schema.String,
  isDirectory: Schema.Boolean,
  reason: SkipReason,
  /** The pattern that says so, where it stands (1-based), and how its file is named to people. */
  source: Schema.optional(Schema.String),
  line: Schema.optional(Schema.Number),
  pattern: Schema.optional(Schema.String)
})
export type SkippedEntry = typeof SkippedEntry.Type

/** A line of an ignore file that can match nothing, whatever the tree, or a file (line 0) that cannot be used. The rest holds. */
export const IgnoreWarning = /* @__PURE__ */ Schema.Struct({
  /** The file, as it is named to people. */
  source: Schema.String,
  /** 1-based. */
  line: Schema.Number,
  /** As written, without the line end. */
  pattern: Schema.String,
  /** A sentence without its full stop: `A bracket is not closed`. */
  reason: Schema.String
})
export type IgnoreWarning = typeof IgnoreWarning.Type

export const ScanStats = /* @__PURE__ */ Schema.Struct({
  /** Files present and processed; removed ones are not among them. */
  totalFiles: Schema.Number,
  totalSizeBytes: Schema.Number,
  /** Busy milliseconds of the stage. */
  discoveryMs: Schema.Number,
  hashingMs: Schema.Number,
  diffMs: Schema.Number,
  /** Files whose content was not read because size and mtime had not changed, as a share of all files, 0 to 1. */
  cacheHitRate: Schema.Number,
  filesSkippedLarge: Schema.Number,
  filesSkippedBinary: Schema.Number,
  filesSkippedEncoding: Schema.Number,
  /** Files and directories that an ignore rule excluded; an excluded directory counts once. */
  filesSkippedIgnored: Schema.Number,
  /** All entries that were passed over, by reason. */
  skipped: SkipCounts,
  languagesFound: Schema.Record({ key: Schema.String, value: Schema.Number })
})
export type ScanStats = typeof ScanStats.Type

/** A file that is gone and one of the same content that was not there before; both are among the removed and added ones. */
export const Rename = /* @__PURE__ */ Schema.Struct({ from: Schema.String, to: Schema.String })
export type Rename = typeof Rename.Type

/** How the tree differs from the previous scan. All lists are sorted by the UTF-8 bytes of the paths. */
export const ScanDiff = /* @__PURE__ */ Schema.Struct({
  added: Schema.Array(Schema.String),
  modified: Schema.Array(Schema.String),
  removed: Schema.Array(Schema.String),
  unchanged: Schema.Array(Schema.String),
  /** No path twice, and none of an empty file. Sorted by `from`. */
  renames: Schema.Array(Rename),
  errors: Schema.Array(FileProblem),
  entries: Schema.ReadonlyMapFromSelf({ key: Schema.String, value: ScanEntry }),
  stats: ScanStats
})
export type ScanDiff = typeof ScanDiff.Type

/** (added + modified) / all files of both scans, 0 when there are none. */
export const changeRatio = (diff: Pick<ScanDiff, "added" | "modified" | "removed" | "unchanged">): number => {
  const changed = diff.added.length + diff.modified.length
  const all = changed + diff.removed.length + diff.unchanged.length
  return all === 0 ? 0 : changed / all
}

/** Whether more than `threshold` (0 to 1) of the files changed; learned conventions are then out of date. */
export const exceedsRelearnThreshold = (
  diff: Pick<ScanDiff, "added" | "modified" | "removed" | "unchanged">,
  threshold = 0.1
): boolean => changeRatio(diff) > threshold

/**
 * How a scan ended. `complete`: every file was processed, even if some failed. `partial`: stopped early with results.
 * `cancelled`: stopped before the first one.
 */
export const ScanStatus = /* @__PURE__ */ Schema.Literal("complete", "partial", "cancelled")
export type ScanStatus = typeof ScanStatus.Type
