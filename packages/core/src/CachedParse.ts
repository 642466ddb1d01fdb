/** A parse as the parse cache keeps it between runs. Only the parser can read it; everybody else hands it on. */
import type { ContentHash } from "./ContentHash.js"

export interface CachedParse {
  /** Of the raw bytes that were parsed. */
  readonly contentHash: ContentHash
  /** Fingerprint, 64 bits, of everything else that decides what a parse yields: grammar variant, query, facts version, engine. */
  readonly grammar: bigint
  readonly payload: Uint8Array
}
