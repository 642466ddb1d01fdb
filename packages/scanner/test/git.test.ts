/** What is particular to scanning a revision; what it has in common with other scans is in the contract. */
import { FileIndex } from "@drift/core/FileIndex"
import { compareUtf8 } from "@drift/core/Text"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import type { ScanRequest } from "../src/Scanner.js"
import { Scanner } from "../src/Scanner.js"
import { Random } from "./random.js"
import { ignoreFile, onDisk } from "./randomRepositories.js"
import { git, Repository } from "./repository.js"
import type { Result } from "./support.js"
import { gatherFrom, indexOf, scan as scanDisk, temporaryDirectory, write } from "./support.js"

/** Another seed or more trees: DRIFT_FUZZ_SEED, DRIFT_FUZZ_REVISIONS. */
const SEED = Number(process.env["DRIFT_FUZZ_SEED"] ?? 20_240_607)
const REVISIONS = Number(process.env["DRIFT_FUZZ_REVISIONS"] ?? 15)

const NAMES = [
  "a",
  "b",
  "foo",
  "bar",
  "a.js",
  "b.ts",
  "x.test.js",
  ".x",
  "a b",
  "A",
  "é",
  "日本",
  "[a]",
  "!a",
  "#a",
  "a\\b"
]

/** Files with ignore files among them. */
const randomFiles = (random: Random): Record<string, string | Uint8Array> => {
  const folders = [""]
  const taken = new Set<string>()
  const files: Record<string, string | Uint8Array> = {}
  for (let i = 0; i < 48; i++) {
    const path = random.pick(folders) + random.pick(NAMES)
    if (taken.has(path)) continue
    taken.add(path)
    if (i < 8) folders.push(`${path}/`)
    else files[path] = `of ${path}`
  }
  for (const folder of folders) {
    if (folder === "" || random.oneIn(3)) files[`${folder}.gitignore`] = onDisk(ignoreFile(random))
    if (random.oneIn(8)) files[`${folder}.driftignore`] = onDisk(ignoreFile(random))
  }
  return files
}

interface Where extends Partial<ScanRequest> {
  readonly environment?: Readonly<Record<string, string>>
}

const stream = (root: string, rev: string, { environment, ...request }: Where = {}) => {
  const variables = { PATH: process.env["PATH"] ?? "", GIT_CONFIG_NOSYSTEM: "1", ...environment }
  const provider = ConfigProvider.fromMap(new Map(Object.entries(variables)))
  return Stream.unwrap(
    Effect.map(Scanner, (scanner) => scanner.scan({ root, scopes: [], previous: FileIndex.empty, ...request }))
  ).pipe(Stream.provideLayer(Layer.provide(Scanner.layerGit({ rev }), Layer.setConfigProvider(provider))))
}

const scan = (root: string, rev: string, where: Where = {}) => gatherFrom(stream(root, rev, where))

const pathsOf = (root: string, rev: string, where: Where = {}) =>
  Effect.map(scan(root, rev, where), ({ paths }) => paths)

const failure = (root: string, rev: string, where: Where = {}) =>
  Effect.map(Effect.flip(scan(root, rev, where)), (error) =>
    error._tag === "ScanError" ? [error.reason, error.message] : [error._tag, error.message]
  )

/** Of this process, apart from those that ended. */
const runningGits = (): ReadonlyArray<string> =>
  execFileSync("ps", ["-o", "comm=,args=", "--ppid", String(process.pid)], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.startsWith("git"))

