import { assert, describe, it } from "@effect/vitest"
import { DriftEvent } from "@drift/core/DriftEvent"
import type { Row } from "@drift/core/Views"
import type { ParseResult } from "@drift/core/ParseResult"
import { type ParserStats, ParserUnavailable } from "@drift/parsers/ParserManager"
import type { Backup, Finding } from "@drift/storage/SqliteAdmin"
import { type ListQuery, ScanInProgress, StorageError } from "@drift/storage/Storage"
import type { ScanOptions, ScanResult } from "@drift/runtime/DriftRuntime"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as PubSub from "effect/PubSub"
import { readFileSync } from "node:fs"
import { BrokenPipe } from "../src/Failure.js"
import { VERSION } from "../src/Version.js"
import { drift, type Given, scanSummary } from "./harness.js"

const here = process.cwd()

/** A result of which only the summary is looked at. */
const scanned = (changes: Parameters<typeof scanSummary>[0] = {}): ScanResult => {
  const result: Partial<ScanResult> = { summary: scanSummary(changes), notices: [] }
  return result as ScanResult
}

/** A runtime whose scans end with this, remembering what they were asked. */
const runtime = (result: ScanResult, asked: Array<ScanOptions | undefined> = []): NonNullable<Given["runtime"]> => ({
  scan: (options) =>
    Effect.sync(() => {
      asked.push(options)
      return result
    }),
  subscribe: Effect.flatMap(PubSub.unbounded<DriftEvent>(), PubSub.subscribe)
})

describe("help and version", () => {
  it.effect("go to stdout and succeed", () =>
    Effect.gen(function* () {
      const version = yield* drift(["--version"])
      assert.deepStrictEqual(version, { code: 0, stdout: `${VERSION}\n`, stderr: "", opened: [] })
      const overview = yield* drift(["--help"])
      assert.strictEqual(overview.code, 0)
      assert.include(overview.stdout, "Usage  drift <command> [options]")
      const help = yield* drift(["scan", "--bogus", "--help"])
      assert.strictEqual(help.code, 0)
      assert.include(help.stdout, "Usage  drift scan [options] [<path>...]")
      assert.include(
        help.stdout,
        "  --exclude glob         Ignore what matches this gitignore-style glob. May be repeated."
      )
    })
  )
  it("the version is the package's", () => {
    const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
    assert.propertyVal(manifest, "version", VERSION)
  })
})

describe("wrong usage", () => {
  const cases: ReadonlyArray<readonly [args: string, message: string]> = [
    ["scan src --bogus", "Unknown option --bogus of `drift scan`"],
    ["functions --limit many", '--limit must be a whole number of at least 1, not "many"'],
    ["functions --limit -3", '--limit must be a whole number of at least 1, not "-3"'],
    ["scan --threads 0", '--threads must be a whole number from 1 to 256, not "0"'],
    ["scan --max-file-size 1e3", '--max-file-size must be a whole number of at least 0, not "1e3"'],
    ["classes --kind klass", "--kind must be one of class, interface, struct"],
    ["files --language basic", "--language must be one of typescript, javascript"],
    ["files --outcome fine", "--outcome must be one of parsed, parsedWithErrors"],
    ["functions --json --ndjson", "--json and --ndjson exclude each other"],
    ["scan /", "/ is the file-system root or the home directory"],
    ["scan --root src /", "/ is outside the project root"],
    ["exports --kind x", "Unknown option --kind of `drift exports`"]
  ]
  for (const [args, message] of cases) {
    it.effect(args, () =>
      Effect.gen(function* () {
        const result = yield* drift(args.split(" "))
        assert.strictEqual(result.code, 2)
        assert.strictEqual(result.stdout, "")
        assert.include(result.stderr.split("\n")[0], `[INVALID_ARGUMENT] ${message}`)
        assert.deepStrictEqual(result.opened, [])
      })
    )
  }
})

