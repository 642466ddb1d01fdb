import { toBytes } from "@drift/core/ContentHash"
import type { FactKind, FileFacts, FileRow } from "@drift/core/FactBatch"
import type { FactValue } from "@drift/core/FactBatchDecoder"
import { FACT_COLUMNS, FACT_KINDS } from "@drift/core/FactBatch"
import { FACT_OFFSETS, FactBatchDecoder } from "@drift/core/FactBatchDecoder"
import { FactBatchEncoder } from "@drift/core/FactBatchEncoder"
import { ERROR_CODES } from "@drift/core/ErrorCode"
import { LANGUAGES } from "@drift/core/Language"
import { OUTCOMES } from "@drift/core/Outcome"
import { CallSite, ClassInfo, ExportInfo, FunctionInfo, ImportInfo } from "@drift/core/ParseResult"
import { ENCODINGS } from "@drift/core/Text"
import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as FastCheck from "effect/FastCheck"
import type * as Schema from "effect/Schema"

/** Positions and counts are whole numbers that fit a word. */
const nat = FastCheck.nat(2 ** 30)
const text = FastCheck.string({ unit: "binary", maxLength: 12 })
const hash = FastCheck.bigInt({ min: 1n, max: 2n ** 64n - 1n })
const optional = <A>(arbitrary: FastCheck.Arbitrary<A>) => FastCheck.option(arbitrary, { nil: undefined })

const integers = {
  line: nat,
  column: nat,
  range: FastCheck.record({ startByte: nat, endByte: nat, startLine: nat, endLine: nat })
}

/** Values of a schema, with numbers and hashes that the codec can hold. */
const facts = <A extends object, I>(
  schema: Schema.Schema<A, I>,
  replaced: Readonly<Record<string, FastCheck.Arbitrary<unknown>>>
) =>
  FastCheck.tuple(Arbitrary.make(schema), FastCheck.record(replaced)).map(([fact, more]): A => ({ ...fact, ...more }))

const fileRow: FastCheck.Arbitrary<FileRow> = FastCheck.record({
  mode: FastCheck.constantFrom("replace", "touch", "keep"),
  path: text,
  language: optional(FastCheck.constantFrom(...LANGUAGES)),
  namespace: optional(text),
  size: FastCheck.maxSafeNat(),
  mtimeSecs: FastCheck.integer({ min: -(2 ** 40), max: 2 ** 40 }),
  mtimeNanos: FastCheck.nat(999_999_999),
  racy: FastCheck.boolean(),
  contentHash: optional(
    FastCheck.oneof(
      FastCheck.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      FastCheck.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("hex"))
    )
  ),
  outcome: FastCheck.constantFrom(...OUTCOMES),
  factsVersion: optional(nat),
  timedOutAfter: nat,
  encoding: optional(FastCheck.constantFrom(...ENCODINGS)),
  errorCount: optional(nat),
  errorRanges: optional(
    FastCheck.array(FastCheck.record({ startLine: nat, startColumn: nat, endLine: nat, endColumn: nat }), {
      maxLength: 3
    })
  ),
  errorCode: optional(FastCheck.constantFrom(...ERROR_CODES)),
  error: optional(text)
})

const few = <A>(arbitrary: FastCheck.Arbitrary<A>) => FastCheck.array(arbitrary, { maxLength: 3 })

const fileFacts: FastCheck.Arbitrary<FileFacts> = FastCheck.record({
  file: fileRow,
  parse: optional(FastCheck.record({ grammar: hash, payload: FastCheck.uint8Array({ maxLength: 20 }) })),
  functions: few(facts(FunctionInfo, { ...integers, bodyHash: optional(hash), signatureHash: optional(hash) })),
  classes: few(facts(ClassInfo, integers)),
  imports: few(facts(ImportInfo, { line: nat, column: nat })),
  exports: few(facts(ExportInfo, { line: nat, column: nat })),
  callSites: few(facts(CallSite, { line: nat, column: nat, argumentCount: nat }))
})

const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
const flag = (value: boolean | undefined) => (value === undefined ? null : value ? 1 : 0)
const bytes = (value: bigint | undefined) => (value === undefined ? null : toBytes(value))

