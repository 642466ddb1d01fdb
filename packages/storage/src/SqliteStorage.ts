/**
 * `Storage` in one SQLite file.
 *
 * Reads go through a read-only connection and never wait for a scan. Writes go through one connection, which lives in a
 * thread of its own as soon as there is enough to write.
 */
import { FileIndex } from "@drift/core/FileIndex"
import { OUTCOMES } from "@drift/core/Outcome"
import { type FileProblem, MAX_LISTED_PROBLEMS } from "@drift/core/Scan"
import type { FactView, Row } from "@drift/core/Views"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { statSync } from "node:fs"
import { breathe } from "./internal/breathe.js"
import { openForWriting } from "./internal/connection.js"
import { CONTRADICTIONS } from "./internal/contradictions.js"
import { EarlierSchema } from "./internal/databaseFailure.js"
import { MIGRATIONS } from "./internal/migrations.js"
import * as Cursor from "./internal/cursor.js"
import { fileOf } from "./internal/canonical.js"
import { canonicalDump } from "./internal/dump.js"
import { prepareFolder } from "./internal/folder.js"
import { clampLimit, inapplicable } from "./internal/filters.js"
import { factsOfNameQuery, pageQuery, scopeCondition } from "./internal/listQuery.js"
import { PARSE_CACHE_BYTES } from "./internal/parseCache.js"
import { PATIENCE } from "./internal/patience.js"
import * as Reader from "./internal/reader.js"
import * as ScanLock from "./internal/scanLock.js"
import { indexedFiles, SELECT_INDEXED_FILES } from "./internal/indexedFiles.js"
import { searchPage } from "./internal/search.js"
import * as Session from "./internal/session.js"
import { PROCESS_ENDED } from "./internal/recovery.js"
import { inflated, SELECT_FILE_INDEX } from "./internal/storedIndex.js"
import { type FileGroup, summarize } from "./internal/summarize.js"
import { missingDatabase, toStorageError, unreadable } from "./internal/toStorageError.js"
import type { FoundPage, SearchQuery } from "./Search.js"
import { type ListQuery, type Page, type ScanInProgress, Storage, StorageError } from "./Storage.js"

export interface Options {
  /** The database file, absolute. It and its folder are created by `open` or the first scan; reading creates nothing. */
  readonly path: string
  /** Bytes that the parse cache keeps. A scan that fills it drops the parses that no scan has used for longest. Default: 64 MiB. */
  readonly parseCacheBytes?: number
  /**
   * How long a write of a scan waits for somebody else who writes to the database, in milliseconds, before the scan fails with
   * `DB_BUSY`. Default: 30,000.
   */
  readonly patience?: number
}

/** A name filter that fits more facts than this is cheaper to answer by walking the files in order. */
const FEW_FACTS = 5000

/** In tests the sources run, and a thread needs the built file. */
const threadEntry = new URL(
  import.meta.url.endsWith(".ts") ? "../dist/writer-worker.js" : "./writer-worker.js",
  import.meta.url
)

/** Whoever stops a scan waits for the close, so the bytes of a longer WAL are left to the next scan. */
const EMPTIED_AT_CLOSE = 4 * 1024 * 1024

const byteSize = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** Creates the database when needed. Copies the WAL into it and removes it when nobody else has it open. */
const openAndClose = (path: string) =>
  Effect.try({ try: () => openForWriting(path).close(), catch: (error) => toStorageError(path, error) })

/** Whether what is to be opened is a database that `upgrade` has to bring to the current schema. */
const isEarlier = <R>(opening: Effect.Effect<unknown, StorageError, R>): Effect.Effect<boolean, StorageError, R> =>
  opening.pipe(
    Effect.as(false),
    Effect.catchIf(
      ({ cause }) => cause instanceof EarlierSchema,
      () => Effect.succeed(true)
    )
  )

// Boundaries: the columns are those that `summary` selects.
type GroupRow = readonly [
  FileGroup["outcome"],
  FileGroup["language"],
  ...(readonly [number, number, number, number, number, number, number, number])
]
const fileGroup = (row: ReadonlyArray<unknown>): FileGroup => {
  const [outcome, language, files, bytes, functions, classes, imports, exports, callSites, errors] =
    row as unknown as GroupRow
  return { outcome, language, files, bytes, functions, classes, imports, exports, callSites, errors }
}
const fileProblem = (row: ReadonlyArray<unknown>): FileProblem => {
  const [path, code, message] = row as readonly [string, FileProblem["code"], string]
  return { path, code, message }
}

