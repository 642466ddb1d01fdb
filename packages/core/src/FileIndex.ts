/**
 * What the last scan knew of every file, packed: the input of incremental scanning.
 *
 * Decoding a packed index costs one UTF-8 decode and one `Map` of paths; the numbers stay in typed arrays, so 100,000
 * files take a few tens of milliseconds and no object each.
 */
import type { ContentHash } from "./ContentHash.js"
import { fromWords, toWords } from "./ContentHash.js"
import type { Language } from "./Language.js"
import { LANGUAGES } from "./Language.js"
import type { Outcome } from "./Outcome.js"
import { OUTCOMES } from "./Outcome.js"

/** One file as the last scan left it. */
export interface IndexedFile {
  readonly path: string
  readonly language: Language | undefined
  readonly size: number
  readonly mtimeSecs: number
  readonly mtimeNanos: number
  /** The mtime was too young to be trusted when it was recorded: hash again. */
  readonly racy: boolean
  /** `undefined` when the file was never read. */
  readonly contentHash: ContentHash | undefined
  readonly outcome: Outcome
  /** `undefined` when no facts are stored. */
  readonly factsVersion: number | undefined
  /** The time limit in milliseconds that the file ran into, 0 when it did not. */
  readonly timedOutAfter: number
}

const MAGIC = 0x31584644 // "DFX1"
const WORDS = 10
const HEADER = 4

const RACY = 1
const HAS_HASH = 2

/** Packs the files into one buffer. Paths must not contain a NUL, which no file system allows. */
export const encode = (files: Iterable<IndexedFile>): Uint8Array => {
  const paths: Array<string> = []
  let words = new Int32Array(1024 * WORDS)
  for (const file of files) {
    const at = paths.length * WORDS
    if (at + WORDS > words.length) {
      const grown = new Int32Array(words.length * 2)
      grown.set(words)
      words = grown
    }
    paths.push(file.path)
    const [low, high] = file.contentHash === undefined ? [0, 0] : toWords(file.contentHash)
    words[at] = file.language === undefined ? 0 : LANGUAGES.indexOf(file.language) + 1
    words[at + 1] = (file.size % 2 ** 32) | 0
    words[at + 2] = Math.floor(file.size / 2 ** 32)
    words[at + 3] = (file.mtimeSecs % 2 ** 32) | 0
    words[at + 4] = Math.floor(file.mtimeSecs / 2 ** 32)
    words[at + 5] = file.mtimeNanos
    words[at + 6] =
      (file.racy ? RACY : 0) |
      (file.contentHash === undefined ? 0 : HAS_HASH) |
      (OUTCOMES.indexOf(file.outcome) << 2) |
      (file.timedOutAfter << 6)
    words[at + 7] = low
    words[at + 8] = high
    words[at + 9] = file.factsVersion ?? 0
  }
  const names = new TextEncoder().encode(paths.join("\0"))
  const packed = new Uint8Array(HEADER * 4 + paths.length * WORDS * 4 + names.length)
  new Int32Array(packed.buffer, 0, HEADER).set([MAGIC, paths.length, names.length, 0])
  packed.set(new Uint8Array(words.buffer, 0, paths.length * WORDS * 4), HEADER * 4)
  packed.set(names, HEADER * 4 + paths.length * WORDS * 4)
  return packed
}

/** A read-only view of the previous scan, by path. */
export class FileIndex {
  static readonly empty: FileIndex = new FileIndex([], new Int32Array(0))

  readonly #rows: ReadonlyMap<string, number>
  readonly #words: Int32Array

  private constructor(paths: ReadonlyArray<string>, words: Int32Array) {
    const rows = new Map<string, number>()
    for (let i = 0; i < paths.length; i++) rows.set(paths[i]!, i)
    this.#rows = rows
    this.#words = words
  }

  /** Unpacks what `encode` packed; `undefined` when the bytes are something else or cut short. */
  static decode(packed: Uint8Array): FileIndex | undefined {
    if (packed.length < HEADER * 4) return undefined
    const aligned = packed.byteOffset % 4 === 0 ? packed : packed.slice()
    const [magic, count, nameBytes] = new Int32Array(aligned.buffer, aligned.byteOffset, HEADER)
    if (magic !== MAGIC || packed.length !== HEADER * 4 + count! * WORDS * 4 + nameBytes!) return undefined
    if (count === 0) return FileIndex.empty
    const words = new Int32Array(aligned.buffer, aligned.byteOffset + HEADER * 4, count! * WORDS)
    const paths = new TextDecoder("utf-8", { ignoreBOM: true })
      .decode(aligned.subarray(HEADER * 4 + count! * WORDS * 4))
      .split("\0")
    return paths.length === count ? new FileIndex(paths, words) : undefined
  }

  /** The same index built from files, for tests and for rows read one by one. */
  static from(files: Iterable<IndexedFile>): FileIndex {
    return FileIndex.decode(encode(files)) ?? FileIndex.empty
  }

  get size(): number {
    return this.#rows.size
  }

  paths(): IterableIterator<string> {
    return this.#rows.keys()
  }

  has(path: string): boolean {
    return this.#rows.has(path)
  }

  get(path: string): IndexedFile | undefined {
    const row = this.#rows.get(path)
    if (row === undefined) return undefined
    const words = this.#words
    const at = row * WORDS
    const flags = words[at + 6]!
    return {
      path,
      language: words[at] === 0 ? undefined : LANGUAGES[words[at]! - 1],
      size: words[at + 2]! * 2 ** 32 + (words[at + 1]! >>> 0),
      mtimeSecs: words[at + 4]! * 2 ** 32 + (words[at + 3]! >>> 0),
      mtimeNanos: words[at + 5]!,
      racy: (flags & RACY) !== 0,
      contentHash: (flags & HAS_HASH) === 0 ? undefined : fromWords(words[at + 7]!, words[at + 8]!),
      outcome: OUTCOMES[(flags >> 2) & 15]!,
      factsVersion: words[at + 9] === 0 ? undefined : words[at + 9],
      timedOutAfter: flags >>> 6
    }
  }
}