describe("a revision", () => {
  it.scopedLive("is what git takes for a commit or a tree", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      write(root, { "one.ts": "1" })
      const first = repository.commit()
      repository.git("tag", "-a", "-m", "x", "v1")
      write(root, { "two/two.ts": "2" })
      const second = repository.commit()
      fs.rmSync(`${root}/one.ts`)
      write(root, { "untracked.ts": "" })
      for (const rev of [first, first.slice(0, 10), "v1", "HEAD~1", "main^", `${first}^{tree}`, `v1^{}`]) {
        assert.deepStrictEqual(yield* pathsOf(root, rev), ["one.ts"], rev)
      }
      for (const rev of [second, "HEAD", "main", "@", "refs/heads/main"]) {
        assert.deepStrictEqual(yield* pathsOf(root, rev), ["one.ts", "two/two.ts"], rev)
      }
      assert.deepStrictEqual(yield* pathsOf(root, "HEAD:two"), ["two.ts"])
    })
  )

  it.scopedLive("that is none is an error, and never an option or a second question", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      write(root, { "one.ts": "1" })
      repository.commit()
      const blob = repository.git("rev-parse", "HEAD:one.ts")
      const before = fs.readdirSync(root)
      const revs = [
        "nope",
        "",
        "-h",
        "--help",
        "--batch",
        `--output=${root}/x`,
        "a\nHEAD",
        "HEAD\nHEAD",
        "HEAD\0",
        blob
      ]
      for (const rev of [...revs, "HEAD:one.ts", "HEAD^{blob}", "$(touch x)", "; touch x", " ", "HEAD HEAD"]) {
        assert.deepStrictEqual(yield* failure(root, rev), [
          "UnknownRevision",
          `No such commit or tree: ${JSON.stringify(rev)} in ${root}`
        ])
      }
      assert.deepStrictEqual(fs.readdirSync(root), before)
    })
  )

  it.scopedLive("of a repository that has none is an error", () =>
    Effect.gen(function* () {
      const { root } = yield* Repository.make
      assert.deepStrictEqual((yield* failure(root, "HEAD"))[0], "UnknownRevision")
    })
  )
})

describe("the root", () => {
  it.scopedLive("is a folder of a work tree, by its own name or by a link, under the rules above it", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      const elsewhere = yield* temporaryDirectory
      write(root, {
        ".gitignore": "*.log\n/packages/app/gen.ts\n",
        "packages/.driftignore": "*.tmp\n",
        "packages/app/a.log": "",
        "packages/app/a.tmp": "",
        "packages/app/gen.ts": "",
        "packages/app/main.ts": "",
        "packages/app/src/packages/app/gen.ts": "",
        "other.ts": ""
      })
      repository.commit()
      const expected = ["main.ts", "src/packages/app/gen.ts"]
      assert.deepStrictEqual(yield* pathsOf(`${root}/packages/app`, "HEAD"), expected)
      fs.symlinkSync(`${root}/packages/app`, `${elsewhere}/link`)
      assert.deepStrictEqual(yield* pathsOf(`${elsewhere}/link`, "HEAD"), expected)
      fs.symlinkSync("packages/app", `${root}/link`)
      assert.deepStrictEqual(yield* pathsOf(`${root}/link`, "HEAD"), expected)
    })
  )

  it.scopedLive("is a bare repository, or a linked work tree", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const elsewhere = yield* temporaryDirectory
      write(repository.root, { "src/a.ts": "a", ".gitignore": "*.log\n", "b.log": "" })
      repository.commit()
      repository.git("clone", "--quiet", "--bare", ".", `${elsewhere}/bare.git`)
      assert.deepStrictEqual(yield* pathsOf(`${elsewhere}/bare.git`, "main"), [".gitignore", "src/a.ts"])
      repository.git("worktree", "add", "--quiet", "--no-checkout", "--detach", `${elsewhere}/linked`)
      assert.deepStrictEqual(yield* pathsOf(`${elsewhere}/linked`, "HEAD"), [".gitignore", "src/a.ts"])
    })
  )

  it.scopedLive("that cannot be scanned says why", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      const plain = yield* temporaryDirectory
      write(root, { "a.ts": "" })
      repository.commit()
      write(root, { "new/b.ts": "" })
      assert.deepStrictEqual(yield* failure(`${root}/nope`, "HEAD"), ["RootMissing", `No such directory: ${root}/nope`])
      assert.deepStrictEqual(yield* failure(`${root}/a.ts`, "HEAD"), [
        "RootNotDirectory",
        `Not a directory: ${root}/a.ts`
      ])
      assert.deepStrictEqual(yield* failure(`${root}/new`, "HEAD"), [
        "RootMissing",
        `No such directory in "HEAD": ${root}/new`
      ])
      assert.deepStrictEqual(yield* failure(plain, "HEAD"), ["NotRepository", `Not in a git repository: ${plain}`])
      assert.deepStrictEqual(yield* failure(root, "HEAD", { environment: { PATH: plain } }), [
        "GitNotFound",
        "No git in any folder of PATH"
      ])
    })
  )

  it.scopedLive("is told from a git that is too old, or fails", () =>
    Effect.gen(function* () {
      const { root } = yield* Repository.make
      const bin = yield* temporaryDirectory
      const script = (body: string) => {
        fs.writeFileSync(`${bin}/git`, `#!/bin/sh\n${body}\n`, { mode: 0o755 })
        return failure(root, "HEAD", { environment: { PATH: bin } })
      }
      assert.deepStrictEqual((yield* script("exit 129"))[0], "GitTooOld")
      assert.deepStrictEqual(yield* script("echo 'fatal: it is broken' >&2; exit 128"), [
        "GitFailed",
        `git failed in ${root}: it is broken`
      ])
      assert.deepStrictEqual((yield* script("kill -9 $$"))[0], "GitFailed")
    })
  )
})

