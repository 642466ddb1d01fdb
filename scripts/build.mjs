// Builds all JavaScript in about a second, so that `npm start` and `npm test` run it unconditionally and never meet a stale
// build: each package's modules one by one (`tsc -b` puts their declarations beside them), then the `drift` command as one
// bundle in chunks, with its worker entries beside it.
import { build } from "esbuild"
import { chmodSync, cpSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const inPackage = (name, ...path) => join(root, "packages", name, ...path)

const common = { format: "esm", platform: "node", target: "node20.19", sourcemap: true, logLevel: "warning" }

/** They load native addons or WebAssembly and find these by their own path, so they stay outside the bundle. */
const native = [
  "better-sqlite3",
  "@node-rs/xxhash",
  "tree-sitter",
  "tree-sitter-*",
  "@tree-sitter-grammars/*",
  "web-tree-sitter"
]

const modules = (directory) =>
  readdirSync(directory, { recursive: true })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(directory, name))

const copyQueries = (target) =>
  cpSync(inPackage("parsers", "src", "languages"), inPackage(target, "dist", "languages"), {
    recursive: true,
    filter: (path) => !/\.[a-z]+$/.test(path) || path.endsWith(".scm")
  })

const transpile = (name) =>
  build({
    ...common,
    entryPoints: modules(inPackage(name, "src")),
    outbase: inPackage(name, "src"),
    outdir: inPackage(name, "dist")
  })

const bundle = (entryPoints, options) =>
  build({
    ...common,
    bundle: true,
    metafile: true,
    conditions: ["@drift/source"],
    external: native,
    entryPoints,
    outdir: inPackage("cli", "dist"),
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);'
    },
    ...options
  })

/** The command in chunks, so that `drift --help` loads no room. Its names start with `chunk-`. */
const command = () =>
  bundle({ bin: inPackage("cli", "src", "bin.ts") }, { splitting: true, chunkNames: "chunk-[hash]" })

/** Each thread by itself: chunks shared with the command would bring all of Effect into every thread. */
const thread = (name, room) => bundle({ [name]: inPackage(room, "src", `${name}.ts`) })

/** A chunk of an earlier build; removed last, so that a command that is running still finds what it loads. */
const removeStaleChunks = ({ metafile }) => {
  const current = new Set(Object.keys(metafile.outputs).map((path) => path.slice(path.lastIndexOf("/") + 1)))
  for (const name of readdirSync(inPackage("cli", "dist"))) {
    if (name.startsWith("chunk-") && !current.has(name)) rmSync(inPackage("cli", "dist", name), { force: true })
  }
}

copyQueries("parsers")
copyQueries("cli")
const [commandResult] = await Promise.all([
  command(),
  thread("parser-worker", "parsers"),
  thread("writer-worker", "storage"),
  ...["core", "threads", "scanner", "parsers", "storage", "runtime"].map(transpile)
])
removeStaleChunks(commandResult)
chmodSync(inPackage("cli", "dist", "bin.js"), 0o755)
