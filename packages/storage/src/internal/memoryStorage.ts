/** `Storage` without a database. */
import type { FactKind } from "@drift/core/FactBatch"
import { FactBatchDecoder } from "@drift/core/FactBatchDecoder"
import type { ErrorCode } from "@drift/core/ErrorCode"
import { FileIndex } from "@drift/core/FileIndex"
import type { Outcome } from "@drift/core/Outcome"
import { MAX_LISTED_PROBLEMS } from "@drift/core/Scan"
import { compareUtf8 } from "@drift/core/Text"
import { FACT_VIEWS, type FactView, type Row } from "@drift/core/Views"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Stream from "effect/Stream"
import type { FoundPage, SearchQuery } from "../Search.js"
import type { Filter, ListQuery, Page, ScanRecord, ScanSession } from "../Storage.js"
import { ScanInProgress, StorageError } from "../StorageError.js"
import * as Canonical from "./canonical.js"
import * as Cursor from "./cursor.js"
import { clampLimit, equalities, inapplicable, patternTest } from "./filters.js"
import { distrusted, kept, type MemoryFile, readFacts, replaced, touched } from "./memoryFile.js"
import { MemoryParseCache } from "./memoryParseCache.js"
import { searchFiles } from "./memorySearch.js"
import { PARSE_CACHE_BYTES } from "./parseCache.js"
import { type FileGroup, summarize } from "./summarize.js"
import { withoutFactsVersion } from "./unfitFiles.js"

const DATABASE = ":memory:"

type Mutable<A> = { -readonly [K in keyof A]: A[K] }

const NAME_COLUMNS: Readonly<Record<FactView, string>> = {
  files: "path",
  functions: "name",
  classes: "name",
  imports: "source",
  exports: "name",
  call_sites: "callee_name"
}

type Test = (row: Readonly<Record<string, unknown>>) => boolean

/** The tests of a filter on a file's row and on the rows of the view. */
const tests = (view: FactView, filter: Filter): readonly [file: Test, row: Test] => {
  const all = (columns: ReadonlyArray<readonly [column: string, pattern: string | undefined]>): Test => {
    const wanted = columns.flatMap(([column, pattern]) =>
      pattern === undefined ? [] : [{ column, test: patternTest(pattern) }]
    )
    return (row) => wanted.every(({ column, test }) => test(row[column] as string | null))
  }
  const equal = equalities(filter)
  const fits = all([
    [NAME_COLUMNS[view], filter.name],
    ["caller", filter.caller]
  ])
  return [
    all([
      ["path", filter.file],
      ["language", filter.language],
      ["outcome", filter.outcome]
    ]),
    (row) => equal.every(([column, value]) => row[column] === value) && fits(row)
  ]
}

const now = Effect.map(Clock.currentTimeMillis, (millis) => Math.floor(millis / 1000))

