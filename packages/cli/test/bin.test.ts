/** The built command as a process: exit codes, the two streams, signals and pipes. `npm test` builds it first. */
import { assert, describe, it } from "@effect/vitest"
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll } from "vitest"
import { openDatabase } from "../../storage/src/internal/driver.js"

const bin = fileURLToPath(new URL("../dist/bin.js", import.meta.url))

const environment = (): NodeJS.ProcessEnv => {
  const { DRIFT_PROJECT_ROOT: _, ...rest } = process.env
  return rest
}

const drift = (cwd: string, ...args: ReadonlyArray<string>) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    env: environment(),
    encoding: "utf8",
    maxBuffer: 1 << 28
  })
  return { code: status, stdout, stderr }
}

const write = (root: string, files: Readonly<Record<string, string>>) => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
}

let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "drift-bin-"))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

let made = 0
/** A fresh project. */
const project = (files: Readonly<Record<string, string>>): string => {
  const root = join(folder, `p${made++}`)
  mkdirSync(root)
  write(root, files)
  return root
}

const SMALL = {
  "src/a.ts": 'import { b } from "./b"\nexport class A {\n  m(x: number) {\n    return b(x)\n  }\n}\n',
  "src/b.ts": "export const b = (x: number) => x\nexport function c() {\n  b(1)\n  new Date()\n}\n",
  "py/z.py": "def z():\n    return 1\n",
  "README.md": "# small\n"
}

describe("usage", () => {
  const cases: ReadonlyArray<readonly [args: ReadonlyArray<string>, line: RegExp]> = [
    [["scan", ".", "--bogus"], /^\[INVALID_ARGUMENT\] Unknown option --bogus of `drift scan`\n/],
    [["scna"], /^\[INVALID_ARGUMENT\] Unknown command "scna"\n {2}Did you mean `drift scan`\?\n/],
    [["functions", "--limit", "x"], /^\[INVALID_ARGUMENT\] --limit must be a whole number of at least 1, not "x"\n/]
  ]
  for (const [args, line] of cases) {
    it(`drift ${args.join(" ")} is refused with 2`, () => {
      const result = drift(folder, ...args)
      assert.strictEqual(result.code, 2)
      assert.strictEqual(result.stdout, "")
      assert.match(result.stderr, line)
    })
  }
  it("help wins over a garbage tail", () => {
    const result = drift(folder, "scan", "--help", "--bogus", "x", "--limit")
    assert.deepStrictEqual([result.code, result.stderr], [0, ""])
    assert.match(result.stdout, /^Usage {2}drift scan /)
  })
  it("help without a terminal has no colour", () => {
    assert.notInclude(drift(folder, "--help").stdout, "\u001b")
  })
  it("the version is a line of its own", () => {
    assert.match(drift(folder, "--version").stdout, /^\d+\.\d+\.\d+\n$/)
    assert.match(drift(folder, "scan", "--version").stdout, /^\d+\.\d+\.\d+\n$/)
  })
})

describe("what no row can stand for", () => {
  it("a name that is not UTF-8 is listed, counted and strict, on every scan", () => {
    const root = project(SMALL)
    writeFileSync(Buffer.concat([Buffer.from(`${root}/bad`), Buffer.from([0xff]), Buffer.from(".ts")]), "x()\n")
    for (const expected of [4, 0]) {
      const result = drift(root, "scan", "--json", "--strict")
      assert.strictEqual(result.code, 3)
      const summary = JSON.parse(result.stdout) as {
        readonly filesAdded: number
        readonly errors: ReadonlyArray<{ readonly path: string; readonly code: string }>
        readonly errorsTotal: number
      }
      assert.deepStrictEqual(
        [summary.filesAdded, summary.errorsTotal, summary.errors.map(({ code, path }) => [code, path])],
        [expected, 1, [["SCAN_ERROR", "bad\\xff.ts"]]]
      )
    }
    assert.match(drift(root, "scan").stdout, /\n1 path could not be processed\n {2}bad\\\\?xff\.ts /)
  })
})

