// Builds all JavaScript in under a second, so that `npm start` and `npm test` run it unconditionally and never meet a
// stale build: each package's modules one by one (`tsc -b` puts their declarations beside them), then the `drift` command
// as one bundle with its worker entries.
import { build } from "esbuild"
import { cpSync, existsSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const inPackage = (name, ...path) => join(root, "packages", name, ...path)

const common = { format: "esm", platform: "node", target: "node20.19", sourcemap: true, logLevel: "warning" }

/** They load native addons and find their binaries by their own path, so they stay outside the bundle. */
const native = ["better-sqlite3", "@node-rs/xxhash", "tree-sitter", "tree-sitter-*", "@tree-sitter-grammars/*"]

const modules = (directory) =>
  readdirSync(directory, { recursive: true })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(directory, name))

const removeChunks = (directory) => {
  if (!existsSync(directory)) return
  for (const name of readdirSync(directory)) if (name.startsWith("chunk-")) rmSync(join(directory, name))
}

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

const bundle = () =>
  build({
    ...common,
    bundle: true,
    splitting: true,
    conditions: ["@drift/source"],
    external: native,
    entryPoints: {
      bin: inPackage("cli", "src", "bin.ts"),
      "parser-worker": inPackage("parsers", "src", "parser-worker.ts"),
      "writer-worker": inPackage("storage", "src", "writer-worker.ts")
    },
    outdir: inPackage("cli", "dist"),
    chunkNames: "chunk-[hash]",
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);'
    }
  })

removeChunks(inPackage("cli", "dist"))
copyQueries("parsers")
copyQueries("cli")
await Promise.all([...["core", "threads", "scanner", "parsers", "storage", "runtime"].map(transpile), bundle()])
