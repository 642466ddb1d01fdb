/**
 * Parses of contents that files had or have, kept so that content that comes back is not parsed again. Parses that came
 * together are compressed together: alone each is so small that setting up a compressor would take most of the time, and it
 * would find half as much to shorten.
 */
import { fromBytes, toBytes, xxh3FromBytes } from "@drift/core/ContentHash"
import type { CachedParse } from "@drift/core/CachedParse"
import type { ContentHash } from "@drift/core/ContentHash"
import * as Effect from "effect/Effect"
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib"
import type { StorageError } from "../StorageError.js"
import type { Database, Statement } from "./driver.js"
import type { Reader } from "./reader.js"

/** How many bytes of packs a database keeps by default. At 0.06 of the source it holds a project of 1 GB. */
export const PARSE_CACHE_BYTES = 64 * 1024 * 1024

/** Payloads beyond this start the next pack. Larger packs are little smaller, and all of one is read for any of its parses. */
const PACK_BYTES = 64 * 1024

const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 2, [constants.BROTLI_PARAM_LGWIN]: 18 } }

/** So much is left of a cache that has grown too large, that not every scan finds it so. */
const keptOf = (bytes: number): number => Math.floor((bytes / 8) * 7)

const SELECT_ANY = "SELECT 1 FROM parse_cache LIMIT 1"

/** A row whose grammar has been damaged is passed over. */
const selectByHash = (hashes: number): string =>
  `SELECT c.content_hash, c.grammar, c.start, c.bytes, p.id, p.packed FROM parse_cache c JOIN parse_pack p ON p.id = c.pack
   WHERE c.content_hash IN (?${", ?".repeat(hashes - 1)}) AND length(c.grammar) = 8 ORDER BY p.id`

type FoundParse = readonly [
  contentHash: Uint8Array,
  grammar: Uint8Array,
  start: number,
  bytes: number,
  packId: number,
  packed: Uint8Array
]

/** The parses of rows that come pack by pack; none of a pack that is damaged. */
const unpacked = (rows: ReadonlyArray<FoundParse>): ReadonlyArray<CachedParse> => {
  const parses: Array<CachedParse> = []
  let current: number | undefined
  let pack: Uint8Array | undefined
  for (const [contentHash, grammar, start, bytes, packId, packed] of rows) {
    if (packId !== current) {
      current = packId
      pack = decompressed(packed)
    }
    if (pack === undefined) continue
    const hash = fromBytes(contentHash)
    if (hash === undefined) continue
    const payload = new Uint8Array(pack.subarray(start, start + bytes))
    parses.push({ contentHash: hash, grammar: xxh3FromBytes(grammar), payload })
  }
  return parses
}

const decompressed = (packed: Uint8Array): Uint8Array | undefined => {
  try {
    return brotliDecompressSync(packed)
  } catch {
    return undefined
  }
}

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
      // A boundary: the columns are those that the query selects.
      return unpacked(rows as unknown as ReadonlyArray<FoundParse>)
    })
  })

/** When a pack was last used is known to a day, because noting it writes the whole pack anew. */
const USED_GRANULARITY = 24 * 60 * 60

/** Packs that are kept decompressed, to see whether a parse is in them. */
const PACKS_OPEN = 16

/** Puts parses in. One that is there already, whole, is only marked as used. */
export class ParseCacheWriter {
  readonly #insertPack: Statement
  readonly #insert: Statement
  readonly #find: Statement
  readonly #selectPack: Statement
  readonly #touchPack: Statement
  /** Whether there may be something that a parse could be found in. */
  readonly #filled: boolean
  readonly #open = new Map<number, Uint8Array | undefined>()
  #waiting: Array<CachedParse> = []
  #bytes = 0

  constructor(db: Database) {
    this.#filled = db.prepare(SELECT_ANY).get() !== undefined
    this.#find = db.prepare("SELECT pack, start, bytes FROM parse_cache WHERE content_hash = ? AND grammar = ?").raw()
    this.#selectPack = db.prepare("SELECT packed FROM parse_pack WHERE id = ?").pluck()
    this.#touchPack = db.prepare("UPDATE parse_pack SET last_used_at = ? WHERE id = ? AND last_used_at < ?")
    this.#insertPack = db.prepare("INSERT INTO parse_pack (packed, last_used_at) VALUES (?, ?)")
    this.#insert = db.prepare(
      `INSERT INTO parse_cache VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET pack = excluded.pack, start = excluded.start, bytes = excluded.bytes`
    )
  }

  /** The payload must stay as it is until `flush`, which stores what has been put. */
  put(parse: CachedParse, now: number): void {
    if (this.#filled && this.#isThere(parse, now)) return
    if (this.#bytes + parse.payload.length > PACK_BYTES) this.flush(now)
    this.#waiting.push(parse)
    this.#bytes += parse.payload.length
  }

  flush(now: number): void {
    if (this.#waiting.length === 0) return
    const pack = Buffer.concat(this.#waiting.map(({ payload }) => payload))
    const id = this.#insertPack.run(brotliCompressSync(pack, COMPRESSION), now).lastInsertRowid
    let start = 0
    for (const { contentHash, grammar, payload } of this.#waiting) {
      this.#insert.run(toBytes(contentHash), toBytes(grammar), id, start, payload.length)
      start += payload.length
    }
    this.reset()
  }

  #isThere({ contentHash, grammar, payload }: CachedParse, now: number): boolean {
    // A boundary: the columns are those that the query selects.
    const found = this.#find.get(toBytes(contentHash), toBytes(grammar)) as
      readonly [pack: number, start: number, bytes: number] | undefined
    if (found === undefined) return false
    const [id, start, bytes] = found
    const pack = this.#packOf(id)
    if (pack === undefined || Buffer.compare(pack.subarray(start, start + bytes), payload) !== 0) return false
    this.#touchPack.run(now, id, now - USED_GRANULARITY)
    return true
  }

  /** `undefined` when it is gone or damaged. */
  #packOf(id: number): Uint8Array | undefined {
    if (!this.#open.has(id)) {
      const [oldest] = this.#open.keys()
      if (this.#open.size === PACKS_OPEN) this.#open.delete(oldest!)
      const packed: unknown = this.#selectPack.get(id)
      this.#open.set(id, packed instanceof Uint8Array ? decompressed(packed) : undefined)
    }
    return this.#open.get(id)
  }

  /** Forgets what has not been stored. */
  reset(): void {
    this.#waiting = []
    this.#bytes = 0
  }
}

/** Whether the packs take more than `bytes`. */
export const isOverfull = (db: Database, bytes: number): boolean => {
  const pages = Number(db.pragma("page_count", { simple: true })) * Number(db.pragma("page_size", { simple: true }))
  // Most databases are smaller as a whole.
  return pages > bytes && Number(db.prepare("SELECT total(length(packed)) FROM parse_pack").pluck().get()) > bytes
}

/** Drops the packs of which nothing is left, then what has not been used for longest. */
export const prune = (db: Database, bytes: number): void => {
  db.exec("DELETE FROM parse_pack WHERE id NOT IN (SELECT pack FROM parse_cache)")
  db.prepare(
    `DELETE FROM parse_pack WHERE id IN (
       SELECT id FROM (
         SELECT id, sum(length(packed)) OVER (ORDER BY last_used_at DESC, id DESC) AS together FROM parse_pack
       ) WHERE together > ?)`
  ).run(keptOf(bytes))
  db.exec("DELETE FROM parse_cache WHERE pack NOT IN (SELECT id FROM parse_pack)")
}
