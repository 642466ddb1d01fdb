/** What every backend of `Scanner` promises. */
import { toHex } from "@drift/core/ContentHash"
import type { FileIndex, IndexedFile } from "@drift/core/FileIndex"
import type { Source } from "@drift/core/ParseJob"
import { compareUtf8 } from "@drift/core/Text"
import { assert, describe, it } from "@effect/vitest"
import { xxh3 } from "@node-rs/xxhash"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as fs from "node:fs"
import * as path from "node:path"
import { fileURLToPath } from "node:url"
import { DEFAULT_IGNORES } from "../src/IgnoreRules.js"
import type { PermissionDenied, ScanError, ScanRequest, ScanStep } from "../src/Scanner.js"
import { Random } from "./random.js"
import type { Result } from "./support.js"
import { gatherFrom, indexOf } from "./support.js"

export type Files = Readonly<Record<string, string | Uint8Array>>

/** A tree that a backend scans, and that can be edited. */
export interface Project {
  readonly root: string
  /** From now on these files have this content, or are not there where it is undefined. */
  readonly edit: (changes: Readonly<Record<string, string | Uint8Array | undefined>>) => void
  readonly stream: (request?: Partial<ScanRequest>) => Stream.Stream<ScanStep, ScanError | PermissionDenied>
}

export interface DeniableProject extends Project {
  /** This file cannot be read, until it is edited. */
  readonly deny: (path: string) => void
}

export type Backend<P extends Project = Project> = (files: Files) => Effect.Effect<P, never, Scope.Scope>

const scan = (
  project: Project,
  request: Partial<ScanRequest> = {}
): Effect.Effect<Result, ScanError | PermissionDenied> => gatherFrom(project.stream(request))

const pathsOf = (project: Project, request: Partial<ScanRequest> = {}) =>
  Effect.map(scan(project, request), ({ paths }) => paths)

const textOf = (source: Source): string | undefined =>
  source._tag === "Bytes" ? Buffer.from(source.bytes).toString() : undefined

const many = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`d${i % 7}/f${String(i).padStart(5, "0")}.ts`, String(i)])
  )

const diffOf = ({ added, modified, removed, unchanged }: Result) => ({ added, modified, removed, unchanged })

const filesBelow = (folder: string): Files =>
  Object.fromEntries(
    fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file), fs.readFileSync(file)])
  )

