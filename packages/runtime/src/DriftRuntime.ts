/**
 * The order of things: a scan discovers, hashes, compares, parses what changed and stores it, reporting on the way.
 *
 * The three stages are services; whichever layers they are given, the promises below hold.
 */
import type { HashAlgorithm } from "@drift/core/ContentHash"
import type { DriftEvent } from "@drift/core/DriftEvent"
import type { IgnoreWarning, ScanDiff, ScanStats, ScanStatus, SkippedEntry } from "@drift/core/Scan"
import type { EngineName } from "@drift/parsers/EngineName"
import type { LanguageModules } from "@drift/parsers/FurtherLanguages"
import type { ParserUnavailable } from "@drift/parsers/ParserManager"
import { ParserManager } from "@drift/parsers/ParserManager"
import type { PermissionDenied, ScanError } from "@drift/scanner/Scanner"
import { Scanner } from "@drift/scanner/Scanner"
import type { ScanInProgress, StorageError } from "@drift/storage/Storage"
import { Storage } from "@drift/storage/Storage"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as PubSub from "effect/PubSub"
import type * as Queue from "effect/Queue"
import * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"
import * as Pipeline from "./internal/pipeline.js"
import * as Stages from "./internal/stages.js"
import type { ScanSummary } from "./ScanSummary.js"

export interface ScanOptions {
  /** Files or directories below the root, relative with `/`. Nothing outside them is touched. Default: everything. */
  readonly scopes?: ReadonlyArray<string>
  /** Hash every file, also those whose size and mtime did not change. Default: false. */
  readonly force?: boolean
  /** Default: true. With false, changed files are stored as `notParsed`; the next scan that parses makes up for it. */
  readonly parse?: boolean
  /** gitignore-style globs; when given, only files that match one are seen. */
  readonly include?: ReadonlyArray<string>
  /** gitignore-style patterns of the highest rank, relative to the root. */
  readonly exclude?: ReadonlyArray<string>
  /** Bytes; strictly larger files are not read. Default: 1,048,576. */
  readonly maxFileSize?: number
  /**
   * Follow symbolic links: what one leads to is seen at the link's path too, as long as it is in the root and no directory
   * around the link. Default: false.
   */
  readonly followSymlinks?: boolean
  /**
   * By what contents are hashed. When it is another one than last time, every file is read once and no unchanged one is
   * parsed. Default: xxh3.
   */
  readonly hashAlgorithm?: HashAlgorithm
  /** Compare only: nothing is parsed or written, no lock is taken. Default: false. */
  readonly dryRun?: boolean
  /**
   * Stops the scan when this completes. What is stored stays, nothing is removed, and the scan succeeds with status
   * `partial` or `cancelled`. Interrupting the scan's fiber does the same, but ends the fiber as interrupted.
   */
  readonly until?: Effect.Effect<unknown>
  /** Called with every event of this scan as it happens, so it should be quick. What it throws is logged. */
  readonly onEvent?: (event: DriftEvent) => void
}

/** What parsing did in one scan. */
export interface ParseStats {
  /** Files that were parsed, with or without syntax errors. */
  readonly parsedNow: number
  /** Files turned into facts without being parsed: the parse cache knew their content. */
  readonly cacheHits: number
  /** Files that could not be read or parsed. */
  readonly failed: number
  /** Milliseconds that the parser threads were busy, added up. */
  readonly busyMs: number
}

export interface ScanResult {
  readonly status: ScanStatus
  readonly summary: ScanSummary
  /** Of a scan that stopped early: the files that were processed, and nothing removed. */
  readonly diff: ScanDiff
  readonly stats: ScanStats
  readonly parse: ParseStats
  /** What is wrong with ignore files; the rest of them held. */
  readonly warnings: ReadonlyArray<IgnoreWarning>
  /** Of a dry run: what was passed over, and why. An excluded directory stands for all that is in it. */
  readonly skipped: ReadonlyArray<SkippedEntry>
  /** What the scan found amiss with the database and put right, a sentence for people each. Mostly empty. */
  readonly notices: ReadonlyArray<string>
}

/** Why a scan as a whole can fail. Single files never fail it. */
export type ScanFailure = ScanError | PermissionDenied | ScanInProgress | StorageError | ParserUnavailable

export interface LayerOptions {
  /** Absolute path of the project root. */
  readonly root: string
  /** The database file. Default: `.drift/drift.db` below the root. */
  readonly db?: string
  /** Number of parser threads. Default: one per core. */
  readonly threads?: number
  /** The one parse engine to use; scans fail when it cannot be loaded. Default: the fastest that can be loaded. */
  readonly engine?: EngineName
  /**
   * Languages beyond the ten, from `FurtherLanguages.load`. Files of a language that a later scan is not given lose their
   * facts in it.
   */
  readonly languages?: LanguageModules
}

export class DriftRuntime extends Context.Tag("@drift/runtime/DriftRuntime")<
  DriftRuntime,
  {
    /** Absolute path of the project root. */
    readonly root: string
    /**
     * Brings the stored facts up to date with the tree. Afterwards they are what a first scan of the same tree would
     * store. One scan at a time per database: a second one fails with `ScanInProgress`.
     */
    readonly scan: (options?: ScanOptions) => Effect.Effect<ScanResult, ScanFailure>
    /**
     * The events of all scans from now on, until the scope closes. Every subscriber gets every event; a slow one delays
     * nobody, its events wait in memory (one per 100 files and one per failed file).
     */
    readonly subscribe: Effect.Effect<Queue.Dequeue<DriftEvent>, never, Scope.Scope>
  }
>() {
  /**
   * A runtime for one project. It scans the file system, parses in threads and stores in SQLite; `Layer.provide` of another
   * `Scanner`, `ParserManager` or `Storage` replaces that stage, and options that concern it then have no effect.
   */
  static readonly layer = (options: LayerOptions): Layer.Layer<DriftRuntime> =>
    Layer.scoped(DriftRuntime, make(options.root)).pipe(Layer.provide(Stages.layer(options)))
}

const make = Effect.fnUntraced(function* (root: string) {
  const stages = { scanner: yield* Scanner, parserManager: yield* ParserManager, storage: yield* Storage }
  const events = yield* Effect.acquireRelease(PubSub.unbounded<DriftEvent>(), PubSub.shutdown)
  return DriftRuntime.of({
    root,
    scan: Effect.fn("DriftRuntime.scan")(function* (options: ScanOptions = {}) {
      const tell = isolated(options.onEvent, yield* Effect.runtime<never>())
      return yield* Pipeline.scan(stages, root, options, (event) => {
        events.unsafeOffer(event)
        tell(event)
      })
    }),
    subscribe: PubSub.subscribe(events)
  })
})

/** The handler as a part of a scan that it cannot disturb. */
const isolated =
  (handler: ScanOptions["onEvent"], runtime: Runtime.Runtime<never>) =>
  (event: DriftEvent): void => {
    try {
      handler?.(event)
    } catch (thrown) {
      Runtime.runFork(runtime)(Effect.logWarning("An event handler threw", Cause.die(thrown)))
    }
  }
