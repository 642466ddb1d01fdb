/** In each language, what is broken costs nothing of what is sound around it, and what can be told of the broken part is. */
import type { Language } from "@drift/core/Language"
import { LANGUAGES } from "@drift/core/Language"
import type { ParseResult } from "@drift/core/ParseResult"
import { assert, describe, it } from "vitest"
import { mends } from "../src/internal/mend.js"
import { languages } from "../src/languages/index.js"
import { parseSource } from "../src/parseSource.js"

const DEFECTS = [
  "a brace that nothing closes",
  "a brace that nothing opened",
  "a string that does not end",
  "the markers of a merge conflict",
  "a stray token"
] as const

/** A file of three functions, and how the second one is broken. */
interface Broken {
  readonly path: string
  /** What stands around the functions, and the type that it declares. */
  readonly around: readonly [string, string, string?]
  readonly first: string
  readonly last: string
  readonly signature: string
  readonly defects: Readonly<Record<(typeof DEFECTS)[number], string>>
  /** Half a declaration at the end of the file, and what is in it. */
  readonly half: readonly [string, ...ReadonlyArray<string>]
  readonly names: readonly [string, string, string]
}

const conflict = (before: string, ours: string, theirs: string, after: string): string =>
  `${before}\n<<<<<<< HEAD\n${ours}\n=======\n${theirs}\n>>>>>>> topic\n${after}`

const names = ["first", "broken", "last"] as const

const ecmascript = (path: string): Broken => ({
  path,
  around: ["", ""],
  first: "function first(a) {\n  return one(a)\n}",
  last: "function last(a) {\n  return three(a)\n}",
  signature: "function broken(a) {",
  defects: {
    "a brace that nothing closes": "\n  if (a) {\n    two(a)\n}",
    "a brace that nothing opened": "\n  if (a)\n    two(a)\n  }\n}",
    "a string that does not end": '\n  return two("a)\n}',
    "the markers of a merge conflict": conflict("\n  two(a)", "  return 1", "  return 2", "}"),
    "a stray token": "\n  two(a) ) @ three(a)\n}"
  },
  half: ["class Half {\n  method(a) {\n    const x = this.th", "Half.method"],
  names
})

