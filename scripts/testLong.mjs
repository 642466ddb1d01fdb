// `npm run test:long [-- FILTER]`: all tests, those with random inputs as often as it takes to trust them; `npm test` runs about
// one in a hundred of that. What is set in the environment stays.
import "./build.mjs"
import { spawnSync } from "node:child_process"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const FULL = {
  /** Mutated sources. */
  DRIFT_FUZZ_SOURCES: 100_000,
  /** Trees with ignore files, compared with git: about 150 decisions each. */
  DRIFT_FUZZ_TREES: 1000,
  /** Commits of trees with ignore files, compared with their checkouts. */
  DRIFT_FUZZ_REVISIONS: 1500,
  /** Scripts of twenty edits of every kind, after which an index must be as a fresh one. */
  DRIFT_FUZZ_SCRIPTS: 500,
  /** Short scripts of edits, after which an index must be as a fresh one. */
  DRIFT_FUZZ_EDITS: 2000,
  /** Sequences of scans with other options each time. */
  DRIFT_FUZZ_OPTIONS: 1000,
  /** Processes that are killed while they change a database, of each kind. */
  DRIFT_FUZZ_KILLS: 100,
  /** Databases of which one byte is another. */
  DRIFT_FUZZ_FLIPS: 1000,
  /** Of so many calls of the database's driver one fails in its turn: here each. */
  DRIFT_FUZZ_CALLS: 1,
  /** Write-ahead logs that are cut off. */
  DRIFT_FUZZ_WALS: 300,
  /** Entries of one directory. */
  DRIFT_MANY_ENTRIES: 100_000,
  /** Scripts of edits, after which a search must find what the views hold. */
  DRIFT_FUZZ_SEARCHES: 1000,
  /** Starts of parser threads that are interrupted. */
  DRIFT_FUZZ_THREADS: 200
}

const env = { ...Object.fromEntries(Object.entries(FULL).map(([name, count]) => [name, `${count}`])), ...process.env }
const vitest = join(dirname(fileURLToPath(import.meta.resolve("vitest/package.json"))), "vitest.mjs")
const { status } = spawnSync(process.execPath, [vitest, "run", ...process.argv.slice(2)], { env, stdio: "inherit" })
process.exitCode = status ?? 1