/** The rows that a backend must read, written out once more by hand. */
const expectedRows = (
  file: FileFacts
): Readonly<Record<FactKind, ReadonlyArray<Readonly<Record<string, FactValue>>>>> => {
  const position = (fact: FunctionInfo | ClassInfo) => ({
    line: fact.line,
    column: fact.column,
    start_line: fact.range.startLine,
    end_line: fact.range.endLine,
    start_byte: fact.range.startByte,
    end_byte: fact.range.endByte
  })
  return {
    functions: file.functions.map((fact) => ({
      name: fact.name,
      kind: fact.kind,
      owner: fact.owner ?? null,
      namespace: fact.namespace ?? null,
      ...position(fact),
      visibility: fact.visibility ?? null,
      is_exported: flag(fact.isExported),
      is_async: flag(fact.isAsync),
      is_generator: flag(fact.isGenerator),
      is_abstract: flag(fact.isAbstract),
      is_static: flag(fact.isStatic),
      has_body: flag(fact.hasBody),
      parameter_count: fact.parameters?.length ?? null,
      parameters: json(fact.parameters),
      generics: json(fact.generics),
      return_type: fact.returnType ?? null,
      decorators: json(fact.decorators),
      doc: fact.doc ?? null,
      body_hash: bytes(fact.bodyHash),
      signature_hash: bytes(fact.signatureHash)
    })),
    classes: file.classes.map((fact) => ({
      name: fact.name,
      kind: fact.kind,
      owner: fact.owner ?? null,
      namespace: fact.namespace ?? null,
      ...position(fact),
      extends: fact.extends ?? null,
      implements: json(fact.implements),
      generics: json(fact.generics),
      visibility: fact.visibility ?? null,
      is_exported: flag(fact.isExported),
      is_abstract: flag(fact.isAbstract),
      decorators: json(fact.decorators),
      doc: fact.doc ?? null,
      properties: json(fact.properties)
    })),
    imports: file.imports.map((fact) => ({
      kind: fact.kind,
      source: fact.source,
      specifiers: json(fact.specifiers),
      is_type_only: flag(fact.isTypeOnly),
      line: fact.line,
      column: fact.column
    })),
    exports: file.exports.map((fact) => ({
      name: fact.name,
      is_default: flag(fact.isDefault),
      is_type_only: flag(fact.isTypeOnly),
      source: fact.source ?? null,
      line: fact.line,
      column: fact.column
    })),
    call_sites: file.callSites.map((fact) => ({
      caller: fact.caller ?? null,
      callee_name: fact.calleeName,
      receiver: fact.receiver ?? null,
      argument_count: fact.argumentCount,
      is_await: flag(fact.isAwait),
      is_new: flag(fact.isNew),
      line: fact.line,
      column: fact.column
    }))
  }
}

const encode = (files: ReadonlyArray<FileFacts>) => {
  const encoder = new FactBatchEncoder()
  for (const file of files) encoder.add(file)
  return encoder.finish()
}

interface DecodedFacts {
  readonly row: FileRow
  readonly parse: FileFacts["parse"]
  readonly errorRangesJson: string | undefined
  readonly rows: Readonly<Record<string, ReadonlyArray<Readonly<Record<string, FactValue | undefined>>>>>
}

const decode = (packed: Uint8Array): ReadonlyArray<DecodedFacts> => {
  const decoder = FactBatchDecoder.open(packed)!
  const files: Array<DecodedFacts> = []
  for (let next = decoder.nextFile(); next !== undefined; next = decoder.nextFile()) {
    const rows = Object.fromEntries(
      FACT_KINDS.map((kind) => {
        const names = Object.keys(FACT_COLUMNS[kind])
        return [
          kind,
          Array.from({ length: next.counts[kind] }, () => {
            const values = decoder.nextRow(kind, [])
            return Object.fromEntries(names.map((name, i) => [name, values[i]]))
          })
        ]
      })
    )
    files.push({ row: next.row, parse: next.parse, errorRangesJson: next.errorRangesJson, rows })
  }
  return files
}

const row = (path: string, more: Partial<FileRow> = {}): FileRow => ({
  mode: "replace",
  path,
  size: 1,
  mtimeSecs: 2,
  mtimeNanos: 3,
  racy: false,
  outcome: "noLanguage",
  timedOutAfter: 0,
  ...more
})