const SOURCES: Readonly<Record<Language, Broken>> = {
  typescript: ecmascript("a.ts"),
  javascript: ecmascript("a.js"),
  python: {
    path: "a.py",
    around: ["", ""],
    first: "def first(a):\n    return one(a)",
    last: "def last(a):\n    return three(a)",
    signature: "def broken(a):",
    defects: {
      "a brace that nothing closes": "\n    x = {two(a): (1\n    return x\n",
      "a brace that nothing opened": "\n    x = two(a)}\n    return x\n",
      "a string that does not end": '\n    return two("a)\n',
      "the markers of a merge conflict": conflict("\n    two(a)", "    return 1", "    return 2", ""),
      "a stray token": "\n    two(a) ) $ three(a)\n"
    },
    half: ["class Half:\n    def method(self, a):\n        x = self.th(", "Half.method"],
    names
  },
  java: {
    path: "A.java",
    around: ["class A {\n", "\n}", "A"],
    first: "  int first(int a) {\n    return one(a);\n  }",
    last: "  int last(int a) {\n    return three(a);\n  }",
    signature: "  int broken(int a) {",
    defects: {
      "a brace that nothing closes": "\n    if (a > 1) {\n      two(a);\n  }",
      "a brace that nothing opened": "\n    if (a > 1)\n      two(a);\n    }\n  }",
      "a string that does not end": '\n    return two("a);\n  }',
      "the markers of a merge conflict": conflict("\n    two(a);", "    return 1;", "    return 2;", "  }"),
      "a stray token": "\n    two(a) ) # three(a);\n  }"
    },
    half: ["class Half {\n  int method(int a) {\n    int x = this.th", "Half.method"],
    names
  },
  csharp: {
    path: "A.cs",
    around: ["class A {\n", "\n}", "A"],
    first: "  int First(int a) {\n    return One(a);\n  }",
    last: "  int Last(int a) {\n    return Three(a);\n  }",
    signature: "  int Broken(int a) {",
    defects: {
      "a brace that nothing closes": "\n    if (a > 1) {\n      Two(a);\n  }",
      "a brace that nothing opened": "\n    if (a > 1)\n      Two(a);\n    }\n  }",
      "a string that does not end": '\n    return Two("a);\n  }',
      "the markers of a merge conflict": conflict("\n    Two(a);", "    return 1;", "    return 2;", "  }"),
      "a stray token": "\n    Two(a) ) ` Three(a);\n  }"
    },
    half: ["class Half {\n  int Method(int a) {\n    int x = this.Th", "Half.Method"],
    names: ["First", "Broken", "Last"]
  },
  go: {
    path: "a.go",
    around: ["package a\n\n", ""],
    first: "func First(a int) int {\n\treturn One(a)\n}",
    last: "func Last(a int) int {\n\treturn Three(a)\n}",
    signature: "func Broken(a int) int {",
    defects: {
      "a brace that nothing closes": "\n\tif a > 1 {\n\t\tTwo(a)\n}",
      "a brace that nothing opened": "\n\tif a > 1\n\t\tTwo(a)\n\t}\n}",
      "a string that does not end": '\n\treturn Two("a)\n}',
      "the markers of a merge conflict": conflict("\n\tTwo(a)", "\treturn 1", "\treturn 2", "}"),
      "a stray token": "\n\tTwo(a) ) # Three(a)\n}"
    },
    half: ["func (h *Half) Method(a int) int {\n\tx := h.th", "Half.Method"],
    names: ["First", "Broken", "Last"]
  },
  rust: {
    path: "a.rs",
    around: ["", ""],
    first: "fn first(a: i32) -> i32 {\n    one(a)\n}",
    last: "fn last(a: i32) -> i32 {\n    three(a)\n}",
    signature: "fn broken<'a>(a: i32) -> i32 {",
    defects: {
      "a brace that nothing closes": "\n    if a > 1 {\n        two(a)\n}",
      "a brace that nothing opened": "\n    if a > 1\n        two(a)\n    }\n}",
      "a string that does not end": '\n    two("a)\n}',
      "the markers of a merge conflict": conflict("\n    two(a);", "    1", "    2", "}"),
      "a stray token": "\n    two(a) ) ` three(a)\n}"
    },
    half: ["impl Half {\n    fn method(&self, a: i32) {\n        let x = self.th", "Half.method"],
    names
  },
  ruby: {
    path: "a.rb",
    around: ["class A\n", "\nend", "A"],
    first: "  def first(a)\n    one(a) if a\n  end",
    last: "  def last(a)\n    three(a)\n  end",
    signature: "  def broken(a)",
    defects: {
      "a brace that nothing closes": "\n    if a\n      two(a)\n  end",
      "a brace that nothing opened": "\n    two(a)}\n  end",
      "a string that does not end": '\n    two("a)\n  end',
      "the markers of a merge conflict": conflict("\n    two(a)", "    1", "    2", "  end"),
      "a stray token": "\n    two(a) ) } three(a)\n  end"
    },
    half: ["class Half\n  def method_of(a)\n    x = self.th(", "Half.method_of"],
    names
  },
  php: {
    path: "a.php",
    around: ["<p>Don't</p>\n<?php\n", ""],
    first: "function first($a) {\n  return one($a);\n}",
    last: "function last($a) {\n  return three($a);\n}",
    signature: "function broken($a) {",
    defects: {
      "a brace that nothing closes": "\n  if ($a) {\n    two($a);\n}",
      "a brace that nothing opened": "\n  if ($a)\n    two($a);\n  }\n}",
      "a string that does not end": '\n  return two("a);\n}',
      "the markers of a merge conflict": conflict("\n  two($a);", "  return 1;", "  return 2;", "}"),
      "a stray token": "\n  two($a) ) ` three($a);\n}"
    },
    half: ["class Half {\n  function method($a) {\n    $x = $this->th", "Half.method"],
    names
  },
  kotlin: {
    path: "a.kt",
    around: ["", ""],
    first: "fun first(a: Int): Int {\n    return one(a)\n}",
    last: "fun last(a: Int): Int {\n    return three(a)\n}",
    signature: "fun broken(a: Int): Int {",
    defects: {
      "a brace that nothing closes": "\n    if (a > 1) {\n        two(a)\n}",
      "a brace that nothing opened": "\n    if (a > 1)\n        two(a)\n    }\n}",
      "a string that does not end": '\n    return two("a)\n}',
      "the markers of a merge conflict": conflict("\n    two(a)", "    return 1", "    return 2", "}"),
      "a stray token": "\n    two(a) ) # three(a)\n}"
    },
    half: ["class Half {\n    fun method(a: Int) {\n        val x = this.th", "Half.method"],
    names
  }
}

