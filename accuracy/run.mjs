// `npm run accuracy -- [--corpus DIR] [--language ID]... [--json FILE] [--differences N]`: what Drift finds in a corpus beside
// what the languages' own compilers find in the same files. docs/accuracy.md tells what counts. Ends with 1 when a bar is
// missed.
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { temporaryFolder } from "../bench/cleanup.mjs"
import { DISPLAY_NAMES, LANGUAGES } from "../packages/core/dist/Language.js"
import { compare } from "./compare.mjs"
import { askCompiler, COMPILERS } from "./compilers.mjs"
import { installed } from "./corpus.mjs"
import { openFacts, scan } from "./drift.mjs"
import { explanation } from "./known.mjs"
import { judged, KINDS, report } from "./report.mjs"

const { values: options } = parseArgs({
  options: {
    corpus: { type: "string" },
    language: { type: "string", multiple: true, default: [] },
    json: { type: "string" },
    differences: { type: "string", default: "10" }
  }
})

const unknown = options.language.filter((language) => !LANGUAGES.includes(language))
if (unknown.length > 0) throw new Error(`No language: ${unknown.join(", ")}. There are ${LANGUAGES.join(", ")}`)
if (!existsSync(fileURLToPath(new URL("../packages/cli/dist/bin.js", import.meta.url)))) {
  throw new Error("Not built: npm run build")
}

const progress = (text) => process.stderr.write(`${text}\n`)

/** CPython compares names in a normal form; Drift stores them as they are written. */
const NAMES = { python: (name) => name.normalize("NFKC") }

const emptyKind = () => ({ truth: 0, found: 0, differences: [], compared: 0, details: [] })

/** The differences of one kind in one file, as rows for people. */
const rowsOf = (language, kind, { compared, file, hasErrors, lines }) => {
  const row = (what, [name, line], other) => {
    const why = explanation({ language, kind, name, other, line, lines, hasErrors })
    return { what, file, line, name, ...(other === undefined ? {} : { other }), ...(why === undefined ? {} : { why }) }
  }
  return [
    ...compared.missing.map((fact) => row("missing", fact)),
    ...compared.extra.map((fact) => row("extra", fact)),
    ...compared.elsewhere.map(([a, b]) => row("elsewhere", a, `line ${b[1]}`)),
    ...compared.renamed.map(([a, b]) => row("renamed", a, b[0]))
  ]
}

const detailRows = (file, different) =>
  different.map(([a, b]) => ({
    what: "detail",
    file,
    line: a[1],
    name: a[0],
    truth: a[2],
    other: b[2]
  }))

/** Where a compiler tells functions with a body from those without, these are a kind of their own. */
const splitSignatures = (facts) => {
  facts.signatures = facts.functions.filter(([, , , hasBody]) => !hasBody)
  facts.functions = facts.functions.filter(([, , , hasBody]) => hasBody)
}

const compareLanguage = async (language, root, facts) => {
  const { find, wanted } = COMPILERS[language]
  const files = facts.files(language)
  const result = { language, name: DISPLAY_NAMES[language], files: files.length, compared: 0, refused: [], kinds: {} }
  if (files.length === 0) return result
  const compiler = find()
  if (compiler === undefined) return { ...result, absent: wanted }
  const parsed = files.filter(({ outcome }) => outcome === "parsed" || outcome === "parsedWithErrors")
  const broken = new Set(files.filter(({ outcome }) => outcome === "parsedWithErrors").map(({ path }) => path))
  progress(`${result.name}: ${parsed.length} files, ${compiler.name}`)
  Object.assign(result, {
    compiler: compiler.name,
    isLowerBound: compiler.isLowerBound === true,
    projects: new Set(parsed.map(({ path }) => path.split("/")[0])).size,
    unparsed: files.filter(({ outcome }) => outcome !== "parsed" && outcome !== "parsedWithErrors"),
    withErrors: 0
  })
  // Compilers are told of one path in a line.
  const paths = new Map(parsed.filter(({ path }) => !path.includes("\n")).map(({ path }) => [join(root, path), path]))
  await askCompiler(compiler, [...paths.keys()], (truth) => {
    const file = paths.get(truth.file)
    if (truth.error) {
      result.refused.push({ file, error: truth.error })
      return
    }
    result.compared++
    if (broken.has(file)) result.withErrors++
    const found = facts.of(file)
    if (truth.functions.some((fact) => fact.length > 3)) [truth, found].forEach(splitSignatures)
    let lines
    for (const kind of KINDS) {
      if (truth[kind] === undefined) continue
      const sums = (result.kinds[kind] ??= emptyKind())
      const compared = compare(truth[kind], found[kind], { details: true, name: NAMES[language] })
      if (compiler.isLowerBound) compared.extra = []
      sums.truth += compared.truth
      sums.found += compiler.isLowerBound ? compared.truth - compared.missing.length : compared.found
      sums.compared += compared.detailed.compared
      sums.details.push(...detailRows(file, compared.detailed.different))
      const { elsewhere, extra, missing, renamed } = compared
      if (missing.length + extra.length + elsewhere.length + renamed.length === 0) continue
      lines ??= readFileSync(join(root, file), "utf8").split("\n")
      sums.differences.push(...rowsOf(language, kind, { compared, file, lines, hasErrors: broken.has(file) }))
    }
  })
  const byPlace = (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line)
  result.refused.sort((a, b) => (a.file < b.file ? -1 : 1))
  for (const { details, differences } of Object.values(result.kinds)) {
    details.sort(byPlace)
    differences.sort(byPlace)
  }
  return result
}

const main = async () => {
  const work = temporaryFolder("drift-accuracy-")
  const root = options.corpus === undefined ? installed(join(work, "corpus")) : resolve(options.corpus)
  const db = join(work, "drift.db")
  progress(`scanning ${options.corpus ?? "the fixtures and installed packages"}`)
  await scan(root, db)
  const facts = openFacts(db)
  const results = []
  for (const language of options.language.length > 0 ? options.language : LANGUAGES) {
    results.push(judged(await compareLanguage(language, root, facts)))
  }
  facts.close()
  return results
}

const results = await main()
process.stdout.write(report(results, Number(options.differences)))
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(results, undefined, 1)}\n`)
process.exitCode = results.some(({ missed }) => missed.length > 0) ? 1 : 0
