/** Stages that do what a test says, and keep a record of what the runtime asked of them. */
import type { FileRow } from "@drift/core/FactBatch"
import { FactBatchDecoder } from "@drift/core/FactBatchDecoder"
import { FactBatchEncoder } from "@drift/core/FactBatchEncoder"
import { FACTS_VERSION } from "@drift/core/FactsVersion"
import { KnownLanguages } from "@drift/core/KnownLanguages"
import type { IndexedFile } from "@drift/core/FileIndex"
import { FileIndex } from "@drift/core/FileIndex"
import type { Outcome } from "@drift/core/Outcome"
import type { ParseJob } from "@drift/core/ParseJob"
import type { FileProblem, Rename, ScanEntry } from "@drift/core/Scan"
import type { ParsedFile, ParserUnavailable } from "@drift/parsers/ParserManager"
import { ParserManager } from "@drift/parsers/ParserManager"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import type { PermissionDenied, ScanError, ScannedFile, ScanRequest, ScanStep } from "@drift/scanner/Scanner"
import { Scanner } from "@drift/scanner/Scanner"
import type { ScanRecord, Summary } from "@drift/storage/Storage"
import { ScanInProgress, Storage, StorageError } from "@drift/storage/Storage"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

export const TIME_LIMIT = 5000

/** A file as the scanner reports it: readable TypeScript, added, unless told otherwise. */
export const file = (
  path: string,
  more: Partial<ScanEntry> & Partial<Omit<ScannedFile, "entry" | "before">> = {}
): ScannedFile => {
  const {
    problem,
    racy = false,
    source = { _tag: "Path", absolutePath: `/project/${path}` },
    stale = false,
    ...entry
  } = more
  return {
    entry: {
      path,
      status: "added",
      language: "typescript",
      fileSize: 10,
      mtimeSecs: 1000,
      mtimeNanos: 5,
      contentHash: 7n,
      ...entry
    },
    source,
    racy,
    stale,
    before: undefined,
    ...(problem === undefined ? {} : { problem })
  }
}

/** The file as an earlier scan left it in the index. */
export const known = (path: string, more: Partial<IndexedFile> = {}): IndexedFile => ({
  path,
  language: "typescript",
  size: 10,
  mtimeSecs: 1000,
  mtimeNanos: 5,
  racy: false,
  contentHash: 7n,
  outcome: "parsed",
  factsVersion: FACTS_VERSION,
  timedOutAfter: 0,
  ...more
})

/** The steps of a scan over these files, `chunk` files a step. */
export const steps = (
  files: ReadonlyArray<ScannedFile>,
  finished: {
    readonly removed?: ReadonlyArray<string>
    readonly renames?: ReadonlyArray<Rename>
    readonly problems?: ReadonlyArray<FileProblem>
  } = {},
  chunk = 256
): ReadonlyArray<ScanStep> => {
  const totalBytes = files.reduce((sum, { entry }) => sum + entry.fileSize, 0)
  const all: Array<ScanStep> = [{ _tag: "Discovered", total: files.length, totalBytes }]
  for (let i = 0; i < files.length; i += chunk) all.push({ _tag: "Files", files: files.slice(i, i + chunk) })
  all.push({
    _tag: "Finished",
    removed: finished.removed ?? [],
    renames: finished.renames ?? [],
    problems: finished.problems ?? [],
    warnings: [],
    skipped: [],
    stats: {
      totalFiles: files.length,
      totalSizeBytes: totalBytes,
      discoveryMs: 3,
      hashingMs: 4,
      diffMs: 0,
      cacheHitRate: 0.5,
      filesSkippedLarge: 0,
      filesSkippedBinary: 0,
      filesSkippedEncoding: 0,
      filesSkippedIgnored: 2,
      skipped: { gitignore: 2, link: 1 },
      languagesFound: {}
    }
  })
  return all
}

export interface Options {
  /** What the scanner says of the root. Default: it is there. */
  readonly check?: Effect.Effect<void, ScanError>
  readonly steps?: Stream.Stream<ScanStep, ScanError | PermissionDenied>
  readonly index?: ReadonlyArray<IndexedFile>
  readonly concurrency?: number
  /** What parsing one file comes to. Default: parsed. */
  readonly parsed?: (job: ParseJob) => { readonly outcome: Outcome; readonly problem?: FileProblem }
  /** Runs before each batch is answered. */
  readonly onParse?: (jobs: ReadonlyArray<ParseJob>) => Effect.Effect<void, ParserUnavailable>
  /** Runs before each batch is stored. */
  readonly onTidyUp?: Effect.Effect<void, StorageError>
  readonly onPut?: (rows: ReadonlyArray<FileRow>) => Effect.Effect<void, StorageError>
}

/** What the runtime asked of its stages, in order. */
export class Journal {
  readonly requests: Array<ScanRequest> = []
  readonly jobs: Array<ReadonlyArray<ParseJob>> = []
  readonly rows: Array<FileRow> = []
  readonly removed: Array<string> = []
  readonly records: Array<ScanRecord> = []
  readonly calls: Array<"open" | "put" | "remove" | "complete" | "tidyUp" | "close"> = []
  locked = false

