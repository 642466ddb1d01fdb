/**
 * Facts between runs: what every backend promises. Nobody gets a raw connection.
 */
import type { CachedParse } from "@drift/core/CachedParse"
import type { ContentHash } from "@drift/core/ContentHash"
import type { FileIndex } from "@drift/core/FileIndex"
import type { LanguageId } from "@drift/core/Language"
import type { OutcomeCounts } from "@drift/core/Outcome"
import type { Visibility } from "@drift/core/ParseResult"
import type { FileProblem, ScanStatus } from "@drift/core/Scan"
import type { FactView, Row } from "@drift/core/Views"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import { make as makeMemory } from "./internal/memoryStorage.js"
import type { FoundPage, SearchQuery } from "./Search.js"
import type { InvalidCursor, ScanInProgress, StorageError } from "./StorageError.js"

export { InvalidCursor, ScanInProgress, StorageError } from "./StorageError.js"

/** Which rows of a view. Several filters must all hold. */
export interface Filter {
  /** A path, or a glob with `*`, `?` and `[...]` over the whole path (`*` crosses `/`, as SQLite's GLOB does). */
  readonly file?: string
  readonly language?: LanguageId
  /** The name (callee of a call site, source of an import, path of a file); a glob when it contains `*`, `?` or `[`. */
  readonly name?: string
  /** The `kind` column of functions, classes and imports. */
  readonly kind?: string
  /** The `outcome` column of files. */
  readonly outcome?: string
  /** The caller of a call site, a qualified name or a glob. */
  readonly caller?: string
  /** The `visibility` column of functions and classes. */
  readonly visibility?: Visibility
  /** The `is_exported` column of functions and classes. A filter that says no fits no row of which it is not known. */
  readonly exported?: boolean
  /** The `is_async` column of functions. */
  readonly async?: boolean
}

export interface ListQuery<V extends FactView> {
  readonly view: V
  readonly filter?: Filter
  /** 1 to 10,000. Default: 100. */
  readonly limit?: number
  /** From the previous page's `nextCursor`. */
  readonly cursor?: string
}

export interface Page<V extends FactView> {
  readonly items: ReadonlyArray<Row<V>>
  /** Absent on the last page. */
  readonly nextCursor?: string
}

/** The stored state of the files of some scopes. `outcomes` add up to `filesTotal`. */
export interface Summary {
  readonly filesTotal: number
  readonly bytesTotal: number
  readonly outcomes: OutcomeCounts
  readonly languages: Readonly<Record<string, number>>
  readonly facts: {
    readonly functions: number
    readonly classes: number
    readonly imports: number
    readonly exports: number
    readonly callSites: number
  }
  /** At most 100, sorted by path. */
  readonly errors: ReadonlyArray<FileProblem>
  readonly errorsTotal: number
}

/** The database itself. `bytes` includes the WAL. */
export interface DatabaseInfo {
  readonly path: string
  readonly bytes: number
  readonly walBytes: number
}

/** How a scan ended, for its row. */
export interface ScanRecord {
  readonly status: ScanStatus | "failed"
  readonly total: number
  readonly added: number
  readonly modified: number
  readonly removed: number
  readonly unchanged: number
  readonly failed: number
  readonly durationMs: number
  readonly error?: string
  /** The clock was set back meanwhile: no mtime that is stored may be trusted, as after `openScan`. Default: false. */
  readonly clockWentBack?: boolean
}

/** A scan that may write. It exists at most once per database at a time, across processes. */
export interface ScanSession {
  readonly id: number
  /** What opening the scan found amiss and put right, a sentence for people each. Mostly empty. */
  readonly notices: ReadonlyArray<string>
  /**
   * What the parse cache holds of these contents, by whatever grammar, in any order. Empty at once when it held nothing
   * as the scan began.
   */
  readonly cached: (hashes: ReadonlyArray<ContentHash>) => Effect.Effect<ReadonlyArray<CachedParse>, StorageError>
  /**
   * Stores a batch in the `FactBatch` codec: every file in it atomically, the batch in one transaction. Done when
   * committed. The buffer is moved and unusable afterwards. Parses that come with files go into the parse cache, which
   * keeps a bounded number of bytes: `tidyUp` drops those that no scan has used for longest.
   */
  readonly put: (batch: Uint8Array) => Effect.Effect<void, StorageError>
  /** Removes files and their facts. */
  readonly remove: (paths: ReadonlyArray<string>) => Effect.Effect<void, StorageError>
  /** Ends the scan's row, quickly, whatever has been stored; once more when something fails afterwards. */
  readonly complete: (record: ScanRecord) => Effect.Effect<void, StorageError>
  /**
   * Makes what readers and the next scan are quick with: indexes, the packed file index; bounds the parse cache. For the end of a complete scan:
   * one that was stopped leaves it to the next. Interruption ends it after the piece at hand, and costs nothing else.
   */
  readonly tidyUp: Effect.Effect<void, StorageError>
}

export class Storage extends Context.Tag("@drift/storage/Storage")<
  Storage,
  {
    /**
     * Makes the database ready to be read and scanned into: creates it and its folder when they are missing, and brings
     * it to the current schema. Doing it again is no harm; a scan does it by itself.
     */
    readonly open: Effect.Effect<void, StorageError>
    /** What the last scan knew of every file. */
    readonly loadIndex: Effect.Effect<FileIndex, StorageError>
    /**
     * Opens the scan row (status `running`) and takes the scan lock until the scope closes. A session whose scope closes
     * without `complete` leaves the row as `failed`. When the clock has been set back since the scan before, no mtime is
     * trusted any more: all files are racy from then on.
     */
    readonly openScan: (root: string) => Effect.Effect<ScanSession, StorageError | ScanInProgress, Scope.Scope>
    /** A page of a view's rows, ordered by file (UTF-8 bytes), then position. */
    readonly list: <V extends FactView>(query: ListQuery<V>) => Effect.Effect<Page<V>, StorageError | InvalidCursor>
    /**
     * A page of the facts whose names match a text, best matches first; of equally good ones declarations before files
     * before uses, then shorter names, then by file and place.
     */
    readonly search: (query: SearchQuery) => Effect.Effect<FoundPage, StorageError | InvalidCursor>
    /** The state of the files at or below `scopes` (relative to the root; empty means all). */
    readonly summary: (scopes: ReadonlyArray<string>) => Effect.Effect<Summary, StorageError>
    /** The last scans, newest first. */
    readonly scans: (limit: number) => Effect.Effect<ReadonlyArray<Row<"scans">>, StorageError>
    readonly info: Effect.Effect<DatabaseInfo, StorageError>
    /**
     * Looks through everything for what contradicts itself: facts without a file, counts that are wrong. A sentence each, none
     * when all is well. Takes long.
     */
    readonly check: Effect.Effect<ReadonlyArray<string>, StorageError>
    /**
     * All facts as NDJSON lines without line ends, in canonical order: two databases hold the same facts when their dumps
     * are equal. See `Views.canonicalLine`.
     */
    readonly canonicalDump: Stream.Stream<string, StorageError>
  }
>() {
  /** Keeps everything in memory and forgets it with the layer; for tests and for one-off scans. */
  static readonly layerMemory: Layer.Layer<Storage> = /* @__PURE__ */ Layer.suspend(() =>
    Layer.effect(Storage, makeMemory)
  )
}
