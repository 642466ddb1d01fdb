/**
 * The binary form in which facts travel from a parser thread to a storage backend: one transferable buffer a batch.
 *
 * Everything is a 32-bit word. Strings are numbered per batch and stand once, in a table at the end; a string, number or
 * flag that is absent is the word 0 (so they are stored plus one); a hash is two words, 0 when absent. The columns of a row
 * are those of the views (`Views.ts`) except `file` and `qualified_name`, which follow from the file and the owner. The
 * payload for the parse cache is padded to whole words.
 *
 * Layout: header (magic, version, files, words, strings, string bytes), words, end offsets of the strings in UTF-16 units
 * of the joined text, the joined text in UTF-8.
 */
import type { CachedParse } from "./CachedParse.js"
import type { ContentHash } from "./ContentHash.js"
import { fromWords, toBytes, toWords } from "./ContentHash.js"
import type { ErrorCode } from "./ErrorCode.js"
import type { Language } from "./Language.js"
import type { Outcome } from "./Outcome.js"
import type { CallSite, ClassInfo, ExportInfo, FunctionInfo, ImportInfo } from "./ParseResult.js"
import type { ErrorRange } from "./SourceRange.js"
import type { Encoding } from "./Text.js"

/**
 * What a backend does with a file of a batch. `replace`: the row and all facts. `touch`: size, mtime and language only, the
 * facts stay. `keep`: outcome and error only, the facts stay (a file that could not be read).
 */
export type FileMode = "replace" | "touch" | "keep"
const MODES: ReadonlyArray<FileMode> = ["replace", "touch", "keep"]

/** The row of a file. */
export interface FileRow {
  readonly mode: FileMode
  readonly path: string
  readonly language?: Language | undefined
  readonly namespace?: string | undefined
  readonly size: number
  readonly mtimeSecs: number
  readonly mtimeNanos: number
  readonly racy: boolean
  readonly contentHash?: ContentHash | undefined
  readonly outcome: Outcome
  /** Absent when no facts are stored. */
  readonly factsVersion?: number | undefined
  /** The time limit in milliseconds that parsing ran into, 0 when it did not. */
  readonly timedOutAfter: number
  readonly encoding?: Encoding | undefined
  readonly errorCount?: number | undefined
  readonly errorRanges?: ReadonlyArray<ErrorRange> | undefined
  readonly errorCode?: ErrorCode | undefined
  readonly error?: string | undefined
}

/** A file's row with its facts. */
export interface FileFacts {
  readonly file: FileRow
  /** For the parse cache: the parse behind the facts, of the content whose hash is in the row. */
  readonly parse?: Pick<CachedParse, "grammar" | "payload"> | undefined
  readonly functions: ReadonlyArray<FunctionInfo>
  readonly classes: ReadonlyArray<ClassInfo>
  readonly imports: ReadonlyArray<ImportInfo>
  readonly exports: ReadonlyArray<ExportInfo>
  readonly callSites: ReadonlyArray<CallSite>
}

/** `text` covers JSON too: a backend stores it as it is. */
export type FactColumnType = "text" | "integer" | "flag" | "hash"

export const FACT_KINDS = ["functions", "classes", "imports", "exports", "call_sites"] as const
export type FactKind = (typeof FACT_KINDS)[number]

const columns = <const C extends Readonly<Record<string, FactColumnType>>>(definition: C) => definition

/** The columns of each kind of fact, in the order of a decoded row. */
export const FACT_COLUMNS = {
  functions: columns({
    name: "text",
    kind: "text",
    owner: "text",
    namespace: "text",
    line: "integer",
    column: "integer",
    start_line: "integer",
    end_line: "integer",
    start_byte: "integer",
    end_byte: "integer",
    visibility: "text",
    is_exported: "flag",
    is_async: "flag",
    is_generator: "flag",
    is_abstract: "flag",
    is_static: "flag",
    has_body: "flag",
    parameter_count: "integer",
    parameters: "text",
    generics: "text",
    return_type: "text",
    decorators: "text",
    doc: "text",
    body_hash: "hash",
    signature_hash: "hash"
  }),
  classes: columns({
    name: "text",
    kind: "text",
    owner: "text",
    namespace: "text",
    line: "integer",
    column: "integer",
    start_line: "integer",
    end_line: "integer",
    start_byte: "integer",
    end_byte: "integer",
    extends: "text",
    implements: "text",
    generics: "text",
    visibility: "text",
    is_exported: "flag",
    is_abstract: "flag",
    decorators: "text",
    doc: "text",
    properties: "text"
  }),
  imports: columns({
    kind: "text",
    source: "text",
    specifiers: "text",
    is_type_only: "flag",
    line: "integer",
    column: "integer"
  }),
  exports: columns({
    name: "text",
    is_default: "flag",
    is_type_only: "flag",
    source: "text",
    line: "integer",
    column: "integer"
  }),
  call_sites: columns({
    caller: "text",
    callee_name: "text",
    receiver: "text",
    argument_count: "integer",
    is_await: "flag",
    is_new: "flag",
    line: "integer",
    column: "integer"
  })
} as const

