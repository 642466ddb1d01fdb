import type { FileRow } from "@drift/core/FactBatch"
import { FACTS_VERSION } from "@drift/core/FactsVersion"
import type { IndexedFile } from "@drift/core/FileIndex"
import { KnownLanguages } from "@drift/core/KnownLanguages"
import type { DriftEvent } from "@drift/core/DriftEvent"
import { ParserUnavailable } from "@drift/parsers/ParserManager"
import type { ScanOptions } from "@drift/runtime/DriftRuntime"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import type { ScannedFile } from "@drift/scanner/Scanner"
import { ScanError } from "@drift/scanner/Scanner"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import type { Options } from "./stages.js"
import { failing, file, known, make, steps, TIME_LIMIT } from "./stages.js"

/** One scan with the given stages: how it ended, its events, and what the stages were asked. */
const run = (options: Options, scanOptions?: ScanOptions) => {
  const { journal, layer } = make(options)
  return Effect.gen(function* () {
    const runtime = yield* DriftRuntime
    const subscription = yield* runtime.subscribe
    const exit = yield* Effect.exit(runtime.scan(scanOptions))
    return { journal, exit, events: Array.from(yield* Queue.takeAll(subscription)) }
  }).pipe(Effect.provide(layer), Effect.scoped)
}

const succeed = (options: Options, scanOptions?: ScanOptions) =>
  Effect.gen(function* () {
    const { exit, ...rest } = yield* run(options, scanOptions)
    return { ...rest, result: yield* exit }
  })

const scanOf = (files: ReadonlyArray<ScannedFile>, index: ReadonlyArray<IndexedFile> = [], scanOptions?: ScanOptions) =>
  succeed({ steps: Stream.fromIterable(steps(files)), index }, scanOptions)

const many = (count: number, more: Parameters<typeof file>[1] = {}) =>
  Array.from({ length: count }, (_, i) => file(`f${String(i).padStart(5, "0")}.ts`, more))

const progress = (events: ReadonlyArray<DriftEvent>) =>
  events.flatMap((event) => (event._tag === "ScanProgress" ? [event.processed] : []))

interface Acted {
  readonly parsed: ReadonlyArray<string>
  readonly stored: ReadonlyArray<readonly [FileRow["mode"], FileRow["outcome"]]>
}

