/** The requests that a writer serves, in its own thread or in place. */
import type { ScanRecord } from "../Storage.js"

export type WriterRequest =
  /** Looks for damage and repairs what is derived, after a process died. */
  | { readonly _tag: "Recover" }
  | { readonly _tag: "Put"; readonly batch: Uint8Array; readonly now: number }
  | { readonly _tag: "Remove"; readonly paths: ReadonlyArray<string> }
  | { readonly _tag: "Complete"; readonly scanId: number; readonly record: ScanRecord; readonly now: number }
  | {
      readonly _tag: "TidyUp"
      /** The packed file index was there when the scan began, but told nothing. */
      readonly isIndexUnusable: boolean
    }

/** What a request has written, once it is committed. */
export interface Written {
  readonly files: number
  readonly facts: number
  /** Milliseconds, those of waiting for other connections included. */
  readonly millis: number
  /** How often the database was busy. */
  readonly retries: number
}

/** Handed to the thread at its start. */
export interface WriterData {
  readonly path: string
  /** That the payloads of the parse cache may take. */
  readonly parseCacheBytes: number
  /** How long a request waits for another connection that writes, in milliseconds. */
  readonly patience: number
}
