/**
 * Everything that changes the database, on the one connection that may. It is synchronous and knows no threads: bulk work
 * runs in `writer-worker.ts`, a little of it in place.
 */
import type { DecodedFile } from "@drift/core/FactBatchDecoder"
import type { FactKind, FileRow } from "@drift/core/FactBatch"
import { FACT_KINDS } from "@drift/core/FactBatch"
import { FactBatchDecoder } from "@drift/core/FactBatchDecoder"
import { toBytes } from "@drift/core/ContentHash"
import type { ScanRecord } from "../Storage.js"
import { immediate, isBusy, openForWriting } from "./connection.js"
import { nested } from "./transaction.js"
import { Wal } from "./wal.js"
import { DatabaseFailure } from "./databaseFailure.js"
import { type Database, isSqliteError, type Statement } from "./driver.js"
import { FactWriter } from "./factWriter.js"
import { completeIndexes, dropIndexes, indexesComplete } from "./indexes.js"
import { extendNameIndex, namesToIndex } from "./nameIndex.js"
import { Names } from "./names.js"
import { isOverfull, ParseCacheWriter, prune } from "./parseCache.js"
import { dropUnfit, failUnfinishedScans, quickCheck, type UnfinishedScan, unfinishedScans } from "./recovery.js"
import { MAX_FACTS, TABLES } from "./schema.js"
import { StoredIndex } from "./storedIndex.js"
import { overfull, untaken, withoutFactsVersion } from "./unfitFiles.js"
import type { WriterData, WriterRequest, Written } from "./writerProtocol.js"

/** Pages of 4 KiB that the WAL may take during a scan before it is copied into the database. */
const BULK_WAL_PAGES = 16_384
/** KiB of pages that a cold load keeps in memory. */
const COLD_CACHE_KIB = 8000
/** Scans whose rows are kept. */
export const SCANS_KEPT = 100

const COUNTS: Readonly<Record<FactKind, string>> = {
  functions: "function_count",
  classes: "class_count",
  imports: "import_count",
  exports: "export_count",
  call_sites: "call_count"
}
const COUNT_COLUMNS = FACT_KINDS.map((kind) => COUNTS[kind])

const FILE_COLUMNS = [
  "language",
  "namespace",
  "file_size",
  "content_hash",
  "mtime_secs",
  "mtime_nanos",
  "racy",
  "outcome",
  "facts_version",
  "timed_out_after",
  "encoding",
  "error_count",
  "error_ranges",
  "error_code",
  "error",
  "last_scanned_at",
  ...COUNT_COLUMNS
]

/**
 * Whether it is one file of a batch that the database did not take, and not the database that is out of order: a value that
 * breaks a constraint or is too large, or something that is not SQLite's.
 */
const isOfFile = (error: unknown): boolean =>
  isSqliteError(error, "SQLITE_")
    ? isSqliteError(error, "SQLITE_CONSTRAINT", "SQLITE_TOOBIG", "SQLITE_MISMATCH")
    : !(error instanceof DatabaseFailure && error.code === "DB_CORRUPT")

/** What a transaction of files has written. */
type Stored = Pick<Written, "files" | "facts">
const NOTHING: Stored = { files: 0, facts: 0 }

interface StoredFile {
  readonly id: number
  readonly counts: ReadonlyArray<number | null>
}

export class Writer {
  readonly #db: Database
  readonly #parseCacheBytes: number
  readonly #index: StoredIndex
  readonly #wal: Wal
  #bulk: Bulk | undefined
  /** Why nothing more is stored. */
  #failure: Error | undefined

  /** @throws DatabaseFailure or SqliteError when the database cannot be opened, created or migrated. */
  constructor({ parseCacheBytes, path }: WriterData) {
    this.#db = openForWriting(path)
    this.#index = new StoredIndex(this.#db)
    this.#wal = new Wal(this.#db, path)
    this.#parseCacheBytes = parseCacheBytes
  }

  close(): void {
    this.#db.close()
  }

  /** The scans that ended with their process. After one, `Recover` comes before anything else. */
  get unfinished(): ReadonlyArray<UnfinishedScan> {
    return unfinishedScans(this.#db)
  }

  /** Opens the row of a scan; rows that earlier processes left running have failed. */
  begin(root: string, now: number): number {
    return immediate(this.#db, () => {
      const last = this.#db.prepare("SELECT started_at FROM scan ORDER BY id DESC LIMIT 1").pluck().get()
      if (now < Number(last ?? 0)) this.#distrust()
      failUnfinishedScans(this.#db)
      return Number(
        this.#db
          .prepare("INSERT INTO scan (pid, started_at, root, status) VALUES (?, ?, ?, 'running')")
          .run(process.pid, now, root).lastInsertRowid
      )
    })
  }

  /** No mtime proves any more that a file is as it was. */
  #distrust(): void {
    this.#index.drop()
    this.#db.exec("UPDATE file SET racy = 1")
  }

