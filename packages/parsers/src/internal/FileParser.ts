/**
 * One file from bytes to facts, in the thread that calls: read, tell text from binary, hash, parse, extract. Uses nothing
 * of Effect, because it is what worker threads run.
 */
import type { FileFacts, FileRow } from "@drift/core/FactBatch"
import { FACTS_VERSION } from "@drift/core/FactsVersion"
import type { Language } from "@drift/core/Language"
import { extensionOf } from "@drift/core/Language"
import type { ParseJob } from "@drift/core/ParseJob"
import type { ParseResult } from "@drift/core/ParseResult"
import { inspect, toUtf8 } from "@drift/core/Text"
import { xxh3 } from "@node-rs/xxhash"
import { readFileSync } from "node:fs"
import type { LanguageDefinition } from "../Language.js"
import type { CaptureTable, ParseEngine } from "../ParseEngine.js"
import { copyOf } from "../ParseEngine.js"
import type { PayloadKey } from "./captureCodec.js"
import { decodeTable, encodeTable } from "./captureCodec.js"
import { extract } from "./extract.js"
import type { PreparedGrammar } from "./grammars.js"
import { grammarFor, prepare } from "./grammars.js"
import { DEFAULT_LIMITS, ParseCache } from "./ParseCache.js"

export type Languages = Readonly<Record<Language, LanguageDefinition>>

export interface FileParserOptions {
  readonly engine: ParseEngine
  readonly languages: Languages
  /** Milliseconds for parse and query of one file. */
  readonly timeLimitMs: number
  /** Bytes that the parses may take which are remembered. */
  readonly cacheBytes?: number | undefined
}

/** What became of a file: its row and facts, ready for a batch, and the result for people when there is one. */
export interface FileOutcome {
  readonly facts: FileFacts
  readonly result: ParseResult | undefined
  /** The facts come from a parse of another file or time. */
  readonly cached: boolean
}

/** A capture table and, unless it is too large, what the parse cache keeps of it. */
interface Parsed {
  readonly table: CaptureTable
  readonly payload: Uint8Array | undefined
  readonly cached: boolean
}

export class FileParser {
  readonly #options: FileParserOptions
  readonly #grammars = new Map<string, Promise<PreparedGrammar>>()
  readonly #cache: ParseCache

  constructor(options: FileParserOptions) {
    this.#options = options
    this.#cache = new ParseCache({ ...DEFAULT_LIMITS, bytes: options.cacheBytes ?? DEFAULT_LIMITS.bytes })
  }

  /** Rejects only when the grammar itself is broken. */
  async parse(job: ParseJob): Promise<FileOutcome> {
    const grammar = await this.#grammar(job)
    const raw = read(job)
    if (!(raw instanceof Uint8Array)) return withoutFacts(raw)
    const contentHash = xxh3.xxh64(raw)
    const changed = job.contentHash !== undefined && job.contentHash !== contentHash
    const file = { ...rowOf(job), contentHash, racy: job.racy || changed }

    const inspection = inspect(raw)
    if (inspection._tag === "Binary") return withoutFacts({ ...file, outcome: "skippedBinary" })
    if (inspection._tag === "Undecodable") {
      return withoutFacts({ ...file, outcome: "skippedEncoding", error: `Not readable as ${inspection.encoding}` })
    }
    const { encoding } = inspection
    const source = toUtf8(raw, encoding)
    const namespaceOfPath = this.#options.languages[job.language].namespaceOfPath

    const done = this.#extract(job, contentHash, source, grammar)
    if (typeof done === "string") {
      const timedOut = done === TIMED_OUT
      return withoutFacts({
        ...file,
        encoding,
        outcome: "failed",
        factsVersion: FACTS_VERSION,
        timedOutAfter: timedOut ? this.#options.timeLimitMs : 0,
        errorCode: "PARSE_ERROR",
        error: timedOut ? `Parsing took longer than ${this.#options.timeLimitMs} ms: ${job.path}` : done
      })
    }
    const { extracted, parsed } = done
    const namespace = extracted.namespace ?? namespaceOfPath?.(job.path)
    const result: ParseResult = { file: job.path, language: job.language, contentHash, ...extracted, namespace }
    const row: FileRow = {
      ...file,
      encoding,
      namespace,
      outcome: extracted.errorCount > 0 ? "parsedWithErrors" : "parsed",
      factsVersion: FACTS_VERSION,
      errorCount: extracted.errorCount,
      errorRanges: extracted.errorRanges
    }
    const { callSites, classes, exports, functions, imports } = extracted
    const parse = parsed.payload === undefined ? undefined : { grammar: grammar.fingerprint, payload: parsed.payload }
    const facts = { file: row, parse, functions, classes, imports, exports, callSites }
    return { facts, result, cached: parsed.cached }
  }