describe("a scan", () => {
  it("prints one JSON document with every field, and nothing else", () => {
    const root = project(SMALL)
    const result = drift(root, "scan", "--json")
    assert.deepStrictEqual([result.code, result.stderr], [0, ""])
    assert.strictEqual(result.stdout.split("\n").length, 2)
    const { cacheHitRate, db, durationMs, phases, ...rest } = JSON.parse(result.stdout) as Record<string, unknown> & {
      readonly db: { readonly path: string; readonly bytes: number }
    }
    assert.deepStrictEqual(rest, {
      root,
      status: "complete",
      filesTotal: 4,
      filesAdded: 4,
      filesModified: 0,
      filesRemoved: 0,
      filesRenamed: 0,
      filesUnchanged: 0,
      parsedNow: 3,
      cacheHits: 0,
      outcomes: {
        parsed: 3,
        parsedWithErrors: 0,
        notParsed: 0,
        noLanguage: 1,
        skippedLarge: 0,
        skippedBinary: 0,
        skippedEncoding: 0,
        failed: 0
      },
      skippedIgnored: 0,
      skipped: {},
      languages: { python: 1, typescript: 2 },
      facts: { functions: 4, classes: 1, imports: 1, exports: 3, callSites: 3 },
      errors: [],
      errorsTotal: 0,
      warnings: [],
      warningsTotal: 0
    })
    assert.strictEqual(cacheHitRate, 0)
    assert.isNumber(durationMs)
    assert.hasAllKeys(phases, ["discovery", "hashing", "parsing", "persisting"])
    assert.strictEqual(db.path, join(root, ".drift/drift.db"))
    assert.isAbove(db.bytes, 0)
  })
  it("says what it did, and little when nothing changed", () => {
    const root = project(SMALL)
    const first = drift(root, "scan")
    assert.strictEqual(first.stderr, "")
    assert.match(
      first.stdout,
      /^Scanned .*: 4 files in .*\n\n {2}Changes +4 added\n {2}Languages +TypeScript 2, Python 1\n/
    )
    assert.match(drift(root, "scan").stdout, /^Up to date: 4 files, nothing changed \(.*\)\n$/)
    const quiet = drift(root, "scan", "--force", "--quiet")
    assert.deepStrictEqual(quiet, { code: 0, stdout: "", stderr: "" })
  })
  it("of a part leaves the rest alone, and finds its project from below", () => {
    const root = project(SMALL)
    drift(root, "scan")
    rmSync(join(root, "py/z.py"))
    write(root, { "src/b.ts": "export const b = 2\n" })
    const part = JSON.parse(drift(join(root, "src"), "scan", "--json", ".").stdout) as Record<string, unknown>
    assert.deepInclude(part, { root, filesModified: 1, filesRemoved: 0, filesTotal: 2 })
    const all = JSON.parse(drift(root, "scan", "--json").stdout) as Record<string, unknown>
    assert.deepInclude(all, { filesModified: 0, filesRemoved: 1, filesTotal: 3 })
  })
  it("of a revision needs no checkout, and brings the facts to it and back", () => {
    const root = project(SMALL)
    const git = (...args: ReadonlyArray<string>) =>
      spawnSync("git", ["-C", root, "-c", "user.name=A", "-c", "user.email=a@example.org", ...args])
    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "x")
    rmSync(join(root, "src"), { recursive: true })
    write(root, { "py/z.py": "def other():\n    return 1\n" })
    const answer = (...args: ReadonlyArray<string>) =>
      JSON.parse(drift(root, "scan", "--json", ...args).stdout) as Record<string, unknown>
    assert.deepNestedInclude(answer(), { filesAdded: 2, "facts.functions": 1 })
    const revision = answer("--rev", "HEAD")
    assert.deepNestedInclude(revision, { filesAdded: 2, filesModified: 1, filesRemoved: 0, "facts.functions": 4 })
    assert.deepInclude(answer("--rev", "HEAD^{tree}"), { filesAdded: 0, filesModified: 0, parsedNow: 0 })
    assert.deepInclude(answer(), { filesModified: 1, filesRemoved: 2 })
    const unknown = drift(root, "scan", "--rev=--help")
    assert.deepStrictEqual(unknown, {
      code: 1,
      stdout: "",
      stderr: `[SCAN_ERROR] No such commit or tree: "--help" in ${root}\n`
    })
  })
  it("that is dry writes nothing and lists the paths", () => {
    const root = project(SMALL)
    const dry = drift(root, "scan", "--dry-run", "--json")
    assert.deepInclude(JSON.parse(dry.stdout), {
      added: ["README.md", "py/z.py", "src/a.ts", "src/b.ts"],
      modified: [],
      removed: [],
      renamed: []
    })
    assert.isFalse(existsSync(join(root, ".drift")))
  })
  it("tells what was renamed", () => {
    const root = project(SMALL)
    drift(root, "scan", "--quiet")
    renameSync(join(root, "src/b.ts"), join(root, "py/b.ts"))
    const dry = drift(root, "scan", "--dry-run", "--json")
    const expected = { filesAdded: 1, filesRemoved: 1, filesRenamed: 1 }
    assert.deepInclude(JSON.parse(dry.stdout), {
      ...expected,
      added: ["py/b.ts"],
      removed: ["src/b.ts"],
      renamed: [{ from: "src/b.ts", to: "py/b.ts" }]
    })
    assert.include(drift(root, "scan", "--dry-run").stdout, "\nRenamed\n> src/b.ts → py/b.ts\n")
    assert.deepInclude(JSON.parse(drift(root, "scan", "--json").stdout), expected)
  })
  it("hashes by the algorithm that it is given, and refuses one that it does not know", () => {
    const root = project(SMALL)
    drift(root, "scan", "--quiet")
    const changed = JSON.parse(drift(root, "scan", "--hash-algorithm", "blake3", "--json").stdout) as object
    assert.deepInclude(changed, { filesModified: 0, filesUnchanged: 4, parsedNow: 0, cacheHits: 0, cacheHitRate: 0 })
    const again = JSON.parse(drift(root, "scan", "--hash-algorithm", "blake3", "--json").stdout) as object
    assert.deepInclude(again, { filesUnchanged: 4, cacheHitRate: 1 })
    const [file] = JSON.parse(drift(root, "files", "--json").stdout).items as ReadonlyArray<Record<string, unknown>>
    assert.match(String(file?.["content_hash"]), /^[0-9a-f]{64}$/)
    const wrong = drift(root, "scan", "--hash-algorithm", "md5")
    assert.deepStrictEqual([wrong.code, wrong.stdout], [2, ""])
    assert.include(wrong.stderr, '--hash-algorithm must be one of xxh3, blake3, not "md5"')
  })
  it("with --no-parse stores no facts, and the next one makes up for it", () => {
    const root = project(SMALL)
    const without = JSON.parse(drift(root, "scan", "--no-parse", "--json").stdout) as Record<string, unknown>
    assert.deepNestedInclude(without, { parsedNow: 0, "outcomes.notParsed": 3, "facts.functions": 0 })
    const next = JSON.parse(drift(root, "scan", "--json").stdout) as Record<string, unknown>
    assert.deepNestedInclude(next, { parsedNow: 3, "outcomes.notParsed": 0, "facts.functions": 4 })
  })
  it("applies --include, --exclude and --max-file-size", () => {
    const root = project({ ...SMALL, "src/big.ts": "let a\n".repeat(100) })
    const line = ["scan", "--json", "--include", "*.ts", "--exclude", "a.ts", "--max-file-size=200"]
    const scan = JSON.parse(drift(root, ...line).stdout) as Record<string, unknown>
    assert.deepNestedInclude(scan, { filesTotal: 2, "outcomes.parsed": 1, "outcomes.skippedLarge": 1 })
  })
  it("with --strict answers 3 for as long as the stored state is not clean", () => {
    const root = project({ ...SMALL, "src/broken.ts": "export function ( {\n" })
    assert.strictEqual(drift(root, "scan").code, 0)
    const again = drift(root, "scan", "--strict", "--json")
    assert.strictEqual(again.code, 3)
    assert.deepNestedInclude(JSON.parse(again.stdout) as Record<string, unknown>, { "outcomes.parsedWithErrors": 1 })
    rmSync(join(root, "src/broken.ts"))
    assert.strictEqual(drift(root, "scan", "--strict").code, 0)
  })
})

