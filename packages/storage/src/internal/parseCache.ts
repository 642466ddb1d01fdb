/** Parses of contents that files had or have, kept so that content that comes back is not parsed again. */
import { fromBytes, toBytes } from "@drift/core/ContentHash"
import type { CachedParse } from "@drift/core/CachedParse"
import type { ContentHash } from "@drift/core/ContentHash"
import type { Database, Statement } from "better-sqlite3"
import * as Effect from "effect/Effect"
import type { StorageError } from "../StorageError.js"
import type { Reader } from "./reader.js"

/** How many bytes of payloads a database keeps by default. At 0.08 of the source it holds a project of 800 MB. */
export const PARSE_CACHE_BYTES = 64 * 1024 * 1024

/** So much is left of a cache that has grown too large, that not every scan finds it so. */
const keptOf = (bytes: number): number => Math.floor((bytes / 8) * 7)

const SELECT_ANY = "SELECT 1 FROM parse_cache LIMIT 1"

/** Rows whose key has been damaged are passed over. */
const selectByHash = (hashes: number): string =>
  `SELECT content_hash, grammar, payload FROM parse_cache
   WHERE content_hash IN (?${", ?".repeat(hashes - 1)}) AND length(grammar) = 8`

/** Looks up contents through `reader`, unless there was nothing to look up in when it was first asked. */
export const makeLookUp = (
  reader: Effect.Effect<Reader | undefined, StorageError>
): Effect.Effect<(hashes: ReadonlyArray<ContentHash>) => Effect.Effect<ReadonlyArray<CachedParse>, StorageError>> =>
  Effect.gen(function* () {
    const filled = yield* Effect.cached(
      Effect.flatMap(reader, (found) =>
        found === undefined
          ? Effect.succeed(undefined)
          : Effect.map(found.values(SELECT_ANY), (rows) => (rows.length === 0 ? undefined : found))
      )
    )
    return Effect.fn("SqliteStorage.cached")(function* (hashes) {
      const found = yield* filled
      if (found === undefined || hashes.length === 0) return []
      const rows = yield* found.values(selectByHash(hashes.length), hashes.map(toBytes))
      return (rows as ReadonlyArray<readonly [Uint8Array, Uint8Array, Uint8Array]>).map(
        ([contentHash, grammar, payload]): CachedParse => ({
          contentHash: fromBytes(contentHash),
          grammar: fromBytes(grammar),
          payload
        })
      )
    })
  })

/** Puts parses in. One that is there already is new again, whatever has become of its payload. */
export class ParseCacheWriter {
  readonly #insert: Statement

  constructor(db: Database) {
    this.#insert = db.prepare(
      `INSERT INTO parse_cache (content_hash, grammar, payload, created_at, last_used_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (content_hash, grammar) DO UPDATE
       SET payload = excluded.payload, last_used_at = excluded.last_used_at`
    )
  }

  put({ contentHash, grammar, payload }: CachedParse, now: number): void {
    this.#insert.run(toBytes(contentHash), toBytes(grammar), payload, now, now)
  }
}

/** Whether the payloads take more than `bytes`. */
export const isOverfull = (db: Database, bytes: number): boolean => {
  const pages = Number(db.pragma("page_count", { simple: true })) * Number(db.pragma("page_size", { simple: true }))
  // Most databases are smaller as a whole.
  return pages > bytes && Number(db.prepare("SELECT total(length(payload)) FROM parse_cache").pluck().get()) > bytes
}

/** Drops what has not been used for longest. */
export const prune = (db: Database, bytes: number): void => {
  db.prepare(
    `DELETE FROM parse_cache WHERE id IN (
       SELECT id FROM (
         SELECT id, sum(length(payload)) OVER (ORDER BY last_used_at DESC, id DESC) AS together FROM parse_cache
       ) WHERE together > ?)`
  ).run(keptOf(bytes))
}