/** Is loaded when a database needs it. Requires the scan lock. */
const upgrade = (path: string): Effect.Effect<ReadonlyArray<string>, StorageError> =>
  Effect.flatMap(
    Effect.promise(() => import("./internal/upgrade.js")),
    (Upgrade) => Upgrade.run(path, MIGRATIONS)
  )

/** For callers that know nothing of scans. */
const busyInstead = ({ message }: ScanInProgress): StorageError =>
  new StorageError({ code: "DB_BUSY", detail: message, hints: ["Try again when it has ended."] })

const make = ({ parseCacheBytes = PARSE_CACHE_BYTES, path, patience = PATIENCE }: Options) =>
  Effect.gen(function* () {
    let scanned = false
    let isIndexUnusable = false
    // Comes after the reader's end: a reader that closes last leaves the WAL, which a stopped scan has not emptied.
    yield* Effect.addFinalizer(() =>
      Effect.suspend(() => {
        const walBytes = scanned ? byteSize(`${path}-wal`) : 0
        return walBytes > 0 && walBytes <= EMPTIED_AT_CLOSE ? Effect.ignore(openAndClose(path)) : Effect.void
      })
    )
    const findReader = yield* Reader.make(path)
    const reader = Effect.flatMap(findReader, (found) =>
      found === undefined ? Effect.fail(missingDatabase(path)) : Effect.succeed(found)
    )

    const open = Effect.gen(function* () {
      // A look as in `openScan`, but one that leaves no reader open, so that the WAL of a process that died is removed.
      const earlier = yield* isEarlier(Effect.scoped(Effect.flatten(Reader.make(path))))
      yield* prepareFolder(path)
      if (earlier) {
        yield* ScanLock.acquire(path, "repairing").pipe(
          Effect.catchTag("ScanInProgress", (other) => Effect.fail(busyInstead(other))),
          Effect.andThen(upgrade(path)),
          Effect.scoped
        )
      }
      yield* openAndClose(path)
    }).pipe(Effect.withSpan("SqliteStorage.open"))

    const loadIndex = Effect.gen(function* () {
      const found = yield* findReader
      if (found === undefined) return FileIndex.empty
      const [row] = yield* found.values(SELECT_FILE_INDEX)
      const packed = row === undefined ? undefined : inflated(row[0] as Uint8Array)
      const index = packed === undefined ? undefined : FileIndex.decode(packed)
      isIndexUnusable = row !== undefined && index === undefined
      if (index !== undefined) return index
      const rows = yield* found.values(SELECT_INDEXED_FILES)
      return yield* Effect.try({
        try: () => FileIndex.from(indexedFiles(rows)),
        catch: (error) => unreadable(path, error)
      })
    }).pipe(Effect.withSpan("SqliteStorage.loadIndex"))

    const openScan = Effect.fn("SqliteStorage.openScan")(function* (root: string) {
      // Looks at an existing file first, so that nothing is put beside a database that is not ours.
      const earlier = yield* isEarlier(findReader)
      yield* prepareFolder(path)
      yield* ScanLock.acquire(path, "scanning into")
      const notices = earlier ? yield* upgrade(path) : []
      scanned = true
      const session = yield* Session.make({
        path,
        root,
        threadEntry,
        reader: findReader,
        parseCacheBytes,
        patience,
        notices,
        isIndexUnusable: () => isIndexUnusable
      })
      yield* Effect.forEach(session.notices, (notice) => Effect.logInfo(notice))
      return session
    })

    const list = Effect.fn("SqliteStorage.list")(function* <V extends FactView>(query: ListQuery<V>) {
      const { view } = query
      const filter = query.filter ?? {}
      const limit = clampLimit(query.limit)
      const unfit = inapplicable(view, filter)
      if (unfit !== undefined) return yield* unfit
      const after = query.cursor === undefined ? undefined : yield* Cursor.decode(view, query.cursor)
      const { rows, values } = yield* reader
      let fewFacts = true
      if (view !== "files" && filter.name !== undefined) {
        const counted = factsOfNameQuery(view, filter.name, FEW_FACTS)
        const [[facts] = [0]] = yield* values(counted.sql, counted.params)
        fewFacts = (facts as number) <= FEW_FACTS
      }
      const { params, sql } = pageQuery({ view, filter, after, rows: limit + 1, fewFacts })
      const found = yield* rows<Row<V> & { at_ordinal?: number }>(sql, params)
      const items = found.slice(0, limit)
      const last = items[limit - 1]
      const nextCursor =
        found.length <= limit || last === undefined
          ? undefined
          : Cursor.encode(view, { path: fileOf(last), ordinal: last.at_ordinal ?? 0 })
      for (const item of items) delete item.at_ordinal
      const page: Page<V> = nextCursor === undefined ? { items } : { items, nextCursor }
      return page
    })

    const search = Effect.fn("SqliteStorage.search")(function* (query: SearchQuery) {
      const limit = clampLimit(query.limit)
      const after = query.cursor === undefined ? undefined : yield* Cursor.decodeSearch(query.text, query.cursor)
      const { together } = yield* reader
      const hits = yield* together((values) => searchPage(values, query, limit + 1, after))
      const items = hits.slice(0, limit).map(({ item }) => item)
      const page: FoundPage =
        hits.length <= limit
          ? { items }
          : { items, nextCursor: Cursor.encodeSearch(query.text, hits[limit - 1]!.place) }
      return page
    })

    const summary = Effect.fn("SqliteStorage.summary")(function* (scopes: ReadonlyArray<string>) {
      const { together } = yield* reader
      const inScope = scopeCondition(scopes)
      const { groups, problems } = yield* together((values) => ({
        groups: values(
          `SELECT outcome, language, count(*), sum(file_size), coalesce(sum(function_count), 0),
            coalesce(sum(class_count), 0), coalesce(sum(import_count), 0), coalesce(sum(export_count), 0),
            coalesce(sum(call_count), 0), count(error_code)
          FROM file WHERE ${inScope.sql} GROUP BY outcome, language`,
          inScope.params
        ).map(fileGroup),
        problems: values(
          `SELECT path, error_code, coalesce(error, '')
          FROM file WHERE error_code IS NOT NULL AND ${inScope.sql} ORDER BY path LIMIT ${MAX_LISTED_PROBLEMS}`,
          inScope.params
        ).map(fileProblem)
      }))
      if (!groups.every(({ outcome }) => OUTCOMES.includes(outcome))) {
        return yield* unreadable(path, "an outcome that there is not")
      }
      return summarize(groups, problems)
    })

    const scans = Effect.fn("SqliteStorage.scans")(function* (limit: number) {
      const { rows } = yield* reader
      const found = yield* rows<Row<"scans">>("SELECT * FROM scans ORDER BY id DESC LIMIT ?", [Math.max(limit, 0)])
      if (found[0]?.status !== "running" || (yield* ScanLock.holder(path)) !== undefined) return found
      // The next scan writes it down.
      return found.map((row) => (row.status === "running" ? { ...row, status: "failed", error: PROCESS_ENDED } : row))
    })

    const info = Effect.gen(function* () {
      yield* reader
      return yield* Effect.try({
        try: () => {
          const walBytes = byteSize(`${path}-wal`)
          return { path, bytes: byteSize(path) + walBytes, walBytes }
        },
        catch: (error) => toStorageError(path, error)
      })
    })

    const check = Effect.gen(function* () {
      const { values } = yield* reader
      const found: Array<string> = []
      for (const { sql, what } of CONTRADICTIONS) {
        yield* breathe
        const [[count] = [0]] = yield* values(sql)
        if (count !== 0) found.push(what(Number(count)))
      }
      return found
    }).pipe(Effect.withSpan("SqliteStorage.check"))

    return Storage.of({
      open,
      loadIndex,
      openScan,
      list,
      search,
      summary,
      scans,
      info,
      check,
      canonicalDump: canonicalDump(path, reader)
    })
  })

/**
 * The database at `options.path`. Building the layer touches nothing: `open` or the first scan creates the file, and until
 * then reading fails with a `StorageError` that says so, save for `loadIndex`, which is empty. Once the layer is closed, the
 * WAL of its scans is empty or gone, unless others use the database or a stopped scan left more than 4 MiB in it.
 */
export const layer = (options: Options): Layer.Layer<Storage> => Layer.scoped(Storage, make(options))
