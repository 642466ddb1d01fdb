/**
 * A worker thread as a scoped resource that answers requests: the main side. `Serve.ts` is the thread's side.
 *
 * The thread starts with a handshake, so that one that cannot boot fails with an error instead of hanging; it ends by being
 * asked, never by `terminate`, because ending a thread inside native code aborts the process.
 */
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Transferable } from "node:worker_threads"
import { Worker } from "node:worker_threads"
import type { FromThread, SerializedError, ToThread } from "./Protocol.js"

/** The thread could not start, ended by itself, or its handler threw. `code` is the thrown error's own code, if it had one. */
export class ThreadError extends Schema.TaggedError<ThreadError>("@drift/threads/ThreadError")("ThreadError", {
  reason: Schema.Literal("Boot", "Died", "Handler"),
  thread: Schema.String,
  detail: Schema.String,
  code: Schema.optional(Schema.String),
  cause: Schema.optional(Schema.Defect)
}) {
  override get message(): string {
    switch (this.reason) {
      case "Boot":
        return `The ${this.thread} thread did not start: ${this.detail}`
      case "Died":
        return `The ${this.thread} thread ended unexpectedly: ${this.detail}`
      case "Handler":
        return this.detail
    }
  }
}

export interface Options {
  /** For messages: "parser", "writer". */
  readonly name: string
  /** The JavaScript file that calls `serve`. */
  readonly entry: URL
  /** Handed to the thread's `start`. */
  readonly workerData?: unknown
  /** How long the handshake may take. Default: 30 seconds. */
  readonly bootTimeout?: Duration.DurationInput
}

export interface Thread<Request, Reply> {
  /**
   * Sends a request and waits for its reply; requests of one thread are answered in order. `transfer` moves buffers
   * instead of copying them. Interruption tells the thread's handler to stop early and waits until it has.
   */
  readonly request: (request: Request, transfer?: ReadonlyArray<Transferable>) => Effect.Effect<Reply, ThreadError>
}

const rebuild = (error: SerializedError): Error =>
  Object.assign(new Error(error.message), { name: error.name, stack: error.stack, code: error.code })

/**
 * What a thread may allocate before it collects what is short-lived. Its buffers go only then, and by default (48 MB) the
 * buffers of many requests would lie about: three threads took 60 MB more, for the same CPU.
 */
const YOUNG_GENERATION_MB = 6

/** Starts a thread; the scope's end asks it to finish what it is doing and waits until it has ended. */
export const make = <Request, Reply>(
  options: Options
): Effect.Effect<Thread<Request, Reply>, ThreadError, Scope.Scope> =>
  Effect.acquireRelease(start<Request, Reply>(options), (running) => running.close).pipe(
    Effect.map((running) => running.thread)
  )

const start = <Request, Reply>(options: Options) =>
  Effect.gen(function* () {
    const path = fileURLToPath(options.entry)
    const fail = (reason: ThreadError["reason"], detail: string, cause?: unknown, code?: string) =>
      new ThreadError({
        reason,
        thread: options.name,
        detail,
        ...(cause === undefined ? {} : { cause }),
        ...(code === undefined ? {} : { code })
      })
    if (!existsSync(path)) return yield* fail("Boot", `its entry ${path} does not exist`)

    const cancelled = new Int32Array(new SharedArrayBuffer(4))
    const worker = new Worker(options.entry, {
      workerData: { cancelled, data: options.workerData },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB }
    })
    const booted = yield* Deferred.make<void, ThreadError>()
    const ended = yield* Deferred.make<void>()
    const pending = new Map<number, (reply: Effect.Effect<Reply, ThreadError>) => void>()
    let nextId = 0
    let death: ThreadError | undefined

    const die = (error: ThreadError) => {
      death ??= error
      Deferred.unsafeDone(booted, Effect.fail(death))
      for (const resume of pending.values()) resume(Effect.fail(death))
      pending.clear()
    }
    worker.on("message", (message: FromThread<Reply>) => {
      if (message._tag === "Ready") return Deferred.unsafeDone(booted, Effect.void)
      if (message._tag === "BootFailed") {
        return die(fail("Boot", message.error.message, rebuild(message.error), message.error.code))
      }
      const resume = pending.get(message.id)
      pending.delete(message.id)
      resume?.(
        message._tag === "Reply"
          ? Effect.succeed(message.reply)
          : Effect.fail(fail("Handler", message.error.message, rebuild(message.error), message.error.code))
      )
    })
    worker.on("error", (cause) => die(fail("Died", cause.message, cause)))
    worker.on("exit", (status) => {
      die(fail("Died", `exit status ${status}`))
      Deferred.unsafeDone(ended, Effect.void)
    })

    const send = (message: ToThread<Request>, transfer: ReadonlyArray<Transferable> = []) =>
      worker.postMessage(message, transfer)

    const close = Effect.suspend(() => {
      if (death === undefined) send({ _tag: "Close" })
      return Deferred.await(ended)
    })

    yield* Deferred.await(booted).pipe(
      // Acquisition is uninterruptible, and a timeout cannot end what cannot be interrupted.
      Effect.interruptible,
      Effect.timeoutFail({
        duration: options.bootTimeout ?? "30 seconds",
        onTimeout: () => fail("Boot", "it did not answer in time")
      }),
      // Nothing native runs before the handshake, so a thread that has not booted can be ended from outside.
      Effect.tapErrorCause(() => Effect.promise(() => worker.terminate()))
    )

    const request = (message: Request, transfer?: ReadonlyArray<Transferable>): Effect.Effect<Reply, ThreadError> =>
      Effect.async<Reply, ThreadError>((resume) => {
        if (death !== undefined) return resume(Effect.fail(death))
        const id = ++nextId
        pending.set(id, resume)
        send({ _tag: "Request", id, request: message }, transfer)
        return Effect.async<void>((done) => {
          if (!pending.has(id)) return done(Effect.void)
          Atomics.store(cancelled, 0, Math.max(Atomics.load(cancelled, 0), id))
          pending.set(id, () => done(Effect.void))
        })
      })

    const thread: Thread<Request, Reply> = { request }
    return { thread, close }
  })
