/** What every backend of `Storage` must do. */
import type { ContentHash } from "@drift/core/ContentHash"
import { toHex } from "@drift/core/ContentHash"
import type { FileFacts } from "@drift/core/FactBatch"
import { compareUtf8 } from "@drift/core/Text"
import { presentRow, type FactView } from "@drift/core/Views"
import { assert, describe, it } from "@effect/vitest"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import type { Filter, ScanRecord, ScanSession, StorageError } from "@drift/storage/Storage"
import type { Found, SearchQuery } from "@drift/storage/Search"
import { Storage } from "@drift/storage/Storage"
import {
  batch,
  BLAKE3,
  callSite,
  classInfo,
  exportInfo,
  facts,
  fileRow,
  functionInfo,
  importInfo,
  rich,
  sampleFacts
} from "./samples.js"

export const record = (overrides: Partial<ScanRecord> = {}): ScanRecord => ({
  status: "complete",
  total: 1,
  added: 1,
  modified: 0,
  removed: 0,
  unchanged: 0,
  failed: 0,
  durationMs: 12.4,
  ...overrides
})

/** A whole scan. */
export const scan = (body: (session: ScanSession) => Effect.Effect<unknown, StorageError>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const storage = yield* Storage
      const session = yield* storage.openScan("/root")
      yield* body(session)
      yield* session.complete(record())
      yield* session.tidyUp
    })
  )

export const put = (...files: ReadonlyArray<FileFacts>) => scan((session) => session.put(batch(...files)))

export const dump = Effect.gen(function* () {
  const storage = yield* Storage
  return Chunk.toReadonlyArray(yield* Stream.runCollect(storage.canonicalDump))
})

const all = <V extends FactView>(view: V, filter: Filter = {}) =>
  Effect.gen(function* () {
    const storage = yield* Storage
    return (yield* storage.list({ view, filter, limit: 10_000 })).items
  })

/** All that a search finds. */
export const found = (text: string, query: Omit<SearchQuery, "text"> = {}) =>
  Effect.gen(function* () {
    const storage = yield* Storage
    return (yield* storage.search({ limit: 10_000, ...query, text })).items
  })

const names = (filter: Filter) =>
  Effect.map(all("functions", filter), (rows) => rows.map((row) => `${row.file}:${row.qualified_name}`))

