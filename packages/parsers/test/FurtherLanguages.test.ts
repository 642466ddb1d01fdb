/** Languages beyond the ten, defined in `starlark/`, in threads and in the calling thread. */
import * as FurtherLanguages from "@drift/parsers/FurtherLanguages"
import type { FurtherLanguage } from "@drift/parsers/Language"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { ParserManager } from "../src/ParserManager.js"

const starlarkModule = new URL("./starlark/language.mjs", import.meta.url)
const brokenModule = new URL("./starlark/broken.mjs", import.meta.url)

/** What the module exports, for definitions that differ from it. */
const starlark = (await Effect.runPromise(FurtherLanguages.load([starlarkModule]))).definitions[0]!
const [grammar] = starlark.grammars

const layers: ReadonlyArray<
  readonly [string, (languages: FurtherLanguages.LanguageModules) => Layer.Layer<ParserManager>]
> = [
  ["in threads", (languages) => ParserManager.layer({ threads: 1, languages })],
  ["in process", (languages) => ParserManager.layerInProcess({ languages })]
]

const TEXT = "def _rule(ctx):\n    emit(ctx)\n"

for (const [where, layer] of layers) {
  describe(`A further language ${where}`, () => {
    const parsing = <A, E>(
      use: (manager: typeof ParserManager.Service) => Effect.Effect<A, E>,
      ...modules: ReadonlyArray<URL>
    ) =>
      Effect.flatMap(FurtherLanguages.load(modules), (languages) =>
        Effect.provide(Effect.flatMap(ParserManager, use), layer(languages))
      )

    it.effect("is parsed by its own grammar, queries and rules, told by extension, name, first line or by name", () =>
      parsing(
        (manager) =>
          Effect.gen(function* () {
            for (const [path, text, language] of [
              ["rules/a.bzl", TEXT, undefined],
              ["rules/BUILD", TEXT, undefined],
              ["bin/run", `#!/usr/bin/env starlark\n${TEXT}`, undefined],
              ["any.txt", TEXT, "starlark"]
            ] as const) {
              const result = yield* manager.parse(text, path, language === undefined ? {} : { language })
              assert.deepStrictEqual(
                [result.language, result.file, result.functions.map(({ name, visibility }) => [name, visibility])],
                ["starlark", path, [["_rule", "private"]]]
              )
              assert.deepStrictEqual(
                result.callSites.map(({ calleeName, caller }) => [calleeName, caller]),
                [["emit", "_rule"]]
              )
            }
          }),
        starlarkModule
      )
    )

    it.effect("changes nothing about the ten, and shares no remembered parse with them", () =>
      parsing(
        (manager) =>
          Effect.gen(function* () {
            const python = yield* manager.parse(TEXT, "a.py")
            const further = yield* manager.parse(TEXT, "a.bzl")
            assert.deepStrictEqual(
              [python, further].map(({ functions, language }) => [language, functions[0]?.visibility]),
              [
                ["python", "protected"],
                ["starlark", "private"]
              ]
            )
            const { cache, parses } = yield* manager.stats
            assert.deepStrictEqual([parses, cache.hits, cache.entries], [2, 0, 2])
          }),
        starlarkModule
      )
    )

    it.effect("whose grammar does not load fails by its name when it is first needed, and the others parse on", () =>
      parsing(
        (manager) =>
          Effect.gen(function* () {
            for (let i = 0; i < 2; i++) {
              const error = yield* Effect.flip(manager.parse("x", "a.broken"))
              assert.deepInclude(error, { _tag: "ParserUnavailable", code: "PARSE_ERROR", language: "broken" })
              assert.strictEqual(error.message, "The language broken cannot be parsed: No such grammar")
            }
            assert.strictEqual((yield* manager.parse(TEXT, "a.bzl")).functions.length, 1)
          }),
        starlarkModule,
        brokenModule
      )
    )
  })
}

