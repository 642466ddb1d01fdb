/** What the parse of a single file tells of TypeScript's expressions. */
import { assert, describe, it } from "vitest"
import { typescript } from "../../src/languages/typescript/language.js"
import { decorators, docs, errors, numbers, strings, told } from "../told.js"

describe("Expressions of TypeScript", () => {
  it("literals are for the nearest construct around them", async () => {
    const result = await told(
      typescript,
      `
const limit = 0xff, name = "const"
let size: number
size = 1_000
size += 2
let label = cond ? "yes" : "no"
send("argument", -3, [4, "element"], { key: "value", "quoted": 5 })
new Client("made", 6)
tag\`tagged\`
enum Level { low = 1, high = "h" }
class Box {
  static readonly max = 7
  width = 8
  title = "field"
  fold(by = 9, { deep = 10, text = "pattern" } = {}, plain?: "type") {
    if (by === 11 || "compared" != plain) return 12
    return by + 13
  }
}
const short = () => "short"
const long = () => {
  "statement"
  return 14
}
list[15]
list["index"]
switch (size) {
  case 16:
  case "case":
}
run(() => 17, function () { 18 })
throw "thrown"
`,
      "a.ts"
    )
    assert.deepStrictEqual(strings(result), [
      '1 variableAssignment "const"',
      '5 variableAssignment "yes"',
      '5 variableAssignment "no"',
      '6 functionArgument "argument"',
      '6 arrayElement "element"',
      '6 objectProperty "value"',
      '6 objectProperty "quoted"',
      '7 functionArgument "made"',
      '8 functionArgument "tagged" template',
      '9 enumValue "h"',
      '13 variableAssignment "field"',
      '14 defaultParameter "pattern"',
      '15 comparison "compared"',
      '19 returnValue "short"',
      '21 unknown "statement"',
      '25 unknown "index"',
      '28 comparison "case"',
      '31 unknown "thrown"'
    ])
    assert.deepStrictEqual(numbers(result), [
      "1 constDeclaration 0xff = 255",
      "3 variableAssignment 1_000 = 1000",
      "4 variableAssignment 2 = 2",
      "6 functionArgument 3 = 3",
      "6 arrayElement 4 = 4",
      "6 objectProperty 5 = 5",
      "7 functionArgument 6 = 6",
      "9 enumValue 1 = 1",
      "11 constDeclaration 7 = 7",
      "12 variableAssignment 8 = 8",
      "14 defaultParameter 9 = 9",
      "14 defaultParameter 10 = 10",
      "15 comparison 11 = 11",
      "15 returnValue 12 = 12",
      "16 binaryOperation 13 = 13",
      "22 returnValue 14 = 14",
      "24 unknown 15 = 15",
      "27 comparison 16 = 16",
      "30 returnValue 17 = 17",
      "30 unknown 18 = 18"
    ])
  })

  it("what is no literal of an expression is left out", async () => {
    const result = await told(
      typescript,
      `
import fs from "node:fs"
import legacy = require("legacy")
export * from "./other.js"
export { a } from "./a.js"
const lazy = import("./lazy.js")
const old = require("old")
const regex = /"no"/
type Kind = "a" | "b" | -1 | \`t\${string}\`
let typed: import("./types.js").Kind
declare module "ambient" {}
interface Names { "quoted": string; 1: number }
`,
      "a.ts"
    )
    assert.deepStrictEqual(strings(result), [])
    assert.deepStrictEqual(numbers(result), [])
  })

  it("strings are as they are written, without their quotes", async () => {
    const result = await told(
      typescript,
      `
const escaped = "a\\"b\\n"
const single = 'it"s'
const empty = ""
const plain = \`plain\`
const nested = \`a\${b ? \`c\${"d"}\` : 'e'}f\`
const lines = \`one
two\`
const joined = "a" + x + "b"
`,
      "a.ts"
    )
    assert.deepStrictEqual(strings(result), [
      String.raw`1 variableAssignment "a\\\"b\\n"`,
      String.raw`2 variableAssignment "it\"s"`,
      '3 variableAssignment ""',
      '4 variableAssignment "plain" template',
      '5 variableAssignment "a${b ? `c${\\"d\\"}` : \'e\'}f" template',
      '5 variableAssignment "c${\\"d\\"}" template',
      '5 variableAssignment "d"',
      '5 variableAssignment "e"',
      String.raw`6 variableAssignment "one\ntwo" template`,
      '8 variableAssignment "a"',
      '8 variableAssignment "b"'
    ])
  })

  it("numbers have a value", async () => {
    const result = await told(
      typescript,
      `
f(0, 1.5, .5, 1e3, 1_000_000, 0xFF, 0b101, 0o17, 010, 10n, 9007199254740993, 123456789012345678901n, 1e999, -0)
`,
      "a.ts"
    )
    assert.deepStrictEqual(numbers(result), [
      "1 functionArgument 0 = 0",
      "1 functionArgument 1.5 = 1.5",
      "1 functionArgument .5 = 0.5",
      "1 functionArgument 1e3 = 1000",
      "1 functionArgument 1_000_000 = 1000000",
      "1 functionArgument 0xFF = 255",
      "1 functionArgument 0b101 = 5",
      "1 functionArgument 0o17 = 15",
      "1 functionArgument 010 = 8",
      "1 functionArgument 10n = 10",
      "1 functionArgument 9007199254740993 = 9007199254740992",
      "1 functionArgument 123456789012345678901n = 123456789012345680000",
      "1 functionArgument 1e999 = none",
      "1 functionArgument 0 = 0"
    ])
  })

  it("errors are raised, passed on and handled", async () => {
    const result = await told(
      typescript,
      `
async function load() {
  try {
    await fetch(url)
  } catch (error: unknown) {
    throw error
  } finally {
    done()
  }
}
class Store {
  read() {
    try {
      try {
        this.open()
      } catch {
        // nothing
      }
    } catch (e) {
      ;
    } finally {
    }
    const later = async () => {
      try { go() } catch { stop() }
    }
  }
}
promise.then(a).catch(() => {})
promise.catch((e) => { report(e) })
promise.catch(report)
promise.catch(function (e) { /* swallowed */ })
try {} finally {}
`,
      "a.ts"
    )
    assert.deepStrictEqual(errors(result), [
      "4-6 asyncAwaitTry unknown in load",
      "5 throw in load",
      "6-8 tryFinally in load",
      "15-17 tryCatch empty in Store.read",
      "18-20 tryCatch empty in Store.read",
      "20-21 tryFinally empty in Store.read",
      "23 asyncAwaitTry in Store.read.later",
      "27 promiseCatch empty",
      "28 promiseCatch",
      "29 promiseCatch",
      "30 promiseCatch empty",
      "31 tryFinally empty"
    ])
  })

  it("decorators name what they are written on", async () => {
    const result = await told(
      typescript,
      `
@Component({ selector: "app" })
export class App {
  @Input() title: string
  @Output("done") finished = new EventEmitter()
  constructor(@Inject(TOKEN) private readonly token: string) {}
  @HostListener("click", ["$event"])
  @log
  onClick(@Arg() event: Event) {}
}
`,
      "a.ts"
    )
    assert.deepStrictEqual(decorators(result), [
      '1 Component({ selector: "app" }) on App',
      "3 Input() on App.title",
      '4 Output("done") on App.finished',
      "5 Inject(TOKEN) on App.constructor.token",
      '6 HostListener("click", ["$event"]) on App.onClick',
      "7 log() on App.onClick",
      "8 Arg() on App.onClick.event"
    ])
  })

  it("documentation that is no function's", async () => {
    const result = await told(
      typescript,
      `
/**
 * The file.
 */

import x from "x"

/** Of the class. */
export class A {
  /** Of the field. */
  field = 1
  /** Of the method. */
  method() {}
}
// A plain comment, for once.
interface B {}
/** Of a function. */
function f() {}
/** Of nothing. */
// Neither.
/* Nor this. */
/** Of a constant. */
const c = 1
`,
      "a.ts"
    )
    assert.deepStrictEqual(docs(result), [
      '1 jsDoc "The file."',
      '7 jsDoc "Of the class." of A',
      '9 jsDoc "Of the field." of A.field',
      '14 line "A plain comment, for once." of B',
      '18 jsDoc "Of nothing."',
      '21 jsDoc "Of a constant." of c'
    ])
  })
})
