/**
 * The packed file index in the database. It is there only while it tells the truth: the first transaction that changes a
 * file deletes it, and the end of a scan packs it again. After few changes it is patched, which spares reading every row.
 *
 * It is compressed to a quarter, at the fastest level, because every scan takes it apart: 1 ms for 10,000 files. The format is
 * one with a checksum: what is damaged must not pass for another state of the files. Whatever cannot be used, for damage or
 * because another version packed it, is as good as absent, and the scan that finds it so has it packed anew.
 */
import { encode, FileIndex, type IndexedFile } from "@drift/core/FileIndex"
import { immediate } from "./connection.js"
import type { Database, Statement } from "./driver.js"
import { indexedFile, indexedFiles, SELECT_INDEXED_FILES } from "./indexedFiles.js"
import { deflateSync, inflateSync } from "node:zlib"

/** Rows that are read one by one rather than all together. */
const MAX_PATCHED = 500

export const SELECT_FILE_INDEX = "SELECT packed FROM file_index"

/** The index as `FileIndex` packs it, from what the database holds; `undefined` when that is damaged. */
export const inflated = (stored: Uint8Array): Uint8Array | undefined => {
  try {
    return inflateSync(stored)
  } catch {
    return undefined
  }
}

export class StoredIndex {
  readonly #db: Database
  readonly #select: Statement<[], Uint8Array>
  /** What this writer deleted, and the paths that may have changed since. */
  #before: Uint8Array | undefined
  readonly #changed = new Set<string>()

  constructor(db: Database) {
    this.#db = db
    this.#select = db.prepare<[], Uint8Array>(SELECT_FILE_INDEX).pluck()
  }

  /** How many files `pack` has to read; `files` are all there are. */
  toRead(files: number): number {
    if (this.#select.get() !== undefined) return 0
    return this.#before === undefined ? files : this.#changed.size
  }

  /** To be called within every transaction that changes files, before it does. */
  invalidate(): void {
    const packed = this.#select.get()
    if (packed === undefined) return
    this.#db.exec("DELETE FROM file_index")
    this.#before = packed
    this.#changed.clear()
  }

  /** As `invalidate`, for a transaction that changes any number of files. */
  drop(): void {
    this.#db.exec("DELETE FROM file_index")
    this.#before = undefined
    this.#changed.clear()
  }

  /** To be called for every file that is stored or removed. */
  note(path: string): void {
    if (this.#before === undefined) return
    this.#changed.add(path)
    if (this.#changed.size <= MAX_PATCHED) return
    this.#before = undefined
    this.#changed.clear()
  }

  /** Stores the index of all files, unless it is there and can be used. */
  pack(isUnusable: boolean): void {
    if (!isUnusable && this.#select.get() !== undefined) return
    immediate(this.#db, () => {
      if (isUnusable) this.drop()
      this.#db
        .prepare("INSERT INTO file_index VALUES (1, ?)")
        .run(deflateSync(this.#patched() ?? this.#packed(), { level: 1 }))
    })
  }

  #packed(): Uint8Array {
    const rows = this.#db.prepare<[], ReadonlyArray<unknown>>(`${SELECT_INDEXED_FILES} ORDER BY path`).raw()
    return encode(indexedFiles(rows.iterate()))
  }

  #patched(): Uint8Array | undefined {
    if (this.#before === undefined) return undefined
    const find = this.#db.prepare<[string], ReadonlyArray<unknown>>(`${SELECT_INDEXED_FILES} WHERE path = ?`).raw()
    const changes = new Map<string, IndexedFile | undefined>()
    for (const path of this.#changed) {
      const row = find.get(path)
      changes.set(path, row && indexedFile(row))
    }
    const before = inflated(this.#before)
    return before === undefined ? undefined : FileIndex.patch(before, changes)
  }
}
