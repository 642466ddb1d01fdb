/** One scan from its first event to its last. */
import { DriftEvent } from "@drift/core/DriftEvent"
import { render } from "@drift/core/ErrorCode"
import type { ParseJob } from "@drift/core/ParseJob"
import type { FileIndex } from "@drift/core/FileIndex"
import type { ScanDiff, ScanStatus } from "@drift/core/Scan"
import type { ParsedBatch, ParserManager } from "@drift/parsers/ParserManager"
import type { Scanner, ScanStep } from "@drift/scanner/Scanner"
import type { ScanRecord, ScanSession, Storage } from "@drift/storage/Storage"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { ScanFailure, ScanOptions, ScanResult } from "../DriftRuntime.js"
import type { Work } from "./batches.js"
import { Batches } from "./batches.js"
import { withCached } from "./cachedParses.js"
import { isOutdated, plan } from "./plan.js"
import type { Ended } from "./summarize.js"
import { summarize } from "./summarize.js"
import { Tally } from "./tally.js"

export interface Stages {
  readonly scanner: Context.Tag.Service<typeof Scanner>
  readonly parserManager: Context.Tag.Service<typeof ParserManager>
  readonly storage: Context.Tag.Service<typeof Storage>
}

/** One batch is written while the next is on its way to the writer. */
const PUTS_UNDER_WAY = 2

type Publish = (event: DriftEvent) => void

/** A scan that is refused because another one runs tells nothing: the events are the other one's. */
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
        const session = yield* restore(open(stages, root, options)).pipe(
          Effect.tapErrorCause((cause) =>
            Effect.sync(() => {
              if (isRefused(cause) || Cause.isInterruptedOnly(cause)) return
              publish(DriftEvent.ScanStarted({ root }))
              publish(fatal(cause))
            })
          )
        )
        publish(DriftEvent.ScanStarted({ root }))
        const tally = new Tally(publish, yield* Clock.currentTimeMillis)
        const run: Run = { stages, root, options, publish, session, tally, startedAt }
        const exit = yield* Effect.exit(restore(unlessStopped(processFiles(run), options.until ?? Effect.never)))
        if (Exit.isFailure(exit)) {
          if (!Cause.isInterruptedOnly(exit.cause)) yield* fail(run, exit.cause)
          else yield* Effect.ignore(end(run, earlyStatus(tally)))
          return yield* Effect.failCause(exit.cause)
        }
        const ended = yield* end(run, exit.value === "complete" ? "complete" : earlyStatus(tally))
        const result = yield* restore(summarize(stages.storage, root, options, tally, ended))
        return { ...result, notices: session?.notices ?? [] }
      })
    )
  )

/**
 * Runs the work until it is complete or `until` is, and in each case, interruption from outside included, ends only when
 * the work has: what follows must not overtake a transaction.
 */
const unlessStopped = <E>(
  work: Effect.Effect<void, E>,
  until: Effect.Effect<unknown>
): Effect.Effect<"complete" | "stopped", E> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const working = yield* Effect.fork(restore(work))
      const watching = yield* Effect.fork(restore(Effect.andThen(until, Fiber.interruptFork(working))))
      const waited = yield* Effect.exit(restore(Fiber.await(working)))
      const exit = Exit.isSuccess(waited) ? waited.value : yield* Fiber.interrupt(working)
      const watched = yield* Fiber.interrupt(watching)
      if (Exit.isFailure(waited)) return yield* Effect.failCause(waited.cause)
      if (Exit.isSuccess(exit)) return "complete" as const
      if (Exit.isSuccess(watched) && Cause.isInterruptedOnly(exit.cause)) return "stopped" as const
      return yield* Effect.failCause(exit.cause)
    })
  )

/** The root is looked at before anything is created for it, and the lock is taken before anything is read. */
const open = (
  { scanner, storage }: Stages,
  root: string,
  options: ScanOptions
): Effect.Effect<ScanSession | undefined, ScanFailure, Scope.Scope> =>
  Effect.andThen(scanner.check(root), options.dryRun === true ? Effect.succeed(undefined) : storage.openScan(root))

