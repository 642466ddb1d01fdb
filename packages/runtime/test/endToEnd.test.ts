import type { DriftEvent } from "@drift/core/DriftEvent"
import { ParserManager } from "@drift/parsers/ParserManager"
import type { ScanOptions } from "@drift/runtime/DriftRuntime"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import { Scanner } from "@drift/scanner/Scanner"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { Storage } from "@drift/storage/Storage"
import { assert, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { existsSync } from "node:fs"
import { join } from "node:path"
import type { Project } from "./project.js"
import { dump, freshDump, layers, project } from "./project.js"

const storages = {
  memory: () => Storage.layerMemory,
  SQLite: (root: string) => SqliteStorage.layer({ path: join(root, ".drift", "drift.db") })
} as const

const scan = (options?: ScanOptions) => Effect.flatMap(DriftRuntime, (runtime) => runtime.scan(options))

const summaries = Effect.flatMap(Storage, (storage) => storage.summary([]))

const functionNames = Effect.flatMap(Storage, (storage) => storage.list({ view: "functions" })).pipe(
  Effect.map(({ items }) => items.map((row) => `${row.file}:${row.name}`))
)

/** So that every batch of 512 is full but the last. */
const crowd = (count: number): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`src/f${String(i).padStart(4, "0")}.ts`, `export function f${i}() {}\n`])
  )

/** Scripts of edits to try, and where they begin: DRIFT_FUZZ_EDITS, DRIFT_FUZZ_SEED. A failure tells the seed and the script. */
const EDITS = Number(process.env["DRIFT_FUZZ_EDITS"] ?? 20)
const SEED = process.env["DRIFT_FUZZ_SEED"]

const TWO = { "a.ts": "export function a() {}\n", "lib/b.py": "def b():\n  pass\n", "README.md": "# Text\n" }

