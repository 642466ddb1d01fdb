/** One scan from its first event to its last. */
import { DriftEvent } from "@drift/core/DriftEvent"
import type { ErrorCode } from "@drift/core/ErrorCode"
import type { ScanDiff, ScanStatus } from "@drift/core/Scan"
import type { ParsedBatch, ParserManager } from "@drift/parsers/ParserManager"
import type { Scanner, ScanStep } from "@drift/scanner/Scanner"
import type { ScanRecord, ScanSession, Storage } from "@drift/storage/Storage"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Stream from "effect/Stream"
import type { ParseStats, ScanFailure, ScanOptions, ScanResult } from "../DriftRuntime.js"
import type { ScanSummary } from "../ScanSummary.js"
import type { Work } from "./batches.js"
import { Batches } from "./batches.js"
import { plan } from "./plan.js"
import { Tally } from "./tally.js"

export interface Stages {
  readonly scanner: Context.Tag.Service<typeof Scanner>
  readonly parserManager: Context.Tag.Service<typeof ParserManager>
  readonly storage: Context.Tag.Service<typeof Storage>
}

/** One batch is written while the next is on its way to the writer. */
const PUTS_UNDER_WAY = 2

type Publish = (event: DriftEvent) => void

/** The lock is taken first: a scan that may not begin tells nothing and touches nothing. */
export const scan = (
  stages: Stages,
  root: string,
  options: ScanOptions,
  publish: Publish
): Effect.Effect<ScanResult, ScanFailure> =>
  Effect.scoped(
    Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        const startedAt = yield* now
        const session = options.dryRun === true ? undefined : yield* restore(stages.storage.openScan(root))
        publish(DriftEvent.ScanStarted({ root }))
        const tally = new Tally(publish)
        const until = options.until ?? Effect.never
        const exit = yield* processFiles(stages, root, options, session, tally).pipe(
          Effect.as("complete" as const),
          Effect.raceFirst(Effect.as(until, "stopped" as const)),
          restore,
          Effect.exit
        )
        const run: Run = { stages, root, options, publish, session, tally, startedAt }
        if (Exit.isFailure(exit)) {
          if (!Cause.isInterruptedOnly(exit.cause)) yield* fail(run, exit.cause)
          else yield* Effect.ignore(end(run, earlyStatus(tally)))
          return yield* Effect.failCause(exit.cause)
        }
        const ended = yield* end(run, exit.value === "complete" ? "complete" : earlyStatus(tally))
        return yield* restore(summarize(run, ended))
      })
    )
  )

const earlyStatus = (tally: Tally): ScanStatus => (tally.processed > 0 ? "partial" : "cancelled")

const now = Effect.map(Clock.currentTimeNanos, (nanos) => Number(nanos / 1000n) / 1000)

/** Everything up to the last stored batch. Interruption drops what is not stored yet. */
const processFiles = Effect.fn("DriftRuntime.processFiles")(function* (
  stages: Stages,
  root: string,
  options: ScanOptions,
  session: ScanSession | undefined,
  tally: Tally
) {
  const { parserManager, scanner, storage } = stages
  const previous = yield* storage.loadIndex
  const planOptions = { parse: options.parse ?? true, timeLimitMs: parserManager.timeLimitMs }
  const batches = new Batches()

  const toWork = (step: ScanStep): ReadonlyArray<Work> => {
    switch (step._tag) {
      case "Discovered":
        tally.discovered(step.total, step.totalBytes)
        return []
      case "Files":
        if (session === undefined) return [{ _tag: "Nothing", files: step.files }]
        for (const file of step.files) batches.add(file, plan(file, previous.get(file.entry.path), planOptions))
        return batches.takeReady()
      case "Finished":
        tally.finish(step)
        return batches.takeRest()
    }
  }

  const parse = (work: Work): Effect.Effect<Parsed, ScanFailure> =>
    work._tag === "Parse"
      ? Effect.map(parserManager.parseBatch(work.jobs), (parsed) => ({ work, parsed }))
      : Effect.succeed({ work, parsed: undefined })

  const persisting = new BusyTime()
  const persist = ({ parsed, work }: Parsed): Effect.Effect<void, ScanFailure> => {
    const batch = parsed?.facts ?? (work._tag === "Store" ? work.batch : undefined)
    const settle = () => tally.settle(work.files, parsed)
    if (batch === undefined || session === undefined) return Effect.sync(settle)
    // A batch and its accounting belong together: whoever interrupts waits for one transaction.
    return Effect.uninterruptible(
      Effect.gen(function* () {
        persisting.begin(yield* now)
        yield* session.put(batch)
        tally.persistingMs += persisting.end(yield* now)
        settle()
      })
    )
  }

  yield* scanner
    .scan({
      root,
      scopes: options.scopes ?? [],
      previous,
      ...(options.force === undefined ? {} : { force: options.force }),
      ...(options.include === undefined ? {} : { include: options.include }),
      ...(options.exclude === undefined ? {} : { exclude: options.exclude }),
      ...(options.maxFileSize === undefined ? {} : { maxFileSize: options.maxFileSize })
    })
    .pipe(
      Stream.mapConcat(toWork),
      Stream.mapEffect(parse, { concurrency: parserManager.concurrency, unordered: true }),
      Stream.mapEffect(persist, { concurrency: PUTS_UNDER_WAY, unordered: true }),
      Stream.runDrain
    )
  tally.close()
})