describe("what cannot be scanned or read", () => {
  const refused = (result: ReturnType<typeof drift>, line: RegExp) => {
    assert.strictEqual(result.code, 1)
    assert.strictEqual(result.stdout, "")
    assert.match(result.stderr, line)
  }
  it("a root that does not exist is not made", () => {
    const missing = join(folder, "missing")
    refused(drift(folder, "scan", missing), /^\[SCAN_ERROR\] No such directory: .*missing\n/)
    refused(drift(folder, "scan", "--root", missing, "--json"), /^\[SCAN_ERROR\] No such directory: .*missing\n/)
    assert.isFalse(existsSync(missing))
  })
  it("a file is no root", () => {
    const root = project(SMALL)
    refused(drift(root, "scan", "--root", "README.md"), /^\[SCAN_ERROR\] Not a directory: .*README\.md\n/)
  })
  it("a file that is no database stays as it is", () => {
    const root = project({ ...SMALL, "no.db": "This is no database, and long enough to be looked at.".repeat(50) })
    const before = readFileSync(join(root, "no.db"))
    const line = /^\[(DB_CORRUPT|STORAGE_ERROR)\] [^\n]+\n/
    refused(drift(root, "scan", "--db", "no.db"), line)
    refused(drift(root, "status", "--db", "no.db"), line)
    assert.deepStrictEqual(readFileSync(join(root, "no.db")), before)
  })
  it("a database of a newer version is left alone", () => {
    const root = project(SMALL)
    drift(root, "scan")
    const path = join(root, ".drift/drift.db")
    // SQLite keeps the schema's version at byte 60 of the file.
    const bytes = readFileSync(path)
    bytes.writeUInt32BE(99_999, 60)
    writeFileSync(path, bytes)
    refused(drift(root, "scan"), /^\[MIGRATION_FAILED\] [^\n]+\n/)
    refused(drift(root, "functions"), /^\[MIGRATION_FAILED\] [^\n]+\n/)
  })
  it("without a database lists and status say what to do, and make none", () => {
    const root = project(SMALL)
    for (const command of ["status", "files", "calls"]) {
      refused(drift(root, command), /^\[STORAGE_ERROR\] There is no database at .*drift scan/)
    }
    assert.isFalse(existsSync(join(root, ".drift")))
  })
})

