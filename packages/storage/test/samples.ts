/** Facts to store. */
import type { FileFacts, FileRow } from "@drift/core/FactBatch"
import { FactBatchEncoder } from "@drift/core/FactBatchEncoder"
import type { CallSite, ClassInfo, ExportInfo, FunctionInfo, ImportInfo } from "@drift/core/ParseResult"
import * as FastCheck from "effect/FastCheck"

export const fileRow = (path: string, overrides: Partial<FileRow> = {}): FileRow => ({
  mode: "replace",
  path,
  language: "typescript",
  size: 120,
  mtimeSecs: 1_700_000_000,
  mtimeNanos: 123_456_789,
  racy: false,
  contentHash: 0x0123456789abcdefn,
  outcome: "parsed",
  factsVersion: 1,
  timedOutAfter: 0,
  encoding: "utf-8",
  errorCount: 0,
  errorRanges: [],
  ...overrides
})

/** A hash by the algorithm that is not the default. */
export const BLAKE3 = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"

export const functionInfo = (name: string, line: number, overrides: Partial<FunctionInfo> = {}): FunctionInfo => ({
  name,
  qualifiedName: overrides.owner === undefined ? name : `${overrides.owner}.${name}`,
  kind: "function",
  line,
  column: 10,
  range: { startByte: line * 10, endByte: line * 10 + 9, startLine: line, endLine: line + 1 },
  hasBody: true,
  ...overrides
})

export const classInfo = (name: string, line: number, overrides: Partial<ClassInfo> = {}): ClassInfo => ({
  name,
  qualifiedName: overrides.owner === undefined ? name : `${overrides.owner}.${name}`,
  kind: "class",
  line,
  column: 7,
  range: { startByte: 0, endByte: 99, startLine: line, endLine: line + 9 },
  ...overrides
})

export const importInfo = (source: string, line: number, overrides: Partial<ImportInfo> = {}): ImportInfo => ({
  kind: "import",
  source,
  specifiers: [{ name: "default", alias: "x" }],
  isTypeOnly: false,
  line,
  column: 1,
  ...overrides
})

export const exportInfo = (name: string, line: number, overrides: Partial<ExportInfo> = {}): ExportInfo => ({
  name,
  isDefault: false,
  isTypeOnly: false,
  line,
  column: 14,
  ...overrides
})

export const callSite = (calleeName: string, line: number, overrides: Partial<CallSite> = {}): CallSite => ({
  calleeName,
  argumentCount: 0,
  isAwait: false,
  isNew: false,
  line,
  column: 3,
  ...overrides
})

export const facts = (file: FileRow, of: Partial<Omit<FileFacts, "file">> = {}): FileFacts => ({
  file,
  functions: [],
  classes: [],
  imports: [],
  exports: [],
  callSites: [],
  ...of
})

export const batch = (...files: ReadonlyArray<FileFacts>): Uint8Array => {
  const encoder = new FactBatchEncoder()
  for (const file of files) encoder.add(file)
  return encoder.finish()
}

/** One file that has everything, with names as people do write them. */
export const rich = (path: string): FileFacts =>
  facts(
    fileRow(path, {
      namespace: "app.core",
      errorCount: 2,
      errorRanges: [{ startLine: 3, startColumn: 1, endLine: 3, endColumn: 9 }]
    }),
    {
      functions: [
        functionInfo("find", 3, { owner: "Repo", kind: "method", namespace: "app.core" }),
        functionInfo("find", 9, {
          owner: "Repo",
          kind: "method",
          visibility: "protected",
          isExported: true,
          isAsync: true,
          isGenerator: false,
          isAbstract: false,
          isStatic: true,
          hasBody: false,
          parameters: [
            { name: "id", type: "string" },
            { name: "größe", default: "'é\"\\'", rest: true, optional: false }
          ],
          generics: [{ name: "T", bounds: ["A", 'B<"x">'] }],
          returnType: "Promise<T>",
          decorators: [{ name: "Get", arguments: [{ value: "'/:id'" }], text: "@Get('/:id')" }],
          doc: "Finds.\nMore 𝒹oc 👩‍👩‍👧",
          bodyHash: 0xffffffffffffffffn,
          signatureHash: 1n
        }),
        functionInfo("größe𝒳", 12, { parameters: [], doc: "" }),
        functionInfo("[Symbol.iterator]", 20, { owner: "Repo.Inner", kind: "getter", visibility: "private" })
      ],
      classes: [
        classInfo("Repo", 1, {
          kind: "interface",
          namespace: "app.core",
          extends: "Base<'q'>",
          implements: ["A", "B"],
          generics: [],
          visibility: "public",
          isExported: true,
          isAbstract: true,
          decorators: [],
          doc: "Doc",
          properties: [
            { name: "db", type: "Db", visibility: "private", static: false, readonly: true, tags: { json: "d" } }
          ]
        }),
        classInfo("Inner", 18, { owner: "Repo", kind: "enum" })
      ],
      imports: [
        importInfo("./a'b\"c", 1),
        importInfo("", 2, { kind: "require", isTypeOnly: true, specifiers: [] }),
        importInfo("日本語", 2, { kind: "dynamic", specifiers: [{ name: "*", alias: "ns" }] })
      ],
      exports: [
        exportInfo("default", 1, { isDefault: true }),
        exportInfo("*", 2, { source: "./other", isTypeOnly: true })
      ],
      callSites: [
        callSite("query", 4, { caller: "Repo.find", receiver: "this.db", argumentCount: 3, isAwait: true }),
        callSite("query", 10, {
          caller: "größe𝒳",
          receiver: `${"chain().".repeat(12)}…`,
          isNew: true,
          argumentCount: 300
        }),
        callSite("boot", 30),
        callSite("init", 31, { caller: "Repo", receiver: "" }),
        callSite("step", 32, { caller: "Repo.Inner.[Symbol.iterator]", receiver: "𝒳" })
      ]
    }
  )

