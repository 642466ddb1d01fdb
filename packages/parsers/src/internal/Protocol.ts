/** What `ParserManager` asks of a parser thread, and what it answers. */
import type { ParseJob } from "@drift/core/ParseJob"
import type { EngineName } from "../EngineName.js"
import type { ParsedBatch } from "../ParserManager.js"
import type { ParsedSources } from "./batch.js"
import type { Counters } from "./Counters.js"

export interface ParserThreadData {
  readonly engine: EngineName | undefined
  readonly timeLimitMs: number
  readonly cacheBytes: number | undefined
  /** URLs of the modules that define further languages. */
  readonly languages: ReadonlyArray<string>
}

/** `now` are milliseconds of a clock that does not run backwards. */
export interface ParserRequest {
  readonly _tag: "Batch" | "Sources"
  readonly jobs: ReadonlyArray<ParseJob>
  readonly now: number
}

/** `notice` says why the thread does not parse with the engine that was wanted. */
export type ParserReply = { readonly notice: string | undefined; readonly counts: Counters } & (
  | { readonly _tag: "Batch"; readonly batch: ParsedBatch }
  | { readonly _tag: "Sources"; readonly parsed: ParsedSources }
  | { readonly _tag: "Cancelled" }
  | { readonly _tag: "Unusable"; readonly language: string; readonly detail: string }
)