describe("lists", () => {
  it("filter, page and print in three forms", () => {
    const root = project(SMALL)
    drift(root, "scan")
    const names = (...args: ReadonlyArray<string>) => {
      const result = drift(root, ...args, "--json")
      assert.deepStrictEqual([result.code, result.stderr], [0, ""])
      const page = JSON.parse(result.stdout) as {
        readonly items: ReadonlyArray<{ readonly [column: string]: unknown }>
        readonly nextCursor?: string
      }
      return page
    }
    const column = (page: ReturnType<typeof names>, name: string) => page.items.map((item) => item[name])

    assert.deepStrictEqual(column(names("functions"), "qualified_name"), ["z", "A.m", "b", "c"])
    assert.deepStrictEqual(column(names("functions", "--language", "typescript", "--kind", "method"), "name"), ["m"])
    assert.deepStrictEqual(column(names("functions", "--file", "src/b.ts"), "name"), ["b", "c"])
    assert.deepStrictEqual(column(names("functions", "--exported"), "name"), ["z", "b", "c"])
    assert.deepStrictEqual(column(names("functions", "--async"), "name"), [])
    assert.deepStrictEqual(column(names("classes", "--visibility", "private"), "name"), [])
    assert.deepStrictEqual(column(names("functions", "--name", "[bz]"), "name"), ["z", "b"])
    assert.deepStrictEqual(column(names("files", "--outcome", "noLanguage"), "path"), ["README.md"])
    assert.deepStrictEqual(column(names("classes"), "name"), ["A"])
    assert.deepStrictEqual(column(names("imports", "--name", "./b"), "file"), ["src/a.ts"])
    assert.deepStrictEqual(column(names("exports", "--file", "src/b.ts"), "name"), ["b", "c"])
    assert.deepStrictEqual(column(names("calls", "--caller", "c"), "callee_name"), ["b", "Date"])

    const first = names("functions", "--limit", "3")
    assert.deepStrictEqual(column(first, "name"), ["z", "m", "b"])
    const rest = names("functions", "--limit", "3", "--cursor", first.nextCursor ?? "")
    assert.deepStrictEqual(column(rest, "name"), ["c"])
    assert.notProperty(rest, "nextCursor")

    const lines = drift(root, "functions", "--ndjson").stdout.trimEnd().split("\n")
    assert.strictEqual(lines.length, 4)
    assert.deepInclude(JSON.parse(lines[1] ?? "") as object, { file: "src/a.ts", name: "m", line: 3, column: 3 })
    assert.match(drift(root, "functions").stdout, /\nsrc\/a\.ts:3:3 +method +A\.m/)
  })
  it("search names of all kinds, best matches first", () => {
    const root = project(SMALL)
    drift(root, "scan")
    const result = drift(root, "search", "B", "--limit", "3")
    assert.strictEqual(result.code, 0)
    const [header, ...rows] = result.stdout.trimEnd().split("\n")
    assert.match(header ?? "", /^file:line:column +kind +name$/)
    assert.strictEqual(rows.length, 3)
    assert.match(rows[0] ?? "", /^src\/b\.ts:\d+:\d+ +function +b$/)
    assert.match(result.stderr, /^There are more: --limit N, or go on with --cursor \S+\n$/)
    const rest = drift(root, "search", "B", "--cursor", /--cursor (\S+)/.exec(result.stderr)?.[1] ?? "", "--ndjson")
    const all = drift(root, "search", "B", "--ndjson").stdout.trimEnd().split("\n")
    assert.deepStrictEqual(rest.stdout.trimEnd().split("\n"), all.slice(3))
    const files = drift(root, "search", "--kind", "file", "--json", "--", "b.ts")
    assert.deepStrictEqual(JSON.parse(files.stdout), {
      items: [
        {
          match: "exact",
          view: "files",
          kind: "file",
          name: "src/b.ts",
          qualified_name: "src/b.ts",
          file: "src/b.ts",
          language: "typescript",
          line: null,
          column: null
        }
      ]
    })
    const none = drift(root, "search", "--language", "python", "--json", "ts")
    assert.deepStrictEqual([none.code, none.stdout, none.stderr], [0, '{"items":[]}\n', ""])
  })
  it("say that a row is damaged, and doctor finds it", () => {
    const root = project(SMALL)
    drift(root, "scan")
    const db = openDatabase(join(root, ".drift/drift.db"))
    db.exec("UPDATE function SET parameters = '[{' WHERE parameters IS NOT NULL")
    db.close()
    for (const form of [["--json"], ["--ndjson"], []]) {
      const result = drift(root, "functions", ...form)
      assert.deepStrictEqual([result.code, result.stdout], [1, ""])
      assert.match(result.stderr, /^\[DB_CORRUPT\] [^\n]+\n {2}Run `drift doctor`/)
    }
    const doctor = drift(root, "doctor")
    assert.strictEqual(doctor.code, 1)
    assert.match(doctor.stdout, /^wrong {2}Facts +damaged: \d+ rows of functions cannot be read$/m)
  })
  it("refuse a cursor that is not theirs", () => {
    const root = project(SMALL)
    drift(root, "scan")
    for (const list of [["functions"], ["search", "a"]]) {
      const result = drift(root, ...list, "--cursor", "garbage")
      assert.deepStrictEqual([result.code, result.stdout], [1, ""])
      assert.match(result.stderr, /^\[INVALID_CURSOR\] [^\n]+\n/)
    }
  })
  it("end quietly and well when the reader goes away", () => {
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `f${i}.ts`,
        Array.from({ length: 100 }, (_, n) => `function f${n}() {}\n`).join("")
      ])
    )
    const root = project(many)
    assert.strictEqual(drift(root, "scan").code, 0)
    const piped = spawnSync(
      "bash",
      ["-o", "pipefail", "-c", `"${process.execPath}" "${bin}" functions --ndjson | head -n 1`],
      { cwd: root, env: environment(), encoding: "utf8" }
    )
    assert.deepStrictEqual([piped.status, piped.stderr], [0, ""])
    assert.propertyVal(JSON.parse(piped.stdout), "name", "f0")
  })
})

