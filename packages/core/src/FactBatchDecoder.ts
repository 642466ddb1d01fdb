/** Reads batches of facts: see `FactBatch.ts` for the layout. */
import type { ContentHash } from "./ContentHash.js"
import { BLAKE3_BYTES, blake3FromBytes, fromWords, toBytes } from "./ContentHash.js"
import type { ErrorCode } from "./ErrorCode.js"
import type { FactColumnType, FactKind, FileFacts, FileRow } from "./FactBatch.js"
import { FACT_COLUMNS, HEADER, MAGIC, MODES, VERSION } from "./FactBatch.js"
import type { Outcome } from "./Outcome.js"
import type { Encoding } from "./Text.js"

/** A decoded value: flags are 0 or 1, hashes 8 little-endian bytes, absent values null. */
export type FactValue = string | number | Uint8Array | null

/** A file of a batch: its row and how many facts of each kind follow. */
export interface DecodedFile {
  readonly row: FileRow
  /** The payload is a view of the batch, not a copy. */
  readonly parse: FileFacts["parse"]
  /** The error ranges as the JSON text that the view shows. */
  readonly errorRangesJson: string | undefined
  readonly counts: Readonly<Record<FactKind, number>>
}

/** Where the columns of a fact stand among its words. */
export type FactOffsets = { readonly [K in FactKind]: { readonly [C in keyof (typeof FACT_COLUMNS)[K]]: number } }

/**
 * Reads a batch from front to back: `nextFile`, then `nextRow` or `nextFact` once for each of its facts in the order of
 * `FACT_KINDS`, then the next file.
 */
export class FactBatchDecoder {
  readonly fileCount: number
  /** How many strings the batch has; the largest number of one. */
  readonly stringCount: number
  readonly #words: Int32Array
  readonly #text: Buffer
  readonly #ends: Int32Array
  readonly #cache: Array<string | undefined>
  readonly #end: number
  #at = HEADER
  #files = 0

  private constructor(words: Int32Array, text: Buffer) {
    this.#words = words
    this.#end = HEADER + words[3]!
    this.#ends = words.subarray(this.#end, this.#end + words[4]!)
    this.#cache = new Array<string | undefined>(words[4]! + 1)
    this.#text = text
    this.fileCount = words[2]!
    this.stringCount = words[4]!
  }

