/** What languages with blocks in braces have in common for the sight of what is missing. */
import type { Lexis, StringForm } from "../Language.js"

export const DOUBLE: StringForm = { open: '"', close: '"' }
export const TRIPLE: StringForm = { open: '"""', close: '"""', lines: true }

export const braces: Pick<Lexis, "blockComment" | "closers" | "continues" | "lineComments"> = {
  lineComments: ["//"],
  blockComment: ["/*", "*/"],
  closers: [")", "]", "}"],
  // Labels, and directives of a preprocessor.
  continues: /^(?:#|\w+\s*:(?!:))/
}
