/** How `npm run accuracy` judges: what it would not notice, it could not measure. */
import { assert, describe, it } from "vitest"

const { compare } = await import(new URL("../accuracy/compare.mjs", import.meta.url).href)
const { explanation } = await import(new URL("../accuracy/known.mjs", import.meta.url).href)
const { judged, report } = await import(new URL("../accuracy/report.mjs", import.meta.url).href)

type Fact = readonly [name: string, line: number, detail?: unknown]

const compared = (truth: ReadonlyArray<Fact>, found: ReadonlyArray<Fact>) => compare(truth, found, { details: true })

describe("Two lists of facts", () => {
  it("are matched by name and line, as often as they stand there", () => {
    const { extra, missing } = compared(
      [
        ["f", 1],
        ["f", 1],
        ["g", 2]
      ],
      [
        ["g", 2],
        ["f", 1],
        ["h", 9]
      ]
    )
    assert.deepStrictEqual([missing, extra], [[["f", 1]], [["h", 9]]])
  })

  it("tell what stands elsewhere or is called otherwise from what is not there", () => {
    const { elsewhere, extra, missing, renamed } = compared(
      [
        ["moved", 1],
        ["old", 2],
        ["gone", 3]
      ],
      [
        ["moved", 5],
        ["new", 2]
      ]
    )
    assert.deepStrictEqual(elsewhere, [
      [
        ["moved", 1],
        ["moved", 5]
      ]
    ])
    assert.deepStrictEqual(renamed, [
      [
        ["old", 2],
        ["new", 2]
      ]
    ])
    assert.deepStrictEqual([missing, extra], [[["gone", 3]], []])
  })

  it("take any line for one that the compiler does not know", () => {
    const { elsewhere, extra, missing } = compared([["f", 0]], [["f", 7]])
    assert.deepStrictEqual([missing, extra, elsewhere], [[], [], []])
  })

  it("are compared in detail where one name and line tells which is which", () => {
    const { detailed } = compared(
      [
        ["f", 1, ["a", null]],
        ["g", 2, 1],
        ["h", 3, 1],
        ["h", 3, 2]
      ],
      [
        ["f", 1, ["a", "{ b }"]],
        ["g", 2, 2],
        ["h", 3, 9],
        ["h", 3, 9]
      ]
    )
    assert.deepStrictEqual(
      [detailed.compared, detailed.different],
      [
        2,
        [
          [
            ["g", 2, 1],
            ["g", 2, 2]
          ]
        ]
      ]
    )
  })
})

describe("A result", () => {
  const result = (kind: string, truth: number, differences: ReadonlyArray<object>, isLowerBound = false) => ({
    language: "python",
    name: "Python",
    files: 1,
    compared: 1,
    projects: 1,
    compiler: "a compiler",
    isLowerBound,
    refused: [],
    unparsed: [],
    withErrors: 0,
    kinds: { [kind]: { truth, found: truth, compared: 0, differences, details: [] } }
  })
  const difference = (what: string, why?: string) => ({ what, file: "a.py", line: 1, name: "f", ...(why && { why }) })
  const missedBy = (...args: Parameters<typeof result>) => judged(result(...args)).missed

  it("misses the bar of its kind", () => {
    assert.deepStrictEqual(missedBy("functions", 1000, [difference("elsewhere")]), [])
    assert.deepStrictEqual(missedBy("functions", 999, [difference("elsewhere")]), ["functions"])
    assert.deepStrictEqual(missedBy("imports", 100_000, [difference("extra")]), ["imports"])
    assert.deepStrictEqual(missedBy("imports", 10, [difference("renamed")]), [])
    assert.deepStrictEqual(missedBy("calls", 2000, [difference("missing"), difference("missing")]), [])
    assert.deepStrictEqual(missedBy("calls", 1999, [difference("missing"), difference("missing")]), ["calls"])
  })

  it("explains nothing away but with a lower bound", () => {
    assert.deepStrictEqual(missedBy("imports", 10, [difference("missing", "known")]), ["imports"])
    assert.deepStrictEqual(missedBy("functions", 10, [difference("missing", "known")], true), [])
    assert.deepStrictEqual(missedBy("functions", 10_000, [difference("missing")], true), ["functions"])
  })

  it("is told with the place of each difference, and names what is absent", () => {
    const text = report(
      [judged(result("calls", 10, [difference("missing")])), { ...judged(result("calls", 1, [])), absent: "Perl" }],
      10
    )
    assert.include(text, "a.py:1  missing f")
    assert.include(text, "MISSED")
    assert.include(text, "SKIPPED, Perl is not installed")
  })
})

describe("An explanation", () => {
  const why = (language: string, kind: string, name: string, ...lines: ReadonlyArray<string>) =>
    explanation({ language, kind, name, line: lines.length, lines, hasErrors: false })

  it("is found in what is written around", () => {
    assert.isDefined(why("python", "calls", "type", "type(x).a = 1"))
    assert.isDefined(why("csharp", "functions", "F", "#if A", "void F() {}"))
    assert.isDefined(why("kotlin", "functions", "it", "list.map { it -> it }"))
  })

  it("is not found where nothing speaks for it", () => {
    assert.isUndefined(why("python", "calls", "f", "x = f(1)"))
    assert.isUndefined(why("csharp", "functions", "F", "#if A", "#endif", "void F() {}"))
    assert.isUndefined(why("kotlin", "functions", "f", "private fun f() {}"))
  })
})