describe("what is found", () => {
  it.scopedLive("is what is in the revision, by its rules alone", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      const home = yield* temporaryDirectory
      write(home, { ".config/git/ignore": "*.home\n", excludes: "*.excludes\n" })
      write(root, {
        ".gitignore": "tracked.ts\n",
        "tracked.ts": "",
        "a.home": "",
        "a.info": "",
        "a.excludes": "",
        "node_modules/x/index.js": "",
        "main.ts": ""
      })
      repository.commit()
      repository.git("config", "core.excludesFile", `${home}/excludes`)
      write(root, { ".git/info/exclude": "*.info\n", ".gitignore": "main.ts\n" })
      const result = yield* scan(root, "HEAD", { environment: { HOME: home } })
      assert.deepStrictEqual(result.paths, [".gitignore", "a.excludes", "a.home", "a.info", "main.ts"])
      assert.strictEqual(result.stats.filesSkippedIgnored, 2)
    })
  )

  it.scopedLive("links and submodules are not entered", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      write(root, { "a/x.ts": "x", "secret/.gitignore": "*\n" })
      fs.symlinkSync("../a", `${root}/a/loop`)
      fs.symlinkSync("x.ts", `${root}/a/link.ts`)
      fs.symlinkSync("secret/.gitignore", `${root}/.gitignore`)
      const commit = repository.commit()
      repository.git("update-index", "--add", "--cacheinfo", `160000,${commit},sub`)
      const tree = repository.git("write-tree")
      assert.match(repository.git("ls-tree", tree), /160000 commit/)
      for (const followSymlinks of [false, true]) {
        const { paths, problems, stats } = yield* scan(root, tree, { followSymlinks })
        assert.deepStrictEqual([paths, problems], [["a/x.ts"], []])
        assert.deepStrictEqual(stats.skipped, { gitignore: 1, link: 3, special: 1 })
      }
    })
  )

  it.scopedLive("a name that is not valid UTF-8 is a problem, unless a rule ignores it", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      write(root, { "ok.ts": "", ".gitignore": "*.o\n" })
      const raw = (name: string) => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, "latin1")])
      fs.writeFileSync(raw("b\xffd.ts"), "")
      fs.writeFileSync(raw("b\xffd.o"), "")
      fs.mkdirSync(raw("d\xe9r"))
      fs.writeFileSync(raw("d\xe9r/a.ts"), "")
      const result = yield* scan(root, repository.tree())
      const onDisk = yield* scanDisk(root)
      assert.deepStrictEqual(result.paths, [".gitignore", "ok.ts"])
      const sorted = ({ problems }: Result) => [...problems].sort((a, b) => compareUtf8(a.path, b.path))
      assert.deepStrictEqual(sorted(result), sorted(onDisk))
      assert.deepStrictEqual(
        sorted(result).map(({ path }) => path),
        ["b\\xffd.ts", "d\\xe9r"]
      )
    })
  )

  it.scopedLive("names that lead out of their folder are no entries", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      write(root, { "a.ts": "a" })
      const blob = Buffer.from(repository.git("rev-parse", `${repository.tree()}:a.ts`), "hex")
      const entry = (name: string) => Buffer.concat([Buffer.from(`100644 ${name}\0`), blob])
      const input = Buffer.concat(["..", ".", "../x.ts", "ok.ts", "x/y.ts"].map(entry))
      const id = execFileSync("git", ["-C", root, "hash-object", "-t", "tree", "-w", "--literally", "--stdin"], {
        input
      })
      assert.deepStrictEqual(yield* pathsOf(root, id.toString().trim()), ["ok.ts"])
    })
  )

  it.scopedLive(
    `is what a scan of a checkout finds, with the same hashes, in ${REVISIONS} random trees from seed ${SEED}`,
    () =>
      Effect.gen(function* () {
        const repository = yield* Repository.make
        const { root } = repository
        for (let i = 0; i < REVISIONS; i++) {
          for (const name of fs.readdirSync(root))
            if (name !== ".git") fs.rmSync(`${root}/${name}`, { recursive: true })
          write(root, { ...randomFiles(new Random(SEED + i)), ".git/info/exclude": "" })
          const rev = repository.commit()
          const seen = ({ files }: Result) => files.map(({ entry }) => [entry.path, entry.contentHash, entry.fileSize])
          assert.deepStrictEqual(seen(yield* scan(root, rev)), seen(yield* scanDisk(root)), `seed ${SEED + i}`)
        }
      }),
    10_000 + REVISIONS * 2000
  )
})

