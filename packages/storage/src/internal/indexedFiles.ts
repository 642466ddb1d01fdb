/** Reads what the next scan needs to know of every file from the rows of the database. */
import { fromBytes } from "@drift/core/ContentHash"
import type { IndexedFile } from "@drift/core/FileIndex"

/** To be read as arrays. */
export const SELECT_INDEXED_FILES = `SELECT path, language, file_size, mtime_secs, mtime_nanos, racy, content_hash, outcome,
  facts_version, timed_out_after FROM file`

/** The file of a row of `SELECT_INDEXED_FILES`. */
export const indexedFile = (row: ReadonlyArray<unknown>): IndexedFile => ({
  path: row[0] as string,
  language: (row[1] ?? undefined) as IndexedFile["language"],
  size: row[2] as number,
  mtimeSecs: row[3] as number,
  mtimeNanos: row[4] as number,
  racy: row[5] === 1,
  contentHash: row[6] === null ? undefined : fromBytes(row[6] as Uint8Array),
  outcome: row[7] as IndexedFile["outcome"],
  factsVersion: (row[8] ?? undefined) as number | undefined,
  timedOutAfter: row[9] as number
})

/** The same for many rows, one at a time. */
export function* indexedFiles(rows: Iterable<ReadonlyArray<unknown>>): Iterable<IndexedFile> {
  for (const row of rows) yield indexedFile(row)
}
