import type { Language } from "@drift/core/Language"
import {
  DISPLAY_NAMES,
  extensionOf,
  languageOfPath,
  languageOfShebang,
  LANGUAGES,
  mayHaveShebang
} from "@drift/core/Language"
import { assert, describe, it } from "@effect/vitest"

const bytes = (text: string) => new TextEncoder().encode(text)

describe("The language of a path", () => {
  const byExtension: Readonly<Record<Language, ReadonlyArray<string>>> = {
    typescript: ["a.ts", "a.tsx", "a.mts", "a.cts", "a.d.ts"],
    javascript: ["a.js", "a.jsx", "a.mjs", "a.cjs"],
    python: ["a.py", "a.pyi"],
    java: ["A.java"],
    csharp: ["A.cs"],
    go: ["a.go"],
    rust: ["a.rs"],
    ruby: ["a.rb", "a.rake", "a.gemspec", "Rakefile", "Gemfile", "lib/Rakefile"],
    php: ["a.php"],
    kotlin: ["a.kt", "a.kts"]
  }
  for (const language of LANGUAGES) {
    it(`is ${DISPLAY_NAMES[language]} for ${byExtension[language].join(", ")}`, () => {
      for (const path of byExtension[language]) assert.strictEqual(languageOfPath(path), language, path)
    })
  }

  it("does not depend on the case of the extension, but on that of a well-known name", () => {
    assert.strictEqual(languageOfPath("src/A.TS"), "typescript")
    assert.strictEqual(languageOfPath("src/a.Py"), "python")
    assert.strictEqual(languageOfPath("rakefile"), undefined)
  })

  it("is none for what is not one of the ten, however alike", () => {
    for (const path of [
      "a.c",
      "a.cpp",
      "a.swift",
      "a.scala",
      "a.vue",
      "a.json",
      "a",
      "ts",
      "a.ts.bak",
      "a.",
      ".ts",
      "dir.ts/a"
    ]) {
      assert.strictEqual(languageOfPath(path), undefined, path)
    }
  })

  it("has its extension after the last dot of the name, dot files have none", () => {
    assert.strictEqual(extensionOf("a/b.c/d.Test.TSX"), "tsx")
    assert.strictEqual(extensionOf("a.b/c"), "")
    assert.strictEqual(extensionOf(".gitignore"), "")
    assert.strictEqual(extensionOf("x/.eslintrc.js"), "js")
  })

  it("may be told by the first line of files without an extension that are no dot files", () => {
    assert.deepStrictEqual(["bin/tool", "a.b/tool", "tool.sh", ".profile", "x/.profile"].map(mayHaveShebang), [
      true,
      true,
      false,
      false,
      false
    ])
  })
})

describe("The language of a shebang", () => {
  const cases: ReadonlyArray<readonly [line: string, language: Language | undefined]> = [
    ["#!/usr/bin/python\n", "python"],
    ["#!/usr/bin/python3.11\n", "python"],
    ["#!/usr/bin/env python3\n", "python"],
    ["#!/usr/bin/env -S python3 -u\n", "python"],
    ["#!/usr/bin/env -S PYTHONPATH=. python3\n", "python"],
    ["#! /usr/bin/env ruby\n", "ruby"],
    ["#!/usr/local/bin/ruby -w\r\n", "ruby"],
    ["#!/usr/bin/env node\n", "javascript"],
    ["#!/usr/bin/nodejs", "javascript"],
    ["#!/usr/bin/env bun\n", "javascript"],
    ["#!/usr/bin/env ts-node\n", "typescript"],
    ["#!/usr/bin/env deno\n", "typescript"],
    ["#!/usr/bin/php8.2\n", "php"],
    ["#!/usr/bin/env kotlin\n", "kotlin"],
    ["#!/bin/sh\n", undefined],
    ["#!/usr/bin/env bash\n# python\n", undefined],
    ["#!\n", undefined],
    ["#!/usr/bin/env\n", undefined],
    ["# !/usr/bin/python\n", undefined],
    ["", undefined],
    [" #!/usr/bin/python\n", undefined],
    ["#!/usr/bin/pythonista\n", undefined]
  ]
  for (const [line, language] of cases) {
    it(`is ${language ?? "none"} for ${JSON.stringify(line)}`, () => {
      assert.strictEqual(languageOfShebang(bytes(line)), language)
    })
  }

  it("is not looked for beyond the first 256 bytes", () => {
    assert.strictEqual(languageOfShebang(bytes(`#!${" ".repeat(300)}/usr/bin/python\n`)), undefined)
  })
})