describe("What a scan does with a file", () => {
  const act = (found: ScannedFile, previous?: IndexedFile, scanOptions?: ScanOptions) =>
    Effect.map(scanOf([found], previous === undefined ? [] : [previous], scanOptions), ({ journal }): Acted => ({
      parsed: journal.jobs.flat().map((job) => job.path),
      stored: journal.rows
        .filter((row) => !journal.jobs.flat().some((job) => job.path === row.path))
        .map((row) => [row.mode, row.outcome] as const)
    }))
  const unchanged = (more: Parameters<typeof file>[1] = {}) =>
    file("a.ts", { status: "unchanged", outcome: "parsed", ...more })

  it.effect("parses what is added or modified", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* act(file("a.ts")), { parsed: ["a.ts"], stored: [] })
      assert.deepStrictEqual(yield* act(file("a.ts", { status: "modified" }), known("a.ts")), {
        parsed: ["a.ts"],
        stored: []
      })
    })
  )

  it.effect("leaves alone what is unchanged", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* act(unchanged(), known("a.ts")), { parsed: [], stored: [] })
    })
  )

  it.effect("only touches what is unchanged in content", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* act(unchanged({ stale: true }), known("a.ts")), {
        parsed: [],
        stored: [["touch", "parsed"]]
      })
    })
  )

  it.effect("parses unchanged files whose facts are of another version or were never extracted", () =>
    Effect.gen(function* () {
      const parsed = { parsed: ["a.ts"], stored: [] }
      assert.deepStrictEqual(yield* act(unchanged(), known("a.ts", { factsVersion: FACTS_VERSION + 1 })), parsed)
      const notParsed = { outcome: "notParsed", factsVersion: undefined } as const
      assert.deepStrictEqual(yield* act(unchanged({ outcome: "notParsed" }), known("a.ts", notParsed)), parsed)
    })
  )

  it.effect("keeps the facts of unchanged files when parsing is off, of whatever version", () =>
    Effect.gen(function* () {
      const old = known("a.ts", { factsVersion: FACTS_VERSION + 1 })
      assert.deepStrictEqual(yield* act(unchanged(), old, { parse: false }), { parsed: [], stored: [] })
    })
  )

  it.effect("stores changed files without facts when parsing is off", () =>
    Effect.gen(function* () {
      const notParsed: Acted = { parsed: [], stored: [["replace", "notParsed"]] }
      assert.deepStrictEqual(yield* act(file("a.ts"), undefined, { parse: false }), notParsed)
      assert.deepStrictEqual(
        yield* act(file("a.ts", { status: "modified" }), known("a.ts"), { parse: false }),
        notParsed
      )
    })
  )

  it.effect("stores what the scanner skipped, and files in no language", () =>
    Effect.gen(function* () {
      for (const outcome of ["skippedLarge", "skippedBinary", "skippedEncoding"] as const) {
        assert.deepStrictEqual(yield* act(file("a.ts", { outcome })), { parsed: [], stored: [["replace", outcome]] })
      }
      const { journal } = yield* scanOf([{ ...file("a.txt"), entry: entryWithoutLanguage("a.txt") }])
      assert.deepStrictEqual(
        journal.rows.map((row) => [row.mode, row.outcome, row.language, row.factsVersion]),
        [["replace", "noLanguage", undefined, undefined]]
      )
    })
  )

  it.effect("keeps the facts of a file that cannot be read, and says why", () =>
    Effect.gen(function* () {
      const problem = { path: "a.ts", code: "SCAN_ERROR", message: "Permission denied: a.ts" } as const
      const { events, journal, result } = yield* scanOf(
        [file("a.ts", { status: "unchanged", outcome: "failed", problem })],
        [known("a.ts", { contentHash: 9n })]
      )
      const row = journal.row("a.ts")
      assert.deepStrictEqual(
        [row?.mode, row?.outcome, row?.errorCode, row?.error, row?.contentHash, row?.factsVersion],
        ["keep", "failed", "SCAN_ERROR", "Permission denied: a.ts", 9n, FACTS_VERSION]
      )
      assert.deepStrictEqual(result.diff.errors, [problem])
      assert.deepStrictEqual(
        events.filter((event) => event._tag === "ScanError").map((event) => ({ ...event })),
        [{ _tag: "ScanError", ...problem, fatal: false }]
      )
      assert.strictEqual(result.parse.failed, 1)
      assert.strictEqual(journal.records[0]?.failed, 1)
    })
  )

  it.effect("parses a file again that could not be read the last time", () =>
    Effect.gen(function* () {
      const again = yield* act(unchanged({ outcome: "failed" }), known("a.ts", { outcome: "failed" }))
      assert.deepStrictEqual(again, { parsed: ["a.ts"], stored: [] })
    })
  )

  it.effect("tries a time-out again only when the file, the limit or the extractor changed", () =>
    Effect.gen(function* () {
      const slow = (more: Partial<IndexedFile>) =>
        act(unchanged({ outcome: "failed" }), known("a.ts", { outcome: "failed", timedOutAfter: TIME_LIMIT, ...more }))
      assert.deepStrictEqual((yield* slow({})).parsed, [])
      assert.deepStrictEqual((yield* slow({ timedOutAfter: TIME_LIMIT - 1 })).parsed, ["a.ts"])
      assert.deepStrictEqual((yield* slow({ factsVersion: FACTS_VERSION + 1 })).parsed, ["a.ts"])
      const modified = yield* act(
        file("a.ts", { status: "modified" }),
        known("a.ts", { outcome: "failed", timedOutAfter: TIME_LIMIT })
      )
      assert.deepStrictEqual(modified.parsed, ["a.ts"])
    })
  )
})

const entryWithoutLanguage = (path: string) => {
  const { language: _, ...entry } = file(path).entry
  return entry
}

