/**
 * One file from bytes to facts, in the thread that calls: read, tell text from binary, hash, parse, extract. Uses nothing
 * of Effect, because it is what worker threads run.
 */
import type { ContentHash } from "@drift/core/ContentHash"
import type { FileRow } from "@drift/core/FactBatch"
import { loadBlake3, xxh3 } from "@drift/core/Hasher"
import { extensionOf } from "@drift/core/Language"
import type { ParseJob } from "@drift/core/ParseJob"
import { inspect, toUtf8 } from "@drift/core/Text"
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs"
import type { Grammar, LanguageDefinition } from "../Language.js"
import type { CaptureTable, ParseEngine } from "../ParseEngine.js"
import type { ParsedFile } from "../ParserManager.js"
import { copyOf, STRIDE } from "../ParseEngine.js"
import type { PayloadKey } from "./captureCodec.js"
import { decodeTable, encodeTable } from "./captureCodec.js"
import type { Counters } from "./Counters.js"
import { noCounts } from "./Counters.js"
import { Extractor } from "./extract.js"
import { sortCaptures } from "./captureOrder.js"
import type { Extent, PreparedGrammar } from "./grammars.js"
import { grammarFor, prepare } from "./grammars.js"
import type { Mended } from "./mend.js"
import { mends } from "./mend.js"
import { DEFAULT_LIMITS, ParseCache } from "./ParseCache.js"
import { UnusableLanguage } from "./UnusableLanguage.js"

/** By id. */
export type Languages = Readonly<Record<string, LanguageDefinition>>

export interface FileParserOptions {
  readonly engine: ParseEngine
  readonly languages: Languages
  /** Milliseconds for parse and query of one file. */
  readonly timeLimitMs: number
  /** Bytes that the parses may take which are remembered. */
  readonly cacheBytes?: number | undefined
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
  readonly #idle: Array<Extractor> = []
  readonly #counts = noCounts()

  constructor(options: FileParserOptions) {
    this.#options = options
    this.#cache = new ParseCache({ ...DEFAULT_LIMITS, bytes: options.cacheBytes ?? DEFAULT_LIMITS.bytes })
    this.#counts.engine = options.engine.name
  }

  /** Counts files that are answered by their outcomes. */
  count(files: ReadonlyArray<ParsedFile>): void {
    for (const { outcome } of files) this.#counts.outcomes[outcome]++
  }