describe("output that cannot be written", () => {
  it.runIf(existsSync("/dev/full"))("is a failure, not a success", () => {
    const result = spawnSync("sh", ["-c", `"${process.execPath}" "${bin}" --help > /dev/full`], { encoding: "utf8" })
    assert.strictEqual(result.status, 1)
    assert.match(result.stderr, /^\[DISK_FULL\] Cannot write the results: ENOSPC/)
  })
})

describe("status", () => {
  it("tells freshness and coverage, for people and as JSON", () => {
    const root = project(SMALL)
    drift(root, "scan")
    const text = drift(root, "status")
    assert.deepStrictEqual([text.code, text.stderr], [0, ""])
    assert.include(text.stdout, "\nLast scan complete, just now (")
    const json = JSON.parse(drift(root, "status", "--json").stdout) as Record<string, unknown>
    assert.deepNestedInclude(json, { root, "lastScan.status": "complete", filesTotal: 4, "languages.typescript": 2 })
    assert.hasAllKeys(json["db"], ["path", "bytes", "walBytes"])
  })
})

describe("parse", () => {
  it("prints a file's facts and makes no database", () => {
    const root = project(SMALL)
    const result = drift(root, "parse", "src/b.ts")
    assert.deepStrictEqual([result.code, result.stderr], [0, ""])
    const facts = JSON.parse(result.stdout) as Record<string, unknown>
    assert.deepNestedInclude(facts, { file: "src/b.ts", language: "typescript", "functions[1].name": "c" })
    assert.deepNestedInclude(facts, { "numericLiterals[0].raw": "1", "numericLiterals[0].context": "functionArgument" })
    for (const list of ["decorators", "stringLiterals", "errorHandling", "docComments"]) {
      assert.deepStrictEqual(facts[list], [])
    }
    assert.isFalse(existsSync(join(root, ".drift")))
  })
})