/** All of it, for one backend. */
export const contract = (name: string, backend: Backend): void => {
  const inProject = <A, E>(files: Files, body: (project: Project) => Effect.Effect<A, E, Scope.Scope>) =>
    Effect.flatMap(backend(files), body)

  describe(`${name}: steps`, () => {
    it.scopedLive("Discovered, then chunks of at most 512 files in order, then Finished", () =>
      inProject(many(1100), (project) =>
        Effect.gen(function* () {
          const result = yield* scan(project)
          assert.deepStrictEqual(
            result.steps.map((step) => (step._tag === "Files" ? step.files.length : step._tag)),
            ["Discovered", 512, 512, 76, "Finished"]
          )
          const [first] = result.steps
          assert.deepStrictEqual(first, { _tag: "Discovered", total: 1100, totalBytes: result.stats.totalSizeBytes })
          assert.deepStrictEqual(result.paths, Object.keys(many(1100)).sort())
          assert.strictEqual(result.stats.totalFiles, 1100)
        })
      )
    )

    it.scopedLive("an interrupted scan ends between steps and never finishes", () =>
      inProject(many(1100), (project) =>
        Effect.gen(function* () {
          const tags: Array<string> = []
          const fiber = yield* project.stream().pipe(
            Stream.tap((step) => {
              tags.push(step._tag)
              return step._tag === "Files" ? Effect.never : Effect.void
            }),
            Stream.runDrain,
            Effect.fork
          )
          while (!tags.includes("Files")) yield* Effect.sleep("1 millis")
          const exit = yield* Fiber.interrupt(fiber)
          assert.isTrue(Exit.isInterrupted(exit))
          assert.deepStrictEqual(tags, ["Discovered", "Files"])
        })
      )
    )

    it.scopedLive("a tree without files gives no files", () =>
      inProject({ "a.ts": "" }, (project) =>
        Effect.gen(function* () {
          const previous = indexOf(yield* scan(project))
          project.edit({ "a.ts": undefined })
          const result = yield* scan(project, { previous })
          assert.deepStrictEqual(
            result.steps.map((step) => step._tag),
            ["Discovered", "Finished"]
          )
          assert.deepStrictEqual([result.removed, result.problems, result.stats.totalFiles], [["a.ts"], [], 0])
        })
      )
    )
  })

  describe(`${name}: what is found`, () => {
    it.scopedLive("every regular file, hidden ones too, in the order of the UTF-8 bytes of the whole paths", () => {
      const names = ["a/b", "a.b", "a-b", "a0", "ab/c", ".hidden/x", ".x", "z", "\uFF5E", "😀", "😀x/y", "\uE000/q"]
      return inProject(Object.fromEntries(names.map((each) => [each, ""])), (project) =>
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* pathsOf(project), [...names].sort(compareUtf8))
        })
      )
    })

    it.scopedLive("odd names byte for byte", () => {
      const names = ["new\nline", 'qu"ote', "ap'os", "back\\slash", "-dash", "e\u0301", "é", "漢字", "שלום", "a b", "#"]
      names.push("$HOME", "(x)", "a&b", "`id`", "*", "\uFFFD", " ", "tab\t")
      const files = Object.fromEntries(
        names.flatMap((each) => [
          [`${each}.ts`, "x"],
          [`dir ${each}/f.py`, "y"]
        ])
      )
      return inProject(files, (project) =>
        Effect.gen(function* () {
          const { paths, problems } = yield* scan(project)
          assert.deepStrictEqual([paths, problems], [Object.keys(files).sort(compareUtf8), []])
        })
      )
    })

    it.scopedLive("256 nested directories", () => {
      const deep = `${"d/".repeat(256)}x.ts`
      return inProject({ [deep]: "export {}" }, (project) =>
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* pathsOf(project), [deep])
        })
      )
    })
  })

  describe(`${name}: what is ignored`, () => {
    it.scopedLive("the fixture of nested ignore files shows exactly the files listed beside it", () => {
      const fixture = fileURLToPath(new URL("../../../test-fixtures/ignore-tree", import.meta.url))
      return inProject(filesBelow(`${fixture}/repo`), (project) =>
        Effect.gen(function* () {
          const expected = fs.readFileSync(`${fixture}/expected.txt`, "utf8").trimEnd().split("\n")
          assert.deepStrictEqual(yield* pathsOf(project), expected)
        })
      )
    })

    it.scopedLive("directories with the default names, counted once each; files with these names are kept", () => {
      // No git repository can have a `.git` in it.
      const names = DEFAULT_IGNORES.filter((each) => each !== ".git")
      const kept = names.map((each) => `files/${each}`)
      const files = Object.fromEntries(
        [...names.flatMap((each) => [`${each}/a.ts`, `deep/${each}/b.ts`]), ...kept, "main.ts"].map((each) => [
          each,
          ""
        ])
      )
      return inProject(files, (project) =>
        Effect.gen(function* () {
          const { paths, stats } = yield* scan(project)
          assert.deepStrictEqual(paths, [...kept, "main.ts"].sort(compareUtf8))
          assert.strictEqual(stats.filesSkippedIgnored, 34)
        })
      )
    })

    it.scopedLive("nothing in .drift, whatever a .driftignore says", () =>
      inProject({ ".driftignore": "!.drift\n!*\n", ".drift/drift.db": "", "x/.drift": "", "a.ts": "" }, (project) =>
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* pathsOf(project), [".driftignore", "a.ts"])
        })
      )
    )

    it.scopedLive("a deeper .driftignore overrides the one above; a lifted directory stays lifted below", () =>
      inProject(
        {
          ".driftignore": "*.gen.ts\n!build/\n",
          ".gitignore": "build/\n",
          "a.gen.ts": "",
          "keep/.driftignore": "!*.gen.ts\n",
          "keep/b.gen.ts": "",
          "keep/deep/c.gen.ts": "",
          "other/d.gen.ts": "",
          "build/out.ts": "",
          "build/sub/out.ts": ""
        },
        (project) =>
          Effect.gen(function* () {
            assert.deepStrictEqual(yield* pathsOf(project), [
              ".driftignore",
              ".gitignore",
              "build/out.ts",
              "build/sub/out.ts",
              "keep/.driftignore",
              "keep/b.gen.ts",
              "keep/deep/c.gen.ts"
            ])
          })
      )
    )

    it.scopedLive("exclude patterns outrank every ignore file and touch nothing else", () =>
      inProject(
        {
          ".driftignore": "!*.generated.ts\n",
          "a.generated.ts": "",
          "b.ts": "",
          "x/c.generated.ts": "",
          "x/d.ts": ""
        },
        (project) =>
          Effect.gen(function* () {
            assert.deepStrictEqual(yield* pathsOf(project, { exclude: ["*.generated.ts"] }), [
              ".driftignore",
              "b.ts",
              "x/d.ts"
            ])
          })
      )
    )

    it.scopedLive("include is a filter after the ignore rules", () =>
      inProject(
        {
          ".gitignore": "src/ignored.ts\n",
          "src/a.ts": "",
          "src/ignored.ts": "",
          "src/x/b.py": "",
          "lib/c.ts": "",
          "d.py": ""
        },
        (project) =>
          Effect.gen(function* () {
            const included = (include: ReadonlyArray<string>) => pathsOf(project, { include })
            assert.deepStrictEqual(yield* included(["src/**"]), ["src/a.ts", "src/x/b.py"])
            assert.deepStrictEqual(yield* included(["src", "*.py"]), ["d.py", "src/a.ts", "src/x/b.py"])
            assert.deepStrictEqual(yield* included(["*.ts", "!lib/**"]), ["src/a.ts"])
          })
      )
    )

    it.scopedLive("what an edit of an ignore file excludes from now on is removed, and comes back with it", () =>
      inProject({ ".gitignore": "", "a.ts": "a", "b/a.ts": "b" }, (project) =>
        Effect.gen(function* () {
          const first = yield* scan(project)
          project.edit({ ".gitignore": "/a.ts\n" })
          const second = yield* scan(project, { previous: indexOf(first) })
          assert.deepStrictEqual([second.modified, second.removed], [[".gitignore"], ["a.ts"]])
          project.edit({ ".gitignore": undefined })
          const third = yield* scan(project, { previous: indexOf(second) })
          assert.deepStrictEqual([third.added, third.removed], [["a.ts"], [".gitignore"]])
        })
      )
    )
  })

  describe(`${name}: scopes`, () => {
    const TREE = {
      "src/a.ts": "a",
      "src/x/b.ts": "b",
      "src/.gitignore": "skip\n",
      "src/x/skip": "",
      "srcs/c.ts": "c",
      "d.ts": "d"
    }

    it.scopedLive("restrict the walk; ignore files above them still hold", () =>
      inProject(TREE, (project) =>
        Effect.gen(function* () {
          const scoped = (...scopes: ReadonlyArray<string>) => pathsOf(project, { scopes })
          assert.deepStrictEqual(yield* scoped("src/x"), ["src/x/b.ts"])
          assert.deepStrictEqual(yield* scoped("./src/", "d.ts"), ["d.ts", "src/.gitignore", "src/a.ts", "src/x/b.ts"])
          assert.deepStrictEqual(yield* scoped("src/x/skip"), [])
          assert.strictEqual((yield* scoped("src", ".")).length, 5)
        })
      )
    )

    it.scopedLive("nothing outside them, or outside include, is ever removed", () =>
      inProject(TREE, (project) =>
        Effect.gen(function* () {
          const previous = indexOf(yield* scan(project))
          project.edit({ "src/a.ts": undefined, "src/x/b.ts": undefined, "srcs/c.ts": undefined, "d.ts": undefined })
          const removed = (request: Partial<ScanRequest>) =>
            Effect.map(scan(project, { previous, ...request }), (result) => result.removed)
          assert.deepStrictEqual(yield* removed({ scopes: ["src"] }), ["src/a.ts", "src/x/b.ts"])
          assert.deepStrictEqual(yield* removed({ scopes: ["src/x"] }), ["src/x/b.ts"])
          assert.deepStrictEqual(yield* removed({ scopes: ["d.ts"] }), ["d.ts"])
          assert.deepStrictEqual(yield* removed({ include: ["src/x/"] }), ["src/x/b.ts"])
          assert.deepStrictEqual(yield* removed({ scopes: ["src"], include: ["srcs/"] }), [])
          assert.deepStrictEqual(yield* removed({}), ["d.ts", "src/a.ts", "src/x/b.ts", "srcs/c.ts"])
        })
      )
    )

    it.scopedLive("one that is gone is removed when it was known, and else an error", () =>
      inProject(TREE, (project) =>
        Effect.gen(function* () {
          const previous = indexOf(yield* scan(project))
          project.edit({
            "src/a.ts": undefined,
            "src/x/b.ts": undefined,
            "src/.gitignore": undefined,
            "src/x/skip": undefined
          })
          const result = yield* scan(project, { previous, scopes: ["src"] })
          assert.deepStrictEqual([result.paths, result.removed], [[], ["src/.gitignore", "src/a.ts", "src/x/b.ts"]])
          const error = yield* Effect.flip(scan(project, { previous, scopes: ["lib"] }))
          assert.deepStrictEqual(
            [error._tag, error.code, error.message],
            ["ScanError", "SCAN_ERROR", `No such directory: ${project.root}/lib`]
          )
          const outside = yield* Effect.flip(scan(project, { scopes: ["../x"] }))
          assert.strictEqual(outside.message, `No such directory: ${project.root}/../x`)
        })
      )
    )
  })

  describe(`${name}: content`, () => {
    it.scopedLive("hashes depend on the bytes alone; an empty file has the hash of nothing", () =>
      inProject({ "empty.ts": "", "hello.txt": "hello world", "x/copy.py": "hello world" }, (project) =>
        Effect.gen(function* () {
          const { file } = yield* scan(project)
          const hex = (each: string) => toHex(file(each).entry.contentHash ?? 0n)
          assert.deepStrictEqual(["empty.ts", "hello.txt", "x/copy.py"].map(hex), [
            "2d06800538d394c2",
            "d447b1ea40e6988b",
            "d447b1ea40e6988b"
          ])
          assert.deepStrictEqual([file("empty.ts").entry.fileSize, file("empty.ts").entry.outcome], [0, undefined])
        })
      )
    )

    it.scopedLive("languages come from extension, well-known name and shebang; the rest has none", () =>
      inProject(
        {
          "A.TS": "",
          "m.kts": "",
          Rakefile: "",
          tool: "#!/usr/bin/node\n",
          "tool.txt": "#!/usr/bin/node\n",
          plain: "text",
          "c.c": ""
        },
        (project) =>
          Effect.gen(function* () {
            const expected = [
              ["A.TS", "typescript", undefined],
              ["Rakefile", "ruby", undefined],
              ["c.c", undefined, "noLanguage"],
              ["m.kts", "kotlin", undefined],
              ["plain", undefined, "noLanguage"],
              ["tool", "javascript", undefined],
              ["tool.txt", undefined, "noLanguage"]
            ]
            const languagesIn = ({ files }: Result) =>
              files.map(({ entry }) => [entry.path, entry.language, entry.outcome])
            const first = yield* scan(project)
            assert.deepStrictEqual(languagesIn(first), expected)
            assert.deepStrictEqual(first.stats.languagesFound, { typescript: 1, ruby: 1, kotlin: 1, javascript: 1 })
            // Nor are they forgotten where nothing is read.
            const second = yield* scan(project, { previous: indexOf(first) })
            assert.deepStrictEqual(
              languagesIn(second),
              expected.map(([file, language, outcome]) => [file, language, outcome ?? "parsed"])
            )
            assert.strictEqual(second.stats.cacheHitRate, 1)
          })
      )
    )

    it.scopedLive("binary and undecodable files are entries with a hash and a reason", () => {
      const nul = (before: number) => Buffer.concat([Buffer.alloc(before, 97), Buffer.from([0])])
      return inProject(
        {
          "binary.ts": nul(8191),
          "late.ts": nul(8192),
          "image.png": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]),
          "utf16.ts": Buffer.from("\uFEFFlet a = 1", "utf16le"),
          "broken16.ts": Buffer.from([0xff, 0xfe, 0x00, 0xd8]),
          "utf32.ts": Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]),
          "latin1.ts": Buffer.from([0x2f, 0x2f, 0xe9]),
          "crlf.ts": "a\r\nb\r\n"
        },
        (project) =>
          Effect.gen(function* () {
            const { file, files, stats } = yield* scan(project)
            assert.deepStrictEqual(
              files.map(({ entry }) => [entry.path, entry.outcome]),
              [
                ["binary.ts", "skippedBinary"],
                ["broken16.ts", "skippedEncoding"],
                ["crlf.ts", undefined],
                ["image.png", "skippedBinary"],
                ["late.ts", undefined],
                ["latin1.ts", undefined],
                ["utf16.ts", undefined],
                ["utf32.ts", "skippedEncoding"]
              ]
            )
            assert.strictEqual(file("binary.ts").entry.contentHash, xxh3.xxh64(nul(8191)))
            assert.strictEqual(file("crlf.ts").entry.contentHash, xxh3.xxh64("a\r\nb\r\n"))
            assert.deepStrictEqual([stats.filesSkippedBinary, stats.filesSkippedEncoding], [2, 2])
          })
      )
    })

    it.scopedLive("a file over the limit is an entry without a hash; the limit itself is allowed", () =>
      inProject({ "big.ts": "x".repeat(101), "fits.ts": "x".repeat(100) }, (project) =>
        Effect.gen(function* () {
          const first = yield* scan(project, { maxFileSize: 100 })
          const big = first.file("big.ts").entry
          assert.deepStrictEqual([big.outcome, big.contentHash, big.fileSize], ["skippedLarge", undefined, 101])
          assert.strictEqual(first.stats.filesSkippedLarge, 1)
          const again = yield* scan(project, { maxFileSize: 100, previous: indexOf(first) })
          assert.deepStrictEqual([again.unchanged, again.stats.cacheHitRate], [["big.ts", "fits.ts"], 1])
          const raised = yield* scan(project, { maxFileSize: 200, previous: indexOf(first) })
          assert.deepStrictEqual([raised.modified, raised.file("big.ts").entry.outcome], [["big.ts"], undefined])
        })
      )
    )

    it.scopedLive("growing past the limit or becoming binary is a modification", () =>
      inProject({ "a.ts": "a", "b.ts": "b" }, (project) =>
        Effect.gen(function* () {
          const previous = indexOf(yield* scan(project, { maxFileSize: 100 }))
          project.edit({ "a.ts": "a".repeat(101), "b.ts": "b\0" })
          const { files, removed } = yield* scan(project, { maxFileSize: 100, previous })
          assert.deepStrictEqual(
            files.map(({ entry }) => [entry.path, entry.status, entry.outcome]),
            [
              ["a.ts", "modified", "skippedLarge"],
              ["b.ts", "modified", "skippedBinary"]
            ]
          )
          assert.deepStrictEqual(removed, [])
        })
      )
    )
  })

  describe(`${name}: compared with the last scan`, () => {
    it.scopedLive("added, modified, removed and unchanged are told apart, however small the edit", () =>
      inProject({ "a.ts": "1", "b.ts": "2", "c.ts": "3" }, (project) =>
        Effect.gen(function* () {
          const first = yield* scan(project)
          assert.deepStrictEqual(diffOf(first), {
            added: ["a.ts", "b.ts", "c.ts"],
            modified: [],
            removed: [],
            unchanged: []
          })
          project.edit({ "b.ts": "0", "d.ts": "4" })
          const second = yield* scan(project, { previous: indexOf(first) })
          assert.deepStrictEqual(diffOf(second), {
            added: ["d.ts"],
            modified: ["b.ts"],
            removed: [],
            unchanged: ["a.ts", "c.ts"]
          })
          project.edit({ "a.ts": undefined, "d.ts": undefined })
          const third = yield* scan(project, { previous: indexOf(second) })
          assert.deepStrictEqual(diffOf(third), {
            added: [],
            modified: [],
            removed: ["a.ts", "d.ts"],
            unchanged: ["b.ts", "c.ts"]
          })
          assert.deepStrictEqual([third.stats.cacheHitRate, third.files.some(({ stale }) => stale)], [1, false])
        })
      )
    )

    it.scopedLive("a file may become a folder, and a folder a file", () =>
      inProject({ a: "1", "b/c": "2", "b/d/e": "3" }, (project) =>
        Effect.gen(function* () {
          const first = yield* scan(project)
          project.edit({ a: undefined, "b/c": undefined, "b/d/e": undefined })
          project.edit({ "a/x": "1", b: "2" })
          const second = yield* scan(project, { previous: indexOf(first) })
          assert.deepStrictEqual(
            [second.added, second.removed],
            [
              ["a/x", "b"],
              ["a", "b/c", "b/d/e"]
            ]
          )
        })
      )
    )

    it.scopedLive("after any edits, what is found and changed is what the edits were", () =>
      inProject({ "start.ts": "" }, (project) =>
        Effect.gen(function* () {
          const random = new Random(7)
          const names = ["a.ts", "b.py", "c/d.ts", "c/e", "f/g/h.rb", "f/g/i.ts", "f/j.go", "k l/m.ts"]
          const now = new Map<string, string>([["start.ts", ""]])
          let last = yield* scan(project)
          for (let round = 0; round < 12; round++) {
            const before = new Map(now)
            const changes: Record<string, string | undefined> = {}
            for (let i = 0; i < 3; i++) {
              const file = random.pick(names)
              const content = random.below(3) === 0 ? undefined : String(random.below(4))
              changes[file] = content
              if (content === undefined) now.delete(file)
              else now.set(file, content)
            }
            project.edit(changes)
            const result = yield* scan(project, { previous: indexOf(last) })
            const paths = [...now.keys()].sort(compareUtf8)
            assert.deepStrictEqual(
              diffOf(result),
              {
                added: paths.filter((each) => !before.has(each)),
                modified: paths.filter((each) => before.has(each) && before.get(each) !== now.get(each)),
                removed: [...before.keys()].filter((each) => !now.has(each)).sort(compareUtf8),
                unchanged: paths.filter((each) => before.get(each) === now.get(each))
              },
              `round ${round}, ${JSON.stringify(changes)}`
            )
            last = result
          }
        })
      )
    )

    it.scopedLive("force reads every file; equal content stays unchanged", () =>
      inProject({ "a.ts": "1", "b.ts": "2" }, (project) =>
        Effect.gen(function* () {
          const result = yield* scan(project, { previous: indexOf(yield* scan(project)), force: true })
          assert.deepStrictEqual([result.unchanged, result.stats.cacheHitRate], [["a.ts", "b.ts"], 0])
          assert.isTrue(result.files.every((file) => !file.stale))
        })
      )
    )

    it.scopedLive("another algorithm reads every file once, and changes none", () =>
      inProject({ "a.ts": "1", "b.ts": "2" }, (project) =>
        Effect.gen(function* () {
          const first = yield* scan(project)
          project.edit({ "b.ts": "3" })
          const second = yield* scan(project, { previous: indexOf(first), hashAlgorithm: "blake3" })
          assert.deepStrictEqual(
            second.files.map(({ entry }) => [entry.path, entry.status, typeof entry.contentHash]),
            [
              ["a.ts", "unchanged", "string"],
              ["b.ts", "modified", "string"]
            ]
          )
          const third = yield* scan(project, { previous: indexOf(second), hashAlgorithm: "blake3" })
          assert.deepStrictEqual([second.stats.cacheHitRate, third.stats.cacheHitRate], [0, 1])
        })
      )
    )

    it.scopedLive("a file that moved is a rename beside being added and removed", () =>
      inProject({ "a.ts": "content", "b.ts": "other" }, (project) =>
        Effect.gen(function* () {
          const previous = indexOf(yield* scan(project))
          project.edit({ "a.ts": undefined, "c/d.ts": "content" })
          const { added, removed, steps } = yield* scan(project, { previous })
          const last = steps.at(-1)
          assert.deepStrictEqual([added, removed], [["c/d.ts"], ["a.ts"]])
          assert.deepStrictEqual(last?._tag === "Finished" ? last.renames : [], [{ from: "a.ts", to: "c/d.ts" }])
        })
      )
    )

    it.effect("the time of day makes no difference to what is trusted", () =>
      Effect.scoped(
        inProject({ "a.ts": "1" }, (project) =>
          Effect.gen(function* () {
            yield* TestClock.setTime(Date.UTC(2040, 0))
            const previous = indexOf(yield* scan(project))
            assert.strictEqual((yield* scan(project, { previous })).stats.cacheHitRate, 1)
          })
        )
      )
    )
  })

  describe(`${name}: bytes`, () => {
    const FILES = {
      "a.ts": "one",
      "b.txt": "no language",
      "binary.ts": "\0",
      "large.ts": "x".repeat(200),
      "z.ts": ""
    }
    const request = { keepBytes: true, maxFileSize: 100 }
    const kept = ({ files }: Result) =>
      files.flatMap(({ entry, source }) =>
        source._tag === "Bytes" && source.owned === true ? [[entry.path, textOf(source)]] : []
      )

    it.scopedLive("of files that are to be parsed come along when asked for, and only of them", () =>
      inProject(FILES, (project) =>
        Effect.gen(function* () {
          const first = yield* scan(project, request)
          assert.deepStrictEqual(kept(first), [
            ["a.ts", "one"],
            ["z.ts", ""]
          ])
          project.edit({ "z.ts": "edited" })
          const second = yield* scan(project, { ...request, previous: indexOf(first) })
          assert.deepStrictEqual(kept(second), [["z.ts", "edited"]])
          const forced = yield* scan(project, { ...request, previous: indexOf(second), force: true })
          assert.deepStrictEqual(kept(forced), [])
        })
      )
    )

    it.scopedLive("can be had of every file that is to be parsed, also where it did not change", () =>
      inProject({ ...FILES, tool: "#!/usr/bin/env node\n" }, (project) =>
        Effect.gen(function* () {
          const bytesOf = ({ files }: Result, wanted: string) => {
            const source = files.find(({ entry }) => entry.path === wanted)?.source
            return source?._tag === "Path" ? fs.readFileSync(source.absolutePath, "utf8") : textOf(source!)
          }
          const first = yield* scan(project, request)
          assert.deepStrictEqual([bytesOf(first, "a.ts"), bytesOf(first, "tool")], ["one", "#!/usr/bin/env node\n"])
          const previous: FileIndex = indexOf(first)
          const isOutdated = (file: IndexedFile) => file.path === "a.ts" || file.path === "tool"
          const second = yield* scan(project, { ...request, previous, isOutdated })
          assert.deepStrictEqual([bytesOf(second, "a.ts"), bytesOf(second, "tool")], ["one", "#!/usr/bin/env node\n"])
          assert.deepStrictEqual(second.modified, [])
          assert.isTrue(second.files.every(({ stale }) => !stale))
        })
      )
    )

    it.scopedLive("lie in buffers of about a batch each, one after the other, and make steps shorter", () => {
      const sizes = Array.from({ length: 100 }, (_, i) => (i === 50 ? 700_000 : 30_000 + i))
      const files = Object.fromEntries(sizes.map((size, i) => [`${100 + i}.ts`, `${i} `.padEnd(size, "x")]))
      return inProject(files, (project) =>
        Effect.gen(function* () {
          const result = yield* scan(project, { keepBytes: true })
          const buffers: Array<ArrayBufferLike> = []
          result.files.forEach(({ entry, source }, i) => {
            assert.isTrue(source._tag === "Bytes" && source.owned === true)
            if (source._tag !== "Bytes") return
            assert.strictEqual(entry.contentHash, xxh3.xxh64(source.bytes))
            assert.strictEqual(textOf(source), `${i} `.padEnd(sizes[i]!, "x"))
            if (source.bytes.buffer !== buffers.at(-1)) buffers.push(source.bytes.buffer)
          })
          assert.strictEqual(new Set(buffers).size, buffers.length)
          assert.deepStrictEqual(
            buffers.map(({ byteLength }) => Math.round(byteLength / 1024)),
            [448, 448, 448, 448, 704, 448, 448, 448, 448]
          )
          const sizeOf = (step: ScanStep) =>
            step._tag === "Files" ? step.files.reduce((sum, { entry }) => sum + entry.fileSize, 0) : 0
          assert.isTrue(result.steps.every((step) => sizeOf(step) <= 1024 * 1024 + 700_000))
        })
      )
    })

    it.scopedLive("of at most 512 files share a buffer", () => {
      const files = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`${1000 + i}.ts`, "x"]))
      return inProject(files, (project) =>
        Effect.gen(function* () {
          const counts = new Map<ArrayBufferLike, number>()
          for (const { source } of (yield* scan(project, { keepBytes: true })).files) {
            if (source._tag === "Bytes") counts.set(source.bytes.buffer, (counts.get(source.bytes.buffer) ?? 0) + 1)
          }
          assert.deepStrictEqual([...counts.values()], [512, 88])
        })
      )
    })
  })
}