interface Parsed {
  readonly work: Work
  readonly parsed: ParsedBatch | undefined
}

/** Milliseconds during which at least one of several overlapping things was under way. */
class BusyTime {
  #underWay = 0
  #since = 0

  begin(at: number): void {
    if (this.#underWay++ === 0) this.#since = at
  }

  /** What has become known with this end. */
  end(at: number): number {
    return --this.#underWay === 0 ? at - this.#since : 0
  }
}

interface Run {
  readonly stages: Stages
  readonly root: string
  readonly options: ScanOptions
  readonly publish: Publish
  readonly session: ScanSession | undefined
  readonly tally: Tally
  readonly startedAt: number
}

interface Ended {
  readonly status: ScanStatus
  readonly diff: ScanDiff
  readonly durationMs: number
}

/** Removes what is gone, completes the scan's row and tells that it is over. */
const end = Effect.fn("DriftRuntime.end")(
  function* (run: Run, status: ScanStatus) {
    const { publish, session, startedAt, tally } = run
    const diff = tally.diff(status === "complete" ? (tally.finished?.removed ?? []) : [])
    const storing = yield* now
    if (session !== undefined) {
      if (diff.removed.length > 0) yield* session.remove(diff.removed)
      yield* session.complete(record(run, diff, status, storing))
    }
    const stored = yield* now
    tally.persistingMs += stored - storing
    const durationMs = Math.round(stored - startedAt)
    publish(
      DriftEvent.ScanComplete({
        status,
        added: diff.added.length,
        modified: diff.modified.length,
        removed: diff.removed.length,
        unchanged: diff.unchanged.length,
        durationMs
      })
    )
    const ended: Ended = { status, diff, durationMs }
    return ended
  },
  (effect, run) => Effect.tapErrorCause(effect, (cause) => fail(run, cause))
)

/** Ends the scan's row as failed, as far as the database still allows, and tells why. */
const fail = (run: Run, cause: Cause.Cause<ScanFailure>) =>
  Effect.gen(function* () {
    const { code, message } = describe(cause)
    const { session, tally } = run
    if (session !== undefined) {
      yield* Effect.ignore(
        session.complete({ ...record(run, tally.diff([]), "failed", yield* now), error: `[${code}] ${message}` })
      )
    }
    run.publish(DriftEvent.ScanError({ code, message, fatal: true }))
  })

const record = (run: Run, diff: ScanDiff, status: ScanRecord["status"], at: number): ScanRecord => ({
  status,
  total: diff.entries.size,
  added: diff.added.length,
  modified: diff.modified.length,
  removed: diff.removed.length,
  unchanged: diff.unchanged.length,
  failed: run.tally.failed,
  durationMs: Math.round(at - run.startedAt)
})

const describe = (cause: Cause.Cause<ScanFailure>): { readonly code: ErrorCode; readonly message: string } => {
  const failure = Cause.failureOption(cause)
  return failure._tag === "Some"
    ? { code: failure.value.code, message: failure.value.message }
    : { code: "INTERNAL_ERROR", message: Cause.pretty(cause) }
}

const summarize = Effect.fn("DriftRuntime.summarize")(function* (run: Run, { diff, durationMs, status }: Ended) {
  const { options, root, stages, tally } = run
  const stored = yield* stages.storage.summary(options.scopes ?? [])
  const info = yield* stages.storage.info
  const dryRun = run.session === undefined
  const parse: ParseStats = {
    parsedNow: tally.parsedNow,
    cacheHits: 0,
    failed: tally.failed,
    busyMs: Math.round(tally.parsingMs)
  }
  const summary: ScanSummary = {
    root,
    status,
    filesTotal: dryRun ? diff.entries.size : stored.filesTotal,
    filesAdded: diff.added.length,
    filesModified: diff.modified.length,
    filesRemoved: diff.removed.length,
    filesUnchanged: diff.unchanged.length,
    parsedNow: parse.parsedNow,
    cacheHits: parse.cacheHits,
    outcomes: stored.outcomes,
    skippedIgnored: diff.stats.filesSkippedIgnored,
    languages: stored.languages,
    facts: stored.facts,
    cacheHitRate: diff.stats.cacheHitRate,
    durationMs,
    phases: {
      discovery: Math.round(diff.stats.discoveryMs),
      hashing: Math.round(diff.stats.hashingMs),
      parsing: parse.busyMs,
      persisting: Math.round(tally.persistingMs)
    },
    errors: stored.errors,
    errorsTotal: stored.errorsTotal,
    db: { path: info.path, bytes: info.bytes },
    ...(dryRun ? { added: diff.added, modified: diff.modified, removed: diff.removed } : {})
  }
  const result: ScanResult = { status, summary, diff, stats: diff.stats, parse }
  return result
})
