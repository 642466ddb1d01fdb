/**
 * What the last scan knew of every file, packed: the input of incremental scanning.
 *
 * Files lie in the order of their paths, in which they are also asked for. So decoding is one UTF-8 decode, finding a file is
 * mostly one comparison of strings, and the numbers stay in typed arrays: 100,000 files take a few tens of milliseconds.
 *
 * Layout: header (magic, vocabulary, files, name bytes, further languages, whether there are tails), the words of each file,
 * the tail of each file's hash if any file has a BLAKE3 hash, the names of further languages and the paths.
 */
import type { ContentHash } from "./ContentHash.js"
import { BLAKE3_BYTES, blake3FromBytes, toBytes } from "./ContentHash.js"
import type { LanguageId } from "./Language.js"
import { isLanguage, LANGUAGES } from "./Language.js"
import type { Outcome } from "./Outcome.js"
import { OUTCOMES } from "./Outcome.js"

/** One file as the last scan left it. */
export interface IndexedFile {
  readonly path: string
  readonly language: LanguageId | undefined
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

const MAGIC = 0x33584644 // "DFX3"
/** Of a file. The hash, or its first eight bytes, is the last two, which lie on a multiple of eight bytes. */
const WORDS = 10
const HASH = 8
const HEADER = 6

/** The bytes of a BLAKE3 hash that do not fit there. */
const TAIL = BLAKE3_BYTES - 8

const RACY = 1
const HAS_HASH = 2
const IS_BLAKE3 = 4
const OUTCOME = 3
const TIMED_OUT = 7
/** Time limits beyond these nine hours count as this. */
const MAX_TIMED_OUT = 2 ** (32 - TIMED_OUT) - 1

/** Languages and outcomes are packed by their numbers, which another version may count differently. */
const VOCABULARY = /* @__PURE__ */ (() => {
  let sum = 0
  for (const char of [...LANGUAGES, "", ...OUTCOMES].join()) sum = (Math.imul(sum, 31) + char.charCodeAt(0)) | 0
  return sum
})()

/** Number of the first language beyond the ten that is among the files; the ten may become more. */
const FURTHER = 1 << 16

/** The number of two words; a small one as an integer, which takes no object of its own. */
const together = (low: number, high: number): number => (high === 0 && low >= 0 ? low : high * 2 ** 32 + (low >>> 0))

type Further = ReadonlyArray<LanguageId>

const NONE: Further = []

const furtherOf = (files: Iterable<IndexedFile>): Further => {
  const further = new Set<LanguageId>()
  for (const { language } of files) if (language !== undefined && !isLanguage(language)) further.add(language)
  return further.size === 0 ? NONE : [...further].sort()
}

/**
 * The words of files and, in the same memory, their hashes: file `i` has the hash `HASH / 2 + i * WORDS / 2`, of which the
 * tail `i` is the rest.
 */
class Table {
  readonly words: Int32Array
  readonly hashes: BigUint64Array
  /** Empty when no hash has one. */
  readonly tails: Uint8Array
  readonly further: Further

  /** `offset` is that of the first file in bytes, a multiple of eight. */
  constructor(buffer: ArrayBufferLike, offset: number, files: number, hasTails: boolean, further: Further) {
    this.further = further
    this.words = new Int32Array(buffer, offset, files * WORDS)
    this.hashes = new BigUint64Array(buffer, offset, (files * WORDS) / 2)
    this.tails = new Uint8Array(buffer, offset + files * WORDS * 4, hasTails ? files * TAIL : 0)
  }

  set(row: number, file: IndexedFile): void {
    const { words } = this
    const at = row * WORDS
    words[at] = this.#numberOf(file.language)
    words[at + 1] = (file.size % 2 ** 32) | 0
    words[at + 2] = Math.floor(file.size / 2 ** 32)
    words[at + 3] = (file.mtimeSecs % 2 ** 32) | 0
    words[at + 4] = Math.floor(file.mtimeSecs / 2 ** 32)
    words[at + 5] = file.mtimeNanos
    words[at + 6] =
      (file.racy ? RACY : 0) |
      this.#setHash(row, file.contentHash) |
      (OUTCOMES.indexOf(file.outcome) << OUTCOME) |
      (Math.min(file.timedOutAfter, MAX_TIMED_OUT) << TIMED_OUT)
    words[at + 7] = file.factsVersion ?? 0
  }

