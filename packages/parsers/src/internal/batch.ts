/** Runs jobs through a `FileParser`: the one loop of worker threads and of the in-process layer. */
import type { ParseJob } from "@drift/core/ParseJob"
import type { ParseResult } from "@drift/core/ParseResult"
import type { ParsedBatch, ParsedFile } from "../ParserManager.js"
import { decodeResult } from "./decodeResult.js"
import type { FileParser } from "./FileParser.js"

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
  const facts = parser.borrow()
  try {
    const files: Array<ParsedFile> = []
    let bytes = 0
    for (const job of jobs) {
      if (isCancelled()) return undefined
      files.push(await parser.parse(job, facts))
      bytes += job.stat.size
      if (bytes >= BYTES_PER_TURN) {
        bytes = 0
        await turn()
      }
    }
    return { facts: facts.finish(), files, busyMs: performance.now() - started }
  } finally {
    parser.giveBack(facts)
  }
}

/** One file, and all that it says for people if there is anything. */
export const parseOne = async (
  parser: FileParser,
  job: ParseJob
): Promise<{ readonly file: ParsedFile; readonly result: ParseResult | undefined }> => {
  const facts = parser.borrow()
  try {
    const file = await parser.parse(job, facts, "expressions")
    const isParsed = file.outcome === "parsed" || file.outcome === "parsedWithErrors"
    const expressions = isParsed ? facts.expressions() : undefined
    return { file, result: decodeResult(facts.finish(), expressions) }
  } finally {
    parser.giveBack(facts)
  }
}
