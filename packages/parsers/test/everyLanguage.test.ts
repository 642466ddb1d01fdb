/** What holds for each of the ten languages alike. */
import type { Language } from "@drift/core/Language"
import { LANGUAGES, languageOfPath } from "@drift/core/Language"
import type { ParseResult } from "@drift/core/ParseResult"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readdirSync, readFileSync } from "node:fs"
import { languages } from "../src/languages/index.js"
import { ParserManager } from "../src/ParserManager.js"
import { parseSource } from "../src/parseSource.js"
import { check } from "./check.js"

/** Two functions `first`, with the parameter `alpha` and 41 in its body, and `second`, with a text, and what closes that. */
const SAMPLES: Readonly<Record<Language, { readonly path: string; readonly source: string; readonly closer: string }>> =
  {
    typescript: {
      path: "a.ts",
      source: 'function first(alpha: number) { return 41 }\nfunction second() { return "text" }\n',
      closer: "}"
    },
    javascript: {
      path: "a.js",
      source: 'function first(alpha) { return 41 }\nfunction second() { return "text" }\n',
      closer: "}"
    },
    python: {
      path: "a.py",
      source: 'def first(alpha):\n    return 41\n\ndef second():\n    return ("text")\n',
      closer: ")"
    },
    java: {
      path: "A.java",
      source: 'class A {\n  int first(int alpha) { return 41; }\n  String second() { return "text"; }\n}\n',
      closer: "}"
    },
    csharp: {
      path: "A.cs",
      source: 'class A {\n  int first(int alpha) { return 41; }\n  string second() { return "text"; }\n}\n',
      closer: "}"
    },
    go: {
      path: "a.go",
      source: 'package a\n\nfunc first(alpha int) int { return 41 }\nfunc second() string { return "text" }\n',
      closer: "}"
    },
    rust: {
      path: "a.rs",
      source: 'fn first(alpha: i32) -> i32 { 41 }\nfn second() -> &\'static str { "text" }\n',
      closer: "}"
    },
    ruby: {
      path: "a.rb",
      source: 'def first(alpha)\n  41\nend\n\ndef second\n  "text"\nend\n',
      closer: "end"
    },
    php: {
      path: "a.php",
      source: '<?php\nfunction first($alpha) { return 41; }\nfunction second() { return "text"; }\n',
      closer: "}"
    },
    kotlin: {
      path: "a.kt",
      source: 'fun first(alpha: Int): Int { return 41 }\nfun second(): String { return "text" }\n',
      closer: "}"
    }
  }

const withoutLast = (source: string, part: string): string => {
  const at = source.lastIndexOf(part)
  return source.slice(0, at) + source.slice(at + part.length)
}

const fixtures = new URL("../../../test-fixtures/", import.meta.url)

/** `functions=25 errors>=1` as predicates over a result. */
const expectations = (text: string): ReadonlyArray<readonly [key: string, isExact: boolean, count: number]> =>
  Array.from(text.matchAll(/(\w+)(>?=)(\d+)/g), ([, key, sign, count]) => [key!, sign === "=", Number(count)] as const)

const countsOf = ({ callSites, classes, errorCount, exports, functions, imports }: ParseResult) => ({
  functions: functions.length,
  classes: classes.length,
  imports: imports.length,
  exports: exports.length,
  calls: callSites.length,
  errors: errorCount
})

describe("A reference source", () => {
  const paths = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
    .filter((path) => languageOfPath(path) !== undefined && !path.startsWith("ignore-tree"))
    .sort()

  it("is there for every language", () => {
    const languages = new Set(paths.filter((path) => !path.startsWith("malformed/")).map(languageOfPath))
    assert.deepStrictEqual([...languages].sort(), [...LANGUAGES].sort())
  })

  for (const path of paths) {
    it(`${path} has the facts that it says it has`, async () => {
      const source = readFileSync(new URL(path, fixtures), "utf8")
      const expected = /EXPECT: (.*)/.exec(source)?.[1]
      const result = await check(languages[languageOfPath(path)!], source, { path, samples: true })
      const counts = countsOf(result)
      if (expected === undefined) {
        assert.deepStrictEqual(counts, { functions: 0, classes: 0, imports: 0, exports: 0, calls: 0, errors: 0 })
        return
      }
      for (const [key, isExact, count] of expectations(expected)) {
        const actual = counts[key as keyof typeof counts]
        if (isExact) assert.strictEqual(actual, count, key)
        else assert.isAtLeast(actual, count, key)
      }
    })
  }
})

