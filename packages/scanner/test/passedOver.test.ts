/** What is passed over is counted, listed and explained, and links that are followed lead nowhere they should not. */
import type { SkippedEntry } from "@drift/core/Scan"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as net from "node:net"
import type { FileSystemCalls } from "../src/internal/fileSystem.js"
import { nodeFileSystem } from "../src/internal/fileSystem.js"
import { load } from "../src/internal/nativeFileSystem.js"
import type { ExplainRequest } from "../src/Scanner.js"
import { explain, indexOf, NO_GIT, scan, temporaryDirectory, write } from "./support.js"

const REPOSITORY = { ".git/HEAD": "ref: refs/heads/main\n", ".git/objects/x": "", ".git/refs/x": "" }

const skippedOf = (finished: { readonly skipped: ReadonlyArray<SkippedEntry> }): Readonly<Record<string, string>> =>
  Object.fromEntries(
    finished.skipped.map(({ isDirectory, line, path, pattern, reason, source }) => [
      isDirectory ? `${path}/` : path,
      pattern === undefined ? reason : `${reason} ${source}:${line} ${pattern}`
    ])
  )

const backends: Readonly<Record<string, FileSystemCalls>> = { node: nodeFileSystem, addon: load() }

for (const [backend, calls] of Object.entries(backends)) {
  describe(`what is passed over (${backend})`, () => {
    it.scopedLive("is counted and listed by reason, with the pattern and its place", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        const home = yield* temporaryDirectory
        write(home, { ".config/git/ignore": "*.global\n" })
        write(root, {
          ...REPOSITORY,
          ".git/info/exclude": "*.info\n",
          ".gitignore": "# one\n*.git-é\n",
          ".driftignore": "*.drift\n",
          "sub/.gitignore": "/here\n",
          "sub/here/a.ts": "",
          "a.global": "",
          "a.info": "",
          "a.git-é": "",
          "a.drift": "",
          "a.extra": "",
          "a.ts": "",
          "build/a.ts": "",
          "build/b.ts": ""
        })
        fs.symlinkSync("a.ts", `${root}/link.ts`)
        execFileSync("mkfifo", [`${root}/pipe`])
        const environment = { ...NO_GIT, home }
        const options = { fs: calls, environment, exclude: ["*.extra"], include: ["*", "!a.ts"] }
        const { paths, skipped, stats } = yield* scan(root, { ...options, listSkipped: true })
        assert.deepStrictEqual(paths, [".driftignore", ".gitignore", "sub/.gitignore"])
        assert.deepStrictEqual(skippedOf({ skipped }), {
          "a.drift": "driftignore .driftignore:1 *.drift",
          "a.extra": "exclude exclude:1 *.extra",
          "a.git-é": "gitignore .gitignore:2 *.git-é",
          "a.global": `globalIgnore ${home}/.config/git/ignore:1 *.global`,
          "a.info": `infoExclude ${root}/.git/info/exclude:1 *.info`,
          "a.ts": "include",
          "build/": "default default:4 build/",
          "link.ts": "link",
          pipe: "special",
          "sub/here/": "gitignore sub/.gitignore:1 /here"
        })
        assert.deepStrictEqual(stats.skipped, {
          driftignore: 1,
          exclude: 1,
          gitignore: 2,
          globalIgnore: 1,
          infoExclude: 1,
          include: 1,
          default: 1,
          link: 1,
          special: 1
        })
        assert.strictEqual(stats.filesSkippedIgnored, 7)
        const unlisted = yield* scan(root, options)
        assert.deepStrictEqual([unlisted.skipped, unlisted.stats.skipped], [[], stats.skipped])
      })
    )

    it.scopedLive("a rule that can match nothing is warned about with file and line, and the rest holds", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        write(root, {
          ".driftignore": "# ours\n[unclosed\n*.log\na//b\n",
          "sub/.gitignore": "a[[:nope:]]\r\n/b\r\n",
          "sub/b/x": "",
          "a.log": "",
          "a.ts": ""
        })
        fs.symlinkSync("../.driftignore", `${root}/sub/.driftignore`)
        const { paths, warnings } = yield* scan(root, { fs: calls, exclude: ["\\"], include: ["[", "*"] })
        assert.deepStrictEqual(paths, [".driftignore", "a.ts", "sub/.gitignore"])
        assert.deepStrictEqual(
          warnings.map(({ line, pattern, reason, source }) => `${source}:${line} ${pattern} (${reason})`),
          [
            "exclude:1 \\ (The backslash at the end escapes nothing)",
            ".driftignore:2 [unclosed (A bracket is not closed)",
            ".driftignore:4 a//b (A name between its slashes is empty)",
            "sub/.driftignore:0  (The file is a link, which git does not follow either)",
            "sub/.gitignore:1 a[[:nope:]] (There is no class [:nope:])",
            "include:1 [ (A bracket is not closed)"
          ]
        )
      })
    )

    it.scopedLive("what an ignore file kept is not removed because nobody may read that file now", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        write(root, { ".driftignore": "!vendor/\n", "vendor/v.ts": "", "a.ts": "" })
        const first = yield* scan(root, { fs: calls })
        const denied = Object.assign(new Error("denied"), { code: "EACCES" })
        const closed: Partial<FileSystemCalls> = {
          ...calls,
          open: (path, follow) => {
            if (path.endsWith("/.driftignore")) throw denied
            return calls.open(path, follow)
          }
        }
        fs.rmSync(`${root}/a.ts`)
        const second = yield* scan(root, { fs: closed, previous: indexOf(first) })
        assert.deepStrictEqual(second.removed, [])
        assert.deepStrictEqual(
          second.warnings.map(({ source }) => source),
          [".driftignore"]
        )
        const third = yield* scan(root, { fs: calls, previous: indexOf(first) })
        assert.deepStrictEqual(third.removed, ["a.ts"])
      })
    )

    it.scopedLive("a socket is passed over, and nobody connects to it", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        yield* Effect.acquireRelease(
          Effect.async<net.Server>((resume) => {
            const server = net.createServer(() => assert.fail("connected"))
            server.listen(`${root}/socket.ts`, () => resume(Effect.succeed(server)))
          }),
          (server) => Effect.async<void>((resume) => void server.close(() => resume(Effect.void)))
        )
        const { paths, stats } = yield* scan(root, { fs: calls })
        assert.deepStrictEqual([paths, stats.skipped], [[], { special: 1 }])
      })
    )

    it.scopedLive("a directory of more entries than are listed at once is seen whole, in order", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        const names = Array.from({ length: 2500 }, (_, i) => `${"n".repeat(i % 200)}${(i * 7919) % 2503}.txt`)
        write(root, Object.fromEntries(names.map((name) => [`big/${name}`, name])))
        write(root, { "big/.gitignore": "*7.txt\n", "big/sub/a.txt": "" })
        const { paths, stats } = yield* scan(root, { fs: calls })
        const expected = [".gitignore", "sub/a.txt", ...names.filter((name) => !name.endsWith("7.txt"))]
        assert.deepStrictEqual(
          paths,
          expected.sort((a, b) => (a < b ? -1 : 1)).map((name) => `big/${name}`)
        )
        assert.strictEqual(stats.totalFiles + (stats.skipped.gitignore ?? 0), 2502)
      })
    )

    it.scopedLive("a directory that has become a link when it is entered is not followed", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        const outside = yield* temporaryDirectory
        write(outside, { "secret.ts": "" })
        write(root, { "a/x.ts": "", "b/y.ts": "" })
        // The root has been listed by then, and `b` was a directory there.
        const swap = (path: string) => {
          if (path !== `${root}/a`) return
          fs.rmSync(`${root}/b`, { recursive: true })
          fs.symlinkSync(outside, `${root}/b`)
        }
        const { list, startListing } = calls
        const racing: Partial<FileSystemCalls> = {
          ...calls,
          list: (path) => {
            const entries = list(path)
            swap(path)
            return entries
          },
          ...(startListing === undefined
            ? {}
            : {
                startListing: (path, stats) => {
                  const listing = startListing(path, stats)
                  swap(path)
                  return listing
                }
              })
        }
        const { paths, problems } = yield* scan(root, { fs: racing })
        assert.deepStrictEqual([paths, problems], [["a/x.ts"], []])
      })
    )
  })

  // Node's calls look at the last name of a path only, as do systems that cannot open a path without links.
  if (backend === "addon" && process.platform === "linux") {
    it.scopedLive("a folder around that has become a link leads nowhere (addon)", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        const outside = yield* temporaryDirectory
        write(outside, { "b/secret.ts": "", "x.ts": "secret" })
        write(root, { "a/b/y.ts": "", "a/x.ts": "", "z.ts": "" })
        const racing: Partial<FileSystemCalls> = {
          ...calls,
          startListing: (path, stats) => {
            if (path === `${root}/a/b`) {
              fs.renameSync(`${root}/a`, `${outside}/away`)
              fs.symlinkSync(outside, `${root}/a`)
            }
            return calls.startListing!(path, stats)
          }
        }
        const { paths, problems } = yield* scan(root, { fs: racing })
        assert.deepStrictEqual([paths, problems], [["z.ts"], []])
      })
    )
  }

  describe(`followed links (${backend})`, () => {
    it.scopedLive("show what they lead to at their own place, under the rules that hold there", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        write(root, {
          "src/a.ts": "let a",
          "src/b.log": "",
          "src/.gitignore": "*.log\n",
          "other/.gitignore": "/linked/a.ts\n",
          "other/z": "",
          "real.txt": "text"
        })
        fs.symlinkSync("../src", `${root}/other/linked`)
        fs.symlinkSync("real.txt", `${root}/link.txt`)
        fs.symlinkSync("src", `${root}/node_modules`)
        const result = yield* scan(root, { fs: calls, followSymlinks: true, listSkipped: true })
        assert.deepStrictEqual(result.paths, [
          "link.txt",
          "other/.gitignore",
          "other/linked/.gitignore",
          "other/z",
          "real.txt",
          "src/.gitignore",
          "src/a.ts"
        ])
        assert.strictEqual(result.file("link.txt").entry.contentHash, result.file("real.txt").entry.contentHash)
        assert.strictEqual(result.file("link.txt").entry.fileSize, 4)
        assert.deepStrictEqual(skippedOf(result), {
          "node_modules/": "default default:1 node_modules/",
          "other/linked/a.ts": "gitignore other/.gitignore:1 /linked/a.ts",
          "other/linked/b.log": "gitignore other/linked/.gitignore:1 *.log",
          "src/b.log": "gitignore src/.gitignore:1 *.log"
        })
      })
    )

    it.scopedLive("end at loops, out of the root, in .git and in nothing", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        const outside = yield* temporaryDirectory
        write(outside, { "secret.ts": "" })
        write(root, { ...REPOSITORY, "a/x.ts": "", "b/y.ts": "" })
        fs.symlinkSync("../b", `${root}/a/b`)
        fs.symlinkSync("../a", `${root}/b/a`)
        fs.symlinkSync(".", `${root}/a/self`)
        fs.symlinkSync("..", `${root}/a/up`)
        fs.symlinkSync(outside, `${root}/out`)
        fs.symlinkSync(`${outside}/secret.ts`, `${root}/secret.ts`)
        fs.symlinkSync(".git", `${root}/git`)
        fs.symlinkSync("round", `${root}/round`)
        fs.symlinkSync("nowhere", `${root}/nothing`)
        const result = yield* scan(root, { fs: calls, followSymlinks: true, listSkipped: true })
        assert.deepStrictEqual(result.paths, ["a/b/y.ts", "a/x.ts", "b/a/x.ts", "b/y.ts"])
        assert.deepStrictEqual(skippedOf(result), {
          "a/b/a/": "loop",
          "a/self/": "loop",
          "a/up/": "loop",
          "b/a/b/": "loop",
          "b/a/self/": "loop",
          "b/a/up/": "loop",
          git: "outside",
          nothing: "link",
          out: "outside",
          round: "link",
          "secret.ts": "outside"
        })
      })
    )

    it.scopedLive("that multiply with every step come to an end", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        // Two ways from each directory to the next: 2 ** 12 paths from the first alone.
        for (let i = 0; i < 12; i++) {
          write(root, { [`d${i}/f.ts`]: "" })
          for (const way of ["l", "r"]) fs.symlinkSync(`../d${i + 1}`, `${root}/d${i}/${way}`)
        }
        const { stats } = yield* scan(root, { fs: calls, followSymlinks: true })
        assert.isBelow(stats.totalFiles, 12 * 2 ** 9)
        assert.isAbove(stats.skipped.loop ?? 0, 0)
      })
    )

    it.scopedLive("that nobody may follow now keep what was behind them", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        write(root, { "secret/dir/s.ts": "", "a.ts": "" })
        fs.symlinkSync("secret/dir", `${root}/link`)
        fs.symlinkSync("secret/dir/s.ts", `${root}/s.ts`)
        const first = yield* scan(root, { fs: calls, followSymlinks: true })
        assert.deepStrictEqual(first.paths, ["a.ts", "link/s.ts", "s.ts", "secret/dir/s.ts"])
        const denied = Object.assign(new Error("denied"), { code: "EACCES" })
        const closed: Partial<FileSystemCalls> = {
          ...calls,
          realpath: (path) => {
            if (path.endsWith("/link") || path.endsWith("/s.ts")) throw denied
            return calls.realpath(path)
          }
        }
        const second = yield* scan(root, { fs: closed, followSymlinks: true, previous: indexOf(first) })
        assert.deepStrictEqual(second.removed, [])
        assert.deepStrictEqual(
          second.problems.map(({ path }) => path),
          ["link", "s.ts"]
        )
      })
    )

    it.scopedLive("that vanish while they are looked at lead to nothing", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        write(root, { "src/a.ts": "" })
        fs.symlinkSync("src", `${root}/link`)
        const gone = Object.assign(new Error("gone"), { code: "ENOENT" })
        const racing: Partial<FileSystemCalls> = {
          ...calls,
          identity: () => {
            throw gone
          }
        }
        const { paths, stats } = yield* scan(root, { fs: racing, followSymlinks: true })
        assert.deepStrictEqual([paths, stats.skipped], [["src/a.ts"], { link: 1 }])
      })
    )

    it.scopedLive("leave the counterpart of what changes changed", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        write(root, { "src/a.ts": "1" })
        fs.symlinkSync("src/a.ts", `${root}/link.ts`)
        const first = yield* scan(root, { fs: calls, followSymlinks: true })
        write(root, { "src/a.ts": "22" })
        const second = yield* scan(root, { fs: calls, followSymlinks: true, previous: indexOf(first) })
        assert.deepStrictEqual(second.modified, ["link.ts", "src/a.ts"])
        const third = yield* scan(root, { fs: calls, previous: indexOf(second) })
        assert.deepStrictEqual([third.removed, third.unchanged], [["link.ts"], ["src/a.ts"]])
      })
    )
  })

  describe(`an explanation (${backend})`, () => {
    const tree = Effect.gen(function* () {
      const root = yield* temporaryDirectory
      const outside = yield* temporaryDirectory
      write(root, {
        ...REPOSITORY,
        ".gitignore": "*.log\n!keep.log\nonly/\n",
        "a.ts": "",
        "a.log": "",
        "keep.log": "",
        "build/a.ts": "",
        "lifted/.driftignore": "!node_modules/\n",
        "lifted/node_modules/x.js": "",
        "only/a/b.ts": ""
      })
      fs.symlinkSync("..", `${root}/lifted/loop`)
      fs.symlinkSync(outside, `${root}/out`)
      fs.symlinkSync("../lifted", `${root}/build/away`)
      execFileSync("mkfifo", [`${root}/pipe`])
      return root
    })
    const told = (root: string, path: string, options: Partial<ExplainRequest> = {}) =>
      Effect.map(explain(root, path, calls, options), ({ at, kept, kind, reason, rule }) =>
        [
          kind,
          kept ? "kept" : "ignored",
          ...(at === path ? [] : [`at ${at}`]),
          ...(reason === undefined ? [] : [reason]),
          ...(rule === undefined ? [] : [`${rule.source}:${rule.line} ${rule.pattern}`])
        ].join(", ")
      )

    it.scopedLive("names the rule or the filter that decides", () =>
      Effect.gen(function* () {
        const root = yield* tree
        assert.strictEqual(yield* told(root, "a.ts"), "file, kept")
        assert.strictEqual(yield* told(root, "a.log"), "file, ignored, gitignore, .gitignore:1 *.log")
        assert.strictEqual(yield* told(root, "keep.log"), "file, kept, .gitignore:2 !keep.log")
        assert.strictEqual(yield* told(root, "build/a.ts"), "file, ignored, at build, default, default:4 build/")
        assert.strictEqual(
          yield* told(root, "lifted/node_modules/x.js"),
          "file, kept, at lifted/node_modules, lifted/.driftignore:1 !node_modules/"
        )
        assert.strictEqual(yield* told(root, "only/a/b.ts"), "file, ignored, at only, gitignore, .gitignore:3 only/")
        assert.strictEqual(yield* told(root, ".git/HEAD"), "file, ignored, at .git, always")
        assert.strictEqual(yield* told(root, "pipe"), "other, ignored, special")
        assert.strictEqual(yield* told(root, "out"), "link, ignored, link")
        assert.strictEqual(yield* told(root, "out", { followSymlinks: true }), "link, ignored, outside")
        assert.strictEqual(yield* told(root, "lifted/loop", { followSymlinks: true }), "directory, ignored, loop")
        assert.strictEqual(yield* told(root, "lifted/loop/a.ts"), "file, ignored, at lifted/loop, link")
        assert.strictEqual(yield* told(root, "a.ts", { exclude: ["/a.*"] }), "file, ignored, exclude, exclude:1 /a.*")
        assert.strictEqual(yield* told(root, "a.ts", { include: ["*.js"] }), "file, ignored, include")
        assert.strictEqual(yield* told(root, "a.ts", { include: ["*.ts"] }), "file, kept, include:1 *.ts")
        assert.strictEqual(yield* told(root, ""), "directory, kept")
      })
    )

    it.scopedLive("of what is not there tells what would hold", () =>
      Effect.gen(function* () {
        const root = yield* tree
        assert.strictEqual(yield* told(root, "new/x.log"), "missing, ignored, gitignore, .gitignore:1 *.log")
        assert.strictEqual(yield* told(root, "new/only"), "missing, kept")
        assert.strictEqual((yield* explain(root, "new/only/", calls)).reason, "gitignore")
        assert.strictEqual(
          yield* told(root, "new/only/x"),
          "missing, ignored, at new/only, gitignore, .gitignore:3 only/"
        )
      })
    )

    it.scopedLive("of every path in a tree agrees with a scan of it", () =>
      Effect.gen(function* () {
        const root = yield* tree
        const all = execFileSync("find", [".", "-mindepth", "1", "-printf", "%P\\n"], { cwd: root, encoding: "utf8" })
          .trimEnd()
          .split("\n")
        assert.isAbove(all.length, 20)
        for (const options of [{}, { followSymlinks: true }, { include: ["*.ts", "lifted"], exclude: ["keep.*"] }]) {
          const { paths } = yield* scan(root, { fs: calls, ...options })
          const explained = yield* Effect.filter(all, (path) =>
            Effect.map(explain(root, path, calls, options), ({ kept, kind }) => kept && kind !== "directory")
          )
          assert.deepStrictEqual(
            explained.sort(),
            paths.filter((path) => !path.startsWith("build/away"))
          )
        }
      })
    )
  })
}
