/** Random trees with names and patterns that ignore rules may stumble over. */
import type { Random } from "./random.js"

const NAMES = [
  "a",
  "b",
  "ab",
  "foo",
  "foobar",
  "bar",
  "a.js",
  "b.ts",
  "x.test.js",
  ".x",
  ".js",
  "a b",
  "a ",
  "A",
  "é",
  "日本",
  "😀.js"
]
const ODD_NAMES = ["[a]", "a*", "a\\b", "!a", "#a", "-", "a]", "?", "^", "a\tb", "a\nb", "**", "{a,b}", "Z", "0"]
const ORDINARY = ["*", "*.js", "*.ts", "foo", "bar", "a", "b", "foo*", "*bar", "a?", "?", ".*", "*.test.js", "**"]
const PIECES = [
  "*",
  "**",
  "***",
  "?",
  "/",
  "/",
  "a",
  "b",
  "foo",
  "bar",
  ".",
  "js",
  "[ab]",
  "[!a]",
  "[^a]",
  "[a-c]",
  "[[:alpha:]]",
  "[[:alnum:]x]",
  "[[:nope:]]",
  "[]a]",
  "[a",
  "[!]a]",
  "[\\]a]",
  "[a-]",
  "[--b]",
  "[[:a]",
  "\\",
  "\\*",
  "\\a",
  "\\/",
  " ",
  "\\ ",
  "\t",
  "é",
  "日",
  "😀",
  "!",
  "#",
  "{a,b}",
  "-",
  "^",
  "]",
  "[z-a]",
  "[0-9]",
  "[[:space:]]",
  "[[:punct:]]",
  "[[:print:]]",
  "[[:upper:]]",
  "[/]",
  "[!/]",
  "[a-é]"
]

const ordinaryPattern = (random: Random): string => {
  const parts = Array.from({ length: 1 + random.below(3) }, () => random.pick(ORDINARY))
  return `${random.below(4) === 0 ? "!" : ""}${random.below(4) === 0 ? "/" : ""}${parts.join("/")}${random.below(3) === 0 ? "/" : ""}`
}

const oddPattern = (random: Random): string =>
  (random.below(5) === 0 ? "!" : "") + Array.from({ length: 1 + random.below(6) }, () => random.pick(PIECES)).join("")

const ignoreFile = (random: Random): string => {
  const lines = Array.from({ length: 1 + random.below(6) }, () =>
    random.below(2) === 0 ? ordinaryPattern(random) : oddPattern(random)
  )
  return (
    (random.below(10) === 0 ? "\uFEFF" : "") +
    lines.join(random.below(6) === 0 ? "\r\n" : "\n") +
    (random.below(2) === 0 ? "\n" : "")
  )
}

/** Files by path, with ignore files among them and git's own for the whole repository. */
export const tree = (random: Random): Record<string, string> => {
  const files: Record<string, string> = {}
  const directories = [""]
  const taken = new Set<string>()
  const fresh = (): string | undefined => {
    const path = random.pick(directories) + (random.below(4) === 0 ? random.pick(ODD_NAMES) : random.pick(NAMES))
    if (taken.has(path)) return undefined
    taken.add(path)
    return path
  }
  for (let i = 0; i < 8; i++) {
    const path = fresh()
    if (path !== undefined) directories.push(`${path}/`)
  }
  for (let i = 0; i < 40; i++) {
    const path = fresh()
    if (path !== undefined) files[path] = ""
  }
  for (const directory of directories) {
    if (directory === "" || random.below(3) === 0) files[`${directory}.gitignore`] = ignoreFile(random)
  }
  files[".git/info/exclude"] = random.below(2) === 0 ? ignoreFile(random) : ""
  return files
}
