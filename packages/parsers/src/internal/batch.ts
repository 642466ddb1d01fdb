/** Runs a batch of jobs through a `FileParser`: the one loop of worker threads and of the in-process layer. */
import { FactBatchEncoder } from "@drift/core/FactBatchEncoder"
import type { ParseJob } from "@drift/core/ParseJob"
import type { ParsedBatch, ParsedFile } from "../ParserManager.js"
import type { FileOutcome, FileParser } from "./FileParser.js"

/** The npm binding frees trees only when the event loop turns, so it must turn about once per megabyte of source. */
const BYTES_PER_TURN = 1 << 20

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** `undefined` when `isCancelled` turned true: the batch is dropped. */
export const runBatch = async (
  parser: FileParser,
  jobs: ReadonlyArray<ParseJob>,
  isCancelled: () => boolean
): Promise<ParsedBatch | undefined> => {
  const started = performance.now()
  const encoder = new FactBatchEncoder()
  const files: Array<ParsedFile> = []
  let bytes = 0
  for (const job of jobs) {
    if (isCancelled()) return undefined
    const outcome = await parser.parse(job)
    encoder.add(outcome.facts)
    files.push(parsedFile(outcome))
    bytes += job.stat.size
    if (bytes >= BYTES_PER_TURN) {
      bytes = 0
      await turn()
    }
  }
  return { facts: encoder.finish(), files, busyMs: performance.now() - started }
}

export const parsedFile = ({ cached, facts: { file } }: FileOutcome): ParsedFile => ({
  path: file.path,
  outcome: file.outcome,
  ...(cached ? { cached } : {}),
  ...(file.outcome === "failed"
    ? { problem: { path: file.path, code: file.errorCode ?? "PARSE_ERROR", message: file.error ?? "Parsing failed" } }
    : {})
})
