/** After any edits, with scans of any kind in between, an index is what a first scan would make. */
import { ParserManager } from "@drift/parsers/ParserManager"
import type { ScanOptions } from "@drift/runtime/DriftRuntime"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import { Scanner } from "@drift/scanner/Scanner"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { Storage } from "@drift/storage/Storage"
import { assert, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Runtime from "effect/Runtime"
import * as Stream from "effect/Stream"
import { spawnSync } from "node:child_process"
import { chmodSync, existsSync, lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs"
import { dirname, join } from "node:path"
import type { Project } from "./project.js"
import { dump, freshDump, layers, project } from "./project.js"

/** Scripts of twenty steps, and where they begin: DRIFT_FUZZ_SCRIPTS, DRIFT_FUZZ_SEED. A failure tells the seed and the script. */
const SCRIPTS = Number(process.env["DRIFT_FUZZ_SCRIPTS"] ?? 8)
const SEED = process.env["DRIFT_FUZZ_SEED"]
const STEPS = 20

const PATHS = ["a.ts", "b.ts", "lib/c.py", "lib/d.go", "e.txt", "tool", "lib/a.ts/x.rb", "lib/deep/er/f.js", "-g é.ts"]
const FOLDERS = ["lib", "lib/deep", "moved", "a.ts"]
const TEXTS = [
  "",
  "export function f() { g() }\n",
  "export function h() { g() }\n",
  "class A {\n  m() {}\n}\n",
  "def f():\n  return 1\n",
  "package p\nfunc F() {}\n",
  "#!/usr/bin/env python3\ndef main():\n  pass\n",
  "function (((\n",
  "a\0b",
  "\xff\xfebinary",
  "\ufeffexport const x = 1\n",
  `export const long = 1\n${"// more\n".repeat(200)}`
]
const RULES = [
  "",
  "*.ts\n",
  "lib/\n",
  "lib/*\n!lib/c.py\n",
  "tool\n[\n",
  "!*.ts\n",
  "/e.txt\ndeep\n",
  "*\n!*/\n!*.py\n"
]
const IGNORE_FILES = [".gitignore", ".driftignore", ".git/info/exclude", "lib/.gitignore", "lib/.driftignore"]

type Edit =
  | { readonly act: "write"; readonly path: string; readonly text: string }
  /** Another content of the same size with the same mtime, which is not yet over. */
  | { readonly act: "race"; readonly path: string }
  | { readonly act: "delete"; readonly path: string }
  | { readonly act: "rename"; readonly path: string; readonly to: string }
  | { readonly act: "touch"; readonly path: string; readonly seconds: number }
  /** 0: nobody may read it. */
  | { readonly act: "chmod"; readonly path: string; readonly mode: number }
  | { readonly act: "link"; readonly path: string; readonly to: string }
  | { readonly act: "ignore"; readonly path: string; readonly text: string }
  | { readonly act: "nest"; readonly path: string; readonly text: string }
  | { readonly act: "branch" }

/** A scan after an edit: to its end, or cut off before its `n`th step. */
type Scan = { readonly options: ScanOptions } | { readonly cutAt: number }

const FUTURE = Math.floor(Date.now() / 1000) + 100_000

const git = (root: string, ...args: ReadonlyArray<string>) =>
  spawnSync("git", ["-C", root, "-c", "user.name=x", "-c", "user.email=x", ...args], {
    env: { PATH: process.env["PATH"], HOME: root, GIT_CONFIG_NOSYSTEM: "1" }
  })

/** No edit may leave the project, whatever links earlier ones have made. */
const staysInside = ({ root }: Project, path: string): boolean => {
  let folder = join(root, dirname(path))
  while (!existsSync(folder)) folder = dirname(folder)
  return `${realpathSync(folder)}/`.startsWith(`${root}/`)
}

/** An edit may not be possible where earlier ones left things; then it does nothing. */
const apply = (edit: Edit, made: Project): void => {
  const absolute = (path: string) => join(made.root, path)
  if ("path" in edit && !staysInside(made, edit.path)) return
  if ("to" in edit && edit.act === "rename" && !staysInside(made, edit.to)) return
  try {
    switch (edit.act) {
      case "write":
        return made.write(edit.path, edit.text)
      case "race": {
        const [one, two] = ["export function one() {}\n", "export function two() {}\n"]
        const before = existsSync(absolute(edit.path)) && made.read(edit.path) === one
        made.write(edit.path, before ? two : one)
        return made.touch(edit.path, FUTURE)
      }
      case "delete":
        return made.delete(edit.path)
      case "rename":
        return made.rename(edit.path, edit.to)
      case "touch":
        return made.touch(edit.path, edit.seconds)
      case "chmod":
        // It follows links, which must not lead to the root.
        return lstatSync(absolute(edit.path)).isSymbolicLink() ? undefined : chmodSync(absolute(edit.path), edit.mode)
      case "link":
        rmSync(absolute(edit.path), { recursive: true, force: true })
        return symlinkSync(edit.to, absolute(edit.path))
      case "ignore":
        return made.write(edit.path, edit.text)
      case "nest":
        mkdirSync(absolute(`${edit.path}/.git/objects`), { recursive: true })
        mkdirSync(absolute(`${edit.path}/.git/refs`))
        made.write(`${edit.path}/.git/HEAD`, "ref: refs/heads/main\n")
        return made.write(`${edit.path}/.git/info/exclude`, edit.text)
      case "branch": {
        git(made.root, "add", "-A")
        git(made.root, "commit", "-q", "-m", "so far")
        git(
          made.root,
          "checkout",
          "-q",
          "-f",
          git(made.root, "branch", "--list", "other").stdout.length > 0 ? "other" : "-b",
          "other"
        )
        return
      }
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error
  }
}

const path = FastCheck.constantFrom(...PATHS)
const folder = FastCheck.constantFrom(...FOLDERS)
const either = FastCheck.oneof(path, folder)
const edit: FastCheck.Arbitrary<Edit> = FastCheck.oneof(
  {
    weight: 5,
    arbitrary: FastCheck.record({
      act: FastCheck.constant("write" as const),
      path,
      text: FastCheck.constantFrom(...TEXTS)
    })
  },
  { weight: 2, arbitrary: FastCheck.record({ act: FastCheck.constant("race" as const), path }) },
  FastCheck.record({ act: FastCheck.constant("delete" as const), path: either }),
  { weight: 2, arbitrary: FastCheck.record({ act: FastCheck.constant("rename" as const), path: either, to: either }) },
  FastCheck.record({
    act: FastCheck.constant("touch" as const),
    path,
    seconds: FastCheck.integer({ min: 1, max: 2_000_000_000 })
  }),
  {
    weight: 2,
    arbitrary: FastCheck.record({
      act: FastCheck.constant("chmod" as const),
      path: either,
      mode: FastCheck.constantFrom(0, 0, 0o644, 0o755)
    })
  },
  FastCheck.record({
    act: FastCheck.constant("link" as const),
    path: either,
    to: FastCheck.constantFrom("b.ts", "lib", ".", "nowhere")
  }),
  {
    weight: 2,
    arbitrary: FastCheck.record({
      act: FastCheck.constant("ignore" as const),
      path: FastCheck.constantFrom(...IGNORE_FILES),
      text: FastCheck.constantFrom(...RULES)
    })
  },
  FastCheck.record({ act: FastCheck.constant("nest" as const), path: folder, text: FastCheck.constantFrom(...RULES) }),
  FastCheck.record({ act: FastCheck.constant("branch" as const) })
)
const between: FastCheck.Arbitrary<Scan | undefined> = FastCheck.oneof(
  FastCheck.constant(undefined),
  FastCheck.record({
    options: FastCheck.constantFrom<ScanOptions>(
      {},
      {},
      { parse: false },
      { force: true },
      { scopes: ["lib"] },
      { scopes: ["a.ts", "lib/deep"] },
      { maxFileSize: 20 },
      { exclude: ["lib"] },
      { include: ["*.ts"] }
    )
  }),
  FastCheck.record({ cutAt: FastCheck.integer({ min: 0, max: 2 }) })
)
const scripts = FastCheck.array(FastCheck.tuple(edit, between), { minLength: STEPS, maxLength: STEPS })

/** What this process may not read, it may not: the superuser is somebody else meanwhile. */
const unprivileged = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  process.getuid?.() === 0
    ? Effect.acquireUseRelease(
        Effect.sync(() => process.seteuid!(65_534)),
        () => effect,
        () => Effect.sync(() => process.seteuid!(0))
      )
    : effect

/** The scanner at hand, which hangs before its `n`th step. */
const hangingAt = (n: number, reached: Deferred.Deferred<void>) =>
  Layer.effect(
    Scanner,
    Effect.map(Scanner, (scanner) =>
      Scanner.of({
        ...scanner,
        scan: (request) => {
          let next = 0
          return Stream.mapEffect(scanner.scan(request), (step) =>
            next++ === n ? Effect.andThen(Deferred.succeed(reached, undefined), Effect.never) : Effect.succeed(step)
          )
        }
      })
    )
  ).pipe(Layer.provide(Scanner.layer))

const knownFiles = Effect.flatMap(Storage, (storage) => storage.loadIndex).pipe(
  Effect.map((index) => new Set(index.paths()))
)

const run = (scan: Scan, root: string) =>
  Effect.gen(function* () {
    const before = yield* knownFiles
    if ("options" in scan) {
      const { options } = scan
      const result = yield* unprivileged(
        Effect.flatMap(DriftRuntime, (runtime) => Effect.either(runtime.scan(options)))
      )
      if (Either.isLeft(result)) {
        // A scope that is not there, and never was.
        if (options.scopes !== undefined && result.left.message.startsWith("No such directory")) return
        return yield* Effect.fail(result.left)
      }
      const { diff } = result.right
      for (const { path } of diff.errors) {
        // A file that cannot be read, or what is below a folder that cannot, is never removed.
        const lost = diff.removed.filter((removed) => removed === path || removed.startsWith(`${path}/`))
        assert.deepStrictEqual(lost, [], `unreadable: ${path}`)
      }
      return
    }
    const reached = yield* Deferred.make<void>()
    const runtime = DriftRuntime.layer({ root }).pipe(Layer.provide(hangingAt(scan.cutAt, reached)))
    yield* unprivileged(
      Effect.gen(function* () {
        const fiber = yield* Effect.fork(Effect.flatMap(DriftRuntime, ({ scan }) => scan()))
        yield* Effect.raceFirst(Deferred.await(reached), Fiber.await(fiber))
        yield* Fiber.interrupt(fiber)
      }).pipe(Effect.provide(runtime))
    )
    if (!(yield* Deferred.isDone(reached))) return
    const after = yield* knownFiles
    assert.deepStrictEqual(
      [...before].filter((path) => !after.has(path)),
      [],
      "removed by a scan that was cut off"
    )
  })

/** Who the scans run as may not be able to read where the engine and its grammars are, so they are loaded before. */
const loadGrammars = Effect.flatMap(ParserManager, (parser) =>
  parser.parseBatch(
    (["typescript", "python", "go", "ruby", "javascript"] as const).map((language) => ({
      path: language,
      language,
      source: { _tag: "Bytes", bytes: new Uint8Array(0) },
      stat: { size: 0, mtimeSecs: 0, mtimeNanos: 0 },
      racy: false
    }))
  )
)

const storages = {
  memory: () => Storage.layerMemory,
  SQLite: (folder: string) => SqliteStorage.layer({ path: join(folder, "drift.db") })
} as const

// It remembers nothing, so that a fresh scan to compare with is one.
it.layer(ParserManager.layerInProcess({ cacheBytes: 0 }))((it) => {
  for (const [name, storage] of Object.entries(storages)) {
    const count = name === "memory" ? SCRIPTS : Math.ceil(SCRIPTS / 4)
    it.scoped(
      `is the same after ${count} scripts of ${STEPS} edits as after a first scan, and loses nothing meanwhile (${name})`,
      () =>
        Effect.flatMap(Effect.zipRight(loadGrammars, Effect.runtime<ParserManager>()), (parsing) =>
          Effect.promise(() =>
            FastCheck.assert(
              FastCheck.asyncProperty(scripts, (script) => Runtime.runPromise(parsing)(follow(script, storage))),
              { numRuns: count, ...(SEED === undefined ? {} : { seed: Number(SEED) }) }
            )
          )
        ),
      60_000 + count * 3000
    )
  }
})

const follow = (
  script: ReadonlyArray<readonly [Edit, Scan | undefined]>,
  storage: (folder: string) => Layer.Layer<Storage>
) =>
  Effect.scoped(
    Effect.gen(function* () {
      const folder = yield* project()
      const made = yield* project({ "a.ts": "export function a() {}\n", "lib/always.py": "x = 1\n" })
      chmodSync(made.root, 0o755)
      // The database is written to whoever scans.
      for (const name of ["drift.db", "drift.db.lock"]) folder.write(name, "")
      for (const name of ["", "drift.db", "drift.db.lock"]) chmodSync(join(folder.root, name), 0o777)
      git(made.root, "init", "-q", "-b", "main")
      yield* Effect.gen(function* () {
        yield* run({ options: {} }, made.root)
        for (const [edit, scan] of script) {
          apply(edit, made)
          if (scan !== undefined) yield* run(scan, made.root)
        }
        // Everything may be read at last.
        spawnSync("chmod", ["-R", "u+rwX,a+rX", made.root])
        yield* run({ options: {} }, made.root)
        assert.deepStrictEqual(yield* dump, yield* freshDump(made.root))
        const again = yield* Effect.flatMap(DriftRuntime, (runtime) => runtime.scan())
        assert.deepStrictEqual(
          [again.diff.added, again.diff.modified, again.diff.removed, again.parse.parsedNow],
          [[], [], [], 0]
        )
      }).pipe(Effect.provide(layers(storage(folder.root), { root: made.root })))
    })
  )