describe("the code that V8 compiled", () => {
  const dist = dirname(bin)
  const stored = () => readdirSync(dist).filter((name) => name.endsWith(".cache"))
  const size = () => statSync(join(dist, stored()[0]!)).size

  it("is stored by a scan, once, and read by every command; without it or with half of it they work as well", () => {
    const root = project(SMALL)
    for (const name of stored()) rmSync(join(dist, name))
    assert.deepStrictEqual([drift(root, "--help").code, stored()], [0, []])
    assert.strictEqual(drift(root, "scan", "--quiet").code, 0)
    assert.lengthOf(stored(), 1)
    const whole = size()
    const written = statSync(join(dist, stored()[0]!)).mtimeMs
    assert.deepStrictEqual([drift(root, "scan", "--quiet").code, stored().length], [0, 1])
    assert.strictEqual(statSync(join(dist, stored()[0]!)).mtimeMs, written, "what is stored fits the next scan")
    truncateSync(join(dist, stored()[0]!), Math.floor(whole / 2))
    const listed = drift(root, "functions")
    assert.deepStrictEqual([listed.code, listed.stderr, size()], [0, "", Math.floor(whole / 2)])
    assert.deepStrictEqual([drift(root, "scan", "--quiet").code, stored().length], [0, 1])
    assert.isAbove(size(), whole / 2 + 1)
    assert.strictEqual(drift(root, "functions").stdout, listed.stdout)
  })
})

