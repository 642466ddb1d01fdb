import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as Argv from "../src/Argv.js"

const scan: Argv.CommandSyntax = {
  options: new Map([
    ["--root", { takesValue: true, repeatable: false }],
    ["--exclude", { takesValue: true, repeatable: true }],
    ["--force", { takesValue: false, repeatable: false }]
  ]),
  positionals: { min: 0, max: Number.POSITIVE_INFINITY, name: "path" }
}
const parse: Argv.CommandSyntax = { options: new Map(), positionals: { min: 1, max: 1, name: "file" } }
const commands = new Map([
  ["scan", scan],
  ["parse", parse]
])

const read = (line: string) => Argv.read(line.split(" ").filter(Boolean), commands)
const accepted = (line: string) => Either.getOrThrow(read(line))
const refused = (line: string) => Either.getOrThrow(Either.flip(read(line)))

describe("a command line that is right", () => {
  const cases: ReadonlyArray<readonly [line: string, args: string]> = [
    ["scan", "scan --"],
    ["scan src --force", "scan --force -- src"],
    ["scan --force src", "scan --force -- src"],
    ["scan a --exclude x b --exclude=y", "scan --exclude x --exclude y -- a b"],
    ["scan --root a --root b", "scan --root b --"],
    ["scan --force --force", "scan --force --"],
    ["scan -- --force --help", "scan -- --force --help"],
    ["scan --exclude=--force", "scan --exclude --force --"],
    ["scan -", "scan -- -"],
    ["parse a.ts", "parse -- a.ts"]
  ]
  for (const [line, args] of cases) {
    it(`${line} is ${args}`, () => {
      assert.deepStrictEqual(accepted(line), { _tag: "Run", args: args.split(" ") })
    })
  }
})

describe("help and version", () => {
  it("win over everything that is wrong", () => {
    assert.deepStrictEqual(accepted("scan --bogus --help --limit"), { _tag: "Help", command: "scan" })
    assert.deepStrictEqual(accepted("--help nonsense"), { _tag: "Help" })
    assert.deepStrictEqual(accepted("scan -h"), { _tag: "Help", command: "scan" })
    assert.deepStrictEqual(accepted("scan --version --bogus"), { _tag: "Version" })
  })
  it("help is the answer to nothing", () => {
    assert.deepStrictEqual(accepted(""), { _tag: "Help" })
  })
})

describe("a command line that is wrong", () => {
  const cases: ReadonlyArray<readonly [line: string, detail: string, hint: string]> = [
    ["scan --bogus", "Unknown option --bogus of `drift scan`", "Run `drift scan --help` to see what it accepts."],
    ["scan src --forse", "Unknown option --forse of `drift scan`", "Did you mean --force?"],
    ["scan -x", "Unknown option -x of `drift scan`", "Run `drift scan --help` to see what it accepts."],
    ["scan --root", "--root needs a value", "Run `drift scan --help` to see what it accepts."],
    ["scan --root --force", "--root needs a value", "If the value is --force, write --root=--force."],
    ["scan --root=", "--root needs a value that is not empty", ""],
    ["scan --force=yes", "--force takes no value", "Run `drift scan --help` to see what it accepts."],
    ["parse", "`drift parse` needs a file", "Run `drift parse --help` to see what it accepts."],
    ["parse a b", 'Unexpected argument "b"', "Run `drift parse --help` to see what it accepts."],
    ["sacn .", 'Unknown command "sacn"', "Did you mean `drift scan`?"],
    ["./src", 'Unknown command "./src"', "To scan a folder: `drift scan ./src`"],
    ["--bogus", "Unknown option --bogus", "Commands: scan, parse. Run `drift --help` to read about them."]
  ]
  for (const [line, detail, hint] of cases) {
    it(`${line}: ${detail}`, () => {
      const error = refused(line)
      assert.strictEqual(error.code, "INVALID_ARGUMENT")
      assert.strictEqual(error.message, detail)
      assert.strictEqual(error.hints?.[0] ?? "", hint)
    })
  }
  it("an empty argument is no path", () => {
    const error = Either.getOrThrow(Either.flip(Argv.read(["scan", ""], commands)))
    assert.strictEqual(error.message, "An argument is empty")
  })
})
