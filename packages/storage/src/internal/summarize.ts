/** Adds up files to a `Summary`, for every backend. */
import { OUTCOMES, type Outcome, type OutcomeCounts } from "@drift/core/Outcome"
import type { FileProblem } from "@drift/core/Scan"
import type { Summary } from "../Storage.js"

/** Files that share outcome and language, added up. */
export interface FileGroup {
  readonly outcome: Outcome
  readonly language: string | null
  readonly files: number
  readonly bytes: number
  readonly functions: number
  readonly classes: number
  readonly imports: number
  readonly exports: number
  readonly callSites: number
  readonly errors: number
}

/** `problems` are the first of them by path. */
export const summarize = (groups: Iterable<FileGroup>, problems: ReadonlyArray<FileProblem>): Summary => {
  const outcomes = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as {
    -readonly [K in keyof OutcomeCounts]: number
  }
  const languages: Record<string, number> = {}
  const facts = { functions: 0, classes: 0, imports: 0, exports: 0, callSites: 0 }
  let filesTotal = 0
  let bytesTotal = 0
  let errorsTotal = 0
  for (const group of groups) {
    filesTotal += group.files
    bytesTotal += group.bytes
    errorsTotal += group.errors
    outcomes[group.outcome] += group.files
    if (group.language !== null) languages[group.language] = (languages[group.language] ?? 0) + group.files
    for (const kind of Object.keys(facts) as Array<keyof typeof facts>) facts[kind] += group[kind]
  }
  const sorted = Object.fromEntries(Object.entries(languages).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { filesTotal, bytesTotal, outcomes, languages: sorted, facts, errors: problems, errorsTotal }
}
