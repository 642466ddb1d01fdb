// `npm run soak [-- RESCANS]`: one process scans a small project again and again (1,000 times by default), with edits in
// between, and must end as lean as it was after a quarter of them: memory, open files, threads, the database and its WAL.
// What the project can look like repeats, so that caches have seen all of it by then.
import { spawnSync } from "node:child_process"
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const RESCANS = Number(process.argv[2] ?? 1000)
const FILES = 200
const VARIANTS = 4
const EDITS = 4
const SAMPLES = 40

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

/** A measure, how much it may grow from the second quarter to the last (as a share, and besides), and its unit. */
const MEASURES = [
  { name: "heap", unit: 2 ** 20, share: 0.05, besides: 2 * 2 ** 20, of: () => process.memoryUsage().heapUsed },
  { name: "external", unit: 2 ** 20, share: 0.1, besides: 2 * 2 ** 20, of: () => process.memoryUsage().external },
  { name: "resident", unit: 2 ** 20, share: 0.1, besides: 8 * 2 ** 20, of: () => process.memoryUsage.rss() },
  { name: "files", unit: 1, share: 0, besides: 0, of: () => count("/proc/self/fd") },
  { name: "threads", unit: 1, share: 0, besides: 0, of: () => count("/proc/self/task") },
  { name: "database", unit: 2 ** 10, share: 0.05, besides: 0, of: (db) => statSync(db).size },
  {
    name: "wal",
    unit: 2 ** 10,
    share: 0,
    besides: 2 ** 20,
    of: (db) => (existsSync(`${db}-wal`) ? statSync(`${db}-wal`).size : 0)
  }
]

const count = (folder) => (existsSync(folder) ? readdirSync(folder).length : 0)

/** Files in turn get their next variant, one moves away and back, one comes and goes. */
const edit = (root, sources, round) => {
  for (let i = 0; i < EDITS; i++) {
    const turn = round * EDITS + i
    const { path, text } = sources[turn % sources.length]
    if (!existsSync(path)) continue
    const variant = Math.floor(turn / sources.length) % VARIANTS
    writeFileSync(path, variant === 0 ? text : text.replaceAll("return", `/* ${variant} */ return`))
  }
  const moving = sources[round % FILES].path
  const away = `${moving}.away`
  if (existsSync(away)) renameSync(away, moving)
  else if (round % 2 === 0 && existsSync(moving)) renameSync(moving, away)
  const passing = join(root, "passing.ts")
  if (round % 3 === 0) writeFileSync(passing, `export const passing = () => ${round % 30}\n`)
  else rmSync(passing, { force: true })
}

const soak = async () => {
  const { generate } = await import("../bench/generate.mjs")
  const { driftInitialize, driftScan, driftShutdown } = await import("@drift/runtime/Drift")
  const root = mkdtempSync(join(tmpdir(), "drift-soak-"))
  const db = join(root, ".drift", "drift.db")
  const samples = []
  try {
    generate(root, FILES)
    const sources = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path, text: readFileSync(path, "utf8") }))
    await driftInitialize({ root, db })
    await driftScan()
    for (let round = 1; round <= RESCANS; round++) {
      edit(root, sources, round)
      const { status, summary } = await driftScan()
      if (status !== "complete" || summary.errorsTotal > 0)
        throw new Error(`Rescan ${round}: ${JSON.stringify(summary)}`)
      if (round % Math.ceil(RESCANS / SAMPLES) === 0) {
        // What a first pass makes free, a second one takes back.
        globalThis.gc()
        await new Promise(setImmediate)
        globalThis.gc()
        samples.push(MEASURES.map(({ of }) => of(db)))
      }
    }
    await driftShutdown()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
  return report(samples)
}

const report = (samples) => {
  const quarter = Math.floor(samples.length / 4)
  let grown = 0
  for (const [i, { besides, name, share, unit }] of MEASURES.entries()) {
    const values = samples.map((sample) => sample[i])
    const early = median(values.slice(quarter, 2 * quarter))
    const late = median(values.slice(-quarter))
    const grows = late > early * (1 + share) + besides
    if (grows) grown++
    const shown = [values[0], early, late].map((value) => (value / unit).toFixed(unit === 1 ? 0 : 1))
    console.log(
      `${name.padEnd(10)} first ${shown[0]}  second quarter ${shown[1]}  last quarter ${shown[2]}${grows ? "  GROWS" : ""}`
    )
  }
  console.log(grown === 0 ? `Nothing grew in ${RESCANS} rescans.` : `${grown} measures grew in ${RESCANS} rescans.`)
  return grown === 0
}

if (globalThis.gc === undefined) {
  await import("./build.mjs")
  const self = fileURLToPath(import.meta.url)
  const { status } = spawnSync(process.execPath, ["--expose-gc", self, ...process.argv.slice(2)], { stdio: "inherit" })
  process.exitCode = status ?? 1
} else if (!(await soak())) process.exitCode = 1
