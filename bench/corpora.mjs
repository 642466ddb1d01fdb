// Trees to measure on: copies and generated ones below a folder that is removed afterwards.
import { execFileSync } from "node:child_process"
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { generate } from "./generate.mjs"

const fixtures = fileURLToPath(new URL("../test-fixtures", import.meta.url))

/** Not what tools have left in the tree. */
const LEFT = new Set([".drift", ".git", "node_modules"])

/** Files that can be read, into files that can be written: some are changed later. Links and devices are left out. */
const copy = (from, to) => {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const path = join(from, entry.name)
    if (LEFT.has(entry.name)) continue
    try {
      if (entry.isDirectory()) copy(path, join(to, entry.name))
      else if (entry.isFile()) writeFileSync(join(to, entry.name), readFileSync(path))
    } catch (error) {
      if (error.code !== "EACCES") throw error
      process.stderr.write(`left out, not readable: ${path}\n`)
    }
  }
}

/** `git status` has something to compare with. */
const track = (root) => {
  const git = (...args) => execFileSync("git", ["-C", root, "-c", "core.autocrlf=false", ...args], { stdio: "ignore" })
  try {
    git("init", "-q")
    git("add", "-A")
  } catch {
    // Without git there is no such row.
  }
}

const make = (work, name, title, fill) => {
  const root = join(work, name)
  mkdirSync(root, { recursive: true })
  fill(root)
  track(root)
  return { name, title, root, db: join(work, `${name}.db`) }
}

export const generated = (work, files, name) =>
  make(work, name, `Generated, ${files.toLocaleString("en")} files`, (root) => generate(root, files))

export const given = (work, directory) =>
  make(work, "given", "Real repositories", (root) => copy(resolve(directory), root))

export const small = (work) =>
  make(work, "small", "Fixtures and 300 generated files", (root) => {
    copy(fixtures, join(root, "fixtures"))
    generate(join(root, "generated"), 300)
  })

/**
 * Adds a comment to files of different languages, never twice the same, so that no cache knows the result. `sources` are
 * Drift's own files of the corpus.
 */
export const changer = (root, sources) => {
  let changes = 0
  return (count) => {
    const stride = Math.max(1, Math.floor(sources.length / count))
    for (let i = 0; i < count; i++) {
      const { language, path } = sources[((changes % stride) + i * stride) % sources.length]
      appendFileSync(
        join(root, path),
        `${language === "python" || language === "ruby" ? "#" : "//"} change ${changes}\n`
      )
    }
    changes++
  }
}

/** The lists for programs over the grammars and for others, in the order of `sources`. */
export const writeLists = (corpus, sources, grammarOf, numbers) => {
  const path = (source) => join(corpus.root, source.path)
  const list = `${corpus.db}.paths`
  writeFileSync(list, sources.map((source) => `${path(source)}\n`).join(""))
  const grammars = `${corpus.db}.grammars`
  writeFileSync(
    grammars,
    sources.map((source) => `${numbers?.get(grammarOf(source.language, source.path)) ?? 0} ${path(source)}\n`).join("")
  )
  return { list, grammars }
}

/** The database with its WAL. */
export const databaseBytes = (db) =>
  ["", "-wal"].reduce((sum, suffix) => sum + (statSync(db + suffix, { throwIfNoEntry: false })?.size ?? 0), 0)
