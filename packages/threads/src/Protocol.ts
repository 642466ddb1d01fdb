/** The messages between `Thread.ts` and `Serve.ts`. Payloads are each room's own. */

/** An error as it crosses the thread boundary, where classes are lost. */
export interface SerializedError {
  readonly name: string
  readonly message: string
  readonly stack?: string | undefined
  readonly code?: string | undefined
}

export type ToThread<Request> =
  { readonly _tag: "Request"; readonly id: number; readonly request: Request } | { readonly _tag: "Close" }

export type FromThread<Reply> =
  | { readonly _tag: "Ready" }
  | { readonly _tag: "BootFailed"; readonly error: SerializedError }
  | { readonly _tag: "Reply"; readonly id: number; readonly reply: Reply }
  | { readonly _tag: "Failed"; readonly id: number; readonly error: SerializedError }

/** What `Thread.ts` hands to the thread: its own data and the number of the last cancelled request. */
export interface ThreadData {
  readonly cancelled: Int32Array
  readonly data: unknown
}
