/** Writes batches of facts: see `FactBatch.ts` for the layout. */
import type { ContentHash } from "./ContentHash.js"
import { BLAKE3_BYTES, toBytes, toWords } from "./ContentHash.js"
import type { FACT_COLUMNS, FactColumnType, FactKind, FileFacts, FileRow } from "./FactBatch.js"
import { FACT_KINDS, HEADER, MAGIC, MODES, VERSION } from "./FactBatch.js"
import { grownWords } from "./Growth.js"
import type { CallSite, ClassInfo, ExportInfo, FunctionInfo, ImportInfo } from "./ParseResult.js"
import { StringTable } from "./StringTable.js"

/**
 * One fact as the words of its columns: the number of a string, `integer` of a number, `flag` of a boolean, 0 where there is
 * none; hashes as they are.
 */
export type FactWords<K extends FactKind> = {
  -readonly [C in keyof (typeof FACT_COLUMNS)[K]]: (typeof FACT_COLUMNS)[K][C] extends "hash" & FactColumnType
    ? bigint | undefined
    : number
}

/** The word of a number. */
export const integer = (value: number | undefined): number => (value === undefined ? 0 : value + 1)

/** The word of a boolean. */
export const flag = (value: boolean | undefined): number => (value === undefined ? 0 : value ? 2 : 1)

/** How far a batch has come. */
export interface BatchMark {
  readonly length: number
  readonly files: number
}

type JsonValue = ReadonlyArray<unknown> | undefined

/**
 * Collects files and packs them. Facts come as objects (`add`), or column by column into rows that are used again and again
 * (`addFile`, then all functions, classes, imports, exports and calls, in this order).
 */
export class FactBatchEncoder {
  /** The strings of the batch. */
  readonly strings = new StringTable()
  #words = new Int32Array(1 << 14)
  #length = 0
  #files = 0
  /** Where the numbers of the facts of the last file stand. */
  #counts = 0

  readonly #function = emptyFunction()
  readonly #class = emptyClass()
  readonly #import = emptyImport()
  readonly #export = emptyExport()
  readonly #call = emptyCall()

  /** Files added so far. */
  get fileCount(): number {
    return this.#files
  }