describe("A scan", () => {
  it.effect("hands its options and the stored index to the scanner", () =>
    Effect.gen(function* () {
      const { journal } = yield* scanOf([], [known("a.ts")], {
        scopes: ["src"],
        force: true,
        include: ["*.ts"],
        exclude: ["x"],
        maxFileSize: 5
      })
      const { isOutdated, previous, ...request } = journal.requests[0]!
      assert.isFalse(isOutdated?.(known("a.ts")))
      assert.isTrue(isOutdated?.(known("a.ts", { factsVersion: FACTS_VERSION - 1 })))
      assert.deepStrictEqual(request, {
        root: "/project",
        scopes: ["src"],
        force: true,
        include: ["*.ts"],
        exclude: ["x"],
        maxFileSize: 5,
        keepBytes: true,
        languages: KnownLanguages.builtIn
      })
      assert.deepStrictEqual([...previous.paths()], ["a.ts"])
    })
  )

  it.effect("tells its progress every 100 files and at the total, then that it is complete", () =>
    Effect.gen(function* () {
      const { events } = yield* scanOf(many(250))
      assert.deepStrictEqual(
        events.map((event) => event._tag),
        ["ScanStarted", "ScanProgress", "ScanProgress", "ScanProgress", "ScanProgress", "ScanComplete"]
      )
      assert.deepStrictEqual(
        events.flatMap((event) => (event._tag === "ScanProgress" ? [[event.processed, event.total, event.bytes]] : [])),
        [
          [0, 250, 0],
          [100, 250, 1000],
          [200, 250, 2000],
          [250, 250, 2500]
        ]
      )
      assert.deepStrictEqual({ ...events.at(-1) } as DriftEvent, {
        _tag: "ScanComplete",
        status: "complete",
        added: 250,
        modified: 0,
        removed: 0,
        unchanged: 0,
        durationMs: 0
      })
    })
  )

  it.effect("tells the total only once when it is a multiple of 100, and 0 of 0 for an empty tree", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(progress((yield* scanOf(many(200))).events), [0, 100, 200])
      assert.deepStrictEqual(progress((yield* scanOf([])).events), [0])
    })
  )

  it.effect("tells the progress of unchanged files, parsed files and other rows in one rising sequence", () =>
    Effect.gen(function* () {
      const mixed = many(3000).map((found, i) =>
        i % 3 === 0
          ? found
          : i % 3 === 1
            ? file(found.entry.path, { status: "unchanged", outcome: "parsed" })
            : file(found.entry.path, { outcome: "skippedBinary" })
      )
      const index = mixed.filter((_, i) => i % 3 === 1).map(({ entry }) => known(entry.path))
      const { events, result } = yield* scanOf(mixed, index)
      assert.deepStrictEqual(
        progress(events),
        Array.from({ length: 31 }, (_, i) => i * 100)
      )
      assert.deepStrictEqual([result.summary.filesAdded, result.summary.filesUnchanged], [2000, 1000])
    })
  )

  it.effect("returns the diff in the order of the paths, whatever order the batches end in", () =>
    Effect.gen(function* () {
      const first = yield* Deferred.make<void>()
      const big = many(4, { fileSize: 400 * 1024 })
      const { journal, result } = yield* succeed({
        steps: Stream.fromIterable(steps(big, { removed: ["gone.ts"] })),
        concurrency: 2,
        // The first batch is answered last.
        onParse: (jobs) =>
          jobs[0]?.path === big[0]!.entry.path
            ? Deferred.await(first)
            : jobs[0]?.path === big[3]!.entry.path
              ? Effect.asVoid(Deferred.succeed(first, undefined))
              : Effect.void
      })
      const paths = big.map(({ entry }) => entry.path)
      assert.strictEqual(journal.rows.at(-1)?.path, paths[0])
      assert.deepStrictEqual(result.diff.added, paths)
      assert.deepStrictEqual([...result.diff.entries.keys()], paths)
      assert.deepStrictEqual(result.diff.removed, ["gone.ts"])
    })
  )

  it.effect("removes files last, when everything else is stored", () =>
    Effect.gen(function* () {
      const { journal } = yield* succeed({
        steps: Stream.fromIterable(steps([file("a.ts"), file("b.ts", { outcome: "skippedLarge" })], { removed: ["c"] }))
      })
      assert.deepStrictEqual(journal.calls, ["open", "put", "put", "remove", "complete", "tidyUp", "close"])
      assert.deepStrictEqual(journal.removed, ["c"])
    })
  )

  it.effect("parses in batches of at most 512 files and about 400 KB, as many at once as the parser wants", () =>
    Effect.gen(function* () {
      let underWay = 0
      let most = 0
      const busy = yield* Deferred.make<void>()
      const { journal } = yield* succeed({
        steps: Stream.fromIterable(
          steps([...many(1100), ...Array.from({ length: 9 }, (_, i) => file(`z${i}.ts`, { fileSize: 200 * 1024 }))])
        ),
        concurrency: 3,
        // No batch is answered before three are under way, and then each a while later.
        onParse: () =>
          Effect.gen(function* () {
            most = Math.max(most, ++underWay)
            if (underWay === 3) yield* Deferred.succeed(busy, undefined)
            yield* Deferred.await(busy)
            for (let i = 0; i < 50; i++) yield* Effect.yieldNow()
            underWay--
          })
      })
      assert.deepStrictEqual(
        journal.jobs.map((jobs) => jobs.length),
        [512, 512, 78, 2, 2, 2, 1]
      )
      assert.strictEqual(most, 3)
      assert.strictEqual(journal.rows.length, 1109)
    })
  )

  it.effect("parses files whose bytes share a buffer in one batch", () =>
    Effect.gen(function* () {
      const [one, two] = [new Uint8Array(600), new Uint8Array(600)]
      const owner = (path: string, memory: Uint8Array) =>
        file(path, { fileSize: 300 * 1024, source: { _tag: "Bytes", bytes: memory.subarray(0, 3), owned: true } })
      const { journal } = yield* succeed({
        steps: Stream.fromIterable(
          steps(
            [
              owner("a.ts", one),
              file("b.ts"),
              owner("c.ts", one),
              owner("d.ts", one),
              file("e.ts"),
              owner("f.ts", two)
            ],
            {},
            2
          )
        )
      })
      assert.deepStrictEqual(
        journal.jobs.map((jobs) => jobs.map(({ path }) => path)),
        [["a.ts", "c.ts", "d.ts"], ["f.ts"], ["b.ts", "e.ts"]]
      )
    })
  )

  it.effect("stops pulling files while the storage is behind", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<void>()
      let pulled = 0
      const source = Stream.fromIterable(steps(many(100, { fileSize: 400 * 1024 }), {}, 1)).pipe(
        Stream.rechunk(1),
        Stream.tap(() => Effect.sync(() => pulled++))
      )
      const { journal, layer } = make({ steps: source, concurrency: 2, onPut: () => Deferred.await(gate) })
      yield* Effect.gen(function* () {
        const runtime = yield* DriftRuntime
        const fiber = yield* Effect.fork(runtime.scan())
        for (let i = 0; i < 1000; i++) yield* Effect.yieldNow()
        const ahead = pulled
        yield* Deferred.succeed(gate, undefined)
        yield* Fiber.join(fiber)
        assert.strictEqual(journal.rows.length, 100)
        assert.isBelow(ahead, 50)
      }).pipe(Effect.provide(layer))
    })
  )

  it.effect("sums up this run and the stored state", () =>
    Effect.gen(function* () {
      const found = [
        file("a.ts"),
        file("b.ts", { status: "modified" }),
        file("c.ts", { status: "unchanged", outcome: "parsed" })
      ]
      const { journal, result } = yield* succeed({
        steps: Stream.fromIterable(
          steps(found, { removed: ["d.ts", "e.ts"], renames: [{ from: "d.ts", to: "a.ts" }] })
        ),
        index: [known("b.ts"), known("c.ts"), known("d.ts"), known("e.ts")]
      })
      assert.deepStrictEqual(result.summary, {
        root: "/project",
        status: "complete",
        filesTotal: 42,
        filesAdded: 1,
        filesModified: 1,
        filesRemoved: 2,
        filesRenamed: 1,
        filesUnchanged: 1,
        parsedNow: 2,
        cacheHits: 0,
        outcomes: {
          parsed: 40,
          parsedWithErrors: 0,
          notParsed: 0,
          noLanguage: 0,
          skippedLarge: 0,
          skippedBinary: 0,
          skippedEncoding: 0,
          failed: 2
        },
        skippedIgnored: 2,
        skipped: { gitignore: 2, link: 1 },
        languages: { typescript: 42 },
        facts: { functions: 1, classes: 2, imports: 3, exports: 4, callSites: 5 },
        cacheHitRate: 0.5,
        durationMs: 0,
        phases: { discovery: 3, hashing: 4, parsing: 11, persisting: 0 },
        errors: [{ path: "x.ts", code: "SCAN_ERROR", message: "Permission denied: x.ts" }],
        errorsTotal: 2,
        warnings: [],
        warningsTotal: 0,
        db: { path: "/project/.drift/drift.db", bytes: 4096 }
      })
      assert.deepStrictEqual(result.parse, { parsedNow: 2, cacheHits: 0, failed: 0, busyMs: 11 })
      assert.deepStrictEqual(journal.records, [
        { status: "complete", total: 3, added: 1, modified: 1, removed: 2, unchanged: 1, failed: 0, durationMs: 0 }
      ])
    })
  )

  it.effect("reports files that the parser failed on and directories that could not be read", () =>
    Effect.gen(function* () {
      const slow = { path: "b.ts", code: "PARSE_ERROR", message: "Time limit: b.ts" } as const
      const closed = { path: "a", code: "SCAN_ERROR", message: "Permission denied: a" } as const
      const { events, result } = yield* succeed({
        steps: Stream.fromIterable(steps([file("b.ts"), file("c.ts")], { problems: [closed] })),
        parsed: (job) => (job.path === "b.ts" ? { outcome: "failed", problem: slow } : { outcome: "parsedWithErrors" })
      })
      assert.strictEqual(result.status, "complete")
      assert.deepStrictEqual(result.diff.errors, [closed, slow])
      assert.deepStrictEqual([result.parse.parsedNow, result.parse.failed], [1, 1])
      assert.deepStrictEqual(
        events.filter((event) => event._tag === "ScanError").map((event) => [event.path, event.fatal]),
        [
          ["b.ts", false],
          ["a", false]
        ]
      )
    })
  )

  it.effect("that is dry compares only: no lock, no parsing, nothing stored", () =>
    Effect.gen(function* () {
      const { events, journal, result } = yield* succeed(
        {
          steps: Stream.fromIterable(steps([file("b.ts"), file("a.ts", { status: "modified" })], { removed: ["c.ts"] }))
        },
        { dryRun: true }
      )
      assert.deepStrictEqual([journal.calls, journal.jobs], [[], []])
      assert.deepStrictEqual(
        [result.summary.added, result.summary.modified, result.summary.removed, result.summary.filesTotal],
        [["b.ts"], ["a.ts"], ["c.ts"], 2]
      )
      const { outcomes } = result.summary
      assert.deepStrictEqual([outcomes.notParsed, result.summary.languages], [2, { typescript: 2 }])
      assert.deepStrictEqual(
        events.map((event) => event._tag),
        ["ScanStarted", "ScanProgress", "ScanProgress", "ScanComplete"]
      )
    })
  )

  it.effect("is refused while another one runs, and tells nothing then", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<void>()
      const { layer } = make({ steps: Stream.fromIterable(steps([file("a.ts")])), onParse: () => Deferred.await(gate) })
      yield* Effect.gen(function* () {
        const runtime = yield* DriftRuntime
        const first = yield* Effect.fork(runtime.scan())
        yield* Effect.yieldNow()
        const events = yield* runtime.subscribe
        const refused = yield* Effect.flip(runtime.scan())
        assert.strictEqual(refused._tag, "ScanInProgress")
        assert.strictEqual(yield* Queue.size(events), 0)
        yield* Deferred.succeed(gate, undefined)
        assert.strictEqual((yield* Fiber.join(first)).status, "complete")
        assert.strictEqual((yield* runtime.scan()).status, "complete")
      }).pipe(Effect.provide(layer), Effect.scoped)
    })
  )
})

