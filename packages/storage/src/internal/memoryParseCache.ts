/** The parse cache of the storage without a database. */
import type { CachedParse } from "@drift/core/CachedParse"
import type { ContentHash } from "@drift/core/ContentHash"

/** Keeps a number of bytes; what was put in longest ago goes first. */
export class MemoryParseCache {
  readonly #limit: number
  /** By content, then by grammar. Contents that were put in longest ago come first. */
  readonly #parses = new Map<ContentHash, ReadonlyArray<CachedParse>>()
  #bytes = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  of(contentHash: ContentHash): ReadonlyArray<CachedParse> {
    return this.#parses.get(contentHash) ?? []
  }

  /** The payload is copied. */
  put({ contentHash, grammar, payload }: CachedParse): void {
    const others = this.of(contentHash).filter((parse) => parse.grammar !== grammar)
    this.#drop(contentHash)
    const parses = [...others, { contentHash, grammar, payload: payload.slice() }]
    this.#parses.set(contentHash, parses)
    this.#bytes += sizeOf(parses)
    for (const oldest of this.#parses.keys()) {
      if (this.#bytes <= this.#limit) break
      this.#drop(oldest)
    }
  }

  #drop(contentHash: ContentHash): void {
    this.#bytes -= sizeOf(this.of(contentHash))
    this.#parses.delete(contentHash)
  }
}

const sizeOf = (parses: ReadonlyArray<CachedParse>): number =>
  parses.reduce((sum, { payload }) => sum + payload.length, 0)
