// `npm run bench -- [--corpus DIR] [--quick] [--runs N] [--only CORPORA] [--without PEERS] [--markdown] [--docs] [--from FILE]`:
// what Drift costs, beside the limit (a plain C parse of the same files) and related programs, in interleaved runs. One table,
// and JSON beside it. docs/performance.md tells how each figure is measured.
import { cpus, loadavg, totalmem } from "node:os"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { temporaryFolder } from "./cleanup.mjs"
import { compileParser, compilerVersion, compileRunner, grammarOf } from "./compile.mjs"
import { changer, databaseBytes, generated, given, small, writeLists } from "./corpora.mjs"
import { measure, summarize } from "./measure.mjs"
import { PEERS } from "./peers.mjs"
import { measurePhases } from "./phases.mjs"
import { markdown, plain } from "./table.mjs"

const here = fileURLToPath(new URL(".", import.meta.url))
const bin = join(here, "..", "packages", "cli", "dist", "bin.js")

const { values: options } = parseArgs({
  options: {
    corpus: { type: "string" },
    quick: { type: "boolean", default: false },
    runs: { type: "string" },
    only: { type: "string" },
    without: { type: "string", default: "" },
    markdown: { type: "boolean", default: false },
    docs: { type: "boolean", default: false },
    from: { type: "string", multiple: true }
  }
})

const progress = (text) => process.stderr.write(`${text}\n`)

const drift = (...args) => ({ command: process.execPath, args: [bin, ...args] })

const remove = (db) => {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(db + suffix, { force: true })
}

/** The files that Drift will parse; the plain parse gets the same. Finding them warms the page cache for all. */
const sourcesOf = async ({ db, root }) => {
  remove(db)
  await measure(drift("scan", "--root", root, "--db", db, "--no-parse", "--quiet"))
  const { output } = await measure(drift("files", "--root", root, "--db", db, "--ndjson"))
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .filter(({ outcome }) => outcome === "notParsed")
}

/** `once` in all, `repeat` times in each of the rounds; `before` is not measured. */
const casesOf = (corpus, lists, change, parser) => {
  const { db, root } = corpus
  const scan = (...args) => drift("scan", "--root", root, "--db", db, "--json", ...args)
  const cases = [
    { id: "cold", label: "Drift, cold", once: corpus.huge, before: () => remove(db), ...scan() },
    ...(parser === undefined
      ? []
      : [1, 2].map((threads) => ({
          id: `parse${threads}`,
          label: `plain C parse, ${threads === 1 ? "one thread" : `${threads} threads`}`,
          once: corpus.huge,
          command: parser.program,
          args: [String(threads), lists.grammars]
        }))),
    { id: "unchanged", label: "Drift, nothing changed", repeat: 3, ...scan() },
    { id: "one", label: "Drift, one file changed", repeat: 2, before: () => change(1), ...scan() },
    { id: "ten", label: "Drift, ten files changed", repeat: 2, before: () => change(10), ...scan() },
    {
      id: "scanner",
      label: "Drift, scanner alone (dry run, no database)",
      repeat: 2,
      ...drift("scan", "--root", root, "--db", `${db}.none`, "--dry-run", "--no-parse", "--json")
    },
    ...installed
      .filter((peer) => !corpus.huge || peer.parses !== true)
      .map((peer) => ({
        id: peer.id,
        label: peer.label,
        peer: true,
        repeat: peer.parses === true ? 1 : 2,
        ...peer.run({ root, list: lists.list })
      }))
  ]
  return cases
}

const scanOf = ({ db, root }, { runner }) => ({
  ...drift("scan", "--root", root, "--db", db, "--json"),
  notes: `${db}.threads`,
  runner
})