  /** Gives the flags of the hash. */
  #setHash(row: number, hash: ContentHash | undefined): number {
    const at = (row * WORDS + HASH) / 2
    if (typeof hash !== "string") {
      this.hashes[at] = hash ?? 0n
      return hash === undefined ? 0 : HAS_HASH
    }
    const bytes = toBytes(hash)
    this.#headOf(row).set(bytes.subarray(0, 8))
    this.tails.set(bytes.subarray(8), row * TAIL)
    return HAS_HASH | IS_BLAKE3
  }

  hashOf(row: number): ContentHash | undefined {
    const flags = this.words[row * WORDS + 6]!
    if ((flags & HAS_HASH) === 0) return undefined
    if ((flags & IS_BLAKE3) === 0) return this.hashes[(row * WORDS + HASH) / 2]!
    return blake3FromBytes(this.#headOf(row)) + blake3FromBytes(this.tails.subarray(row * TAIL, (row + 1) * TAIL))
  }

  /** Whether any of the rows has a BLAKE3 hash. */
  hasBlake3(from: number, end: number): boolean {
    if (this.tails.length === 0) return false
    for (let row = from; row < end; row++) if ((this.words[row * WORDS + 6]! & IS_BLAKE3) !== 0) return true
    return false
  }

  /** Rows of another table in place of those from `target` on. */
  copy(source: Table, from: number, end: number, target: number): void {
    this.words.set(source.words.subarray(from * WORDS, end * WORDS), target * WORDS)
    if (this.tails.length > 0) this.tails.set(source.tails.subarray(from * TAIL, end * TAIL), target * TAIL)
  }

  /** The bytes that an xxh3 hash takes. */
  #headOf(row: number): Uint8Array {
    return new Uint8Array(this.words.buffer, this.words.byteOffset + (row * WORDS + HASH) * 4, 8)
  }

  #numberOf(language: LanguageId | undefined): number {
    if (language === undefined) return 0
    return isLanguage(language) ? LANGUAGES.indexOf(language) + 1 : FURTHER + this.further.indexOf(language)
  }

  languageOf(number: number): LanguageId | undefined {
    return number < FURTHER ? LANGUAGES[number - 1] : this.further[number - FURTHER]
  }
}

/** Bytes of a file beside its path. */
const bytesOfRow = (hasTails: boolean): number => WORDS * 4 + (hasTails ? TAIL : 0)

/** A buffer for the files of these paths, whose names it holds already, and the empty table in it. */
const allocate = (
  paths: ReadonlyArray<string>,
  hasTails: boolean,
  further: Further
): readonly [packed: Uint8Array, table: Table] => {
  const names = new TextEncoder().encode([...further, ...paths].join("\0"))
  const packed = new Uint8Array(HEADER * 4 + paths.length * bytesOfRow(hasTails) + names.length)
  const header = [MAGIC, VOCABULARY, paths.length, names.length, further.length, hasTails ? 1 : 0]
  new Int32Array(packed.buffer, 0, HEADER).set(header)
  packed.set(names, packed.length - names.length)
  return [packed, new Table(packed.buffer, HEADER * 4, paths.length, hasTails, further)]
}

const isBlake3 = ({ contentHash }: IndexedFile): boolean => typeof contentHash === "string"

const inOrder = (files: ReadonlyArray<IndexedFile>): boolean =>
  files.every((file, i) => i === 0 || files[i - 1]!.path < file.path)

/** Packs the files, whose paths differ, into one buffer. No path contains a NUL, which no file system allows. */
export const encode = (files: Iterable<IndexedFile>): Uint8Array => {
  const sorted = [...files]
  if (!inOrder(sorted)) sorted.sort((a, b) => (a.path < b.path ? -1 : 1))
  const paths = sorted.map(({ path }) => path)
  const [packed, table] = allocate(paths, sorted.some(isBlake3), furtherOf(sorted))
  sorted.forEach((file, row) => table.set(row, file))
  return packed
}

/** A read-only view of the previous scan, by path. */
export class FileIndex {
  static readonly empty: FileIndex = new FileIndex([], new Table(new ArrayBuffer(0), 0, 0, false, NONE))

  readonly #paths: ReadonlyArray<string>
  readonly #table: Table
  /** Where the next file is likely to be: a scan asks in the order of paths. */
  #next = 0

  private constructor(paths: ReadonlyArray<string>, table: Table) {
    this.#paths = paths
    this.#table = table
  }

