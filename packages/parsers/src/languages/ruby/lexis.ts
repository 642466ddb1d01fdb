/** How Ruby is written, for the sight of what is missing: blocks end with a word. */
import type { Lexis } from "../../Language.js"

/** What stands before a word that begins a statement or a value. */
const BEGINS = /(?:^|[;=(,|]|\b(?:private|protected|public|module_function|private_class_method))\s*$/

/** `def a(b) = …` */
const ENDLESS = /^def\s+(?:self\.)?[\w?!]+(?:\([^)\n]*\))?\s*=\s/

/** `while a do` has one end for both words. */
const LOOP = /^\s*(?:while|until|for)\b/

const OPENERS: ReadonlySet<string> = new Set([
  "begin",
  "case",
  "class",
  "def",
  "for",
  "if",
  "module",
  "unless",
  "until",
  "while"
])

export const lexis: Lexis = {
  lineComments: ["#"],
  blockComment: ["\n=begin", "\n=end"],
  strings: [
    // Variables, which their quote does not begin anything in.
    { open: "$'", close: "" },
    { open: '$"', close: "" },
    { open: "$`", close: "" },
    { open: '"', close: '"', lines: true, interpolation: "#{" },
    { open: "'", close: "'", lines: true },
    { open: "`", close: "`", lines: true, interpolation: "#{" }
  ],
  closers: ["end", ")", "]", "}"],
  regexes: true,
  heredoc: /<<[~-]["'`]?([A-Z]\w*)["'`]?/y,
  words: {
    closer: "end",
    opens: (word, before, rest) => {
      if (word === "do") return !LOOP.test(before)
      return OPENERS.has(word) && BEGINS.test(before) && !ENDLESS.test(rest)
    }
  },
  // Other lines stand as far out as what is around them for many reasons.
  starts: /^(?:def|class|module)\b/
}
