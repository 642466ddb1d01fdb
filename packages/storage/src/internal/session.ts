/**
 * A scan's way to the database: little work is done in place, because a thread costs more to start than one changed file
 * to store; as soon as there is more, the writer moves to a thread of its own.
 */
import * as Thread from "@drift/threads/Thread"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import { statSync } from "node:fs"
import type { ScanSession } from "../Storage.js"
import { StorageError } from "../StorageError.js"
import { attempt } from "./attempt.js"
import { isBusy } from "./connection.js"
import * as ParseCache from "./parseCache.js"
import { FIRST_PAUSE, LONGEST_PAUSE } from "./patience.js"
import type { Reader } from "./reader.js"
import type { UnfinishedScan } from "./recovery.js"
import { toStorageError } from "./toStorageError.js"
import { Writer } from "./writer.js"
import type { WriterData, WriterRequest, Written } from "./writerProtocol.js"

/** Batches of a scan that are stored in place, in bytes: a few milliseconds' work. */
const BYTES_IN_PLACE = 65_536
/** Removals of a scan that are done in place. */
const REMOVALS_IN_PLACE = 100
/** A database of more files than this has its file index packed in the thread. */
const FILES_PACKED_IN_PLACE = 10_000
/** A database without indexes, after a scan that was stopped, gets those of more files than this in the thread. */
const FILES_INDEXED_IN_PLACE = 100
/** More names than this are taken into the index of searches in the thread. */
const NAMES_INDEXED_IN_PLACE = 2000

/** A database of more bytes than this is looked through in the thread, after a crash. */
const BYTES_CHECKED_IN_PLACE = 4 * 1024 * 1024

/** How long the event loop may stand still for another connection that writes, in milliseconds. */
const BUSY_TIMEOUT_IN_PLACE = 20

const isLittle = ({ untidy }: Writer): boolean =>
  untidy.toPack <= FILES_PACKED_IN_PLACE &&
  untidy.toIndex <= FILES_INDEXED_IN_PLACE &&
  untidy.namesToIndex <= NAMES_INDEXED_IN_PLACE

export interface Options {
  readonly path: string
  readonly root: string
  /** Reads the database of the scan. */
  readonly reader: Effect.Effect<Reader | undefined, StorageError>
  readonly parseCacheBytes: number
  /** How long a request waits for another connection that writes, in milliseconds. */
  readonly patience: number
  /** Whether the packed file index of the database was found unusable; asked at the end of the scan. */
  readonly isIndexUnusable: () => boolean
  /** What has been put right so far. */
  readonly notices: ReadonlyArray<string>
  /** The JavaScript file of the writer's thread. */
  readonly threadEntry: URL
}

/** What is done in place is done before anybody could cancel it. */
const notCancelled = () => false

/** Pauses that grow, for so many milliseconds. */
const untilFree = (patience: number) =>
  Schedule.exponential(FIRST_PAUSE).pipe(Schedule.either(Schedule.spaced(LONGEST_PAUSE)), Schedule.upTo(patience))

const nowSeconds = Effect.map(Clock.currentTimeMillis, (millis) => Math.floor(millis / 1000))

/** `The last scan (pid 4711, started 2026-11-25 05:45:00Z) did not end; its unfinished work was repaired.` */
const repaired = ([last, ...others]: ReadonlyArray<UnfinishedScan>): ReadonlyArray<string> => {
  if (last === undefined) return []
  const at = new Date(last.startedAt * 1000).toISOString().slice(0, 19).replace("T", " ")
  const more = others.length === 0 ? "" : `, nor did ${others.length} before it`
  return [`The last scan (pid ${last.pid}, started ${at}Z) did not end${more}; its unfinished work was repaired.`]
}

