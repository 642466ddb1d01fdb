// Builds all JavaScript in about a second, so that `npm start` and `npm test` run it unconditionally and never meet a stale
// build: each package's modules one by one (`tsc -b` puts their declarations beside them), then the `drift` command as one
// bundle, with its worker entries beside it.
import { build } from "esbuild"
import { chmodSync, cpSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const inPackage = (name, ...path) => join(root, "packages", name, ...path)

const common = { format: "esm", platform: "node", target: "node20.19", sourcemap: true, logLevel: "warning" }

/** They load native addons or WebAssembly and find these by their own path, so they stay outside the bundle. */
const native = ["@node-rs/xxhash", "tree-sitter", "tree-sitter-*", "@tree-sitter-grammars/*", "web-tree-sitter"]

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

const bundleDefine = { "import.meta.url": "__url" }

/** CommonJS, because Node starts it faster and V8 can keep its code (`cli/src/internal/codeCache.ts`). */
const bundle = (entryPoints, options) =>
  build({
    ...common,
    format: "cjs",
    bundle: true,
    metafile: true,
    conditions: ["@drift/source"],
    external: native,
    define: bundleDefine,
    banner: { js: 'const __url = require("node:url").pathToFileURL(__filename).href;' },
    entryPoints,
    outdir: inPackage("cli", "dist"),
    ...options
  })

/** The command without its process. Its name bears a hash, for the cache of its code. */
const command = async () => {
  const entry = { command: inPackage("cli", "src", "Composition.ts") }
  const { metafile } = await bundle(entry, { entryNames: "[name]-[hash]" })
  return basename(Object.keys(metafile.outputs).find((path) => path.endsWith(".js")))
}

/** The process around it. */
const bin = (commandName) =>
  bundle(
    { bin: inPackage("cli", "src", "bin.ts") },
    { define: { ...bundleDefine, BUNDLE: JSON.stringify(commandName) } }
  )

/** Each thread by itself: it starts faster without all of Effect. */
const thread = (name, room) => bundle({ [name]: inPackage(room, "src", `${name}.ts`) })

/** Bundles of earlier builds and their code; removed last, so that a command that starts meanwhile finds its own. */
const removeStale = (commandName) => {
  for (const name of readdirSync(inPackage("cli", "dist"))) {
    if (/^command-/.test(name) && !name.startsWith(commandName)) rmSync(inPackage("cli", "dist", name), { force: true })
  }
}

copyQueries("parsers")
copyQueries("cli")
writeFileSync(inPackage("cli", "dist", "package.json"), '{ "type": "commonjs" }\n')
const [commandName] = await Promise.all([
  command(),
  thread("parser-worker", "parsers"),
  thread("writer-worker", "storage"),
  ...["addon", "core", "threads", "scanner", "parsers", "storage", "runtime"].map(transpile)
])
await bin(commandName)
removeStale(commandName)
chmodSync(inPackage("cli", "dist", "bin.js"), 0o755)
