// The compilers that tell the truth: how each is found, run and named.
import { spawn, spawnSync } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { createInterface } from "node:readline"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { availableParallelism } from "node:os"
import ts from "typescript"
import { endWithUs } from "../bench/cleanup.mjs"

const script = (name) => fileURLToPath(new URL(`compilers/${name}`, import.meta.url))

/** The first line that a command prints; undefined when there is no such command, or it refuses. */
const answer = (command, ...args) => {
  const { error, status, stdout } = spawnSync(command, args, { encoding: "utf8" })
  return error === undefined && status === 0 ? stdout.split("\n")[0].trim() : undefined
}

const first = (values, of) => {
  for (const value of values) {
    const found = of(value)
    if (found !== undefined) return found
  }
}

/** Where nikic/php-parser may lie: what the environment names, or where systems install it. */
const phpParserFolder = () =>
  [process.env.PHP_PARSER, "/usr/share/php"].find(
    (folder) => folder !== undefined && existsSync(join(folder, "PhpParser", "ParserFactory.php"))
  )

const python = () =>
  first(["python3", "python"], (command) => {
    const version = answer(command, "-c", "import sys; print('.'.join(map(str, sys.version_info[:3])))")
    return version?.startsWith("3.") && { name: `CPython ${version}'s ast`, command, args: [script("python.py")] }
  })

const java = () => {
  const version = answer("javac", "--version")
  return version && { name: version, command: "java", args: ["-Xss64m", script("Java.java")] }
}

const typescript = () => ({
  name: `TypeScript ${ts.version}`,
  command: process.execPath,
  args: ["--stack-size=8000", script("typescript.mjs")]
})

const go = () => {
  const version = answer("go", "env", "GOVERSION")
  return version && { name: `go/parser ${version.replace("go", "")}`, command: "go", args: ["run", script("go.go")] }
}

const ruby = () => {
  const version = answer("ruby", "-e", "require 'ripper'; puts RUBY_VERSION")
  return version && { name: `Ripper ${version}`, command: "ruby", args: [script("ruby.rb")] }
}

const php = () => {
  const version = answer("php", "-r", "echo PHP_VERSION;")
  if (version === undefined) return undefined
  const folder = phpParserFolder()
  return folder === undefined
    ? { name: `tokens of PHP ${version} (no nikic/php-parser: PHP_PARSER)`, command: "php", args: [script("php.php")] }
    : { name: "nikic/php-parser", command: "php", args: [script("php.php"), folder] }
}

/** Where the crates of syn 1 may lie: what the environment names, or where systems install them. */
const cratesFolder = () =>
  [process.env.RUST_CRATES, "/usr/share/cargo/registry"].find(
    (folder) =>
      folder !== undefined && existsSync(folder) && readdirSync(folder).some((name) => name.startsWith("syn-1."))
  )

/** Compiled once, from installed crates only. */
const syn = () => {
  const folder = cratesFolder()
  if (folder === undefined || answer("cargo", "--version") === undefined) return undefined
  const target = fileURLToPath(new URL(".cache/rust", import.meta.url))
  const built = answer(
    "cargo",
    ...[
      "build",
      "--quiet",
      "--release",
      "--offline",
      "--manifest-path",
      script("rust/Cargo.toml"),
      "--target-dir",
      target
    ],
    ...["--config", 'source.crates-io.replace-with="installed"'],
    ...["--config", `source.installed.directory=${JSON.stringify(folder)}`]
  )
  if (built === undefined) {
    process.stderr.write(`What asks syn does not compile with the crates in ${folder}\n`)
    return undefined
  }
  const version = readdirSync(folder).find((name) => name.startsWith("syn-1."))
  return { name: version.replace("-", " "), command: join(target, "release", "drift-accuracy"), args: [] }
}

/** What it finds must be there; what it does not find says nothing. */
const ctags = (language) => () => {
  const version = answer("ctags", "--version")
  if (!version?.startsWith("Universal Ctags")) return undefined
  return {
    name: version.split(",")[0],
    isLowerBound: true,
    command: process.execPath,
    args: [script("ctags.mjs"), language]
  }
}

/** The compiler of each language, what it is called where it is absent, and how many of it may run at once. */
export const COMPILERS = {
  typescript: { find: typescript, wanted: "TypeScript" },
  javascript: { find: typescript, wanted: "TypeScript" },
  python: { find: python, wanted: "Python 3" },
  java: { find: java, wanted: "a JDK" },
  csharp: { find: ctags("C#"), wanted: "universal-ctags" },
  go: { find: go, wanted: "Go" },
  rust: { find: () => syn() ?? ctags("Rust")(), wanted: "cargo with the crate syn 1, or universal-ctags" },
  ruby: { find: ruby, wanted: "Ruby" },
  php: { find: php, wanted: "PHP" },
  kotlin: { find: ctags("Kotlin"), wanted: "universal-ctags" }
}

/** Larger shares would keep a thread waiting for the others at the end, smaller ones start compilers for nothing. */
const SHARE = 500

const runOnce = ({ args, command }, paths, each) =>
  new Promise((resolve, reject) => {
    const child = endWithUs(spawn(command, args, { detached: true, stdio: ["pipe", "pipe", "pipe"] }))
    let stderr = ""
    let answered = 0
    child.stderr.on("data", (text) => (stderr = `${stderr}${text}`.slice(-2000)))
    createInterface({ input: child.stdout }).on("line", (line) => {
      answered++
      each(JSON.parse(line))
    })
    child.once("error", reject)
    child.once("close", (status) =>
      status === 0 && answered === paths.length
        ? resolve()
        : reject(new Error(`${command} ended with ${status} after ${answered} of ${paths.length} files: ${stderr}`))
    )
    // One that ends early says so by its status.
    child.stdin.on("error", () => undefined)
    child.stdin.end(`${paths.join("\n")}\n`)
  })

/** Asks a compiler about all files, in as many processes as there are processors. */
export const askCompiler = async (compiler, paths, each) => {
  const shares = []
  for (let i = 0; i < paths.length; i += SHARE) shares.push(paths.slice(i, i + SHARE))
  const work = async () => {
    for (let share = shares.pop(); share !== undefined; share = shares.pop()) await runOnce(compiler, share, each)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
}
