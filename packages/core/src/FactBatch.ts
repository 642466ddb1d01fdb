/**
 * The binary form in which facts travel from a parser thread to a storage backend: one transferable buffer a batch.
 *
 * Everything is a 32-bit word. Strings are numbered per batch and stand once, in a table at the end; a string, number or
 * flag that is absent is the word 0 (so they are stored plus one); a hash is two words, 0 when absent. The hash of a file is
 * the number of its words and they. The columns of a row
 * are those of the views (`Views.ts`) except `file` and `qualified_name`, which follow from the file and the owner. The
 * payload for the parse cache is padded to whole words.
 *
 * Layout: header (magic, version, files, words, strings, string bytes), words, where each string ends among the bytes
 * of all of them, these bytes in UTF-8.
 */
import type { CachedParse } from "./CachedParse.js"
import type { ContentHash } from "./ContentHash.js"
import type { ErrorCode } from "./ErrorCode.js"
import type { LanguageId } from "./Language.js"
import type { Outcome } from "./Outcome.js"
import type { CallSite, ClassInfo, ExportInfo, FunctionInfo, ImportInfo } from "./ParseResult.js"
import type { ErrorRange } from "./SourceRange.js"
import type { Encoding } from "./Text.js"

/**
 * What a backend does with a file of a batch. `replace`: the row and all facts. `touch`: size, mtime, hash and language only, the
 * facts stay. `keep`: outcome and error only, the facts stay (a file that could not be read).
 */
export type FileMode = "replace" | "touch" | "keep"
/** As numbered in a batch. */
export const MODES: ReadonlyArray<FileMode> = ["replace", "touch", "keep"]

/** The row of a file. */
export interface FileRow {
  readonly mode: FileMode
  readonly path: string
  readonly language?: LanguageId | undefined
  readonly namespace?: string | undefined
  readonly size: number
  readonly mtimeSecs: number
  readonly mtimeNanos: number
  readonly racy: boolean
  readonly contentHash?: ContentHash | undefined
  readonly outcome: Outcome
  /** Absent when no facts are stored. */
  readonly factsVersion?: number | undefined
  /** The time limit in milliseconds that parsing ran into, 0 when it did not. */
  readonly timedOutAfter: number
  readonly encoding?: Encoding | undefined
  readonly errorCount?: number | undefined
  readonly errorRanges?: ReadonlyArray<ErrorRange> | undefined
  readonly errorCode?: ErrorCode | undefined
  readonly error?: string | undefined
}

/** A file's row with its facts. */
export interface FileFacts {
  readonly file: FileRow
  /** For the parse cache: the parse behind the facts, of the content whose hash is in the row. */
  readonly parse?: Pick<CachedParse, "grammar" | "payload"> | undefined
  readonly functions: ReadonlyArray<FunctionInfo>
  readonly classes: ReadonlyArray<ClassInfo>
  readonly imports: ReadonlyArray<ImportInfo>
  readonly exports: ReadonlyArray<ExportInfo>
  readonly callSites: ReadonlyArray<CallSite>
}

/** `text` covers JSON too: a backend stores it as it is. */
export type FactColumnType = "text" | "integer" | "flag" | "hash"

export const FACT_KINDS = ["functions", "classes", "imports", "exports", "call_sites"] as const
export type FactKind = (typeof FACT_KINDS)[number]

const columns = <const C extends Readonly<Record<string, FactColumnType>>>(definition: C) => definition

/** The columns of each kind of fact, in the order of a decoded row. */
export const FACT_COLUMNS = {
  functions: columns({
    name: "text",
    kind: "text",
    owner: "text",
    namespace: "text",
    line: "integer",
    column: "integer",
    start_line: "integer",
    end_line: "integer",
    start_byte: "integer",
    end_byte: "integer",
    visibility: "text",
    is_exported: "flag",
    is_async: "flag",
    is_generator: "flag",
    is_abstract: "flag",
    is_static: "flag",
    has_body: "flag",
    parameter_count: "integer",
    parameters: "text",
    generics: "text",
    return_type: "text",
    decorators: "text",
    doc: "text",
    body_hash: "hash",
    signature_hash: "hash"
  }),
  classes: columns({
    name: "text",
    kind: "text",
    owner: "text",
    namespace: "text",
    line: "integer",
    column: "integer",
    start_line: "integer",
    end_line: "integer",
    start_byte: "integer",
    end_byte: "integer",
    extends: "text",
    implements: "text",
    generics: "text",
    visibility: "text",
    is_exported: "flag",
    is_abstract: "flag",
    decorators: "text",
    doc: "text",
    properties: "text"
  }),
  imports: columns({
    kind: "text",
    source: "text",
    specifiers: "text",
    is_type_only: "flag",
    line: "integer",
    column: "integer"
  }),
  exports: columns({
    name: "text",
    is_default: "flag",
    is_type_only: "flag",
    source: "text",
    line: "integer",
    column: "integer"
  }),
  call_sites: columns({
    caller: "text",
    callee_name: "text",
    receiver: "text",
    argument_count: "integer",
    is_await: "flag",
    is_new: "flag",
    line: "integer",
    column: "integer"
  })
} as const

export const MAGIC = 0x31424644 // "DFB1"
export const VERSION = 4
/** Words of the header. */
export const HEADER = 6