  /** What was done so far. */
  get counts(): Counters {
    const { bytes, entries, evictions, expirations } = this.#cache
    const outcomes = { ...this.#counts.outcomes }
    return { ...this.#counts, outcomes, bytes, entries, evictions, expirations }
  }

  /** A place for the facts of files, to be given back by `giveBack`. Each batch under way has its own. */
  borrow(): Extractor {
    return this.#idle.pop() ?? new Extractor()
  }

  giveBack(extractor: Extractor): void {
    extractor.reset()
    this.#idle.push(extractor)
  }

  /**
   * Adds the row and the facts of a file to a batch; with the extent `expressions`, `into` knows of those afterwards. `now`
   * are milliseconds of a clock that does not run backwards, for the age of what is remembered. Rejects only when the language
   * itself is broken.
   */
  async parse(job: ParseJob, into: Extractor, now: number, extent: Extent = "facts"): Promise<ParsedFile> {
    const grammar = await this.#grammar(job, extent)
    const raw = read(job)
    if (!(raw instanceof Uint8Array)) return withoutFacts(raw, into)
    const hashed = hashOf(job, raw)
    const contentHash = typeof hashed === "bigint" ? hashed : await hashed
    const changed = job.contentHash !== undefined && job.contentHash !== contentHash
    const file = { ...rowOf(job), contentHash, racy: job.racy || changed }

    const inspection = inspect(raw)
    if (inspection._tag === "Binary") return withoutFacts({ ...file, outcome: "skippedBinary" }, into)
    if (inspection._tag === "Undecodable") {
      return withoutFacts(
        { ...file, outcome: "skippedEncoding", error: `Not readable as ${inspection.encoding}` },
        into
      )
    }
    const { encoding } = inspection
    const failed = {
      ...file,
      encoding,
      outcome: "failed",
      factsVersion: grammar.factsVersion,
      errorCode: "PARSE_ERROR"
    } as const
    const before = into.mark()
    try {
      const key: PayloadKey = { contentHash, grammar: grammar.fingerprint }
      const source = toUtf8(raw, encoding)
      const parsed = this.#parsed(job, key, source, grammar, now)
      if (parsed === undefined) {
        const { timeLimitMs } = this.#options
        const error = `Parsing took longer than ${timeLimitMs} ms: ${job.path}`
        return withoutFacts({ ...failed, timedOutAfter: timeLimitMs, error }, into)
      }
      const { cached, payload, table } = parsed
      into.open(source, table, grammar)
      const errorCount = table.errors.length / 2
      const row: FileRow = {
        ...file,
        encoding,
        namespace: into.namespace ?? grammar.rules.namespaceOfPath?.(job.path),
        outcome: errorCount > 0 ? "parsedWithErrors" : "parsed",
        factsVersion: grammar.factsVersion,
        errorCount,
        errorRanges: into.errorRanges(table.errors)
      }
      into.write(row, payload === undefined ? undefined : { grammar: grammar.fingerprint, payload })
      return { path: job.path, outcome: row.outcome, ...(cached ? { cached } : {}) }
    } catch (thrown) {
      into.rewind(before)
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      return withoutFacts({ ...failed, error: `Extraction failed: ${job.path}: ${reason}` }, into)
    }
  }

  /** From the memory of this thread, else from what came with the job, else by parsing. What is broken is as good as absent. */
  #parsed(
    job: ParseJob,
    key: PayloadKey,
    source: Uint8Array,
    grammar: PreparedGrammar,
    now: number
  ): Parsed | undefined {
    const decoded = (payload: Uint8Array) => decodeTable(payload, source.length, grammar.counted, key)
    const remembered = this.#cache.get(key, now)
    const known = remembered === undefined ? undefined : decoded(remembered)
    if (known !== undefined) {
      this.#counts.hits++
      return { table: known, payload: remembered, cached: true }
    }
    this.#counts.misses++
    for (const entry of job.cached ?? []) {
      const table = entry.grammar === key.grammar ? decoded(entry.payload) : undefined
      if (table === undefined) continue
      this.#counts.restored++
      this.#cache.set(key, entry.payload, now)
      return { table, payload: entry.payload, cached: true }
    }
    this.#counts.parses++
    const table = this.#run(source, grammar)
    if (table === undefined) return undefined
    const payload = encodeTable(table, source.length, grammar.counted, key)
    if (payload !== undefined) this.#cache.set(key, payload, now)
    return { table, payload, cached: false }
  }

  /** Runs the query, over the repaired or mended source where that leaves less of it broken. */
  #run(source: Uint8Array, { compiled, rules }: PreparedGrammar): CaptureTable | undefined {
    const { timeLimitMs } = this.#options
    const table = compiled.run(source, timeLimitMs)
    if (table === undefined || table.errors.length === 0) return table
    let text = Buffer.from(source.buffer, source.byteOffset, source.byteLength).toString("latin1")
    let best = copyOf(table)
    const repaired = rules.repair?.(text) ?? text
    if (repaired !== text) {
      const second = compiled.run(Buffer.from(repaired, "latin1"), timeLimitMs)
      if (second !== undefined && second.errors.length < best.errors.length) {
        best = copyOf(second)
        text = repaired
      }
    }
    let broken = brokenBytes(best)
    for (const mended of best.errors.length === 0 ? [] : mends(text, rules.lexis)) {
      const next = compiled.run(Buffer.from(mended.text, "latin1"), timeLimitMs)
      if (next === undefined) continue
      const left = brokenBytes(next)
      // What a mend gives up is as broken as what the grammar does not understand.
      const lost = left + mended.lost
      if (lost >= broken) continue
      broken = lost
      best = unmended(next, mended)
      if (left === 0) break
    }
    return best
  }

