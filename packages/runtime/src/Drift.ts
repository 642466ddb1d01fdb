/**
 * Drift for callers without Effect: one project at a time, promises that reject with `DriftError`.
 *
 * ```ts
 * await driftInitialize({ root: "/path/to/project" })
 * const { summary } = await driftScan()
 * await driftShutdown()
 * ```
 */
import { HASH_ALGORITHMS } from "@drift/core/ContentHash"
import type { CodedError, ErrorCode } from "@drift/core/ErrorCode"
import type { Row } from "@drift/core/Views"
import type { EngineName } from "@drift/parsers/EngineName"
import { ENGINES, isEngineName } from "@drift/parsers/EngineName"
import { Scanner } from "@drift/scanner/Scanner"
import { Storage } from "@drift/storage/Storage"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberId from "effect/FiberId"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { join, resolve } from "node:path"
import { DriftError, fromCause } from "./DriftError.js"
import type { ScanOptions, ScanResult } from "./DriftRuntime.js"
import { DriftRuntime } from "./DriftRuntime.js"
import * as Stages from "./internal/stages.js"

export { DriftError } from "./DriftError.js"

export interface InitializeOptions {
  /** The project's root directory. */
  readonly root: string
  /** The database file. Default: `.drift/drift.db` below the root. */
  readonly db?: string
  /** The one parse engine to use; scans fail when it cannot be loaded. Default: the fastest that can be loaded. */
  readonly engine?: EngineName
}

/** Those of `DriftRuntime.scan`; `driftCancelScan` takes the place of `until`. */
export type DriftScanOptions = Omit<ScanOptions, "until">

/** The runtime behind the functions of this module, for callers that run effects of their own in it. */
export type Runtime = ManagedRuntime.ManagedRuntime<DriftRuntime | Storage, never>

interface Open {
  readonly _tag: "Open"
  readonly root: string
  readonly db: string
  readonly engine: EngineName | undefined
  readonly runtime: Runtime
  /** Settles when the database is open. */
  readonly ready: Promise<Runtime>
  isReady: boolean
  /** Stops each running scan. */
  readonly stops: Set<() => void>
  /** What shutdown waits for: the calls that have not settled yet. */
  readonly calls: Set<Promise<unknown>>
}

type State = Open | { readonly _tag: "Never" } | { readonly _tag: "ShutDown"; readonly closed: Promise<void> }

let state: State = { _tag: "Never" }

const reject = (code: ErrorCode, message: string): Promise<never> => Promise.reject(new DriftError({ code, message }))

const settle = async <A>(exit: Promise<Exit.Exit<A, CodedError>>): Promise<A> => {
  const settled = await exit
  if (Exit.isSuccess(settled)) return settled.value
  throw fromCause(settled.cause)
}

/**
 * Opens the project and its database, creating it when needed; all or nothing. Again with equal options it gives the same
 * runtime, with others it rejects with `ALREADY_INITIALIZED`. Works again after `driftShutdown`.
 */
export const driftInitialize = (options: InitializeOptions): Promise<Runtime> => {
  if (typeof options?.root !== "string" || options.root === "") {
    return reject("INVALID_ARGUMENT", "driftInitialize needs `root`, the path of the project")
  }
  if (options.db !== undefined && (typeof options.db !== "string" || options.db === "")) {
    return reject("INVALID_ARGUMENT", "`db` must be the path of a file")
  }
  const { engine } = options
  if (engine !== undefined && !isEngineName(engine)) {
    return reject("INVALID_ARGUMENT", `\`engine\` must be one of ${ENGINES.join(", ")}`)
  }
  const root = resolve(options.root)
  const db = options.db === undefined ? join(root, ".drift", "drift.db") : resolve(options.db)
  const before = state
  if (before._tag === "Open") {
    return before.root === root && before.db === db && before.engine === engine
      ? before.ready
      : reject("ALREADY_INITIALIZED", `Drift is already initialized for ${before.root} with ${before.db}`)
  }
  const stages = { root, db, ...(engine === undefined ? {} : { engine }) }
  const runtime: ManagedRuntime.ManagedRuntime<DriftRuntime | Scanner | Storage, never> = ManagedRuntime.make(
    DriftRuntime.layer(stages).pipe(Layer.provideMerge(Stages.layer(stages)))
  )
  const build = async (): Promise<Runtime> => {
    if (before._tag === "ShutDown") await before.closed
    try {
      await settle(runtime.runPromiseExit(openProject(root)))
      open.isReady = true
      return runtime
    } catch (error) {
      if (state === open) state = before
      await runtime.dispose()
      throw error
    }
  }
  const open: Open = {
    _tag: "Open",
    root,
    db,
    engine,
    runtime,
    isReady: false,
    stops: new Set(),
    calls: new Set(),
    get ready() {
      return ready
    }
  }
  state = open
  const ready = build()
  return ready
}