for (const id of LANGUAGES) {
  const { closer, path, source } = SAMPLES[id]
  const parse = (text: string) => parseSource(languages[id], text, path)

  describe(`A source in ${id}`, () => {
    it("has its functions and no errors", async () => {
      const { errorCount, functions } = await parse(source)
      assert.deepStrictEqual([errorCount, functions.map(({ name }) => name)], [0, ["first", "second"]])
    })

    for (const [what, broken] of [
      ["closing token is missing", withoutLast(source, closer)],
      ["string does not end", source.replace('"text"', '"text')]
    ] as const) {
      it(`whose ${what} keeps the functions before, and says where it is broken`, async () => {
        const { errorCount, errorRanges, functions } = await parse(broken)
        assert.include(
          functions.map(({ name }) => name),
          "first"
        )
        assert.isAbove(errorCount, 0)
        assert.strictEqual(errorRanges.length, errorCount)
        const lines = broken.split("\n").length
        for (const { endLine, startLine } of errorRanges)
          assert.isTrue(1 <= startLine && startLine <= endLine && endLine <= lines)
      })
    }

    it("has another body hash after an edit of the body, and two other hashes after one of the signature", async () => {
      const hashes = async (text: string) => {
        const first = (await parse(text)).functions.find(({ name }) => name === "first")
        return [first?.bodyHash, first?.signatureHash]
      }
      const [body, signature] = await hashes(source)
      assert.isDefined(body)
      const [otherBody, sameSignature] = await hashes(source.replace("41", "42"))
      assert.notStrictEqual(otherBody, body)
      assert.strictEqual(sameSignature, signature)
      const [movedBody, otherSignature] = await hashes(source.replaceAll("alpha", "beta"))
      assert.notStrictEqual(movedBody, body)
      assert.notStrictEqual(otherSignature, signature)
    })
  })
}

describe("Names beyond ASCII", () => {
  for (const [id, source, names] of [
    ["python", "def 计算(值):\n    return 値を(値)\n\nclass 注文:\n    def größe(self): pass\n", ["计算", "größe"]],
    ["ruby", "def 🚀\n  1\nend\n\ndef 名前?\n  2\nend\n", ["🚀", "名前?"]]
  ] as const) {
    it(`of functions in ${id} are those of the source, at their columns and bytes`, async () => {
      const { errorCount, functions } = await parseSource(languages[id], source, "a")
      assert.deepStrictEqual([errorCount, functions.map(({ name }) => name)], [0, [...names]])
      const bytes = Buffer.from(source)
      for (const { column, line, name, range } of functions) {
        assert.strictEqual(source.split("\n")[line - 1]!.indexOf(name) + 1, column)
        assert.include(bytes.toString("utf8", range.startByte, range.endByte), name)
      }
    })
  }
})

describe("Four threads", () => {
  it.effect(
    "parse a hundred files of ten languages side by side, each with a parser of its own and its own facts",
    () =>
      Effect.gen(function* () {
        const { parse, stats } = yield* ParserManager
        const results = yield* Effect.forEach(
          Array.from({ length: 100 }, (_, i) => i),
          (i) => {
            const { path, source } = SAMPLES[LANGUAGES[i % 10]!]
            return parse(source.replace("first", `first${i}`), `${i}/${path}`)
          },
          { concurrency: "unbounded" }
        )
        results.forEach((result, i) => {
          const language = LANGUAGES[i % 10]!
          assert.deepStrictEqual(
            [result.file, result.language, result.functions.map(({ name }) => name), result.errorCount],
            [`${i}/${SAMPLES[language].path}`, language, [`first${i}`, "second"], 0]
          )
        })
        const { grammars, parses, threads } = yield* stats
        assert.deepStrictEqual([threads, parses], [4, 100])
        assert.isAbove(grammars, 10)
      }).pipe(Effect.provide(ParserManager.layer({ threads: 4 })))
  )
})
