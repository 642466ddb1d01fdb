/** Revisions of a git repository in place of the file system. */
import { ParserManager } from "@drift/parsers/ParserManager"
import type { ScanOptions } from "@drift/runtime/DriftRuntime"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import { Scanner } from "@drift/scanner/Scanner"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { Storage } from "@drift/storage/Storage"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { execFileSync } from "node:child_process"
import { rmSync } from "node:fs"
import { join } from "node:path"
import type { Project } from "./project.js"
import { dump, freshDump, project } from "./project.js"

const git = (root: string, ...args: ReadonlyArray<string>): string =>
  execFileSync("git", ["-C", root, "-c", "user.name=A", "-c", "user.email=a@example.org", ...args], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: root, GIT_CONFIG_NOSYSTEM: "1" }
  }).trim()

const commit = ({ root }: Project): string => {
  git(root, "add", "--all")
  git(root, "commit", "--quiet", "--message", "x")
  return git(root, "rev-parse", "HEAD")
}

const repository = (files: Readonly<Record<string, string>>) =>
  Effect.tap(project({ ...files, ".gitignore": "*.log\n" }), ({ root }) =>
    Effect.sync(() => git(root, "init", "--quiet"))
  )

const scan = (root: string, database: string, scanner: Layer.Layer<Scanner>, options?: ScanOptions) => {
  const storage = SqliteStorage.layer({ path: database })
  return Effect.gen(function* () {
    const { scan } = yield* DriftRuntime
    const { diff, parse, status } = yield* scan(options)
    return { diff, parse, status, facts: yield* dump }
  }).pipe(Effect.provide(DriftRuntime.layer({ root }).pipe(Layer.provide(scanner), Layer.provideMerge(storage))))
}

const revision = (rev: string) => Scanner.layerGit({ rev })

const code = (name: string) => `export class ${name} { run() { return other() } }\n`

it.layer(ParserManager.layerInProcess({ cacheBytes: 0 }))((it) => {
  it.scoped("a revision is stored as its checkout would be, and the next by its difference", () =>
    Effect.gen(function* () {
      const made = yield* repository({
        "a.ts": code("A"),
        "lib/b.py": "def b():\n  pass\n",
        "lib/c.go": "package c\n",
        tool: "#!/usr/bin/env ruby\ndef run; end\n",
        "out.log": "x"
      })
      const { root } = made
      const database = join(root, ".git", "drift.db")
      const first = commit(made)
      const firstFacts = yield* freshDump(root)
      made.write("a.ts", code("B"))
      made.write("new.java", "class C {}\n")
      made.rename("lib/b.py", "lib/moved.py")
      const second = commit(made)
      const secondFacts = yield* freshDump(root)
      for (const name of ["a.ts", "new.java", "lib", "tool"]) rmSync(join(root, name), { recursive: true })

      const one = yield* scan(root, database, revision(first))
      assert.deepStrictEqual([one.status, one.parse.parsedNow, one.facts], ["complete", 4, firstFacts])
      const two = yield* scan(root, database, revision(second))
      const { added, modified, removed, unchanged } = two.diff
      assert.deepStrictEqual(
        [added, modified, removed, unchanged],
        [["lib/moved.py", "new.java"], ["a.ts"], ["lib/b.py"], [".gitignore", "lib/c.go", "tool"]]
      )
      assert.deepStrictEqual([two.parse.parsedNow + two.parse.cacheHits, two.facts], [3, secondFacts])
      const again = yield* scan(root, database, revision(second))
      assert.deepStrictEqual([again.parse.parsedNow, again.diff.unchanged.length, again.facts], [0, 6, secondFacts])
      const back = yield* scan(root, database, revision(`${second}~1`))
      assert.deepStrictEqual([back.diff.modified, back.facts], [["a.ts"], firstFacts])
      git(root, "checkout", "--quiet", "--force", second)
      const checkout = yield* scan(root, database, Scanner.layer)
      assert.deepStrictEqual([checkout.diff.modified, checkout.facts], [["a.ts"], secondFacts])
    })
  )

  it.scoped("files that an earlier scan did not parse are parsed from their objects, though they did not change", () =>
    Effect.gen(function* () {
      const made = yield* repository({ "a.ts": code("A"), tool: "#!/usr/bin/env ruby\ndef run; end\n" })
      const { root } = made
      const rev = commit(made)
      const expected = yield* freshDump(root)
      rmSync(join(root, "a.ts"))
      rmSync(join(root, "tool"))
      const database = join(root, ".git", "drift.db")
      const unparsed = yield* scan(root, database, revision(rev), { parse: false })
      assert.strictEqual(unparsed.parse.parsedNow, 0)
      const parsed = yield* scan(root, database, revision(rev))
      assert.deepStrictEqual([parsed.parse.parsedNow, parsed.diff.unchanged.length, parsed.facts], [2, 3, expected])
    })
  )

  it.scoped("a revision that is none fails the scan", () =>
    Effect.gen(function* () {
      const made = yield* repository({ "a.ts": "" })
      commit(made)
      const runtime = DriftRuntime.layer({ root: made.root }).pipe(
        Layer.provide(Layer.merge(revision("nope"), Storage.layerMemory))
      )
      const error = yield* Effect.flip(
        Effect.provide(
          Effect.flatMap(DriftRuntime, ({ scan }) => scan()),
          runtime
        )
      )
      assert.deepStrictEqual(
        [error.code, error.message],
        ["SCAN_ERROR", `No such commit or tree: "nope" in ${made.root}`]
      )
    })
  )
})
