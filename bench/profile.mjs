// Where the time of one scan goes: `node bench/profile.mjs ROOT [DB]` scans with V8's sampling profiler in every thread and
// prints for each thread the packages and the functions by self time. With the database of an earlier scan it is the scan of what has changed.
import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { SourceMap } from "node:module"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { temporaryFolder } from "./cleanup.mjs"

const home = fileURLToPath(new URL("..", import.meta.url))
const bin = join(home, "packages", "cli", "dist", "bin.js")

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { top: { type: "string", default: "14" } }
})
const [root, db] = positionals
if (root === undefined) throw new Error("Usage: node bench/profile.mjs ROOT [DB] [--top N]")

const work = temporaryFolder("drift-profile-")
const profiles = join(work, "profiles")

const maps = new Map()

/** Where a function stands in the sources, as far as the build left a source map. */
const origin = ({ columnNumber, lineNumber, url }) => {
  if (!url.startsWith("file:")) return { source: url === "" ? "V8 and native code" : "Node", line: lineNumber + 1 }
  const path = fileURLToPath(url)
  if (!maps.has(path)) {
    const map = `${path}.map`
    maps.set(path, existsSync(map) ? new SourceMap(JSON.parse(readFileSync(map, "utf8"))) : undefined)
  }
  const entry = maps.get(path)?.findEntry(lineNumber, columnNumber)
  if (entry?.originalSource === undefined) return { source: path, line: lineNumber + 1 }
  const source = entry.originalSource.startsWith("file:") ? fileURLToPath(entry.originalSource) : entry.originalSource
  return { source: resolve(dirname(path), source), line: entry.originalLine + 1 }
}

/** The package that a source belongs to. */
const partOf = (source) =>
  /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules)/.exec(source)?.[1] ??
  (source.startsWith("/") ? relative(home, source).split("/").slice(0, 2).join("/") : source)

const describe = (callFrame) => {
  const { line, source } = origin(callFrame)
  const name = callFrame.functionName === "" ? "(anonymous)" : callFrame.functionName
  return { part: partOf(source), name: source.startsWith("/") ? `${name}  ${relative(home, source)}:${line}` : name }
}

const add = (times, key, ms) => times.set(key, (times.get(key) ?? 0) + ms)

/** Adds the milliseconds of self time by function and by package. */
const addSelfTimes = ({ nodes, samples, timeDeltas }, { functions, parts }) => {
  const frames = new Map(nodes.map((node) => [node.id, node.callFrame]))
  const self = new Map()
  for (const [i, id] of samples.entries()) add(self, id, timeDeltas[i] / 1000)
  for (const [id, ms] of self) {
    const { name, part } = describe(frames.get(id))
    add(functions, name, ms)
    add(parts, name.startsWith("(") && part.startsWith("V8") ? name : part, ms)
  }
}

const threadOf = ({ nodes }) => {
  const loads = (name) => nodes.some(({ callFrame }) => callFrame.url.endsWith(name))
  return loads("parser-worker.js") ? "parser threads" : loads("writer-worker.js") ? "writer thread" : "main thread"
}

execFileSync(
  process.execPath,
  [
    ...["--cpu-prof", "--cpu-prof-interval", "500", "--cpu-prof-dir", profiles, bin, "scan", "--quiet"],
    ...["--root", root, "--db", db ?? join(work, "drift.db")]
  ],
  { stdio: "inherit" }
)
const threads = new Map()
for (const name of readdirSync(profiles).sort()) {
  const profile = JSON.parse(readFileSync(join(profiles, name), "utf8"))
  const thread = threadOf(profile)
  if (!threads.has(thread)) threads.set(thread, { functions: new Map(), parts: new Map() })
  addSelfTimes(profile, threads.get(thread))
}
for (const [thread, { functions, parts }] of threads) {
  const idle = parts.get("(idle)") ?? 0
  const busy = Array.from(parts.values()).reduce((sum, ms) => sum + ms, 0) - idle
  console.log(`${thread}: busy ${busy.toFixed(0)} ms, idle ${idle.toFixed(0)} ms`)
  for (const times of [parts, functions]) {
    times.delete("(idle)")
    const sorted = Array.from(times).sort(([, a], [, b]) => b - a)
    for (const [what, ms] of sorted.slice(0, Number(values.top))) {
      console.log(`  ${((100 * ms) / busy).toFixed(1).padStart(5)} %  ${ms.toFixed(0).padStart(6)} ms  ${what}`)
    }
    console.log("")
  }
}
