/** Trees that are odd, that may not be read, or that change under the scan: reported, never a crash, never a lie. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import type { FileSystemCalls } from "../src/internal/fileSystem.js"
import { nodeFileSystem } from "../src/internal/fileSystem.js"
import { load } from "../src/internal/nativeFileSystem.js"
import { indexOf, LONG_AGO, scan, temporaryDirectory, write } from "./support.js"

/** Entries of the largest directory: DRIFT_MANY_ENTRIES. */
const MANY = Number(process.env["DRIFT_MANY_ENTRIES"] ?? 3000)

const backends: Readonly<Record<string, FileSystemCalls>> = { node: nodeFileSystem, addon: load() }

/** The superuser may read everything, so it is somebody else meanwhile. */
const unprivileged = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  process.getuid?.() === 0
    ? Effect.acquireUseRelease(
        Effect.sync(() => process.seteuid!(65_534)),
        () => effect,
        () => Effect.sync(() => process.seteuid!(0))
      )
    : effect

/** Calls `meanwhile` before or after the walk lists this directory, the root having been looked at once before that. */
const racing = (
  calls: FileSystemCalls,
  directory: string,
  when: "before" | "after",
  meanwhile: () => void
): FileSystemCalls => {
  const { startListing, ...others } = calls
  let listings = 0
  const around = <A>(path: string, list: () => A): A => {
    if (path.replace(/\/$/, "") !== directory || ++listings !== 2) return list()
    if (when === "before") meanwhile()
    const listed = list()
    if (when === "after") meanwhile()
    return listed
  }
  return startListing === undefined
    ? { ...others, list: (path) => around(path, () => calls.list(path)) }
    : { ...others, startListing: (path, stats) => around(path, () => startListing(path, stats)) }
}

