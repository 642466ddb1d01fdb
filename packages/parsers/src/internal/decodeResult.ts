/** A batch of one file as the canonical result, for people and tests: the facts are made once, as rows. */
import { xxh3FromBytes } from "@drift/core/ContentHash"
import type { FactKind } from "@drift/core/FactBatch"
import { FACT_COLUMNS } from "@drift/core/FactBatch"
import type { FactValue } from "@drift/core/FactBatchDecoder"
import { FactBatchDecoder } from "@drift/core/FactBatchDecoder"
import type {
  CallSite,
  ClassInfo,
  ExportInfo,
  Expressions,
  FunctionInfo,
  ImportInfo,
  ParseResult
} from "@drift/core/ParseResult"
import type { SourceRange } from "@drift/core/SourceRange"

/** `undefined` when the file has no facts. What a batch does not hold is absent unless it is given. */
export const decodeResult = (batch: Uint8Array, expressions?: Expressions): ParseResult | undefined => {
  const decoder = FactBatchDecoder.open(batch)
  const file = decoder?.nextFile()
  if (decoder === undefined || file === undefined) return undefined
  const { contentHash, errorCount, language, namespace, outcome, path } = file.row
  if (outcome !== "parsed" && outcome !== "parsedWithErrors") return undefined
  if (language === undefined || contentHash === undefined) return undefined
  const facts = <A>(kind: FactKind, make: (row: Row) => A): ReadonlyArray<A> => {
    const columns = Object.keys(FACT_COLUMNS[kind])
    return Array.from({ length: file.counts[kind] }, () => make(new Row(columns, decoder.nextRow(kind, []))))
  }
  return {
    file: path,
    language,
    contentHash,
    namespace,
    functions: facts("functions", functionInfo),
    classes: facts("classes", classInfo),
    imports: facts("imports", importInfo),
    exports: facts("exports", exportInfo),
    callSites: facts("call_sites", callSite),
    ...expressions,
    errorCount: errorCount ?? 0,
    errorRanges: ranges(file.errorRangesJson)
  }
}

/** Values by column. What was encoded from facts has the types of facts, so they are taken as such. */
class Row {
  readonly #values: ReadonlyMap<string, FactValue>

  constructor(columns: ReadonlyArray<string>, values: ReadonlyArray<FactValue>) {
    this.#values = new Map(columns.map((column, i) => [column, values[i] ?? null]))
  }

  text<A extends string = string>(column: string): A | undefined {
    return (this.#values.get(column) ?? undefined) as A | undefined
  }

  number(column: string): number {
    return (this.#values.get(column) ?? 0) as number
  }

  flag(column: string): boolean | undefined {
    const value = this.#values.get(column) ?? null
    return value === null ? undefined : value === 1
  }

  hash(column: string): bigint | undefined {
    const value = this.#values.get(column) ?? null
    return value === null ? undefined : xxh3FromBytes(value as Uint8Array)
  }

  json<A>(column: string): A | undefined {
    const text = this.text(column)
    return text === undefined ? undefined : (JSON.parse(text) as A)
  }
}

const qualified = (row: Row): string => {
  const owner = row.text("owner")
  return owner === undefined ? row.text("name")! : `${owner}.${row.text("name")!}`
}

const rangeOf = (row: Row): SourceRange => ({
  startByte: row.number("start_byte"),
  endByte: row.number("end_byte"),
  startLine: row.number("start_line"),
  endLine: row.number("end_line")
})

/** What functions and types have alike. */
const declaration = <K extends FunctionInfo["kind"] | ClassInfo["kind"]>(row: Row) => ({
  name: row.text("name")!,
  qualifiedName: qualified(row),
  kind: row.text<K>("kind")!,
  owner: row.text("owner"),
  namespace: row.text("namespace"),
  line: row.number("line"),
  column: row.number("column"),
  range: rangeOf(row),
  generics: row.json<NonNullable<FunctionInfo["generics"]>>("generics"),
  visibility: row.text<NonNullable<FunctionInfo["visibility"]>>("visibility"),
  isExported: row.flag("is_exported"),
  isAbstract: row.flag("is_abstract"),
  decorators: row.json<NonNullable<FunctionInfo["decorators"]>>("decorators"),
  doc: row.text("doc")
})

const functionInfo = (row: Row): FunctionInfo => ({
  ...declaration<FunctionInfo["kind"]>(row),
  hasBody: row.flag("has_body") === true,
  isAsync: row.flag("is_async"),
  isGenerator: row.flag("is_generator"),
  isStatic: row.flag("is_static"),
  parameters: row.json("parameters"),
  returnType: row.text("return_type"),
  bodyHash: row.hash("body_hash"),
  signatureHash: row.hash("signature_hash")
})

const classInfo = (row: Row): ClassInfo => ({
  ...declaration<ClassInfo["kind"]>(row),
  extends: row.text("extends"),
  implements: row.json("implements"),
  properties: row.json("properties")
})

const importInfo = (row: Row): ImportInfo => ({
  kind: row.text<ImportInfo["kind"]>("kind")!,
  source: row.text("source")!,
  specifiers: row.json<ImportInfo["specifiers"]>("specifiers") ?? [],
  isTypeOnly: row.flag("is_type_only") === true,
  line: row.number("line"),
  column: row.number("column")
})

const exportInfo = (row: Row): ExportInfo => ({
  name: row.text("name")!,
  isDefault: row.flag("is_default") === true,
  isTypeOnly: row.flag("is_type_only") === true,
  source: row.text("source"),
  line: row.number("line"),
  column: row.number("column")
})

const callSite = (row: Row): CallSite => ({
  caller: row.text("caller"),
  calleeName: row.text("callee_name")!,
  receiver: row.text("receiver"),
  argumentCount: row.number("argument_count"),
  isAwait: row.flag("is_await") === true,
  isNew: row.flag("is_new") === true,
  line: row.number("line"),
  column: row.number("column")
})

type RangeRow = readonly [startLine: number, startColumn: number, endLine: number, endColumn: number]

const ranges = (json: string | undefined): ParseResult["errorRanges"] =>
  (JSON.parse(json ?? "[]") as ReadonlyArray<RangeRow>).map(([startLine, startColumn, endLine, endColumn]) => ({
    startLine,
    startColumn,
    endLine,
    endColumn
  }))