describe("scan", () => {
  it.effect("asks the runtime for what the command line says", () =>
    Effect.gen(function* () {
      const asked: Array<ScanOptions | undefined> = []
      const line =
        "scan --root . --db /tmp/x.db --threads 3 --force --no-parse --include *.ts --exclude a --exclude b/c --max-file-size 10 --follow-symlinks --hash-algorithm blake3 src test/"
      const result = yield* drift(line.split(" "), { runtime: runtime(scanned(), asked) })
      assert.strictEqual(result.code, 0)
      assert.deepStrictEqual(asked, [
        {
          scopes: ["src", "test"],
          force: true,
          parse: false,
          include: ["*.ts"],
          exclude: ["a", "b/c"],
          dryRun: false,
          followSymlinks: true,
          maxFileSize: 10,
          hashAlgorithm: "blake3"
        }
      ])
      assert.deepStrictEqual(result.opened, [
        { root: here, database: "/tmp/x.db", threads: 3, scopes: ["src", "test"] }
      ])
    })
  )
  it.effect("of a revision opens it instead of the files on disk", () =>
    Effect.gen(function* () {
      const result = yield* drift(["scan", "--root", ".", "--rev", "v1.2", "src"], { runtime: runtime(scanned()) })
      assert.deepStrictEqual(result.opened, [
        { root: here, database: `${here}/.drift/drift.db`, threads: undefined, scopes: ["src"], rev: "v1.2" }
      ])
    })
  )
  it.effect("prints a summary, one JSON document, or nothing", () =>
    Effect.gen(function* () {
      const given = { runtime: runtime(scanned()) }
      const text = yield* drift(["scan", "--root", "."], given)
      assert.match(text.stdout, /^Scanned \/home\/ada\/engine: 1,234 files in 3\.5 s\n/)
      assert.strictEqual(text.stderr, "")
      const json = yield* drift(["scan", "--root", ".", "--json"], given)
      const expected = scanSummary({ db: { path: `${here}/.drift/drift.db`, bytes: 12_345_678 } })
      assert.deepStrictEqual(JSON.parse(json.stdout), expected)
      assert.strictEqual(json.stdout.trimEnd().split("\n").length, 1)
      const quiet = yield* drift(["scan", "--root", ".", "--quiet"], given)
      assert.deepStrictEqual([quiet.code, quiet.stdout, quiet.stderr], [0, "", ""])
    })
  )
  it.effect("with --strict answers 3 for the stored state", () =>
    Effect.gen(function* () {
      const clean = { ...scanSummary().outcomes, parsedWithErrors: 0, skippedLarge: 0, skippedEncoding: 0, failed: 0 }
      const run = (outcomes: typeof clean) =>
        drift(["scan", "--root", ".", "--strict", "--json"], { runtime: runtime(scanned({ outcomes })) })
      assert.strictEqual((yield* run(clean)).code, 0)
      for (const outcome of ["parsedWithErrors", "skippedLarge", "skippedEncoding", "failed"] as const) {
        const result = yield* run({ ...clean, [outcome]: 1 })
        assert.strictEqual(result.code, 3)
        assert.strictEqual(result.stderr, "")
        assert.propertyVal(JSON.parse(result.stdout), "status", "complete")
      }
    })
  )
  it.effect("shows progress on a terminal's stderr only, and erases it", () =>
    Effect.gen(function* () {
      const events = yield* PubSub.unbounded<DriftEvent>()
      const busy: NonNullable<Given["runtime"]> = {
        subscribe: PubSub.subscribe(events),
        scan: () =>
          Effect.gen(function* () {
            yield* PubSub.publish(
              events,
              DriftEvent.ScanProgress({ processed: 100, total: 400, bytes: 1000, totalBytes: 4000 })
            )
            yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 20)))
            return scanned()
          })
      }
      const terminal = yield* drift(["scan", "--root", "."], { runtime: busy, output: { progress: true } })
      assert.include(terminal.stderr, "\r\u001b[2KScanning 100/400 files, 1.0 kB of 4.0 kB")
      assert.isTrue(terminal.stderr.endsWith("\r\u001b[2K"))
      const plain = yield* drift(["scan", "--root", "."], { runtime: busy })
      assert.strictEqual(plain.stderr, "")
      const quiet = yield* drift(["scan", "--root", ".", "--quiet"], { runtime: busy, output: { progress: true } })
      assert.strictEqual(quiet.stderr, "")
    })
  )
  it.effect("interrupted when it is done but not yet shown says so too", () =>
    Effect.gen(function* () {
      const writing = yield* Deferred.make<void>()
      let stderr = ""
      const fiber = yield* Effect.fork(
        drift(["scan", here, "--json"], {
          runtime: runtime(scanned()),
          output: {
            write: () => Effect.zipRight(Deferred.succeed(writing, undefined), Effect.never),
            writeError: (text) => Effect.sync(() => void (stderr += text))
          }
        })
      )
      yield* Deferred.await(writing)
      assert.isTrue(Exit.isInterrupted(yield* Fiber.interrupt(fiber)))
      assert.match(stderr, /^\[CANCELLED\] /)
    })
  )

  it.effect("interrupted says that what was done is kept", () =>
    Effect.gen(function* () {
      const started = yield* Deferred.make<void>()
      let stderr = ""
      const fiber = yield* Effect.fork(
        drift(["scan", "--root", "."], {
          runtime: {
            ...runtime(scanned()),
            scan: () => Effect.zipRight(Deferred.succeed(started, undefined), Effect.never)
          },
          output: { writeError: (text) => Effect.sync(() => void (stderr += text)) }
        })
      )
      yield* Deferred.await(started)
      const exit = yield* Fiber.interrupt(fiber)
      assert.isTrue(Exit.isInterrupted(exit))
      assert.match(stderr, /^\[CANCELLED\] The scan was interrupted; what was done is kept\n/)
    })
  )
})

