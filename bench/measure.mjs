// Runs a command as a whole process and tells what it cost: CPU and wall time in milliseconds, memory in kilobytes.
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { endWithUs } from "./cleanup.mjs"

const POLL_MS = 10

/** A field of /proc/PID/status in kB; undefined where there is none. */
const status = (pid, fields) => {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "latin1")
    return fields.map((field) => Number(new RegExp(`^${field}:\\s*(\\d+)`, "m").exec(text)?.[1] ?? 0))
  } catch {
    return undefined
  }
}

const firstChild = (pid) => {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "latin1").split(" ")[0]) || undefined
  } catch {
    return undefined
  }
}

/** `0m1.234s` of the shell's `times`. */
const milliseconds = (text) => {
  const [, minutes, seconds] = /(\d+)m([\d.]+)s/.exec(text)
  return Number(minutes) * 60_000 + Number(seconds) * 1000
}

/**
 * `runner` is the compiled measure.c; without one a shell's `times` tells the CPU (in steps of 1-10 ms) and the peak of the
 * resident memory is the highest that was seen. `anonymous` is the highest RssAnon seen: memory without mapped files.
 */
export const measure = async ({ args, command, env, runner }) => {
  const options = { env: { ...process.env, ...env }, detached: true, stdio: ["ignore", "pipe", "pipe", "pipe"] }
  const started = performance.now()
  const child = endWithUs(
    runner === undefined
      ? spawn("sh", ["-c", '"$@" 3>&-; code=$?; times >&3; exit $code', "sh", command, ...args], options)
      : spawn(runner, [command, ...args], options)
  )
  let anonymous = 0
  let highest = 0
  let pid
  const poll = setInterval(() => {
    pid ??= runner === undefined ? firstChild(child.pid) : /^(\d+)\n/.exec(report)?.[1]
    const seen = pid === undefined ? undefined : status(pid, ["RssAnon", "VmHWM"])
    if (seen !== undefined) [anonymous, highest] = [Math.max(anonymous, seen[0]), Math.max(highest, seen[1])]
  }, POLL_MS)
  let errors = ""
  let report = ""
  const output = []
  child.stderr.on("data", (chunk) => (errors += chunk))
  child.stdout.on("data", (chunk) => output.push(chunk))
  child.stdio[3].on("data", (chunk) => (report += chunk))
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve))
  clearInterval(poll)
  const wall = performance.now() - started
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} exited with ${code}\n${errors}`)

  const usage =
    runner === undefined
      ? (([user, system]) => ({ wall, user, system, peak: highest }))(
          report.split("\n")[1].split(" ").map(milliseconds)
        )
      : (({ peak, system, user, wall }) => ({ wall: wall / 1000, user: user / 1000, system: system / 1000, peak }))(
          JSON.parse(report.split("\n")[1])
        )
  return {
    ...usage,
    cpu: usage.user + usage.system,
    ...(anonymous === 0 ? {} : { anonymous }),
    output: Buffer.concat(output).toString("utf8")
  }
}

const median = (values) => {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b)
  if (sorted.length === 0) return undefined
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Of several runs: the median of each figure, of memory the highest. */
export const summarize = (runs) => {
  const of = (field) => runs.map((run) => run[field])
  const most = (field) =>
    of(field).some((value) => value > 0) ? Math.max(...of(field).map((value) => value ?? 0)) : undefined
  return {
    cpu: median(of("cpu")),
    user: median(of("user")),
    system: median(of("system")),
    wall: median(of("wall")),
    peak: most("peak"),
    anonymous: most("anonymous")
  }
}
