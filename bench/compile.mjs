// Compiles what the bench needs from C, once: the runner that measures, and the parser that is the limit, from the same
// sources that Drift uses (the runtime vendored in the `tree-sitter` package and the grammar packages' own parsers).
import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { cpus } from "node:os"
import { join } from "node:path"
import { createRequire } from "node:module"
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { endWithUs, removeWithUs } from "./cleanup.mjs"

const require = createRequire(new URL("../packages/parsers/package.json", import.meta.url))
const here = fileURLToPath(new URL(".", import.meta.url))
const cache = join(here, ".cache")

const FLAGS = ["-O2", "-std=gnu11", "-w"]

/** Grammar, its package and the folder of its sources; the name is also the one of its C function. */
const GRAMMARS = [
  ["typescript", "tree-sitter-typescript", "typescript/src"],
  ["tsx", "tree-sitter-typescript", "tsx/src"],
  ["javascript", "tree-sitter-javascript", "src"],
  ["python", "tree-sitter-python", "src"],
  ["java", "tree-sitter-java", "src"],
  ["c_sharp", "tree-sitter-c-sharp", "src"],
  ["go", "tree-sitter-go", "src"],
  ["rust", "tree-sitter-rust", "src"],
  ["ruby", "tree-sitter-ruby", "src"],
  ["php", "tree-sitter-php", "php/src"],
  ["kotlin", "@tree-sitter-grammars/tree-sitter-kotlin", "src"]
].map(([name, module, source]) => ({ name, module, source }))

/** The grammar that parses a file, by the language that Drift tells and the extension. */
export const grammarOf = (language, path) =>
  language === "csharp" ? "c_sharp" : /\.tsx$/i.test(path) ? "tsx" : language

/** The folder of an installed package; not every package exports its package.json. */
const folderOf = (module) => {
  for (const base of require.resolve.paths(module)) {
    if (existsSync(join(base, module, "package.json"))) return join(base, module)
  }
  throw new Error(`${module} is not installed`)
}

export const compilerVersion = () => versionOf("gcc")

const run = (args) =>
  new Promise((resolve, reject) => {
    const child = endWithUs(spawn("gcc", args, { detached: true, stdio: ["ignore", "ignore", "inherit"] }))
    child.on("error", reject)
    child.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`gcc ${args.join(" ")} exited with ${code}`))
    )
  })

/** Builds the target unless a build of the same inputs is there; a build that is stopped leaves nothing half done. */
const cached = async (name, inputs, extension, args) => {
  const hash = createHash("sha256")
  for (const input of [...inputs, compilerVersion(), ...FLAGS]) hash.update(`${input}\0`)
  mkdirSync(cache, { recursive: true })
  const target = join(cache, `${name}-${hash.digest("hex").slice(0, 12)}${extension}`)
  if (existsSync(target)) return target
  const unfinished = removeWithUs(`${target}.${process.pid}`)
  await run([...FLAGS, ...args, "-o", unfinished])
  renameSync(unfinished, target)
  return target
}

const source = (name) => readFileSync(join(here, name), "utf8")

/** The program that runs a command and tells what it cost. */
export const compileRunner = () => cached("measure", [source("measure.c")], "", [join(here, "measure.c")])

const compileGrammar = ({ module, name, source: folder }) => {
  const root = folderOf(module)
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  const sources = ["parser.c", "scanner.c"].map((file) => join(root, folder, file)).filter(existsSync)
  return cached(name, [module, version, ...sources], ".o", ["-r", "-nostdlib", "-I", join(root, folder), ...sources])
}

/** A C program over these grammars, and each one's number in a list of sources. Two compilers at a time: the big grammars
 * take half a gigabyte each. */
const compileWithGrammars = async (title, names, progress) => {
  const grammars = GRAMMARS.filter(({ name }) => names.has(name))
  const objects = []
  const pending = [...grammars]
  const lane = async () => {
    for (let next; (next = pending.shift()) !== undefined;) {
      progress(`compiling ${next.name}`)
      objects.push(await compileGrammar(next))
    }
  }
  await Promise.all(Array.from({ length: Math.min(2, cpus().length) }, lane))
  objects.sort()

  const runtime = join(folderOf("tree-sitter"), "vendor", "tree-sitter", "lib")
  const include = [...["include", "src"].flatMap((folder) => ["-I", join(runtime, folder)])]
  const list = grammars.map(({ name }) => `GRAMMAR(${name})\n`).join("")
  const headers = join(cache, createHash("sha256").update(list).digest("hex").slice(0, 12))
  mkdirSync(headers, { recursive: true })
  writeFileSync(join(headers, "grammars.h"), list)
  const { version } = JSON.parse(readFileSync(join(folderOf("tree-sitter"), "package.json"), "utf8"))
  const program = await cached(title, [source(`${title}.c`), list, version, ...objects], "", [
    ...include,
    "-I",
    headers,
    join(here, `${title}.c`),
    join(runtime, "src", "lib.c"),
    ...objects,
    "-lpthread"
  ])
  return { program, numbers: new Map(grammars.map(({ name }, number) => [name, number])) }
}

/** The plain C parse. */
export const compileParser = (names, progress) => compileWithGrammars("parse", names, progress)

/** What counts syntax. */
export const compileDensity = (names) => compileWithGrammars("density", names, () => undefined)

/** The first line of what a program says about itself; undefined when it is not there. */
export const versionOf = (command) => {
  const { status, stderr, stdout } = spawnSync(command, ["--version"], { encoding: "utf8" })
  return status === 0
    ? (stdout || stderr)
        .split("\n")[0]
        .replace(/ by .*/, "")
        .trim()
    : undefined
}