// It remembers nothing, so that a fresh scan to compare with is one.
it.layer(ParserManager.layerInProcess({ cacheBytes: 0 }))((it) => {
  for (const [name, storage] of Object.entries(storages)) {
    const inProject = <A, E>(
      files: Readonly<Record<string, string>>,
      body: (made: Project) => Effect.Effect<A, E, DriftRuntime | Storage | ParserManager | Scope.Scope>
    ) =>
      Effect.flatMap(project(files), (made) =>
        Effect.provide(body(made), layers(storage(made.root), { root: made.root }))
      )

    it.scoped(`stores what it finds (${name})`, () =>
      inProject(TWO, () =>
        Effect.gen(function* () {
          const { status, summary } = yield* scan()
          assert.strictEqual(status, "complete")
          assert.deepStrictEqual([summary.filesTotal, summary.filesAdded, summary.parsedNow], [3, 3, 2])
          assert.deepStrictEqual(
            [summary.outcomes.parsed, summary.outcomes.noLanguage, summary.facts.functions, summary.errorsTotal],
            [2, 1, 2, 0]
          )
          assert.deepStrictEqual(summary.languages, { python: 1, typescript: 1 })
          assert.deepStrictEqual(yield* functionNames, ["a.ts:a", "lib/b.py:b"])
        })
      )
    )

    it.scoped(`parses nothing the second time (${name})`, () =>
      inProject(TWO, ({ root }) =>
        Effect.gen(function* () {
          yield* scan()
          const before = yield* dump
          const again = yield* scan()
          assert.deepStrictEqual(again.diff.unchanged, ["README.md", "a.ts", "lib/b.py"])
          assert.deepStrictEqual([again.parse.parsedNow, again.summary.filesUnchanged], [0, 3])
          assert.deepStrictEqual(yield* dump, before)
          assert.deepStrictEqual(before, yield* freshDump(root))
        })
      )
    )

    it.scoped(`counts in a dry run every file seen, unchanged ones as they are stored (${name})`, () =>
      inProject({ ...TWO, "image.py": "\0" }, (made) =>
        Effect.gen(function* () {
          yield* scan()
          made.write("a.ts", "export function changed() {}\n")
          made.write("new.rb", "def c; end\n")
          made.delete("README.md")
          const { outcomes, filesTotal, languages } = (yield* scan({ dryRun: true })).summary
          assert.deepStrictEqual(
            [filesTotal, outcomes.parsed, outcomes.notParsed, outcomes.skippedBinary, outcomes.noLanguage],
            [4, 1, 2, 1, 0]
          )
          assert.deepStrictEqual(languages, { python: 2, ruby: 1, typescript: 1 })
        })
      )
    )

    it.scoped(
      `stores the same after any edits as a first scan would (${name})`,
      () =>
        Effect.flatMap(Effect.runtime<ParserManager>(), (parsing) =>
          Effect.promise(() =>
            FastCheck.assert(
              FastCheck.asyncProperty(edits, (script) =>
                Runtime.runPromise(parsing)(
                  Effect.scoped(
                    inProject({ "a.ts": "export function a() {}\n", "lib/always.py": "x = 1\n" }, (made) =>
                      Effect.gen(function* () {
                        yield* scan()
                        for (const [edit, options] of script) {
                          apply(edit, made)
                          if (options !== undefined) yield* scan(options)
                        }
                        yield* scan()
                        assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
                        const again = yield* scan()
                        assert.deepStrictEqual(
                          [again.diff.added, again.diff.modified, again.diff.removed, again.parse.parsedNow],
                          [[], [], [], 0]
                        )
                      })
                    )
                  )
                )
              ),
              {
                numRuns: name === "memory" ? EDITS : Math.ceil(EDITS / 4),
                ...(SEED === undefined ? {} : { seed: Number(SEED) })
              }
            )
          )
        ),
      30_000 + EDITS * 1000
    )

    it.scoped(`makes up for a scan without parsing (${name})`, () =>
      inProject(TWO, ({ root }) =>
        Effect.gen(function* () {
          const { summary } = yield* scan({ parse: false })
          assert.deepStrictEqual([summary.parsedNow, summary.outcomes.notParsed, summary.facts.functions], [0, 2, 0])
          const healed = yield* scan()
          assert.deepStrictEqual([healed.summary.filesUnchanged, healed.summary.parsedNow], [3, 2])
          assert.deepStrictEqual(yield* dump, yield* freshDump(root))
        })
      )
    )

    it.scoped(`removes only inside its scopes (${name})`, () =>
      inProject({ ...TWO, "lib/c.ts": "export function c() {}\n" }, (made) =>
        Effect.gen(function* () {
          yield* scan()
          made.delete("a.ts")
          made.delete("lib/c.ts")
          const inLib = yield* scan({ scopes: ["lib"] })
          assert.deepStrictEqual(inLib.diff.removed, ["lib/c.ts"])
          assert.strictEqual(inLib.summary.filesTotal, 1)
          assert.deepStrictEqual(yield* functionNames, ["a.ts:a", "lib/b.py:b"])
          assert.deepStrictEqual((yield* scan()).diff.removed, ["a.ts"])
          assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
        })
      )
    )

    it.scoped(`drops the facts of a file that grew past the limit (${name})`, () =>
      inProject(TWO, (made) =>
        Effect.gen(function* () {
          yield* scan()
          made.write("a.ts", `export function a() {}\n${"// x\n".repeat(100)}`)
          const { diff, summary } = yield* scan({ maxFileSize: 100 })
          assert.deepStrictEqual([diff.modified, summary.outcomes.skippedLarge], [["a.ts"], 1])
          assert.deepStrictEqual(yield* functionNames, ["lib/b.py:b"])
          yield* scan()
          assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
        })
      )
    )

    it.scoped(`keeps the facts of a file while it cannot be read (${name})`, () =>
      Effect.gen(function* () {
        const made = yield* project(TWO)
        const closed = new Set<string>()
        const layer = layers(storage(made.root), { root: made.root }).pipe(Layer.provide(unreadable(closed)))
        yield* Effect.gen(function* () {
          yield* scan()
          made.write("a.ts", "export function other() {}\n")
          closed.add("a.ts")
          for (let i = 0; i < 2; i++) {
            const { diff, summary } = yield* scan()
            assert.deepStrictEqual([diff.removed, diff.errors.map((problem) => problem.path)], [[], ["a.ts"]])
            assert.deepStrictEqual([summary.outcomes.failed, summary.errorsTotal], [1, 1])
            assert.deepStrictEqual(summary.errors, [
              { path: "a.ts", code: "SCAN_ERROR", message: "Permission denied: a.ts" }
            ])
            assert.deepStrictEqual(yield* functionNames, ["a.ts:a", "lib/b.py:b"])
          }
          closed.clear()
          assert.strictEqual((yield* scan()).summary.outcomes.failed, 0)
          assert.deepStrictEqual(yield* functionNames, ["a.ts:other", "lib/b.py:b"])
          assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
          // The same, but unchanged while it was closed.
          closed.add("a.ts")
          yield* scan()
          closed.clear()
          yield* scan()
          assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
        }).pipe(Effect.provide(layer))
      })
    )

    for (const batch of [0, 1, 2]) {
      it.scoped(`finishes later what was interrupted in batch ${batch} (${name})`, () =>
        Effect.gen(function* () {
          const made = yield* project(crowd(1200))
          const reached = yield* Deferred.make<void>()
          const layer = layers(storage(made.root), { root: made.root })
          yield* Effect.gen(function* () {
            const fiber = yield* Effect.provide(
              Effect.fork(scan()),
              Layer.provide(DriftRuntime.layer({ root: made.root }), hangingAt(batch, reached))
            )
            yield* Deferred.await(reached)
            assert.isTrue(Exit.isInterrupted(yield* Fiber.interrupt(fiber)))
            const storage = yield* Storage
            const [row] = yield* storage.scans(1)
            const stored = (yield* summaries).filesTotal
            assert.strictEqual(row?.status, stored > 0 ? "partial" : "cancelled")
            assert.isAtMost(stored, batch * 512)
            assert.deepStrictEqual([row?.added, row?.removed], [stored, 0])
            const rest = yield* scan()
            assert.strictEqual(rest.parse.parsedNow, 1200 - stored)
            assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
          }).pipe(Effect.provide(layer))
        })
      )
    }

    it.scoped(`tells what it does in order (${name})`, () =>
      inProject(crowd(230), ({ root }) =>
        Effect.gen(function* () {
          const events = yield* Effect.flatMap(DriftRuntime, (runtime) => runtime.subscribe)
          yield* scan()
          const seen = Array.from(yield* Queue.takeAll(events))
          assert.deepStrictEqual(seen[0] as DriftEvent, { _tag: "ScanStarted", root })
          assert.deepStrictEqual(
            seen.map((event) => (event._tag === "ScanProgress" ? event.processed : event._tag)),
            ["ScanStarted", 0, 100, 200, 230, "ScanComplete"]
          )
        })
      )
    )

    it.scoped(`compares without storing anything in a dry run (${name})`, () =>
      inProject(TWO, (made) =>
        Effect.gen(function* () {
          const first = yield* scan({ dryRun: true })
          assert.deepStrictEqual(first.summary.added, ["README.md", "a.ts", "lib/b.py"])
          assert.isFalse(existsSync(join(made.root, ".drift")))
          yield* scan()
          const before = yield* dump
          made.write("a.ts", "changed()\n")
          made.delete("README.md")
          const { summary } = yield* scan({ dryRun: true })
          assert.deepStrictEqual([summary.added, summary.modified, summary.removed], [[], ["a.ts"], ["README.md"]])
          assert.deepStrictEqual(yield* dump, before)
        })
      )
    )

    it.scoped(`creates nothing for a root that is not there (${name})`, () =>
      Effect.gen(function* () {
        const made = yield* project()
        const root = join(made.root, "missing")
        const failure = yield* Effect.flip(scan()).pipe(Effect.provide(layers(storage(root), { root })))
        assert.deepStrictEqual([failure.code, failure.message], ["SCAN_ERROR", `No such directory: ${root}`])
        assert.isFalse(existsSync(root))
      })
    )
  }

  it.scoped("runs on threads and SQLite when no stage is given", () =>
    Effect.gen(function* () {
      const made = yield* project(TWO)
      const fresh = yield* freshDump(made.root)
      yield* Effect.promise(() =>
        Effect.runPromise(
          Effect.flatMap(DriftRuntime, (runtime) => runtime.scan()).pipe(
            Effect.provide(DriftRuntime.layer({ root: made.root, threads: 2 }))
          )
        )
      )
      const path = join(made.root, ".drift", "drift.db")
      assert.deepStrictEqual(yield* Effect.provide(dump, SqliteStorage.layer({ path })), fresh)
    })
  )
})

