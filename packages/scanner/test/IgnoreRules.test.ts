import { assert, describe, it } from "@effect/vitest"
import { DEFAULT_IGNORES, IgnoreRules } from "../src/IgnoreRules.js"

const ROOT = { _tag: "Below", directory: "" } as const
const file = (content: string, source = "") => ({ source, content })
const gitignore = (content: string) => IgnoreRules.make().enter(ROOT, { gitignore: file(content, ".gitignore") })

/** Patterns, a path (a directory with a slash at its end), whether that one entry is ignored. */
const TABLE: ReadonlyArray<readonly [patterns: string, path: string, ignored: boolean]> = [
  // names at any depth
  ["foo", "foo", true],
  ["foo", "foo/", true],
  ["foo", "a/b/foo", true],
  ["foo", "foobar", false],
  ["foo", "Foo", false],
  ["foo/", "foo", false],
  ["foo/", "a/foo/", true],
  ["*.js", "a.js", true],
  ["*.js", ".js", true],
  ["*.js", "a/b.js", true],
  ["*.js", "a.jsx", false],
  ["*.test.js", "x.test.js", true],
  ["*.test.js", "x.js", false],
  ["*~", "a~", true],
  ["foo*", "foobar", true],
  ["foo*", "a/foobar", true],
  ["f?o", "fxo", true],
  ["f?o", "f/o", false],
  // anchored
  ["/foo", "foo", true],
  ["/foo", "a/foo", false],
  ["a/foo", "a/foo", true],
  ["a/foo", "b/a/foo", false],
  ["/*.js", "a.js", true],
  ["/*.js", "a/a.js", false],
  ["a/*", "a/b", true],
  ["a/*", "a/b/c", false],
  ["a/*/c", "a/b/c", true],
  ["a/*/c", "a/b/b/c", false],
  // two stars
  ["**/foo", "foo", true],
  ["**/foo", "a/b/foo", true],
  ["**/foo", "afoo", false],
  ["a/**", "a/b/c", true],
  ["a/**", "a/", false],
  ["a/**/b", "a/b", true],
  ["a/**/b", "a/x/y/b", true],
  ["a/**/b", "a/xb", false],
  ["foo**/bar", "foobar", true],
  ["foo**/bar", "foox/y/bar", true],
  ["a**b", "axxb", true],
  ["x/a**b", "x/a/b", false],
  // sets
  ["[ab].c", "a.c", true],
  ["[!ab].c", "a.c", false],
  ["[!ab].c", "c.c", true],
  ["[a-c]x", "bx", true],
  ["[]]", "]", true],
  ["[[:digit:]]", "7", true],
  ["[[:digit:]]", "d", false],
  ["[[:]x", ":x", true],
  ["[[:]x", "[x", true],
  ["/f[!a]o", "f/o", false],
  ["/f[.-0]o", "f/o", false],
  // escapes, spaces, comments, line ends
  ["\\#foo", "#foo", true],
  ["#foo", "#foo", false],
  ["\\!foo", "!foo", true],
  ["\\*", "*", true],
  ["\\*", "a", false],
  ["foo  ", "foo", true],
  ["foo\\ ", "foo ", true],
  ["foo\\ ", "foo", false],
  ["foo\t", "foo", false],
  ["foo\r\nbar\r\n", "foo", true],
  ["\uFEFFfoo", "foo", true],
  // order
  ["*.js\n!keep.js", "keep.js", false],
  ["*.js\n!keep.js", "other.js", true],
  ["!keep.js\n*.js", "keep.js", true],
  ["foo\n!foo/", "foo", true],
  ["foo\n!foo/", "foo/", false],
  ["*.test.js\n!x.test.js", "x.test.js", false],
  ["fo*\n!/foo", "foo", false],
  ["!fo*\n/foo", "foo", true],
  ["fo*\n!fo/", "fo", true],
  // bytes: `?` is one of them, as in git
  ["?", "é", false],
  ["??", "é", true],
  ["é", "é", true],
  ["é", "e\u0301", false],
  ["*.日本", "a.日本", true],
  // malformed: the line matches nothing, the others hold
  ["[unclosed\nfoo", "foo", true],
  ["[unclosed", "[unclosed", false],
  ["foo\\", "foo", false],
  ["[[:nope:]]", "n", false],
  ["!", "a", false],
  ["/", "a", false],
  ["   ", "a", false]
]

