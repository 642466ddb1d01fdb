// Preloaded (`node --require`) into a process and its threads: calls of the SQLite driver fail as they are told to. The code
// that calls it is the one that ships.
const { createRequire } = require("node:module")
const { writeFileSync } = require("node:fs")
const { join } = require("node:path")
const { isMainThread } = require("node:worker_threads")

const name = Number(process.versions.napi) >= 10 ? "better-sqlite3" : "better-sqlite3-12"
const Driver = createRequire(join(__dirname, "../src/internal/driver.ts"))(name)

/** Calls are counted from 1 while `fails` is set: `fails(n)` is the code that call `n` fails with, or undefined. */
const faults = { calls: 0, fails: undefined }
module.exports = faults

const counted = (prototype, method) => {
  const original = prototype[method]
  prototype[method] = function (...args) {
    if (faults.fails !== undefined) {
      const code = faults.fails(++faults.calls)
      if (code !== undefined) throw new Driver.SqliteError(`fault at call ${faults.calls}, ${method}`, code)
    }
    return original.apply(this, args)
  }
}

const probe = new Driver(":memory:")
const statement = Object.getPrototypeOf(probe.prepare("SELECT 1"))
probe.close()
for (const method of ["prepare", "exec", "pragma"]) counted(Driver.prototype, method)
for (const method of ["run", "get", "all", "iterate"]) counted(statement, method)

/** Call `at` fails, and all behind it when the fault is a lasting one. */
faults.fail = ({ at, code, lasting }, reached) => {
  faults.calls = 0
  faults.fails = (call) => {
    if (call === at) reached()
    return call === at || (lasting && call > at) ? code : undefined
  }
}

// A thread is told by the environment that it is started with, and answers by a file.
if (!isMainThread && process.env.DRIFT_TEST_FAULT !== undefined) {
  const { answer, ...fault } = JSON.parse(process.env.DRIFT_TEST_FAULT)
  faults.fail(fault, () => writeFileSync(answer, ""))
}