describe("A scan that fails", () => {
  const cases = {
    scanner: {
      steps: Stream.fail(new ScanError({ reason: "RootMissing", path: "/project" })),
      code: "SCAN_ERROR",
      message: "No such directory: /project"
    },
    parser: {
      steps: Stream.fromIterable(steps([file("a.ts")])),
      onParse: () => new ParserUnavailable({ detail: "no thread" }),
      code: "PARSE_ERROR",
      message: "no thread"
    },
    storage: {
      steps: Stream.fromIterable(steps([file("a.ts")])),
      onPut: () => failing("no space"),
      code: "DISK_FULL",
      message: "no space"
    }
  } as const

  for (const [stage, { code, message, ...options }] of Object.entries(cases)) {
    it.effect(`in the ${stage} says so in its last event and its row, and removes nothing`, () =>
      Effect.gen(function* () {
        const { events, exit, journal } = yield* run(options)
        assert.isTrue(Exit.isFailure(exit))
        assert.deepStrictEqual({ ...events.at(-1) } as DriftEvent, { _tag: "ScanError", code, message, fatal: true })
        assert.deepStrictEqual(
          journal.records.map((record) => [record.status, record.error]),
          [["failed", `[${code}] ${message}`]]
        )
        assert.deepStrictEqual(journal.removed, [])
        assert.isFalse(journal.locked)
      })
    )
  }

  it.effect("by a defect says INTERNAL_ERROR and dies", () =>
    Effect.gen(function* () {
      const { events, exit } = yield* run({
        steps: Stream.fromIterable(steps([file("a.ts")])),
        parsed: () => {
          throw new TypeError("a bug")
        }
      })
      assert.isTrue(Exit.isFailure(exit) && exit.cause._tag !== "Fail")
      const last = events.at(-1)
      assert.deepStrictEqual(last?._tag === "ScanError" ? [last.code, last.fatal] : last, ["INTERNAL_ERROR", true])
    })
  )
})

