/** The pages of this folder, as texts with blocks of code in them. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** Absolute path of `docs`. */
export const folder = fileURLToPath(new URL("..", import.meta.url))

/** The text of a file of the folder. */
export const page = (name: string): string => readFileSync(join(folder, name), "utf8")

/** A fenced block. `text` has no fences and ends with a line end; it stands at `start` to `end` of the page. */
export interface CodeBlock {
  readonly language: string
  readonly text: string
  readonly start: number
  readonly end: number
}

export const codeBlocks = (text: string, ...languages: ReadonlyArray<string>): ReadonlyArray<CodeBlock> =>
  Array.from(text.matchAll(/^```(\w+)\n([^]*?)^```$/gm), (match): CodeBlock => {
    const [, language = "", body = ""] = match
    const start = match.index + 4 + language.length
    return { language, text: body, start, end: start + body.length }
  }).filter(({ language }) => languages.includes(language))

/** The cells of the tables below a heading (to the next heading of any level) whose rows begin with code, without backticks. */
export const rows = (text: string, heading: string): ReadonlyArray<ReadonlyArray<string>> => {
  const after = text.slice(text.indexOf(`\n${heading}\n`) + heading.length + 2)
  const section = after.slice(0, /^#/m.exec(after)?.index)
  return section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll("`", ""))
    )
}

/** The first of them. */
export const firstColumn = (text: string, heading: string): ReadonlyArray<string> =>
  rows(text, heading).map(([first = ""]) => first)
