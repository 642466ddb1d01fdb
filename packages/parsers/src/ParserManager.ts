/**
 * From bytes to facts. Bad syntax is never an error: what can be read is extracted and the broken ranges are reported.
 */
import { FACTS_VERSION } from "@drift/core/FactsVersion"
import { KnownLanguages } from "@drift/core/KnownLanguages"
import type { LanguageId } from "@drift/core/Language"
import type { Outcome, OutcomeCounts } from "@drift/core/Outcome"
import type { ParseJob } from "@drift/core/ParseJob"
import { ParserEvent } from "@drift/core/ParserEvent"
import type { ParseResult } from "@drift/core/ParseResult"
import type { FileProblem } from "@drift/core/Scan"
import * as Thread from "@drift/threads/Thread"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
import type * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Pool from "effect/Pool"
import * as PubSub from "effect/PubSub"
import type * as Queue from "effect/Queue"
import * as Ref from "effect/Ref"
import * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import { availableParallelism } from "node:os"
import type { EngineName } from "./EngineName.js"
import type * as FurtherLanguages from "./FurtherLanguages.js"
import { Tally } from "./internal/Counters.js"
import { factsVersionOf } from "./internal/factsVersion.js"
import type { ParserReply, ParserRequest, ParserThreadData } from "./internal/Protocol.js"
import type { Answers } from "./internal/sources.js"
import * as Sources from "./internal/sources.js"
import { UnusableLanguage } from "./internal/UnusableLanguage.js"
import type { ParseFailed } from "./ParseError.js"
import { ParserUnavailable } from "./ParseError.js"

export { ParseFailed, ParserUnavailable } from "./ParseError.js"

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

/** A source by itself. */
export interface SourceFile {
  /** Tells the language, and stands in the facts as it is. Relative to a project's root, where there is one. */
  readonly path: string
  /** Bytes may be in any encoding that Drift reads. */
  readonly source: string | Uint8Array
  /** Default: what the path tells, or the first line where the path has no extension. */
  readonly language?: LanguageId
}

export interface ParseManyOptions {
  /** Bytes; a larger source fails as `TooLarge`. Default: 1,048,576, as in a scan. */
  readonly maxFileSize?: number
}

export interface ParseOptions extends ParseManyOptions, Pick<SourceFile, "language"> {}

/** What became of one source of many. */
export interface ParsedSource {
  readonly path: string
  readonly result: Either.Either<ParseResult, ParseFailed>
}

/**
 * What was done since the layer was built, by all threads together, as of their last answers. Each thread has a memory and
 * grammars of its own.
 */
export interface ParserStats {
  /** The engine that parses; none before the first answer. */
  readonly engine: string | undefined
  /** Threads that run now; 1 in process, from the first parse on. */
  readonly threads: number
  /** Grammars compiled with their queries: at most once in each thread that ever ran, however many files it parses. */
  readonly grammars: number
  /** Sources given to a grammar. */
  readonly parses: number
  /** Sources not parsed because an earlier parse came with the job. */
  readonly restored: number
  /** Files of answered requests. */
  readonly outcomes: OutcomeCounts
  /** The memory of earlier parses. */
  readonly cache: {
    readonly hits: number
    /** Looked for and not there, or broken: as many as `parses` and `restored` together. */
    readonly misses: number
    /** Entries that went to make room. */
    readonly evictions: number
    /** Entries that were too old when they were looked for. */
    readonly expirations: number
    /** Entries and their bytes that threads remember now. */
    readonly entries: number
    readonly bytes: number
  }
}