describe("signals", () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`end the command with 130 also while it is being loaded (${signal})`, () => {
      const early = `data:text/javascript,${encodeURIComponent(`
        const { once } = process
        process.once = function (name, listener) {
          if (name === "${signal}") setImmediate(() => process.kill(process.pid, name))
          return once.call(this, name, listener)
        }
      `)}`
      const result = spawnSync(process.execPath, ["--import", early, bin, "status"], {
        cwd: folder,
        env: environment(),
        encoding: "utf8"
      })
      assert.deepStrictEqual([result.status, result.signal, result.stdout, result.stderr], [130, null, "", ""])
    })
  }

  /** A project that takes a while to scan. */
  const large = (): string => {
    const source = Array.from({ length: 1500 }, (_, i) => `export function f${i}(a: number) { return g(a, ${i}) }\n`)
    const files = Array.from({ length: 150 }, (_, i) => [`f${i}.ts`, `// ${i}\n${source.join("")}`])
    return project(Object.fromEntries(files) as Record<string, string>)
  }

  it("stop a scan with 130, keep what was done, and meanwhile no second scan runs", async () => {
    const root = large()
    const scan = spawn(process.execPath, [bin, "scan", "--threads", "1", "--json"], { cwd: root, env: environment() })
    let stdout = ""
    let stderr = ""
    scan.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()))
    scan.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()))
    const ended = once(scan, "close")
    while (!existsSync(join(root, ".drift/drift.db")) && scan.exitCode === null) await sleep(10)

    const second = drift(root, "scan")
    assert.deepStrictEqual([second.code, second.stdout], [1, ""])
    assert.match(second.stderr, new RegExp(`^\\[SCAN_IN_PROGRESS\\] Process ${scan.pid} `))

    scan.kill("SIGINT")
    assert.deepStrictEqual(await ended, [130, null])
    assert.strictEqual(stdout, "")
    assert.match(stderr, /^\[CANCELLED\] The scan was interrupted; what was done is kept\n/)

    const next = JSON.parse(drift(root, "scan", "--json").stdout) as Record<string, unknown>
    assert.deepNestedInclude(next, { status: "complete", filesTotal: 150, "outcomes.parsed": 150 })
  })

  it("that kill a scan let the one go on that waits for it, which tells whom it waited for and what it found", async () => {
    const root = large()
    const scan = spawn(process.execPath, [bin, "scan", "--threads", "1"], { cwd: root, env: environment() })
    const killed = once(scan, "exit")
    while (!existsSync(join(root, ".drift/drift.db")) && scan.exitCode === null) await sleep(10)
    const waiting = spawn(process.execPath, [bin, "scan", "--wait", "--json"], { cwd: root, env: environment() })
    let stdout = ""
    let stderr = ""
    waiting.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()))
    waiting.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString()
      // Once it waits, there is nothing more to wait for.
      scan.kill("SIGKILL")
    })
    const ended = once(waiting, "close")
    assert.deepStrictEqual(await killed, [null, "SIGKILL"])
    assert.deepStrictEqual(await ended, [0, null])
    const [first, second, ...rest] = stderr.split("\n")
    assert.match(first ?? "", new RegExp(`^Process ${scan.pid} has been scanning into .* Waiting for it to end\\.$`))
    assert.match(second ?? "", new RegExp(`^The last scan \\(pid ${scan.pid}, started [\\d: -]+Z\\) did not end; `))
    assert.deepStrictEqual(rest, [""])
    assert.deepNestedInclude(JSON.parse(stdout), { status: "complete", filesTotal: 150, "outcomes.parsed": 150 })
  })
})