const isRefused = (cause: Cause.Cause<ScanFailure>): boolean => {
  const failure = Cause.failureOption(cause)
  return failure._tag === "Some" && failure.value._tag === "ScanInProgress"
}

const earlyStatus = (tally: Tally): ScanStatus => (tally.processed > 0 ? "partial" : "cancelled")

const now = Effect.map(Clock.currentTimeNanos, (nanos) => Number(nanos / 1000n) / 1000)

/** Everything up to the last stored batch. Interruption drops what is not stored yet. */
const processFiles = Effect.fn("DriftRuntime.processFiles")(function* (run: Run) {
  const { options, root, session, stages, tally } = run
  const { parserManager, scanner, storage } = stages
  const previous = yield* storage.loadIndex
  const force = options.force === true || (session === undefined && (yield* mustDistrust(storage, previous)))
  const database = yield* Effect.orElseSucceed(
    Effect.map(storage.info, ({ path }) => path),
    () => ""
  )
  const isOwn = ownFiles(root, database)
  const { factsVersion, languages, timeLimitMs } = parserManager
  const planOptions = { parse: options.parse ?? true, timeLimitMs, factsVersion }
  const batches = new Batches()
  tally.previousFiles = previous.size

  const clock = yield* Effect.clock
  const toWork = (step: ScanStep): ReadonlyArray<Work> => {
    tally.sawTime(clock.unsafeCurrentTimeMillis())
    switch (step._tag) {
      case "Discovered":
        tally.discovered(step.total, step.totalBytes)
        return []
      case "Files":
        if (session === undefined) tally.settle(step.files)
        else tally.settle(step.files.filter((file) => !batches.add(file, plan(file, planOptions))))
        return batches.takeReady()
      case "Finished":
        tally.finish(step)
        return batches.takeRest()
    }
  }

  const parsing = yield* Effect.makeSemaphore(parserManager.concurrency)
  const parse = (jobs: ReadonlyArray<ParseJob>): Effect.Effect<ParsedBatch, ScanFailure> =>
    parsing.withPermits(1)(Effect.flatMap(withCached(session, jobs), parserManager.parseBatch))

  const persistingTime = new BusyTime()
  const persisting = yield* Effect.makeSemaphore(PUTS_UNDER_WAY)
  const persist = (files: Work["files"], batch: Uint8Array, parsed?: ParsedBatch): Effect.Effect<void, ScanFailure> =>
    // A batch and its accounting belong together: whoever interrupts waits for one transaction.
    persisting.withPermits(1)(
      Effect.uninterruptible(
        Effect.gen(function* () {
          persistingTime.begin(yield* now)
          if (session !== undefined) yield* session.put(batch)
          tally.persistingMs += persistingTime.end(yield* now)
          tally.settle(files, parsed)
        })
      )
    )

  const process = (work: Work): Effect.Effect<void, ScanFailure> =>
    work._tag === "Store"
      ? persist(work.files, work.batch)
      : Effect.flatMap(parse(work.jobs), (parsed) => persist(work.files, parsed.facts, parsed))

  yield* scanner
    .scan({
      root,
      scopes: options.scopes ?? [],
      previous,
      languages,
      force,
      ...(options.include === undefined ? {} : { include: options.include }),
      ...(options.exclude === undefined ? {} : { exclude: options.exclude }),
      ...(options.maxFileSize === undefined ? {} : { maxFileSize: options.maxFileSize }),
      ...(options.followSymlinks === undefined ? {} : { followSymlinks: options.followSymlinks }),
      ...(options.dryRun === true ? { listSkipped: true } : {}),
      ...(isOwn === undefined ? {} : { isOwn }),
      ...(options.hashAlgorithm === undefined ? {} : { hashAlgorithm: options.hashAlgorithm }),
      ...(session === undefined || options.parse === false
        ? {}
        : { keepBytes: true, isOutdated: (file) => isOutdated(file, planOptions) })
    })
    .pipe(
      Stream.mapConcat(toWork),
      // One concurrent stage for both: each costs more than what it does.
      Stream.mapEffect(process, { concurrency: parserManager.concurrency + PUTS_UNDER_WAY, unordered: true }),
      Stream.runDrain
    )
  tally.close()
})

