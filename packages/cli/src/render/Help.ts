/** Help texts in the form that people know from other commands, from what the library knows of each command. */
import type * as HelpDoc from "@effect/cli/HelpDoc"
import type * as Span from "@effect/cli/HelpDoc/Span"
import type { Description } from "../Description.js"
import { padEnd, width, type Style } from "./Text.js"

/** Sentences of the library that say what the line itself shows. */
const OBVIOUS =
  /^(This (setting|argument|option) (is optional|may be repeated).*|A user-defined piece of text\.|A true or false value\.|An integer\.)$/

const spanText = (span: Span.Span): string => {
  switch (span._tag) {
    case "Text":
    case "URI":
      return span.value
    case "Highlight":
    case "Weak":
    case "Strong":
      return spanText(span.value)
    case "Sequence":
      return spanText(span.left) + spanText(span.right)
  }
}

const sentences = (doc: HelpDoc.HelpDoc): ReadonlyArray<string> => {
  switch (doc._tag) {
    case "Header":
    case "Paragraph":
      return [spanText(doc.value).trim()].filter((text) => text !== "")
    case "Sequence":
      return [...sentences(doc.left), ...sentences(doc.right)]
    case "Enumeration":
      return doc.elements.flatMap(sentences)
    case "DescriptionList":
    case "Empty":
      return []
  }
}

interface Entry {
  readonly term: string
  readonly text: string
}

/** All definitions of a document: options begin with a dash, arguments with `<`. */
const entries = (doc: HelpDoc.HelpDoc): ReadonlyArray<Entry> => {
  if (doc._tag === "Sequence") return [...entries(doc.left), ...entries(doc.right)]
  if (doc._tag !== "DescriptionList") return []
  return doc.definitions.map(([term, body]) => ({
    term: spanText(term)
      .replace(/^\((.*)\)$/, "$1")
      .replace(/ (\w+)\.\.\.$/, " $1"),
    text: sentences(body)
      .filter((sentence) => !OBVIOUS.test(sentence))
      .join(" ")
  }))
}

const wrap = (text: string, columns: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  for (const word of text.split(" ")) {
    const last = lines.at(-1)
    if (last !== undefined && width(last) + 1 + width(word) <= columns) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

const section = (title: string, list: ReadonlyArray<Entry>, style: Style, columns: number): ReadonlyArray<string> => {
  if (list.length === 0) return []
  const indent = Math.max(...list.map(({ term }) => width(term))) + 4
  return [
    "",
    style.bold(title),
    ...list.flatMap(({ term, text }) =>
      wrap(text, Math.max(30, columns - indent)).map((line, i) =>
        i === 0 ? `  ${padEnd(term, indent - 2)}${line}` : " ".repeat(indent) + line
      )
    )
  ]
}

const BUILT_IN: ReadonlyArray<Entry> = [
  { term: "--help, -h", text: "Show this help." },
  { term: "--version", text: "Show the version." }
]

/** A terminal wider than this makes long lines hard to read. */
const READABLE = 110

/** What a command does, in its own words. */
const description = ({ help }: Description): string => sentences(help)[1] ?? ""

/** Help for one command. */
export const command = (of: Description, style: Style, columns: number): ReadonlyArray<string> => {
  const all = entries(of.help)
  const positionals = all.filter(({ term }) => term.startsWith("<"))
  const options = all.filter(({ term }) => term.startsWith("-"))
  const across = Math.min(columns, READABLE)
  return [
    `${style.bold("Usage")}  ${["drift", of.name, "[options]", ...positionals.map(({ term }) => term.replace(/^(<.*)\.\.\.$/, "[$1...]"))].join(" ")}`,
    "",
    description(of),
    ...section("Arguments", positionals, style, across),
    ...section("Options", [...options, ...BUILT_IN], style, across)
  ]
}

/** Help for the whole program. */
export const overview = (
  summary: string,
  commands: ReadonlyArray<Description>,
  style: Style,
  columns: number
): ReadonlyArray<string> => {
  const across = Math.min(columns, READABLE)
  const list = commands.map((each) => ({ term: each.name, text: description(each) }))
  return [
    `${style.bold("Usage")}  drift <command> [options]`,
    "",
    summary,
    ...section("Commands", list, style, across),
    ...section("Options", BUILT_IN, style, across),
    "",
    "`drift <command> --help` tells more about a command."
  ]
}