describe("scan --wait", () => {
  it.live("waits until the other scan has ended, and tells once for whom", () =>
    Effect.gen(function* () {
      const other = new ScanInProgress({ pid: 42, startedAt: 0, database: "/p/drift.db" })
      let tries = 0
      const busy = {
        ...runtime(scanned()),
        scan: () => Effect.suspend(() => (++tries < 4 ? Effect.fail(other) : Effect.succeed(scanned())))
      }
      const result = yield* drift(["scan", "--root", ".", "--wait", "--json"], { runtime: busy })
      assert.deepStrictEqual([result.code, tries], [0, 4])
      assert.match(
        result.stderr,
        /^Process 42 has been scanning into \/p\/drift\.db since [^\n]*\. Waiting for it to end\.\n$/
      )
      assert.strictEqual(JSON.parse(result.stdout).status, "complete")
    })
  )
  it.effect("fails at once where anything else is wrong", () =>
    Effect.gen(function* () {
      const broken = new StorageError({ code: "DISK_FULL", detail: "There is no space left" })
      const result = yield* drift(["scan", "--root", ".", "--wait"], {
        runtime: { ...runtime(scanned()), scan: () => Effect.fail(broken) }
      })
      assert.deepStrictEqual([result.code, result.stderr], [1, "[DISK_FULL] There is no space left\n"])
    })
  )
})

describe("what a scan put right", () => {
  it.effect("is told on stderr, but not with --quiet", () =>
    Effect.gen(function* () {
      const repaired = { ...runtime({ ...scanned(), notices: ["The last scan did not end."] }) }
      const told = yield* drift(["scan", "--root", ".", "--json"], { runtime: repaired })
      assert.deepStrictEqual([told.code, told.stderr], [0, "The last scan did not end.\n"])
      const quiet = yield* drift(["scan", "--root", ".", "--quiet"], { runtime: repaired })
      assert.deepStrictEqual([quiet.code, quiet.stdout, quiet.stderr], [0, "", ""])
    })
  )
})

const FINDINGS: ReadonlyArray<Finding> = [
  { subject: "Schema", state: "good", detail: "version 4" },
  { subject: "Backups", state: "note", detail: "none", advice: ["Make one."] },
  { subject: "Facts", state: "wrong", detail: "damaged", advice: ["Run it.", "Then scan."], fixable: true }
]

