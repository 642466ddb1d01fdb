/** A file of the memory backend, as the rows that the views show. */
import { toBytes } from "@drift/core/ContentHash"
import type { DecodedFile, FactBatchDecoder, FactValue } from "@drift/core/FactBatchDecoder"
import type { FactKind } from "@drift/core/FactBatch"
import { FACT_COLUMNS, FACT_KINDS } from "@drift/core/FactBatch"
import type { FileRow } from "@drift/core/FactBatch"
import type { IndexedFile } from "@drift/core/FileIndex"
import { type Row, VIEWS } from "@drift/core/Views"

export interface MemoryFile {
  readonly indexed: IndexedFile
  readonly row: Row<"files">
  readonly facts: { readonly [K in FactKind]: ReadonlyArray<Row<K>> }
}

const NO_FACTS: MemoryFile["facts"] = { functions: [], classes: [], imports: [], exports: [], call_sites: [] }

const indexedOf = (row: FileRow): IndexedFile => ({
  path: row.path,
  language: row.language,
  size: row.size,
  mtimeSecs: row.mtimeSecs,
  mtimeNanos: row.mtimeNanos,
  racy: row.racy,
  contentHash: row.contentHash,
  outcome: row.outcome,
  factsVersion: row.factsVersion,
  timedOutAfter: row.timedOutAfter
})

/** A decoded fact as its view shows it. */
const viewRow = (kind: FactKind, file: string, values: ReadonlyArray<FactValue>): unknown => {
  const known = new Map<string, FactValue>(Object.keys(FACT_COLUMNS[kind]).map((column, i) => [column, values[i]!]))
  known.set("file", file)
  const owner = known.get("owner") ?? null
  const name = known.get("name") ?? null
  known.set("qualified_name", owner === null ? name : `${String(owner)}.${String(name)}`)
  return Object.fromEntries(Object.keys(VIEWS[kind]).map((column) => [column, known.get(column) ?? null]))
}

/** Reads the facts of the file that the decoder has just reached. */
export const readFacts = (decoder: FactBatchDecoder, file: DecodedFile): MemoryFile["facts"] => {
  const facts: { [K in FactKind]: Array<unknown> } = {
    functions: [],
    classes: [],
    imports: [],
    exports: [],
    call_sites: []
  }
  for (const kind of FACT_KINDS) {
    for (let i = 0; i < file.counts[kind]; i++)
      facts[kind].push(viewRow(kind, file.row.path, decoder.nextRow(kind, [])))
  }
  // A boundary: the columns are put together by name, so the compiler cannot see that they are those of the views.
  return facts as unknown as MemoryFile["facts"]
}

/** The file with everything new. */
export const replaced = (file: DecodedFile, facts: MemoryFile["facts"] = NO_FACTS, now: number): MemoryFile => {
  const { row } = file
  const counted = row.factsVersion !== undefined
  return {
    indexed: indexedOf(row),
    facts,
    row: {
      path: row.path,
      language: row.language ?? null,
      namespace: row.namespace ?? null,
      file_size: row.size,
      content_hash: row.contentHash === undefined ? null : toBytes(row.contentHash),
      mtime_secs: row.mtimeSecs,
      mtime_nanos: row.mtimeNanos,
      outcome: row.outcome,
      facts_version: row.factsVersion ?? null,
      encoding: row.encoding ?? null,
      function_count: counted || facts.functions.length > 0 ? facts.functions.length : null,
      class_count: counted || facts.classes.length > 0 ? facts.classes.length : null,
      error_count: row.errorCount ?? null,
      error_ranges: file.errorRangesJson ?? null,
      error_code: row.errorCode ?? null,
      error: row.error ?? null,
      last_scanned_at: now
    }
  }
}

/** The file with another size, mtime, hash and language. */
export const touched = (stored: MemoryFile, row: FileRow, now: number): MemoryFile => ({
  facts: stored.facts,
  indexed: {
    ...stored.indexed,
    language: row.language,
    size: row.size,
    contentHash: row.contentHash,
    mtimeSecs: row.mtimeSecs,
    mtimeNanos: row.mtimeNanos,
    racy: row.racy
  },
  row: {
    ...stored.row,
    language: row.language ?? null,
    file_size: row.size,
    content_hash: row.contentHash === undefined ? null : toBytes(row.contentHash),
    mtime_secs: row.mtimeSecs,
    mtime_nanos: row.mtimeNanos,
    last_scanned_at: now
  }
})

/** The file with an mtime that proves nothing. */
export const distrusted = (stored: MemoryFile): MemoryFile => ({
  ...stored,
  indexed: { ...stored.indexed, racy: true }
})

/** The file with another outcome and error. */
export const kept = (stored: MemoryFile, row: FileRow): MemoryFile => ({
  facts: stored.facts,
  indexed: { ...stored.indexed, outcome: row.outcome },
  row: { ...stored.row, outcome: row.outcome, error_code: row.errorCode ?? null, error: row.error ?? null }
})