  row(path: string): FileRow | undefined {
    return this.rows.findLast((row) => row.path === path)
  }
}

const SUMMARY: Summary = {
  filesTotal: 42,
  bytesTotal: 420,
  outcomes: {
    parsed: 40,
    parsedWithErrors: 0,
    notParsed: 0,
    noLanguage: 0,
    skippedLarge: 0,
    skippedBinary: 0,
    skippedEncoding: 0,
    failed: 2
  },
  languages: { typescript: 42 },
  facts: { functions: 1, classes: 2, imports: 3, exports: 4, callSites: 5 },
  errors: [{ path: "x.ts", code: "SCAN_ERROR", message: "Permission denied: x.ts" }],
  errorsTotal: 2
}

const rowsOf = (batch: Uint8Array): ReadonlyArray<FileRow> => {
  const decoder = FactBatchDecoder.open(batch)!
  const rows: Array<FileRow> = []
  for (let next = decoder.nextFile(); next !== undefined; next = decoder.nextFile()) rows.push(next.row)
  return rows
}

export const failing = (detail: string): StorageError => new StorageError({ code: "DISK_FULL", detail })

export const make = (options: Options) => {
  const journal = new Journal()
  const scanner = Layer.succeed(Scanner, {
    check: () => options.check ?? Effect.void,
    explain: () => Effect.dieMessage("A scan explains nothing"),
    scan: (request) => {
      journal.requests.push(request)
      // A scanner says what the index knew of each file.
      const withBefore = (step: ScanStep): ScanStep =>
        step._tag === "Files"
          ? { ...step, files: step.files.map((one) => ({ ...one, before: request.previous.get(one.entry.path) })) }
          : step
      return Stream.map(options.steps ?? Stream.fromIterable(steps([])), withBefore)
    }
  })
  const parserManager = Layer.succeed(ParserManager, {
    concurrency: options.concurrency ?? 2,
    timeLimitMs: TIME_LIMIT,
    languages: KnownLanguages.builtIn,
    factsVersion: () => FACTS_VERSION,
    parse: () => Effect.dieMessage("a scan parses in batches"),
    parseMany: () => Stream.dieMessage("a scan parses in batches"),
    stats: Effect.dieMessage("a scan asks for no statistics"),
    subscribe: Effect.dieMessage("a scan tells its own events"),
    parseBatch: Effect.fn(function* (jobs) {
      journal.jobs.push(jobs)
      yield* options.onParse?.(jobs) ?? Effect.void
      const encoder = new FactBatchEncoder()
      const files: Array<ParsedFile> = []
      for (const job of jobs) {
        const { outcome, problem } = options.parsed?.(job) ?? { outcome: "parsed", problem: undefined }
        const { contentHash, language, path, racy, stat } = job
        encoder.addFile({
          ...stat,
          mode: "replace",
          path,
          language,
          racy,
          contentHash,
          outcome,
          factsVersion: FACTS_VERSION,
          timedOutAfter: 0
        })
        files.push({ path, outcome, ...(problem === undefined ? {} : { problem }) })
      }
      return { facts: encoder.finish(), files, busyMs: 11 }
    })
  })
  const log = (call: Journal["calls"][number]) => Effect.sync(() => void journal.calls.push(call))
  const storage = Layer.succeed(Storage, {
    open: Effect.void,
    loadIndex: Effect.sync(() => FileIndex.from(options.index ?? [])),
    openScan: (root) =>
      Effect.acquireRelease(
        Effect.suspend(() => {
          if (journal.locked) return new ScanInProgress({ pid: 1, startedAt: 0, database: root })
          journal.locked = true
          return log("open")
        }),
        () =>
          Effect.andThen(
            log("close"),
            Effect.sync(() => void (journal.locked = false))
          )
      ).pipe(
        Effect.as({
          id: 1,
          notices: [],
          cached: () => Effect.succeed([]),
          put: (batch: Uint8Array) =>
            Effect.suspend(() => {
              const rows = rowsOf(batch)
              const store = Effect.sync(() => void journal.rows.push(...rows))
              return (options.onPut?.(rows) ?? Effect.void).pipe(Effect.andThen(store), Effect.andThen(log("put")))
            }),
          remove: (paths: ReadonlyArray<string>) =>
            Effect.andThen(
              log("remove"),
              Effect.sync(() => void journal.removed.push(...paths))
            ),
          complete: (record: ScanRecord) =>
            Effect.andThen(
              log("complete"),
              Effect.sync(() => void journal.records.push(record))
            ),
          tidyUp: Effect.andThen(log("tidyUp"), options.onTidyUp ?? Effect.void)
        })
      ),
    search: () => Effect.succeed({ items: [] }),
    list: () => Effect.succeed({ items: [] }),
    summary: () => Effect.succeed(SUMMARY),
    scans: () => Effect.succeed([]),
    info: Effect.succeed({ path: "/project/.drift/drift.db", bytes: 4096, walBytes: 0 }),
    check: Effect.succeed([]),
    canonicalDump: Stream.empty
  })
  const layer = DriftRuntime.layer({ root: "/project" }).pipe(
    Layer.provide(Layer.mergeAll(scanner, parserManager, storage))
  )
  return { journal, layer }
}
