/** Writes batches of facts: see `FactBatch.ts` for the layout. */
import type { ContentHash } from "./ContentHash.js"
import { toWords } from "./ContentHash.js"
import type { FileFacts, FileRow } from "./FactBatch.js"
import { HEADER, MAGIC, MODES, VERSION } from "./FactBatch.js"
import type { CallSite, ClassInfo, ExportInfo, FunctionInfo, ImportInfo } from "./ParseResult.js"

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
