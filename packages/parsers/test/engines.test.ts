/** All engines answer alike: the same facts on files without syntax errors, and time limits that hold. */
import type { Language } from "@drift/core/Language"
import { extensionOf, LANGUAGES, languageOfPath } from "@drift/core/Language"
import { readdirSync, readFileSync, statSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"
import { ENGINES } from "../src/EngineName.js"
import { chooseEngine } from "../src/engines/index.js"
import { sortCaptures } from "../src/internal/captureOrder.js"
import { grammarFor, prepare } from "../src/internal/grammars.js"
import { readPaths } from "../src/internal/paths.js"
import { languages } from "../src/languages/index.js"
import type { CaptureTable, ParseEngine } from "../src/ParseEngine.js"
import { copyOf, STRIDE } from "../src/ParseEngine.js"
import { engines } from "./engines.js"
import { extract } from "./extracted.js"

const directory = (path: string) => fileURLToPath(new URL(`../../../${path}/`, import.meta.url))

const sources = [directory("test-fixtures"), directory("packages"), directory("node_modules/effect/src/internal")]
  .flatMap((root) => readdirSync(root, { recursive: true, encoding: "utf8" }).map((path) => root + path))
  .filter(
    (path) => !/\/(node_modules|dist)\//.test(path.slice(directory(".").length + 12)) || path.includes("effect/src")
  )
  .filter((path) => languageOfPath(path) !== undefined && statSync(path).isFile())

const grammars = new Map<string, ReturnType<typeof prepare>>()

const facts = async (engine: ParseEngine, path: string) => {
  const language = languages[languageOfPath(path)!]
  const grammar = grammarFor(language, extensionOf(path))
  const key = `${engine.name} ${grammar.variant}`
  if (!grammars.has(key)) grammars.set(key, prepare(engine, language, grammar))
  const prepared = await grammars.get(key)!
  const source = readFileSync(path)
  const table = prepared.compiled.run(source, 60_000)
  assert.isDefined(table, path)
  assertOrdered(table, path)
  return extract(source, table, prepared)
}

const assertOrdered = ({ count, words }: CaptureTable, path: string) => {
  for (let at = STRIDE; at < count * STRIDE; at += STRIDE) {
    const step = words[at + 1]! - words[at - 3]! || words[at - 2]! - words[at + 2]! || words[at]! - words[at - STRIDE]!
    if (step <= 0) assert.fail(`${path}: the captures at ${words[at - 3]!} and ${words[at + 1]!} are out of order`)
  }
}

describe("Engines", () => {
  it("extract the same facts from every file without syntax errors", async () => {
    const [first, ...others] = engines
    const compared = new Set<string>()
    for (const path of sources) {
      const expected = await facts(first, path)
      for (const engine of others) {
        const actual = await facts(engine, path)
        assert.strictEqual(actual.errorCount > 0, expected.errorCount > 0, `${engine.name}: errors in ${path}`)
        // Error recovery differs between UTF-8 and UTF-16 input.
        if (expected.errorCount > 0) continue
        compared.add(path)
        assert.deepStrictEqual(actual, expected, `${engine.name}: ${path}`)
      }
    }
    assert.isAbove(compared.size, 200)
    const seen = new Set([...compared].map((path) => languageOfPath(path)))
    assert.deepStrictEqual([...seen].sort(), [...LANGUAGES].sort())
  }, 120_000)

  for (const engine of engines) {
    it(`${engine.name} puts captures of one range in the order of their ranks, and takes each once`, async () => {
      const { load, variant, wasm } = languages.python.grammars[0]
      const query = "(expression_statement) @z (call) @y (call) @x (expression_statement (call) @x) (identifier) @w"
      const rank = (name: string) => (name === "z" ? 2 : name === "y" ? 1 : 0)
      const compiled = await engine.compile({ variant, load, wasm, query, counted: new Set(), rank })
      const table = compiled.run(Buffer.from("f(a)\n"), 5000)!
      const rows = Array.from({ length: table.count }, (_, i) => [...table.words.subarray(i * STRIDE, i * STRIDE + 3)])
      assert.deepStrictEqual(compiled.captures, ["x", "w", "y", "z"])
      assert.deepStrictEqual(rows, [
        [0, 0, 4],
        [2, 0, 4],
        [3, 0, 4],
        [1, 0, 1],
        [1, 2, 3]
      ])
    })

    it(`${engine.name} leaves a copy of a table alone`, async () => {
      const { compiled } = await prepare(engine, languages.python, languages.python.grammars[0])
      const table = compiled.run(Buffer.from("def f(): pass\n"), 5000)!
      const copy = copyOf(table)
      const before = [...copy.words]
      assert.strictEqual(before.length, table.count * STRIDE)
      compiled.run(Buffer.from(`${"x.y(1)\n".repeat(5000)}`), 5000)
      assert.deepStrictEqual([...copy.words], before)
      assert.deepStrictEqual(
        [...compiled.run(Buffer.from("def f(): pass\n"), 5000)!.words.slice(0, before.length)],
        before
      )
    })

    it(`${engine.name} reports an error although the missing token is hidden`, async () => {
      const prepared = await prepare(engine, languages.kotlin, languages.kotlin.grammars[0])
      const table = prepared.compiled.run(Buffer.from("fun interface Action { fun run() }\n"), 5000)
      assert.isAbove(table!.errors.length, 0)
    })

    it(`${engine.name} stops at its time limit and parses the next file right`, async () => {
      const prepared = await prepare(engine, languages.python, languages.python.grammars[0])
      const chain = Buffer.from(`x = ${"f(".repeat(5000)}${")".repeat(5000)}\n`.repeat(20))
      assert.isUndefined(prepared.compiled.run(chain, 1))
      const source = Buffer.from("def after(): pass\n")
      const table = prepared.compiled.run(source, 5000)
      assert.deepStrictEqual(
        extract(source, table!, prepared).functions.map(({ name }) => name),
        ["after"]
      )
    })
  }

  it("wasm never loads what a grammar package has of native code", async () => {
    const { engine } = await chooseEngine("wasm")
    for (const { grammars } of Object.values(languages)) {
      for (const { variant, wasm } of grammars) {
        const load = () => Promise.reject(new Error("native code"))
        const query = "(_) @any"
        const { captures } = await engine.compile({ variant, wasm, load, query, counted: new Set(), rank: () => 0 })
        assert.deepStrictEqual(captures, ["any"])
      }
    }
  })

  it("the first engine needs no memory by the square of a broken source", async () => {
    const prepared = await prepare(engines[0], languages.java, languages.java.grammars[0])
    const source = Buffer.from(`a":1,${'{"name":"RED","static":true},'.repeat(2000)}\n`)
    prepared.compiled.run(Buffer.from("class A {}\n"), 5000)
    const before = process.resourceUsage().maxRSS
    const table = prepared.compiled.run(source, 30_000)
    assert.isAbove(table!.errors.length, 0)
    assert.isBelow(process.resourceUsage().maxRSS - before, 100 * 1024)
  })

  it("every engine comes to an end where the scanner of a grammar looks for one for ever", async () => {
    for (const engine of engines) {
      const prepared = await prepare(engine, languages.kotlin, languages.kotlin.grammars[0])
      const source = Buffer.from("class Sound { fun f() {} }\n\n@Column val x: Int = 1\n@Test(1 == 2, expecte")
      const table = prepared.compiled.run(source, 30_000)
      assert.isAbove(table!.count, 0, engine.name)
      assert.isAbove(table!.errors.length, 0, engine.name)
      assert.isAtMost(Math.max(...table!.errors), source.length, engine.name)
      // What comes next is parsed as ever.
      assert.strictEqual(prepared.compiled.run(Buffer.from("class A"), 30_000)?.errors.length, 0)
    }
  })

  it("every engine finds the same in a last line that does not end", async () => {
    for (const [id, text] of Object.entries({
      go: "package a\n\nfunc f() { g(1) } // why",
      rust: "/// Why.\nfn f() { g() } // end",
      ruby: "def f = g(1) # why",
      python: "def f():\n  g(1)  # why",
      kotlin: "class A {\n  fun f() = g(1)\n} // why",
      php: "<?php function f() { g(1); } // why",
      csharp: "class A { void F() { G(); } } // why",
      java: "class A { void f() { g(); } } // why",
      javascript: "export const f = () => g(1)",
      typescript: "export type A = B // why"
    } satisfies Record<Language, string>)) {
      const source = Buffer.from(text)
      const tables = await Promise.all(
        engines.map(async (engine) => {
          const language = languages[id as Language]
          const { compiled } = await prepare(engine, language, language.grammars[0])
          const { count, errors, words } = copyOf(compiled.run(source, 30_000)!)
          assert.deepStrictEqual([...errors], [], id)
          return [...words.subarray(0, count * STRIDE)]
        })
      )
      for (const table of tables) assert.deepStrictEqual(table, tables[0], id)
    }
  })

  it("the first engine gets past an error that missing tokens would mend for ever", async () => {
    const prepared = await prepare(engines[0], languages.kotlin, languages.kotlin.grammars[0])
    // Names are as long as it takes for no other way to look cheaper.
    const source = `{("")
r
 val eeeeeeeeeeeeeeeeee = when (lllllllll.nnnn.eeeeeeeeeee) {
            kkkkkkkk.bbbbbbbbbbbbb -> lllllllll.tttt.sssssssss(2, lllllllll.tttt.llllll - 2).tttt()
            kkkkkkkk.eeeeeeeeeee -> lllllllll.tttt.sssssssss(2).tttt()
        }

        val ccccccc = ssssssssssssssssssssssss(eeeeee, ppppppp, ffff, eeeeee.cccccccccc.oooooo, -1, tttt)

        val hhhhhhhh = ssssssssssssssssssssssss.ggggggggggg(ppppppp, kkkkkkkkkkkkkk.iiiiiiii)!!
        val hhhhhhh = hhhhhhhh.fffffffffff { it.fffffffffffffffffffffffffff(ccccccc) != null }
                      ?: eeeee("ccccc nnn ffff ppppppppp iiii hhhhh`
    const table = prepared.compiled.run(Buffer.from(source), 5000)
    assert.isAbove(table!.errors.length, 0)
    assert.isBelow(table!.errors.length, source.length)
  })

  it("the first engine is linear in nesting: a chain of 20,000 calls is parsed within the limit", async () => {
    const prepared = await prepare(engines[0], languages.python, languages.python.grammars[0])
    const source = Buffer.from(`x${".f()".repeat(20_000)}\n`)
    const table = prepared.compiled.run(source, 5000)
    assert.strictEqual(extract(source, table!, prepared).callSites.length, 20_000)
  })
})

describe("The choice of an engine", () => {
  const fails = (message: string) => (): never => {
    throw new Error(message)
  }
  const loads = (name: string) => () => ({ name, compile: fails("compiles nothing") })
  const names = async (...choice: Parameters<typeof chooseEngine>) => {
    const { engine, notice } = await chooseEngine(...choice)
    return [engine.name, notice]
  }

  it("is the first that can be loaded, and says why it is not native", async () => {
    const all = { native: loads("native"), wasm: loads("wasm"), "tree-sitter": loads("tree-sitter") }
    assert.deepStrictEqual(await names(undefined, all), ["native", undefined])
    assert.deepStrictEqual(await names(undefined, { ...all, native: fails("No native build\nwas found") }), [
      "wasm",
      "Parsing with the slower engine wasm: the parse engine native cannot be loaded: No native build"
    ])
    assert.deepStrictEqual(await names(undefined, { ...all, native: fails("one"), wasm: fails("two") }), [
      "tree-sitter",
      "Parsing with the slower engine tree-sitter: the parse engine native cannot be loaded: one; the parse engine wasm " +
        "cannot be loaded: two"
    ])
  })

  it("does not fall back from the one that is wanted", async () => {
    const none = { native: fails("one"), wasm: fails("two"), "tree-sitter": fails("three") }
    for (const name of ENGINES) assert.deepStrictEqual(await names(name), [name, undefined])
    const error = await names("wasm", { ...none, native: loads("native") }).then(String, String)
    assert.strictEqual(error, "Error: The parse engine wasm cannot be loaded: two")
    const all = await names(undefined, none).then(String, String)
    assert.match(all, /^Error: The parse engine native cannot be loaded: one; .*two; .*three$/)
  })
})

describe("The order of captures", () => {
  const sorted = (rows: ReadonlyArray<ReadonlyArray<number>>) => {
    const words = Uint32Array.from(rows.flatMap(([id, start, end]) => [id!, start!, end!, 0]))
    const count = sortCaptures(words, rows.length)
    return Array.from({ length: count }, (_, i) => [...words.subarray(i * STRIDE, i * STRIDE + 3)])
  }

  it("is start ascending, end descending, id ascending, without duplicates", () => {
    const rows = [
      [2, 0, 9],
      [1, 0, 9],
      [2, 0, 9],
      [5, 3, 3],
      [4, 3, 8],
      [3, 3, 8],
      [4, 3, 8]
    ]
    const expected = [
      [1, 0, 9],
      [2, 0, 9],
      [3, 3, 8],
      [4, 3, 8],
      [5, 3, 3]
    ]
    assert.deepStrictEqual(sorted(rows), expected)
  })

  it("is the same of a table that comes backwards", () => {
    const rows = Array.from({ length: 5000 }, (_, i) => [i % 2, 10_000 - i, 20_000])
    const twice = [...rows, ...rows]
    assert.deepStrictEqual(sorted(twice), rows.toReversed())
  })
})

describe("Queries as paths", () => {
  it("reads kinds, fields, tokens, wildcards and alternatives", () => {
    const query = '(a (b x: ["," (_)] @one)) @two ; (ignored) @three'
    const step = (kind: string, named: boolean, field?: string) => ({ kind, named, field })
    assert.deepStrictEqual(readPaths(query), [
      { capture: "two", steps: [step("a", true)] },
      { capture: "one", steps: [step("a", true), step("b", true), step(",", false, "x")] },
      { capture: "one", steps: [step("a", true), step("b", true), step("_", true, "x")] }
    ])
  })

  for (const query of [
    "(a (b) (c) @x)",
    "(a (b)* @x)",
    "((a) @x)",
    '(a (#eq? @x "y"))',
    "(a . (b) @x)",
    "(a !f) @x",
    "(a"
  ]) {
    it(`refuses ${query}`, () => {
      assert.throws(() => readPaths(query), /not a path/)
    })
  }
})