const text = FastCheck.oneof(
  FastCheck.string({ maxLength: 60 }),
  FastCheck.fullUnicodeString({ maxLength: 8 }),
  FastCheck.constantFrom("", "a.b", "*", "x'y", 'q"', "\\", "\n", "\0", "get", "run", "Repo")
)
const optional = <A>(arbitrary: FastCheck.Arbitrary<A>) => FastCheck.option(arbitrary, { nil: undefined })
const flag = optional(FastCheck.boolean())
const small = FastCheck.nat({ max: 5000 })
const hash = optional(FastCheck.bigUintN(64).filter((value) => value !== 0n))

/** Without the keys whose value is undefined, as facts are written. */
const compact = <A extends object>(value: object): A =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as A

const range = FastCheck.record({ startByte: small, endByte: small, startLine: small, endLine: small })
const parameter = FastCheck.record({ name: text, type: optional(text) }).map((value) =>
  compact<{ name: string }>(value)
)
const generic = FastCheck.record({ name: text, bounds: FastCheck.array(text, { maxLength: 2 }) })

const anyFunction = FastCheck.record({
  name: text,
  qualifiedName: FastCheck.constant(""),
  kind: FastCheck.constantFrom("function", "method", "constructor", "getter", "setter"),
  owner: optional(text),
  namespace: optional(text),
  line: small,
  column: small,
  range,
  hasBody: FastCheck.boolean(),
  visibility: optional(FastCheck.constantFrom("public", "protected", "private", "internal")),
  isExported: flag,
  isAsync: flag,
  isGenerator: flag,
  isAbstract: flag,
  isStatic: flag,
  parameters: optional(FastCheck.array(parameter, { maxLength: 3 })),
  generics: optional(FastCheck.array(generic, { maxLength: 2 })),
  returnType: optional(text),
  doc: optional(text),
  bodyHash: hash,
  signatureHash: hash
}).map((value) => compact<FunctionInfo>(value))

const anyClass = FastCheck.record({
  name: text,
  qualifiedName: FastCheck.constant(""),
  kind: FastCheck.constantFrom(
    "class",
    "trait",
    "union",
    "alias",
    "object",
    "module",
    "annotation",
    "record",
    "struct"
  ),
  owner: optional(text),
  namespace: optional(text),
  line: small,
  column: small,
  range,
  extends: optional(text),
  implements: optional(FastCheck.array(text, { maxLength: 3 })),
  visibility: optional(FastCheck.constantFrom("public", "protected", "private", "internal")),
  isExported: flag,
  isAbstract: flag,
  doc: optional(text)
}).map((value) => compact<ClassInfo>(value))

const anyImport = FastCheck.record({
  kind: FastCheck.constantFrom("import" as const, "require" as const, "dynamic" as const),
  source: text,
  specifiers: FastCheck.array(FastCheck.record({ name: text }), { maxLength: 2 }),
  isTypeOnly: FastCheck.boolean(),
  line: small,
  column: small
})

const anyExport = FastCheck.record({
  name: text,
  isDefault: FastCheck.boolean(),
  isTypeOnly: FastCheck.boolean(),
  source: optional(text),
  line: small,
  column: small
}).map((value) => compact<ExportInfo>(value))

const anyCall = FastCheck.record({
  caller: optional(text),
  calleeName: text,
  receiver: optional(text),
  argumentCount: small,
  isAwait: FastCheck.boolean(),
  isNew: FastCheck.boolean(),
  line: small,
  column: small
}).map((value) => compact<CallSite>(value))

/** Files with facts as no parser would find them. */
export const anyFacts: FastCheck.Arbitrary<FileFacts> = FastCheck.record({
  path: FastCheck.tuple(FastCheck.constantFrom("a", "b/c", "ä", "𝒳", "a-b"), small).map(([dir, n]) => `${dir}/${n}.ts`),
  outcome: FastCheck.constantFrom("parsed" as const, "parsedWithErrors" as const, "failed" as const),
  functions: FastCheck.array(anyFunction, { maxLength: 8 }),
  classes: FastCheck.array(anyClass, { maxLength: 4 }),
  imports: FastCheck.array(anyImport, { maxLength: 4 }),
  exports: FastCheck.array(anyExport, { maxLength: 4 }),
  callSites: FastCheck.array(anyCall, { maxLength: 12 })
}).map(({ outcome, path, ...of }) => facts(fileRow(path, { outcome }), of))

export const sampleFacts = (count: number, seed: number): ReadonlyArray<FileFacts> => {
  const files = FastCheck.sample(anyFacts, { numRuns: count, seed })
  return [...new Map(files.map((file) => [file.file.path, file])).values()]
}
