/** Runs jobs through a `FileParser`: the loops of worker threads and of the in-process layer. */
import { FactBatchDecoder } from "@drift/core/FactBatchDecoder"
import type { ParseJob } from "@drift/core/ParseJob"
import type { ParseResult } from "@drift/core/ParseResult"
import type { ParsedBatch, ParsedFile } from "../ParserManager.js"
import { decodeResult } from "./decodeResult.js"
import type { FileParser } from "./FileParser.js"

/** The npm binding frees trees only when the event loop turns, so it must turn about once per megabyte of source. */
const BYTES_PER_TURN = 1 << 20

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Runs `parse` for job after job; `undefined` when `isCancelled` turned true, which drops the work. */
const inOrder = async <A>(
  jobs: ReadonlyArray<ParseJob>,
  isCancelled: () => boolean,
  parse: (job: ParseJob) => Promise<A>
): Promise<ReadonlyArray<A> | undefined> => {
  const done: Array<A> = []
  let bytes = 0
  for (const job of jobs) {
    if (isCancelled()) return undefined
    done.push(await parse(job))
    bytes += job.stat.size
    if (bytes >= BYTES_PER_TURN) {
      bytes = 0
      await turn()
    }
  }
  return done
}

/**
 * The facts of the files as one batch. `now` is for the age of what the parser remembers. `undefined` when `isCancelled`
 * turned true: the batch is dropped.
 */
export const runBatch = async (
  parser: FileParser,
  jobs: ReadonlyArray<ParseJob>,
  now: number,
  isCancelled: () => boolean
): Promise<ParsedBatch | undefined> => {
  const started = performance.now()
  const facts = parser.borrow()
  try {
    const files = await inOrder(jobs, isCancelled, (job) => parser.parse(job, facts, now))
    if (files === undefined) return undefined
    parser.count(files)
    return { facts: facts.finish(), files, busyMs: performance.now() - started }
  } finally {
    parser.giveBack(facts)
  }
}

/** One file for people. */
export interface ParsedAlone {
  readonly file: ParsedFile
  /** All that it says, if there is anything. */
  readonly result: ParseResult | undefined
  /** There is nothing, because the time limit was over. */
  readonly timedOut: boolean
}

export const parseOne = async (parser: FileParser, job: ParseJob, now: number): Promise<ParsedAlone> => {
  const facts = parser.borrow()
  try {
    const file = await parser.parse(job, facts, now, "expressions")
    parser.count([file])
    const isParsed = file.outcome === "parsed" || file.outcome === "parsedWithErrors"
    const expressions = isParsed ? facts.expressions() : undefined
    const batch = facts.finish()
    const result = decodeResult(batch, expressions)
    const timedOut = result === undefined && (FactBatchDecoder.open(batch)?.nextFile()?.row.timedOutAfter ?? 0) > 0
    return { file, result, timedOut }
  } finally {
    parser.giveBack(facts)
  }
}

/** Files for people, in order. */
export interface ParsedSources {
  readonly sources: ReadonlyArray<ParsedAlone>
  /** Busy milliseconds of the thread. */
  readonly busyMs: number
}

/** The facts of each file by itself. `undefined` when `isCancelled` turned true. */
export const runSources = async (
  parser: FileParser,
  jobs: ReadonlyArray<ParseJob>,
  now: number,
  isCancelled: () => boolean
): Promise<ParsedSources | undefined> => {
  const started = performance.now()
  const sources = await inOrder(jobs, isCancelled, (job) => parseOne(parser, job, now))
  return sources && { sources, busyMs: performance.now() - started }
}