describe("A scan that is stopped", () => {
  /** Parses the first batch and hangs in the second. */
  const hanging = (reached: Deferred.Deferred<void>): Options => ({
    steps: Stream.fromIterable(steps(many(600), { removed: ["gone.ts"] })),
    concurrency: 1,
    onParse: (jobs) =>
      jobs.length === 512 ? Effect.void : Effect.andThen(Deferred.succeed(reached, undefined), Effect.never)
  })

  it.effect("by interruption keeps what is stored, removes nothing, and ends interrupted", () =>
    Effect.gen(function* () {
      const reached = yield* Deferred.make<void>()
      const { journal, layer } = make(hanging(reached))
      yield* Effect.gen(function* () {
        const runtime = yield* DriftRuntime
        const subscription = yield* runtime.subscribe
        const fiber = yield* Effect.fork(runtime.scan())
        yield* Deferred.await(reached)
        while (journal.rows.length === 0) yield* Effect.yieldNow()
        const exit = yield* Fiber.interrupt(fiber)
        assert.isTrue(Exit.isInterrupted(exit))
        assert.deepStrictEqual(journal.calls, ["open", "put", "complete", "close"])
        assert.deepStrictEqual(journal.records, [
          { status: "partial", total: 512, added: 512, modified: 0, removed: 0, unchanged: 0, failed: 0, durationMs: 0 }
        ])
        const last = Array.from(yield* Queue.takeAll(subscription)).at(-1)
        assert.deepStrictEqual(last?._tag === "ScanComplete" ? [last.status, last.added, last.removed] : last, [
          "partial",
          512,
          0
        ])
      }).pipe(Effect.provide(layer), Effect.scoped)
    })
  )

  it.effect("by interruption while it tidies up is complete, and does not wait for it", () =>
    Effect.gen(function* () {
      const reached = yield* Deferred.make<void>()
      const { journal, layer } = make({
        steps: Stream.fromIterable(steps(many(2), { removed: ["gone.ts"] })),
        onTidyUp: Effect.andThen(Deferred.succeed(reached, undefined), Effect.never)
      })
      yield* Effect.gen(function* () {
        const runtime = yield* DriftRuntime
        const subscription = yield* runtime.subscribe
        const fiber = yield* Effect.fork(runtime.scan())
        yield* Deferred.await(reached)
        assert.isTrue(Exit.isInterrupted(yield* Fiber.interrupt(fiber)))
        assert.deepStrictEqual(journal.removed, ["gone.ts"])
        assert.deepStrictEqual(
          journal.records.map(({ status }) => status),
          ["complete"]
        )
        const last = Array.from(yield* Queue.takeAll(subscription)).at(-1)
        assert.strictEqual(last?._tag === "ScanComplete" ? last.status : last, "complete")
      }).pipe(Effect.provide(layer), Effect.scoped)
    })
  )

  it.effect("by `until` succeeds with what it has", () =>
    Effect.gen(function* () {
      const reached = yield* Deferred.make<void>()
      const { journal, result } = yield* succeed(hanging(reached), {
        until: Effect.andThen(Deferred.await(reached), Effect.yieldNow())
      })
      assert.strictEqual(result.status, "partial")
      assert.deepStrictEqual([result.diff.added.length, result.diff.removed.length], [512, 0])
      assert.deepStrictEqual([journal.rows.length, journal.removed.length], [512, 0])
      assert.strictEqual(result.stats.totalFiles, 512)
    })
  )

  it.effect("before the first file is done is cancelled", () =>
    Effect.gen(function* () {
      const { events, journal, result } = yield* succeed(
        { steps: Stream.concat(Stream.make(steps(many(3))[0]!), Stream.never) },
        { until: Effect.yieldNow() }
      )
      assert.strictEqual(result.status, "cancelled")
      assert.deepStrictEqual(journal.calls, ["open", "complete", "close"])
      assert.strictEqual(journal.records[0]?.status, "cancelled")
      assert.strictEqual(events.at(-1)?._tag, "ScanComplete")
    })
  )

  it.effect("during a transaction counts the files of that transaction", () =>
    Effect.gen(function* () {
      const writing = yield* Deferred.make<void>()
      const written = yield* Deferred.make<void>()
      const { journal, layer } = make({
        steps: Stream.fromIterable(steps(many(20))),
        onPut: () => Effect.andThen(Deferred.succeed(writing, undefined), Deferred.await(written))
      })
      yield* Effect.gen(function* () {
        const runtime = yield* DriftRuntime
        const fiber = yield* Effect.fork(runtime.scan())
        yield* Deferred.await(writing)
        const interruption = yield* Effect.fork(Fiber.interrupt(fiber))
        yield* Effect.yieldNow()
        assert.deepStrictEqual(journal.records, [])
        yield* Deferred.succeed(written, undefined)
        yield* Fiber.join(interruption)
        assert.strictEqual(journal.rows.length, 20)
        assert.deepStrictEqual([journal.records[0]?.status, journal.records[0]?.added], ["partial", 20])
      }).pipe(Effect.provide(layer))
    })
  )
})

