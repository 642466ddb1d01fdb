import { assert, describe, it } from "@effect/vitest"
import type { Row } from "@drift/core/Views"
import { expect } from "vitest"
import * as Progress from "../src/render/Progress.js"
import { listing } from "../src/render/Rows.js"
import { status } from "../src/render/Status.js"
import { summary } from "../src/render/Summary.js"
import { table } from "../src/render/Table.js"
import * as Text from "../src/render/Text.js"
import { scanSummary } from "./harness.js"

const plain = Text.style(false)
const lines = (of: ReadonlyArray<string>) => `\n${of.join("\n")}\n`

const failed = (n: number) =>
  Array.from({ length: Math.min(n, 100) }, (_, i) => ({
    path: `src/f${i}.ts`,
    code: "PARSE_ERROR" as const,
    message: `Took longer than 5 s: src/f${i}.ts`
  }))

describe("the summary of a scan", () => {
  it("tells everything of a scan that changed something", () => {
    const scan = scanSummary({ errors: failed(12), errorsTotal: 12 })
    expect(lines(summary(scan, plain, 120))).toMatchInlineSnapshot(`
      "
      Scanned /home/ada/engine: 1,234 files in 3.5 s

        Changes    1,200 added, 30 modified, 2 removed, 4 unchanged
        Languages  TypeScript 1,000, C# 180, Go 34
        Facts      12,345 functions, 1 class, 4,000 imports, 2,500 exports, 98,765 calls
        Parsed     1,190 now, 5 from the cache, 3 failed, 15 with syntax errors
        Skipped    3 too large, 12 binary, 1 in an unknown encoding, 20 in no known language
        Ignored    5 by .gitignore, 2 by default, 1 link
        Busy       discovery 120 ms, hashing 480 ms, parsing 6.1 s, persisting 950 ms
        Database   /home/ada/engine/.drift/drift.db, 12 MB

      12 paths could not be processed
        src/f0.ts  [PARSE_ERROR] Took longer than 5 s
        src/f1.ts  [PARSE_ERROR] Took longer than 5 s
        src/f2.ts  [PARSE_ERROR] Took longer than 5 s
        src/f3.ts  [PARSE_ERROR] Took longer than 5 s
        src/f4.ts  [PARSE_ERROR] Took longer than 5 s
        src/f5.ts  [PARSE_ERROR] Took longer than 5 s
        src/f6.ts  [PARSE_ERROR] Took longer than 5 s
        src/f7.ts  [PARSE_ERROR] Took longer than 5 s
        src/f8.ts  [PARSE_ERROR] Took longer than 5 s
        src/f9.ts  [PARSE_ERROR] Took longer than 5 s
        and 2 more: --json lists a hundred
      "
    `)
  })
  it("wraps on a narrow terminal", () => {
    expect(lines(summary(scanSummary(), plain, 44))).toMatchInlineSnapshot(`
      "
      Scanned /home/ada/engine: 1,234 files in 3.5 s

        Changes    1,200 added, 30 modified,
                   2 removed, 4 unchanged
        Languages  TypeScript 1,000, C# 180, Go 34
        Facts      12,345 functions, 1 class,
                   4,000 imports, 2,500 exports,
                   98,765 calls
        Parsed     1,190 now, 5 from the cache,
                   3 failed, 15 with syntax errors
        Skipped    3 too large, 12 binary,
                   1 in an unknown encoding,
                   20 in no known language
        Ignored    5 by .gitignore, 2 by default,
                   1 link
        Busy       discovery 120 ms,
                   hashing 480 ms, parsing 6.1 s,
                   persisting 950 ms
        Database   /home/ada/engine/.drift/drift.db,
                   12 MB
      "
    `)
  })
  it("is one line when nothing changed", () => {
    const scan = scanSummary({
      filesAdded: 0,
      filesModified: 0,
      filesRemoved: 0,
      filesUnchanged: 1234,
      parsedNow: 0,
      cacheHits: 0,
      durationMs: 88
    })
    expect(lines(summary(scan, plain, 120))).toMatchInlineSnapshot(`
      "
      Up to date: 1,234 files, nothing changed (88 ms); 3 failed, 15 with syntax errors
      "
    `)
  })
  it("says so when the scan stopped early", () => {
    assert.deepStrictEqual(summary(scanSummary({ status: "partial" }), plain, 120).slice(0, 2), [
      "Partly scanned /home/ada/engine: 1,234 files in 3.5 s",
      "The next scan finishes the work."
    ])
  })
  it("counts and lists a renamed file once", () => {
    const renamed = scanSummary({ filesAdded: 3, filesModified: 0, filesRemoved: 2, filesRenamed: 2 })
    assert.include(lines(summary(renamed, plain, 120)), "Changes    1 added, 2 renamed, 4 unchanged\n")
    const scan = {
      ...renamed,
      added: ["a.ts", "lib/b.ts", "lib/c.ts"],
      modified: [],
      removed: ["b.ts", "c\n.ts"],
      renamed: [
        { from: "b.ts", to: "lib/b.ts" },
        { from: "c\n.ts", to: "lib/c.ts" }
      ]
    }
    expect(lines(summary(scan, plain, 120))).toMatchInlineSnapshot(`
      "
      Dry run of /home/ada/engine: 1 added, 2 renamed, 4 unchanged. Nothing was written.

      Added
      + a.ts

      Renamed
      > b.ts → lib/b.ts
      > c\\n.ts → lib/c.ts
      "
    `)
  })
  it("of a dry run lists the paths", () => {
    const scan = scanSummary({ filesRemoved: 0, added: ["a.ts"], modified: ["b\n.ts"], removed: [] })
    expect(lines(summary(scan, plain, 120))).toMatchInlineSnapshot(`
      "
      Dry run of /home/ada/engine: 1,200 added, 30 modified, 4 unchanged. Nothing was written.

      Added
      + a.ts

      Modified
      ~ b\\n.ts
      "
    `)
  })
})