export class ParserManager extends Context.Tag("@drift/parsers/ParserManager")<
  ParserManager,
  {
    /** The facts of one source. */
    readonly parse: (
      source: string | Uint8Array,
      path: string,
      options?: ParseOptions
    ) => Effect.Effect<ParseResult, ParseFailed | ParserUnavailable>
    /**
     * The facts of many sources, in order. A source without facts is a value like the others; the stream fails only as
     * `files` does, or when the parser itself is broken. Threads get a chunk of `files` in portions of at most 64 sources
     * or about 256 KB, and as many portions as they can use are under way, so the chunks are what to tune.
     */
    readonly parseMany: <E, R>(
      files: Stream.Stream<SourceFile, E, R>,
      options?: ParseManyOptions
    ) => Stream.Stream<ParsedSource, E | ParserUnavailable, R>
    /** What was done so far; costs nothing. */
    readonly stats: Effect.Effect<ParserStats>
    /**
     * The events of all work from now on, until the scope closes. Every subscriber gets every event; those of a slow one
     * wait in memory (one per answered request and one per failed file).
     */
    readonly subscribe: Effect.Effect<Queue.Dequeue<ParserEvent>, never, Scope.Scope>
    /** The languages that files may have. */
    readonly languages: KnownLanguages
    /** How many batches are worth having under way at once. */
    readonly concurrency: number
    /**
     * Milliseconds that one file may take. A file that runs into it is stored as `failed` with `timedOutAfter` this limit
     * and `factsVersion` the version that ran into it, so that it is tried again when either changes.
     */
    readonly timeLimitMs: number
    /** The version of the facts that files of a language get now; with another one they are to be parsed again. */
    readonly factsVersion: (language: LanguageId) => number
    /**
     * Reads, parses and extracts the files of a batch, in order. A file that cannot be read or parsed becomes an outcome,
     * never a failure. Interruption stops after the file at hand and drops the batch. Bytes that the jobs own are gone
     * afterwards.
     */
    readonly parseBatch: (jobs: ReadonlyArray<ParseJob>) => Effect.Effect<ParsedBatch, ParserUnavailable>
  }
>() {
  /** Worker threads, started when first needed and ended when idle for a minute or when the scope closes. */
  static readonly layer = (options: ThreadOptions = {}): Layer.Layer<ParserManager> =>
    Layer.scoped(ParserManager, makePool(options))

  /** Parses in the calling thread, which is blocked for a file at a time. For single files and tests. */
  static readonly layerInProcess = (options: Options = {}): Layer.Layer<ParserManager> =>
    Layer.scoped(ParserManager, makeInProcess(options))
}

export interface Options {
  /** Milliseconds of CPU time that parsing one file may take. Default: 5,000. */
  readonly timeLimitMs?: number
  /**
   * Bytes of packed parses that each thread remembers, to extract facts anew from content that it has parsed before: at
   * most 10,000 of them, for an hour or until the thread ends, the least recently used forgotten first. 0: none. Default:
   * 8 MiB.
   */
  readonly cacheBytes?: number
  /**
   * The one engine that may parse. Default: the fastest that can be loaded; that it is not `native` is logged as a warning
   * once.
   */
  readonly engine?: EngineName
  /** Languages beyond the ten. */
  readonly languages?: FurtherLanguages.Languages
}

export interface ThreadOptions extends Options {
  /** Number of threads. Default: one per core. */
  readonly threads?: number
  /** Languages beyond the ten, which each thread imports for itself. */
  readonly languages?: FurtherLanguages.LanguageModules
}

const DEFAULT_TIME_LIMIT_MS = 5000

type Shape = Context.Tag.Service<ParserManager>

/** In a build the thread's entry stands beside this module; from the sources, the package's build is used. */
const threadEntry = new URL(
  import.meta.url.endsWith(".ts") ? "../dist/parser-worker.js" : "./parser-worker.js",
  import.meta.url
)

const unavailable = (cause: unknown): ParserUnavailable =>
  new ParserUnavailable({
    detail: cause instanceof Error ? cause.message : String(cause),
    ...(cause instanceof UnusableLanguage ? { language: cause.language } : {}),
    cause
  })

