import { compareUtf8 } from "@drift/core/Text"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import { scan, temporaryDirectory, write } from "./support.js"

/** Another seed or more trees: DRIFT_FUZZ_SEED, DRIFT_FUZZ_TREES. */
const SEED = Number(process.env["DRIFT_FUZZ_SEED"] ?? 20_240_607)
const TREES = Number(process.env["DRIFT_FUZZ_TREES"] ?? 100)

const git = (root: string, ...args: ReadonlyArray<string>): string =>
  execFileSync("git", ["-C", root, ...args], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: root, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }
  })

const untracked = (root: string): ReadonlyArray<string> =>
  git(root, "ls-files", "-co", "--exclude-standard", "-z")
    .split("\0")
    .filter((path) => path !== "")
    .sort(compareUtf8)

class Random {
  #state: number
  constructor(seed: number) {
    this.#state = seed >>> 0
  }
  /** mulberry32 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  below(n: number): number {
    return Math.floor(this.next() * n)
  }
  pick<A>(values: ReadonlyArray<A>): A {
    return values[this.below(values.length)]!
  }
}

const NAMES = [
  "a",
  "b",
  "ab",
  "foo",
  "foobar",
  "bar",
  "a.js",
  "b.ts",
  "x.test.js",
  ".x",
  ".js",
  "a b",
  "a ",
  "A",
  "é",
  "日本",
  "😀.js"
]
const ODD_NAMES = ["[a]", "a*", "a\\b", "!a", "#a", "-", "a]", "?", "^", "a\tb", "a\nb", "**", "{a,b}", "Z", "0"]
const ORDINARY = ["*", "*.js", "*.ts", "foo", "bar", "a", "b", "foo*", "*bar", "a?", "?", ".*", "*.test.js", "**"]
const PIECES = [
  "*",
  "**",
  "***",
  "?",
  "/",
  "/",
  "a",
  "b",
  "foo",
  "bar",
  ".",
  "js",
  "[ab]",
  "[!a]",
  "[^a]",
  "[a-c]",
  "[[:alpha:]]",
  "[[:alnum:]x]",
  "[[:nope:]]",
  "[]a]",
  "[a",
  "[!]a]",
  "[\\]a]",
  "[a-]",
  "[--b]",
  "[[:a]",
  "\\",
  "\\*",
  "\\a",
  "\\/",
  " ",
  "\\ ",
  "\t",
  "é",
  "日",
  "😀",
  "!",
  "#",
  "{a,b}",
  "-",
  "^",
  "]",
  "[z-a]",
  "[0-9]",
  "[[:space:]]",
  "[[:punct:]]",
  "[[:print:]]",
  "[[:upper:]]",
  "[/]",
  "[!/]",
  "[a-é]"
]

const ordinaryPattern = (random: Random): string => {
  const parts = Array.from({ length: 1 + random.below(3) }, () => random.pick(ORDINARY))
  return `${random.below(4) === 0 ? "!" : ""}${random.below(4) === 0 ? "/" : ""}${parts.join("/")}${random.below(3) === 0 ? "/" : ""}`
}

const oddPattern = (random: Random): string =>
  (random.below(5) === 0 ? "!" : "") + Array.from({ length: 1 + random.below(6) }, () => random.pick(PIECES)).join("")

const ignoreFile = (random: Random): string => {
  const lines = Array.from({ length: 1 + random.below(6) }, () =>
    random.below(2) === 0 ? ordinaryPattern(random) : oddPattern(random)
  )
  return (
    (random.below(10) === 0 ? "\uFEFF" : "") +
    lines.join(random.below(6) === 0 ? "\r\n" : "\n") +
    (random.below(2) === 0 ? "\n" : "")
  )
}

const tree = (random: Random): Record<string, string> => {
  const files: Record<string, string> = {}
  const directories = [""]
  const taken = new Set<string>()
  const fresh = (): string | undefined => {
    const path = random.pick(directories) + (random.below(4) === 0 ? random.pick(ODD_NAMES) : random.pick(NAMES))
    if (taken.has(path)) return undefined
    taken.add(path)
    return path
  }
  for (let i = 0; i < 8; i++) {
    const path = fresh()
    if (path !== undefined) directories.push(`${path}/`)
  }
  for (let i = 0; i < 40; i++) {
    const path = fresh()
    if (path !== undefined) files[path] = ""
  }
  for (const directory of directories) {
    if (directory === "" || random.below(3) === 0) files[`${directory}.gitignore`] = ignoreFile(random)
  }
  files[".git/info/exclude"] = random.below(2) === 0 ? ignoreFile(random) : ""
  return files
}

it.scopedLive(
  `sees the files that git sees, in ${TREES} random trees from seed ${SEED}`,
  () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      git(root, "init", "-q")
      for (let i = 0; i < TREES; i++) {
        const files = tree(new Random(SEED + i))
        for (const name of fs.readdirSync(root)) if (name !== ".git") fs.rmSync(`${root}/${name}`, { recursive: true })
        write(root, files)
        const { paths } = yield* scan(root)
        const expected = untracked(root)
        const rules = Object.fromEntries(
          Object.entries(files).filter(([path]) => /(^|\/)(\.gitignore|exclude)$/.test(path))
        )
        assert.deepStrictEqual(
          { missing: expected.filter((p) => !paths.includes(p)), extra: paths.filter((p) => !expected.includes(p)) },
          { missing: [], extra: [] },
          `seed ${SEED + i}, rules ${JSON.stringify(rules, undefined, 1)}`
        )
        assert.deepStrictEqual(paths, expected)
      }
    }),
  10_000 + TREES * 1000
)

it.scopedLive("sees named classes as git sees them, for every ASCII character", () =>
  Effect.gen(function* () {
    const root = yield* temporaryDirectory
    git(root, "init", "-q")
    const classes = [
      "alnum",
      "alpha",
      "blank",
      "cntrl",
      "digit",
      "graph",
      "lower",
      "print",
      "punct",
      "space",
      "upper",
      "xdigit"
    ]
    for (const name of classes) {
      write(root, { [`${name}/.gitignore`]: `x[[:${name}:]]\n` })
      for (let code = 1; code < 128; code++) {
        if (code !== 0x2f) fs.writeFileSync(`${root}/${name}/x${String.fromCharCode(code)}`, "")
      }
    }
    const { paths } = yield* scan(root)
    assert.deepStrictEqual(paths, untracked(root))
    assert.isTrue(paths.length > 126 && paths.length < 12 * 126)
  })
)

it.scopedLive(
  "agrees with git on rules outside the tree: an excludes file of the repository, of the user, and its default",
  () =>
    Effect.gen(function* () {
      const home = yield* temporaryDirectory
      const root = yield* temporaryDirectory
      git(root, "init", "-q")
      write(root, { "a.one": "", "a.two": "", "a.three": "", "sub/x": "", "sub/sub/x": "" })
      const environment = { home, xdgConfigHome: "", configGlobal: "", configSystem: "" }
      const compare = Effect.gen(function* () {
        const expected = execFileSync("git", ["-C", root, "ls-files", "-co", "--exclude-standard", "-z"], {
          encoding: "utf8",
          env: { PATH: process.env["PATH"], HOME: home, GIT_CONFIG_NOSYSTEM: "1" }
        })
        const { paths } = yield* scan(root, { environment })
        assert.deepStrictEqual(
          paths,
          expected
            .split("\0")
            .filter((path) => path !== "")
            .sort(compareUtf8)
        )
        return paths.length
      })
      write(home, { ".config/git/ignore": "*.one\n/sub/x\n" })
      assert.strictEqual(yield* compare, 3)
      write(home, { ".config/git/config": "[core]\n\texcludesfile = ~/two ; why not\n", two: "*.two\n" })
      assert.strictEqual(yield* compare, 4)
      write(home, { ".gitconfig": '[core]\n\tExcludesFile = "~/th\\\\ree"\n', "th\\ree": "*.t*\n" })
      assert.strictEqual(yield* compare, 3)
      write(home, { ".gitconfig": "[core] excludesFile=\n" })
      assert.strictEqual(yield* compare, 5)
      git(root, "config", "core.excludesFile", `${home}/two`)
      assert.strictEqual(yield* compare, 4)
    })
)