for (const [backend, calls] of Object.entries(backends)) {
  describe(`a tree (${backend})`, () => {
    it.scopedLive("of names that are hard to write down is seen name by name, and read", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        const names = [
          "a\nb",
          "'",
          '"',
          "\\",
          "\\n",
          "-rf",
          "--",
          "😀",
          "e\u0301",
          "é",
          "\u202Ert",
          " ",
          "\t",
          "$(x)",
          "a:b",
          "\x01"
        ]
        const all = names.flatMap((name) => [`${name}.ts`, `d${name}/${name}/f.ts`])
        write(root, Object.fromEntries(all.map((name, i) => [name, `let x = ${i}`])))
        const result = yield* scan(root, { fs: calls })
        assert.deepStrictEqual([...result.paths].sort(), [...all].sort())
        assert.deepStrictEqual(result.problems, [])
        assert.strictEqual(new Set(result.files.map(({ entry }) => String(entry.contentHash))).size, all.length)
        const again = yield* scan(root, { fs: calls, previous: indexOf(result) })
        assert.deepStrictEqual([again.unchanged.length, again.removed], [all.length, []])
      })
    )

    it.scopedLive(
      "that is deeper than a path may be long is seen as far as paths reach, and the rest is reported",
      () =>
        Effect.gen(function* () {
          const root = yield* Effect.acquireRelease(temporaryDirectory, (made) =>
            // Path by path nobody could.
            Effect.sync(() => execFileSync("rm", ["-rf", `${made}/deep`]))
          )
          write(root, { "a.ts": "", "z.ts": "" })
          const started = process.cwd()
          fs.mkdirSync(`${root}/deep`)
          process.chdir(`${root}/deep`)
          for (let depth = 0; depth < 2000; depth++) {
            if (depth % 600 === 0) fs.writeFileSync("f.ts", "")
            fs.mkdirSync("ddd")
            process.chdir("ddd")
          }
          process.chdir(started)
          const before = yield* scan(root, { fs: calls })
          assert.deepStrictEqual(before.paths, ["a.ts", `deep/${"ddd/".repeat(600)}f.ts`, "deep/f.ts", "z.ts"])
          assert.strictEqual(before.problems.length, 1)
          assert.match(before.problems[0]!.message, /^Cannot read: deep\/(ddd\/)+ddd \(ENAMETOOLONG\)$/)
          const lost = `${before.problems[0]!.path}/f.ts`
          const known = indexOf(before, (file) => (file.path === "deep/f.ts" ? { ...file, path: lost } : file))
          assert.deepStrictEqual((yield* scan(root, { fs: calls, previous: known })).removed, [])
        })
    )

    it.scopedLive(
      `of ${MANY} entries in one directory is seen whole, in order, and compared without reading it again`,
      () =>
        Effect.gen(function* () {
          const root = yield* temporaryDirectory
          const names = Array.from({ length: MANY }, (_, i) => `f${(i * 7919) % MANY}`)
          for (const name of names) fs.writeFileSync(`${root}/${name}`, "")
          for (const name of names) fs.utimesSync(`${root}/${name}`, LONG_AGO, LONG_AGO)
          const result = yield* scan(root, { fs: calls })
          assert.deepStrictEqual(result.paths, [...names].sort())
          const again = yield* scan(root, { fs: calls, previous: indexOf(result) })
          assert.deepStrictEqual([again.unchanged.length, again.stats.cacheHitRate], [MANY, 1])
        }),
      60_000
    )

    it.scopedLive("with FIFOs in every place where git or Drift would read a file comes to an end", () =>
      Effect.gen(function* () {
        const home = yield* temporaryDirectory
        const root = `${home}/root`
        const inner = { HEAD: "ref: refs/heads/main\n", "objects/x": "", "refs/x": "" }
        const under = (folder: string) =>
          Object.fromEntries(Object.entries(inner).map(([name, text]) => [`${folder}/${name}`, text]))
        write(root, {
          ...under(".git"),
          ...under("one/.git"),
          "one/a.ts": "",
          "two/.git/objects/x": "",
          "two/a.ts": "",
          "three/a.ts": ""
        })
        write(home, { ".gitconfig": "[core]\nexcludesFile = ~/fifo\n[include]\npath = ~/fifo\n" })
        const fifos = [
          "fifo",
          ...[
            ".gitignore",
            ".driftignore",
            "pipe.ts",
            ".git/info/exclude",
            "one/.git/config",
            "one/.git/commondir",
            "two/.git/HEAD",
            "three/.git"
          ].map((path) => `root/${path}`)
        ]
        fs.mkdirSync(`${root}/.git/info`)
        for (const fifo of fifos) execFileSync("mkfifo", [`${home}/${fifo}`])
        const environment = { home, xdgConfigHome: "", configGlobal: "", configSystem: "" }
        const { paths, problems, stats } = yield* scan(root, { fs: calls, environment })
        assert.deepStrictEqual(paths, ["one/a.ts", "three/a.ts", "two/a.ts"])
        assert.deepStrictEqual([problems, stats.skipped], [[], { special: 3 }])
      })
    )

    it.scopedLive("that may not be read everywhere loses nothing that was known", () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        fs.chmodSync(root, 0o755)
        write(root, {
          "a.ts": "1",
          "closed/a.ts": "2",
          "listed/a.ts": "3",
          "searched/a.ts": "4",
          "file.ts": "5",
          "rules/.gitignore": "*.log\n",
          "rules/a.log": "6",
          "rules/a.ts": "7"
        })
        const before = yield* scan(root, { fs: calls })
        const modes = { closed: 0, listed: 0o744, searched: 0o711, "file.ts": 0, "rules/.gitignore": 0 }
        const open = Object.fromEntries(Object.keys(modes).map((name) => [name, fs.statSync(`${root}/${name}`).mode]))
        for (const [name, mode] of Object.entries(modes)) fs.chmodSync(`${root}/${name}`, mode)
        // A new mtime, so that what can be read is.
        for (const path of ["file.ts", "listed/a.ts"]) fs.utimesSync(`${root}/${path}`, 1, 1)
        const during = yield* unprivileged(scan(root, { fs: calls, previous: indexOf(before) }))
        for (const [name, mode] of Object.entries(open)) fs.chmodSync(`${root}/${name}`, mode)
        assert.deepStrictEqual(during.removed, [])
        const denied = during.files.filter((file) => file.problem !== undefined).map((file) => file.problem!)
        assert.deepStrictEqual(
          [...during.problems, ...denied].map(({ message }) => message).sort(),
          ["closed", "file.ts", "listed/a.ts", "searched"].map((path) => `Permission denied: ${path}`)
        )
        assert.deepStrictEqual(during.warnings, [
          { source: "rules/.gitignore", line: 0, pattern: "", reason: "The file could not be read: permission denied" }
        ])
        const after = yield* scan(root, { fs: calls, previous: indexOf(before) })
        assert.deepStrictEqual([after.added, after.modified, after.removed, after.problems], [[], [], [], []])
      })
    )

    const changes: ReadonlyArray<readonly [what: string, to: (folder: string, outside: string) => void]> = [
      ["nothing", () => {}],
      ["a file", (folder) => fs.writeFileSync(folder, "")],
      ["a link out of the root", (folder, outside) => fs.symlinkSync(outside, folder)],
      ["a FIFO", (folder) => execFileSync("mkfifo", [folder])]
    ]
    for (const [what, change] of changes) {
      it.scopedLive(`in which a directory becomes ${what} before it is entered shows nothing of it`, () =>
        Effect.gen(function* () {
          const outside = yield* temporaryDirectory
          const root = yield* temporaryDirectory
          write(outside, { "secret.ts": "", "b/secret.ts": "" })
          write(root, { "a/x.ts": "", "b/y.ts": "", "c.ts": "" })
          const before = yield* scan(root)
          const changing = racing(calls, root, "after", () => {
            fs.rmSync(`${root}/b`, { recursive: true })
            change(`${root}/b`, outside)
          })
          const { paths, problems, removed } = yield* scan(root, { fs: changing, previous: indexOf(before) })
          assert.deepStrictEqual([paths, problems, removed], [["a/x.ts", "c.ts"], [], ["b/y.ts"]])
        })
      )
    }

    it.scopedLive("whose root is taken away while it is scanned removes nothing", () =>
      Effect.gen(function* () {
        const base = yield* temporaryDirectory
        const root = `${base}/root`
        write(root, { "a.ts": "", "b/c.ts": "" })
        const before = yield* scan(root)
        const leaving = racing(calls, root, "before", () => fs.renameSync(root, `${base}/elsewhere`))
        const { paths, problems, removed } = yield* scan(root, { fs: leaving, previous: indexOf(before) })
        assert.deepStrictEqual([paths, removed], [[], []])
        assert.deepStrictEqual(
          problems.map(({ path }) => path),
          ["."]
        )
      })
    )
  })
}