describe("doctor", () => {
  const stats = Effect.succeed({ engine: "native" } as ParserStats)
  const parser = { parse: () => Effect.succeed({} as ParseResult), stats }
  it.effect("tells every finding with what to do, and fails when something is wrong", () =>
    Effect.gen(function* () {
      const result = yield* drift(["doctor", "--root", "."], { admin: { examine: Effect.succeed(FINDINGS) }, parser })
      assert.deepStrictEqual([result.code, result.stderr], [1, ""])
      assert.strictEqual(
        result.stdout,
        `ok     Schema   version 4
note   Backups  none
                Make one.
wrong  Facts    damaged
                Run it.
                Then scan.
ok     Node     ${process.versions.node}
ok     Parser   engine native, 10 grammars

1 thing is wrong.
`
      )
    })
  )
  it.effect("with --fix repairs first, and succeeds when all is well then", () =>
    Effect.gen(function* () {
      const asked: Array<string> = []
      const admin = {
        repair: Effect.sync(() => {
          asked.push("repair")
          return ["It was repaired."]
        }),
        examine: Effect.sync(() => {
          asked.push("examine")
          return FINDINGS.slice(0, 2)
        })
      }
      const result = yield* drift(["doctor", "--root", ".", "--fix", "--json"], { admin, parser })
      assert.deepStrictEqual([result.code, result.stderr, asked], [0, "", ["repair", "examine"]])
      const document = JSON.parse(result.stdout)
      assert.deepInclude(document, { healthy: true, database: `${here}/.drift/drift.db`, done: ["It was repaired."] })
      assert.deepStrictEqual(
        document.findings.map(({ subject }: Finding) => subject),
        ["Schema", "Backups", "Node", "Parser"]
      )
    })
  )
  it.effect("names the grammars that cannot be used", () =>
    Effect.gen(function* () {
      const broken = {
        stats,
        parse: (_: unknown, __: unknown, options: { readonly language?: string } = {}) =>
          options.language === "kotlin"
            ? Effect.fail(new ParserUnavailable({ detail: "the grammar is missing", cause: undefined }))
            : Effect.succeed({} as ParseResult)
      }
      const result = yield* drift(["doctor", "--root", "."], { admin: { examine: Effect.succeed([]) }, parser: broken })
      assert.strictEqual(result.code, 1)
      assert.match(result.stdout, /^wrong {2}Parser {2}Kotlin: .*the grammar is missing/m)
    })
  )
})

describe("backup, restore and gc", () => {
  const made: Backup = {
    format: 1,
    reason: "request",
    database: "drift.db",
    createdAt: 1_795_587_362,
    schema: 4,
    compact: false,
    bytes: 24_612_864,
    sha256: "95",
    counts: { file: 2, function: 3, class: 1, import: 0, export: 1, call: 1234, scan: 1 },
    path: "/p/.drift/backups/drift-2026-11-25T06-16-02.db"
  }
  it.effect("tell what they did", () =>
    Effect.gen(function* () {
      const asked: Array<unknown> = []
      const admin: NonNullable<Given["admin"]> = {
        backup: (options) =>
          Effect.sync(() => {
            asked.push(options)
            return made
          }),
        backups: Effect.succeed([
          { ...made, intact: true },
          { ...made, reason: "migration", intact: true },
          { ...made, intact: false }
        ]),
        restore: (from) =>
          Effect.sync(() => {
            asked.push(from)
            return { from: from ?? made.path, root: "/elsewhere", damaged: ["/p/worse.db"], replaced: "/p/old.db" }
          }),
        collectGarbage: ({ backupsKept, dryRun }) =>
          Effect.succeed({
            scans: 1,
            names: 2,
            parses: 0,
            backups: backupsKept === 1 ? ["/p/b.db"] : [],
            files: [],
            bytes: dryRun === true ? 5000 : 4000
          })
      }
      const run = (line: string) =>
        Effect.map(drift(line.split(" "), { admin }), ({ code, stderr, stdout }) => {
          assert.deepStrictEqual([code, stderr], [0, ""], line)
          return stdout
        })
      assert.strictEqual(
        yield* run("backup --root . --compact --out x.db --keep 2"),
        `Backed up and verified: ${made.path}, 25 MB
  2 files, 3 functions, 1 class, 0 imports, 1 export, 1,234 calls
`
      )
      assert.strictEqual(
        yield* run("backup --root . --list"),
        `made                  kind                 size  files  schema  file
2026-11-25 06:16:02Z  full                25 MB      2       4  ${made.path}
2026-11-25 06:16:02Z  before a migration  25 MB      2       4  ${made.path}
2026-11-25 06:16:02Z  damaged             25 MB      2       4  ${made.path}
`
      )
      assert.strictEqual(
        yield* run("restore --root . b.db"),
        `Restored ${here}/b.db
  It holds the facts of another folder: /elsewhere
  Passed over, because it is damaged: /p/worse.db
  The database that it replaced is kept as /p/old.db
  \`drift scan\` brings it up to date.
`
      )
      yield* run("restore --root . --json")
      assert.deepStrictEqual(asked, [{ compact: true, out: `${here}/x.db`, keep: 2 }, `${here}/b.db`, undefined])
      assert.strictEqual(
        yield* run("gc --root . --dry-run --keep 1"),
        "Dry run: 1 old scan, 2 unused names, 1 old backup, 5.0 kB. Nothing was removed.\n- /p/b.db\n"
      )
      assert.match(yield* run("gc --root ."), /^Removed 1 old scan, 2 unused names: 4\.0 kB are free again\n/)
      assert.deepInclude(JSON.parse(yield* run("gc --root . --json")), { dryRun: false, names: 2, bytes: 4000 })
    })
  )
  it.effect("refuse what contradicts itself", () =>
    Effect.gen(function* () {
      const result = yield* drift(["backup", "--list", "--compact"])
      assert.strictEqual(result.code, 2)
      assert.match(result.stderr, /^\[INVALID_ARGUMENT\] --list makes no backup/)
    })
  )
})