/** Every range lies in the source, and every function is named by what stands at its place. */
const assertInside = (source: string, { errorCount, errorRanges, functions }: ParseResult): void => {
  const bytes = Buffer.from(source)
  const lines = source.split("\n")
  assert.isAbove(errorCount, 0)
  assert.strictEqual(errorRanges.length, errorCount)
  for (const { endColumn, endLine, startColumn, startLine } of errorRanges) {
    assert.isTrue(startLine >= 1 && startLine <= endLine && endLine <= lines.length)
    assert.isTrue(startColumn >= 1 && startColumn <= lines[startLine - 1]!.length + 1)
    assert.isTrue(endColumn >= 1 && endColumn <= lines[endLine - 1]!.length + 1)
    assert.isTrue(startLine < endLine || startColumn <= endColumn)
  }
  for (const { column, line, name, range } of functions) {
    assert.isTrue(range.startByte < range.endByte && range.endByte <= bytes.length)
    assert.isTrue(line >= range.startLine && line <= range.endLine)
    assert.strictEqual(lines[line - 1]!.slice(column - 1, column - 1 + name.length), name)
  }
}

const text = (source: string, { range }: ParseResult["functions"][number]): string =>
  Buffer.from(source).subarray(range.startByte, range.endByte).toString()

describe.each(LANGUAGES)("Broken %s", (id) => {
  const { around, defects, first, half, last, names, path, signature } = SOURCES[id]
  const [head, tail, type] = around
  const qualified = (name: string) => (type === undefined ? name : `${type}.${name}`)

  it.each(DEFECTS)("with %s keeps its functions", async (defect) => {
    const source = `${head}${first}\n\n${signature}${defects[defect]}\n\n${last}${tail}\n`
    const result = await parseSource(languages[id], source, path)
    assertInside(source, result)
    const { classes, functions } = result
    assert.deepStrictEqual(
      functions.map(({ qualifiedName }) => qualifiedName),
      names.map(qualified)
    )
    assert.deepStrictEqual(
      classes.map(({ name }) => name),
      type === undefined ? [] : [type]
    )
    // The sound ones are what they are, and the broken one begins where it does and does not reach into the next.
    assert.strictEqual(text(source, functions[0]!), first.trim())
    assert.strictEqual(text(source, functions[2]!), last.trim())
    assert.isTrue(text(source, functions[1]!).startsWith(signature.trim()))
    assert.isAtMost(functions[1]!.range.endByte, functions[2]!.range.startByte)
    assert.deepStrictEqual(await parseSource(languages[id], source, path), result)
  })

  it("with half a declaration at the end keeps what there is of it", async () => {
    const [written, ...members] = half
    const source = `${head}${first}\n\n${last}${tail}\n\n${written}`
    const result = await parseSource(languages[id], source, path)
    assertInside(source, result)
    const { functions } = result
    assert.deepStrictEqual(
      functions.map(({ qualifiedName }) => qualifiedName),
      [qualified(names[0]), qualified(names[2]), ...members]
    )
    assert.strictEqual(functions[2]!.range.endByte, source.length)
  })
})