/** A cold scan more, because noting what each thread does is part of what it measures. */
const benchPhases = async (corpus, tools) => {
  const empty = { root: `${corpus.root}.empty`, db: `${corpus.db}.empty` }
  mkdirSync(empty.root, { recursive: true })
  remove(empty.db)
  remove(corpus.db)
  return measurePhases(scanOf(corpus, tools), scanOf(empty, tools))
}

const benchCorpus = async (corpus, rounds, tools) => {
  const sources = await sourcesOf(corpus)
  const used = new Set(sources.map(({ language, path }) => grammarOf(language, path)))
  const parser = tools.runner === undefined ? undefined : await compileParser(used, progress)
  // Biggest first, as Drift parses them.
  const bySize = sources.toSorted((a, b) => b.file_size - a.file_size)
  const lists = writeLists(corpus, bySize, grammarOf, parser?.numbers)
  const bytes = sources.reduce((sum, { file_size }) => sum + file_size, 0)
  const change = changer(corpus.root, sources)

  const rows = new Map()
  const phases = []
  for (let round = 0; round < rounds; round++) {
    if (round === 0 || !corpus.huge) {
      progress(`${corpus.title}: phases (${round + 1} of ${corpus.huge ? 1 : rounds})`)
      phases.push(await benchPhases(corpus, tools))
    }
    for (const each of casesOf(corpus, lists, change, parser)) {
      if (each.once && round > 0) continue
      progress(`${corpus.title}: ${each.label} (${round + 1} of ${each.once ? 1 : rounds})`)
      for (let i = 0; i < (options.quick ? 1 : (each.repeat ?? 1)); i++) {
        each.before?.()
        const run = await measure({ ...each, runner: tools.runner }).catch((error) => {
          if (each.peer !== true) throw error
          progress(`${each.label} failed: ${String(error).slice(-300)}`)
        })
        if (run === undefined) continue
        const row = rows.get(each.id) ?? { label: each.label, runs: [] }
        rows.set(each.id, row)
        if (each.id === "cold") {
          const { cacheHits, facts, parsedNow } = JSON.parse(run.output)
          const found = parsedNow + cacheHits
          if (sources.length > 0 && Object.values(facts).every((count) => count === 0))
            throw new Error("Drift found no facts: is the parse engine built from these sources?")
          if (found !== sources.length) progress(`Drift has facts of ${found} files, of ${sources.length} to parse`)
          run.database = databaseBytes(corpus.db)
          row.facts = facts
        } else if (/^parse\d/.test(each.id)) {
          const { bytes, files } = JSON.parse(run.output)
          if (files !== sources.length) throw new Error(`The plain parse read ${files} files of ${sources.length}`)
          row.parsedBytes = bytes
        }
        delete run.output
        // Of a pipeline only the shell was watched.
        if (each.command === "sh") delete run.anonymous
        row.runs.push(run)
      }
    }
  }
  return {
    name: corpus.name,
    title: corpus.title,
    files: sources.length,
    bytes,
    database: rows.get("cold").runs.at(-1).database,
    phases,
    rows: Object.fromEntries(Array.from(rows, ([id, row]) => [id, { ...row, ...summarize(row.runs) }]))
  }
}

/** What a command costs before it looks at the first file. */
const benchStart = async (work, rounds, { runner }) => {
  const root = join(work, "empty")
  mkdirSync(root)
  const cases = [
    { id: "node", label: "node -e 0", command: process.execPath, args: ["-e", "0"] },
    { id: "version", label: "drift --version", ...drift("--version") },
    { id: "empty", label: "drift scan, empty folder", ...drift("scan", "--root", root, "--db", `${root}.db`, "--json") }
  ]
  const runs = new Map(cases.map(({ id }) => [id, []]))
  for (let i = 0; i < rounds; i++) {
    for (const each of cases) {
      const run = await measure({ ...each, runner })
      delete run.output
      runs.get(each.id).push(run)
    }
  }
  return Object.fromEntries(cases.map(({ id, label }) => [id, { label, ...summarize(runs.get(id)) }]))
}