describe("errors", () => {
  it.effect("are one line with the code, hints below, and nothing on stdout", () =>
    Effect.gen(function* () {
      const refused = new ScanInProgress({ pid: 42, startedAt: 0, database: "/p/drift.db" })
      const result = yield* drift(["scan", "--root", ".", "--json"], {
        runtime: { ...runtime(scanned()), scan: () => Effect.fail(refused) }
      })
      assert.strictEqual(result.code, 1)
      assert.strictEqual(result.stdout, "")
      assert.match(
        result.stderr,
        /^\[SCAN_IN_PROGRESS\] Process 42 has been scanning into \/p\/drift\.db since .*\n {2}Wait .*`drift scan --wait`.*\n$/
      )

      const broken = new StorageError({ code: "DB_CORRUPT", detail: "This is\nno database", hints: ["Move it away."] })
      const status = yield* drift(["status"], { storage: { summary: () => Effect.fail(broken) } })
      assert.strictEqual(status.code, 1)
      assert.strictEqual(status.stderr, "[DB_CORRUPT] This is no database\n  Move it away.\n")
    })
  )
  it.effect("that nobody foresaw are one line without a stack", () =>
    Effect.gen(function* () {
      const result = yield* drift(["status"], { storage: { summary: () => Effect.die(new Error("boom\nat x")) } })
      assert.strictEqual(result.code, 1)
      assert.strictEqual(result.stdout, "")
      assert.deepStrictEqual(result.stderr.split("\n").slice(0, 1), ["[INTERNAL_ERROR] boom at x"])
      assert.notInclude(result.stderr, "\n    at ")
    })
  )
  it.effect("of a reader that went away are success", () =>
    Effect.gen(function* () {
      const result = yield* drift(["--help"], { output: { write: () => Effect.fail(new BrokenPipe()) } })
      assert.deepStrictEqual([result.code, result.stderr], [0, ""])
    })
  )
})