/** This machine's calls, as if case did not count in names. */
const folding = (calls: FileSystemCalls): FileSystemCalls => {
  const spelled = (path: string): string => {
    let found = ""
    for (const name of path.split("/").slice(1)) {
      const names =
        fs.existsSync(`${found}/`) && fs.statSync(`${found}/`).isDirectory() ? fs.readdirSync(`${found}/`) : []
      found += `/${names.includes(name) ? name : (names.find((each) => each.toLowerCase() === name.toLowerCase()) ?? name)}`
    }
    return found
  }
  const { startListing: _, readWhole: __, ...others } = calls
  return {
    ...others,
    list: (path) => calls.list(spelled(path)),
    lstat: (path) => calls.lstat(spelled(path)),
    stat: (path) => calls.stat(spelled(path)),
    open: (path, follow) => calls.open(spelled(path), follow),
    identity: (path) => nodeFileSystem.identity!(spelled(path))
  }
}

describe("where case does not count in the names of files", () => {
  const files = {
    ".GitIgnore": "*.log\n",
    ".DRIFTIGNORE": "*.tmp\n",
    "sub/.GIT/HEAD": "ref: refs/heads/main\n",
    "sub/.GIT/config": "[core]\nignoreCase = true\n",
    "sub/.GIT/objects/x": "",
    "sub/.GIT/refs/x": "",
    "sub/.gitignore": "*.TXT\n",
    "sub/a.txt": "",
    "sub/a.log": "",
    "a.log": "",
    "a.tmp": "",
    "a.ts": ""
  }

  it.scopedLive("ignore files and repositories are found however they are spelt", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, files)
      const { paths } = yield* scan(root, { fs: folding(nodeFileSystem) })
      assert.deepStrictEqual(paths, [".DRIFTIGNORE", ".GitIgnore", "a.ts", "sub/.gitignore", "sub/a.log"])
    })
  )

  it.scopedLive("and where it does, they are files like others", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { ...files, ".gitignore": "*.ts\n" })
      const { paths } = yield* scan(root)
      assert.deepStrictEqual(
        paths,
        [...Object.keys(files), ".gitignore"].filter((path) => !["a.ts", "sub/a.TXT"].includes(path)).sort()
      )
    })
  )
})