const MAGIC = 0x31424644 // "DFB1"
const VERSION = 2
const HEADER = 6

type JsonValue = ReadonlyArray<unknown> | undefined

/** Collects files and packs them. One encoder makes one batch. */
export class FactBatchEncoder {
  #words = new Int32Array(4096)
  #length = 0
  #files = 0
  readonly #strings = new Map<string, number>()

  /** Files added so far. */
  get fileCount(): number {
    return this.#files
  }

  add(facts: FileFacts): void {
    this.#files++
    this.#file(facts.file)
    this.#parse(facts.parse)
    this.#reserve(5)
    this.#words[this.#length++] = facts.functions.length
    this.#words[this.#length++] = facts.classes.length
    this.#words[this.#length++] = facts.imports.length
    this.#words[this.#length++] = facts.exports.length
    this.#words[this.#length++] = facts.callSites.length
    for (const fact of facts.functions) this.#function(fact)
    for (const fact of facts.classes) this.#class(fact)
    for (const fact of facts.imports) this.#import(fact)
    for (const fact of facts.exports) this.#export(fact)
    for (const fact of facts.callSites) this.#call(fact)
  }

  /** A file's row without facts. */
  addFile(file: FileRow): void {
    this.add({ file, functions: [], classes: [], imports: [], exports: [], callSites: [] })
  }

  /** The batch in a buffer of its own, ready to be transferred. */
  finish(): Uint8Array {
    const strings = [...this.#strings.keys()]
    const text = new TextEncoder().encode(strings.join(""))
    const textAt = (HEADER + this.#length + strings.length) * 4
    const packed = new Uint8Array(textAt + text.length)
    const words = new Int32Array(packed.buffer, 0, HEADER + this.#length + strings.length)
    words.set([MAGIC, VERSION, this.#files, this.#length, strings.length, text.length])
    words.set(this.#words.subarray(0, this.#length), HEADER)
    let end = 0
    for (let i = 0; i < strings.length; i++) {
      end += strings[i]!.length
      words[HEADER + this.#length + i] = end
    }
    packed.set(text, textAt)
    return packed
  }

  #file(file: FileRow): void {
    this.#reserve(24)
    this.#integer(MODES.indexOf(file.mode))
    this.#text(file.path)
    this.#text(file.language)
    this.#text(file.namespace)
    this.#wide(file.size)
    this.#wide(file.mtimeSecs)
    this.#integer(file.mtimeNanos)
    this.#flag(file.racy)
    this.#flag(file.contentHash !== undefined)
    this.#hash(file.contentHash)
    this.#text(file.outcome)
    this.#integer(file.factsVersion)
    this.#integer(file.timedOutAfter)
    this.#text(file.encoding)
    this.#integer(file.errorCount)
    this.#json(file.errorRanges?.map((r) => [r.startLine, r.startColumn, r.endLine, r.endColumn]))
    this.#text(file.errorCode)
    this.#text(file.error)
  }

  #parse(parse: FileFacts["parse"]): void {
    const bytes = parse?.payload.length
    this.#reserve(3 + Math.ceil((bytes ?? 0) / 4))
    this.#integer(bytes)
    if (parse === undefined) return
    this.#hash(parse.grammar)
    new Uint8Array(this.#words.buffer).set(parse.payload, this.#length * 4)
    this.#length += Math.ceil(parse.payload.length / 4)
  }

  #function(fact: FunctionInfo): void {
    this.#reserve(32)
    this.#text(fact.name)
    this.#text(fact.kind)
    this.#text(fact.owner)
    this.#text(fact.namespace)
    this.#integer(fact.line)
    this.#integer(fact.column)
    this.#integer(fact.range.startLine)
    this.#integer(fact.range.endLine)
    this.#integer(fact.range.startByte)
    this.#integer(fact.range.endByte)
    this.#text(fact.visibility)
    this.#flag(fact.isExported)
    this.#flag(fact.isAsync)
    this.#flag(fact.isGenerator)
    this.#flag(fact.isAbstract)
    this.#flag(fact.isStatic)
    this.#flag(fact.hasBody)
    this.#integer(fact.parameters?.length)
    this.#json(fact.parameters)
    this.#json(fact.generics)
    this.#text(fact.returnType)
    this.#json(fact.decorators)
    this.#text(fact.doc)
    this.#hash(fact.bodyHash)
    this.#hash(fact.signatureHash)
  }

  #class(fact: ClassInfo): void {
    this.#reserve(24)
    this.#text(fact.name)
    this.#text(fact.kind)
    this.#text(fact.owner)
    this.#text(fact.namespace)
    this.#integer(fact.line)
    this.#integer(fact.column)
    this.#integer(fact.range.startLine)
    this.#integer(fact.range.endLine)
    this.#integer(fact.range.startByte)
    this.#integer(fact.range.endByte)
    this.#text(fact.extends)
    this.#json(fact.implements)
    this.#json(fact.generics)
    this.#text(fact.visibility)
    this.#flag(fact.isExported)
    this.#flag(fact.isAbstract)
    this.#json(fact.decorators)
    this.#text(fact.doc)
    this.#json(fact.properties)
  }

  #import(fact: ImportInfo): void {
    this.#reserve(8)
    this.#text(fact.kind)
    this.#text(fact.source)
    this.#json(fact.specifiers)
    this.#flag(fact.isTypeOnly)
    this.#integer(fact.line)
    this.#integer(fact.column)
  }

  #export(fact: ExportInfo): void {
    this.#reserve(8)
    this.#text(fact.name)
    this.#flag(fact.isDefault)
    this.#flag(fact.isTypeOnly)
    this.#text(fact.source)
    this.#integer(fact.line)
    this.#integer(fact.column)
  }

  #call(fact: CallSite): void {
    this.#reserve(8)
    this.#text(fact.caller)
    this.#text(fact.calleeName)
    this.#text(fact.receiver)
    this.#integer(fact.argumentCount)
    this.#flag(fact.isAwait)
    this.#flag(fact.isNew)
    this.#integer(fact.line)
    this.#integer(fact.column)
  }

  #reserve(words: number): void {
    if (this.#length + words <= this.#words.length) return
    const grown = new Int32Array(Math.max(this.#words.length * 2, this.#length + words))
    grown.set(this.#words.subarray(0, this.#length))
    this.#words = grown
  }

  #integer(value: number | undefined): void {
    this.#words[this.#length++] = value === undefined ? 0 : value + 1
  }

  /** Up to 53 bits in two words, negative values included; never absent. */
  #wide(value: number): void {
    this.#words[this.#length++] = (value % 2 ** 32) | 0
    this.#words[this.#length++] = Math.floor(value / 2 ** 32)
  }

  #flag(value: boolean | undefined): void {
    this.#words[this.#length++] = value === undefined ? 0 : value ? 2 : 1
  }

  #hash(value: ContentHash | undefined): void {
    const [low, high] = value === undefined ? [0, 0] : toWords(value)
    this.#words[this.#length++] = low
    this.#words[this.#length++] = high
  }