describe("lists", () => {
  const row = (n: number) =>
    ({ file: `f${n}.ts`, name: `e${n}`, is_default: 0, is_type_only: 0, source: null, line: n, column: 1 }) as const

  /** A storage of so many exports, in pages of at most `page` rows. */
  const exportsOf = (n: number, page: number, asked: Array<unknown> = []): NonNullable<Given["storage"]> => ({
    list: ((query: ListQuery<"exports">) =>
      Effect.sync(() => {
        asked.push(query)
        const from = query.cursor === undefined ? 1 : Number(query.cursor)
        const to = Math.min(n, from + Math.min(query.limit ?? page, page) - 1)
        const items: ReadonlyArray<Row<"exports">> = Array.from({ length: to - from + 1 }, (_, i) => row(from + i))
        return { items, ...(to < n ? { nextCursor: String(to + 1) } : {}) }
      })) as never,
    scans: () => Effect.succeed([])
  })

  it.effect("hand the filters on and show a table", () =>
    Effect.gen(function* () {
      const asked: Array<unknown> = []
      const line = "exports --root . --file src/* --language go --name e* --limit 2"
      const result = yield* drift(line.split(" "), { storage: exportsOf(5, 10, asked) })
      assert.strictEqual(result.code, 0)
      assert.deepStrictEqual(asked, [
        { view: "exports", filter: { file: "src/*", language: "go", name: "e*" }, limit: 2 }
      ])
      assert.strictEqual(result.stdout, "file:line:column  name  from\nf1.ts:1:1         e1\nf2.ts:2:1         e2\n")
      assert.strictEqual(result.stderr, "There are more: --limit N, or go on with --cursor 3\n")
    })
  )
  it.effect("say when the last scan did not complete", () =>
    Effect.gen(function* () {
      const after = (status: string) => ({
        ...exportsOf(1, 10),
        scans: () => Effect.succeed([{ status }]) as never
      })
      const result = yield* drift(["exports"], { storage: after("partial") })
      assert.strictEqual(result.code, 0)
      assert.strictEqual(
        result.stderr,
        "The last scan did not complete: facts may be missing. `drift scan` makes up for it.\n"
      )
      assert.strictEqual((yield* drift(["exports"], { storage: after("complete") })).stderr, "")
      assert.strictEqual((yield* drift(["exports"], { storage: after("running") })).stderr, "")
    })
  )
  it.effect("as JSON are one document with the cursor of what follows", () =>
    Effect.gen(function* () {
      const first = yield* drift(["exports", "--json", "--limit", "3"], { storage: exportsOf(5, 2) })
      const page: unknown = JSON.parse(first.stdout)
      assert.deepNestedPropertyVal(page, "items[2].name", "e3")
      assert.deepNestedPropertyVal(page, "items[2].is_default", false)
      assert.propertyVal(page, "nextCursor", "4")
      assert.strictEqual(first.stderr, "")
      const rest = yield* drift(["exports", "--json", "--cursor", "4"], { storage: exportsOf(5, 2) })
      const last = JSON.parse(rest.stdout) as { items: ReadonlyArray<{ name: string }> }
      assert.deepStrictEqual(
        last.items.map(({ name }) => name),
        ["e4", "e5"]
      )
      assert.notProperty(last, "nextCursor")
    })
  )
  it.effect("as NDJSON are all rows, one object a line", () =>
    Effect.gen(function* () {
      const result = yield* drift(["exports", "--ndjson"], { storage: exportsOf(250, 100) })
      const lines = result.stdout.trimEnd().split("\n")
      assert.strictEqual(lines.length, 250)
      assert.propertyVal(JSON.parse(lines[249] ?? ""), "name", "e250")
      assert.strictEqual(result.stderr, "")
      const some = yield* drift(["exports", "--ndjson", "--limit", "150"], { storage: exportsOf(250, 100) })
      assert.strictEqual(some.stdout.trimEnd().split("\n").length, 150)
    })
  )
  it.effect("that are empty leave stdout empty", () =>
    Effect.gen(function* () {
      const result = yield* drift(["exports"], { storage: exportsOf(0, 10) })
      assert.deepStrictEqual([result.code, result.stdout, result.stderr], [0, "", "Nothing matches.\n"])
      const json = yield* drift(["exports", "--json"], { storage: exportsOf(0, 10) })
      assert.deepStrictEqual([json.stdout, json.stderr], ['{"items":[]}\n', ""])
    })
  )
})

describe("parse", () => {
  it.effect("tells when the language is not known or the file is missing", () =>
    Effect.gen(function* () {
      const unknown = yield* drift(["parse", "package.json"])
      assert.deepStrictEqual([unknown.code, unknown.stdout], [1, ""])
      assert.match(unknown.stderr, /^\[UNSUPPORTED_LANGUAGE\] The language of this file is not known: package\.json\n/)
      const missing = yield* drift(["parse", "no/such.ts"])
      assert.deepStrictEqual(
        [missing.code, missing.stdout, missing.stderr],
        [1, "", `[SCAN_ERROR] No such file: ${here}/no/such.ts\n`]
      )
    })
  )
})