const benchEventLoop = async (corpus, rounds) => {
  const runs = []
  for (let i = 0; i < rounds; i++) {
    progress(`${corpus.title}: event loop (${i + 1} of ${rounds})`)
    const db = `${corpus.db}.loop`
    remove(db)
    const { output } = await measure({
      command: process.execPath,
      args: [join(here, "eventLoop.mjs"), corpus.root, db]
    })
    runs.push(JSON.parse(output))
  }
  return { name: corpus.name, title: corpus.title, runs }
}

/** After each corpus: a run of hours that is stopped has not been for nothing. */
const save = (results) => {
  const folder = join(here, "results")
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${results.date.replace(/\..*/, "").replaceAll(":", "")}.json`)
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`)
  progress(`written to ${file}`)
}

const installed = []
const main = async () => {
  const absent = []
  for (const peer of PEERS) {
    const version = peer.version()
    if (version === undefined) absent.push(peer.label)
    else if (!options.without.split(",").includes(peer.id)) installed.push({ ...peer, version })
  }
  const compiler = compilerVersion()
  const tools = { runner: compiler === undefined ? undefined : await compileRunner() }
  if (compiler === undefined) {
    progress("gcc is not installed: no plain C parse, and times in steps of the shell's clock")
    absent.push("plain C parse (gcc)")
  }

  const work = temporaryFolder("drift-bench-")
  const rounds = Number(options.runs ?? (options.quick ? 1 : 3))
  const wanted = options.only?.split(",")
  const wants = (name) => wanted === undefined || wanted.includes(name)
  const make = options.quick
    ? [["small", () => small(work)]]
    : [
        ...(options.corpus === undefined ? [] : [["given", () => given(work, options.corpus)]]),
        ["10k", () => generated(work, 10_000, "10k")],
        ["100k", () => ({ ...generated(work, 100_000, "100k"), huge: true })]
      ]
  const results = {
    date: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model ?? "unknown",
      cores: cpus().length,
      memory: totalmem(),
      platform: `${process.platform} ${process.arch}`,
      node: process.version,
      load: loadavg()[0],
      ...(compiler === undefined ? {} : { compiler })
    },
    peers: Object.fromEntries(installed.map(({ label, version }) => [label, version])),
    absent,
    rounds,
    start: await benchStart(work, rounds * 3, tools),
    corpora: [],
    eventLoop: []
  }
  for (const [name, create] of make) {
    if (!wants(name)) continue
    progress(`making ${name}`)
    const corpus = create()
    results.corpora.push(await benchCorpus(corpus, rounds, tools))
    save(results)
    if (!corpus.huge) results.eventLoop.push(await benchEventLoop(corpus, rounds))
    save(results)
    rmSync(corpus.root, { recursive: true })
    remove(corpus.db)
  }
  return results
}

/** Corpora that were measured one by one, as one result. */
const merge = (files) =>
  files
    .map((file) => JSON.parse(readFileSync(file, "utf8")))
    .reduce((all, one) => ({
      ...all,
      corpora: [...all.corpora, ...one.corpora],
      eventLoop: [...all.eventLoop, ...one.eventLoop]
    }))

/** Puts the tables into the page, between its two marks. */
const writePage = async (tables) => {
  const page = join(here, "..", "docs", "performance.md")
  const [before, , after] = readFileSync(page, "utf8").split(/^<!-- \/?tables -->$/m)
  const { format, resolveConfig } = await import("prettier")
  const text = `${before}<!-- tables -->\n\n${tables}\n<!-- /tables -->${after}`
  writeFileSync(page, await format(text, { ...(await resolveConfig(page)), filepath: page }))
}

if (options.from === undefined && !existsSync(bin)) throw new Error("Not built: npm run build")
const results = options.from === undefined ? await main() : merge(options.from)
process.stdout.write((options.markdown ? markdown : plain)(results))
if (options.docs) await writePage(markdown(results))
