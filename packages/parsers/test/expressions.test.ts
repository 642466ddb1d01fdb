/** Expressions stand apart: what scans store is the same with and without them, in every engine, and pays nothing for them. */
import { extensionOf, LANGUAGES, languageOfPath } from "@drift/core/Language"
import type { ParseJob } from "@drift/core/ParseJob"
import type { Expressions, ParseResult } from "@drift/core/ParseResult"
import { ParseResult as ParseResultSchema } from "@drift/core/ParseResult"
import * as Schema from "effect/Schema"
import { readdirSync, readFileSync, statSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"
import { parseOne, runBatch } from "../src/internal/batch.js"
import { decodeResult } from "../src/internal/decodeResult.js"
import { FileParser } from "../src/internal/FileParser.js"
import type { Extent, PreparedGrammar } from "../src/internal/grammars.js"
import { grammarFor, prepare } from "../src/internal/grammars.js"
import { languages } from "../src/languages/index.js"
import type { ParseEngine } from "../src/ParseEngine.js"
import { parseSource } from "../src/parseSource.js"
import { engines } from "./engines.js"
import { extract } from "./extracted.js"

const directory = (path: string) => fileURLToPath(new URL(`../../../${path}/`, import.meta.url))

const sources = [directory("test-fixtures"), directory("packages/parsers/test"), directory("packages/core/src")]
  .flatMap((root) => readdirSync(root, { recursive: true, encoding: "utf8" }).map((path) => root + path))
  .filter((path) => languageOfPath(path) !== undefined && statSync(path).isFile())

const grammars = new Map<string, Promise<PreparedGrammar>>()

const grammarOf = (engine: ParseEngine, path: string, extent: Extent): Promise<PreparedGrammar> => {
  const language = languages[languageOfPath(path)!]
  const grammar = grammarFor(language, extensionOf(path))
  const key = `${engine.name} ${grammar.variant} ${extent}`
  const prepared = grammars.get(key) ?? prepare(engine, language, grammar, extent)
  grammars.set(key, prepared)
  return prepared
}

const parse = async (engine: ParseEngine, path: string, extent: Extent, source: Uint8Array): Promise<ParseResult> => {
  const grammar = await grammarOf(engine, path, extent)
  const table = grammar.compiled.run(source, 60_000)
  assert.isDefined(table, path)
  return extract(source, table, grammar)
}

/** All that a scan stores. */
const facts = ({
  decorators: _,
  docComments: _1,
  errorHandling: _2,
  numericLiterals: _3,
  stringLiterals: _4,
  ...rest
}: ParseResult) => rest

const KEYS = [
  "decorators",
  "stringLiterals",
  "numericLiterals",
  "errorHandling",
  "docComments"
] as const satisfies ReadonlyArray<keyof Expressions>

describe("Expressions", () => {
  for (const engine of engines) {
    it(`${engine.name} finds the same facts with and without them`, async () => {
      for (const path of sources) {
        const source = readFileSync(path)
        const scanned = await parse(engine, path, "facts", source)
        const whole = await parse(engine, path, "expressions", source)
        assert.deepStrictEqual(facts(whole), scanned, path)
        for (const key of KEYS) {
          assert.notProperty(scanned, key)
          assert.isArray(whole[key], `${path}: ${key}`)
        }
      }
    }, 120_000)
  }

  it("every engine finds the same ones", async () => {
    const [first, ...others] = engines
    const seen = new Set<string>()
    for (const path of sources) {
      const source = readFileSync(path)
      const expected = await parse(first, path, "expressions", source)
      // Error recovery differs between UTF-8 and UTF-16 input.
      if (expected.errorCount > 0) continue
      seen.add(languageOfPath(path)!)
      for (const engine of others) {
        const actual = await parse(engine, path, "expressions", source)
        assert.deepStrictEqual(actual, expected, `${engine.name}: ${path}`)
      }
    }
    assert.deepStrictEqual([...seen].sort(), [...LANGUAGES].sort())
  }, 120_000)

  it("are not asked for by what scans run, and their tables are those of another grammar", async () => {
    for (const id of LANGUAGES) {
      for (const grammar of languages[id].grammars) {
        const scan = await prepare(engines[0], languages[id], grammar)
        const whole = await prepare(engines[0], languages[id], grammar, "expressions")
        assert.isFalse(scan.hasExpressions, id)
        assert.isTrue(whole.hasExpressions, id)
        assert.notMatch(scan.compiled.captures.join(" "), /literal|context|error|remark|apart/)
        assert.notStrictEqual(whole.fingerprint, scan.fingerprint)
      }
    }
  })

  it("are found after the same content was scanned, and a scan finds its own parse again after that", async () => {
    const parser = new FileParser({ engine: engines[0], languages, timeLimitMs: 5000 })
    const bytes = new TextEncoder().encode("def f():\n    return 'text'\n")
    const job: ParseJob = {
      path: "a.py",
      language: "python",
      source: { _tag: "Bytes", bytes },
      stat: { size: bytes.length, mtimeSecs: 0, mtimeNanos: 0 },
      racy: false
    }
    const scan = async () => (await runBatch(parser, [job], 0, () => false))!
    const first = await scan()
    const { file, result } = await parseOne(parser, job, 0)
    assert.isUndefined(file.cached)
    assert.deepStrictEqual(
      result!.stringLiterals!.map(({ value }) => value),
      ["text"]
    )
    const again = await scan()
    assert.deepStrictEqual(
      [...first.files, ...again.files].map(({ cached }) => cached),
      [undefined, true]
    )
    assert.deepStrictEqual(decodeResult(again.facts), decodeResult(first.facts))
    assert.deepStrictEqual((await parseOne(parser, job, 0)).file.cached, true)
    assert.deepStrictEqual((await parseOne(parser, job, 0)).result, result)
  })

  it("stand where editors count, and have their extent in bytes", async () => {
    const source = 'x = f("😀 ä", 1)\n'
    const { numericLiterals, stringLiterals } = await parseSource(languages.python, source, "a.py")
    assert.deepStrictEqual(stringLiterals, [
      {
        value: "😀 ä",
        isCut: false,
        isTemplate: false,
        context: "functionArgument",
        line: 1,
        column: 7,
        range: { startByte: 6, endByte: 15, startLine: 1, endLine: 1 }
      }
    ])
    assert.deepStrictEqual(
      numericLiterals!.map(({ column, range }) => [column, range.startByte]),
      [[15, 17]]
    )
  })

  it("do not count a byte order mark: what follows it is the first thing in the file", async () => {
    const source = '\ufeff# A remark.\n"""The module."""\nx = "text"\n'
    const { docComments, stringLiterals } = await parseSource(languages.python, source, "a.py")
    assert.deepStrictEqual(
      docComments!.map(({ column, line, style, text }) => [line, column, style, text]),
      [[2, 1, "docstring", "The module."]]
    )
    assert.deepStrictEqual(
      stringLiterals!.map(({ value }) => value),
      ["text"]
    )
  })

  it("of a source that breaks off anywhere lie inside of it, in its order, and are what the schema says", async () => {
    const valid = Schema.is(Schema.typeSchema(ParseResultSchema))
    for (const path of sources.filter((path) => path.includes("test-fixtures"))) {
      const whole = readFileSync(path)
      for (let i = 1; i < 40; i++) {
        const source = whole.subarray(0, Math.floor((whole.length * i) / 40))
        const result = await parse(engines[0], path, "expressions", source)
        assert.isTrue(valid(result), `${path} up to ${source.length}`)
        for (const key of KEYS) {
          let before = 0
          for (const { range } of result[key]!) {
            assert.isAtMost(range.endByte, source.length)
            assert.isAtLeast(range.endByte, range.startByte)
            assert.isAtLeast(range.startByte, before, `${path} up to ${source.length}: ${key}`)
            before = range.startByte
          }
        }
      }
    }
  }, 60_000)

  it("cost no more than linear time in nesting", async () => {
    const depth = 5000
    const nest = "[".repeat(depth) + "1" + "]".repeat(depth)
    const sum = 'x = "a"' + ' + "a"'.repeat(depth)
    const chain = `y = a${".catch(1)".repeat(depth)}`
    const source = [nest, sum, chain].join(";\n")
    const result = await parseSource(languages.javascript, source, "a.js")
    assert.strictEqual(result.stringLiterals!.length, depth + 1)
    assert.strictEqual(result.numericLiterals!.length, depth + 1)
    assert.strictEqual(result.errorHandling!.length, depth)
    assert.deepStrictEqual(
      new Set(result.stringLiterals!.map(({ context }) => context)),
      new Set(["variableAssignment"])
    )
  })
})
