/**
 * Marked sources: a comment line under a line of source says what stands there.
 *
 *     class Order {
 *       total() { return sum(this.items) }
 *     //^^^^^ function name=total kind=method owner=Order
 *     //               ^^^ call callee_name=sum caller=Order.total argument_count=1
 *
 * The carets begin under the name (for imports, under the start of the statement), the word after them is the kind of fact
 * (`function`, `class`, `import`, `export`, `call`), then follow columns of the views: text as it is (quoted like JSON when
 * it holds spaces), lists as JSON, flags as 1 and 0, absent values as `null`. Several marks may follow each other.
 */
import type { ParseResult } from "@drift/core/ParseResult"
import { assert } from "vitest"
import type { LanguageDefinition } from "../src/Language.js"
import { parseSource } from "../src/parseSource.js"

const LISTS = {
  function: "functions",
  class: "classes",
  import: "imports",
  export: "exports",
  call: "callSites"
} as const satisfies Record<string, keyof ParseResult>

type Kind = keyof typeof LISTS

interface Mark {
  readonly kind: Kind
  readonly line: number
  readonly column: number
  readonly expected: ReadonlyMap<string, string>
  readonly text: string
}

const MARK = /^[^^\w]*(\^+)\s+(function|class|import|export|call)\b(.*)$/

const attributes = (text: string): ReadonlyMap<string, string> =>
  new Map(
    Array.from(text.matchAll(/([a-z_]+)=("(?:[^"\\]|\\.)*"|\[.*?\](?=$|\s+[a-z_]+=)|\S+)/g), ([, key, value]) => [
      key!,
      value!.startsWith('"') ? (JSON.parse(value!) as string) : value!
    ])
  )

const readMarks = (source: string): ReadonlyArray<Mark> => {
  const marks: Array<Mark> = []
  let line = 0
  source.split("\n").forEach((text, index) => {
    const found = MARK.exec(text)
    if (found === null) {
      line = index + 1
      return
    }
    marks.push({
      kind: found[2] as Kind,
      line,
      column: text.indexOf("^") + 1,
      expected: attributes(found[3]!),
      text: text.trim()
    })
  })
  return marks
}

/** Marks are comments themselves, and not what a source says about the next declaration. */
const withoutMarks = (source: string): string =>
  source
    .split("\n")
    .map((line) => (MARK.test(line) ? " ".repeat(Buffer.byteLength(line)) : line))
    .join("\n")

const snake = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const show = (value: unknown): string => {
  if (typeof value === "boolean") return value ? "1" : "0"
  if (typeof value === "string") return value
  if (typeof value === "bigint") return value.toString(16).padStart(16, "0")
  return JSON.stringify(value) ?? "null"
}

/** A fact as a row of its view. */
const row = (fact: Record<string, unknown>): ReadonlyMap<string, string> => {
  const { range, ...rest } = fact
  return new Map(
    Object.entries({ ...rest, ...(range as object | undefined) }).map(([key, value]) => [snake(key), show(value)])
  )
}

const place = (fact: { readonly line: number; readonly column: number }): string => `${fact.line}:${fact.column}`

/**
 * Parses the source and asserts every mark. Marking one function, class, import or export obliges to mark all of that
 * kind, so that nothing extra goes unnoticed; calls may be marked one by one unless `allCalls` is set.
 */
export const check = async (
  language: LanguageDefinition,
  source: string,
  options: {
    readonly path?: string
    readonly allCalls?: boolean
    readonly errors?: number
    /** Marks are samples, whatever they are of, and errors are counted elsewhere. */
    readonly samples?: boolean
  } = {}
): Promise<ParseResult> => {
  const result = await parseSource(language, withoutMarks(source), options.path ?? "source")
  const marks = readMarks(source)
  for (const mark of marks) {
    const facts: ReadonlyArray<{ readonly line: number; readonly column: number }> = result[LISTS[mark.kind]]
    const here = facts.filter((fact) => fact.line === mark.line && fact.column === mark.column)
    assert.strictEqual(
      here.length,
      1,
      `one ${mark.kind} at ${mark.line}:${mark.column} for "${mark.text}"; there are ${facts.map(place).join(" ")}`
    )
    const actual = row(here[0] as unknown as Record<string, unknown>)
    const seen = new Map([...mark.expected.keys()].map((key) => [key, actual.get(key) ?? "null"]))
    assert.deepStrictEqual(Object.fromEntries(seen), Object.fromEntries(mark.expected), mark.text)
  }
  if (options.samples === true) return result
  for (const kind of Object.keys(LISTS) as ReadonlyArray<Kind>) {
    const marked = marks.filter((mark) => mark.kind === kind)
    if (marked.length === 0 || (kind === "call" && options.allCalls !== true)) continue
    const facts: ReadonlyArray<{ readonly line: number; readonly column: number }> = result[LISTS[kind]]
    assert.deepStrictEqual(facts.map(place).sort(), marked.map(place).sort(), `every ${kind} is marked`)
  }
  assert.strictEqual(result.errorCount, options.errors ?? 0, "syntax errors")
  return result
}
