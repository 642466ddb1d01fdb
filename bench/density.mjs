// How dense source trees are in what Drift stores and in syntax: `node bench/density.mjs [--lines 50-100] TREE...` prints one
// line for each language and tree, and the mean of the languages, so that no language weighs more than another.
// The generated trees are held against real ones with it.
import { rmSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { openDatabase } from "../packages/storage/dist/internal/driver.js"
import { temporaryFolder } from "./cleanup.mjs"
import { compileDensity, grammarOf } from "./compile.mjs"
import { writeLists } from "./corpora.mjs"
import { measure } from "./measure.mjs"

const bin = fileURLToPath(new URL("../packages/cli/dist/bin.js", import.meta.url))

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { lines: { type: "string" }, json: { type: "boolean", default: false } }
})
if (positionals.length === 0) throw new Error("Usage: node bench/density.mjs [--lines 50-100] [--json] TREE...")
const [fewest, most] = (options.lines ?? "0-Infinity").split("-").map(Number)

/** As many bytes of each language are looked at for the names that differ: the more text, the rarer a new name. */
const SAMPLE_BYTES = 2_200_000

const FACTS = `
  SELECT 'functions' AS what, file, name, NULL AS other FROM functions UNION ALL
  SELECT 'types', file, name, NULL FROM classes UNION ALL
  SELECT 'imports', file, source, NULL FROM imports UNION ALL
  SELECT 'exports', file, name, NULL FROM exports UNION ALL
  SELECT 'calls', file, callee_name, receiver FROM call_sites`

/** Per KB unless told otherwise; `of` gets the sums of the files of one language. */
const MEASURES = [
  ["lines/file", (t) => t.lines / t.files],
  ["bytes/line", (t) => t.bytes / (t.lines - t.blank)],
  ["blank %", (t) => (100 * t.blank) / t.lines],
  ["comment %", (t) => (100 * t.comments) / t.bytes],
  ["string %", (t) => (100 * t.strings) / t.bytes],
  ["name %", (t) => (100 * t.identifiers) / t.bytes],
  ["functions", (t) => t.functions / t.kilobytes],
  ["types", (t) => t.types / t.kilobytes],
  ["imports", (t) => t.imports / t.kilobytes],
  ["exports", (t) => t.exports / t.kilobytes],
  ["calls", (t) => t.calls / t.kilobytes],
  ["facts", (t) => (t.functions + t.types + t.imports + t.exports + t.calls) / t.kilobytes],
  ["names in file", (t) => t.namesInFile / t.kilobytes],
  ["names in tree", (t) => t.namesInTree / t.sampled],
  ["parameters", (t) => t.parameters / t.kilobytes],
  ["tokens", (t) => t.leaves / t.kilobytes],
  ["nodes", (t) => t.nodes / t.kilobytes],
  ["depth", (t) => t.depth / t.leaves],
  ["parse ms/MB", (t) => t.micros / t.kilobytes]
]

/** The same order wherever the tree lies, and none of its folders first. */
const shuffled = (files) => {
  const rank = ({ path }) => {
    let hash = 7
    for (let i = 0; i < path.length; i++) hash = (Math.imul(hash, 31) + path.charCodeAt(i)) >>> 0
    return Math.imul(hash, 0x9e3779b1) >>> 0
  }
  return files.sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1))
}

const look = async (root, work) => {
  const db = join(work, "drift.db")
  await measure({ command: process.execPath, args: [bin, "scan", "--root", root, "--db", db, "--quiet"] })
  const database = openDatabase(db, { readonly: true })
  const sources = database
    .prepare("SELECT path, language, file_size FROM files WHERE outcome LIKE 'parsed%' AND language IS NOT NULL")
    .all()
  const facts = new Map()
  for (const row of database.prepare(FACTS).iterate()) {
    if (!facts.has(row.file)) facts.set(row.file, [])
    facts.get(row.file).push(row)
  }
  database.close()
  rmSync(db)

  const { numbers, program } = await compileDensity(new Set(sources.map((each) => grammarOf(each.language, each.path))))
  const ordered = shuffled(sources)
  const { grammars } = writeLists({ root, db }, ordered, grammarOf, numbers)
  const { output } = await measure({ command: program, args: [grammars] })
  const languages = new Map()
  for (const [i, line] of output.trimEnd().split("\n").entries()) {
    const { language, path } = ordered[i]
    const seen = JSON.parse(line)
    if (seen.lines < fewest || seen.lines > most) continue
    if (!languages.has(language)) languages.set(language, { files: 0, namesInFile: 0, sampled: 0, tree: new Set() })
    const total = languages.get(language)
    const add = (key, value) => (total[key] = (total[key] ?? 0) + value)
    add("files", 1)
    for (const [key, value] of Object.entries(seen)) add(key, value)
    const own = new Set()
    for (const { name, other, what } of facts.get(path) ?? []) {
      add(what, 1)
      own.add(name)
      if (other !== null) own.add(other)
    }
    add("namesInFile", own.size)
    if (total.sampled < SAMPLE_BYTES / 1000) {
      add("sampled", seen.bytes / 1000)
      for (const name of own) total.tree.add(name)
    }
  }
  return Object.fromEntries(
    Array.from(languages)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([language, total]) => {
        const all = {
          ...total,
          kilobytes: total.bytes / 1000,
          namesInTree: total.tree.size,
          exports: total.exports ?? 0
        }
        return [language, Object.fromEntries(MEASURES.map(([name, of]) => [name, of(all)]))]
      })
  )
}

const work = temporaryFolder("drift-density-")
const trees = []
for (const root of positionals) {
  const languages = await look(resolve(root), work)
  const each = Object.values(languages)
  languages.mean = Object.fromEntries(
    MEASURES.map(([name]) => [name, each.reduce((sum, of) => sum + of[name], 0) / each.length])
  )
  trees.push({ root, languages })
}
if (options.json) process.stdout.write(`${JSON.stringify(trees)}\n`)
else {
  const columns = MEASURES.map(([name]) => name)
  const rows = [["", ...columns]]
  for (const language of Object.keys(trees[0].languages)) {
    for (const [i, { languages }] of trees.entries()) {
      const of = languages[language]
      if (of !== undefined)
        rows.push([i === 0 ? language : "", ...columns.map((name) => of[name].toFixed(of[name] < 10 ? 2 : 0))])
    }
  }
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)))
  for (const row of rows) console.log(row.map((cell, i) => cell.padStart(widths[i])).join("  "))
}