  #grammar(job: ParseJob, extent: Extent): Promise<PreparedGrammar> {
    const language = this.#options.languages[job.language]
    if (language === undefined) throw new UnusableLanguage(job.language, "nothing defines it")
    const grammar = grammarFor(language, extensionOf(job.path))
    const key = `${extent} ${grammar.variant}`
    let prepared = this.#grammars.get(key)
    if (prepared === undefined) {
      prepared = this.#prepare(language, grammar, extent)
      this.#grammars.set(key, prepared)
    }
    return prepared
  }

  async #prepare(language: LanguageDefinition, grammar: Grammar, extent: Extent): Promise<PreparedGrammar> {
    try {
      const prepared = await prepare(this.#options.engine, language, grammar, extent)
      this.#counts.grammars++
      return prepared
    } catch (thrown) {
      throw new UnusableLanguage(language.id, thrown)
    }
  }
}

/** How much of a source is broken; a missing token counts as well. */
const brokenBytes = ({ errors }: CaptureTable): number => {
  let bytes = 0
  for (let i = 0; i < errors.length; i += 2) bytes += errors[i + 1]! - errors[i]! + 1
  return bytes
}

/** The table with the positions of the source, and with its errors. What stands only in the mended text is left out. */
const unmended = ({ count, errors, words }: CaptureTable, { errors: mends, origin }: Mended): CaptureTable => {
  let kept = 0
  for (let at = 0; at < count * STRIDE; at += STRIDE) {
    const start = origin(words[at + 1]!)
    const end = origin(words[at + 2]!)
    if (start === end && words[at + 1] !== words[at + 2]) continue
    words.set([words[at]!, start, end, words[at + 3]!], kept++ * STRIDE)
  }
  const found = new Map(mends.map((range) => [range.join(), range] as const))
  for (let i = 0; i < errors.length; i += 2) {
    const range = [origin(errors[i]!), origin(errors[i + 1]!)] as const
    found.set(range.join(), range)
  }
  const ranges = [...found.values()].sort((a, b) => a[0] - b[0] || b[1] - a[1])
  return copyOf({ words, count: sortCaptures(words, kept), errors: Uint32Array.from(ranges.flat()) })
}

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

/** Waits for no FIFO that has taken the place of a file, and follows no link that has. */
const readRegular = (path: string): Uint8Array => {
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = constants
  const file = openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
  try {
    if (!fstatSync(file).isFile()) throw new Error(`Not a file: ${path}`)
    return readFileSync(file)
  } finally {
    closeSync(file)
  }
}

/** The bytes, or the row of a file that can no longer be read, which keeps its facts. */
const read = (job: ParseJob): Uint8Array | FileRow => {
  if (job.source._tag === "Bytes") return job.source.bytes
  try {
    return readRegular(job.source.absolutePath)
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

/** Bytes that the scanner read for this job come with their hash; of others it is computed, by the algorithm of the job's. */
const hashOf = ({ contentHash, source }: ParseJob, bytes: Uint8Array): ContentHash | Promise<ContentHash> => {
  if (source._tag === "Bytes" && source.owned === true && contentHash !== undefined) return contentHash
  return typeof contentHash === "string" ? loadBlake3().then((blake3) => blake3(bytes)) : xxh3(bytes)
}

const withoutFacts = (row: FileRow, into: Extractor): ParsedFile => {
  into.writeFile(row)
  const { error, errorCode, outcome, path } = row
  if (outcome !== "failed") return { path, outcome }
  return { path, outcome, problem: { path, code: errorCode ?? "PARSE_ERROR", message: error ?? "Parsing failed" } }
}