  /** `undefined` when the bytes are no batch of this version. */
  static open(packed: Uint8Array): FactBatchDecoder | undefined {
    const bytes = packed.byteOffset % 4 === 0 ? packed : packed.slice()
    if (bytes.length < HEADER * 4) return undefined
    const [magic, version, , length, strings, textBytes] = new Int32Array(bytes.buffer, bytes.byteOffset, HEADER)
    const words = HEADER + length! + strings!
    if (magic !== MAGIC || version !== VERSION || bytes.length !== words * 4 + textBytes!) return undefined
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + words * 4, textBytes)
    return new FactBatchDecoder(new Int32Array(bytes.buffer, bytes.byteOffset, words), text)
  }

  /** The next file, or `undefined` at the end. */
  nextFile(): DecodedFile | undefined {
    if (this.#files === this.fileCount) return undefined
    this.#files++
    const mode = MODES[this.#integer()!]!
    const path = this.#string()!
    const language = this.#string()
    const namespace = this.#string()
    const size = this.#wide()
    const mtimeSecs = this.#wide()
    const mtimeNanos = this.#integer()!
    const racy = this.#next() === 2
    const contentHash = this.#contentHash()
    const outcome = this.#string() as Outcome
    const factsVersion = this.#integer()
    const timedOutAfter = this.#integer()!
    const encoding = this.#string() as Encoding | undefined
    const errorCount = this.#integer()
    const errorRangesJson = this.#string()
    const errorCode = this.#string() as ErrorCode | undefined
    const error = this.#string()
    const parse = this.#parse()
    const counts: Record<FactKind, number> = {
      functions: this.#next(),
      classes: this.#next(),
      imports: this.#next(),
      exports: this.#next(),
      call_sites: this.#next()
    }
    const row: FileRow = {
      mode,
      path,
      language,
      namespace,
      size,
      mtimeSecs,
      mtimeNanos,
      racy,
      contentHash,
      outcome,
      factsVersion,
      timedOutAfter,
      encoding,
      errorCount,
      errorCode,
      error
    }
    return { row, parse, errorRangesJson, counts }
  }

  /** Reads the next fact of `kind` into `into`, in the order of `FACT_COLUMNS`; `into` is returned. */
  nextRow(kind: FactKind, into: Array<FactValue>): Array<FactValue> {
    const types = TYPES[kind]
    for (let i = 0; i < types.length; i++) {
      switch (types[i]!) {
        case "text":
          into[i] = this.#string() ?? null
          break
        case "integer":
          into[i] = this.#integer() ?? null
          break
        case "flag": {
          const word = this.#next()
          into[i] = word === 0 ? null : word - 1
          break
        }
        case "hash": {
          const low = this.#next()
          const high = this.#next()
          into[i] = low === 0 && high === 0 ? null : toBytes(fromWords(low, high))
          break
        }
      }
    }
    return into
  }

  /**
   * Moves past the next fact of `kind`. Its columns are words of `words`, counted from the place that is returned by
   * `FACT_OFFSETS`: numbers of strings, or as `FactBatch.ts` says. Nothing is decoded.
   */
  nextFact(kind: FactKind): number {
    const at = this.#at
    this.#at = at + FACT_LENGTHS[kind]
    return at
  }

  /** Moves past the next facts of `kind`. */
  skip(kind: FactKind, count: number): void {
    this.#at += FACT_LENGTHS[kind] * count
  }

  /** The words of the batch. */
  get words(): Int32Array {
    return this.#words
  }

  /** The hash at a place of `words`: a view of the batch, not a copy. */
  hashAt(at: number): Uint8Array | null {
    if (this.#words[at] === 0 && this.#words[at + 1] === 0) return null
    return new Uint8Array(this.#words.buffer, this.#words.byteOffset + at * 4, 8)
  }

  /** The string of a number; `undefined` of 0. */
  text(number: number): string | undefined {
    if (number === 0) return undefined
    const known = this.#cache[number]
    if (known !== undefined) return known
    const text = this.#text.toString("utf8", this.startOf(number), this.endOf(number))
    this.#cache[number] = text
    return text
  }

  /** The UTF-8 bytes of all strings. */
  get textBytes(): Uint8Array {
    return this.#text
  }

  /** Where the string of a number starts among `textBytes`. */
  startOf(number: number): number {
    return number < 2 ? 0 : this.#ends[number - 2]!
  }

  /** Where the string of a number ends among `textBytes`. */
  endOf(number: number): number {
    return number === 0 ? 0 : this.#ends[number - 1]!
  }

  #contentHash(): ContentHash | undefined {
    const words = this.#next()
    if (words === 0) return undefined
    if (words === 2) return fromWords(this.#next(), this.#next())
    const bytes = new Uint8Array(this.#words.buffer, this.#words.byteOffset + this.#at * 4, BLAKE3_BYTES)
    this.#at += words
    return blake3FromBytes(bytes)
  }

  #parse(): FileFacts["parse"] {
    const bytes = this.#integer()
    if (bytes === undefined) return undefined
    const grammar = fromWords(this.#next(), this.#next())
    const payload = new Uint8Array(this.#words.buffer, this.#words.byteOffset + this.#at * 4, bytes)
    this.#at += Math.ceil(bytes / 4)
    return { grammar, payload }
  }

  #next(): number {
    return this.#words[this.#at++]!
  }

  #integer(): number | undefined {
    const word = this.#next()
    return word === 0 ? undefined : word - 1
  }

  #wide(): number {
    const low = this.#next()
    return this.#next() * 2 ** 32 + (low >>> 0)
  }

  #string(): string | undefined {
    return this.text(this.#next())
  }
}

const TYPES: Readonly<Record<FactKind, ReadonlyArray<FactColumnType>>> = {
  functions: Object.values(FACT_COLUMNS.functions),
  classes: Object.values(FACT_COLUMNS.classes),
  imports: Object.values(FACT_COLUMNS.imports),
  exports: Object.values(FACT_COLUMNS.exports),
  call_sites: Object.values(FACT_COLUMNS.call_sites)
}

const offsets = (columns: Readonly<Record<string, FactColumnType>>): Readonly<Record<string, number>> => {
  let at = 0
  return Object.fromEntries(
    Object.entries(columns).map(([column, type]) => {
      const offset = at
      at += widthOf(type)
      return [column, offset]
    })
  )
}

const widthOf = (type: FactColumnType): number => (type === "hash" ? 2 : 1)

const lengthOf = (kind: FactKind): number => TYPES[kind].reduce((words, type) => words + widthOf(type), 0)

const FACT_LENGTHS: Readonly<Record<FactKind, number>> = {
  functions: lengthOf("functions"),
  classes: lengthOf("classes"),
  imports: lengthOf("imports"),
  exports: lengthOf("exports"),
  call_sites: lengthOf("call_sites")
}

/** Where the columns of each kind of fact stand among its words. */
export const FACT_OFFSETS = /* @__PURE__ */ Object.fromEntries(
  /* @__PURE__ */ Object.entries(FACT_COLUMNS).map(([kind, columns]) => [kind, offsets(columns)])
  // A boundary: the keys are those of FACT_COLUMNS.
) as unknown as FactOffsets