/** What both layers have in common; `answers` are how they parse. */
const make = (options: Options, concurrency: number, { events, tally }: Witness, silent: Answers): Shape => {
  const told = (files: ReadonlyArray<ParsedFile>, busyMs: number) => Effect.sync(() => tell(events, files, busyMs))
  const answers: Answers = {
    batch: (jobs) => Effect.tap(silent.batch(jobs), ({ busyMs, files }) => told(files, busyMs)),
    sources: (jobs) => Effect.tap(silent.sources(jobs), ({ busyMs, sources }) => told(sources.map(fileOf), busyMs))
  }
  const languages = options.languages?.known ?? KnownLanguages.builtIn
  const versions = new Map(options.languages?.definitions.map((language) => [language.id, factsVersionOf(language)]))
  return ParserManager.of({
    parse: Effect.fn("ParserManager.parse")(Sources.parse(languages, answers)),
    parseMany: Sources.parseMany(languages, concurrency, answers),
    stats: Effect.sync(() => tally.stats),
    subscribe: PubSub.subscribe(events),
    languages,
    concurrency,
    timeLimitMs: options.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS,
    factsVersion: (language) => versions.get(language) ?? FACTS_VERSION,
    parseBatch: Effect.fn("ParserManager.parseBatch")(answers.batch)
  })
}

const fileOf = ({ file }: { readonly file: ParsedFile }): ParsedFile => file

/** What sees all work that is done. */
interface Witness {
  readonly tally: Tally
  readonly events: PubSub.PubSub<ParserEvent>
}

const makeWitness: Effect.Effect<Witness, never, Scope.Scope> = Effect.map(
  Effect.acquireRelease(PubSub.unbounded<ParserEvent>(), PubSub.shutdown),
  (events) => ({ events, tally: new Tally() })
)

const tell = (events: Witness["events"], files: ReadonlyArray<ParsedFile>, busyMs: number): void => {
  let cached = 0
  let withErrors = 0
  let failed = 0
  for (const file of files) {
    if (file.cached === true) cached++
    if (file.outcome === "parsedWithErrors") withErrors++
    if (file.problem === undefined) continue
    failed++
    events.unsafeOffer(ParserEvent.FileFailed(file.problem))
  }
  events.unsafeOffer(ParserEvent.FilesParsed({ files: files.length, cached, withErrors, failed, busyMs }))
}

const makePool = (options: ThreadOptions): Effect.Effect<Shape, never, Scope.Scope> =>
  Effect.gen(function* () {
    const threads = options.threads ?? availableParallelism()
    const notify = yield* warnOnce
    const witness = yield* makeWitness
    const workerData: ParserThreadData = {
      timeLimitMs: options.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS,
      engine: options.engine,
      cacheBytes: options.cacheBytes,
      languages: options.languages?.modules ?? []
    }
    const end = yield* endsInBackground
    const acquire = Effect.gen(function* () {
      const scope = yield* Effect.acquireRelease(Scope.make(), end)
      const thread = yield* Scope.extend(
        Thread.make<ParserRequest, ParserReply>({ name: "parser", entry: threadEntry, workerData }),
        scope
      )
      const counted = yield* Effect.acquireRelease(
        Effect.sync(() => witness.tally.begin()),
        (counted) => Effect.sync(() => witness.tally.end(counted))
      )
      return { thread, counted }
    })
    const pool = yield* Pool.makeWithTTL({
      acquire,
      min: 0,
      max: threads,
      // A second batch waits in the thread, so that it never idles; a new thread is preferred to a second batch.
      concurrency: 2,
      targetUtilization: 0.5,
      timeToLive: "1 minute"
    })
    const ask = (
      _tag: ParserRequest["_tag"],
      jobs: ReadonlyArray<ParseJob>
    ): Effect.Effect<ParserReply, ParserUnavailable> =>
      Effect.scoped(
        Effect.gen(function* () {
          const running = yield* Pool.get(pool)
          const request: ParserRequest = { _tag, jobs, now: yield* now }
          const reply = yield* Effect.tapError(running.thread.request(request, ownedBuffers(jobs)), (error) =>
            error.reason === "Died" ? Pool.invalidate(pool, running) : Effect.void
          )
          running.counted.counts = reply.counts
          return reply
        })
      ).pipe(
        Effect.mapError(unavailable),
        Effect.tap(({ notice }) => notify(notice)),
        Effect.filterOrFail(
          (reply) => reply._tag !== "Unusable",
          ({ detail, language }) => new ParserUnavailable({ detail, language })
        )
      )

    return make(options, threads * 2, witness, {
      batch: (jobs) =>
        Effect.flatMap(ask("Batch", jobs), (reply) =>
          reply._tag === "Batch" ? Effect.succeed(reply.batch) : mismatch
        ),
      sources: (jobs) =>
        Effect.flatMap(ask("Sources", jobs), (reply) =>
          reply._tag === "Sources" ? Effect.succeed(reply.parsed) : mismatch
        )
    })
  })

