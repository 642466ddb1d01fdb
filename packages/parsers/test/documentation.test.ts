import type { ParseResult } from "@drift/core/ParseResult"
import { assert, describe, it } from "vitest"
import { javascript } from "../src/languages/javascript/language.js"
import { python } from "../src/languages/python/language.js"
import { typescript } from "../src/languages/typescript/language.js"
import { parseSource } from "../src/parseSource.js"

const docsOf = ({ classes, functions }: ParseResult): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries([...functions, ...classes].map(({ doc, name }) => [name, doc]))

const docs = async (source: string | Uint8Array) => docsOf(await parseSource(typescript, source, "source.ts"))

describe("Comments before a declaration", () => {
  it("say what they say without the signs of a comment", async () => {
    assert.deepStrictEqual(
      await docs(`
/** One line. */
function one() {}
/**
 * Several.
 *
 *   indented **bold** *
 * @param x
 **/
function several(x) {}
/*
  without stars
    and flat
*/
function flat() {}
/*! Kept. */
function kept() {}
// first
//second
///third
function lines() {}
/**/
function empty() {}
/***/
function stars() {}
/****** framed ******/
function framed() {}
//
//
function blank() {}
`),
      {
        one: "One line.",
        several: "Several.\n\n  indented **bold** *\n@param x",
        flat: "without stars\nand flat",
        kept: "Kept.",
        lines: "third",
        empty: undefined,
        stars: undefined,
        framed: "framed",
        blank: undefined
      }
    )
  })

  it("belong to what follows directly, by the line for remarks, by nothing between for documentation", async () => {
    assert.deepStrictEqual(
      await docs(`
// a remark

function remark() {}
/** documentation */


export default async function documented() {}
const code = 1 // behind code
function behind() {}
/** of the constant */
const constant = 1
function notOfConstant() {}
/** of the call */
call(function inCall() {}, { method() {} })
/** of the block */ if (true) { function inBlock() {} }
/* a */ function sameLine() {}
function around() {
  // the end of around
}
function afterEnd() {}
`),
      {
        remark: undefined,
        documented: "documentation",
        behind: undefined,
        notOfConstant: undefined,
        method: undefined,
        inBlock: undefined,
        sameLine: "a",
        around: undefined,
        afterEnd: undefined
      }
    )
  })

  it("reach a declaration through export statements, variables, decorators and remarks", async () => {
    assert.deepStrictEqual(
      await docs(`
/** exported */
export const arrow = () => {}
/** bound */
const Bound = class {
  /** method */
  method() {} /** no */
  next() {}
}
/** object */
export const object = {
  /** member */
  member: () => {},
  plain: () => {}
}
/** decorated */
// eslint-disable-next-line
@Entity({
  // not this
  a: 1
}) // nor this
@Second
export class Decorated {
  /** field */
  @Column() field = () => {}
  /** constructor */
  constructor(/** no */ private x = () => {}) {}
}
/** assigned */
exports.assigned = function () {}
`),
      {
        arrow: "exported",
        Bound: "bound",
        method: "method",
        next: undefined,
        member: "member",
        plain: undefined,
        Decorated: "decorated",
        field: "field",
        constructor: "constructor",
        assigned: "assigned"
      }
    )
  })

  it("are the same with other line ends and a byte order mark", async () => {
    const source = "/**\n * One.\n *\n * Two.\n */\nfunction f() {}\n// a\n// b\nfunction g() {}\n"
    const expected = { f: "One.\n\nTwo.", g: "a\nb" }
    assert.deepStrictEqual(await docs(source), expected)
    assert.deepStrictEqual(await docs(source.replaceAll("\n", "\r\n")), expected)
    assert.deepStrictEqual(await docs(`\uFEFF${source}`), expected)
  })

  it("keep characters of every length, and replace what is none", async () => {
    assert.deepStrictEqual(await docs("// é 测 🚀\nfunction f() {}"), { f: "é 测 🚀" })
    const broken = Buffer.concat([Buffer.from("// a"), Buffer.of(0xe9), Buffer.from("b\nfunction f() {}")])
    assert.deepStrictEqual(await docs(broken), { f: "a\uFFFDb" })
  })

  it("are cut at 2,000 characters, never through one", async () => {
    const { exact, long, split } = await docs(`
// ${"é".repeat(2000)}
function exact() {}
// ${"x".repeat(2001)}
function long() {}
// ${"x".repeat(1999)}🚀
function split() {}
`)
    assert.strictEqual(exact, "é".repeat(2000))
    assert.strictEqual(long, `${"x".repeat(2000)}…`)
    assert.strictEqual(split, `${"x".repeat(1999)}…`)
  })

  it("do not merge when their signs differ, and pure annotations are no lines", async () => {
    assert.deepStrictEqual(
      docsOf(await parseSource(javascript, "/*#a*/\n/*#b*/\nfunction f() {}\n// c\n/* d */\nfunction g() {}", "a.js")),
      { f: "#b", g: "d" }
    )
  })
})

describe("Docstrings", () => {
  it("continue over escaped line ends, and lose the indentation that their lines share", async () => {
    const source = 'def f():\n\t"""\\\n\tOne\n\n\t\tTwo\r\n\tThree\\n"""\nclass A:\n    """\n    """\n'
    assert.deepStrictEqual(docsOf(await parseSource(python, source, "a.py")), {
      f: "One\n\n\tTwo\nThree",
      A: undefined
    })
  })

  it("of very many lines are cut like any other", async () => {
    const source = `def f():\n  """${"a\n".repeat(300_000)}"""\n`
    const { f } = docsOf(await parseSource(python, source, "a.py"))
    assert.strictEqual(f, `${"a\n".repeat(1000)}…`)
  })
})
