/**
 * Scans of one tree whose options, languages, engine and facts version change from one to the next, while files change and
 * the packed file index is damaged in between: each must leave what a first scan with its options stores.
 */
import type { HashAlgorithm } from "@drift/core/ContentHash"
import { FactBatchDecoder } from "@drift/core/FactBatchDecoder"
import { FactBatchEncoder } from "@drift/core/FactBatchEncoder"
import * as FurtherLanguages from "@drift/parsers/FurtherLanguages"
import { ParserManager } from "@drift/parsers/ParserManager"
import type { ScanOptions, ScanResult } from "@drift/runtime/DriftRuntime"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { Storage } from "@drift/storage/Storage"
import { assert, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Runtime from "effect/Runtime"
import { existsSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { openDatabase } from "../../storage/src/internal/driver.js"
import type { Project } from "./project.js"
import { dump, project } from "./project.js"

/** Sequences to try, and where they begin: DRIFT_FUZZ_OPTIONS, DRIFT_FUZZ_SEED. A failure tells the seed and the sequence. */
const SEQUENCES = Number(process.env["DRIFT_FUZZ_OPTIONS"] ?? 20)
const SEED = process.env["DRIFT_FUZZ_SEED"]

// What each of these filters keeps, said in another way than the scanner does.
const SCOPES: Readonly<Record<string, (path: string) => boolean>> = {
  "": () => true,
  lib: (path) => path.startsWith("lib/")
}
const INCLUDES: Readonly<Record<string, (path: string) => boolean>> = {
  "": () => true,
  "*.ts": (path) => path.endsWith(".ts"),
  "lib/": (path) => path.startsWith("lib/")
}

type Parser = "native" | "wasm" | "starlark" | "older"

interface Step {
  readonly edits: ReadonlyArray<Edit>
  readonly damage: "none" | "gone" | "cut" | "otherVersion"
  readonly parser: Parser
  readonly scope: string
  readonly include: string
  readonly options: Pick<ScanOptions, "force" | "parse" | "exclude" | "maxFileSize" | "hashAlgorithm">
}

type Edit =
  | { readonly act: "write"; readonly path: string; readonly text: string }
  | { readonly act: "delete"; readonly path: string }
  | { readonly act: "rename"; readonly path: string; readonly to: string }
  | { readonly act: "touch"; readonly path: string }

const PATHS = ["a.ts", "b.ts", "lib/c.py", "lib/d.go", "lib/e.ts", "f.txt", "tool", "lib/BUILD", "rules.bzl"]
const TEXTS = [
  "",
  "export function f() { g() }\n",
  "export function g() {}\nclass A {\n  m() {}\n}\n",
  "def f():\n  return 1\n",
  "package p\nfunc F() {}\n",
  "#!/usr/bin/env python3\ndef main():\n  pass\n",
  "#!/usr/bin/env starlark\ndef rule():\n  pass\n",
  "function (((\n",
  "a\0b"
]

/** Where sequences begin; no edit is to take away the scope. */
const TREE = {
  "lib/always.md": "text\n",
  tool: "#!/usr/bin/env starlark\ndef rule():\n  pass\n",
  "lib/BUILD": "#!/usr/bin/env python3\ndef main():\n  pass\n"
}

const path = FastCheck.constantFrom(...PATHS)
const edit: FastCheck.Arbitrary<Edit> = FastCheck.oneof(
  FastCheck.record({ act: FastCheck.constant("write" as const), path, text: FastCheck.constantFrom(...TEXTS) }),
  FastCheck.record({ act: FastCheck.constant("delete" as const), path }),
  FastCheck.record({ act: FastCheck.constant("rename" as const), path, to: path }),
  FastCheck.record({ act: FastCheck.constant("touch" as const), path })
)

/** Mostly the first. */
const mostly = <const A>(first: A, ...others: ReadonlyArray<A>) =>
  FastCheck.oneof(
    { weight: 3, arbitrary: FastCheck.constant(first) },
    { weight: 2, arbitrary: FastCheck.constantFrom(...others) }
  )

const step: FastCheck.Arbitrary<Step> = FastCheck.record({
  edits: FastCheck.array(edit, { maxLength: 3 }),
  damage: mostly("none", "gone", "cut", "otherVersion"),
  parser: mostly("native", "wasm", "starlark", "older"),
  scope: mostly("", "lib"),
  include: mostly("", "*.ts", "lib/"),
  options: FastCheck.record({
    force: mostly(false, true),
    parse: mostly(true, false),
    exclude: mostly<ReadonlyArray<string>>([], ["lib/"], ["*.py", "tool"]),
    maxFileSize: mostly(1_048_576, 30, 1),
    hashAlgorithm: FastCheck.constantFrom<HashAlgorithm>("xxh3", "blake3")
  })
})

/** The rows of a dump: of each path its file first, then its facts. */
type Dump = ReadonlyMap<string, ReadonlyArray<Record<string, unknown>>>

const byPath = (lines: ReadonlyArray<string>): Dump => {
  const rows = new Map<string, Array<Record<string, unknown>>>()
  for (const line of lines) {
    const row = JSON.parse(line) as Record<string, unknown>
    const of = (row["file"] ?? row["path"]) as string
    rows.set(of, [...(rows.get(of) ?? []), row])
  }
  return rows
}

/**
 * Of files with syntax errors that they have them. How a parser finds its way out of an error differs between the releases
 * that the engines are, and who parsed a file is not asked as long as it does not change.
 */
const withoutRecovery = (rows: Dump): Dump =>
  new Map(
    [...rows].map(([path, [file, ...facts]]) => {
      if (file?.["outcome"] !== "parsedWithErrors") return [path, [file!, ...facts]]
      const { content_hash, facts_version, language } = file
      return [path, [{ view: "files", path, language, content_hash, facts_version, outcome: "parsedWithErrors" }]]
    })
  )

/** A parser of an earlier version, which knew languages but no facts. */
const older = Layer.effect(
  ParserManager,
  Effect.map(ParserManager, (parser) =>
    ParserManager.of({
      ...parser,
      factsVersion: () => 1,
      parseBatch: (jobs) =>
        Effect.map(parser.parseBatch(jobs), (batch) => {
          const decoder = FactBatchDecoder.open(batch.facts)!
          const encoder = new FactBatchEncoder()
          for (let file = decoder.nextFile(); file !== undefined; file = decoder.nextFile()) {
            for (const kind of ["functions", "classes", "imports", "exports", "call_sites"] as const) {
              decoder.skip(kind, file.counts[kind])
            }
            const { factsVersion } = file.row
            encoder.addFile({ ...file.row, factsVersion: factsVersion === undefined ? undefined : 1 })
          }
          return { ...batch, facts: encoder.finish() }
        })
    })
  )
)

const starlark = new URL("../../parsers/test/starlark/language.mjs", import.meta.url)

/** They remember nothing, so that what is known comes from the storage. */
const parsers: Readonly<Record<Parser, Layer.Layer<ParserManager>>> = {
  native: ParserManager.layerInProcess({ cacheBytes: 0 }),
  wasm: ParserManager.layerInProcess({ cacheBytes: 0, engine: "wasm" }),
  starlark: Layer.unwrapEffect(
    Effect.map(Effect.orDie(FurtherLanguages.load([starlark])), ({ definitions }) =>
      Layer.unwrapEffect(
        Effect.map(Effect.orDie(FurtherLanguages.make(definitions)), (languages) =>
          ParserManager.layerInProcess({ cacheBytes: 0, languages })
        )
      )
    )
  ),
  older: older.pipe(Layer.provide(ParserManager.layerInProcess({ cacheBytes: 0 })))
}

interface Parsers extends Readonly<Record<Parser, Context.Context<ParserManager>>> {}

class AllParsers extends Context.Tag("AllParsers")<AllParsers, Parsers>() {}

const allParsers = Layer.scoped(
  AllParsers,
  Effect.all({
    native: Layer.build(parsers.native),
    wasm: Layer.build(parsers.wasm),
    starlark: Layer.build(parsers.starlark),
    older: Layer.build(parsers.older)
  })
)

/** Times that no two edits share, long ago. */
let clock = 1_500_000_000.5

/** An edit may not be possible where earlier ones left things; then it does nothing. */
const apply = (made: Project, { act, ...more }: Edit): void => {
  const at = (name: string) => join(made.root, name)
  if (act === "write") {
    made.write(more.path, (more as Extract<Edit, { act: "write" }>).text)
    made.touch(more.path, clock++)
  } else if (existsSync(at(more.path))) {
    if (act === "delete") made.delete(more.path)
    else if (act === "touch") made.touch(more.path, clock++)
    else made.rename(more.path, (more as Extract<Edit, { act: "rename" }>).to)
  }
}

const damage = (database: string, how: Step["damage"]): void => {
  if (how === "none" || !existsSync(database)) return
  const db = openDatabase(database)
  db.exec(
    how === "gone"
      ? "DELETE FROM file_index"
      : `UPDATE file_index SET packed = ${how === "cut" ? "substr(packed, 1, length(packed) / 2)" : "zeroblob(50)"}`
  )
  db.close()
}

/** Without parsing, an unchanged file keeps the facts that it has: what is stored is right if its content is. */
const keepsFacts = (after: Dump, before: Dump, fresh: Dump, path: string): boolean => {
  const rows = (of: Dump) =>
    (of.get(path) ?? []).map(({ content_hash, ...rest }) =>
      rest["view"] === "files" ? rest : { ...rest, content_hash }
    )
  const [file] = fresh.get(path) ?? []
  const [stored] = after.get(path) ?? []
  if (file === undefined || stored === undefined) return false
  if (stored["content_hash"] !== file["content_hash"] || stored["language"] !== file["language"]) return false
  return file["outcome"] === "notParsed" && JSON.stringify(rows(after)) === JSON.stringify(rows(before))
}

const check = (made: Project, step: Step, before: Dump, after: Dump, fresh: Dump, { diff }: ScanResult): void => {
  const isLookedAt = (path: string) => SCOPES[step.scope]!(path) && INCLUDES[step.include]!(path)
  for (const path of new Set([...before.keys(), ...after.keys(), ...fresh.keys()])) {
    if (!isLookedAt(path)) assert.deepStrictEqual(after.get(path), before.get(path), `${path} is not looked at`)
    else if (step.options.parse !== false || !keepsFacts(after, before, fresh, path)) {
      assert.deepStrictEqual(after.get(path), fresh.get(path), path)
    }
  }
  for (const path of diff.removed) {
    assert.isTrue(before.has(path) && isLookedAt(path), `${path} was there to be removed`)
    assert.isFalse(fresh.has(path), `${path} is there and was removed`)
  }
  const paired = diff.renames.flatMap(({ from, to }) => [from, to])
  assert.strictEqual(new Set(paired).size, paired.length)
  for (const { from, to } of diff.renames) {
    assert.include(diff.removed, from)
    assert.include(diff.added, to)
    assert.isAbove(statSync(join(made.root, to)).size, 0)
  }
}

const storages = {
  memory: () => Storage.layerMemory,
  SQLite: (root: string) => SqliteStorage.layer({ path: join(root, ".drift", "drift.db") })
} as const

// The clock of the files is that of the machine.
layer(allParsers, { excludeTestServices: true })((it) => {
  for (const [name, storage] of Object.entries(storages)) {
    it.scoped(
      `scans with options of any order leave what first scans with theirs store (${name})`,
      () =>
        Effect.gen(function* () {
          const parsing = yield* AllParsers
          const runtime = yield* Effect.runtime<never>()
          const scanWith = (root: string, { include, options, parser, scope }: Step, more: ScanOptions = {}) =>
            Effect.flatMap(DriftRuntime, (drift) =>
              drift.scan({
                ...options,
                scopes: scope === "" ? [] : [scope],
                include: include === "" ? [] : [include],
                ...more
              })
            ).pipe(
              Effect.provide(DriftRuntime.layer({ root }).pipe(Layer.provide(Layer.succeedContext(parsing[parser]))))
            )

          const follow = (steps: ReadonlyArray<Step>) =>
            Effect.gen(function* () {
              const made = yield* project({})
              const isMixed = steps.some(({ parser }) => parser === "wasm")
              const dumped = Effect.map(dump, (lines) => (isMixed ? withoutRecovery(byPath(lines)) : byPath(lines)))
              const firstScan = (step: Step) =>
                Effect.provide(Effect.andThen(scanWith(made.root, step), dumped), Storage.layerMemory)
              for (const [path, text] of Object.entries(TREE)) apply(made, { act: "write", path, text })
              yield* Effect.gen(function* () {
                let before: Dump = new Map()
                for (const step of steps) {
                  for (const each of step.edits) apply(made, each)
                  damage(join(made.root, ".drift", "drift.db"), step.damage)
                  const announced = (yield* scanWith(made.root, step, { dryRun: true })).diff
                  const result = yield* scanWith(made.root, step)
                  const lists = ({ added, modified, removed, renames, unchanged }: typeof announced) => ({
                    added,
                    modified,
                    removed,
                    renames,
                    unchanged
                  })
                  assert.deepStrictEqual(lists(announced), lists(result.diff), "the dry run")
                  const after = yield* dumped
                  check(made, step, before, after, yield* firstScan(step), result)
                  before = after
                }
                // What is left over from filters is looked at in the end, and is then as it is, whatever the algorithm.
                for (const hashAlgorithm of ["blake3", "xxh3"] as const) {
                  const plain: Step = { ...PLAIN, options: { hashAlgorithm } }
                  const { diff } = yield* scanWith(made.root, plain)
                  if (hashAlgorithm === "xxh3") {
                    assert.deepStrictEqual([diff.added, diff.modified, diff.removed], [[], [], []])
                  }
                  assert.deepStrictEqual(yield* dumped, yield* firstScan(plain))
                }
                const again = yield* scanWith(made.root, PLAIN)
                assert.deepStrictEqual([again.parse.parsedNow, again.stats.cacheHitRate], [0, 1])
              }).pipe(Effect.provide(storage(made.root)))
              rmSync(made.root, { recursive: true, force: true })
            }).pipe(Effect.scoped)

          yield* Effect.promise(() =>
            FastCheck.assert(
              FastCheck.asyncProperty(FastCheck.array(step, { minLength: 2, maxLength: 7 }), (steps) =>
                Runtime.runPromise(runtime)(follow(steps))
              ),
              {
                numRuns: name === "memory" ? SEQUENCES : Math.ceil(SEQUENCES / 4),
                ...(SEED === undefined ? {} : { seed: Number(SEED) })
              }
            )
          )
        }),
      60_000 + SEQUENCES * 2000
    )
  }
})

const PLAIN: Step = { edits: [], damage: "none", parser: "native", scope: "", include: "", options: {} }
