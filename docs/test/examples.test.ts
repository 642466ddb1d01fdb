/** The examples of `embedding.md` do what the page says, and the page shows these very files. */
import type { Row } from "@drift/core/Views"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import { Storage } from "@drift/storage/Storage"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import { execFileSync } from "node:child_process"
import { readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { story } from "../examples/events.js"
import { scanOrTell } from "../examples/failures.js"
import { layer as withStarlark } from "../examples/further-language.js"
import { inMemory } from "../examples/in-memory.js"
import { scanThenGiveUp, scanUntil } from "../examples/interruption.js"
import { outline } from "../examples/parse-many.js"
import { functionNames } from "../examples/parse-one.js"
import { scanSome } from "../examples/promises-cancel.js"
import { whatWentWrong } from "../examples/promises-failures.js"
import { methodsOf } from "../examples/promises-query.js"
import { filesByLanguage } from "../examples/promises.js"
import { layer as handwritten } from "../examples/replace-a-stage.js"
import { atRevision } from "../examples/revision.js"
import { scan } from "../examples/scan.js"
import { inEditor } from "../examples/unsaved-buffers.js"
import { codeBlocks, folder, page } from "./page.js"
import { makeProject } from "./project.js"

const FILES = {
  "src/queue.ts": "export class Queue {\n  push() {}\n  pop() {}\n}\nexport class Empty extends Error {}\n",
  "src/api.generated.ts": "export class Api {}\n",
  "tools/report.py": "def report():\n    pass\n"
}

describe("promises", () => {
  it("scans and tells the languages", async () => {
    using project = makeProject(FILES)
    assert.deepStrictEqual(await filesByLanguage(project.root), { python: 1, typescript: 2 })
  })

  it("rejects with a DriftError", async () => {
    using project = makeProject(FILES)
    const missing = join(project.root, "missing")
    assert.strictEqual(
      await whatWentWrong(missing),
      `SCAN_ERROR\n[SCAN_ERROR] No such directory: ${missing}\ndo not try again`
    )
  })

  it("stops a scan early", async () => {
    using project = makeProject(
      Object.fromEntries(Array.from({ length: 1100 }, (_, i) => [`f${i}.ts`, `export const f${i} = () => ${i}\n`]))
    )
    assert.strictEqual(await scanSome(project.root, 100), "partial")
    assert.deepStrictEqual(await filesByLanguage(project.root), { typescript: 1100 })
  })

  it("queries through the runtime", async () => {
    using project = makeProject(FILES)
    assert.deepStrictEqual(await methodsOf(project.root, "src/queue.ts"), ["Queue.push", "Queue.pop"])
  })
})

describe("effects", () => {
  it.effect("scans into a database and lists from it", () =>
    Effect.gen(function* () {
      using project = makeProject(FILES)
      assert.deepStrictEqual(yield* scan(project.root), { files: 3, classes: ["Api", "Queue"] })
    })
  )

  it.effect("tells failures apart by their tags", () =>
    Effect.gen(function* () {
      using project = makeProject(FILES)
      const at = (root: string) => Effect.provide(scanOrTell, DriftRuntime.layer({ root }))
      assert.strictEqual(yield* at(project.root), "The scan is complete")
      assert.strictEqual(yield* at(join(project.root, "missing")), "There is nothing to scan: RootMissing")
    })
  )

  it.effect("replaces a stage", () =>
    Effect.gen(function* () {
      using project = makeProject(FILES)
      const { diff } = yield* Effect.flatMap(DriftRuntime, (drift) => drift.scan()).pipe(
        Effect.provide(handwritten(project.root))
      )
      assert.deepStrictEqual(diff.added, ["src/queue.ts", "tools/report.py"])
    })
  )

  it.effect("works in memory", () =>
    Effect.gen(function* () {
      const drift = yield* DriftRuntime
      const storage = yield* Storage
      yield* drift.scan()
      const { items } = yield* storage.list({ view: "functions" })
      assert.deepStrictEqual(
        items.map((row) => `${row.file} ${row.qualified_name}`),
        ["src/queue.ts Queue.push", "src/queue.ts Queue.pop", "tools/report.py report"]
      )
    }).pipe(Effect.provide(inMemory(FILES)))
  )

  it.effect("sees unsaved buffers", () =>
    Effect.gen(function* () {
      using project = makeProject(FILES)
      const unsaved: Record<string, string> = { "src/queue.ts": "export class Stack {}\n", "src/new.ts": "" }
      const { first, second } = yield* Effect.gen(function* () {
        const drift = yield* DriftRuntime
        const first = yield* drift.scan()
        delete unsaved["src/queue.ts"]
        return { first, second: yield* drift.scan() }
      }).pipe(Effect.provide(inEditor(project.root, unsaved)))
      assert.deepStrictEqual(first.diff.added, [
        "src/api.generated.ts",
        "src/new.ts",
        "src/queue.ts",
        "tools/report.py"
      ])
      assert.deepStrictEqual([second.diff.modified, second.diff.removed], [["src/queue.ts"], []])
    })
  )

  it.effect("scans a revision", () =>
    Effect.gen(function* () {
      using project = makeProject(FILES)
      const git = (...args: ReadonlyArray<string>) =>
        execFileSync("git", ["-C", project.root, "-c", "user.name=A", "-c", "user.email=a@example.org", ...args])
      git("init", "--quiet")
      git("add", "--all")
      git("commit", "--quiet", "--message", "x")
      rmSync(join(project.root, "src"), { recursive: true })
      const { diff } = yield* Effect.flatMap(DriftRuntime, (drift) => drift.scan()).pipe(
        Effect.provide(atRevision(project.root, "HEAD", join(project.root, ".git", "drift.db")))
      )
      assert.deepStrictEqual(diff.added, ["src/api.generated.ts", "src/queue.ts", "tools/report.py"])
    })
  )

  it.effect("tells what happens", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* story, [
        "scanning /project",
        "0 of 3 files",
        "3 of 3 files",
        "complete: 3 added, 0 removed"
      ])
    }).pipe(Effect.provide(inMemory(FILES)))
  )

  it.effect("stops with a result, or is interrupted", () =>
    Effect.gen(function* () {
      const now = yield* Deferred.make<void>()
      yield* Deferred.succeed(now, undefined)
      assert.strictEqual(yield* scanUntil(now), "cancelled")
      const exit = yield* scanThenGiveUp
      assert.isTrue(Exit.isFailure(exit) && Cause.isInterruptedOnly(exit.cause))
      const storage = yield* Storage
      assert.deepStrictEqual(
        (yield* storage.scans(2)).map((row) => row.status),
        ["cancelled", "cancelled"]
      )
    }).pipe(Effect.provide(inMemory(FILES)))
  )

  it.effect("parses a stream of files", () =>
    Effect.gen(function* () {
      using project = makeProject({ ...FILES, "copy.py": FILES["tools/report.py"], "image.ts": "\0", "README.md": "" })
      const paths = ["src/queue.ts", "README.md", "tools/report.py", "image.ts", "copy.py"]
      assert.deepStrictEqual(yield* outline(project.root, paths), [
        "src/queue.ts: 2 classes, 2 functions",
        "README.md: [UNSUPPORTED_LANGUAGE] UnsupportedLanguage",
        "tools/report.py: 0 classes, 1 functions",
        "image.ts: [PARSE_ERROR] Binary",
        "copy.py: 0 classes, 1 functions",
        "2 parsed, 1 known"
      ])
    })
  )

  it.effect("scans a language of its own", () =>
    Effect.gen(function* () {
      using project = makeProject({
        ...FILES,
        BUILD: "my_rule(1)\n",
        "rules.bzl": 'def _impl(ctx, n = 2):\n    "Doc."\n'
      })
      const program = Effect.gen(function* () {
        const drift = yield* DriftRuntime
        const { summary } = yield* drift.scan()
        const storage = yield* Storage
        const functions = yield* storage.list({ view: "functions", filter: { language: "starlark" } })
        const calls = yield* storage.list({ view: "call_sites", filter: { language: "starlark" } })
        return [
          summary.languages,
          functions.items.map(told),
          calls.items.map(({ callee_name, file }) => [file, callee_name])
        ]
      })
      const told = (row: Row<"functions">) => [row.file, row.name, row.visibility, row.doc]
      assert.deepStrictEqual(
        yield* Effect.provide(program, withStarlark(project.root).pipe(Layer.provideMerge(Storage.layerMemory))),
        [{ python: 1, starlark: 2, typescript: 2 }, [["rules.bzl", "_impl", "private", "Doc."]], [["BUILD", "my_rule"]]]
      )
    })
  )

  it.effect("parses one source", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* functionNames("a.go", "package a\n\nfunc (q *Queue) Push() {}\n"), ["Queue.Push"])
    })
  )
})

describe("the page", () => {
  it("shows every example as it is, and nothing else", () => {
    const shown = codeBlocks(page("embedding.md"), "ts", "js", "scm").map(({ text }) => text)
    const files = readdirSync(join(folder, "examples"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.includes("."))
      .map((name) => page(join("examples", name)))
    assert.deepStrictEqual([...shown].sort(), [...files].sort())
  })
})