  /** Unpacks what `encode` packed; `undefined` when the bytes are something else or cut short. */
  static decode(packed: Uint8Array): FileIndex | undefined {
    if (packed.length < HEADER * 4) return undefined
    const aligned = packed.byteOffset % 8 === 0 ? packed : packed.slice()
    const header = new Int32Array(aligned.buffer, aligned.byteOffset, HEADER)
    const [magic, vocabulary, files = 0, nameBytes = 0, furthers = 0, hasTails] = header
    if (magic !== MAGIC || vocabulary !== VOCABULARY) return undefined
    if (packed.length !== HEADER * 4 + files * bytesOfRow(hasTails === 1) + nameBytes) return undefined
    if (files === 0) return FileIndex.empty
    const paths = new TextDecoder("utf-8", { ignoreBOM: true })
      .decode(aligned.subarray(aligned.length - nameBytes))
      .split("\0")
    if (paths.length !== furthers + files) return undefined
    const further = furthers === 0 ? NONE : paths.splice(0, furthers)
    const offset = aligned.byteOffset + HEADER * 4
    return new FileIndex(paths, new Table(aligned.buffer, offset, files, hasTails === 1, further))
  }

  /** The same index built from files, for tests and for rows read one by one. */
  static from(files: Iterable<IndexedFile>): FileIndex {
    return FileIndex.decode(encode(files)) ?? FileIndex.empty
  }

  /**
   * The packed files with each of `changes` in place of what was under its path, or nothing there where it is `undefined`;
   * `undefined` when `packed` is nothing that `encode` packed.
   */
  static patch(packed: Uint8Array, changes: ReadonlyMap<string, IndexedFile | undefined>): Uint8Array | undefined {
    const index = FileIndex.decode(packed)
    return index === undefined ? undefined : index.#patched(changes)
  }

  get size(): number {
    return this.#paths.length
  }

  /** Whether any file may have a BLAKE3 hash. */
  get mayHaveBlake3(): boolean {
    return this.#table.tails.length > 0
  }

  /** In ascending order of UTF-16 code units. */
  paths(): IterableIterator<string> {
    return this.#paths.values()
  }

  has(path: string): boolean {
    return this.#rowOf(path) !== undefined
  }

  get(path: string): IndexedFile | undefined {
    const row = this.#rowOf(path)
    if (row === undefined) return undefined
    const { words } = this.#table
    const at = row * WORDS
    const flags = words[at + 6]!
    return {
      path,
      language: this.#table.languageOf(words[at]!),
      size: together(words[at + 1]!, words[at + 2]!),
      mtimeSecs: together(words[at + 3]!, words[at + 4]!),
      mtimeNanos: words[at + 5]!,
      racy: (flags & RACY) !== 0,
      contentHash: this.#table.hashOf(row),
      outcome: OUTCOMES[(flags >> OUTCOME) & 15]!,
      factsVersion: words[at + 7] === 0 ? undefined : words[at + 7],
      timedOutAfter: flags >>> TIMED_OUT
    }
  }

  #rowOf(path: string): number | undefined {
    const row = this.#paths[this.#next] === path ? this.#next : this.#lowerBound(path)
    if (this.#paths[row] !== path) return undefined
    this.#next = row + 1
    return row
  }

  /** The row of the first path that is not before `path`. */
  #lowerBound(path: string): number {
    const paths = this.#paths
    let low = 0
    let high = paths.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (paths[middle]! < path) low = middle + 1
      else high = middle
    }
    return low
  }

  #patched(changes: ReadonlyMap<string, IndexedFile | undefined>): Uint8Array {
    const written = [...changes.values()].filter((file) => file !== undefined)
    // The numbers of further languages depend on all files.
    if (this.#table.further !== NONE || furtherOf(written) !== NONE) {
      const kept = this.#paths.filter((path) => !changes.has(path)).map((path) => this.get(path)!)
      return encode([...kept, ...written])
    }
    const paths: Array<string> = []
    const pieces: Array<IndexedFile | readonly [from: number, to: number]> = []
    let row = 0
    const keepUntil = (end: number) => {
      pieces.push([row, end])
      while (row < end) paths.push(this.#paths[row++]!)
    }
    for (const [path, file] of [...changes].sort(([a], [b]) => (a < b ? -1 : 1))) {
      keepUntil(this.#lowerBound(path))
      if (this.#paths[row] === path) row++
      if (file === undefined) continue
      paths.push(path)
      pieces.push(file)
    }
    keepUntil(this.#paths.length)
    const hasTails = pieces.some((piece) =>
      "path" in piece ? isBlake3(piece) : this.#table.hasBlake3(piece[0], piece[1])
    )
    const [packed, table] = allocate(paths, hasTails, NONE)
    let target = 0
    for (const piece of pieces) {
      if ("path" in piece) table.set(target++, piece)
      else {
        const [from, end] = piece
        table.copy(this.#table, from, end, target)
        target += end - from
      }
    }
    return packed
  }
}
