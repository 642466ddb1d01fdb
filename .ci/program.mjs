// The built `drift` on real input: sources of installed packages and the reference fixtures of all languages, in a folder
// of its own that is removed again. Everything is checked against what outsiders rely on, spelled out here once more.
import { execFileSync, spawnSync } from "node:child_process"
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { openDatabase } from "../packages/storage/dist/internal/driver.js"

const root = fileURLToPath(new URL("..", import.meta.url))
const bin = join(root, "packages", "cli", "dist", "bin.js")

const PACKAGES = [
  "effect/src",
  "@effect/cli/src",
  "@effect/sql/src",
  "@effect/platform/src",
  "vitest/dist",
  "fast-check/lib"
]
const LANGUAGES = "typescript javascript python java csharp go rust ruby php kotlin".split(" ")

const VIEWS = {
  files:
    "path language namespace file_size content_hash mtime_secs mtime_nanos outcome facts_version encoding function_count class_count error_count error_ranges error_code error last_scanned_at",
  functions:
    "file name qualified_name kind owner namespace line column start_line end_line start_byte end_byte visibility is_exported is_async is_generator is_abstract is_static has_body parameter_count parameters generics return_type decorators doc body_hash signature_hash",
  classes:
    "file name qualified_name kind owner namespace line column start_line end_line start_byte end_byte extends implements generics visibility is_exported is_abstract decorators doc properties",
  imports: "file kind source specifiers is_type_only line column",
  exports: "file name is_default is_type_only source line column",
  call_sites: "file caller callee_name receiver argument_count is_await is_new line column",
  scans: "id started_at completed_at root status total added modified removed unchanged failed duration_ms error"
}

let passed = 0
let failed = 0
const check = (what, actual, expected) => {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (left === right) passed++
  else {
    failed++
    console.log(`FAILED ${what}: ${left}, expected ${right}`)
  }
}

/** Runs the program without the settings of whoever runs this. */
const drift = (...args) => {
  const started = performance.now()
  const env = { ...process.env, HOME: home, NO_COLOR: "1" }
  delete env.DRIFT_PROJECT_ROOT
  const done = spawnSync(process.execPath, [bin, ...args], {
    cwd: tree,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28
  })
  console.log(
    `drift ${args.join(" ")}: exit code ${done.status}, ${((performance.now() - started) / 1000).toFixed(2)} s`
  )
  if (done.error) throw done.error
  return done
}

const scan = (...args) => {
  const done = drift("scan", ".", "--json", ...args)
  check("exit code of a scan", done.status, 0)
  if (done.status !== 0) throw new Error(done.stderr)
  return JSON.parse(done.stdout)
}

const sum = (counts) => Object.values(counts).reduce((total, each) => total + each, 0)