describe("Subscribers", () => {
  it.effect("each get all events of several scans, and delay none", () =>
    Effect.gen(function* () {
      const { layer } = make({ steps: Stream.fromIterable(steps(many(300))) })
      yield* Effect.gen(function* () {
        const runtime = yield* DriftRuntime
        const first = yield* runtime.subscribe
        const second = yield* runtime.subscribe
        yield* runtime.scan()
        yield* runtime.scan()
        assert.strictEqual(yield* Queue.size(first), 12)
        assert.deepStrictEqual(Array.from(yield* Queue.takeAll(first)), Array.from(yield* Queue.takeAll(second)))
      }).pipe(Effect.provide(layer), Effect.scoped)
    })
  )

  it.effect("by callback get the same events, and what they throw disturbs nobody", () =>
    Effect.gen(function* () {
      const seen: Array<DriftEvent> = []
      const { events, result } = yield* succeed(
        { steps: Stream.fromIterable(steps(many(150))) },
        {
          onEvent: (event) => {
            seen.push(event)
            throw new Error("a handler's own trouble")
          }
        }
      )
      assert.strictEqual(result.status, "complete")
      assert.deepStrictEqual(seen, events)
    }).pipe(Effect.provide(Logger.remove(Logger.defaultLogger)))
  )
})