/**
 * What is wrong with the root or the database is better said now than by the first scan. The root comes first, so that
 * nothing is created where it is missing.
 */
const openProject = (root: string) =>
  Effect.gen(function* () {
    yield* (yield* Scanner).check(root)
    yield* (yield* Storage).open
  })

/** Whether a project is open. */
export const driftIsInitialized = (): boolean => state._tag === "Open" && state.isReady

/**
 * Scans the project: see `DriftRuntime.scan`; while it is still being initialized, that is waited for. A scan that is
 * cancelled resolves with status `partial` or `cancelled`.
 * Rejects with `RUNTIME_NOT_INITIALIZED` before any `driftInitialize` and with `SCAN_ERROR` after `driftShutdown`.
 */
export const driftScan = (options: DriftScanOptions = {}): Promise<ScanResult> => {
  if (state._tag === "ShutDown") {
    return reject("SCAN_ERROR", "Drift is shut down; call driftInitialize() to scan again")
  }
  if (state._tag === "Never") return notInitialized("driftScan")
  const wrong = wrongOption(options)
  if (wrong !== undefined) return reject("INVALID_ARGUMENT", wrong)
  const { stops } = state
  const stop = Deferred.unsafeMake<void>(FiberId.none)
  const cancel = () => Deferred.unsafeDone(stop, Effect.void)
  const scan = Effect.flatMap(DriftRuntime, (drift) => drift.scan({ ...options, until: Deferred.await(stop) }))
  stops.add(cancel)
  return call(state, scan).finally(() => stops.delete(cancel))
}

/** Runs an effect in the project as soon as it is initialized. */
const call = <A>({ calls, ready }: Open, effect: Effect.Effect<A, CodedError, DriftRuntime | Storage>): Promise<A> => {
  const running = ready.then((runtime) => settle(runtime.runPromiseExit(effect))).finally(() => calls.delete(running))
  calls.add(running)
  return running
}

/** Stops running scans, keeping what they have stored; their promises resolve. Does nothing when none runs. */
export const driftCancelScan = (): void => {
  if (state._tag === "Open") for (const stop of state.stops) stop()
}

/** The last scans, newest first; none before the first one. */
export const driftScanHistory = (limit = 20): Promise<ReadonlyArray<Row<"scans">>> => {
  if (state._tag !== "Open") return notInitialized("driftScanHistory")
  if (!Number.isSafeInteger(limit) || limit < 1) {
    return reject("INVALID_ARGUMENT", "The limit must be a whole number from 1")
  }
  return call(
    state,
    Effect.flatMap(Storage, (storage) => storage.scans(limit))
  )
}

/**
 * Stops running scans, writes what is pending and closes the database. Does nothing when there is nothing to shut down.
 */
export const driftShutdown = (): Promise<void> => {
  if (state._tag === "Never") return Promise.resolve()
  if (state._tag === "ShutDown") return state.closed
  const { calls, ready, runtime } = state
  driftCancelScan()
  const close = async () => {
    await Promise.allSettled([ready, ...calls])
    await runtime.dispose()
  }
  const closed = close()
  state = { _tag: "ShutDown", closed }
  return closed
}

const notInitialized = (name: string): Promise<never> =>
  reject("RUNTIME_NOT_INITIALIZED", `Call driftInitialize() before ${name}()`)

const isListOfStrings = (value: unknown): boolean =>
  Array.isArray(value) && value.every((each) => typeof each === "string" && each !== "")

/** Callers without types get an answer too. Unknown options are ignored. */
const wrongOption = (options: DriftScanOptions): string | undefined => {
  if (typeof options !== "object" || options === null) return "The options of driftScan must be an object"
  for (const name of ["scopes", "include", "exclude"] as const) {
    if (options[name] !== undefined && !isListOfStrings(options[name])) return `\`${name}\` must be a list of strings`
  }
  for (const name of ["force", "parse", "dryRun"] as const) {
    if (options[name] !== undefined && typeof options[name] !== "boolean") return `\`${name}\` must be true or false`
  }
  const { hashAlgorithm, maxFileSize, onEvent } = options
  if (maxFileSize !== undefined && (!Number.isSafeInteger(maxFileSize) || maxFileSize < 1)) {
    return "`maxFileSize` must be a whole number of bytes from 1"
  }
  if (hashAlgorithm !== undefined && !HASH_ALGORITHMS.includes(hashAlgorithm)) {
    return `\`hashAlgorithm\` must be one of ${HASH_ALGORITHMS.join(", ")}`
  }
  if (onEvent !== undefined && typeof onEvent !== "function") return "`onEvent` must be a function"
  return undefined
}
