import { compareUtf8 } from "@drift/core/Text"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import { DEFAULT_IGNORES } from "../src/IgnoreRules.js"
import { indexOf, NO_GIT, scan, temporaryDirectory, write } from "./support.js"

const systemError = (code: string, path: string): Error => Object.assign(new Error(`${code}: ${path}`), { code })

/** A repository that git recognises, without running git. */
const REPOSITORY = { ".git/HEAD": "ref: refs/heads/main\n", ".git/objects/x": "", ".git/refs/x": "" }
const under = (directory: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`${directory}/${path}`, content]))

describe("what is found", () => {
  it.scopedLive("odd names come back byte for byte", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      const names = [
        "new\nline",
        'qu"ote',
        "ap'os",
        "back\\slash",
        "-dash",
        "😀",
        "e\u0301",
        "é",
        "漢字",
        "שלום",
        "a b",
        "#",
        "$HOME",
        "(x)",
        "a&b",
        "`id`",
        "*",
        "\uFFFD"
      ]
      write(
        root,
        Object.fromEntries(
          names.flatMap((name) => [
            [`${name}.ts`, "x"],
            [`dir ${name}/f.py`, "y"]
          ])
        )
      )
      const { files, paths, problems } = yield* scan(root)
      assert.deepStrictEqual(paths, names.flatMap((name) => [`${name}.ts`, `dir ${name}/f.py`]).sort(compareUtf8))
      assert.deepStrictEqual(problems, [])
      assert.isTrue(files.every(({ source }) => source._tag === "Path" && fs.existsSync(source.absolutePath)))
    })
  )

  it.scopedLive("a name that is not valid UTF-8 is a problem, unless a rule ignores it", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "ok.ts": "", ".gitignore": "*.o\n" })
      const raw = (name: string) => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, "latin1")])
      fs.writeFileSync(raw("b\xffd.ts"), "")
      fs.writeFileSync(raw("b\xffd.o"), "")
      fs.mkdirSync(raw("d\xe9r"))
      const result = yield* scan(root)
      assert.deepStrictEqual(result.paths, [".gitignore", "ok.ts"])
      assert.deepStrictEqual(
        [...result.problems].sort((a, b) => compareUtf8(a.path, b.path)),
        ["b\\xffd.ts", "d\\xe9r"].map((path) => ({
          path,
          code: "SCAN_ERROR" as const,
          message: `The name is not valid UTF-8: ${path}`
        }))
      )
      assert.strictEqual(result.stats.filesSkippedIgnored, 1)
    })
  )

  it.scopedLive("links are not followed and are no entries, so a loop ends", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      const outside = yield* temporaryDirectory
      write(outside, { "secret.ts": "x", ignore: "*.ts\n" })
      write(root, { "a/x.ts": "x", "b/y.ts": "y" })
      fs.symlinkSync("../b", `${root}/a/b`)
      fs.symlinkSync("../a", `${root}/b/a`)
      fs.symlinkSync("x.ts", `${root}/a/link.ts`)
      fs.symlinkSync("nowhere", `${root}/dangling.ts`)
      fs.symlinkSync(outside, `${root}/out`)
      fs.symlinkSync(`${outside}/ignore`, `${root}/.gitignore`)
      assert.deepStrictEqual((yield* scan(root)).paths, ["a/x.ts", "b/y.ts"])
    })
  )

  it.scopedLive("a FIFO is never opened", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "" })
      execFileSync("mkfifo", [`${root}/pipe.ts`, `${root}/.driftignore`])
      assert.deepStrictEqual((yield* scan(root)).paths, ["a.ts"])
    })
  )

  it.scopedLive("a root given as a link is scanned", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "real/a.ts": "" })
      fs.symlinkSync("real", `${root}/link`)
      assert.deepStrictEqual((yield* scan(`${root}/link`)).paths, ["a.ts"])
    })
  )
})