describe("the line of progress", () => {
  const state = { processed: 500, total: 2000, bytes: 5_000_000, totalBytes: 20_000_000, elapsedMs: 2000 }
  it("tells files, remaining time, rate and size", () => {
    assert.strictEqual(Progress.line(state, 120), "Scanning 500/2,000 files, 6 s left, 250 files/s, 5.0 MB of 20 MB")
  })
  it("guesses nothing at the start and nothing at the end", () => {
    assert.strictEqual(Progress.line({ ...state, elapsedMs: 300 }, 120), "Scanning 500/2,000 files, 5.0 MB of 20 MB")
    const done = { ...state, processed: 2000, bytes: 20_000_000 }
    assert.strictEqual(Progress.line(done, 120), "Finishing 2,000/2,000 files, 1,000 files/s, 20 MB of 20 MB")
  })
  it("is never wider than the terminal", () => {
    for (let columns = 0; columns < 80; columns++) {
      assert.isAtMost(Text.width(Progress.line(state, columns)), columns)
    }
    assert.strictEqual(Progress.line(state, 36), "Scanning 500/2,000 files, 6 s left")
  })
  it("begins before the number of files is known", () => {
    assert.strictEqual(Progress.line({ ...state, processed: 0, total: 0 }, 80), "Looking for files")
  })
})

describe("status", () => {
  const { facts, languages, outcomes } = scanSummary()
  const stored = { filesTotal: 1234, bytesTotal: 9_876_543, outcomes, languages, facts, errors: [], errorsTotal: 3 }
  const database = { path: "/p/.drift/drift.db", bytes: 5_000_000, walBytes: 1_000_000 }
  const scan: Row<"scans"> = {
    id: 7,
    started_at: 1_700_000_000,
    completed_at: 1_700_000_003,
    root: "/p",
    status: "complete",
    total: 1234,
    added: 1,
    modified: 2,
    removed: 3,
    unchanged: 1231,
    failed: 0,
    duration_ms: 3210,
    error: null
  }
  it("tells freshness, coverage, facts, database and the last scans", () => {
    const failedScan = { ...scan, id: 6, status: "failed", completed_at: null, duration_ms: null, error: "disk full" }
    const state = { root: "/p", summary: stored, database, scans: [scan, failedScan], now: 1_700_000_303 }
    expect(lines(status(state, plain, 120))).toMatchInlineSnapshot(`
      "
      /p
      Last scan complete, 5 minutes ago (2023-11-14 22:13:23Z)

        Files      1,234, 9.9 MB
        Languages  TypeScript 1,000, C# 180, Go 34
        Outcomes   1,180 parsed, 3 failed, 15 with syntax errors, 3 too large, 12 binary, 1 in an unknown encoding,
                   20 in no known language
        Facts      12,345 functions, 1 class, 4,000 imports, 2,500 exports, 98,765 calls
        Database   /p/.drift/drift.db, 5.0 MB, 1.0 MB of it WAL

      3 files could not be processed: drift files --outcome failed

      Last scans
        started               status    added  modified  removed  unchanged  failed   time
        2023-11-14 22:13:20Z  complete      1         2        3      1,231       0  3.2 s
        2023-11-14 22:13:20Z  failed        1         2        3      1,231       0
      "
    `)
  })
  it("of a database without a scan says what to do", () => {
    const state = { root: "/p", summary: { ...stored, errorsTotal: 0 }, database, scans: [], now: 0 }
    assert.strictEqual(status(state, plain, 120)[1], "Never scanned: run `drift scan`")
  })
})