/** What opening a scan does for a scan that writes: see `Storage.openScan`. */
const mustDistrust = (storage: Stages["storage"], previous: FileIndex): Effect.Effect<boolean, ScanFailure> =>
  previous.size === 0
    ? Effect.succeed(false)
    : Effect.zipWith(
        storage.scans(1),
        Clock.currentTimeMillis,
        ([last], millis) => millis < (last?.started_at ?? 0) * 1000
      )

/** What stands beside a database of this name: its log, its locks, and what has been set aside. */
const OWN_SUFFIX = /^(?:-wal|-shm|-journal|\.lock|\.lock-journal|\.(?:corrupt|replaced|schema-\d+)-[\dT-]+.*)?$/

/** Tells the database's files where they are among the sources; in `.drift` nothing is seen anyway. */
const ownFiles = (root: string, database: string): ((path: string) => boolean) | undefined => {
  const base = root.endsWith("/") ? root : `${root}/`
  if (!database.startsWith(base) || database.startsWith(`${base}.drift/`)) return undefined
  const path = database.slice(base.length)
  return (candidate) => candidate.startsWith(path) && OWN_SUFFIX.test(candidate.slice(path.length))
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
  /** None in a dry run. */
  readonly session: ScanSession | undefined
  readonly tally: Tally
  readonly startedAt: number
}

/** Removes what is gone, completes the scan's row, tidies up and tells that it is over. */
const end = Effect.fn("DriftRuntime.end")(
  function* (run: Run, status: ScanStatus) {
    const { publish, session, startedAt, tally } = run
    const diff = tally.diff(status === "complete")
    const storing = yield* now
    tally.sawTime(yield* Clock.currentTimeMillis)
    if (session !== undefined) {
      if (diff.removed.length > 0) yield* session.remove(diff.removed)
      yield* session.complete(record(run, diff, status, storing))
      // Everything is stored, so whoever interrupts need not wait for this; the next scan makes up for it.
      if (status === "complete") yield* unlessInterrupted(session.tidyUp)
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

/** Runs the effect, which an interruption ends early without ending what comes next. */
const unlessInterrupted = <E>(effect: Effect.Effect<void, E>): Effect.Effect<void, E> =>
  Effect.catchAllCause(Effect.interruptible(effect), (cause) =>
    Cause.isInterruptedOnly(cause) ? Effect.void : Effect.failCause(cause)
  )

/** Ends the scan's row as failed, as far as the database still allows, and tells why. */
const fail = (run: Run, cause: Cause.Cause<ScanFailure>) =>
  Effect.gen(function* () {
    const event = fatal(cause)
    const { session, tally } = run
    if (session !== undefined) {
      yield* Effect.ignore(
        session.complete({ ...record(run, tally.diff(false), "failed", yield* now), error: render(event) })
      )
    }
    run.publish(event)
  })

const record = (run: Run, diff: ScanDiff, status: ScanRecord["status"], at: number): ScanRecord => ({
  status,
  total: run.tally.processed,
  added: diff.added.length,
  modified: diff.modified.length,
  removed: diff.removed.length,
  unchanged: diff.unchanged.length,
  failed: run.tally.failed + run.tally.unnamed.length,
  durationMs: Math.round(at - run.startedAt),
  ...(run.tally.clockWentBack ? { clockWentBack: true } : {})
})

const fatal = (cause: Cause.Cause<ScanFailure>) => {
  const failure = Cause.failureOption(cause)
  return failure._tag === "Some"
    ? DriftEvent.ScanError({ code: failure.value.code, message: failure.value.message, fatal: true })
    : DriftEvent.ScanError({ code: "INTERNAL_ERROR", message: Cause.pretty(cause), fatal: true })
}
