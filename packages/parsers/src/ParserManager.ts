/**
 * From bytes to facts. Bad syntax is never an error: what can be read is extracted and the broken ranges are reported.
 */
import type { Outcome } from "@drift/core/Outcome"
import type { ParseJob } from "@drift/core/ParseJob"
import type { ParseResult } from "@drift/core/ParseResult"
import type { FileProblem } from "@drift/core/Scan"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** The parser itself is broken: a thread that does not start or died, a grammar or query that does not load. */
export class ParserUnavailable extends Schema.TaggedError<ParserUnavailable>("@drift/parsers/ParserUnavailable")(
  "ParserUnavailable",
  { detail: Schema.String, cause: Schema.optional(Schema.Defect) }
) {
  readonly code = "PARSE_ERROR" as const
  override get message(): string {
    return this.detail
  }
}

/** One file could not be turned into facts. */
export class ParseFailed extends Schema.TaggedError<ParseFailed>("@drift/parsers/ParseFailed")("ParseFailed", {
  path: Schema.String,
  code: Schema.Literal("PARSE_ERROR", "SCAN_ERROR", "UNSUPPORTED_LANGUAGE"),
  detail: Schema.String
}) {
  override get message(): string {
    return `${this.detail}: ${this.path}`
  }
}

/** What became of one file of a batch. */
export interface ParsedFile {
  readonly path: string
  readonly outcome: Outcome
  readonly problem?: FileProblem
}

/** The answer to a batch: the facts of its files in the `FactBatch` codec, and how each file went. */
export interface ParsedBatch {
  readonly facts: Uint8Array
  readonly files: ReadonlyArray<ParsedFile>
  /** Busy milliseconds of the thread. */
  readonly busyMs: number
}

export class ParserManager extends Context.Tag("@drift/parsers/ParserManager")<
  ParserManager,
  {
    /** How many batches are worth having under way at once. */
    readonly concurrency: number
    /**
     * Milliseconds that one file may take. A file that runs into it is stored as `failed` with `timedOutAfter` this limit
     * and `factsVersion` the version that ran into it, so that it is tried again when either changes.
     */
    readonly timeLimitMs: number
    /**
     * Reads, parses and extracts the files of a batch, in order. A file that cannot be read or parsed becomes an outcome,
     * never a failure. Interruption stops after the file at hand and drops the batch.
     */
    readonly parseBatch: (jobs: ReadonlyArray<ParseJob>) => Effect.Effect<ParsedBatch, ParserUnavailable>
    /** The facts of one file. */
    readonly parse: (job: ParseJob) => Effect.Effect<ParseResult, ParseFailed | ParserUnavailable>
  }
>() {}