it.scopedLive("a name that is no UTF-8 hides no file whose name is how that one is written", () =>
  Effect.gen(function* () {
    const repository = yield* Repository.make
    const { root } = repository
    write(root, { "bad\\xff.ts": "1" })
    fs.writeFileSync(onDisk(`${root}/bad\xff.ts`), "2")
    const rev = repository.tree()
    const { paths, problems } = yield* scan(root, rev)
    assert.deepStrictEqual([paths, problems.length], [["bad\\xff.ts"], 1])
    const disk = yield* scanDisk(root)
    assert.deepStrictEqual([disk.paths, disk.problems.length], [["bad\\xff.ts"], 1])
  })
)

describe("an explanation", () => {
  it.scopedLive("is of the revision, not of the disk", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      write(root, { "app/.gitignore": "*.log\n", "app/a.log": "", "app/b.ts": "", ".gitignore": "/app/b*\n" })
      const rev = repository.commit()
      write(root, { ".gitignore": "", "app/.gitignore": "" })
      const explain = (path: string) =>
        Effect.flatMap(Scanner, (scanner) => scanner.explain({ root: `${root}/app`, path })).pipe(
          Effect.provide(Scanner.layerGit({ rev })),
          Effect.map(({ kept, kind, reason, rule }) => [kept, kind, reason, rule?.pattern, rule?.line])
        )
      assert.deepStrictEqual(yield* explain("a.log"), [false, "file", "gitignore", "*.log", 1])
      assert.deepStrictEqual(yield* explain("b.ts"), [false, "file", "gitignore", "/app/b*", 1])
      assert.deepStrictEqual(yield* explain(".gitignore"), [true, "file", undefined, undefined, undefined])
    })
  )
})

describe("compared with the last scan", () => {
  it.scopedLive("only what differs between two commits is read, also where it moved back", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      write(root, { "a.ts": "1", "b.ts": "2", "c/d.ts": "3" })
      const first = repository.commit()
      write(root, { "b.ts": "two" })
      fs.renameSync(`${root}/c`, `${root}/e`)
      const second = repository.commit()
      const one = yield* scan(root, first)
      assert.isTrue(one.files.every(({ racy }) => !racy))
      const two = yield* scan(root, second, { previous: indexOf(one) })
      assert.deepStrictEqual([two.added, two.modified, two.removed], [["e/d.ts"], ["b.ts"], ["c/d.ts"]])
      assert.strictEqual(two.stats.cacheHitRate, 1 / 3)
      const three = yield* scan(root, first, { previous: indexOf(two) })
      assert.deepStrictEqual([three.added, three.modified, three.removed], [["c/d.ts"], ["b.ts"], ["e/d.ts"]])
    })
  )

  it.scopedLive("a checkout's files are read to be compared, and found the same", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      write(root, { "a.ts": "1", "b.ts": "2" })
      repository.commit()
      const revision = yield* scan(root, "HEAD")
      const checkout = yield* scanDisk(root, { previous: indexOf(revision) })
      assert.deepStrictEqual([checkout.unchanged, checkout.stats.cacheHitRate], [["a.ts", "b.ts"], 0])
    })
  )
})

