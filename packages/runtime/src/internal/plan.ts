/** What is to be done about one file that the scanner found. Pure: the whole table of cases is here. */
import type { FileRow } from "@drift/core/FactBatch"
import type { IndexedFile } from "@drift/core/FileIndex"
import type { LanguageId } from "@drift/core/Language"
import type { Outcome } from "@drift/core/Outcome"
import type { ParseJob } from "@drift/core/ParseJob"
import type { ScannedFile } from "@drift/scanner/Scanner"

export type Action =
  /** What is stored is right. */
  | { readonly _tag: "Nothing" }
  | { readonly _tag: "Store"; readonly row: FileRow }
  | { readonly _tag: "Parse"; readonly job: ParseJob }

export interface PlanOptions {
  readonly parse: boolean
  /** The time limit that parsing has now. */
  readonly timeLimitMs: number
  /** The version of the facts that files of a language would get now. */
  readonly factsVersion: (language: LanguageId) => number
}

const NOTHING: Action = { _tag: "Nothing" }

export const plan = (file: ScannedFile, options: PlanOptions): Action => {
  const { before: previous, entry } = file
  if (file.problem !== undefined) {
    return store(file, "keep", "failed", {
      language: entry.language ?? previous?.language,
      contentHash: previous?.contentHash,
      factsVersion: previous?.factsVersion,
      errorCode: file.problem.code,
      error: file.problem.message
    })
  }
  if (previous !== undefined && isCurrent(file, previous, options)) {
    return file.stale
      ? store(file, "touch", previous.outcome, {
          factsVersion: previous.factsVersion,
          timedOutAfter: previous.timedOutAfter
        })
      : NOTHING
  }
  if (entry.outcome === "skippedLarge" || entry.outcome === "skippedBinary" || entry.outcome === "skippedEncoding") {
    return store(file, "replace", entry.outcome)
  }
  if (entry.language === undefined) return store(file, "replace", "noLanguage")
  if (!options.parse) return store(file, "replace", "notParsed")
  return {
    _tag: "Parse",
    job: {
      path: entry.path,
      language: entry.language,
      source: file.source,
      stat: { size: entry.fileSize, mtimeSecs: entry.mtimeSecs, mtimeNanos: entry.mtimeNanos },
      racy: file.racy,
      ...(entry.contentHash === undefined ? {} : { contentHash: entry.contentHash })
    }
  }
}

/** Whether the stored outcome and facts are those that this scan would store. */
const isCurrent = ({ entry }: ScannedFile, previous: IndexedFile, options: PlanOptions): boolean => {
  const { language, outcome, status } = entry
  if (status !== "unchanged" || outcome !== previous.outcome || language !== previous.language) return false
  return !isOutdated(previous, options)
}

/** Whether there is more to be known of a file that is as it was. */
export const isOutdated = (previous: IndexedFile, options: PlanOptions): boolean => {
  switch (previous.outcome) {
    case "parsed":
    case "parsedWithErrors":
      // Facts of an older version are better than none.
      return options.parse && !isOfThisVersion(previous, options)
    case "notParsed":
      return options.parse
    case "failed":
      return (
        previous.timedOutAfter === 0 ||
        (options.parse && (previous.timedOutAfter !== options.timeLimitMs || !isOfThisVersion(previous, options)))
      )
    case "noLanguage":
    case "skippedLarge":
    case "skippedBinary":
    case "skippedEncoding":
      return false
  }
}

const isOfThisVersion = ({ factsVersion, language }: IndexedFile, options: PlanOptions): boolean =>
  language !== undefined && factsVersion === options.factsVersion(language)

const store = (
  { entry, racy }: ScannedFile,
  mode: FileRow["mode"],
  outcome: Outcome,
  more: Partial<FileRow> = {}
): Action => ({
  _tag: "Store",
  row: {
    mode,
    path: entry.path,
    language: entry.language,
    size: entry.fileSize,
    mtimeSecs: entry.mtimeSecs,
    mtimeNanos: entry.mtimeNanos,
    racy,
    contentHash: entry.contentHash,
    outcome,
    timedOutAfter: 0,
    ...more
  }
})
