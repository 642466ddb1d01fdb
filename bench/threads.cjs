// Loaded into each thread of a measured process (`node -r bench/threads.cjs`): when a thread ends, it notes what CPU it has
// used and how long it was kept waiting for a processor, both as Linux counts them. The main thread, which ends last, notes
// the same of the threads that run no JavaScript of their own: V8's helpers and libuv's.
"use strict"
const { appendFileSync, readdirSync, readFileSync, readlinkSync } = require("node:fs")
const { basename } = require("node:path")
const { isMainThread } = require("node:worker_threads")

const SELF = "/proc/thread-self"

const note = (role, folder) => {
  const [ran, waited] = readFileSync(`${folder}/schedstat`, "latin1").split(" ", 2).map(Number)
  const line = JSON.stringify({ id: basename(folder), role, ran: ran / 1e6, waited: waited / 1e6 })
  appendFileSync(process.env.DRIFT_BENCH_THREADS, `${line}\n`)
}

const self = readlinkSync(SELF)
process.once("exit", () => {
  note(isMainThread ? "main" : basename(process.argv[1], ".js"), `/proc/${self}`)
  if (!isMainThread) return
  for (const id of readdirSync("/proc/self/task")) {
    if (id !== basename(self)) note("helper", `/proc/self/task/${id}`)
  }
})