describe("objects that are not there", () => {
  it.scopedLive("are failures of their files, and of whole folders, of which nothing is removed", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      write(root, { "a.ts": "a", "b.ts": "b", "lost/c.ts": "c", "lost/deep/d.ts": "d", "e.ts": "e" })
      const rev = repository.commit()
      const previous = indexOf(yield* scan(root, rev))
      repository.lose("HEAD:b.ts")
      repository.lose("HEAD:lost")
      const result = yield* scan(root, rev, { previous })
      assert.deepStrictEqual(
        result.files.map(({ entry, problem }) => [entry.path, entry.status, problem?.message]),
        [
          ["a.ts", "unchanged", undefined],
          ["b.ts", "unchanged", "Cannot read: b.ts (MISSING_OBJECT)"],
          ["e.ts", "unchanged", undefined]
        ]
      )
      assert.deepStrictEqual(result.removed, [])
      assert.deepStrictEqual(
        result.problems.map(({ message }) => message),
        ["Cannot read: lost (MISSING_OBJECT)"]
      )
    })
  )

  it.scopedLive("or are damaged fail alone", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      const names = Array.from({ length: 9 }, (_, i) => `${i}.ts`)
      write(root, Object.fromEntries(names.map((name) => [name, `const n = ${JSON.stringify(name.repeat(50))}`])))
      const rev = repository.commit()
      for (const name of ["2.ts", "5.ts"]) {
        const file = repository.objectFile(`HEAD:${name}`)
        const bytes = fs.readFileSync(file)
        fs.chmodSync(file, 0o644)
        fs.writeFileSync(file, Buffer.concat([bytes.subarray(0, -6), Buffer.from("broken")]))
      }
      const { files, paths } = yield* scan(root, rev)
      assert.deepStrictEqual(paths, names)
      assert.deepStrictEqual(
        files.filter(({ problem }) => problem !== undefined).map(({ entry }) => entry.path),
        ["2.ts", "5.ts"]
      )
    })
  )

  it.scopedLive("are not fetched for a partial clone, which is scanned as far as it goes", () =>
    Effect.gen(function* () {
      const origin = yield* Repository.make
      const elsewhere = yield* temporaryDirectory
      write(origin.root, Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`d${i % 5}/${i}.ts`, String(i)])))
      origin.commit()
      origin.git("config", "uploadpack.allowFilter", "true")
      for (const filter of ["blob:none", "tree:0", "tree:1"]) {
        const clone = `${elsewhere}/${filter.replace(":", "-")}`
        git(elsewhere, "clone", "--quiet", "--no-checkout", `--filter=${filter}`, `file://${origin.root}`, clone)
        // Some objects are there.
        if (filter === "blob:none") git(clone, "cat-file", "blob", "HEAD:d1/1.ts")
        const objects = () => git(clone, "count-objects", "-v")
        const before = objects()
        const outcome = yield* Effect.either(scan(clone, "HEAD"))
        assert.strictEqual(objects(), before)
        if (outcome._tag === "Left") {
          // Not even the tree of the root is there.
          assert.deepStrictEqual([filter, outcome.left._tag], ["tree:0", "ScanError"])
          continue
        }
        const { added, files, problems } = outcome.right
        assert.deepStrictEqual(
          [filter, added.length, files.filter(({ problem }) => problem === undefined).length, problems.length],
          filter === "blob:none" ? [filter, 40, 1, 0] : [filter, 0, 0, 5]
        )
      }
    })
  )

  it.scopedLive("of a shallow clone are only those of other commits", () =>
    Effect.gen(function* () {
      const origin = yield* Repository.make
      const elsewhere = yield* temporaryDirectory
      write(origin.root, { "a.ts": "1" })
      origin.commit()
      write(origin.root, { "a.ts": "2", "b.ts": "3" })
      origin.commit()
      git(elsewhere, "clone", "--quiet", "--depth=1", "--no-checkout", `file://${origin.root}`, "shallow")
      const { files } = yield* scan(`${elsewhere}/shallow`, "HEAD")
      assert.deepStrictEqual(
        files.map(({ entry, problem }) => [entry.path, problem]),
        [
          ["a.ts", undefined],
          ["b.ts", undefined]
        ]
      )
      assert.strictEqual((yield* failure(`${elsewhere}/shallow`, "HEAD~1"))[0], "UnknownRevision")
    })
  )
})