describe("Mending", () => {
  const { java, javascript, ruby } = languages

  it("finds nothing where nothing is missing", () => {
    for (const id of LANGUAGES) {
      const { around, first, last } = SOURCES[id]
      const source = `${around[0]}${first}\n${last}${around[1]}\n`
      assert.deepStrictEqual([...mends(source, languages[id].lexis)], [], id)
    }
  })

  it.each([
    ["javascript", "const a = /[/'\"{]+/g, b = `${`'${1}`} \" {`, c = '\\'' // don't {\n/* \" ( */ f(x / y)\n"],
    ["java", 'char a = \'"\', b = \'\\\'\'; String c = """\n  " { \n  """;\n'],
    ["csharp", 'var a = @"C:\\", b = @"x ""y"" {"; // }\n'],
    ["go", "var a, b = `\"\\`, '\\\\'\n"],
    ["rust", "fn f<'a>(x: &'a str) -> char { '\"' } const A: &str = r#\"{ \"a\" \"#; const B: char = '\\u{7f}';\n"],
    ["ruby", 'def a(b) = b\nx = <<~SQL\n  if (\n  SQL\ny = a.class if b\nwhile x do y end\nz = $\' + "#{a["b"]}"\n'],
    ["php", "<p>it's (</p>\n<?php\n$a = <<<EOT\n  it's {\n  EOT;\n$b = 'x\ny'; # don't\n?>\n(\n"],
    ["python", "a = '''\n it's (\n''' # don't\nb = f\"{c['d']}\" '('\n"],
    ["kotlin", 'val a = "${b["c"]} {" + \'"\' + """ " \n { """\n']
  ] as const)("takes nothing for missing in %s that stands in texts and comments", (id, source) => {
    assert.deepStrictEqual([...mends(source, languages[id].lexis)], [])
  })

  it("lets a last line end as it likes", async () => {
    for (const [id, source] of [
      ["go", "package a\n\ntype T struct{}"],
      ["go", "package a\n\nvar a = 1"],
      ["ruby", "def a() = 1\nclass B < C; end"],
      ["python", "class A:\n  def b(self): pass"],
      ["kotlin", "class A(val b: Int)"],
      ["php", "<?php\nclass A {}"],
      ["rust", "struct A;"],
      ["csharp", "class A { }"],
      ["java", "class A { }"],
      ["typescript", "export type A = B"],
      ["javascript", "class A {}"]
    ] as const) {
      const { classes, errorCount } = await parseSource(languages[id], source, "a")
      const ends = classes.map(({ range }) => range.endByte)
      assert.strictEqual(errorCount, 0, source)
      assert.deepStrictEqual(ends, source.includes("var") ? [] : [source.length], source)
    }
  })

  it("keeps the first side of a conflict, the common one left out", async () => {
    const source =
      "<<<<<<< ours\nfunction a() {}\n||||||| base\nfunction b() {}\n=======\nfunction c() {}\n>>>>>>> theirs\nfunction d() {}\n"
    const { errorRanges, functions } = await parseSource(javascript, source, "a.js")
    assert.deepStrictEqual(
      functions.map(({ line, name }) => [name, line]),
      [
        ["a", 2],
        ["d", 8]
      ]
    )
    assert.deepStrictEqual(
      errorRanges.map(({ startLine }) => startLine),
      [1, 3, 5, 7]
    )
  })

  it("reports what is missing where it is missing, beside what else is wrong", async () => {
    const source = "class A {\n  void a() {\n    if (b) {\n      c(;\n  }\n  void d() { }\n}\n"
    const { errorRanges, functions } = await parseSource(java, source, "A.java")
    assert.deepStrictEqual(
      functions.map(({ qualifiedName, range }) => [qualifiedName, range.startLine, range.endLine]),
      [
        ["A.a", 2, 5],
        ["A.d", 6, 6]
      ]
    )
    assert.isTrue(errorRanges.every(({ endLine, startLine }) => startLine === 4 && endLine <= 5))
  })

  it("changes neither columns nor offsets, whatever stands before", async () => {
    const source = 'const größe = "🚀\nfunction a(ü = 1) {}\nclass B { c() {} }\n'
    const result = await parseSource(javascript, source, "a.js")
    const [a, c] = result.functions
    assert.deepStrictEqual([a?.name, a?.line, a?.column, a?.parameters], ["a", 2, 10, [{ name: "ü", default: "1" }]])
    assert.strictEqual(text(source, c!), "c() {}")
    assert.deepStrictEqual(result.classes[0]!.range.endLine, 3)
  })

  it("has an end: what is no code is left alone, and so is what is large", () => {
    assert.deepStrictEqual([...mends("}\n".repeat(1000), javascript.lexis)], [])
    assert.deepStrictEqual([...mends(`{\n${"f()\n".repeat(100_000)}`, javascript.lexis)], [])
    assert.deepStrictEqual([...mends("def a\n".repeat(1000), ruby.lexis)], [])
    for (const source of ['"'.repeat(200_000), "`${".repeat(60_000), "/*".repeat(100_000), "'a".repeat(100_000)]) {
      for (const id of LANGUAGES) for (const { text } of mends(source, languages[id].lexis)) assert.isString(text)
    }
  })
})