describe("A fact batch", () => {
  it("gives back every file and every fact", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.array(fileFacts, { maxLength: 5 }), (files) => {
        assert.deepStrictEqual(
          decode(encode(files)),
          files.map((file) => {
            const { errorRanges, ...rest } = file.file
            const ranges = errorRanges?.map((r) => [r.startLine, r.startColumn, r.endLine, r.endColumn])
            return {
              row: rest,
              parse: file.parse,
              errorRangesJson: ranges === undefined ? undefined : JSON.stringify(ranges),
              rows: expectedRows(file)
            }
          })
        )
      }),
      { numRuns: 60 }
    )
  })

  it("can be read by the numbers of its strings, without decoding what is passed over", () => {
    const range = { startByte: 0, endByte: 0, startLine: 1, endLine: 1 }
    const base = { qualifiedName: "", kind: "method", line: 7, column: 1, hasBody: true, range } as const
    const decoder = FactBatchDecoder.open(
      encode([
        {
          file: row("a"),
          functions: [
            { ...base, name: "größe" },
            { ...base, name: "f", owner: "größe", bodyHash: 0x0807060504030201n }
          ],
          classes: [],
          imports: [],
          exports: [],
          callSites: [{ calleeName: "größe", argumentCount: 2, isAwait: true, isNew: false, line: 1, column: 9 }]
        }
      ])
    )!
    decoder.nextFile()
    decoder.skip("functions", 1)
    const { call_sites: callSite, functions } = FACT_OFFSETS
    const f = decoder.nextFact("functions")
    const call = decoder.nextFact("call_sites")
    const { words } = decoder
    const name = words[f + functions.name]!
    const owner = words[f + functions.owner]!
    assert.deepStrictEqual([decoder.text(name), decoder.text(owner), decoder.text(0)], ["f", "größe", undefined])
    assert.deepStrictEqual(
      [name, owner, 0].map((number) => decoder.endOf(number) - decoder.startOf(number)),
      [1, 7, 0]
    )
    assert.strictEqual(
      Buffer.from(decoder.textBytes.subarray(decoder.startOf(owner), decoder.endOf(owner))).toString(),
      "größe"
    )
    assert.deepStrictEqual([words[f + functions.line], words[f + functions.has_body]], [8, 2])
    assert.deepStrictEqual([...decoder.hashAt(f + functions.body_hash)!], [1, 2, 3, 4, 5, 6, 7, 8])
    assert.isNull(decoder.hashAt(f + functions.signature_hash))
    assert.strictEqual(words[call + callSite.callee_name], owner)
    assert.deepStrictEqual(
      [words[call + callSite.caller], words[call + callSite.argument_count], words[call + callSite.column]],
      [0, 3, 10]
    )
    assert.isUndefined(decoder.nextFile())
    assert.isAtMost(Math.max(name, owner), decoder.stringCount)
  })

  it("tells absent from empty: text, lists, flags and numbers", () => {
    const base = { name: "f", qualifiedName: "f", kind: "function", line: 1, column: 1, hasBody: true } as const
    const range = { startByte: 0, endByte: 0, startLine: 1, endLine: 1 }
    const absent = { ...base, range }
    const empty = { ...base, range, doc: "", parameters: [], isAsync: false }
    const [file] = decode(
      encode([{ file: row("a"), functions: [absent, empty], classes: [], imports: [], exports: [], callSites: [] }])
    )
    const columns = (fact: Readonly<Record<string, unknown>> | undefined) => [
      fact?.["doc"],
      fact?.["parameters"],
      fact?.["parameter_count"],
      fact?.["is_async"]
    ]
    assert.deepStrictEqual(columns(file?.rows["functions"]?.[0]), [null, null, null, null])
    assert.deepStrictEqual(columns(file?.rows["functions"]?.[1]), ["", "[]", 0, 0])
  })

  it("keeps strings apart that only differ in where one ends, and those outside the BMP", () => {
    const paths = ["", "a", "ab", "b", "\u{1f600}", "\u{1f600}x", "\ufeff", "日本語"]
    const encoder = new FactBatchEncoder()
    for (const path of paths) encoder.addFile(row(path, { error: `${path}!` }))
    assert.deepStrictEqual(
      decode(encoder.finish()).map((file) => [file.row.path, file.row.error]),
      paths.map((path) => [path, `${path}!`])
    )
  })

  it("keeps its place when a string holds half a surrogate pair, which UTF-8 cannot", () => {
    const files = decode(
      encode(
        [row("a", { error: "x\ud800" }), row("b", { error: "after" })].map((file) => ({
          file,
          functions: [],
          classes: [],
          imports: [],
          exports: [],
          callSites: []
        }))
      )
    )
    assert.deepStrictEqual(
      files.map((file) => [file.row.path, file.row.error]),
      [
        ["a", "x\ufffd"],
        ["b", "after"]
      ]
    )
  })

  it("grows with its files", () => {
    const encoder = new FactBatchEncoder()
    for (let i = 0; i < 3000; i++) encoder.addFile(row(`f${i}`, { size: i }))
    assert.strictEqual(encoder.fileCount, 3000)
    const files = decode(encoder.finish())
    assert.strictEqual(files.length, 3000)
    assert.deepStrictEqual([files[2999]?.row.path, files[2999]?.row.size], ["f2999", 2999])
  })

  it("may be empty", () => {
    assert.deepStrictEqual(decode(new FactBatchEncoder().finish()), [])
  })

  it("is undefined for bytes that are something else or cut short", () => {
    const packed = encode([{ file: row("a"), functions: [], classes: [], imports: [], exports: [], callSites: [] }])
    assert.strictEqual(FactBatchDecoder.open(new TextEncoder().encode("x".repeat(100))), undefined)
    for (let length = 0; length < packed.length; length++) {
      assert.strictEqual(FactBatchDecoder.open(packed.subarray(0, length)), undefined, `${length} bytes`)
    }
    const otherVersion = packed.slice()
    otherVersion[4] = 99
    assert.strictEqual(FactBatchDecoder.open(otherVersion), undefined)
  })

  it("reads from any offset of a buffer", () => {
    const packed = encode([{ file: row("a"), functions: [], classes: [], imports: [], exports: [], callSites: [] }])
    for (let offset = 0; offset < 8; offset++) {
      const around = new Uint8Array(offset + packed.length)
      around.set(packed, offset)
      assert.strictEqual(decode(around.subarray(offset))[0]?.row.path, "a")
    }
  })
})