/** `layer` makes an empty storage each time it is built. */
export const contract = <E>(name: string, layer: Layer.Layer<Storage, E>): void => {
  const check = (title: string, body: Effect.Effect<void, unknown, Storage | Scope.Scope>) =>
    it.scoped(title, () => Effect.provide(body, layer))

  describe(`Storage (${name})`, () => {
    check(
      "stores a file as it comes last in a batch",
      Effect.gen(function* () {
        const calls = (count: number, name: string) =>
          facts(fileRow("a.ts"), {
            callSites: Array.from({ length: count }, (_, i) => callSite(name, i + 1))
          })
        yield* put(calls(40, "first"), facts(fileRow("b.ts")), calls(33, "second"))
        const rows = yield* all("call_sites")
        assert.deepStrictEqual(
          rows.map((row) => [row.callee_name, row.line]),
          Array.from({ length: 33 }, (_, i) => ["second", i + 1])
        )
        const [file] = yield* all("files", { file: "a.ts" })
        assert.strictEqual(file!.function_count, 0)
      })
    )

    check(
      "contradicts itself in nothing, whatever has been stored, replaced and removed",
      Effect.gen(function* () {
        const storage = yield* Storage
        for (const seed of [1, 2, 3]) {
          yield* put(rich("a.ts"), ...sampleFacts(40, seed))
          assert.deepStrictEqual(yield* storage.check, [])
          yield* scan((session) => session.remove(["a.ts", "b.ts"]))
          assert.deepStrictEqual(yield* storage.check, [])
        }
        const notices = yield* Effect.scoped(Effect.map(storage.openScan("/root"), (session) => session.notices))
        assert.deepStrictEqual(notices, [], "nothing had to be put right")
      })
    )

    check(
      "shows every column of every fact",
      Effect.gen(function* () {
        yield* put(rich("src/repo.ts"))
        const [file] = (yield* all("files")).map((row) => presentRow("files", row))
        assert.deepStrictEqual(
          { ...file, last_scanned_at: null },
          {
            path: "src/repo.ts",
            language: "typescript",
            namespace: "app.core",
            file_size: 120,
            content_hash: "0123456789abcdef",
            mtime_secs: 1_700_000_000,
            mtime_nanos: 123_456_789,
            outcome: "parsed",
            facts_version: 1,
            encoding: "utf-8",
            function_count: 4,
            class_count: 2,
            error_count: 2,
            error_ranges: [[3, 1, 3, 9]],
            error_code: null,
            error: null,
            last_scanned_at: null
          }
        )
        const functions = (yield* all("functions")).map((row) => presentRow("functions", row))
        assert.deepStrictEqual(functions[1], {
          file: "src/repo.ts",
          name: "find",
          qualified_name: "Repo.find",
          kind: "method",
          owner: "Repo",
          namespace: null,
          line: 9,
          column: 10,
          start_line: 9,
          end_line: 10,
          start_byte: 90,
          end_byte: 99,
          visibility: "protected",
          is_exported: true,
          is_async: true,
          is_generator: false,
          is_abstract: false,
          is_static: true,
          has_body: false,
          parameter_count: 2,
          parameters: [
            { name: "id", type: "string" },
            { name: "größe", default: "'é\"\\'", rest: true, optional: false }
          ],
          generics: [{ name: "T", bounds: ["A", 'B<"x">'] }],
          return_type: "Promise<T>",
          decorators: [{ name: "Get", arguments: [{ value: "'/:id'" }], text: "@Get('/:id')" }],
          doc: "Finds.\nMore 𝒹oc 👩‍👩‍👧",
          body_hash: "ffffffffffffffff",
          signature_hash: "0000000000000001"
        })
        assert.strictEqual(functions[0]!["visibility"], null)
        assert.strictEqual(functions[0]!["parameters"], null)
        assert.strictEqual(functions[2]!["qualified_name"], "größe𝒳")
        assert.strictEqual(functions[2]!["doc"], "")
        const [repo, inner] = (yield* all("classes")).map((row) => presentRow("classes", row))
        assert.strictEqual(repo!["kind"], "interface")
        assert.strictEqual(repo!["extends"], "Base<'q'>")
        assert.deepStrictEqual(repo!["implements"], ["A", "B"])
        assert.strictEqual(inner!["qualified_name"], "Repo.Inner")
        assert.strictEqual(inner!["is_abstract"], null)
        assert.deepStrictEqual(
          (yield* all("imports")).map((row) => [row.kind, row.source, row.specifiers, row.is_type_only]),
          [
            ["import", "./a'b\"c", '[{"name":"default","alias":"x"}]', 0],
            ["require", "", "[]", 1],
            ["dynamic", "日本語", '[{"name":"*","alias":"ns"}]', 0]
          ]
        )
        assert.deepStrictEqual(
          (yield* all("exports")).map((row) => [row.name, row.is_default, row.is_type_only, row.source]),
          [
            ["default", 1, 0, null],
            ["*", 0, 1, "./other"]
          ]
        )
        assert.deepStrictEqual(
          (yield* all("call_sites")).map((row) => [
            row.caller,
            row.callee_name,
            row.receiver,
            row.argument_count,
            row.is_await,
            row.is_new,
            row.line,
            row.column
          ]),
          [
            ["Repo.find", "query", "this.db", 3, 1, 0, 4, 3],
            ["größe𝒳", "query", `${"chain().".repeat(12)}…`, 300, 0, 1, 10, 3],
            [null, "boot", null, 0, 0, 0, 30, 3],
            ["Repo", "init", "", 0, 0, 0, 31, 3],
            ["Repo.Inner.[Symbol.iterator]", "step", "𝒳", 0, 0, 0, 32, 3]
          ]
        )
      })
    )

    check(
      "tells where a call stands and what it has, however far and however many",
      Effect.gen(function* () {
        const callSites = [1, 255, 256, 65_535, 2 ** 24, 2 ** 30].flatMap((line) =>
          [1, 127, 128, 2_000_000].flatMap((column) =>
            [0, 14, 15, 70_000].flatMap((argumentCount) =>
              [0, 1, 2, 3].map((flags) =>
                callSite("f", line, { column, argumentCount, isAwait: (flags & 1) !== 0, isNew: (flags & 2) !== 0 })
              )
            )
          )
        )
        yield* put(facts(fileRow("a.ts"), { callSites }))
        assert.deepStrictEqual(
          (yield* all("call_sites")).map((row) => [
            row.line,
            row.column,
            row.argument_count,
            row.is_await === 1,
            row.is_new === 1
          ]),
          callSites.map((call) => [call.line, call.column, call.argumentCount, call.isAwait, call.isNew])
        )
      })
    )

    check(
      "replaces the facts of a file and leaves those of its neighbours",
      Effect.gen(function* () {
        yield* put(rich("a.ts"), rich("b.ts"))
        yield* put(facts(fileRow("a.ts", { size: 7 }), { functions: [functionInfo("only", 1)] }))
        assert.deepStrictEqual(
          (yield* all("functions")).map((row) => `${row.file}:${row.name}`),
          ["a.ts:only", "b.ts:find", "b.ts:find", "b.ts:größe𝒳", "b.ts:[Symbol.iterator]"]
        )
        assert.deepStrictEqual(
          (yield* all("call_sites")).map((row) => row.file),
          Array(5).fill("b.ts")
        )
        const [a] = yield* all("files")
        assert.deepStrictEqual([a!.file_size, a!.function_count, a!.class_count], [7, 1, 0])
      })
    )

    check(
      "touches only size, mtime and language",
      Effect.gen(function* () {
        yield* put(rich("a.ts"))
        const before = yield* dump
        yield* put(
          facts(
            fileRow("a.ts", {
              mode: "touch",
              language: "javascript",
              size: 999,
              mtimeSecs: 5,
              mtimeNanos: 6,
              racy: true,
              outcome: "noLanguage",
              factsVersion: undefined,
              contentHash: BLAKE3
            })
          )
        )
        const [file] = yield* all("files")
        assert.strictEqual(presentRow("files", file!)["content_hash"], BLAKE3)
        assert.deepStrictEqual(
          [file!.language, file!.file_size, file!.mtime_secs, file!.mtime_nanos, file!.outcome, file!.facts_version],
          ["javascript", 999, 5, 6, "parsed", 1]
        )
        assert.deepStrictEqual((yield* dump).slice(1), before.slice(1))
        const storage = yield* Storage
        const indexed = (yield* storage.loadIndex).get("a.ts")
        assert.deepStrictEqual([indexed?.racy, indexed?.contentHash], [true, BLAKE3])
      })
    )

    check(
      "keeps the facts of a file that could not be read, and inserts one it never saw",
      Effect.gen(function* () {
        yield* put(rich("a.ts"))
        const failed = {
          mode: "keep",
          outcome: "failed",
          errorCode: "SCAN_ERROR",
          error: "Permission denied: x"
        } as const
        yield* put(
          facts(fileRow("a.ts", { ...failed, size: 1, contentHash: undefined, factsVersion: undefined })),
          facts(fileRow("new.ts", { ...failed, contentHash: undefined, factsVersion: 1 }))
        )
        assert.deepStrictEqual(
          (yield* all("files")).map((row) => [
            row.path,
            row.outcome,
            row.error_code,
            row.error,
            row.file_size,
            row.facts_version,
            row.function_count
          ]),
          [
            ["a.ts", "failed", "SCAN_ERROR", "Permission denied: x", 120, 1, 4],
            ["new.ts", "failed", "SCAN_ERROR", "Permission denied: x", 120, null, null]
          ]
        )
        assert.strictEqual((yield* all("functions")).length, 4)
        assert.deepStrictEqual(
          (yield* dump).map((line) => JSON.parse(line).path),
          ["a.ts", "new.ts"],
          "facts of failed files are not dumped"
        )
      })
    )

    check(
      "removes files with their facts",
      Effect.gen(function* () {
        yield* put(rich("a.ts"), rich("b.ts"))
        yield* scan((session) => session.remove(["a.ts", "unknown.ts"]))
        for (const view of ["functions", "classes", "imports", "exports", "call_sites"] as const) {
          assert.deepStrictEqual([...new Set((yield* all(view)).map((row) => row.file))], ["b.ts"], view)
        }
        assert.strictEqual((yield* (yield* Storage).loadIndex).size, 1)
        yield* scan((session) => session.remove(["b.ts"]))
        assert.deepStrictEqual(yield* dump, [])
        yield* put(rich("c.ts"))
        assert.strictEqual((yield* all("functions")).length, 4)
      })
    )

    check(
      "knows no counts of a file that was not parsed",
      Effect.gen(function* () {
        yield* put(
          facts(
            fileRow("LICENSE", {
              language: undefined,
              outcome: "noLanguage",
              factsVersion: undefined,
              errorCount: undefined,
              errorRanges: undefined
            })
          )
        )
        const [file] = yield* all("files")
        assert.deepStrictEqual(
          [file!.language, file!.function_count, file!.class_count, file!.error_count],
          [null, null, null, null]
        )
      })
    )

    check(
      "pages in order of file and place without gaps",
      Effect.gen(function* () {
        const storage = yield* Storage
        const paths = ["a.ts", "a/b.ts", "a-b.ts", "ä.ts", "\uffee.ts", "𝒳.ts", "z.ts", "Z.ts"]
        const many = paths.map((path, i) =>
          facts(fileRow(path), {
            functions: Array.from({ length: i }, (_, n) => functionInfo(n % 2 === 0 ? "even" : `odd${n}`, 100 - n))
          })
        )
        yield* put(...many)
        const sorted = [...paths].sort(compareUtf8)
        const expected = sorted.flatMap((path) =>
          Array.from({ length: paths.indexOf(path) }, (_, n) => `${path}#${100 - n}`)
        )
        const evens = expected.filter((key) => Number(key.split("#")[1]) % 2 === 0)
        for (const [filter, wanted] of [
          [{}, expected],
          [{ name: "even" }, evens],
          [{ name: "ev*" }, evens]
        ] as const) {
          for (const limit of [1, 3, 4, 28, 100]) {
            const seen: Array<string> = []
            let cursor: string | undefined
            let pages = 0
            do {
              const page = yield* storage.list({
                view: "functions",
                filter,
                limit,
                ...(cursor === undefined ? {} : { cursor })
              })
              assert.isAtMost(page.items.length, limit)
              seen.push(...page.items.map((row) => `${row.file}#${row.line}`))
              cursor = page.nextCursor
              pages++
            } while (cursor !== undefined)
            assert.deepStrictEqual(seen, wanted, JSON.stringify({ filter, limit }))
            assert.strictEqual(pages, Math.ceil(wanted.length / limit))
          }
        }
        const first = yield* storage.list({ view: "files", limit: 3 })
        const rest = yield* storage.list({ view: "files", cursor: first.nextCursor! })
        assert.deepStrictEqual(
          [...first.items, ...rest.items].map((row) => row.path),
          sorted
        )
        assert.isUndefined(rest.nextCursor)
      })
    )

    check(
      "goes on after a row that is gone",
      Effect.gen(function* () {
        const storage = yield* Storage
        const three = ["a.ts", "b.ts", "c.ts"].map((path) =>
          facts(fileRow(path), { functions: [functionInfo("f", 1)] })
        )
        yield* put(...three)
        const { nextCursor } = yield* storage.list({ view: "functions", limit: 2 })
        yield* scan((session) => session.remove(["b.ts"]))
        const rest = yield* storage.list({ view: "functions", cursor: nextCursor! })
        assert.deepStrictEqual(
          rest.items.map((row) => row.file),
          ["c.ts"]
        )
      })
    )

    check(
      "refuses cursors that are malformed or of another list",
      Effect.gen(function* () {
        const storage = yield* Storage
        yield* put(rich("a.ts"))
        const { nextCursor } = yield* storage.list({ view: "functions", limit: 1 })
        const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
        for (const cursor of [
          "",
          "x",
          "%%%",
          encode([]),
          encode(["functions", "asc", "a.ts"]),
          encode(["functions", "asc", 1, "2"])
        ]) {
          const error = yield* Effect.flip(storage.list({ view: "functions", cursor }))
          assert.strictEqual(error.code, "INVALID_CURSOR", cursor)
        }
        const foreign = yield* Effect.flip(storage.list({ view: "classes", cursor: nextCursor! }))
        assert.strictEqual(foreign._tag, "InvalidCursor")
        assert.include(foreign.message, "functions")
      })
    )

    check(
      "filters by every column it offers, exactly or by glob",
      Effect.gen(function* () {
        yield* put(
          facts(fileRow("src/a.ts"), {
            functions: [
              functionInfo("getUser", 1),
              functionInfo("getUser", 2, { owner: "Repo", kind: "method" }),
              functionInfo("setUser", 3),
              functionInfo("a*b", 4)
            ],
            imports: [importInfo("react", 1), importInfo("react", 2, { kind: "require" })],
            exports: [exportInfo("getUser", 1)],
            callSites: [
              callSite("query", 1, { caller: "getUser" }),
              callSite("query", 2, { caller: "Repo.getUser" }),
              callSite("run", 3, { caller: "Elsewhere.x" }),
              callSite("run", 4)
            ]
          }),
          facts(fileRow("src/b.py", { language: "python", outcome: "parsedWithErrors" }), {
            functions: [functionInfo("getuser", 1)],
            callSites: [callSite("query", 9, { caller: "getUser" })]
          })
        )
        const a = "src/a.ts"
        assert.deepStrictEqual(yield* names({ name: "getUser" }), [`${a}:getUser`, `${a}:Repo.getUser`])
        assert.deepStrictEqual(yield* names({ name: "get*" }), [
          `${a}:getUser`,
          `${a}:Repo.getUser`,
          "src/b.py:getuser"
        ])
        assert.deepStrictEqual(yield* names({ name: "[gs]etUse?", kind: "function" }), [`${a}:getUser`, `${a}:setUser`])
        assert.deepStrictEqual(yield* names({ name: "a[*]b" }), [`${a}:a*b`])
        assert.deepStrictEqual(yield* names({ name: "[^a-r]*" }), [`${a}:setUser`])
        assert.deepStrictEqual(yield* names({ name: "[" }), [])
        assert.deepStrictEqual(yield* names({ language: "python" }), ["src/b.py:getuser"])
        assert.deepStrictEqual(yield* names({ outcome: "parsedWithErrors" }), ["src/b.py:getuser"])
        assert.deepStrictEqual(yield* names({ file: "*.py" }), ["src/b.py:getuser"])
        assert.deepStrictEqual(yield* names({ file: "src/a.ts", kind: "method" }), [`${a}:Repo.getUser`])
        assert.deepStrictEqual(yield* names({ file: "src/b.py", name: "getUser" }), [])
        assert.deepStrictEqual(
          (yield* all("imports", { name: "react", kind: "require" })).map((row) => row.line),
          [2]
        )
        assert.deepStrictEqual(
          (yield* all("exports", { name: "get*" })).map((row) => row.line),
          [1]
        )
        assert.deepStrictEqual(
          (yield* all("files", { name: "src/*.ts" })).map((row) => row.path),
          [a]
        )
        assert.deepStrictEqual(
          (yield* all("files", { outcome: "parsed" })).map((row) => row.path),
          [a]
        )
        const lines = (filter: Filter) =>
          Effect.map(all("call_sites", filter), (rows) => rows.map((row) => `${row.file}:${row.line}`))
        assert.deepStrictEqual(yield* lines({ caller: "getUser" }), [`${a}:1`, "src/b.py:9"])
        assert.deepStrictEqual(yield* lines({ caller: "Repo.getUser" }), [`${a}:2`])
        assert.deepStrictEqual(yield* lines({ caller: "Elsewhere.x", name: "run" }), [`${a}:3`])
        assert.deepStrictEqual(yield* lines({ caller: "Elsewhere.x", name: "r*" }), [`${a}:3`])
        assert.deepStrictEqual(yield* lines({ caller: "Elsewhere.x", name: "query" }), [])
        assert.deepStrictEqual(yield* lines({ caller: "*getUser", file: a }), [`${a}:1`, `${a}:2`])
        assert.deepStrictEqual(yield* lines({ name: "query" }), [`${a}:1`, `${a}:2`, "src/b.py:9"])
        const storage = yield* Storage
        yield* put(
          facts(fileRow("flags.ts"), {
            functions: [
              functionInfo("yes", 1, { visibility: "private", isExported: true, isAsync: true }),
              functionInfo("no", 2, { visibility: "public", isExported: false, isAsync: false }),
              functionInfo("unknown", 3)
            ],
            classes: [
              classInfo("Yes", 1, { visibility: "internal", isExported: true }),
              classInfo("No", 2, { visibility: "public", isExported: false }),
              classInfo("Unknown", 3)
            ]
          })
        )
        const flagged = (filter: Filter) =>
          Effect.map(all("functions", { file: "flags.ts", ...filter }), (rows) => rows.map((row) => row.name))
        const types = (filter: Filter) => Effect.map(all("classes", filter), (rows) => rows.map((row) => row.name))
        assert.deepStrictEqual(yield* flagged({ visibility: "private" }), ["yes"])
        assert.deepStrictEqual(yield* flagged({ exported: true }), ["yes"])
        assert.deepStrictEqual(yield* flagged({ exported: false }), ["no"])
        assert.deepStrictEqual(yield* flagged({ async: true, exported: true }), ["yes"])
        assert.deepStrictEqual(yield* flagged({ async: true, visibility: "public" }), [])
        assert.deepStrictEqual(yield* types({ visibility: "internal" }), ["Yes"])
        assert.deepStrictEqual(yield* types({ exported: false }), ["No"])
        const asynchronous = yield* Effect.flip(storage.list({ view: "classes", filter: { async: true } }))
        assert.include(asynchronous.message, "async")
        const error = yield* Effect.flip(storage.list({ view: "exports", filter: { kind: "import" } }))
        assert.strictEqual(error.code, "STORAGE_ERROR")
        assert.include(error.message, "kind")
      })
    )

    check(
      "adds up files by scope",
      Effect.gen(function* () {
        const storage = yield* Storage
        const problem = { outcome: "failed", errorCode: "SCAN_ERROR", error: "no", factsVersion: undefined } as const
        yield* put(
          rich("src/a.ts"),
          rich("src/deep/b.ts"),
          rich("src-other/c.ts"),
          rich("src0.ts"),
          facts(fileRow("src/x.go", { ...problem, language: "go", size: 1 })),
          facts(fileRow("README", { language: undefined, outcome: "noLanguage", factsVersion: undefined, size: 2 }))
        )
        const everything = yield* storage.summary([])
        assert.deepStrictEqual(everything, {
          filesTotal: 6,
          bytesTotal: 483,
          outcomes: {
            parsed: 4,
            parsedWithErrors: 0,
            notParsed: 0,
            noLanguage: 1,
            skippedLarge: 0,
            skippedBinary: 0,
            skippedEncoding: 0,
            failed: 1
          },
          languages: { go: 1, typescript: 4 },
          facts: { functions: 16, classes: 8, imports: 12, exports: 8, callSites: 20 },
          errors: [{ path: "src/x.go", code: "SCAN_ERROR", message: "no" }],
          errorsTotal: 1
        })
        assert.deepStrictEqual(yield* storage.summary(["."]), everything)
        const src = yield* storage.summary(["src"])
        assert.deepStrictEqual([src.filesTotal, src.facts.functions, src.errorsTotal], [3, 8, 1])
        const two = yield* storage.summary(["src0.ts", "src/deep", "src/deep/b.ts"])
        assert.deepStrictEqual([two.filesTotal, two.languages, two.errors], [2, { typescript: 2 }, []])
        assert.strictEqual((yield* storage.summary(["nowhere"])).filesTotal, 0)
        const more = Array.from({ length: 1500 }, (_, i) => `nowhere${i}`)
        assert.deepStrictEqual(yield* storage.summary([...more, "src0.ts", "src/deep", "src/deep/b.ts"]), two)
      })
    )

    check(
      "lists at most a hundred errors and counts all",
      Effect.gen(function* () {
        const storage = yield* Storage
        const bad = Array.from({ length: 120 }, (_, i) =>
          facts(
            fileRow(`f${String(i).padStart(3, "0")}`, { outcome: "failed", errorCode: "PARSE_ERROR", error: `e${i}` })
          )
        )
        yield* put(...bad)
        const { errors, errorsTotal } = yield* storage.summary([])
        assert.strictEqual(errorsTotal, 120)
        assert.strictEqual(errors.length, 100)
        assert.deepStrictEqual(errors[99], { path: "f099", code: "PARSE_ERROR", message: "e99" })
      })
    )

    check(
      "can be opened before the first scan, is empty then, and keeps what it has when opened again",
      Effect.gen(function* () {
        const storage = yield* Storage
        yield* storage.open
        assert.deepStrictEqual(yield* storage.scans(10), [])
        assert.deepStrictEqual(yield* storage.list({ view: "files" }), { items: [] })
        assert.strictEqual((yield* storage.summary([])).filesTotal, 0)
        assert.strictEqual((yield* storage.loadIndex).size, 0)
        assert.deepStrictEqual(yield* dump, [])
        yield* put(rich("a.ts"))
        yield* storage.open
        assert.strictEqual((yield* storage.scans(10)).length, 1)
        assert.strictEqual((yield* storage.loadIndex).size, 1)
      })
    )

    check(
      "trusts no mtime any more when the clock was set back, between scans or during one",
      Effect.gen(function* () {
        const storage = yield* Storage
        const racy = Effect.map(storage.loadIndex, (index) =>
          [...index.paths()].filter((path) => index.get(path)!.racy)
        )
        yield* TestClock.setTime(1_000_000)
        yield* put(facts(fileRow("a.ts")), facts(fileRow("b.ts")))
        yield* TestClock.setTime(1_002_000)
        yield* scan(() => Effect.void)
        assert.deepStrictEqual(yield* racy, [])
        yield* TestClock.setTime(900_000)
        yield* Effect.scoped(Effect.asVoid(storage.openScan("/root")))
        // A scan that was not completed has looked at nothing.
        assert.deepStrictEqual(yield* racy, ["a.ts", "b.ts"])
        yield* put(facts(fileRow("b.ts")))
        assert.deepStrictEqual(yield* racy, ["a.ts"])
        yield* put(facts(fileRow("a.ts")))
        assert.deepStrictEqual(yield* racy, [])
        yield* Effect.scoped(
          Effect.flatMap(storage.openScan("/root"), (session) => session.complete(record({ clockWentBack: true })))
        )
        assert.deepStrictEqual(yield* racy, ["a.ts", "b.ts"])
      })
    )

    check(
      "gives the next scan the index of the last",
      Effect.gen(function* () {
        const storage = yield* Storage
        assert.strictEqual((yield* storage.loadIndex).size, 0)
        yield* put(
          facts(fileRow("a.ts", { timedOutAfter: 5000, racy: true })),
          facts(
            fileRow("b", {
              language: undefined,
              contentHash: undefined,
              factsVersion: undefined,
              outcome: "skippedLarge",
              size: 2 ** 40
            })
          )
        )
        const index = yield* storage.loadIndex
        assert.deepStrictEqual(index.get("a.ts"), {
          path: "a.ts",
          language: "typescript",
          size: 120,
          mtimeSecs: 1_700_000_000,
          mtimeNanos: 123_456_789,
          racy: true,
          contentHash: 0x0123456789abcdefn,
          outcome: "parsed",
          factsVersion: 1,
          timedOutAfter: 5000
        })
        assert.deepStrictEqual([index.get("b")?.size, index.get("b")?.contentHash], [2 ** 40, undefined])
        yield* put(facts(fileRow("a.ts", { contentHash: BLAKE3, mtimeSecs: -(2 ** 53), mtimeNanos: 0 })))
        const { contentHash, mtimeNanos, mtimeSecs } = (yield* storage.loadIndex).get("a.ts")!
        assert.deepStrictEqual([contentHash, mtimeSecs, mtimeNanos], [BLAKE3, -(2 ** 53), 0])
        // A scan that is not completed leaves an index that is true nevertheless.
        yield* Effect.scoped(
          Effect.gen(function* () {
            const session = yield* storage.openScan("/root")
            yield* session.put(batch(facts(fileRow("c.ts", { contentHash: 5n }))))
          })
        )
        const after = yield* storage.loadIndex
        assert.deepStrictEqual([...after.paths()].sort(), ["a.ts", "b", "c.ts"])
        assert.strictEqual(after.get("c.ts")?.contentHash, 5n)
      })
    )

    check(
      "keeps the parses of contents by grammar, also of files that are gone, for the scans that follow",
      Effect.gen(function* () {
        const parse = (grammar: bigint, ...bytes: ReadonlyArray<number>) => ({
          grammar,
          payload: Uint8Array.from(bytes)
        })
        const of = (path: string, contentHash: ContentHash, more: Partial<FileFacts> = {}) => ({
          ...facts(fileRow(path, { contentHash })),
          ...more
        })
        const found = (...hashes: ReadonlyArray<ContentHash>) => {
          let kept: ReadonlyArray<readonly [ContentHash, bigint, ReadonlyArray<number>]> = []
          return scan((session) =>
            Effect.map(session.cached(hashes), (parses) => {
              kept = parses.map((p) => [p.contentHash, p.grammar, [...p.payload]] as const)
            })
          ).pipe(
            Effect.map(() => [...kept].sort((a, b) => compareUtf8(toHex(a[0]), toHex(b[0])) || Number(a[1] - b[1])))
          )
        }
        assert.deepStrictEqual(yield* found(1n), [])
        yield* scan((session) =>
          session.put(
            batch(
              of("a.ts", 1n, { parse: parse(7n, 1, 2, 3) }),
              of("a.tsx", 1n, { parse: parse(2n ** 64n - 1n) }),
              of("b.ts", 2n ** 64n - 1n, { parse: parse(7n, 5) }),
              of("c.ts", 3n),
              of("f.ts", BLAKE3, { parse: parse(7n, 8) }),
              { ...of("d.ts", 4n, { parse: parse(7n, 6) }), file: fileRow("d.ts", { contentHash: undefined }) }
            )
          )
        )
        yield* scan((session) => session.remove(["a.ts"]))
        assert.deepStrictEqual(yield* found(), [])
        assert.deepStrictEqual(yield* found(1n, 3n, 4n, 9n), [
          [1n, 7n, [1, 2, 3]],
          [1n, 2n ** 64n - 1n, []]
        ])
        assert.deepStrictEqual(yield* found(2n ** 64n - 1n), [[2n ** 64n - 1n, 7n, [5]]])
        assert.deepStrictEqual(yield* found(9n, BLAKE3), [[BLAKE3, 7n, [8]]])
        assert.deepStrictEqual(yield* found("0".repeat(64), BigInt(`0x${BLAKE3.slice(0, 16)}`)), [])
        yield* put(of("e.ts", 1n, { parse: parse(7n, 9) }))
        assert.deepStrictEqual(yield* found(1n), [
          [1n, 7n, [9]],
          [1n, 2n ** 64n - 1n, []]
        ])
      })
    )

    check(
      "keeps a row of every scan",
      Effect.gen(function* () {
        const storage = yield* Storage
        yield* put(rich("a.ts"))
        yield* Effect.scoped(
          Effect.gen(function* () {
            const session = yield* storage.openScan("/other")
            const [row] = yield* storage.scans(1)
            assert.deepStrictEqual(
              [row!.id, row!.root, row!.status, row!.completed_at],
              [session.id, "/other", "running", null]
            )
            yield* session.complete(record())
            yield* session.complete(record({ status: "partial", total: 9, failed: 2, error: "cut short" }))
            const late = yield* Effect.flip(session.put(batch(rich("late.ts"))))
            assert.strictEqual(late.code, "STORAGE_ERROR")
          })
        )
        const rows = yield* storage.scans(10)
        assert.deepStrictEqual(
          rows.map((row) => [row.id, row.root, row.status, row.total, row.failed, row.duration_ms, row.error]),
          [
            [2, "/other", "partial", 9, 2, 12, "cut short"],
            [1, "/root", "complete", 1, 0, 12, null]
          ]
        )
        assert.strictEqual((yield* all("files")).length, 1)
      })
    )

    check(
      "marks a scan that is not completed as failed and keeps what it stored",
      Effect.gen(function* () {
        const storage = yield* Storage
        const scope = yield* Scope.make()
        const session = yield* Scope.extend(storage.openScan("/root"), scope)
        yield* session.put(batch(rich("a.ts")))
        yield* Scope.close(scope, Exit.interrupt(yield* Effect.fiberId))
        const [row] = yield* storage.scans(1)
        assert.deepStrictEqual([row!.status, row!.error], ["failed", "The scan was interrupted"])
        assert.strictEqual((yield* all("functions")).length, 4)
      })
    )

    check(
      "allows one scan at a time",
      Effect.gen(function* () {
        const storage = yield* Storage
        yield* Effect.scoped(
          Effect.gen(function* () {
            yield* storage.openScan("/root")
            const refused = yield* Effect.flip(Effect.scoped(storage.openScan("/root")))
            assert.strictEqual(refused._tag, "ScanInProgress")
            if (refused._tag === "ScanInProgress") assert.strictEqual(refused.pid, process.pid)
          })
        )
        yield* put(rich("a.ts"))
        assert.strictEqual((yield* storage.scans(10)).length, 2)
      })
    )

    check(
      "refuses bytes that are no batch and goes on",
      Effect.gen(function* () {
        yield* scan((session) =>
          Effect.gen(function* () {
            const error = yield* Effect.orDie(Effect.flip(session.put(new Uint8Array(64))))
            assert.strictEqual(error.code, "STORAGE_ERROR")
            yield* session.put(batch(rich("a.ts")))
          })
        )
        assert.strictEqual((yield* all("files")).length, 1)
      })
    )

    check(
      "finds names, the best matches first, and of these declarations before files before uses",
      Effect.gen(function* () {
        yield* put(
          facts(fileRow("src/user.ts"), {
            classes: [classInfo("User", 1), classInfo("SuperUser", 2), classInfo("users", 3)],
            functions: [
              functionInfo("user", 4),
              functionInfo("getUserName", 5, { owner: "Super.User", kind: "method" }),
              functionInfo("USER_ID", 6),
              functionInfo("abuser", 7),
              functionInfo("useR", 8),
              functionInfo("use", 9)
            ],
            imports: [importInfo("./user-store", 10)],
            exports: [exportInfo("user", 11)],
            callSites: [callSite("user", 12, { receiver: "this.db" }), callSite("userless", 13), callSite("other", 14)]
          })
        )
        assert.deepStrictEqual(
          (yield* found("user")).map((item) => [item.match, item.view, item.kind, item.qualified_name, item.line]),
          [
            ["exact", "functions", "function", "user", 4],
            ["exact", "exports", "export", "user", 11],
            ["exact", "call_sites", "call", "this.db.user", 12],
            ["caseInsensitive", "classes", "class", "User", 1],
            ["caseInsensitive", "functions", "function", "useR", 8],
            ["prefix", "classes", "class", "users", 3],
            ["prefix", "functions", "function", "USER_ID", 6],
            ["prefix", "files", "file", "src/user.ts", null],
            ["prefix", "call_sites", "call", "userless", 13],
            ["words", "classes", "class", "SuperUser", 2],
            ["words", "functions", "method", "Super.User.getUserName", 5],
            ["words", "imports", "import", "./user-store", 10],
            ["infix", "functions", "function", "abuser", 7]
          ]
        )
        const [first] = yield* found("user")
        assert.deepStrictEqual(first, {
          match: "exact",
          view: "functions",
          kind: "function",
          name: "user",
          qualified_name: "user",
          file: "src/user.ts",
          language: "typescript",
          line: 4,
          column: 10
        })
      })
    )

    check(
      "finds words of a name in their order, in every way to write them",
      Effect.gen(function* () {
        const named = [
          "parseHTMLPage",
          "parse_html_page",
          "PARSE-HTML-PAGE",
          "parseHtmlIntoPage",
          "pageParse",
          "parsepage",
          "größeÄndern",
          "utf8Decode"
        ]
        yield* put(facts(fileRow("a.ts"), { functions: named.map((name, i) => functionInfo(name, i + 1)) }))
        const lines = (text: string) => Effect.map(found(text), (items) => items.map((item) => item.name).sort())
        const parsing = ["PARSE-HTML-PAGE", "parseHTMLPage", "parseHtmlIntoPage", "parse_html_page"]
        assert.deepStrictEqual(yield* lines("parse page"), parsing)
        assert.deepStrictEqual(yield* lines("html_page"), parsing)
        assert.deepStrictEqual(yield* lines("parsePage"), [...parsing, "parsepage"].sort())
        assert.deepStrictEqual(yield* lines("page parse"), ["pageParse"])
        assert.deepStrictEqual(yield* lines("ÄNDERN"), ["größeÄndern"])
        assert.deepStrictEqual(yield* lines("decode"), ["utf8Decode"])
        assert.deepStrictEqual(yield* lines("F8d"), ["utf8Decode"])
        assert.deepStrictEqual(yield* lines("e_h"), ["parse_html_page"])
        assert.deepStrictEqual(yield* lines("to"), [], "too short for the middle of a word")
        assert.deepStrictEqual(yield* lines("zzz"), [])
        assert.deepStrictEqual(yield* lines(""), [])
      })
    )

    check(
      "finds files by their path and by its last part",
      Effect.gen(function* () {
        yield* put(facts(fileRow("src/deep/order.ts")), facts(fileRow("order.ts/x")), facts(fileRow("lib/reorder.tsx")))
        const paths = (text: string) => Effect.map(found(text), (items) => items.map((item) => [item.match, item.file]))
        assert.deepStrictEqual(yield* paths("order.ts"), [
          ["exact", "src/deep/order.ts"],
          ["prefix", "order.ts/x"],
          ["infix", "lib/reorder.tsx"]
        ])
        assert.deepStrictEqual(yield* paths("src/order"), [["words", "src/deep/order.ts"]])
        assert.deepStrictEqual(yield* paths("src/deep/order.ts"), [["exact", "src/deep/order.ts"]])
      })
    )

    check(
      "searches a text of many words",
      Effect.gen(function* () {
        const name = Array.from({ length: 2000 }, (_, i) => `word${i}`).join("_")
        yield* put(facts(fileRow("a.ts"), { callSites: [callSite(name, 1)] }))
        const text = name.replaceAll("_", " ")
        assert.deepStrictEqual(
          (yield* found(text)).map((item) => item.line),
          [1]
        )
        assert.deepStrictEqual(yield* found(`${text} other`), [])
      })
    )

    check(
      "searches some kinds, a language, and files that match a glob",
      Effect.gen(function* () {
        const some = (path: string, language: string) =>
          facts(fileRow(path, { language }), {
            classes: [classInfo("Run", 1, { kind: "interface" })],
            functions: [functionInfo("run", 2), functionInfo("run", 3, { kind: "method", owner: "A" })],
            imports: [importInfo("run", 4, { kind: "require" })],
            callSites: [callSite("run", 5)]
          })
        yield* put(some("src/a.ts", "typescript"), some("b.py", "python"))
        const hits = (query: Omit<SearchQuery, "text">) =>
          Effect.map(found("run", query), (items) => items.map((item) => `${item.file}:${item.line} ${item.kind}`))
        assert.deepStrictEqual(yield* hits({ kinds: ["call"], language: "python" }), ["b.py:5 call"])
        assert.deepStrictEqual(yield* hits({ kinds: ["interface", "require"], file: "src/*" }), [
          "src/a.ts:4 require",
          "src/a.ts:1 interface"
        ])
        assert.deepStrictEqual(yield* hits({ kinds: ["method"] }), ["b.py:3 method", "src/a.ts:3 method"])
        assert.deepStrictEqual(yield* hits({ file: "b.py" }), [
          "b.py:2 function",
          "b.py:3 method",
          "b.py:4 require",
          "b.py:5 call",
          "b.py:1 interface"
        ])
        assert.deepStrictEqual(yield* hits({ kinds: [] }), [])
        assert.deepStrictEqual(yield* hits({ kinds: ["file"] }), [])
        assert.deepStrictEqual(yield* hits({ file: "*.rs" }), [])
      })
    )

    check(
      "pages through what a search finds without gaps",
      Effect.gen(function* () {
        const storage = yield* Storage
        const paths = ["a.ts", "a/b.ts", "a-b.ts", "ä.ts", "\uffee.ts", "𝒳.ts", "Z.ts"]
        yield* put(
          ...paths.map((path, i) =>
            facts(fileRow(path), {
              functions: Array.from({ length: i + 1 }, (_, n) =>
                functionInfo(`${"x".repeat(n % 3)}Get${n % 2}`, n + 1)
              ),
              callSites: Array.from({ length: 3 }, (_, n) => callSite(n === 1 ? "get" : "forget", n + 1))
            })
          )
        )
        const whole = yield* found("get")
        assert.strictEqual(whole.length, 28 + 21)
        for (const limit of [1, 2, 7, 48, 49, 50]) {
          const seen: Array<Found> = []
          let cursor: string | undefined
          do {
            const page = yield* storage.search({ text: "get", limit, ...(cursor === undefined ? {} : { cursor }) })
            assert.isAtMost(page.items.length, limit)
            seen.push(...page.items)
            cursor = page.nextCursor
          } while (cursor !== undefined)
          assert.deepStrictEqual(seen, whole, `pages of ${limit}`)
        }
        const { nextCursor } = yield* storage.search({ text: "get", limit: 30 })
        yield* scan((session) => session.remove(["a.ts", "ä.ts"]))
        const rest = yield* storage.search({ text: "get", cursor: nextCursor! })
        assert.deepStrictEqual(
          rest.items,
          whole.slice(30).filter((item) => item.file !== "a.ts" && item.file !== "ä.ts")
        )
      })
    )

    check(
      "refuses cursors that are malformed, of a list, or of another search",
      Effect.gen(function* () {
        const storage = yield* Storage
        yield* put(rich("a.ts"))
        const list = yield* storage.list({ view: "functions", limit: 1 })
        const { nextCursor } = yield* storage.search({ text: "find", limit: 1 })
        const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
        const cursors = [
          "",
          "x",
          "%%%",
          list.nextCursor!,
          encode(["search", "asc", "find", 0, 0, "e", "a.ts"]),
          encode(["search", "asc", "find", 9, 0, "e", "a.ts", 0]),
          encode(["search", "asc", "find", 0, 9, "e", "a.ts", 0]),
          encode(["search", "asc", "find", 0, 0, "e", "a.ts", -1])
        ]
        for (const cursor of cursors) {
          const error = yield* Effect.flip(storage.search({ text: "find", cursor }))
          assert.strictEqual(error.code, "INVALID_CURSOR", cursor)
        }
        const foreign = yield* Effect.flip(storage.search({ text: "fin", cursor: nextCursor! }))
        assert.strictEqual(foreign.code, "INVALID_CURSOR")
        assert.include(foreign.message, '"find"')
        const listed = yield* Effect.flip(storage.list({ view: "functions", cursor: nextCursor! }))
        assert.strictEqual(listed.code, "INVALID_CURSOR")
      })
    )

    check(
      "finds what is stored and nothing that is gone, while a scan runs as after it",
      Effect.gen(function* () {
        const storage = yield* Storage
        const hits = (text: string) => Effect.map(found(text), (items) => items.map((item) => item.name))
        const named = (name: string) => facts(fileRow("a.ts"), { functions: [functionInfo(name, 1)] })
        yield* put(named("beforehand"))
        yield* Effect.scoped(
          Effect.gen(function* () {
            const session = yield* storage.openScan("/root")
            yield* session.put(batch(named("afterwards")))
            assert.deepStrictEqual([yield* hits("beforehand"), yield* hits("afterw")], [[], ["afterwards"]])
          })
        )
        assert.deepStrictEqual([yield* hits("beforehand"), yield* hits("afterw")], [[], ["afterwards"]])
        yield* put(named("beforehand"))
        assert.deepStrictEqual([yield* hits("beforehand"), yield* hits("afterw")], [["beforehand"], []])
        yield* scan((session) => session.remove(["a.ts"]))
        assert.deepStrictEqual(yield* hits("beforehand"), [])
      })
    )

    check(
      "dumps facts in one order, however they came",
      Effect.gen(function* () {
        const files = sampleFacts(40, 7)
        yield* scan((session) =>
          Effect.forEach([...files].reverse(), (file) =>
            session.put(batch({ ...file, functions: [...file.functions].reverse() }))
          )
        )
        const first = yield* dump
        yield* put(...files)
        assert.deepStrictEqual(yield* dump, first)
        const views = first.map((line) => JSON.parse(line).view)
        assert.deepStrictEqual(
          [...new Set(views)],
          ["files", "functions", "classes", "imports", "exports", "call_sites"]
        )
      })
    )
  })
}