describe("A language that an application brings", () => {
  const refused = (definition: object) =>
    Effect.map(Effect.flip(FurtherLanguages.make([definition as FurtherLanguage])), (error) => {
      assert.strictEqual(error.code, "CONFIG_ERROR")
      return error.message
    })

  const withQuery = <A>(query: string, use: (folder: URL) => Effect.Effect<A, FurtherLanguages.Languages>) =>
    Effect.acquireUseRelease(
      Effect.sync(() => {
        const folder = mkdtempSync(join(tmpdir(), "drift-parsers-"))
        writeFileSync(join(folder, "structure.scm"), query)
        writeFileSync(join(folder, "calls.scm"), "")
        return folder
      }),
      (folder) => use(pathToFileURL(`${folder}/`)),
      (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
    )

  const asking = (query: string) =>
    withQuery(query, (folder) => refused({ ...starlark, grammars: [{ ...grammar, queries: [folder] }] }))

  for (const [what, definition, message] of [
    [
      "takes the id of another",
      { ...starlark, id: "python" },
      "The language python is not usable: there is a language of this id"
    ],
    [
      "takes an extension of another",
      { ...starlark, extensions: ["bzl", "py"] },
      "The language starlark is not usable: files with the extension py are python"
    ],
    [
      "takes the variant of another's grammar",
      { ...starlark, grammars: [{ ...grammar, variant: "tsx" }] },
      "The language starlark is not usable: there is a grammar tsx"
    ],
    ["has no id", { ...starlark, id: undefined }, "The language undefined is not usable: it has no id"],
    ["has no grammars", { ...starlark, grammars: [] }, "The language starlark is not usable: it has no grammars"],
    [
      "has no queries",
      { ...starlark, grammars: [{ ...grammar, queries: undefined }] },
      "The language starlark is not usable: the grammar starlark has no queries"
    ],
    [
      "has extensions of another type",
      { ...starlark, extensions: "bzl" },
      "The language starlark is not usable: its extensions are no list of texts"
    ],
    [
      "has a version that does not fit",
      { ...starlark, version: 40_000 },
      "The language starlark is not usable: its version is not one from 0 to 32,767"
    ]
  ] as const) {
    it.effect(`is refused when it ${what}`, () =>
      Effect.map(refused(definition), (actual) => assert.strictEqual(actual, message))
    )
  }

  it.effect("is refused when a query uses an unknown capture, cannot be run, or is not there", () =>
    Effect.gen(function* () {
      assert.strictEqual(
        yield* asking("(call) @call\n(call) @toString"),
        "The language starlark is not usable: The query of starlark uses the unknown capture @toString"
      )
      assert.strictEqual(
        yield* asking("(call (_)* @call)"),
        "The language starlark is not usable: The query of starlark cannot be run: not a path: call ( _ ) * @call )"
      )
      assert.match(
        yield* refused({ ...starlark, grammars: [{ ...grammar, queries: ["nowhere"] }] }),
        /^The language starlark is not usable: ENOENT.*nowhere\/structure\.scm/
      )
    })
  )

  it.effect("fails by its name when its queries turn out not to fit the grammar", () =>
    withQuery("(no_such_node) @function", (folder) =>
      Effect.gen(function* () {
        const languages = yield* FurtherLanguages.make([{ ...starlark, grammars: [{ ...grammar, queries: [folder] }] }])
        const error = yield* Effect.flatMap(ParserManager, (manager) => manager.parse(TEXT, "a.bzl")).pipe(
          Effect.flip,
          Effect.provide(ParserManager.layerInProcess({ languages }))
        )
        assert.deepInclude(error, { _tag: "ParserUnavailable", language: "starlark" })
        assert.match(
          error.message,
          /^The language starlark cannot be parsed: The query of starlark does not fit its grammar/
        )
      }).pipe(Effect.orDie)
    )
  )

  it.effect("is refused when its module is not there or defines nothing", () =>
    Effect.gen(function* () {
      for (const [name, reason] of [
        ["missing.mjs", /^The language file:.*missing\.mjs is not usable: Cannot find module/],
        ["jobs.mjs", /^The language file:.*jobs\.mjs is not usable: it has no default export that is a language$/]
      ] as const) {
        const error = yield* Effect.flip(FurtherLanguages.load([new URL(name, import.meta.url)]))
        assert.match(error.message, reason)
      }
    })
  )

  it.effect("fails by its module when a thread cannot import it", () =>
    Effect.gen(function* () {
      const languages = yield* FurtherLanguages.load([new URL("./starlark/mainOnly.mjs", import.meta.url)])
      const error = yield* Effect.flatMap(ParserManager, (manager) => manager.parse(TEXT, "a.bzl")).pipe(
        Effect.flip,
        Effect.provide(ParserManager.layer({ threads: 1, languages }))
      )
      assert.strictEqual(error._tag, "ParserUnavailable")
      assert.match(
        error.message,
        /^The parser thread did not start: The language file:.*mainOnly\.mjs cannot be parsed: Not in a thread$/
      )
    })
  )

  it.effect("is refused twice", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(FurtherLanguages.load([starlarkModule, starlarkModule]))
      assert.strictEqual(error.message, "The language starlark is not usable: there is a language of this id")
    })
  )
})
