/** Inputs that break parsers, each with its expected outcome, through the layers that people use. */
import { FactBatchDecoder } from "@drift/core/FactBatchDecoder"
import type { Language } from "@drift/core/Language"
import type { ParseJob } from "@drift/core/ParseJob"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { ENGINES } from "../src/EngineName.js"
import { ParserManager } from "../src/ParserManager.js"

const job = (path: string, language: Language, content: string | Uint8Array): ParseJob => {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content
  return {
    path,
    language,
    source: { _tag: "Bytes", bytes },
    stat: { size: bytes.length, mtimeSecs: 0, mtimeNanos: 0 },
    racy: false
  }
}

const utf16 = (text: string, bigEndian: boolean): Uint8Array => {
  const bytes = Buffer.from(`\uFEFF${text}`, "utf16le")
  return bigEndian ? bytes.swap16() : bytes
}

const parsed = (path: string, language: Language, content: string | Uint8Array) =>
  Effect.flatMap(ParserManager, (manager) => manager.parse(content, path, { language, maxFileSize: Infinity }))

const names = (facts: ReadonlyArray<{ readonly name: string }>): ReadonlyArray<string> => facts.map(({ name }) => name)

// The npm binding is left out: its query cursor is quadratic, so that several of these run into the default time limit.
for (const engine of ["native", "wasm"] as const)
  it.layer(ParserManager.layerInProcess({ engine, timeLimitMs: 60_000 }))(`Parsing with ${engine}`, (it) => {
    it.effect("an empty file has no facts and no errors", () =>
      Effect.gen(function* () {
        const result = yield* parsed("empty.py", "python", "")
        assert.deepStrictEqual(
          [result.functions, result.classes, result.imports, result.callSites, result.errorCount],
          [[], [], [], [], 0]
        )
      })
    )

    it.effect("a byte order mark moves no column and stays in the byte offsets", () =>
      Effect.gen(function* () {
        const [f] = (yield* parsed("bom.py", "python", "\uFEFFdef f(): pass\n")).functions
        assert.deepStrictEqual([f?.line, f?.column, f?.range.startByte], [1, 5, 3])
      })
    )

    it.effect("CRLF counts as one line end", () =>
      Effect.gen(function* () {
        const { functions } = yield* parsed("crlf.go", "go", "package a\r\n\r\nfunc F() {}\r\nfunc G() {}\r\n")
        assert.deepStrictEqual(
          functions.map(({ line, name }) => [name, line]),
          [
            ["F", 3],
            ["G", 4]
          ]
        )
      })
    )

    for (const bigEndian of [false, true]) {
      it.effect(`UTF-16 ${bigEndian ? "BE" : "LE"} is decoded and parsed`, () =>
        Effect.gen(function* () {
          const result = yield* parsed("wide.py", "python", utf16("def größe():\n    return 1\n", bigEndian))
          assert.deepStrictEqual(names(result.functions), ["größe"])
        })
      )
    }

    it.effect("Latin-1 bytes become replacement characters and move nothing", () =>
      Effect.gen(function* () {
        const source = Buffer.from("# caf\xe9\ndef f(): return 'caf\xe9'\ndef g(): pass\n", "latin1")
        const result = yield* parsed("latin.py", "python", source)
        const [, g] = result.functions
        assert.deepStrictEqual(names(result.functions), ["f", "g"])
        assert.strictEqual(source.toString("latin1", g!.range.startByte, g!.range.endByte), "def g(): pass")
      })
    )

    it.effect("non-ASCII text before a name counts UTF-16 units in columns and bytes in offsets", () =>
      Effect.gen(function* () {
        const line = "x = '🚀测'; y = call(1)\n"
        const [call] = (yield* parsed("emoji.py", "python", line)).callSites
        assert.strictEqual(call?.column, line.indexOf("call") + 1)
      })
    )

    it.effect("20,000 unclosed brackets and parentheses give errors, not a crash", () =>
      Effect.gen(function* () {
        for (const bracket of ["[", "(", "{"]) {
          const result = yield* parsed("open.py", "python", `def before(): pass\nx = ${bracket.repeat(20_000)}\n`)
          assert.isAbove(result.errorCount, 0)
        }
      })
    )

    it.effect("deeply nested blocks are extracted to the bottom", () =>
      Effect.gen(function* () {
        const depth = 90
        const lines = Array.from({ length: depth }, (_, i) => `${" ".repeat(i)}if True:`)
        const source = `def outer():\n${lines.map((text) => ` ${text}`).join("\n")}\n${" ".repeat(depth + 1)}deepest()\n`
        const { callSites } = yield* parsed("deep.py", "python", source)
        assert.deepStrictEqual(
          callSites.map(({ calleeName, caller }) => [calleeName, caller]),
          [["deepest", "outer"]]
        )
      })
    )

    it.effect("20,000 nested functions have names that do not grow with their depth", () =>
      Effect.gen(function* () {
        const depth = 20_000
        const source = `${"function inner(){".repeat(depth)}call()${"}".repeat(depth)}\n`
        const { callSites, functions } = yield* parsed("nest.js", "javascript", source)
        assert.strictEqual(functions.length, depth)
        assert.strictEqual(functions[2]?.qualifiedName, "inner.inner.inner")
        const qualified = new Set(functions.map(({ qualifiedName }) => qualifiedName))
        for (const { owner, qualifiedName } of functions) {
          assert.isBelow(qualifiedName.length, 1100)
          assert.isTrue(owner === undefined || owner === "…" || qualified.has(owner))
        }
        assert.strictEqual(callSites[0]?.caller, functions.at(-1)?.qualifiedName)
      })
    )

    it.effect("300 and 20,000 nested ifs lose nothing", () =>
      Effect.gen(function* () {
        for (const depth of [300, 20_000]) {
          const source = `function f(){${"if(a){".repeat(depth)}deepest()${"}".repeat(depth)}}\nfunction g(){}\n`
          const { callSites, errorCount, functions } = yield* parsed("ifs.js", "javascript", source)
          assert.deepStrictEqual(names(functions), ["f", "g"])
          assert.deepStrictEqual([callSites[0]?.calleeName, callSites[0]?.caller, errorCount], ["deepest", "f", 0])
        }
      })
    )

    it.effect("lone carriage returns end lines of no language but to the eye", () =>
      Effect.gen(function* () {
        const result = yield* parsed("cr.js", "javascript", "function f() {}\rfunction g() {}\r")
        assert.deepStrictEqual(names(result.functions), ["f", "g"])
        assert.deepStrictEqual([result.functions[1]?.line, result.functions[1]?.column], [1, 26])
      })
    )

    it.effect("a line of a megabyte is parsed", () =>
      Effect.gen(function* () {
        const source = `x = [${"f(1), ".repeat(166_000)}]\n`
        assert.strictEqual((yield* parsed("long.py", "python", source)).callSites.length, 166_000)
      })
    )

    it.effect("120,000 functions in a file of 4 MB are all found", () =>
      Effect.gen(function* () {
        const many = 120_000
        const source = Array.from({ length: many }, (_, i) => `def f${i}(): return ${i} # function`).join("\n")
        assert.isAbove(source.length, 4_000_000)
        const { functions } = yield* parsed("many.py", "python", source)
        assert.strictEqual(functions.length, many)
        assert.deepStrictEqual([functions.at(-1)?.name, functions.at(-1)?.line], ["f119999", many])
      })
    )

    it.effect("a broken function does not hide its neighbours", () =>
      Effect.gen(function* () {
        const result = yield* parsed("broken.go", "go", "package a\nfunc A() {}\nfunc B( {\nfunc C() {}\n")
        assert.include(names(result.functions), "A")
        assert.isAbove(result.errorCount, 0)
        assert.strictEqual(result.errorRanges.length, result.errorCount)
      })
    )
  })