/** For a backend where not every file can be read. */
export const contractOfFailures = (name: string, backend: Backend<DeniableProject>): void => {
  it.scopedLive(`${name}: an unreadable file is a problem, never removed, and read again when it can be`, () =>
    Effect.flatMap(backend({ "a.ts": "a", "locked.ts": "l", "gone.ts": "n" }), (project) =>
      Effect.gen(function* () {
        const previous = indexOf(yield* scan(project))
        project.edit({ "gone.ts": undefined, "new.ts": "new" })
        project.deny("locked.ts")
        project.deny("new.ts")
        const second = yield* scan(project, { previous, force: true })
        assert.deepStrictEqual(
          second.files.map(({ entry, problem }) => [entry.path, entry.status, entry.outcome, problem?.code]),
          [
            ["a.ts", "unchanged", "parsed", undefined],
            ["locked.ts", "unchanged", "failed", "SCAN_ERROR"],
            ["new.ts", "added", "failed", "SCAN_ERROR"]
          ]
        )
        assert.match(second.file("locked.ts").problem?.message ?? "", /locked\.ts/)
        assert.deepStrictEqual(second.removed, ["gone.ts"])
        project.edit({ "locked.ts": "l", "new.ts": "new" })
        const third = yield* scan(project, { previous: indexOf(second) })
        assert.deepStrictEqual(
          third.files.map(({ entry }) => entry.outcome),
          ["parsed", undefined, undefined]
        )
      })
    )
  )
}
