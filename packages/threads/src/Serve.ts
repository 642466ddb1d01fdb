/** The thread's side of `Thread.ts`. It uses nothing of Effect, so that a thread starts in milliseconds. */
import type { MessagePort, Transferable } from "node:worker_threads"
import { parentPort, workerData } from "node:worker_threads"
import type { FromThread, SerializedError, ThreadData, ToThread } from "./Protocol.js"

export interface Answer<Reply> {
  readonly reply: Reply
  /** Buffers to move instead of copying. */
  readonly transfer?: ReadonlyArray<Transferable>
}

export interface Handler<Request, Reply> {
  /** Answers one request; called for one at a time. `isCancelled` turns true when nobody waits any more: stop early. */
  readonly handle: (request: Request, isCancelled: () => boolean) => Answer<Reply> | Promise<Answer<Reply>>
  /** Releases what `start` acquired. */
  readonly close?: () => void
}

const serialize = (thrown: unknown): SerializedError => {
  if (!(thrown instanceof Error)) return { name: "Error", message: String(thrown) }
  const code = (thrown as { readonly code?: unknown }).code
  return {
    name: thrown.name,
    message: thrown.message,
    stack: thrown.stack,
    code: typeof code === "string" ? code : undefined
  }
}

/** Runs `start` once with the thread's data, reports how that went, then serves requests in order until asked to close. */
export const serve = <Data, Request, Reply>(
  start: (data: Data) => Handler<Request, Reply> | Promise<Handler<Request, Reply>>
): void => {
  const port = parentPort
  if (port === null) throw new Error("this module runs in a worker thread only")
  void run(port, start)
}

const run = async <Data, Request, Reply>(
  port: MessagePort,
  start: (data: Data) => Handler<Request, Reply> | Promise<Handler<Request, Reply>>
): Promise<void> => {
  const { cancelled, data } = workerData as ThreadData
  const post = (message: FromThread<Reply>, transfer: ReadonlyArray<Transferable> = []) =>
    port.postMessage(message, transfer)

  let handler: Handler<Request, Reply>
  try {
    handler = await start(data as Data)
  } catch (thrown) {
    post({ _tag: "BootFailed", error: serialize(thrown) })
    port.close()
    return
  }

  let queue: Promise<void> = Promise.resolve()
  const answer = async (id: number, request: Request) => {
    try {
      const { reply, transfer } = await handler.handle(request, () => Atomics.load(cancelled, 0) >= id)
      post({ _tag: "Reply", id, reply }, transfer)
    } catch (thrown) {
      post({ _tag: "Failed", id, error: serialize(thrown) })
    }
  }
  port.on("message", (message: ToThread<Request>) => {
    queue = queue.then(async () => {
      if (message._tag === "Request") {
        await answer(message.id, message.request)
        return
      }
      try {
        handler.close?.()
      } finally {
        port.close()
      }
    })
  })
  post({ _tag: "Ready" })
}
