// `node run.mjs ENGINE SEED COUNT [CORPUS]`: parses the mutated sources of so many seeds and prints each seed before it is
// begun, so that who started this knows what it died of. The last line is what was found, as JSON; problems go before it.
// `node run.mjs --write FILE SEED [CORPUS]` writes the source of a seed.
import { writeFileSync, writeSync } from "node:fs"
import { isDeepStrictEqual } from "node:util"
import { chooseEngine } from "../../dist/engines/index.js"
import { parseOne } from "../../dist/internal/batch.js"
import { FileParser } from "../../dist/internal/FileParser.js"
import { languages } from "../../dist/languages/index.js"
import { mutated } from "./mutate.mjs"
import { broken } from "./promises.mjs"
import { sourcesByLanguage } from "./sources.mjs"

/** So often another parser, which has parsed nothing else, must agree. */
const FRESH_EVERY = 50
/** More problems say nothing more. */
const PROBLEMS = 20

const say = (line) => {
  for (let rest = Buffer.from(`${line}\n`); rest.length > 0;) {
    try {
      rest = rest.subarray(writeSync(1, rest))
    } catch (error) {
      if (error.code !== "EAGAIN") throw error
    }
  }
}

const main = async (name, seed, count, corpus) => {
  const { engine } = await chooseEngine(name)
  const options = { engine, languages, timeLimitMs: 5000 }
  // One that parses every time, and one that remembers: the second time it extracts from what it has kept.
  const parsing = new FileParser({ ...options, cacheBytes: 0 })
  const remembering = new FileParser(options)
  const sources = sourcesByLanguage(corpus)
  const found = { sources: 0, bytes: 0, withErrors: 0, notText: 0, timeouts: 0, facts: 0, fresh: 0 }
  // The other runtimes of tree-sitter may take tokens for missing for ever, which the time limit ends.
  const mayTimeOut = name !== "native"
  let failed = 0
  for (let i = 0; i < count && failed < PROBLEMS; i++) {
    say(seed + i)
    const { bytes, language, path, recipe } = mutated(sources, seed + i)
    found.sources++
    const job = {
      path,
      language,
      source: { _tag: "Bytes", bytes },
      stat: { size: bytes.length, mtimeSecs: 0, mtimeNanos: 0 },
      racy: false
    }
    const first = await parseOne(parsing, job, i)
    if (mayTimeOut && first.file.problem?.message.startsWith("Parsing took longer") === true) {
      found.timeouts++
      continue
    }
    const problems = broken(bytes, first.file.outcome, first.result)
    if (first.file.problem !== undefined) problems.push(first.file.problem.message)
    const same = async (what, parser) => {
      if (!isDeepStrictEqual(await parseOne(parser, job, i), first)) problems.push(`other facts ${what}`)
    }
    await same("the second time", parsing)
    const kept = await parseOne(remembering, job, i)
    if (!isDeepStrictEqual(kept.result, first.result)) problems.push("other facts before they are remembered")
    const remembered = await parseOne(remembering, job, i)
    if (!isDeepStrictEqual(remembered.result, first.result)) problems.push("other facts from memory")
    if (i % FRESH_EVERY === 0) {
      await same("of a new parser", new FileParser({ ...options, cacheBytes: 0 }))
      found.fresh++
    }
    if (problems.length > 0) {
      failed++
      say(JSON.stringify({ seed: seed + i, path, recipe, problems: problems.slice(0, 5) }))
    }
    found.bytes += bytes.length
    if (first.file.outcome === "parsedWithErrors") found.withErrors++
    if (first.result === undefined) found.notText++
    else found.facts += first.result.functions.length + first.result.classes.length + first.result.callSites.length
  }
  say(JSON.stringify({ ...found, failed }))
}

const [first, second, third, fourth] = process.argv.slice(2)
if (first === "--write") writeFileSync(second, mutated(sourcesByLanguage(fourth), Number(third)).bytes)
else await main(first, Number(second), Number(third), fourth)
