// What universal-ctags finds in C#, Rust and Kotlin files: paths on standard input, a JSON line for each on standard output.
// Shapes as in python.py. The argument is the language as ctags calls it.
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"

const [language] = process.argv.slice(2)
const paths = readFileSync(0, "utf8")
  .split("\n")
  .filter((path) => path !== "")

const FUNCTIONS = new Set(["method", "function"])
const CLASSES = new Set(["class", "interface", "struct", "enum", "object", "typealias", "typedef"])

const args = [
  "--options=NONE",
  "--quiet",
  `--language-force=${language}`,
  "--output-format=json",
  "--fields=NFnK",
  "-f",
  "-"
]
const { status, stderr, stdout } = spawnSync("ctags", [...args, "-L", "-"], {
  input: paths.join("\n"),
  encoding: "utf8",
  maxBuffer: 1 << 30
})
if (status !== 0) throw new Error(stderr)

const found = new Map(paths.map((file) => [file, { file, functions: [], classes: [] }]))
for (const line of stdout.split("\n")) {
  if (line === "") continue
  const tag = JSON.parse(line)
  // What is called `<lambda>` has no name; quotes are no part of one.
  if (tag.name.startsWith("<")) continue
  tag.name = tag.name.trim().replace(/^`(.*)`$/, "$1")
  if (FUNCTIONS.has(tag.kind)) found.get(tag.path).functions.push([tag.name, tag.line])
  else if (CLASSES.has(tag.kind)) found.get(tag.path).classes.push([tag.name, tag.line])
}
for (const facts of found.values()) process.stdout.write(`${JSON.stringify(facts)}\n`)
