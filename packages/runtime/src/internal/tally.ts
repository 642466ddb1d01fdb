/** What a running scan has done so far, and the one place from which its progress is told. */
import { DriftEvent } from "@drift/core/DriftEvent"
import type { FileProblem, ScanDiff, ScanEntry, ScanStats } from "@drift/core/Scan"
import { compareUtf8 } from "@drift/core/Text"
import type { ParsedBatch } from "@drift/parsers/ParserManager"
import type { ScannedFile, ScanStep } from "@drift/scanner/Scanner"

const PROGRESS_EVERY = 100

type Finished = Extract<ScanStep, { readonly _tag: "Finished" }>

export class Tally {
  /** Files that the last scan knew. */
  previousFiles = 0
  parsedNow = 0
  cacheHits = 0
  parsingMs = 0
  /** Wall-clock milliseconds during which something was being stored. */
  persistingMs = 0
  finished: Finished | undefined
  clockWentBack = false

  #time: number
  #failed = 0
  #total = 0
  #totalBytes = 0
  #bytes = 0
  readonly #entries: Array<ScanEntry> = []
  readonly #problems: Array<FileProblem> = []
  readonly #publish: (event: DriftEvent) => void

  constructor(publish: (event: DriftEvent) => void, time: number) {
    this.#publish = publish
    this.#time = time
  }

  /** Milliseconds since 1970, as the clock of the files has them: unlike a duration, they may have been set back. */
  sawTime(time: number): void {
    if (time < this.#time) this.clockWentBack = true
    this.#time = time
  }

  /** The files that are done. */
  get settled(): ReadonlyArray<ScanEntry> {
    return this.#entries
  }

  get processed(): number {
    return this.#entries.length
  }

  /** Files that could not be read or parsed. */
  get failed(): number {
    return this.#failed
  }

  /** What this scan could not look at and no row can stand for: unreadable directories, names that are not UTF-8. */
  get unnamed(): ReadonlyArray<FileProblem> {
    return this.finished?.problems ?? []
  }

  discovered(total: number, totalBytes: number): void {
    this.#total = total
    this.#totalBytes = totalBytes
    this.#publish(DriftEvent.ScanProgress({ processed: 0, total, bytes: 0, totalBytes }))
  }

  /** Counts files whose work is done and stored. */
  settle(files: ReadonlyArray<ScannedFile>, parsed?: ParsedBatch): void {
    if (parsed !== undefined) {
      this.parsingMs += parsed.busyMs
      for (const file of parsed.files) {
        if (file.cached === true) this.cacheHits++
        else if (file.outcome === "parsed" || file.outcome === "parsedWithErrors") this.parsedNow++
        if (file.problem !== undefined) this.#problem(file.problem)
      }
    }
    for (const { entry, problem } of files) {
      if (problem !== undefined) this.#problem(problem)
      this.#entries.push(entry)
      this.#bytes += entry.fileSize
      if (this.processed % PROGRESS_EVERY === 0 || this.processed === this.#total) this.#progress(entry.path)
    }
  }

  /** The scanner has nothing more. */
  finish(finished: Finished): void {
    this.finished = finished
  }

  /** Everything is processed: what has no row is told, and the last progress if files vanished under way. */
  close(): void {
    for (const problem of this.unnamed) this.#report(problem)
    if (this.processed >= this.#total) return
    this.#total = this.processed
    this.#progress(undefined)
  }

  /** What was processed; only a complete scan knows what is gone. */
  diff(complete: boolean): ScanDiff {
    const sorted = this.#entries.sort((a, b) => compareUtf8(a.path, b.path))
    const paths: Record<ScanEntry["status"], Array<string>> = { added: [], modified: [], unchanged: [] }
    for (const entry of sorted) paths[entry.status].push(entry.path)
    let entries: ReadonlyMap<string, ScanEntry> | undefined
    return {
      ...paths,
      removed: complete ? (this.finished?.removed ?? []) : [],
      renames: complete ? (this.finished?.renames ?? []) : [],
      errors: this.#problems.sort((a, b) => compareUtf8(a.path, b.path)),
      // Made when asked for, which few do: of many files it costs a tenth of a scan that finds nothing changed.
      get entries() {
        return (entries ??= new Map(sorted.map((entry) => [entry.path, entry])))
      },
      stats: complete && this.finished !== undefined ? this.finished.stats : this.#statsSoFar()
    }
  }

  #problem(problem: FileProblem): void {
    this.#failed++
    this.#report(problem)
  }

  #report(problem: FileProblem): void {
    this.#problems.push(problem)
    this.#publish(DriftEvent.ScanError({ ...problem, fatal: false }))
  }

  #progress(path: string | undefined): void {
    this.#publish(
      DriftEvent.ScanProgress({
        processed: this.processed,
        total: this.#total,
        bytes: this.#bytes,
        totalBytes: this.#totalBytes,
        ...(path === undefined ? {} : { path })
      })
    )
  }

  /** Of a scan that was stopped only the files that it processed count; its times and ignore rules may be unknown. */
  #statsSoFar(): ScanStats {
    const count = (outcome: ScanEntry["outcome"]) => this.#entries.filter((entry) => entry.outcome === outcome).length
    const languagesFound: Record<string, number> = {}
    for (const { language } of this.#entries) {
      if (language !== undefined) languagesFound[language] = (languagesFound[language] ?? 0) + 1
    }
    return {
      totalFiles: this.processed,
      totalSizeBytes: this.#bytes,
      discoveryMs: this.finished?.stats.discoveryMs ?? 0,
      hashingMs: this.finished?.stats.hashingMs ?? 0,
      diffMs: this.finished?.stats.diffMs ?? 0,
      cacheHitRate: this.finished?.stats.cacheHitRate ?? 0,
      filesSkippedLarge: count("skippedLarge"),
      filesSkippedBinary: count("skippedBinary"),
      filesSkippedEncoding: count("skippedEncoding"),
      filesSkippedIgnored: this.finished?.stats.filesSkippedIgnored ?? 0,
      skipped: this.finished?.stats.skipped ?? {},
      languagesFound
    }
  }
}
