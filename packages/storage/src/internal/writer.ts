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
import { immediate, openForWriting } from "./connection.js"
import { Wal } from "./wal.js"
import { DatabaseFailure } from "./databaseFailure.js"
import type { Database, Statement } from "./driver.js"
import { FactWriter } from "./factWriter.js"
import { completeIndexes, dropIndexes, indexesComplete } from "./indexes.js"
import { extendNameIndex, namesToIndex } from "./nameIndex.js"
import { Names } from "./names.js"
import { isOverfull, ParseCacheWriter, prune } from "./parseCache.js"
import { dropUnfit, failUnfinishedScans, quickCheck, type UnfinishedScan, unfinishedScans } from "./recovery.js"
import { MAX_FACTS, TABLES } from "./schema.js"
import { StoredIndex } from "./storedIndex.js"
import { refused, withoutFactsVersion } from "./unfitFiles.js"
import type { WriterData, WriterRequest } from "./writerProtocol.js"

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

  /** `isCancelled` is asked between the pieces of what may be left to the next scan. */
  serve(request: WriterRequest, isCancelled: () => boolean): void {
    switch (request._tag) {
      case "Recover":
        quickCheck(this.#db, isCancelled)
        return isCancelled() ? undefined : dropUnfit(this.#db)
      case "Put":
        return this.#put(request.batch, request.now)
      case "Remove":
        return this.#remove(request.paths)
      case "Complete":
        return this.#complete(request.scanId, request.record, request.now)
      case "TidyUp":
        return this.#tidyUp(request.isIndexUnusable, isCancelled)
    }
  }

  #put(batch: Uint8Array, now: number): void {
    const decoder = FactBatchDecoder.open(batch)
    if (decoder === undefined) throw new DatabaseFailure("STORAGE_ERROR", "What should be stored is no batch of facts")
    this.#change((bulk) => bulk.store(decoder, now))
  }

  #remove(paths: ReadonlyArray<string>): void {
    this.#change((bulk) => {
      for (const path of paths) bulk.remove(path)
    })
  }

  /** One transaction; what is remembered about the database is forgotten when it fails. */
  #change(body: (bulk: Bulk) => void): void {
    const bulk = (this.#bulk ??= new Bulk(this.#db, this.#index))
    try {
      immediate(this.#db, () => {
        this.#index.invalidate()
        body(bulk)
      })
    } catch (error) {
      bulk.reset()
      throw error
    }
    this.#wal.afterCommit()
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

  reset(): void {
    this.#facts.reset()
    this.#parses.reset()
    this.#written.clear()
  }

  remove(path: string): void {
    this.#index.note(path)
    this.#deleteFile.run(path)
  }

  store(batch: FactBatchDecoder, now: number): void {
    this.#facts.startBatch(batch)
    for (let file = batch.nextFile(); file !== undefined; file = batch.nextFile()) this.#store(batch, file, now)
    this.#facts.flush()
    this.#parses.flush(now)
    this.#written.clear()
  }

  #store(decoder: FactBatchDecoder, file: DecodedFile, now: number): void {
    const { parse, row } = file
    this.#index.note(row.path)
    if (parse !== undefined && row.contentHash !== undefined) {
      this.#parses.put({ contentHash: row.contentHash, ...parse }, now)
    }
    const stored = this.#find(row.path)
    if (row.mode === "replace") return this.#replace(decoder, file, stored, now)
    // Nothing is stored that could be kept, so the row must not claim facts.
    if (stored === undefined) return this.#replace(decoder, withoutFactsVersion(file), stored, now)
    for (const kind of FACT_KINDS) decoder.skip(kind, file.counts[kind])
    if (row.mode === "keep") {
      this.#keepFile.run(row.outcome, row.errorCode ?? null, row.error ?? null, stored.id)
    } else {
      const { mtimeNanos, mtimeSecs, racy, size } = row
      const hash = hashBytes(row)
      this.#touchFile.run(row.language ?? null, size, hash, mtimeSecs, mtimeNanos, racy ? 1 : 0, now, stored.id)
    }
  }

  #find(path: string): StoredFile | undefined {
    const row = this.#findFile.get(path) as [number, ...Array<number | null>] | undefined
    return row === undefined ? undefined : { id: row[0], counts: row.slice(1) }
  }

  #replace(decoder: FactBatchDecoder, file: DecodedFile, stored: StoredFile | undefined, now: number): void {
    const tooMany = FACT_KINDS.find((kind) => file.counts[kind] > MAX_FACTS)
    const values = tooMany === undefined ? fileValues(file, now) : fileValues(refused(file, tooMany), now)
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
    for (const kind of FACT_KINDS) {
      const count = file.counts[kind]
      if (tooMany === undefined) this.#facts.write(kind, id, count)
      else decoder.skip(kind, count)
    }
  }
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