describe("gitignore patterns", () => {
  for (const [patterns, path, ignored] of TABLE) {
    it(`${JSON.stringify(patterns)} ${ignored ? "ignores" : "leaves"} ${path}`, () => {
      const isDirectory = path.endsWith("/")
      assert.strictEqual(gitignore(patterns).ignores(isDirectory ? path.slice(0, -1) : path, isDirectory), ignored)
    })
  }

  it("decides quickly on a pattern and a name made to make backtracking explode", () => {
    const rules = gitignore(`${"*a".repeat(60)}b\n${"**/a*".repeat(40)}/b`)
    assert.isFalse(rules.ignores("a".repeat(250), false))
    assert.isFalse(rules.ignores(`${"a/".repeat(1000)}a`, false))
  })
})

describe("ranks", () => {
  it("the 18 default names are ignored at any depth, as directories only", () => {
    assert.strictEqual(DEFAULT_IGNORES.length, 18)
    for (const name of DEFAULT_IGNORES) {
      assert.isTrue(IgnoreRules.make().ignores(name, true), name)
      assert.isTrue(IgnoreRules.make().ignores(`a/b/${name}`, true), name)
      assert.isFalse(IgnoreRules.make().ignores(name, false), name)
    }
    assert.isFalse(IgnoreRules.make().ignores("Build", true))
  })

  it("a .driftignore lifts a default name", () => {
    const rules = IgnoreRules.make().enter(ROOT, { driftignore: file("!node_modules/") })
    assert.isFalse(rules.ignores("a/node_modules", true))
    assert.isTrue(rules.ignores("a/dist", true))
  })

  it("asks the kinds in order, before the depths", () => {
    const below = { _tag: "Below", directory: "a" } as const
    const global = { repository: { infoExclude: file("!b"), global: file("b\nc") } }
    const rules = IgnoreRules.make(["e"])
      .enter(ROOT, { ...global, driftignore: file("!d\n!e"), gitignore: file("!c") })
      .enter(below, { gitignore: file("d\nc") })
    assert.isFalse(rules.ignores("b", false), "info/exclude before the global file")
    assert.isFalse(rules.ignores("a/d", false), "a .driftignore of the root before a deeper .gitignore")
    assert.isTrue(rules.ignores("a/c", false), "the deeper .gitignore before the one of the root")
    assert.isTrue(rules.ignores("a/e", false), "exclude before everything")
  })

  it("git's rules end where another repository begins, Drift's do not", () => {
    const rules = IgnoreRules.make()
      .enter(ROOT, { driftignore: file("*.log"), gitignore: file("*.tmp"), repository: { infoExclude: file("x") } })
      .enter({ _tag: "Below", directory: "inner" }, { repository: { infoExclude: file("/y") } })
    assert.isTrue(rules.ignores("inner/a.log", false))
    assert.isFalse(rules.ignores("inner/a.tmp", false))
    assert.isFalse(rules.ignores("inner/x", false))
    assert.isTrue(rules.ignores("inner/y", false))
    assert.isFalse(rules.ignores("inner/z/y", false))
  })

  it("rules of a directory above the root are relative to that directory", () => {
    const rules = IgnoreRules.make().enter(
      { _tag: "Above", toRoot: "packages/app" },
      { gitignore: file("/packages/*/gen\n/x") }
    )
    assert.isTrue(rules.ignores("gen", true))
    assert.isFalse(rules.ignores("x", false))
  })

  it("names the rule that decides, with file and line", () => {
    const rule = gitignore("# comment\n\n*.js\n!a.js  ").match("src/a.js", false)
    assert.deepStrictEqual(
      { ...rule },
      { kind: "gitignore", source: ".gitignore", line: 4, pattern: "!a.js  ", negated: true, directoriesOnly: false }
    )
    assert.strictEqual(gitignore("*.js").match("a.ts", false), undefined)
    assert.strictEqual(IgnoreRules.make().match("bin", true)?.source, "default")
  })
})

