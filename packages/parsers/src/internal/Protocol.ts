/** What `ParserManager` asks of a parser thread, and what it answers. */
import type { ParseJob } from "@drift/core/ParseJob"
import type { ParseResult } from "@drift/core/ParseResult"
import type { EngineName } from "../EngineName.js"
import type { ParsedBatch, ParsedFile } from "../ParserManager.js"

export interface ParserThreadData {
  readonly engine: EngineName | undefined
  readonly timeLimitMs: number
  readonly cacheBytes: number | undefined
}

export type ParserRequest =
  { readonly _tag: "Batch"; readonly jobs: ReadonlyArray<ParseJob> } | { readonly _tag: "File"; readonly job: ParseJob }

/** `notice` says why the thread does not parse with the engine that was wanted. */
export type ParserReply = { readonly notice: string | undefined } & (
  | { readonly _tag: "Batch"; readonly batch: ParsedBatch }
  | { readonly _tag: "File"; readonly file: ParsedFile; readonly result: ParseResult | undefined }
)