for (const engine of ENGINES)
  it.layer(ParserManager.layerInProcess({ engine, timeLimitMs: 5 }))(`With a time limit and ${engine}`, (it) => {
    it.effect("a file that takes longer fails alone", () =>
      Effect.gen(function* () {
        const manager = yield* ParserManager
        const slow = "x = f(g(h(1)), [2, 3], {4: 5})\n".repeat(30_000)
        const batch = yield* manager.parseBatch([
          job("slow.py", "python", slow),
          job("quick.py", "python", "def f(): pass\n")
        ])
        assert.deepStrictEqual(batch.files, [
          {
            path: "slow.py",
            outcome: "failed",
            problem: { path: "slow.py", code: "PARSE_ERROR", message: "Parsing took longer than 5 ms: slow.py" }
          },
          { path: "quick.py", outcome: "parsed" }
        ])
        const row = FactBatchDecoder.open(batch.facts)?.nextFile()?.row
        assert.deepStrictEqual([row?.mode, row?.timedOutAfter, row?.errorCode], ["replace", 5, "PARSE_ERROR"])
      })
    )
  })

it.layer(ParserManager.layerInProcess())("Not parsing", (it) => {
  it.effect("binary and undecodable files become outcomes without facts", () =>
    Effect.gen(function* () {
      const manager = yield* ParserManager
      const batch = yield* manager.parseBatch([
        job("nul.py", "python", "def f(): pass\n\0"),
        job("utf32.py", "python", Uint8Array.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0)),
        job("half.py", "python", Uint8Array.of(0xff, 0xfe, 0x00, 0xd8, 0x61, 0x00))
      ])
      assert.deepStrictEqual(
        batch.files.map(({ outcome }) => outcome),
        ["skippedBinary", "skippedEncoding", "skippedEncoding"]
      )
    })
  )

  it.effect("random bytes are binary, and those without a NUL are text with errors", () =>
    Effect.gen(function* () {
      const manager = yield* ParserManager
      let state = 20_24
      const random = (): number => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
        return state >>> 24
      }
      for (let i = 0; i < 40; i++) {
        const noise = Uint8Array.from({ length: 4096 + i * 512 }, random)
        const error = yield* Effect.flip(manager.parse(noise, "noise.go"))
        assert.deepInclude(error, { _tag: "ParseFailed", code: "PARSE_ERROR", reason: "Binary", path: "noise.go" })
        const { errorCount, errorRanges } = yield* manager.parse(
          noise.map((byte) => byte || 1),
          "noise.go"
        )
        assert.isAbove(errorCount, 0)
        assert.strictEqual(errorRanges.length, Math.min(errorCount, 1000))
      }
    })
  )

  it.effect("a path that cannot be read fails and keeps what was known", () =>
    Effect.gen(function* () {
      const manager = yield* ParserManager
      const batch = yield* manager.parseBatch([
        { ...job("gone.py", "python", ""), source: { _tag: "Path", absolutePath: "/nonexistent/gone.py" } }
      ])
      const row = FactBatchDecoder.open(batch.facts)?.nextFile()?.row
      assert.deepStrictEqual([row?.mode, row?.outcome, row?.errorCode], ["keep", "failed", "SCAN_ERROR"])
      assert.deepStrictEqual(batch.files[0]?.problem, {
        path: "gone.py",
        code: "SCAN_ERROR",
        message: "Cannot read: gone.py (ENOENT)"
      })
    })
  )
})
