import { compareUtf8 } from "@drift/core/Text"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import { Random } from "./random.js"
import { tree } from "./randomTree.js"
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