  /** A file with its facts. */
  add(facts: FileFacts): void {
    this.addFile(facts.file, facts.parse)
    for (const fact of facts.functions) this.addFunction(this.#functionWords(fact))
    for (const fact of facts.classes) this.addClass(this.#classWords(fact))
    for (const fact of facts.imports) this.addImport(this.#importWords(fact))
    for (const fact of facts.exports) this.addExport(this.#exportWords(fact))
    for (const fact of facts.callSites) this.addCall(this.#callWords(fact))
  }

  /** A file's row, alone or with the facts that are added next. */
  addFile(file: FileRow, parse?: FileFacts["parse"]): void {
    this.#files++
    this.#file(file)
    this.#parse(parse)
    this.#reserve(FACT_KINDS.length)
    this.#counts = this.#length
    for (let i = 0; i < FACT_KINDS.length; i++) this.#words[this.#length++] = 0
  }

  /** A place to come back to with `rewind`. */
  mark(): BatchMark {
    return { length: this.#length, files: this.#files }
  }

  /** Drops every file that was added since. Their strings stay. */
  rewind(mark: BatchMark): void {
    this.#length = mark.length
    this.#files = mark.files
  }

  addFunction(row: FactWords<"functions">): void {
    this.#reserve(32)
    const words = this.#words
    let at = this.#length
    words[this.#counts]!++
    words[at++] = row.name
    words[at++] = row.kind
    words[at++] = row.owner
    words[at++] = row.namespace
    words[at++] = row.line
    words[at++] = row.column
    words[at++] = row.start_line
    words[at++] = row.end_line
    words[at++] = row.start_byte
    words[at++] = row.end_byte
    words[at++] = row.visibility
    words[at++] = row.is_exported
    words[at++] = row.is_async
    words[at++] = row.is_generator
    words[at++] = row.is_abstract
    words[at++] = row.is_static
    words[at++] = row.has_body
    words[at++] = row.parameter_count
    words[at++] = row.parameters
    words[at++] = row.generics
    words[at++] = row.return_type
    words[at++] = row.decorators
    words[at++] = row.doc
    this.#length = at
    this.#hash(row.body_hash)
    this.#hash(row.signature_hash)
  }

  addClass(row: FactWords<"classes">): void {
    this.#reserve(24)
    const words = this.#words
    let at = this.#length
    words[this.#counts + 1]!++
    words[at++] = row.name
    words[at++] = row.kind
    words[at++] = row.owner
    words[at++] = row.namespace
    words[at++] = row.line
    words[at++] = row.column
    words[at++] = row.start_line
    words[at++] = row.end_line
    words[at++] = row.start_byte
    words[at++] = row.end_byte
    words[at++] = row.extends
    words[at++] = row.implements
    words[at++] = row.generics
    words[at++] = row.visibility
    words[at++] = row.is_exported
    words[at++] = row.is_abstract
    words[at++] = row.decorators
    words[at++] = row.doc
    words[at++] = row.properties
    this.#length = at
  }

  addImport(row: FactWords<"imports">): void {
    this.#reserve(8)
    const words = this.#words
    let at = this.#length
    words[this.#counts + 2]!++
    words[at++] = row.kind
    words[at++] = row.source
    words[at++] = row.specifiers
    words[at++] = row.is_type_only
    words[at++] = row.line
    words[at++] = row.column
    this.#length = at
  }

  addExport(row: FactWords<"exports">): void {
    this.#reserve(8)
    const words = this.#words
    let at = this.#length
    words[this.#counts + 3]!++
    words[at++] = row.name
    words[at++] = row.is_default
    words[at++] = row.is_type_only
    words[at++] = row.source
    words[at++] = row.line
    words[at++] = row.column
    this.#length = at
  }

  addCall(row: FactWords<"call_sites">): void {
    this.#reserve(8)
    const words = this.#words
    let at = this.#length
    words[this.#counts + 4]!++
    words[at++] = row.caller
    words[at++] = row.callee_name
    words[at++] = row.receiver
    words[at++] = row.argument_count
    words[at++] = row.is_await
    words[at++] = row.is_new
    words[at++] = row.line
    words[at++] = row.column
    this.#length = at
  }

  /** The batch in a buffer of its own, ready to be transferred. The encoder is then empty and keeps its memory. */
  finish(): Uint8Array {
    const strings = this.strings.size
    const textBytes = this.strings.byteLength
    const textAt = (HEADER + this.#length + strings) * 4
    const packed = new Uint8Array(textAt + textBytes)
    const words = new Int32Array(packed.buffer, 0, HEADER + this.#length + strings)
    words.set([MAGIC, VERSION, this.#files, this.#length, strings, textBytes])
    words.set(this.#words.subarray(0, this.#length), HEADER)
    this.strings.pack(words.subarray(HEADER + this.#length), packed.subarray(textAt))
    this.reset()
    return packed
  }

  /** Forgets everything that was added. */
  reset(): void {
    this.strings.reset()
    this.#length = 0
    this.#files = 0
  }

  #file(file: FileRow): void {
    this.#reserve(32)
    this.#put(integer(MODES.indexOf(file.mode)))
    this.#put(this.strings.of(file.path))
    this.#put(this.strings.of(file.language))
    this.#put(this.strings.of(file.namespace))
    this.#wide(file.size)
    this.#wide(file.mtimeSecs)
    this.#put(integer(file.mtimeNanos))
    this.#put(flag(file.racy))
    this.#contentHash(file.contentHash)
    this.#put(this.strings.of(file.outcome))
    this.#put(integer(file.factsVersion))
    this.#put(integer(file.timedOutAfter))
    this.#put(this.strings.of(file.encoding))
    this.#put(integer(file.errorCount))
    this.#put(this.#json(file.errorRanges?.map((r) => [r.startLine, r.startColumn, r.endLine, r.endColumn])))
    this.#put(this.strings.of(file.errorCode))
    this.#put(this.strings.of(file.error))
  }

  #parse(parse: FileFacts["parse"]): void {
    const bytes = parse?.payload.length
    this.#reserve(3 + Math.ceil((bytes ?? 0) / 4))
    this.#put(integer(bytes))
    if (parse === undefined) return
    this.#hash(parse.grammar)
    new Uint8Array(this.#words.buffer).set(parse.payload, this.#length * 4)
    this.#length += Math.ceil(parse.payload.length / 4)
  }

  #functionWords(fact: FunctionInfo): FactWords<"functions"> {
    const row = this.#function
    row.name = this.strings.of(fact.name)
    row.kind = this.strings.of(fact.kind)
    row.owner = this.strings.of(fact.owner)
    row.namespace = this.strings.of(fact.namespace)
    row.line = integer(fact.line)
    row.column = integer(fact.column)
    row.start_line = integer(fact.range.startLine)
    row.end_line = integer(fact.range.endLine)
    row.start_byte = integer(fact.range.startByte)
    row.end_byte = integer(fact.range.endByte)
    row.visibility = this.strings.of(fact.visibility)
    row.is_exported = flag(fact.isExported)
    row.is_async = flag(fact.isAsync)
    row.is_generator = flag(fact.isGenerator)
    row.is_abstract = flag(fact.isAbstract)
    row.is_static = flag(fact.isStatic)
    row.has_body = flag(fact.hasBody)
    row.parameter_count = integer(fact.parameters?.length)
    row.parameters = this.#json(fact.parameters)
    row.generics = this.#json(fact.generics)
    row.return_type = this.strings.of(fact.returnType)
    row.decorators = this.#json(fact.decorators)
    row.doc = this.strings.of(fact.doc)
    row.body_hash = fact.bodyHash
    row.signature_hash = fact.signatureHash
    return row
  }

  #classWords(fact: ClassInfo): FactWords<"classes"> {
    const row = this.#class
    row.name = this.strings.of(fact.name)
    row.kind = this.strings.of(fact.kind)
    row.owner = this.strings.of(fact.owner)
    row.namespace = this.strings.of(fact.namespace)
    row.line = integer(fact.line)
    row.column = integer(fact.column)
    row.start_line = integer(fact.range.startLine)
    row.end_line = integer(fact.range.endLine)
    row.start_byte = integer(fact.range.startByte)
    row.end_byte = integer(fact.range.endByte)
    row.extends = this.strings.of(fact.extends)
    row.implements = this.#json(fact.implements)
    row.generics = this.#json(fact.generics)
    row.visibility = this.strings.of(fact.visibility)
    row.is_exported = flag(fact.isExported)
    row.is_abstract = flag(fact.isAbstract)
    row.decorators = this.#json(fact.decorators)
    row.doc = this.strings.of(fact.doc)
    row.properties = this.#json(fact.properties)
    return row
  }

  #importWords(fact: ImportInfo): FactWords<"imports"> {
    const row = this.#import
    row.kind = this.strings.of(fact.kind)
    row.source = this.strings.of(fact.source)
    row.specifiers = this.#json(fact.specifiers)
    row.is_type_only = flag(fact.isTypeOnly)
    row.line = integer(fact.line)
    row.column = integer(fact.column)
    return row
  }

  #exportWords(fact: ExportInfo): FactWords<"exports"> {
    const row = this.#export
    row.name = this.strings.of(fact.name)
    row.is_default = flag(fact.isDefault)
    row.is_type_only = flag(fact.isTypeOnly)
    row.source = this.strings.of(fact.source)
    row.line = integer(fact.line)
    row.column = integer(fact.column)
    return row
  }

  #callWords(fact: CallSite): FactWords<"call_sites"> {
    const row = this.#call
    row.caller = this.strings.of(fact.caller)
    row.callee_name = this.strings.of(fact.calleeName)
    row.receiver = this.strings.of(fact.receiver)
    row.argument_count = integer(fact.argumentCount)
    row.is_await = flag(fact.isAwait)
    row.is_new = flag(fact.isNew)
    row.line = integer(fact.line)
    row.column = integer(fact.column)
    return row
  }

  #reserve(words: number): void {
    if (this.#length + words <= this.#words.length) return
    this.#words = grownWords(this.#words, this.#length + words)
  }

  #put(word: number): void {
    this.#words[this.#length++] = word
  }

  /** Up to 53 bits in two words, negative values included; never absent. */
  #wide(value: number): void {
    this.#put((value % 2 ** 32) | 0)
    this.#put(Math.floor(value / 2 ** 32))
  }

  #contentHash(value: ContentHash | undefined): void {
    if (typeof value !== "string") {
      this.#put(value === undefined ? 0 : 2)
      if (value !== undefined) this.#hash(value)
      return
    }
    this.#put(BLAKE3_BYTES / 4)
    new Uint8Array(this.#words.buffer).set(toBytes(value), this.#length * 4)
    this.#length += BLAKE3_BYTES / 4
  }

  #hash(value: bigint | undefined): void {
    if (value === undefined) {
      this.#put(0)
      this.#put(0)
      return
    }
    const [low, high] = toWords(value)
    this.#put(low)
    this.#put(high)
  }

  #json(value: JsonValue): number {
    return value === undefined ? 0 : this.strings.of(JSON.stringify(value))
  }
}

/** A row without anything, to be filled and added. */
export const emptyFunction = (): FactWords<"functions"> => ({
  name: 0,
  kind: 0,
  owner: 0,
  namespace: 0,
  line: 0,
  column: 0,
  start_line: 0,
  end_line: 0,
  start_byte: 0,
  end_byte: 0,
  visibility: 0,
  is_exported: 0,
  is_async: 0,
  is_generator: 0,
  is_abstract: 0,
  is_static: 0,
  has_body: 0,
  parameter_count: 0,
  parameters: 0,
  generics: 0,
  return_type: 0,
  decorators: 0,
  doc: 0,
  body_hash: undefined,
  signature_hash: undefined
})

/** As `emptyFunction`. */
export const emptyClass = (): FactWords<"classes"> => ({
  name: 0,
  kind: 0,
  owner: 0,
  namespace: 0,
  line: 0,
  column: 0,
  start_line: 0,
  end_line: 0,
  start_byte: 0,
  end_byte: 0,
  extends: 0,
  implements: 0,
  generics: 0,
  visibility: 0,
  is_exported: 0,
  is_abstract: 0,
  decorators: 0,
  doc: 0,
  properties: 0
})

/** As `emptyFunction`. */
export const emptyImport = (): FactWords<"imports"> => ({
  kind: 0,
  source: 0,
  specifiers: 0,
  is_type_only: 0,
  line: 0,
  column: 0
})

/** As `emptyFunction`. */
export const emptyExport = (): FactWords<"exports"> => ({
  name: 0,
  is_default: 0,
  is_type_only: 0,
  source: 0,
  line: 0,
  column: 0
})

/** As `emptyFunction`. */
export const emptyCall = (): FactWords<"call_sites"> => ({
  caller: 0,
  callee_name: 0,
  receiver: 0,
  argument_count: 0,
  is_await: 0,
  is_new: 0,
  line: 0,
  column: 0
})