const scratch = mkdtempSync(join(tmpdir(), "drift-ci-"))
const tree = join(scratch, "tree")
const home = join(scratch, "home")
try {
  mkdirSync(tree)
  mkdirSync(home)
  for (const name of PACKAGES) {
    const from = join(root, "node_modules", name)
    if (existsSync(from)) cpSync(from, join(tree, "packages", name), { recursive: true })
  }
  for (const name of LANGUAGES)
    cpSync(join(root, "test-fixtures", name), join(tree, "fixtures", name), { recursive: true })
  writeFileSync(join(tree, ".gitignore"), "/ignored/\n")
  mkdirSync(join(tree, "ignored"))
  writeFileSync(join(tree, "ignored", "never.ts"), "export const never = 0\n")
  writeFileSync(join(tree, "leaving.py"), "def leaving():\n    return stay()\n")

  const first = scan()
  console.log(JSON.stringify({ ...first, errors: first.errors.length }))
  check("status", first.status, "complete")
  check("outcomes add up", sum(first.outcomes), first.filesTotal)
  check("all are new", first.filesAdded, first.filesTotal)
  check("enough real input", first.filesTotal > 400, true)
  check("changes and files add up", first.filesAdded + first.filesModified + first.filesUnchanged, first.filesTotal)
  check("what was parsed", first.parsedNow + first.cacheHits, first.outcomes.parsed + first.outcomes.parsedWithErrors)
  check(
    "languages",
    LANGUAGES.filter((name) => !(first.languages[name] > 0)),
    []
  )
  check("nothing failed", first.outcomes.failed, 0)

  const second = scan()
  check("a second scan parses nothing", second.parsedNow, 0)
  check("a second scan changes nothing", [second.filesAdded, second.filesModified, second.filesRemoved], [0, 0, 0])
  check("everything is unchanged", second.filesUnchanged, first.filesTotal)
  check("facts are the same", second.facts, first.facts)
  check("outcomes are the same", second.outcomes, first.outcomes)

  const file = join(tree, ".drift", "drift.db")
  const db = openDatabase(file, { readonly: true, fileMustExist: true })
  try {
    for (const [view, columns] of Object.entries(VIEWS)) {
      const statement = db.prepare(`SELECT * FROM ${view}`)
      const names = statement.columns().map(({ name }) => name)
      check(
        `columns of ${view}`,
        columns.split(" ").filter((name) => !names.includes(name)),
        []
      )
      check(`rows of ${view}`, statement.all().length > 0, true)
    }
    const count = (view) => db.prepare(`SELECT count(*) FROM ${view}`).pluck().get()
    const { callSites, ...facts } = first.facts
    check("facts in the views", Object.fromEntries(Object.keys(facts).map((view) => [view, count(view)])), facts)
    check("calls in the view", count("call_sites"), callSites)
    check("files in the view", count("files"), first.filesTotal)
    check("scans in the view", count("scans"), 2)
    check(
      "ignored files are not there",
      db.prepare("SELECT count(*) FROM files WHERE path LIKE 'ignored/%'").pluck().get(),
      0
    )
    check("integrity", db.pragma("integrity_check", { simple: true }), "ok")
    check("foreign keys", db.pragma("foreign_key_check"), [])
    expectations(db)
  } finally {
    db.close()
  }
  stock(file)

  appendFileSync(join(tree, "fixtures", "python", "reference.py"), "\n\ndef appended():\n    return 1\n")
  writeFileSync(join(tree, "new.go"), "package main\n\nfunc main() { println(1) }\n")
  rmSync(join(tree, "leaving.py"))
  const third = scan()
  check("added, modified, removed", [third.filesAdded, third.filesModified, third.filesRemoved], [1, 1, 1])
  check("only what changed is parsed", third.parsedNow + third.cacheHits, 2)
  check("one function more, one less, one more", third.facts.functions, first.facts.functions + 1)

  writeFileSync(join(tree, "broken.ts"), "export function broken( {\n")
  check("--strict with a broken file", drift("scan", ".", "--strict", "--quiet").status, 3)
  check("a broken file alone is no failure", drift("scan", ".", "--quiet").status, 0)
  const wrong = drift("scan", ".", "--no-such-option")
  check("wrong usage", [wrong.status, wrong.stdout, wrong.stderr.startsWith("[INVALID_ARGUMENT] ")], [2, "", true])
  check("a missing root", drift("scan", join(scratch, "nowhere")).status === 0, false)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

console.log(`${passed} passed, ${failed} failed`)
if (failed > 0 || passed === 0) process.exitCode = 1

/** The numbers that the reference sources give about themselves, against the views. */
function expectations(db) {
  const sources = {
    functions: "functions",
    classes: "classes",
    imports: "imports",
    exports: "exports",
    calls: "call_sites"
  }
  for (const { path, error_count: errors } of db
    .prepare("SELECT path, error_count FROM files WHERE path LIKE 'fixtures/%'")
    .all()) {
    const expected = /EXPECT: (.*)/.exec(readFileSync(join(tree, path), "utf8"))?.[1]
    if (expected === undefined) continue
    const actual = expected.split(" ").map((each) => {
      const [key] = each.split("=")
      const view = sources[key]
      const rows =
        view === undefined ? errors : db.prepare(`SELECT count(*) FROM ${view} WHERE file = ?`).pluck().get(path)
      return `${key}=${rows}`
    })
    check(path, actual.join(" "), expected)
  }
}

/** Stock SQLite reads every view, where it is installed. */
function stock(file) {
  const version = spawnSync("sqlite3", ["--version"], { encoding: "utf8" })
  if (version.status !== 0) return console.log("sqlite3 is not installed: only the driver's own SQLite was asked")
  for (const [view, columns] of Object.entries(VIEWS)) {
    const query = `SELECT ${columns.replaceAll(" ", ", ")} FROM ${view} LIMIT 1000`
    check(
      `sqlite3 reads ${view}`,
      execFileSync("sqlite3", ["-readonly", file, query], { maxBuffer: 1 << 28 }).length > 0,
      true
    )
  }
}
