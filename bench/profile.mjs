// Where the time of one scan goes: `node bench/profile.mjs ROOT [DB]` scans with V8's sampling profiler in every thread and
// prints each thread's functions by self time. With the database of an earlier scan it is the scan of what has changed.
import { execFileSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"

const bin = fileURLToPath(new URL("../packages/cli/dist/bin.js", import.meta.url))

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { top: { type: "string", default: "14" } }
})
const [root, db] = positionals
if (root === undefined) throw new Error("Usage: node bench/profile.mjs ROOT [DB] [--top N]")

const work = mkdtempSync(join(tmpdir(), "drift-profile-"))
const profiles = join(work, "profiles")

const place = ({ functionName, lineNumber, url }) => {
  const name = functionName === "" ? "(anonymous)" : functionName
  return url === "" ? name : `${name} ${url.slice(url.lastIndexOf("/") + 1)}:${lineNumber + 1}`
}

/** Milliseconds of self time by function. */
const selfTimes = ({ nodes, samples, timeDeltas }) => {
  const places = new Map(nodes.map((node) => [node.id, place(node.callFrame)]))
  const times = new Map()
  for (const [i, id] of samples.entries()) {
    const at = places.get(id)
    times.set(at, (times.get(at) ?? 0) + timeDeltas[i] / 1000)
  }
  return times
}

const threadOf = ({ nodes }) => {
  const loads = (name) => nodes.some(({ callFrame }) => callFrame.url.endsWith(name))
  return loads("parser-worker.js") ? "parser threads" : loads("writer-worker.js") ? "writer thread" : "main thread"
}

try {
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
    const times = threads.get(threadOf(profile)) ?? new Map()
    threads.set(threadOf(profile), times)
    for (const [at, ms] of selfTimes(profile)) times.set(at, (times.get(at) ?? 0) + ms)
  }
  for (const [thread, times] of threads) {
    const idle = times.get("(idle)") ?? 0
    times.delete("(idle)")
    const busy = Array.from(times.values()).reduce((sum, ms) => sum + ms, 0)
    console.log(`${thread}: busy ${busy.toFixed(0)} ms, idle ${idle.toFixed(0)} ms`)
    const sorted = Array.from(times).sort(([, a], [, b]) => b - a)
    for (const [at, ms] of sorted.slice(0, Number(values.top))) {
      console.log(`  ${((100 * ms) / busy).toFixed(1).padStart(5)} %  ${ms.toFixed(0).padStart(6)} ms  ${at}`)
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