describe("warnings", () => {
  const warnings = (content: string) => gitignore(content).warnings.map(({ line, reason }) => [line, reason])

  const REASONS: ReadonlyArray<readonly [pattern: string, reason: string]> = [
    ["[unclosed", "A bracket is not closed"],
    ["a/b[c", "A bracket is not closed"],
    ["x[a\\", "A bracket is not closed"],
    ["[[:alpha:]", "A bracket is not closed"],
    ["[[:nope:]]", "There is no class [:nope:]"],
    ["foo\\", "The backslash at the end escapes nothing"],
    ["!*.js\\", "The backslash at the end escapes nothing"],
    ["!", "There is no name in it"],
    ["/", "There is no name in it"],
    ["!/", "There is no name in it"],
    ["//", "There is no name in it"],
    ["///", "A name between its slashes is empty"],
    ["a//b", "A name between its slashes is empty"],
    ["**//a", "A name between its slashes is empty"],
    ["foo//", "A name between its slashes is empty"],
    ["//foo", "A name between its slashes is empty"],
    ["./foo", 'No path has "." in it'],
    ["*/./foo", 'No path has "." in it'],
    ["../foo", 'No path has ".." in it'],
    ["**/..", 'No path has ".." in it'],
    ["a[/]b", "A bracket holds no character"]
  ]
  for (const [pattern, reason] of REASONS) {
    it(`says of ${JSON.stringify(pattern)}: ${reason}`, () => {
      const rules = gitignore(`*.log\n${pattern}\nfoo`)
      assert.deepStrictEqual(rules.warnings, [{ source: ".gitignore", line: 2, pattern, reason }])
      assert.isTrue(rules.ignores("foo", false))
      assert.isTrue(rules.ignores("a.log", false))
    })
  }

  it("has none of what is odd, but means something to git", () => {
    const odd = [
      "#",
      "",
      "   ",
      "\r",
      "foo**//bar",
      "[]]",
      "[!a]",
      "a[",
      "\\#",
      "**",
      "/*",
      "...",
      "a b ",
      "[]-a]",
      "é"
    ]
    const [unclosed, ...others] = gitignore(odd.join("\n")).warnings
    assert.deepStrictEqual([unclosed?.pattern, others], ["a[", []])
    assert.deepStrictEqual(warnings("!a\\ \n*.[ch]\n!/**/x/"), [])
  })

  it("names the pattern as it is written", () => {
    assert.strictEqual(gitignore("日本[").warnings[0]?.pattern, "日本[")
  })

  it("tells those of a file once, where it is read", () => {
    const below = { _tag: "Below", directory: "a" } as const
    const outer = IgnoreRules.make(["[", "ok"]).enter(ROOT, {
      driftignore: file("[[:x:]]", ".driftignore"),
      gitignore: file("\n[b", ".gitignore"),
      repository: { infoExclude: file("!", "exclude"), global: file("a//b", "global") }
    })
    assert.deepStrictEqual(
      IgnoreRules.make(["ok", "["]).warnings.map(({ line, source }) => [source, line]),
      [["exclude", 2]]
    )
    assert.deepStrictEqual(
      outer.warnings.map(({ line, source }) => [source, line]),
      [
        [".driftignore", 1],
        [".gitignore", 2],
        ["exclude", 1],
        ["global", 1]
      ]
    )
    assert.deepStrictEqual(outer.enter(below, { gitignore: file("x") }).warnings, [])
    assert.deepStrictEqual(outer.enter(below, {}).warnings, [])
  })
})