export const make = Effect.sync(() => {
  const files = new Map<string, MemoryFile>()
  const scans: Array<Mutable<Row<"scans">>> = []
  let running: Row<"scans"> | undefined
  const parses = new MemoryParseCache(PARSE_CACHE_BYTES)

  /** All files in the order of their paths; sorted when something changed. */
  let sorted: ReadonlyArray<MemoryFile> | undefined
  const inOrder = () => (sorted ??= [...files.values()].sort((a, b) => compareUtf8(a.indexed.path, b.indexed.path)))

  const rowsOf = (file: MemoryFile, view: FactView): ReadonlyArray<Row<FactView>> =>
    view === "files" ? [file.row] : file.facts[view satisfies FactKind]

  const store = (batch: Uint8Array, at: number): boolean => {
    const decoder = FactBatchDecoder.open(batch)
    if (decoder === undefined) return false
    sorted = undefined
    for (let file = decoder.nextFile(); file !== undefined; file = decoder.nextFile()) {
      const facts = readFacts(decoder, file)
      const { contentHash } = file.row
      if (file.parse !== undefined && contentHash !== undefined) parses.put({ contentHash, ...file.parse })
      const stored = files.get(file.row.path)
      const next =
        file.row.mode === "replace"
          ? replaced(file, facts, at)
          : stored === undefined
            ? replaced(withoutFactsVersion(file), undefined, at)
            : file.row.mode === "touch"
              ? touched(stored, file.row, at)
              : kept(stored, file.row)
      files.set(file.row.path, next)
    }
    return true
  }

  const distrust = () => {
    sorted = undefined
    for (const [path, file] of files) files.set(path, distrusted(file))
  }

  const openScan = Effect.fn("MemoryStorage.openScan")(function* (root: string) {
    const startedAt = yield* now
    if (running !== undefined) {
      return yield* new ScanInProgress({ pid: process.pid, startedAt: running.started_at ?? 0, database: DATABASE })
    }
    if (startedAt < (scans.at(-1)?.started_at ?? 0)) distrust()
    const id = scans.length + 1
    const scan: Mutable<Row<"scans">> = {
      id,
      started_at: startedAt,
      completed_at: null,
      root,
      status: "running",
      total: null,
      added: null,
      modified: null,
      removed: null,
      unchanged: null,
      failed: null,
      duration_ms: null,
      error: null
    }
    scans.push(scan)
    running = scan
    yield* Effect.addFinalizer((exit) =>
      Effect.map(now, (at) => {
        running = undefined
        if (scan.status !== "running") return
        scan.status = "failed"
        scan.completed_at = at
        scan.error = Exit.isInterrupted(exit) ? "The scan was interrupted" : "The scan ended before it was complete"
      })
    )
    const open = Effect.suspend(() =>
      scan.status === "running"
        ? Effect.void
        : new StorageError({ code: "STORAGE_ERROR", detail: "The scan has been completed and stores nothing more" })
    )
    const session: ScanSession = {
      id,
      notices: [],
      cached: (hashes) => Effect.sync(() => hashes.flatMap((hash) => parses.of(hash))),
      put: Effect.fn("MemoryStorage.put")(function* (batch) {
        yield* open
        if (!store(batch, yield* now)) {
          return yield* new StorageError({
            code: "STORAGE_ERROR",
            detail: "What should be stored is no batch of facts"
          })
        }
      }),
      remove: Effect.fn("MemoryStorage.remove")(function* (paths) {
        yield* open
        sorted = undefined
        for (const path of paths) files.delete(path)
      }),
      complete: Effect.fn("MemoryStorage.complete")(function* (record: ScanRecord) {
        const { clockWentBack, durationMs, error, ...counts } = record
        if (clockWentBack === true) distrust()
        Object.assign(scan, counts, {
          duration_ms: Math.round(durationMs),
          error: error ?? null,
          completed_at: yield* now
        })
      }),
      tidyUp: Effect.void
    }
    return session
  })

  const list = Effect.fn("MemoryStorage.list")(function* <V extends FactView>(query: ListQuery<V>) {
    const { view } = query
    const filter = query.filter ?? {}
    const limit = clampLimit(query.limit)
    const unfit = inapplicable(view, filter)
    if (unfit !== undefined) return yield* unfit
    const after = query.cursor === undefined ? undefined : yield* Cursor.decode(view, query.cursor)
    const [fitsFile, fitsRow] = tests(view, filter)
    const found: Array<{ readonly row: Row<V>; readonly position: Cursor.Position }> = []
    for (const file of inOrder()) {
      const { path } = file.indexed
      const compared = after === undefined ? 1 : compareUtf8(path, after.path)
      if (compared < 0 || !fitsFile(file.row)) continue
      const rows = rowsOf(file, view)
      for (let ordinal = 0; ordinal < rows.length && found.length <= limit; ordinal++) {
        if (compared === 0 && after !== undefined && ordinal <= after.ordinal) continue
        if (fitsRow(rows[ordinal]!)) found.push({ row: rows[ordinal] as Row<V>, position: { path, ordinal } })
      }
      if (found.length > limit) break
    }
    const items = found.slice(0, limit).map(({ row }) => row)
    const page: Page<V> =
      found.length <= limit ? { items } : { items, nextCursor: Cursor.encode(view, found[limit - 1]!.position) }
    return page
  })

  const search = Effect.fn("MemoryStorage.search")(function* (query: SearchQuery) {
    const limit = clampLimit(query.limit)
    const after = query.cursor === undefined ? undefined : yield* Cursor.decodeSearch(query.text, query.cursor)
    const hits = searchFiles(inOrder(), query, after)
    const items = hits.slice(0, limit).map(({ item }) => item)
    const page: FoundPage =
      hits.length <= limit ? { items } : { items, nextCursor: Cursor.encodeSearch(query.text, hits[limit - 1]!.place) }
    return page
  })

  const summary = (scopes: ReadonlyArray<string>) =>
    Effect.sync(() => {
      const everything = scopes.length === 0 || scopes.some((scope) => scope === "" || scope === ".")
      const within = inOrder().filter(
        ({ indexed }) =>
          everything || scopes.some((scope) => indexed.path === scope || indexed.path.startsWith(`${scope}/`))
      )
      const groups = within.map(({ facts, row }): FileGroup => ({
        outcome: row.outcome as Outcome,
        language: row.language,
        files: 1,
        bytes: row.file_size ?? 0,
        functions: facts.functions.length,
        classes: facts.classes.length,
        imports: facts.imports.length,
        exports: facts.exports.length,
        callSites: facts.call_sites.length,
        errors: row.error_code === null ? 0 : 1
      }))
      const problems = within.flatMap(({ indexed, row }) =>
        row.error_code === null
          ? []
          : [{ path: indexed.path, code: row.error_code as ErrorCode, message: row.error ?? "" }]
      )
      return summarize(groups, problems.slice(0, MAX_LISTED_PROBLEMS))
    })

  const dumped = (view: FactView) =>
    Stream.suspend(() =>
      Stream.fromIterable(inOrder().filter(({ row }) => view === "files" || row.outcome !== "failed"))
    ).pipe(Stream.mapConcat((file) => Canonical.lines(view, rowsOf(file, view))))

  return {
    open: Effect.void,
    loadIndex: Effect.sync(() => FileIndex.from([...files.values()].map(({ indexed }) => indexed))),
    openScan,
    list,
    search,
    summary,
    scans: (limit: number) => Effect.sync(() => [...scans].reverse().slice(0, Math.max(limit, 0))),
    info: Effect.succeed({ path: DATABASE, bytes: 0, walBytes: 0 }),
    check: Effect.succeed([]),
    canonicalDump: Stream.fromIterable(FACT_VIEWS).pipe(Stream.flatMap(dumped))
  }
})
