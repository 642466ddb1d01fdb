/** What the parse of a single file tells of JavaScript's expressions. */
import { assert, describe, it } from "vitest"
import { javascript } from "../../src/languages/javascript/language.js"
import { docs, errors, numbers, strings, told } from "../told.js"

describe("Expressions of JavaScript", () => {
  it("literals are for the nearest construct around them", async () => {
    const result = await told(
      javascript,
      `
const limit = 0xff
var size = 1_000
size ||= 2
exports.name = "assigned"
send("argument", -3, [4, "element"], { key: "value", [\`computed\`]: 5 })
class Box {
  static max = 7
  #title = "field"
  fold(by = 9, { deep = 10 } = {}) {
    return by >= 11 && \`template\`
  }
}
const view = <a href="jsx" tab={12}>{"child"}text</a>
list[15]
for (let i = 0; i < 16; i++) {}
`
    )
    assert.deepStrictEqual(strings(result), [
      '4 variableAssignment "assigned"',
      '5 functionArgument "argument"',
      '5 arrayElement "element"',
      '5 objectProperty "value"',
      '5 unknown "computed" template',
      '8 variableAssignment "field"',
      '10 returnValue "template" template',
      '13 objectProperty "jsx"',
      '13 variableAssignment "child"'
    ])
    assert.deepStrictEqual(numbers(result), [
      "1 constDeclaration 0xff = 255",
      "2 variableAssignment 1_000 = 1000",
      "3 variableAssignment 2 = 2",
      "5 functionArgument 3 = 3",
      "5 arrayElement 4 = 4",
      "5 objectProperty 5 = 5",
      "7 variableAssignment 7 = 7",
      "9 defaultParameter 9 = 9",
      "9 defaultParameter 10 = 10",
      "10 comparison 11 = 11",
      "13 objectProperty 12 = 12",
      "14 unknown 15 = 15",
      "15 variableAssignment 0 = 0",
      "15 comparison 16 = 16"
    ])
  })

  it("what is no literal of an expression is left out", async () => {
    const result = await told(
      javascript,
      `
import fs from "node:fs"
import { "a-b" as ab } from "named"
export * as ns from "./ns.js"
require("old")
await import("lazy")
class Names { "quoted"() {} 'field' = 1 }
`
    )
    assert.deepStrictEqual(strings(result), [])
    assert.deepStrictEqual(numbers(result), ["6 variableAssignment 1 = 1"])
  })

  it("a string is cut at two hundred characters", async () => {
    const long = "x".repeat(199) + "yz"
    const result = await told(
      javascript,
      `
f("${long}", "😀${long}")
`
    )
    assert.deepStrictEqual(strings(result), [
      `1 functionArgument "${"x".repeat(199)}y" cut`,
      `1 functionArgument "😀${"x".repeat(198)}" cut`
    ])
  })

  it("errors are raised, passed on and handled", async () => {
    const result = await told(
      javascript,
      `
function* run() {
  try { yield 1 } catch { } finally { /* nothing */ }
}
const task = async () => {
  try { await run() } catch (e) { throw new Error("failed", { cause: e }) }
}
async function outer() {
  const inner = function () { try { a() } catch (e) { b() } }
}
fetch(url).then((r) => r.json()).catch((e) => {}).finally(() => {})
`
    )
    assert.deepStrictEqual(errors(result), [
      "2 tryCatch empty in run",
      "2 tryFinally empty in run",
      "5 asyncAwaitTry in task",
      "5 throw in task",
      "8 tryCatch in outer.inner",
      "10 promiseCatch empty"
    ])
  })

  it("documentation that is no function's", async () => {
    const result = await told(
      javascript,
      `
#!/usr/bin/env node
/** @module tools */

/** Of the class. */
class A {}

/** @typedef {string} Name */
/**/
/*** banner ***/
`
    )
    assert.deepStrictEqual(docs(result), [
      '2 jsDoc "@module tools"',
      '4 jsDoc "Of the class." of A',
      '7 jsDoc "@typedef {string} Name"'
    ])
  })
})