  #text(value: string | undefined): void {
    if (value === undefined) {
      this.#words[this.#length++] = 0
      return
    }
    let id = this.#strings.get(value)
    if (id === undefined) {
      id = this.#strings.size + 1
      this.#strings.set(value, id)
    }
    this.#words[this.#length++] = id
  }

  #json(value: JsonValue): void {
    this.#text(value === undefined ? undefined : JSON.stringify(value))
  }
}

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

/**
 * Reads a batch from front to back: `nextFile`, then `nextRow` once for each of its facts in the order of `FACT_KINDS`,
 * then the next file.
 */
export class FactBatchDecoder {
  readonly fileCount: number
  readonly #words: Int32Array
  readonly #text: string
  readonly #ends: Int32Array
  readonly #cache: Array<string | undefined>
  readonly #end: number
  #at = HEADER
  #files = 0

  private constructor(words: Int32Array, text: string) {
    this.#words = words
    this.#end = HEADER + words[3]!
    this.#ends = words.subarray(this.#end, this.#end + words[4]!)
    this.#cache = new Array<string | undefined>(words[4]!)
    this.#text = text
    this.fileCount = words[2]!
  }

  /** `undefined` when the bytes are no batch of this version. */
  static open(packed: Uint8Array): FactBatchDecoder | undefined {
    const bytes = packed.byteOffset % 4 === 0 ? packed : packed.slice()
    if (bytes.length < HEADER * 4) return undefined
    const [magic, version, , length, strings, textBytes] = new Int32Array(bytes.buffer, bytes.byteOffset, HEADER)
    const words = HEADER + length! + strings!
    if (magic !== MAGIC || version !== VERSION || bytes.length !== words * 4 + textBytes!) return undefined
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(words * 4))
    return new FactBatchDecoder(new Int32Array(bytes.buffer, bytes.byteOffset, words), text)
  }

  /** The next file, or `undefined` at the end. */
  nextFile(): DecodedFile | undefined {
    if (this.#files === this.fileCount) return undefined
    this.#files++
    const mode = MODES[this.#integer()!]!
    const path = this.#string()!
    const language = this.#string() as Language | undefined
    const namespace = this.#string()
    const size = this.#wide()
    const mtimeSecs = this.#wide()
    const mtimeNanos = this.#integer()!
    const racy = this.#next() === 2
    const hashed = this.#next() === 2
    const hash = fromWords(this.#next(), this.#next())
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
      contentHash: hashed ? hash : undefined,
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
    const id = this.#next()
    if (id === 0) return undefined
    const known = this.#cache[id - 1]
    if (known !== undefined) return known
    const text = this.#text.slice(id === 1 ? 0 : this.#ends[id - 2]!, this.#ends[id - 1])
    this.#cache[id - 1] = text
    return text
  }
}

const TYPES: Readonly<Record<FactKind, ReadonlyArray<FactColumnType>>> = {
  functions: Object.values(FACT_COLUMNS.functions),
  classes: Object.values(FACT_COLUMNS.classes),
  imports: Object.values(FACT_COLUMNS.imports),
  exports: Object.values(FACT_COLUMNS.exports),
  call_sites: Object.values(FACT_COLUMNS.call_sites)
}