describe("nothing of the repository", () => {
  it.scopedLive("is run, and nothing replaces what is asked for", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      const mark = `${root}/.git/mark`
      const other = yield* Repository.make
      write(other.root, { "other.ts": "" })
      other.commit()
      write(root, { "a.ts": "right", "b.ts": "wrong", ".gitattributes": "*.ts filter=evil diff=evil text eol=crlf\n" })
      repository.commit()
      const command = `touch '${mark}'; cat`
      for (const [name, value] of [
        ["core.fsmonitor", command],
        ["core.pager", command],
        ["core.sshCommand", command],
        ["core.hooksPath", root],
        ["filter.evil.smudge", command],
        ["filter.evil.process", command],
        ["diff.evil.textconv", command],
        ["alias.cat-file", `!${command}`],
        ["alias.rev-parse", `!${command}`]
      ] as const) {
        repository.git("config", name, value)
      }
      repository.git("replace", repository.git("rev-parse", "HEAD:a.ts"), repository.git("rev-parse", "HEAD:b.ts"))
      write(root, { git: `#!/bin/sh\ntouch '${mark}'\n` })
      fs.chmodSync(`${root}/git`, 0o755)
      const folder = process.cwd()
      process.chdir(root)
      const environment = {
        PATH: `:.:${process.env["PATH"] ?? ""}`,
        GIT_DIR: `${other.root}/.git`,
        GIT_WORK_TREE: other.root,
        GIT_OBJECT_DIRECTORY: `${other.root}/.git/objects`
      }
      const result = yield* Effect.ensuring(
        scan(root, "HEAD", { environment, keepBytes: true }),
        Effect.sync(() => process.chdir(folder))
      )
      assert.isFalse(fs.existsSync(mark))
      assert.deepStrictEqual(result.paths, [".gitattributes", "a.ts", "b.ts"])
      const { source } = result.file("a.ts")
      assert.strictEqual(source._tag === "Bytes" ? Buffer.from(source.bytes).toString() : "", "right")
    })
  )

  it.scopedLive("goes on when the scan is over, or interrupted", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      write(root, Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`${1000 + i}.ts`, String(i)])))
      const rev = repository.tree()
      yield* scan(root, rev)
      assert.deepStrictEqual(runningGits(), [])
      let seen = 0
      const fiber = yield* stream(root, rev).pipe(
        Stream.tap((step) =>
          step._tag === "Files"
            ? Effect.andThen(
                Effect.sync(() => seen++),
                Effect.never
              )
            : Effect.void
        ),
        Stream.runDrain,
        Effect.fork
      )
      while (seen === 0) yield* Effect.sleep("1 millis")
      assert.notDeepEqual(runningGits(), [])
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(runningGits(), [])
      // At any time, also before there is a step.
      for (const pause of [0, 2, 5, 10, 20, 40]) {
        yield* Effect.timeoutOption(Stream.runDrain(stream(root, rev)), pause)
        assert.deepStrictEqual(runningGits(), [])
      }
    })
  )
})

describe("an explanation", () => {
  it.scopedLive("says of what is ignored whether git tracks it nevertheless", () =>
    Effect.gen(function* () {
      const repository = yield* Repository.make
      const { root } = repository
      write(root, { "sub/[a].log": "", "kept.ts": "", ":x.log": "" })
      repository.commit()
      write(root, { ".gitignore": "*.log\n", "sub/new.log": "", "a.log": "" })
      const scanner = yield* Scanner
      const told = (from: string, path: string) =>
        Effect.map(scanner.explain({ root: from, path }), ({ kept, tracked }) => [kept, tracked])
      assert.deepStrictEqual(yield* told(root, "sub/[a].log"), [false, true])
      assert.deepStrictEqual(yield* told(`${root}/sub`, "[a].log"), [false, true])
      assert.deepStrictEqual(yield* told(root, "sub/new.log"), [false, false])
      assert.deepStrictEqual(yield* told(root, "-x.log"), [false, false])
      assert.deepStrictEqual(yield* told(root, ":x.log"), [false, true])
      repository.git("rm", "--cached", "--quiet", "--", ":(literal):x.log")
      assert.deepStrictEqual(yield* told(root, ":x.log"), [false, false])
      assert.deepStrictEqual(yield* told(root, "kept.ts"), [true, undefined])
      const elsewhere = yield* temporaryDirectory
      write(elsewhere, { ".gitignore": "*.log\n", "a.log": "" })
      assert.deepStrictEqual(yield* told(elsewhere, "a.log"), [false, undefined])
    }).pipe(Effect.provide(Scanner.layer))
  )
})