describe("rows", () => {
  const position = { file: "a.ts", line: 3, column: 5 }
  it("of functions show the place, the kind and the signature", () => {
    const row = {
      ...position,
      name: "m",
      qualified_name: "C.m",
      kind: "method",
      is_async: 1,
      parameter_count: 2,
      parameters: '[{"name":"a"},{"name":"b"}]',
      return_type: "Promise<void>"
    } as unknown as Row<"functions">
    assert.deepStrictEqual(listing("functions").cells({ ...row, is_static: 1 }), [
      "a.ts:3:5",
      "method",
      "static async C.m(a, b): Promise<void>"
    ])
    assert.strictEqual(
      listing("functions").cells({ ...row, is_static: 0, is_async: null, parameters: null, return_type: null })[2],
      "C.m(…)"
    )
  })
  it("of classes, imports, exports and calls", () => {
    const cells = [
      listing("classes").cells({
        ...position,
        qualified_name: "C",
        kind: "class",
        is_abstract: 1,
        extends: "B",
        implements: '["I","J"]'
      } as Row<"classes">),
      listing("imports").cells({
        ...position,
        kind: "import",
        source: "./x",
        specifiers: '[{"name":"default","alias":"x"},{"name":"y"}]',
        is_type_only: 1
      }),
      listing("exports").cells({ ...position, name: "y", is_default: 0, is_type_only: 0, source: null }),
      listing("call_sites").cells({
        ...position,
        caller: "C.m",
        callee_name: "query",
        receiver: "db",
        argument_count: 2,
        is_await: 1,
        is_new: 0
      })
    ]
    assert.deepStrictEqual(cells, [
      ["a.ts:3:5", "class", "abstract C: B, I, J"],
      ["a.ts:3:5", "import type", "./x", "default as x, y"],
      ["a.ts:3:5", "y", ""],
      ["a.ts:3:5", "await db.query(2)", "C.m"]
    ])
  })
  it("never carry what moves the cursor or colours the terminal", () => {
    const row = { ...position, file: "a\u001b[31m\n.ts", name: "y", is_default: 0, is_type_only: 0, source: null }
    assert.strictEqual(listing("exports").cells(row)[0], "a\\u001b[31m\\n.ts:3:5")
  })
})

describe("a table", () => {
  it("aligns by what a terminal shows, and cuts only the last column", () => {
    const columns = [{ title: "name" }, { title: "size", align: "right" as const }, { title: "text" }]
    const rows = [
      ["日本", "1", "short"],
      ["abc", "1,234", "a text that is too long"]
    ]
    assert.deepStrictEqual(table(columns, rows, plain, 26, true), [
      "name   size  text",
      "日本      1  short",
      "abc   1,234  a text that …"
    ])
  })
})

describe("units", () => {
  it("are short and exact where it matters", () => {
    assert.deepStrictEqual([0, 999, 1000, 9_949, 9_960, 999_600, 12_345_678].map(Text.bytes), [
      "0 B",
      "999 B",
      "1.0 kB",
      "9.9 kB",
      "10 kB",
      "1.0 MB",
      "12 MB"
    ])
    assert.deepStrictEqual([0, 999, 1000, 59_940, 60_000, 3_725_000].map(Text.duration), [
      "0 ms",
      "999 ms",
      "1.0 s",
      "59.9 s",
      "1 min 0 s",
      "1 h 2 min"
    ])
    assert.deepStrictEqual([5, 60, 7200, 200_000].map(Text.ago), [
      "just now",
      "1 minute ago",
      "2 hours ago",
      "2 days ago"
    ])
    assert.deepStrictEqual([0, 999, 1000, 1_234_567].map(Text.count), ["0", "999", "1,000", "1,234,567"])
  })
  it("widths count what a terminal shows", () => {
    assert.deepStrictEqual(["abc", "日本", "e\u0301", "\u001b[1mab\u001b[22m", "👍"].map(Text.width), [3, 4, 1, 2, 2])
    assert.strictEqual(Text.clip("日本語", 5), "日本…")
  })
})
