/**
 * Mutated sources: none crashes a parser, hangs it or gets an answer that cannot be followed. A process of its own parses
 * them, so that who waits for it can tell what it died of.
 *
 * Another seed, more sources or more real code to mutate: DRIFT_FUZZ_SEED, DRIFT_FUZZ_SOURCES, DRIFT_FUZZ_CORPUS (a folder).
 */
import { LANGUAGES } from "@drift/core/Language"
import { spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"
import { languages } from "../src/languages/index.js"
import { parseSource } from "../src/parseSource.js"

const SEED = Number(process.env["DRIFT_FUZZ_SEED"] ?? 20_240_607)
const SOURCES = Number(process.env["DRIFT_FUZZ_SOURCES"] ?? 1000)
const CORPUS = process.env["DRIFT_FUZZ_CORPUS"]

/** Milliseconds that one source may take, eight parses and their comparison included. */
const PATIENCE = 60_000

const module = (name: string): string => new URL(`./fuzz/${name}.mjs`, import.meta.url).href

interface Outcome {
  readonly problems: ReadonlyArray<string>
  readonly parsed: number
}

/** Everything that went wrong, each with what it takes to see it again. */
const fuzz = (engine: string, seed: number, count: number): Promise<Outcome> =>
  new Promise((resolve) => {
    const args = [
      fileURLToPath(module("run")),
      engine,
      `${seed}`,
      `${count}`,
      ...(CORPUS === undefined ? [] : [CORPUS])
    ]
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] })
    const problems: Array<string> = []
    let last = "none"
    let parsed = 0
    let stderr = ""
    const hangs = () => {
      problems.push(`seed ${last}: takes longer than ${PATIENCE} ms`)
      child.kill("SIGKILL")
    }
    let timer = setTimeout(hangs, PATIENCE)
    createInterface({ input: child.stdout }).on("line", (line) => {
      clearTimeout(timer)
      timer = setTimeout(hangs, PATIENCE)
      if (/^\d+$/.test(line)) last = line
      else if (line.startsWith('{"sources"')) parsed = (JSON.parse(line) as { readonly sources: number }).sources
      else problems.push(line)
    })
    child.stderr.on("data", (text: Buffer) => (stderr += text.toString()))
    child.once("close", (status, signal) => {
      clearTimeout(timer)
      if (status !== 0) problems.push(`seed ${last}: ended with ${signal ?? status} ${stderr}`)
      resolve({ problems, parsed })
    })
  })

describe("Mutated sources", () => {
  // The npm binding is left out: its query cursor is quadratic, so that the time limit is most of what it would show.
  for (const [engine, count] of [
    ["native", SOURCES],
    ["wasm", Math.ceil(SOURCES / 10)]
  ] as const) {
    it(
      `${count} from seed ${SEED}: ${engine} answers in time, the same each time, and with places in the file`,
      async () => {
        assert.deepStrictEqual(await fuzz(engine, SEED, count), { problems: [], parsed: count })
      },
      PATIENCE * 2 + count * 500
    )
  }

  it("are the same for the same seed, and of all languages", async () => {
    const { sourcesByLanguage } = await import(module("sources"))
    const { mutated } = await import(module("mutate"))
    const sources = sourcesByLanguage()
    const seen = new Set<string>()
    const different = new Set<string>()
    for (let seed = 0; seed < 200; seed++) {
      const one = mutated(sources, seed)
      assert.deepStrictEqual(mutated(sources, seed), one)
      seen.add(one.language)
      different.add(Buffer.from(one.bytes).toString("hex"))
    }
    assert.deepStrictEqual([...seen].sort(), [...LANGUAGES].sort())
    assert.isAbove(different.size, 180)
  })

  it("every broken promise is noticed", async () => {
    const { broken } = await import(module("promises"))
    const bytes = Buffer.from("export class A {\n  größe() { return call(1) }\n}\nimport { b } from 'b'\nlet x = (\n")
    const result = await parseSource(languages.typescript, bytes, "a.ts")
    const outcome = "parsedWithErrors"
    assert.deepStrictEqual(broken(bytes, outcome, result), [])
    const [method] = result.functions
    const [call] = result.callSites
    const inside = (change: object) => ({ ...result, functions: [{ ...method, ...change }] })
    const ranging = (change: object) => inside({ range: { ...method!.range, ...change } })
    const wrong: ReadonlyArray<readonly [string, unknown]> = [
      ["parsed", result],
      ["failed", undefined],
      [outcome, { ...result, errorCount: 0 }],
      [outcome, { ...result, errorCount: result.errorCount + 1 }],
      [outcome, { ...result, errorRanges: [{ startLine: 2, startColumn: 1, endLine: 1, endColumn: 1 }] }],
      [outcome, { ...result, errorRanges: [{ startLine: 1, startColumn: 1, endLine: 9, endColumn: 1 }] }],
      [outcome, inside({ name: "" })],
      [outcome, inside({ name: "other", column: 1, line: 1 })],
      [outcome, inside({ line: 7 })],
      [outcome, ranging({ startByte: -1 })],
      [outcome, ranging({ endByte: bytes.length + 1 })],
      [outcome, ranging({ startByte: method!.range.endByte })],
      [outcome, ranging({ startLine: 1 })],
      [outcome, ranging({ endLine: 3 })],
      [outcome, { ...result, classes: [{ ...result.classes[0], column: 2 }] }],
      [outcome, { ...result, callSites: [{ ...call, column: call!.column + 1 }] }],
      [outcome, { ...result, callSites: [{ ...call, caller: "nobody" }] }],
      [outcome, { ...result, callSites: [{ ...call, argumentCount: -1 }] }],
      [outcome, { ...result, imports: [{ ...result.imports[0], source: "" }] }],
      [outcome, { ...result, imports: [{ ...result.imports[0], column: 100 }] }],
      [outcome, { ...result, exports: [{ ...result.exports[0], column: 1 }] }]
    ]
    for (const [i, [became, changed]] of wrong.entries())
      assert.isNotEmpty(broken(bytes, became, changed), `wrong ${i}`)
    assert.isNotEmpty(broken(Buffer.from("a\0b"), outcome, result))
  })

  it("a process that dies or hangs is reported with the seed at hand", async () => {
    const { problems } = await fuzz("no such engine", 1, 1)
    assert.match(problems.join(), /^seed none: ended with 1 /)
  })
})
