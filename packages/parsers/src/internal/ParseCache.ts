/** The payloads of the last parses of a thread: bounded in number, bytes and age, least recently used first to go. */
import { toHex } from "@drift/core/ContentHash"
import type { PayloadKey } from "./captureCodec.js"

export interface ParseCacheLimits {
  readonly entries: number
  /** Of all payloads together. */
  readonly bytes: number
  /** Milliseconds from when an entry was put in. */
  readonly ageMs: number
}

export const DEFAULT_LIMITS: ParseCacheLimits = { entries: 10_000, bytes: 8 * 1024 * 1024, ageMs: 3_600_000 }

interface Entry {
  readonly payload: Uint8Array
  readonly since: number
}

/** The hashes of two algorithms differ in length, so their names never meet. */
const nameOf = ({ contentHash, grammar }: PayloadKey): string => `${toHex(contentHash)} ${grammar.toString(36)}`

/** Times are milliseconds of one clock that does not run backwards. */
export class ParseCache {
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry>()
  readonly #limits: ParseCacheLimits
  #bytes = 0
  /** Entries that went to make room, and that went with age. */
  evictions = 0
  expirations = 0

  constructor(limits: ParseCacheLimits) {
    this.#limits = limits
  }

  get entries(): number {
    return this.#entries.size
  }

  /** Of all payloads together. */
  get bytes(): number {
    return this.#bytes
  }

  get(key: PayloadKey, now: number): Uint8Array | undefined {
    const name = nameOf(key)
    const entry = this.#entries.get(name)
    if (entry === undefined) return undefined
    this.#remove(name, entry)
    if (now - entry.since >= this.#limits.ageMs) {
      this.expirations++
      return undefined
    }
    this.#add(name, entry)
    return entry.payload
  }

  set(key: PayloadKey, payload: Uint8Array, now: number): void {
    const name = nameOf(key)
    const known = this.#entries.get(name)
    if (known !== undefined) this.#remove(name, known)
    if (payload.length > this.#limits.bytes) return
    this.#add(name, { payload, since: now })
    for (const [oldest, entry] of this.#entries) {
      if (this.#entries.size <= this.#limits.entries && this.#bytes <= this.#limits.bytes) break
      this.#remove(oldest, entry)
      this.evictions++
    }
  }

  #add(name: string, entry: Entry): void {
    this.#entries.set(name, entry)
    this.#bytes += entry.payload.length
  }

  #remove(name: string, entry: Entry): void {
    this.#entries.delete(name)
    this.#bytes -= entry.payload.length
  }
}