describe("what is ignored", () => {
  it.scopedLive("directories with the 18 default names, counted once each; files with these names are kept", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      for (const name of DEFAULT_IGNORES) write(root, { [`${name}/a.ts`]: "", [`deep/${name}/b.ts`]: "" })
      const kept = DEFAULT_IGNORES.filter((name) => name !== ".git").map((name) => `files/${name}`)
      write(root, { "main.ts": "", ...Object.fromEntries(kept.map((path) => [path, ""])) })
      const { paths, stats } = yield* scan(root)
      assert.deepStrictEqual(paths, [...kept, "main.ts"].sort(compareUtf8))
      // `.git` is excluded by no rule, so it does not count.
      assert.strictEqual(stats.filesSkippedIgnored, 34)
    })
  )

  it.scopedLive(".git and .drift stay excluded whatever a .driftignore says", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, {
        ".driftignore": "!.git\n!.drift\n!*\n",
        ".git/a": "",
        ".drift/drift.db": "",
        "x/.drift": "",
        "a.ts": ""
      })
      assert.deepStrictEqual((yield* scan(root)).paths, [".driftignore", "a.ts"])
    })
  )

  it.scopedLive("rules of enclosing directories hold up to the repository's top, and not beyond", () =>
    Effect.gen(function* () {
      const top = yield* temporaryDirectory
      write(top, {
        ".gitignore": "*.beyond\n",
        ...under("repo", REPOSITORY),
        "repo/.gitignore": "/packages/app/gen.ts\n*.log\n",
        "repo/.driftignore": "*.drift\n",
        "repo/.git/info/exclude": "/packages/*/info.ts\n",
        "repo/packages/.gitignore": "*.tmp\n",
        ...under("repo/packages/app", {
          "gen.ts": "",
          "info.ts": "",
          "a.log": "",
          "a.tmp": "",
          "a.drift": "",
          "a.beyond": ""
        })
      })
      assert.deepStrictEqual((yield* scan(`${top}/repo/packages/app`)).paths, ["a.beyond"])
    })
  )

  it.scopedLive("a nested repository is scanned under its own git rules", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, {
        ...REPOSITORY,
        ".gitignore": "*.log\n",
        ".driftignore": "*.tmp\n",
        "a.log": "",
        ...under("inner", REPOSITORY),
        ...under("inner", { ".gitignore": "*.txt\n", "b.log": "", "b.txt": "", "b.tmp": "" }),
        "inner/.git/info/exclude": "/only\n",
        "inner/only": "",
        "inner/x/only": ""
      })
      assert.deepStrictEqual((yield* scan(root)).paths, [
        ".driftignore",
        ".gitignore",
        "inner/.gitignore",
        "inner/b.log",
        "inner/x/only"
      ])
    })
  )

  it.scopedLive("a linked worktree of the scanned repository is skipped and counted, a submodule is not", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, {
        ...REPOSITORY,
        ".git/worktrees/wt/HEAD": "ref: refs/heads/other\n",
        ".git/worktrees/wt/commondir": "../..\n",
        ...under(".git/modules/sub", { HEAD: "ref: refs/heads/main\n", "objects/x": "", "refs/x": "" }),
        "a.ts": "",
        "wt/.git": `gitdir: ${root}/.git/worktrees/wt\n`,
        "wt/a.ts": "",
        "sub/.git": "gitdir: ../.git/modules/sub\n",
        "sub/b.ts": ""
      })
      const { paths, stats } = yield* scan(root)
      assert.deepStrictEqual(paths, ["a.ts", "sub/b.ts"])
      assert.strictEqual(stats.filesSkippedIgnored, 1)
    })
  )

  it.scopedLive("the global ignore file is found as git finds it", () =>
    Effect.gen(function* () {
      const home = yield* temporaryDirectory
      const root = yield* temporaryDirectory
      write(root, { ...REPOSITORY, "a.one": "", "a.two": "", "a.three": "", "sub/keep.four": "" })
      const environment = { ...NO_GIT, home }
      write(home, { ".config/git/ignore": "*.one\n" })
      assert.deepStrictEqual((yield* scan(root, { environment })).paths, ["a.three", "a.two", "sub/keep.four"])
      write(home, {
        ".gitconfig": '[user]\n\tname = X\n[Core]\n\texcludesFile = "~/my ignore" ; mine\n',
        "my ignore": "*.two\n"
      })
      assert.deepStrictEqual((yield* scan(root, { environment })).paths, ["a.one", "a.three", "sub/keep.four"])
      write(home, {
        ".gitconfig": "[include]\n path = more\n",
        more: "[core]\nexcludesfile = ~/third\n",
        third: "*.three\n"
      })
      assert.deepStrictEqual((yield* scan(root, { environment })).paths, ["a.one", "a.two", "sub/keep.four"])
      write(root, { ".git/config": `[core]\n\texcludesFile = ${home}/fourth\n` })
      write(home, { fourth: "/sub\n" })
      assert.deepStrictEqual((yield* scan(root, { environment })).paths, ["a.one", "a.three", "a.two"])
    })
  )
})

describe("what cannot be read", () => {
  it.scopedLive("an unreadable directory is a problem, and nothing known below it is removed", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "a", "locked/b.ts": "b", "locked/deep/c.ts": "c", "gone.ts": "" })
      const previous = indexOf(yield* scan(root))
      fs.rmSync(`${root}/gone.ts`)
      const list = (path: string) => {
        if (path === `${root}/locked`) throw systemError("EACCES", path)
        return fs.readdirSync(path, { withFileTypes: true }).map((entry) => ({
          name: entry.name,
          kind: entry.isDirectory() ? ("directory" as const) : ("file" as const)
        }))
      }
      const result = yield* scan(root, { previous, fs: { list } })
      assert.deepStrictEqual(result.unchanged, ["a.ts"])
      assert.deepStrictEqual(result.removed, ["gone.ts"])
      assert.deepStrictEqual(result.problems, [
        { path: "locked", code: "SCAN_ERROR", message: "Permission denied: locked" }
      ])
    })
  )

  it.scopedLive("a root that is missing, no directory, or locked fails before anything is walked", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "" })
      const missing = yield* Effect.flip(scan(`${root}/nope`))
      assert.strictEqual(missing.message, `No such directory: ${root}/nope`)
      const inFile = yield* Effect.flip(scan(`${root}/a.ts/x`))
      assert.strictEqual(inFile.message, `No such directory: ${root}/a.ts/x`)
      const file = yield* Effect.flip(scan(`${root}/a.ts`))
      assert.strictEqual(file.message, `Not a directory: ${root}/a.ts`)
      const failing = (code: string) => ({
        list: (path: string): never => {
          throw systemError(code, path)
        }
      })
      const locked = yield* Effect.flip(scan(root, { fs: failing("EACCES") }))
      assert.deepStrictEqual(
        [locked._tag, locked.code, locked.message],
        ["PermissionDenied", "SCAN_ERROR", `Permission denied: ${root}`]
      )
      const broken = yield* Effect.flip(scan(root, { fs: failing("EIO") }))
      assert.deepStrictEqual([broken._tag, broken.message], ["ScanError", `Cannot read: ${root}`])
    })
  )
})