/**
 * Closes scopes without waiting for them; the scope around does, at its end. A pool that is shut down while it waits for an
 * idle item to end never ends itself.
 */
const endsInBackground = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => new Set<Fiber.Fiber<void>>()),
    (ending) => Effect.suspend(() => Fiber.awaitAll(ending))
  ),
  (ending) => (scope: Scope.CloseableScope, exit: Exit.Exit<unknown, unknown>) =>
    Effect.map(Effect.forkDaemon(Scope.close(scope, exit)), (fiber) => {
      ending.add(fiber)
      fiber.addObserver(() => ending.delete(fiber))
    })
)

/** Milliseconds by which parsers know how old what they remember is. */
const now = Effect.map(Clock.currentTimeNanos, (nanos) => Number(nanos / 1_000_000n))

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

const makeInProcess = (options: Options): Effect.Effect<Shape, never, Scope.Scope> =>
  Effect.gen(function* () {
    const timeLimitMs = options.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS
    const notify = yield* warnOnce
    const witness = yield* makeWitness
    const loaded = yield* Effect.cached(
      Effect.tryPromise({
        try: async () => {
          // The native binding is loaded when something is parsed, not when this module is.
          const [{ chooseEngine }, { FileParser }, { languages }, { runBatch, runSources }] = await Promise.all([
            import("./engines/index.js"),
            import("./internal/FileParser.js"),
            import("./languages/index.js"),
            import("./internal/batch.js")
          ])
          const { engine, notice } = await chooseEngine(options.engine)
          const further = options.languages?.definitions ?? []
          const parser = new FileParser({
            engine,
            languages: { ...languages, ...Object.fromEntries(further.map((language) => [language.id, language])) },
            timeLimitMs,
            cacheBytes: options.cacheBytes
          })
          return { parser, runBatch, runSources, notice, counted: witness.tally.begin() }
        },
        catch: unavailable
      }).pipe(Effect.tap(({ notice }) => notify(notice)))
    )
    const ask = <A>(
      run: (
        parts: Effect.Effect.Success<typeof loaded>,
        now: number,
        isCancelled: () => boolean
      ) => Promise<A | undefined>
    ): Effect.Effect<A, ParserUnavailable> =>
      Effect.gen(function* () {
        const parts = yield* loaded
        const startedAt = yield* now
        const answer = yield* Effect.tryPromise({
          try: (signal) => run(parts, startedAt, () => signal.aborted),
          catch: unavailable
        }).pipe(Effect.ensuring(Effect.sync(() => (parts.counted.counts = parts.parser.counts))))
        return answer ?? (yield* mismatch)
      })
    return make(options, 1, witness, {
      batch: (jobs) => ask(({ parser, runBatch }, now, isCancelled) => runBatch(parser, jobs, now, isCancelled)),
      sources: (jobs) => ask(({ parser, runSources }, now, isCancelled) => runSources(parser, jobs, now, isCancelled))
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

/** Only who gave up is told that work was cancelled, and who gave up hears nothing. */
const mismatch = Effect.die(new Error("The parser answered another question than it was asked"))
