/**
 * From bytes to facts. Bad syntax is never an error: what can be read is extracted and the broken ranges are reported.
 */
import type { Outcome } from "@drift/core/Outcome"
import type { ParseJob } from "@drift/core/ParseJob"
import type { ParseResult } from "@drift/core/ParseResult"
import type { FileProblem } from "@drift/core/Scan"
import * as Thread from "@drift/threads/Thread"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Pool from "effect/Pool"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { availableParallelism } from "node:os"
import type { EngineName } from "./EngineName.js"
import type { ParserReply, ParserRequest, ParserThreadData } from "./internal/Protocol.js"

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
    return this.detail
  }
}

/** What became of one file of a batch. */
export interface ParsedFile {
  readonly path: string
  readonly outcome: Outcome
  /** The file itself was not parsed: its facts come from an earlier parse of the same content. Absent means false. */
  readonly cached?: boolean
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
     * never a failure. Interruption stops after the file at hand and drops the batch. Bytes that the jobs own are gone
     * afterwards.
     */
    readonly parseBatch: (jobs: ReadonlyArray<ParseJob>) => Effect.Effect<ParsedBatch, ParserUnavailable>
    /** The facts of one file. */
    readonly parse: (job: ParseJob) => Effect.Effect<ParseResult, ParseFailed | ParserUnavailable>
  }
>() {
  /** Worker threads, started when first needed and ended when idle for a minute or when the scope closes. */
  static readonly layer = (options: Options = {}): Layer.Layer<ParserManager> =>
    Layer.scoped(ParserManager, makePool(options))

  /** Parses in the calling thread, which is blocked for a file at a time. For single files and tests. */
  static readonly layerInProcess = (options: Omit<Options, "threads"> = {}): Layer.Layer<ParserManager> =>
    Layer.effect(ParserManager, makeInProcess(options))
}

export interface Options {
  /** Number of threads. Default: one per core. */
  readonly threads?: number
  /** Milliseconds of CPU time that parsing one file may take. Default: 5,000. */
  readonly timeLimitMs?: number
  /**
   * Bytes of packed parses that each thread remembers, to extract facts anew from content that it has parsed before: at
   * most 10,000 of them, for an hour, the least recently used forgotten first. 0: none. Default: 8 MiB.
   */
  readonly cacheBytes?: number
  /**
   * The one engine that may parse. Default: the fastest that can be loaded; that it is not `native` is logged as a warning
   * once.
   */
  readonly engine?: EngineName
}

const DEFAULT_TIME_LIMIT_MS = 5000

type Shape = Context.Tag.Service<ParserManager>

/** In a build the thread's entry stands beside this module; from the sources, the package's build is used. */
const threadEntry = new URL(
  import.meta.url.endsWith(".ts") ? "../dist/parser-worker.js" : "./parser-worker.js",
  import.meta.url
)

const unavailable = (cause: unknown): ParserUnavailable =>
  new ParserUnavailable({ detail: cause instanceof Error ? cause.message : String(cause), cause })

const makePool = (options: Options): Effect.Effect<Shape, never, Scope.Scope> =>
  Effect.gen(function* () {
    const threads = options.threads ?? availableParallelism()
    const timeLimitMs = options.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS
    const notify = yield* warnOnce
    const pool = yield* Pool.makeWithTTL({
      acquire: Thread.make<ParserRequest, ParserReply>({
        name: "parser",
        entry: threadEntry,
        workerData: { timeLimitMs, engine: options.engine, cacheBytes: options.cacheBytes } satisfies ParserThreadData
      }),
      min: 0,
      max: threads,
      // A second batch waits in the thread, so that it never idles; a new thread is preferred to a second batch.
      concurrency: 2,
      targetUtilization: 0.5,
      timeToLive: "1 minute"
    })
    const ask = (
      request: ParserRequest,
      transfer: ReadonlyArray<ArrayBuffer> = []
    ): Effect.Effect<ParserReply, ParserUnavailable> =>
      Effect.scoped(
        Effect.flatMap(Pool.get(pool), (thread) =>
          thread
            .request(request, transfer)
            .pipe(Effect.tapError((error) => (error.reason === "Died" ? Pool.invalidate(pool, thread) : Effect.void)))
        )
      ).pipe(
        Effect.mapError(unavailable),
        Effect.tap(({ notice }) => notify(notice))
      )

    return ParserManager.of({
      concurrency: threads * 2,
      timeLimitMs,
      parseBatch: Effect.fn("ParserManager.parseBatch")(function* (jobs) {
        const reply = yield* ask({ _tag: "Batch", jobs }, ownedBuffers(jobs))
        return reply._tag === "Batch" ? reply.batch : yield* mismatch
      }),
      parse: Effect.fn("ParserManager.parse")(function* (job) {
        const reply = yield* ask({ _tag: "File", job })
        return reply._tag === "File" ? yield* resultOf(reply.file, reply.result) : yield* mismatch
      })
    })
  })