  /** Marks a scan that will not be completed. */
  abandon(scanId: number, error: string, now: number): void {
    immediate(this.#db, () =>
      this.#db
        .prepare("UPDATE scan SET status = 'failed', error = ?, completed_at = ? WHERE id = ? AND status = 'running'")
        .run(error, now, scanId)
    )
  }

  /** How many files, with their facts, and how many names tidying up would have to read. */
  get untidy(): { readonly toPack: number; readonly toIndex: number; readonly namesToIndex: number } {
    const files = this.#fileCount()
    return {
      toPack: this.#index.toRead(files),
      toIndex: indexesComplete(this.#db) ? 0 : files,
      namesToIndex: namesToIndex(this.#db)
    }
  }

  #fileCount(): number {
    return Number(this.#db.prepare("SELECT count(*) FROM file").pluck().get())
  }

  /** Whether the database is out of order, so that nothing more of the scan can be stored. */
  get failed(): boolean {
    return this.#failure !== undefined
  }

  /** How long SQLite itself waits for another connection, in milliseconds. */
  set busyTimeout(millis: number) {
    this.#db.pragma(`busy_timeout = ${millis}`)
  }

  /**
   * A request that fails leaves no trace. Once one has failed for the database's sake, those behind it fail with the same
   * error, save for the end of the scan's row: what they would store must not be taken for all there is. `isCancelled` is
   * asked between the pieces of what may be left to the next scan.
   *
   * @throws DatabaseFailure or SqliteError. What the database was too busy for may be asked again.
   */
  serve(request: WriterRequest, isCancelled: () => boolean): Stored {
    if (this.#failure !== undefined && request._tag !== "Complete") throw this.#failure
    try {
      return this.#serve(request, isCancelled)
    } catch (error) {
      if (!isBusy(error) && !isOfFile(error)) this.giveUp(error)
      throw error
    }
  }

  /** The database stays as it is from here on, because of this error. */
  giveUp(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error))
  }

  #serve(request: WriterRequest, isCancelled: () => boolean): Stored {
    switch (request._tag) {
      case "Recover":
        quickCheck(this.#db, isCancelled)
        if (!isCancelled()) dropUnfit(this.#db)
        return NOTHING
      case "Put":
        return this.#put(request.batch, request.now)
      case "Remove":
        return this.#remove(request.paths)
      case "Complete":
        this.#complete(request.scanId, request.record, request.now)
        return NOTHING
      case "TidyUp":
        this.#tidyUp(request.isIndexUnusable, isCancelled)
        return NOTHING
    }
  }

  #put(batch: Uint8Array, now: number): Stored {
    const open = (): FactBatchDecoder => {
      const decoder = FactBatchDecoder.open(batch)
      if (decoder === undefined) {
        throw new DatabaseFailure("STORAGE_ERROR", "What should be stored is no batch of facts")
      }
      return decoder
    }
    const decoder = open()
    try {
      return this.#change((bulk) => bulk.store(decoder, now))
    } catch (error) {
      if (!isOfFile(error)) throw error
      return this.#change((bulk) => bulk.storeOneByOne(open, now))
    }
  }

  #remove(paths: ReadonlyArray<string>): Stored {
    return this.#change((bulk) => {
      for (const path of paths) bulk.remove(path)
      return { files: paths.length, facts: 0 }
    })
  }

  /** One transaction; what is remembered about the database is forgotten when it fails. */
  #change(body: (bulk: Bulk) => Stored): Stored {
    const bulk = (this.#bulk ??= new Bulk(this.#db, this.#index))
    let stored: Stored
    try {
      stored = immediate(this.#db, () => {
        this.#index.invalidate()
        return body(bulk)
      })
    } catch (error) {
      // Of what cannot be read anew nothing is remembered.
      this.#bulk = undefined
      throw error
    }
    this.#wal.afterCommit()
    return stored
  }

  #complete(scanId: number, record: ScanRecord, now: number): void {
    const db = this.#db
    immediate(db, () => {
      const r = record
      db.prepare(
        `UPDATE scan SET completed_at = ?, status = ?, total = ?, added = ?, modified = ?, removed = ?, unchanged = ?,
         failed = ?, duration_ms = ?, error = ? WHERE id = ?`
      ).run(
        now,
        r.status,
        r.total,
        r.added,
        r.modified,
        r.removed,
        r.unchanged,
        r.failed,
        Math.round(r.durationMs),
        r.error ?? null,
        scanId
      )
      db.prepare("DELETE FROM scan WHERE id <= ?").run(scanId - SCANS_KEPT)
      if (r.clockWentBack === true) this.#distrust()
    })
  }

  /** One transaction for each piece, so that whoever stops it waits for no more than one. */
  #tidyUp(isIndexUnusable: boolean, isCancelled: () => boolean): void {
    const db = this.#db
    this.#index.pack(isIndexUnusable)
    if (!indexesComplete(db) && this.#fileCount() > 0 && !completeIndexes(db, isCancelled)) return
    if (isCancelled() || !extendNameIndex(db, isCancelled)) return
    if (isCancelled()) return
    if (this.#bulk !== undefined) {
      if (isOverfull(db, this.#parseCacheBytes)) immediate(db, () => prune(db, this.#parseCacheBytes))
      // Keeps the statistics fit for tables that have grown much since.
      db.pragma("analysis_limit = 400")
      db.pragma("optimize")
    }
    this.#wal.truncate()
  }
}

/** The statements and the memory of a scan that changes something. */
class Bulk {
  readonly #db: Database
  readonly #facts: FactWriter
  readonly #parses: ParseCacheWriter
  readonly #findFile: Statement
  readonly #insertFile: Statement
  readonly #updateFile: Statement
  readonly #touchFile: Statement
  readonly #keepFile: Statement
  readonly #deleteFile: Statement
  readonly #deleteFacts: Readonly<Record<FactKind, Statement>>
  /** The ids of the files of the batch whose facts may not have been inserted yet. */
  readonly #written = new Set<number>()
  readonly #index: StoredIndex

  constructor(db: Database, index: StoredIndex) {
    this.#db = db
    this.#index = index
    db.pragma(`wal_autocheckpoint = ${BULK_WAL_PAGES}`)
    const cold = db.prepare("SELECT 1 FROM file LIMIT 1").get() === undefined
    if (cold && indexesComplete(db)) dropIndexes(db)
    // Without indexes rows are only appended, and hardly a page is read again.
    if (!indexesComplete(db)) db.pragma(`cache_size = ${-COLD_CACHE_KIB}`)
    this.#facts = new FactWriter(db, new Names(db, !indexesComplete(db)))
    this.#parses = new ParseCacheWriter(db)
    this.#findFile = db.prepare(`SELECT id, ${COUNT_COLUMNS.join(", ")} FROM file WHERE path = ?`).raw()
    this.#insertFile = db.prepare(
      `INSERT INTO file (path, ${FILE_COLUMNS.join(", ")}) VALUES (?${", ?".repeat(FILE_COLUMNS.length)})`
    )
    this.#updateFile = db.prepare(`UPDATE file SET ${FILE_COLUMNS.map((c) => `${c} = ?`).join(", ")} WHERE id = ?`)
    this.#touchFile = db.prepare(
      `UPDATE file SET language = ?, file_size = ?, content_hash = ?, mtime_secs = ?, mtime_nanos = ?, racy = ?,
         last_scanned_at = ?
       WHERE id = ?`
    )
    this.#keepFile = db.prepare("UPDATE file SET outcome = ?, error_code = ?, error = ? WHERE id = ?")
    this.#deleteFile = db.prepare("DELETE FROM file WHERE path = ?")
    const deleteFacts = (kind: FactKind) => db.prepare(`DELETE FROM ${TABLES[kind]} WHERE id BETWEEN ? AND ?`)
    this.#deleteFacts = {
      functions: deleteFacts("functions"),
      classes: deleteFacts("classes"),
      imports: deleteFacts("imports"),
      exports: deleteFacts("exports"),
      call_sites: deleteFacts("call_sites")
    }
  }

  remove(path: string): void {
    this.#index.note(path)
    this.#deleteFile.run(path)
  }

  store(batch: FactBatchDecoder, now: number): Stored {
    let facts = 0
    this.#facts.startBatch(batch)
    for (let file = batch.nextFile(); file !== undefined; file = batch.nextFile()) {
      this.#keepParse(file, now)
      facts += this.#store(batch, file, now)
    }
    this.#facts.flush()
    this.#parses.flush(now)
    this.#written.clear()
    return { files: batch.fileCount, facts }
  }

  /**
   * As `store`, for a batch of which that failed: a file that cannot be stored becomes one that says why, and all others are
   * stored. `open` opens the batch.
   */
  storeOneByOne(open: () => FactBatchDecoder, now: number): Stored {
    let batch = open()
    const { fileCount } = batch
    let facts = 0
    this.#facts.startBatch(batch)
    for (let at = 0; at < fileCount; at++) {
      const file = batch.nextFile()!
      try {
        facts += nested(this.#db, () => this.#storeAlone(batch, file, now))
        this.#keepParse(file, now)
      } catch (error) {
        if (!isOfFile(error)) throw error
        this.#facts.reset()
        this.#written.clear()
        // It stands somewhere among the facts of the file.
        batch = open()
        this.#facts.startBatch(batch)
        for (let before = 0; before <= at; before++) skipFacts(batch, batch.nextFile()!)
        this.#storeAlone(batch, untaken(file, error), now)
      }
    }
    this.#parses.flush(now)
    return { files: fileCount, facts }
  }

  #storeAlone(batch: FactBatchDecoder, file: DecodedFile, now: number): number {
    const facts = this.#store(batch, file, now)
    this.#facts.flush()
    this.#written.clear()
    return facts
  }

  #keepParse({ parse, row }: DecodedFile, now: number): void {
    if (parse === undefined || row.contentHash === undefined) return
    this.#parses.put({ contentHash: row.contentHash, ...parse }, now)
  }

  /** How many facts it has stored. */
  #store(decoder: FactBatchDecoder, file: DecodedFile, now: number): number {
    const { row } = file
    this.#index.note(row.path)
    const stored = this.#find(row.path)
    if (row.mode === "replace") return this.#replace(decoder, file, stored, now)
    // Nothing is stored that could be kept, so the row must not claim facts.
    if (stored === undefined) return this.#replace(decoder, withoutFactsVersion(file), stored, now)
    skipFacts(decoder, file)
    if (row.mode === "keep") {
      this.#keepFile.run(row.outcome, row.errorCode ?? null, row.error ?? null, stored.id)
    } else {
      const { mtimeNanos, mtimeSecs, racy, size } = row
      const hash = hashBytes(row)
      this.#touchFile.run(row.language ?? null, size, hash, mtimeSecs, mtimeNanos, racy ? 1 : 0, now, stored.id)
    }
    return 0
  }

  #find(path: string): StoredFile | undefined {
    const row = this.#findFile.get(path) as [number, ...Array<number | null>] | undefined
    return row === undefined ? undefined : { id: row[0], counts: row.slice(1) }
  }

  #replace(decoder: FactBatchDecoder, file: DecodedFile, stored: StoredFile | undefined, now: number): number {
    const tooMany = FACT_KINDS.find((kind) => file.counts[kind] > MAX_FACTS)
    const values = tooMany === undefined ? fileValues(file, now) : fileValues(overfull(file, tooMany), now)
    let id: number
    if (stored === undefined) {
      id = Number(this.#insertFile.run(file.row.path, ...values).lastInsertRowid)
    } else {
      id = stored.id
      if (this.#written.has(id)) this.#facts.flush()
      FACT_KINDS.forEach((kind, i) => {
        if (stored.counts[i]) this.#deleteFacts[kind].run(id * MAX_FACTS, (id + 1) * MAX_FACTS - 1)
      })
      this.#updateFile.run(...values, id)
    }
    this.#written.add(id)
    this.#facts.startFile()
    if (tooMany !== undefined) {
      skipFacts(decoder, file)
      return 0
    }
    let facts = 0
    for (const kind of FACT_KINDS) {
      const count = file.counts[kind]
      this.#facts.write(kind, id, count)
      facts += count
    }
    return facts
  }
}

const skipFacts = (decoder: FactBatchDecoder, { counts }: DecodedFile): void => {
  for (const kind of FACT_KINDS) decoder.skip(kind, counts[kind])
}

const hashBytes = ({ contentHash }: FileRow): Uint8Array | null =>
  contentHash === undefined ? null : toBytes(contentHash)

/** The values of `FILE_COLUMNS`. Where no facts were extracted the counts are not 0 but unknown. */
const fileValues = ({ counts, errorRangesJson, row }: DecodedFile, now: number): ReadonlyArray<unknown> => [
  row.language ?? null,
  row.namespace ?? null,
  row.size,
  hashBytes(row),
  row.mtimeSecs,
  row.mtimeNanos,
  row.racy ? 1 : 0,
  row.outcome,
  row.factsVersion ?? null,
  row.timedOutAfter,
  row.encoding ?? null,
  row.errorCount ?? null,
  errorRangesJson ?? null,
  row.errorCode ?? null,
  row.error ?? null,
  now,
  ...FACT_KINDS.map((kind) => (row.factsVersion === undefined && counts[kind] === 0 ? null : counts[kind]))
]