  #extract(job: ParseJob, contentHash: bigint, source: Uint8Array, grammar: PreparedGrammar) {
    try {
      const parsed = this.#parsed(job, { contentHash, grammar: grammar.fingerprint }, source, grammar)
      return parsed === undefined ? TIMED_OUT : { parsed, extracted: extract(source, parsed.table, grammar) }
    } catch (thrown) {
      return `Extraction failed: ${job.path}: ${thrown instanceof Error ? thrown.message : String(thrown)}`
    }
  }

  /** From the memory of this thread, else from what came with the job, else by parsing. */
  #parsed(job: ParseJob, key: PayloadKey, source: Uint8Array, grammar: PreparedGrammar): Parsed | undefined {
    const now = performance.now()
    const remembered = this.#cache.get(key, now)
    const known = [
      ...(remembered === undefined ? [] : [remembered]),
      ...(job.cached ?? []).filter((entry) => entry.grammar === key.grammar).map(({ payload }) => payload)
    ]
    for (const payload of known) {
      const table = decodeTable(payload, source.length, grammar.counted, key)
      if (table === undefined) continue
      if (payload !== remembered) this.#cache.set(key, payload, now)
      return { table, payload, cached: true }
    }
    const table = this.#run(source, grammar)
    if (table === undefined) return undefined
    const payload = encodeTable(table, source.length, grammar.counted, key)
    if (payload !== undefined) this.#cache.set(key, payload, now)
    return { table, payload, cached: false }
  }

  /** Runs the query, over the repaired source if that has fewer errors. */
  #run(source: Uint8Array, { compiled, language }: PreparedGrammar): CaptureTable | undefined {
    const { timeLimitMs } = this.#options
    const table = compiled.run(source, timeLimitMs)
    if (table === undefined || table.errors.length === 0 || language.repair === undefined) return table
    const text = Buffer.from(source.buffer, source.byteOffset, source.byteLength).toString("latin1")
    const repaired = language.repair(text)
    if (repaired === text) return table
    const first = copyOf(table)
    const second = compiled.run(Buffer.from(repaired, "latin1"), timeLimitMs)
    return second !== undefined && second.errors.length < first.errors.length ? second : first
  }

  #grammar(job: ParseJob): Promise<PreparedGrammar> {
    const language = this.#options.languages[job.language]
    const grammar = grammarFor(language, extensionOf(job.path))
    let prepared = this.#grammars.get(grammar.variant)
    if (prepared === undefined) {
      prepared = prepare(this.#options.engine, language, grammar)
      this.#grammars.set(grammar.variant, prepared)
    }
    return prepared
  }
}

const TIMED_OUT = "time-out"

const rowOf = (job: ParseJob): Omit<FileRow, "outcome"> => ({
  mode: "replace",
  path: job.path,
  language: job.language,
  size: job.stat.size,
  mtimeSecs: job.stat.mtimeSecs,
  mtimeNanos: job.stat.mtimeNanos,
  racy: job.racy,
  timedOutAfter: 0
})

/** The bytes, or the row of a file that can no longer be read, which keeps its facts. */
const read = (job: ParseJob): Uint8Array | FileRow => {
  if (job.source._tag === "Bytes") return job.source.bytes
  try {
    return readFileSync(job.source.absolutePath)
  } catch (thrown) {
    const code = (thrown as { readonly code?: unknown }).code
    return {
      ...rowOf(job),
      mode: "keep",
      contentHash: job.contentHash,
      outcome: "failed",
      errorCode: "SCAN_ERROR",
      error:
        code === "EACCES" || code === "EPERM"
          ? `Permission denied: ${job.path}`
          : `Cannot read: ${job.path} (${String(code)})`
    }
  }
}

const withoutFacts = (row: FileRow): FileOutcome => ({
  facts: { file: row, functions: [], classes: [], imports: [], exports: [], callSites: [] },
  result: undefined,
  cached: false
})