/** The session of a scan that holds the lock. */
export const make = ({
  isIndexUnusable,
  notices,
  parseCacheBytes,
  path,
  patience,
  reader,
  root,
  threadEntry
}: Options): Effect.Effect<ScanSession, StorageError, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const data: WriterData = { path, parseCacheBytes, patience }
    const permit = yield* Effect.makeSemaphore(1)
    const state = { completed: false, bytes: 0, removals: 0, failures: 0, gaveUp: false }
    const written = { batches: 0, files: 0, facts: 0, millis: 0, retries: 0 }
    let local: Writer | undefined
    let thread: Thread.Thread<WriterRequest, Written> | undefined

    const closeLocal = Effect.sync(() => {
      local?.close()
      local = undefined
    })
    const open = (): Writer => {
      if (local === undefined) {
        local = new Writer(data)
        local.busyTimeout = Math.min(patience, BUSY_TIMEOUT_IN_PLACE)
      }
      return local
    }
    const noteBusy = (error: StorageError) => {
      if (error.code !== "DB_BUSY") return
      state.gaveUp = true
      local?.giveUp(error)
    }
    /** `body` leaves no trace when the database is busy. */
    const inPlace = <A>(body: (writer: Writer) => A) =>
      Effect.try({ try: () => body(open()), catch: (error) => error }).pipe(
        Effect.tapError(() => Effect.sync(() => state.failures++)),
        Effect.retry({ while: (error) => isBusy(error) && !state.gaveUp, schedule: untilFree(patience) }),
        Effect.mapError((error) => toStorageError(path, error)),
        Effect.tapError((error) => Effect.sync(() => noteBusy(error)))
      )

    const inThread = (request: WriterRequest) =>
      Effect.gen(function* () {
        if (thread === undefined) {
          yield* closeLocal
          thread = yield* Scope.extend(
            Thread.make<WriterRequest, Written>({ name: "writer", entry: threadEntry, workerData: data }),
            scope
          ).pipe(Effect.uninterruptible)
        }
        return thread
      }).pipe(
        permit.withPermits(1),
        Effect.flatMap((started) =>
          started.request(request, request._tag === "Put" ? [request.batch.buffer as ArrayBuffer] : [])
        ),
        Effect.mapError((error) => toStorageError(path, error)),
        Effect.tapError((error) => Effect.sync(() => noteBusy(error)))
      )

    const servedInPlace = (request: WriterRequest): Effect.Effect<Written, StorageError> =>
      Effect.gen(function* () {
        const began = yield* Clock.currentTimeMillis
        const { failures } = state
        const stored = yield* inPlace((writer) => writer.serve(request, notCancelled))
        return { ...stored, millis: (yield* Clock.currentTimeMillis) - began, retries: state.failures - failures }
      })

    /** `small` is asked once the requests before have been dealt with. */
    const serve = (request: WriterRequest, small: () => boolean): Effect.Effect<Written, StorageError> =>
      Effect.suspend(() => {
        if (state.completed && (request._tag === "Put" || request._tag === "Remove")) {
          return new StorageError({
            code: "STORAGE_ERROR",
            detail: "The scan has been completed and stores nothing more"
          })
        }
        return permit
          .withPermits(1)(
            // A writer that has failed says why, as another one would not.
            attempt(path, () => thread === undefined && (local?.failed === true || small())).pipe(
              Effect.flatMap((isInPlace) => (isInPlace ? servedInPlace(request) : Effect.succeed(undefined)))
            )
          )
          .pipe(Effect.flatMap((done) => (done === undefined ? inThread(request) : Effect.succeed(done))))
      })

    const change = (request: WriterRequest, small: () => boolean): Effect.Effect<void, StorageError> =>
      Effect.flatMap(serve(request, small), ({ facts, files, millis, retries }) => {
        written.batches++
        written.files += files
        written.facts += facts
        written.millis += millis
        written.retries += retries
        return Effect.annotateCurrentSpan({ files, facts, retries })
      })

    yield* Effect.addFinalizer(() => closeLocal)
    const unfinished = yield* inPlace((writer) => writer.unfinished)
    if (unfinished.length > 0) {
      const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0
      yield* serve({ _tag: "Recover" }, () => bytes <= BYTES_CHECKED_IN_PLACE)
    }
    const startedAt = yield* nowSeconds
    const id = yield* inPlace((writer) => writer.begin(root, startedAt))
    yield* Effect.addFinalizer((exit) =>
      Effect.gen(function* () {
        if (state.completed) return
        const now = yield* nowSeconds
        const reason = Exit.isInterrupted(exit) ? "The scan was interrupted" : "The scan ended before it was complete"
        // The scan has failed already; that its row cannot say so is no further news.
        yield* Effect.ignore(inPlace((writer) => writer.abandon(id, reason, now)))
      })
    )

    const session: ScanSession = {
      id,
      notices: [...notices, ...repaired(unfinished)],
      cached: yield* ParseCache.makeLookUp(reader),
      put: Effect.fn("SqliteStorage.put")(function* (batch) {
        state.bytes += batch.length
        yield* change({ _tag: "Put", batch, now: yield* nowSeconds }, () => state.bytes <= BYTES_IN_PLACE)
      }),
      remove: Effect.fn("SqliteStorage.remove")(function* (paths) {
        if (paths.length === 0) return
        state.removals += paths.length
        yield* change({ _tag: "Remove", paths }, () => state.removals <= REMOVALS_IN_PLACE)
      }),
      complete: Effect.fn("SqliteStorage.complete")(function* (record) {
        const request: WriterRequest = { _tag: "Complete", scanId: id, record, now: yield* nowSeconds }
        yield* serve(request, () => true)
        state.completed = true
        yield* Effect.logDebug("Stored in the database", { ...written, millis: Math.round(written.millis) })
      }),
      tidyUp: Effect.suspend(() => {
        const request: WriterRequest = { _tag: "TidyUp", isIndexUnusable: isIndexUnusable() }
        return Effect.asVoid(serve(request, () => !request.isIndexUnusable && local !== undefined && isLittle(local)))
      }).pipe(Effect.withSpan("SqliteStorage.tidyUp"))
    }
    return session
  })
