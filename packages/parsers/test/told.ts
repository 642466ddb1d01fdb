/** What the parse of a single file tells of expressions, a line each, for tables in tests. */
import type { ParseResult } from "@drift/core/ParseResult"
import { assert } from "vitest"
import type { LanguageDefinition } from "../src/Language.js"
import { parseSource } from "../src/parseSource.js"

/** `line context "value"`, with `template` and `cut` where it is that. */
export const strings = ({ stringLiterals }: ParseResult): ReadonlyArray<string> =>
  stringLiterals!.map(
    ({ context, isCut, isTemplate, line, value }) =>
      `${line} ${context} ${JSON.stringify(value)}${isTemplate ? " template" : ""}${isCut ? " cut" : ""}`
  )

/** `line context raw = value` */
export const numbers = ({ numericLiterals }: ParseResult): ReadonlyArray<string> =>
  numericLiterals!.map(({ context, line, raw, value }) => `${line} ${context} ${raw} = ${value ?? "none"}`)

/** `line-endLine kind type`, with `empty` where nothing is done, and the function around it. */
export const errors = ({ errorHandling }: ParseResult): ReadonlyArray<string> =>
  errorHandling!.map(({ caughtType, endLine, functionScope, hasBody, kind, line }) =>
    [
      line === endLine ? line : `${line}-${endLine}`,
      kind,
      ...(caughtType === undefined ? [] : [caughtType]),
      ...(hasBody ? [] : ["empty"]),
      ...(functionScope === undefined ? [] : [`in ${functionScope}`])
    ].join(" ")
  )

/** `line name(arguments) on target` */
export const decorators = (result: ParseResult): ReadonlyArray<string> =>
  result.decorators!.map(({ arguments: given, line, name, target }) => {
    const list = given.map(({ key, value }) => (key === undefined ? value : `${key} = ${value}`)).join(", ")
    return `${line} ${name}(${list})${target === undefined ? "" : ` on ${target}`}`
  })

/** `line style "text" of target` */
export const docs = ({ docComments }: ParseResult): ReadonlyArray<string> =>
  docComments!.map(
    ({ line, style, target, text }) =>
      `${line} ${style} ${JSON.stringify(text)}${target === undefined ? "" : ` of ${target}`}`
  )

/** Parses a source that has no syntax errors. The first line is that behind the opening quote. */
export const told = async (language: LanguageDefinition, source: string, path = "source"): Promise<ParseResult> => {
  const result = await parseSource(language, source.replace(/^\n/, ""), path)
  assert.strictEqual(result.errorCount, 0, "syntax errors")
  return result
}