/** The files of a disk, of which some may not be read. */
const unreadable = (closed: ReadonlySet<string>) =>
  Layer.effect(
    Scanner,
    Effect.map(Scanner, (scanner) =>
      Scanner.of({
        ...scanner,
        scan: (request) =>
          Stream.map(scanner.scan(request), (step) =>
            step._tag !== "Files"
              ? step
              : {
                  ...step,
                  files: step.files.map((file) => {
                    const { path } = file.entry
                    if (!closed.has(path)) return file
                    const { contentHash: _, ...entry } = file.entry
                    const message = `Permission denied: ${path}`
                    return {
                      ...file,
                      entry: { ...entry, status: "unchanged" as const, outcome: "failed" as const },
                      problem: { path, code: "SCAN_ERROR" as const, message }
                    }
                  })
                }
          )
      })
    )
  ).pipe(Layer.provide(Scanner.layer))

/** The parser at hand, until its `batch`th batch, which it never answers. */
const hangingAt = (batch: number, reached: Deferred.Deferred<void>) =>
  Layer.effect(
    ParserManager,
    Effect.map(ParserManager, (parserManager) => {
      let next = 0
      return ParserManager.of({
        ...parserManager,
        parseBatch: (jobs) =>
          next++ < batch
            ? parserManager.parseBatch(jobs)
            : Effect.andThen(Deferred.succeed(reached, undefined), Effect.never)
      })
    })
  )