/** What can be moved to the thread instead of copied. */
const ownedBuffers = (jobs: ReadonlyArray<ParseJob>): ReadonlyArray<ArrayBuffer> => {
  const buffers = new Set<ArrayBuffer>()
  for (const { source } of jobs) {
    if (source._tag === "Bytes" && source.owned === true && source.bytes.buffer instanceof ArrayBuffer) {
      buffers.add(source.bytes.buffer)
    }
  }
  return [...buffers]
}

const makeInProcess = (options: Omit<Options, "threads">): Effect.Effect<Shape> =>
  Effect.gen(function* () {
    const timeLimitMs = options.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS
    const notify = yield* warnOnce
    const loaded = yield* Effect.cached(
      Effect.tryPromise({
        try: async () => {
          // The native binding is loaded when something is parsed, not when this module is.
          const [{ chooseEngine }, { FileParser }, { languages }, batch] = await Promise.all([
            import("./engines/index.js"),
            import("./internal/FileParser.js"),
            import("./languages/index.js"),
            import("./internal/batch.js")
          ])
          const { engine, notice } = await chooseEngine(options.engine)
          return {
            ...batch,
            notice,
            parser: new FileParser({ engine, languages, timeLimitMs, cacheBytes: options.cacheBytes })
          }
        },
        catch: unavailable
      }).pipe(Effect.tap(({ notice }) => notify(notice)))
    )
    return ParserManager.of({
      concurrency: 1,
      timeLimitMs,
      parseBatch: Effect.fn("ParserManager.parseBatch")(function* (jobs) {
        const { parser, runBatch } = yield* loaded
        const batch = yield* Effect.tryPromise({
          try: (signal) => runBatch(parser, jobs, () => signal.aborted),
          catch: unavailable
        })
        return batch ?? (yield* mismatch)
      }),
      parse: Effect.fn("ParserManager.parse")(function* (job) {
        const { parseOne, parser } = yield* loaded
        const { file, result } = yield* Effect.tryPromise({ try: () => parseOne(parser, job), catch: unavailable })
        return yield* resultOf(file, result)
      })
    })
  })

/** Logs the first notice it is given. */
const warnOnce = Effect.map(
  Ref.make(false),
  (warned) => (notice: string | undefined) =>
    notice === undefined
      ? Effect.void
      : Effect.flatMap(Ref.getAndSet(warned, true), (before) => (before ? Effect.void : Effect.logWarning(notice)))
)

const mismatch = Effect.die(new Error("The parser thread answered another question than it was asked"))

const resultOf = (file: ParsedFile, result: ParseResult | undefined): Effect.Effect<ParseResult, ParseFailed> =>
  result !== undefined
    ? Effect.succeed(result)
    : Effect.fail(
        new ParseFailed({
          path: file.path,
          code: file.problem?.code === "SCAN_ERROR" ? "SCAN_ERROR" : "PARSE_ERROR",
          detail: file.problem?.message ?? `${NOT_TEXT[file.outcome] ?? "Not parsed"}: ${file.path}`
        })
      )

const NOT_TEXT: Partial<Record<Outcome, string>> = {
  skippedBinary: "A binary file",
  skippedEncoding: "A text encoding that Drift does not read"
}
