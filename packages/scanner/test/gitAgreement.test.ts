/** Which files git lists, and which rule of which file decides about each path, is what Drift sees and says. */
import { compareUtf8 } from "@drift/core/Text"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import type { IgnoreRules, Rule } from "../src/IgnoreRules.js"
import { FileReader } from "../src/internal/fileReader.js"
import { nodeFileSystem } from "../src/internal/fileSystem.js"
import type { GitEnvironment } from "../src/internal/gitRepository.js"
import { GitRepositories } from "../src/internal/gitRepository.js"
import { RuleList, toBinary } from "../src/internal/ruleList.js"
import { TreeRules } from "../src/internal/treeRules.js"
import { Random } from "./random.js"
import { makeTree, oddPattern, onDisk, put, putRepository } from "./randomRepositories.js"
import { NO_GIT, scan, temporaryDirectory, write } from "./support.js"

/** Another seed or more trees: DRIFT_FUZZ_SEED, DRIFT_FUZZ_TREES. */
const SEED = Number(process.env["DRIFT_FUZZ_SEED"] ?? 20_240_607)
const TREES = Number(process.env["DRIFT_FUZZ_TREES"] ?? 40)

interface GitOptions {
  readonly home: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

/** What git prints, one character per byte, up to each NUL. */
const git = (cwd: string, { env, home, input = "" }: GitOptions, ...args: ReadonlyArray<string>) => {
  const { status, stderr, stdout } = spawnSync("git", args, {
    cwd,
    input: onDisk(input),
    env: { PATH: process.env["PATH"], HOME: home, GIT_CONFIG_NOSYSTEM: "1", ...env },
    maxBuffer: 1 << 26
  })
  if (status !== 0 && (status !== 1 || args[0] !== "check-ignore")) throw new Error(`git ${args[0]}: ${String(stderr)}`)
  return stdout.toString("latin1").split("\0").slice(0, -1)
}

const LIST = ["ls-files", "-co", "--exclude-standard", "-z"] as const

const isUtf8 = (binary: string): boolean => toBinary(onDisk(binary).toString("utf8")) === binary

const kindOf = (absolute: string): "file" | "directory" | "other" | undefined => {
  const stat = fs.lstatSync(onDisk(absolute), { throwIfNoEntry: false })
  return stat === undefined ? undefined : stat.isFile() ? "file" : stat.isDirectory() ? "directory" : "other"
}

/** Whether a nested repository is another worktree of the one that is scanned; Drift passes those over. */
const isWorktree = (directory: string): boolean => {
  const dotGit = `${directory}.git`
  return kindOf(dotGit) === "file" && fs.readFileSync(onDisk(dotGit), "latin1").includes("/worktrees/")
}

/** The files that git lists in a folder, repositories inside being asked themselves; their folders go to `tops`. */
const filesOfGit = (root: string, home: string, tops: Array<string>, prefix = ""): ReadonlyArray<string> =>
  git(onDisk(`${root}/${prefix}`).toString(), { home }, ...LIST).flatMap((entry) => {
    const path = prefix + entry
    if (!isUtf8(path)) return []
    if (!path.endsWith("/")) return kindOf(`${root}/${path}`) === "file" ? [path] : []
    if (isWorktree(`${root}/${path}`)) return []
    tops.push(path)
    return filesOfGit(root, home, tops, path)
  })

/** `FILE:LINE` of the rule that decides about each path, `""` where none does. */
type Decisions = ReadonlyMap<string, string>

/** Of everything below the root; what is in an ignored folder shares its fate. */
const decisionsOfDrift = (root: string, environment: GitEnvironment): Decisions => {
  const repositories = new GitRepositories(nodeFileSystem, new FileReader(nodeFileSystem), environment)
  const rules = new TreeRules({ fs: nodeFileSystem, repositories, root: onDisk(root).toString(), exclude: [] })
  const decisions = new Map<string, string>()
  const enter = (prefix: string, around: IgnoreRules) =>
    rules.enter(onDisk(prefix.slice(0, -1)).toString(), onDisk(`${root}/${prefix}`.slice(0, -1)).toString(), around, {
      driftignore: false,
      gitignore: kindOf(`${root}/${prefix}.gitignore`) === "file",
      dotGit: kindOf(`${root}/${prefix}.git`) !== undefined
    })
  const placeOf = ({ line, source }: Rule) => `${source.startsWith("/") ? "" : `${root}/`}${toBinary(source)}:${line}`
  const visit = (prefix: string, inside: IgnoreRules | string): void => {
    for (const name of fs.readdirSync(onDisk(`${root}/${prefix}`), { encoding: "latin1" })) {
      if (name === ".git") continue
      const path = prefix + name
      const isDirectory = kindOf(`${root}/${path}`) === "directory"
      const rule = typeof inside === "string" ? undefined : inside.matchBinary(path, name, isDirectory)
      const decision = typeof inside === "string" ? inside : rule === undefined ? "" : placeOf(rule)
      decisions.set(path, decision)
      if (!isDirectory || !isUtf8(path)) continue
      const within = typeof inside === "string" || rule?.negated === false ? decision : enter(`${path}/`, inside)
      if (within !== undefined) visit(`${path}/`, within)
    }
  }
  visit("", enter("", rules.around())!)
  return decisions
}

/** Of these paths, each asked for in the repository that it is in. `top` is the folder of the root's. */
const decisionsOfGit = (
  root: string,
  top: string,
  home: string,
  tops: ReadonlyArray<string>,
  paths: Iterable<string>
): Decisions => {
  const asked = new Map<string, Array<string>>()
  for (const path of paths) {
    // The innermost of them comes last.
    const owner = tops.findLast((each) => path.startsWith(each)) ?? ""
    asked.set(owner, [...(asked.get(owner) ?? []), path.slice(owner.length)])
  }
  const decisions = new Map<string, string>()
  for (const [owner, inside] of asked) {
    const input = inside.map((path) => `${path}\0`).join("")
    const cwd = onDisk(`${root}/${owner}`).toString()
    const fields = git(cwd, { home, input }, "check-ignore", "-v", "-n", "-z", "--stdin")
    const base = owner === "" ? `${toBinary(top)}/` : `${root}/${owner}`
    for (let i = 0; i < fields.length; i += 4) {
      const [source, line, , path] = fields.slice(i, i + 4)
      const place = source === "" ? "" : `${source!.startsWith("/") ? "" : base}${source}:${line}`
      decisions.set(owner + path, place)
    }
  }
  return decisions
}

/** A folder that is not ignored, in which no other repository begins or has begun. */
const someFolder = (random: Random, top: string, home: string): string => {
  const tops: Array<string> = []
  filesOfGit(top, home, tops)
  const decisions = [...decisionsOfDrift(toBinary(top), { ...NO_GIT, home })].map(([path]) => path)
  const folders = decisions.filter(
    (path) =>
      isUtf8(path) &&
      kindOf(`${top}/${path}`) === "directory" &&
      kindOf(`${top}/${path}/.git`) === undefined &&
      !tops.some((each) => `${path}/`.startsWith(each)) &&
      !path
        .split("/")
        .some((_, i, names) => kindOf(`${top}/${names.slice(0, i).join("/")}/.git`) !== undefined && i > 0)
  )
  const ignored = new Set(
    git(top, { home, input: folders.map((path) => `${path}\0`).join("") }, "check-ignore", "-z", "--stdin")
  )
  const open = folders.filter((path) => !ignored.has(path))
  return open.length === 0 ? top : `${top}/${onDisk(random.pick(open)).toString()}`
}

it.scopedLive(
  `agrees with git on every path of ${TREES} random trees from seed ${SEED}`,
  () =>
    Effect.gen(function* () {
      const base = yield* temporaryDirectory
      let decided = 0
      let ignored = 0
      for (let i = 0; i < TREES; i++) {
        const random = new Random(SEED + i)
        const home = `${base}/home`
        const made = makeTree(random, home)
        const top = made.worktree ?? made.top
        const root = random.oneIn(3) ? someFolder(random, top, home) : top
        const environment = { ...NO_GIT, home }
        const tops: Array<string> = []
        const files = filesOfGit(toBinary(root), home, tops)
        const ours = decisionsOfDrift(toBinary(root), environment)
        const theirs = decisionsOfGit(toBinary(root), top, home, tops, ours.keys())
        const message = () => `seed ${SEED + i}, in ${JSON.stringify(root)}\n${made.describe()}`
        const differing = [...ours].filter(([path, place]) => place !== theirs.get(path))
        if (differing.length > 0 || ours.size !== theirs.size) {
          const told = differing.map(([path, place]) => ({ path, drift: place, git: theirs.get(path) }))
          assert.deepStrictEqual(told, [], message())
        }
        const { paths, problems } = yield* scan(root, { environment })
        const seen = paths.map(toBinary)
        if (seen.join("\0") !== [...files].sort().join("\0")) {
          const [inGit, inDrift] = [new Set(files), new Set(seen)]
          assert.deepStrictEqual(
            { missing: files.filter((p) => !inDrift.has(p)), extra: seen.filter((p) => !inGit.has(p)) },
            { missing: [], extra: [] },
            message()
          )
          assert.deepStrictEqual(seen, [...files].sort(), message())
        }
        for (const problem of problems) assert.include(problem.message, "is not valid UTF-8", message())
        decided += ours.size
        ignored += ours.size - files.length
        fs.rmSync(home, { recursive: true })
      }
      process.stdout.write(`${decided} decisions compared, of them ${ignored} about what is ignored or no file\n`)
      assert.isAtLeast(decided, TREES * 30)
    }),
  30_000 + TREES * 1000
)

/** A repository with files, which git and Drift are to see alike; `env` is what GitEnvironment says, for git. */
const compared = (root: string, environment: GitEnvironment, env: Readonly<Record<string, string>> = {}) =>
  Effect.gen(function* () {
    const expected = git(root, { home: environment.home, env }, ...LIST)
    const { paths } = yield* scan(root, { environment })
    assert.deepStrictEqual(paths, expected.map((path) => onDisk(path).toString()).sort(compareUtf8))
    return paths.join(" ")
  })

const CONFIG = "[core]\n\trepositoryformatversion = 0\n"

it.scopedLive("sees named classes as git sees them, for every ASCII character, whether case counts or not", () =>
  Effect.gen(function* () {
    const classes = "alnum alpha blank cntrl digit graph lower print punct space upper xdigit".split(" ")
    for (const config of [CONFIG, `${CONFIG}ignoreCase\n`]) {
      const root = yield* temporaryDirectory
      putRepository(`${root}/.git`, config, "")
      for (const name of classes) {
        write(root, { [`${name}/.gitignore`]: `x[[:${name}:]]\n` })
        for (let code = 1; code < 128; code++) {
          if (code !== 0x2f) fs.writeFileSync(`${root}/${name}/x${String.fromCharCode(code)}`, "")
        }
      }
      const seen = (yield* compared(root, { ...NO_GIT, home: root })).split(" ").length
      assert.isTrue(seen > 126 && seen < 12 * 126)
    }
  })
)

it.scopedLive("sees a range, a set and an escape as git sees them where case does not count", () =>
  Effect.gen(function* () {
    const root = yield* temporaryDirectory
    putRepository(`${root}/.git`, `${CONFIG}ignoreCase = true\n`, "")
    const patterns = [
      "[A]",
      "[a]",
      "[!A]",
      "[!a]",
      "[A-C]",
      "[a-c]",
      "[Z-b]",
      "[!B-D]",
      "\\A",
      "\\a",
      "A",
      "a",
      "*A",
      "?A",
      "x/A*",
      "É"
    ]
    for (const [index, pattern] of patterns.entries()) {
      const files = [".gitignore", "a", "A", "b", "B", "z", "Z", "[", "_", "x/ab", "X/AB", "é", "É", "bA", "Ba"]
      write(root, Object.fromEntries(files.map((file) => [`${index}/${file}`, file === ".gitignore" ? pattern : ""])))
    }
    yield* compared(root, { ...NO_GIT, home: root })
  })
)

it.scopedLive("a line that is warned about matches nothing to git, whatever the path", () =>
  Effect.gen(function* () {
    const home = yield* temporaryDirectory
    const warned = new Set<string>()
    for (let i = 0; warned.size < Math.min(100 + TREES * 2, 2000); i++) {
      const pattern = oddPattern(new Random(SEED + i))
      if (/[\n\r\0]/.test(pattern)) continue
      const { warnings } = new RuleList(pattern, { kind: "gitignore", source: "" })
      if (warnings.length > 0) warned.add(pattern)
    }
    for (const config of [CONFIG, `${CONFIG}ignoreCase\n`]) {
      const root = yield* temporaryDirectory
      putRepository(`${root}/.git`, config, "")
      const names = Array.from({ length: 255 }, (_, i) => String.fromCharCode(i + 1)).filter(
        (name) => !"./:".includes(name)
      )
      for (const name of [...names, "foo", "bar", "ab", "a.js"]) put(`${root}/d${name}/${name}/x`, "")
      const paths = [...warned].flatMap((pattern) => {
        // Names that are like the pattern: what is no wildcard, as it stands.
        const literal = pattern.replace(/^!/, "").replace(/\\(.)/gs, "$1")
        return ["", "a", "foo"].flatMap((part) =>
          [literal.replace(/\*+/g, part), literal.replace(/\*+/g, part).replace(/\[.*?\]|\?/g, "a"), pattern]
            .map((path) =>
              path
                .split("/")
                .filter((name) => !["", ".", ".."].includes(name))
                .join("/")
            )
            .filter((path) => path !== "" && !path.startsWith(":") && !path.includes("d/"))
        )
      })
      put(`${root}/.gitignore`, [...warned].join("\n"))
      for (const name of names) paths.push(name, `d${name}`, `d${name}/${name}`, `d${name}/${name}/x`, `foo/${name}`)
      const input = paths.map((path) => `${path}\0`).join("")
      assert.deepStrictEqual(git(root, { home, input }, "check-ignore", "-v", "-z", "--stdin"), [])
    }
  })
)

it.scopedLive(
  "finds the rules outside the tree as git does: the machine's, the user's, the repository's, the worktree's",
  () =>
    Effect.gen(function* () {
      const home = yield* temporaryDirectory
      const root = `${home}/work/tree`
      const trees = { "a.one": "", "a.two": "", "a.three": "", "a.ONE": "", "sub/x": "", "sub/sub/x": "" }
      const gitDir = `${root}/.git`
      const all = Object.keys(trees).sort(compareUtf8).join(" ")
      const without = (...gone: ReadonlyArray<string>) =>
        all
          .split(" ")
          .filter((path) => !gone.includes(path))
          .join(" ")
      const start = (config = CONFIG) => {
        fs.rmSync(home, { recursive: true })
        putRepository(gitDir, config, "")
        write(root, trees)
        write(home, { one: "*.one\n", two: "*.two\n", "th\\ree": "*.three\n", ".config/git/ignore": "*.one\n/sub/x\n" })
      }
      const environment = { ...NO_GIT, home }
      const seen = compared(root, environment)
      const IGNORES_CASE = "[core]\nignoreCase\n"

      start()
      assert.strictEqual(yield* seen, without("a.one", "sub/x"))
      write(home, { ".config/git/config": "[core]\n\texcludesfile = ~/two ; why not \\\n" })
      assert.strictEqual(yield* seen, without("a.two"))
      write(home, { ".gitconfig": '# no more \\\n[core]\n\tExcludesFile = "~/th\\\\ree"\n' })
      assert.strictEqual(yield* seen, without("a.three"))
      write(home, { ".gitconfig": "[core] excludesFile=\n" })
      assert.strictEqual(yield* seen, all)
      write(root, { ".git/config": `${CONFIG}excludesFile = ${home}/two` })
      assert.strictEqual(yield* seen, without("a.two"))
      write(root, { ".git/config": `${CONFIG}excludesFile = ../../one` })
      assert.strictEqual(yield* seen, without("a.one"))
      write(root, { ".git/config": `${CONFIG}excludesFile = ":(optional)~/one"` })
      assert.strictEqual(yield* seen, all)

      start()
      const xdg = `${home}/xdg`
      write(xdg, { "git/ignore": "*.three", "git/config": IGNORES_CASE })
      const ofXdg = { ...environment, xdgConfigHome: xdg }
      assert.strictEqual(yield* compared(root, ofXdg, { XDG_CONFIG_HOME: xdg }), without("a.three"))
      write(xdg, { "git/ignore": "*.One" })
      assert.strictEqual(yield* compared(root, ofXdg, { XDG_CONFIG_HOME: xdg }), without("a.one", "a.ONE"))

      start()
      write(home, {
        system: "[core]\nexcludesFile = ~/two\n",
        global: IGNORES_CASE,
        ".gitconfig": "[core]\nexcludesFile = ~/one"
      })
      const system = { ...environment, configSystem: `${home}/system`, configGlobal: `${home}/global` }
      const variables = { GIT_CONFIG_SYSTEM: system.configSystem, GIT_CONFIG_GLOBAL: system.configGlobal }
      assert.strictEqual(yield* compared(root, system, { ...variables, GIT_CONFIG_NOSYSTEM: "0" }), without("a.two"))
      assert.strictEqual(
        yield* compared(root, { ...system, configSystem: "" }, { ...variables, GIT_CONFIG_NOSYSTEM: "yes" }),
        without("a.one", "a.ONE", "sub/x")
      )

      const CONDITIONS: ReadonlyArray<readonly [condition: string, holds: boolean]> = [
        [`gitdir:${gitDir}`, true],
        [`gitdir:${root}/`, true],
        ["gitdir:~/work/", true],
        ["gitdir:~/WORK/", false],
        ["gitdir/i:~/WORK/", true],
        ["gitdir:tree/.git", true],
        ["gitdir:work/**", true],
        ["gitdir:work/*", false],
        ["gitdir:./work/", true],
        ["gitdir:./tree/", false],
        ["gitdir:~nobody/", false],
        ["onbranch:main", true],
        ["onbranch:ma*", true],
        ["onbranch:main/", false],
        ["onbranch:other", false],
        ["nonsense:x", false]
      ]
      for (const [condition, holds] of CONDITIONS) {
        start()
        write(home, {
          ".gitconfig": `[includeIf "${condition}"]\npath = inner/config`,
          "inner/config": "[include]\npath = more\n",
          "inner/more": "[core]\nexcludesFile = ~/two"
        })
        assert.strictEqual(yield* seen, holds ? without("a.two") : without("a.one", "sub/x"), condition)
      }

      for (const [value, folds] of [
        ["true", true],
        ["2", true],
        ["no", false],
        ["", false],
        ["0k", false]
      ] as const) {
        start(`${CONFIG}ignoreCase = ${value}\n`)
        assert.strictEqual(yield* seen, folds ? without("a.one", "a.ONE", "sub/x") : without("a.one", "sub/x"), value)
      }

      // Another worktree: what is excluded for the repository is for it, too, and it may have a configuration of its own.
      start(`${CONFIG}[extensions]\n\tworktreeConfig = true\n`)
      const worktree = `${home}/apart`
      write(worktree, { ...trees, ".git": `gitdir: ${gitDir}/worktrees/apart\n` })
      write(`${gitDir}/worktrees/apart`, {
        HEAD: "ref: refs/heads/topic/x\n",
        commondir: "../..\n",
        "config.worktree": "[core]\nexcludesFile = ~/two\n"
      })
      write(gitDir, { "config.worktree": IGNORES_CASE, "info/exclude": "*.three\n" })
      assert.strictEqual(yield* compared(worktree, environment), without("a.two", "a.three"))
      assert.strictEqual(yield* seen, without("a.one", "a.ONE", "a.three", "sub/x"))
      write(home, { ".gitconfig": '[includeIf "onbranch:topic/"]\npath = nocase\n', nocase: "[core]\nignoreCase" })
      write(gitDir, { "info/exclude": "*.One\n" })
      assert.strictEqual(yield* compared(worktree, environment), without("a.one", "a.ONE", "a.two"))
      write(gitDir, { config: CONFIG })
      assert.strictEqual(yield* compared(worktree, environment), without("a.one", "a.ONE", "sub/x"))
    })
)

it.scopedLive("a rule that stands outside git is never asked whatever the case, nor is one outside a repository", () =>
  Effect.gen(function* () {
    const root = yield* temporaryDirectory
    putRepository(`${root}/.git`, `${CONFIG}ignoreCase\n`, "")
    write(root, { ".driftignore": "A\n", a: "", b: "", "in/.gitignore": "B\n", "in/b": "" })
    assert.deepStrictEqual((yield* scan(root, { exclude: ["B"] })).paths, [".driftignore", "a", "b", "in/.gitignore"])
    const outside = yield* temporaryDirectory
    write(outside, { ".gitignore": "A\n", a: "", ".gitconfig": "[core]\nignoreCase\n" })
    const { paths } = yield* scan(outside, { environment: { ...NO_GIT, home: outside } })
    assert.deepStrictEqual(paths, [".gitconfig", ".gitignore", "a"])
  })
)

it.scopedLive("an ignore file that cannot be used is warned about, and so is a line that matches nothing", () =>
  Effect.gen(function* () {
    const root = yield* temporaryDirectory
    putRepository(`${root}/.git`, CONFIG, "a//b\n")
    write(root, {
      ".gitignore": "x\n[é\n",
      "in/.gitignore": new Uint8Array(16 * 1024 * 1024 + 1).fill(0x0a),
      "in/a": "",
      "in/x": ""
    })
    write(root, { "sub/.driftignore": "*", "sub/a": "" })
    const denied = Object.assign(new Error("denied"), { code: "EACCES" })
    const { paths, warnings } = yield* scan(root, {
      exclude: ["y", "[[:z:]]"],
      include: ["*", "./x"],
      fs: {
        open: (path, follow) => {
          if (path.endsWith("sub/.driftignore")) throw denied
          return nodeFileSystem.open(path, follow)
        }
      }
    })
    assert.deepStrictEqual(paths, [".gitignore", "in/.gitignore", "in/a", "sub/.driftignore", "sub/a"])
    assert.deepStrictEqual(warnings, [
      { source: "exclude", line: 2, pattern: "[[:z:]]", reason: "There is no class [:z:]" },
      { source: `${root}/.git/info/exclude`, line: 1, pattern: "a//b", reason: "A name between its slashes is empty" },
      { source: ".gitignore", line: 2, pattern: "[é", reason: "A bracket is not closed" },
      { source: "in/.gitignore", line: 0, pattern: "", reason: "The file is larger than 16 MiB and was not read" },
      { source: "sub/.driftignore", line: 0, pattern: "", reason: "The file could not be read: permission denied" },
      { source: "include", line: 2, pattern: "./x", reason: 'No path has "." in it' }
    ])
  })
)