type Edit =
  | { readonly act: "write"; readonly path: string; readonly text: string }
  | { readonly act: "delete"; readonly path: string }
  | { readonly act: "rename"; readonly path: string; readonly to: string }
  | { readonly act: "touch"; readonly path: string; readonly seconds: number }

const PATHS = ["a.ts", "b.ts", "lib/c.py", "lib/d.go", "e.txt", "tool", "lib/a.ts/x.rb"]
const TEXTS = [
  "",
  "export function f() { g() }\n",
  "class A {\n  m() {}\n}\n",
  "def f():\n  return 1\n",
  "package p\nfunc F() {}\n",
  "#!/usr/bin/env python3\ndef main():\n  pass\n",
  "function (((\n",
  "a\0b",
  "\ufeffexport const x = 1\n"
]

/** An edit may not be possible where earlier ones left things; then it does nothing. */
const apply = (edit: Edit, made: Project): void => {
  try {
    switch (edit.act) {
      case "write":
        return made.write(edit.path, edit.text)
      case "delete":
        return made.delete(edit.path)
      case "rename":
        return made.rename(edit.path, edit.to)
      case "touch":
        return made.touch(edit.path, edit.seconds)
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error
  }
}

const path = FastCheck.constantFrom(...PATHS)
const edit: FastCheck.Arbitrary<Edit> = FastCheck.oneof(
  FastCheck.record({ act: FastCheck.constant("write" as const), path, text: FastCheck.constantFrom(...TEXTS) }),
  FastCheck.record({ act: FastCheck.constant("delete" as const), path }),
  FastCheck.record({ act: FastCheck.constant("rename" as const), path, to: path }),
  FastCheck.record({
    act: FastCheck.constant("touch" as const),
    path,
    seconds: FastCheck.integer({ min: 1, max: 2_000_000_000 })
  })
)
/** Edits, after some of which a scan of some kind comes. */
const edits = FastCheck.array(
  FastCheck.tuple(
    edit,
    FastCheck.constantFrom<ScanOptions | undefined>(
      undefined,
      {},
      { parse: false },
      { force: true },
      { scopes: ["lib"] },
      { maxFileSize: 20 }
    )
  ),
  { minLength: 1, maxLength: 8 }
)
