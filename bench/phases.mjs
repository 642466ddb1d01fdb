// The CPU of a scan by what it was for. Each thread of Drift has one task, and the kernel counts by thread; the main thread,
// which has several, is divided by the times of the scanner's own clock. Linux only, as the counts are.
import { existsSync, readFileSync, rmSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { measure } from "./measure.mjs"

const preload = fileURLToPath(new URL("threads.cjs", import.meta.url))

/** Measures a command of Node, with a note of each thread in the file `notes`; undefined where the kernel keeps no such counts. */
const measureThreads = async ({ args, command, notes: report, runner }) => {
  if (!existsSync("/proc/thread-self/schedstat")) return undefined
  rmSync(report, { force: true })
  const env = { DRIFT_BENCH_THREADS: report }
  const run = await measure({ command, args: ["-r", preload, ...args], env, runner })
  const notes = readFileSync(report, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))
  const own = new Set(notes.filter(({ role }) => role !== "helper").map(({ id }) => id))
  const threads = notes.filter(({ id, role }) => role !== "helper" || !own.has(id))
  const sum = (role) => threads.reduce((total, each) => total + (each.role === role ? each.ran : 0), 0)
  return {
    run,
    main: threads.find(({ role }) => role === "main"),
    parsing: sum("parser-worker"),
    persisting: sum("writer-worker"),
    helpers: sum("helper")
  }
}

/**
 * The CPU milliseconds of a scan, which add up to `cpu`; `empty` is the same command in an empty folder, which tells what the
 * main thread needs to start and to end. `passing` is what is left of the main thread: it plans jobs, passes batches on and
 * tallies. `unseen` is what came after the threads' last notes.
 */
export const measurePhases = async (scan, empty) => {
  const [full, start] = [await measureThreads(scan), await measureThreads(empty)]
  if (full === undefined || start === undefined) return undefined
  const { phases } = JSON.parse(full.run.output)
  // The scanner's clock also runs while others have the processor.
  const share = full.main.ran / (full.main.ran + full.main.waited)
  const [discovery, hashing] = [phases.discovery * share, phases.hashing * share]
  const { helpers, parsing, persisting } = full
  const seen = full.main.ran + parsing + persisting + helpers
  return {
    cpu: full.run.cpu,
    wall: full.run.wall,
    start: start.main.ran,
    discovery,
    hashing,
    passing: Math.max(0, full.main.ran - start.main.ran - discovery - hashing),
    parsing,
    persisting,
    helpers,
    unseen: Math.max(0, full.run.cpu - seen),
    busy: phases
  }
}
