import { KnownLanguages } from "@drift/core/KnownLanguages"
import type { LanguageNames } from "@drift/core/KnownLanguages"
import { assert, describe, it } from "@effect/vitest"

const STARLARK: LanguageNames = {
  id: "starlark",
  extensions: ["bzl", "star"],
  fileNames: ["BUILD"],
  interpreters: ["starlark"]
}

const knowing = (...further: ReadonlyArray<LanguageNames>): KnownLanguages => {
  let known: KnownLanguages | string = KnownLanguages.builtIn
  for (const language of further) {
    known = known.and(language)
    if (typeof known === "string") throw new Error(known)
  }
  return known
}

const head = (line: string) => new TextEncoder().encode(line)

describe("The languages an application knows", () => {
  it("are told by extension, name and first line", () => {
    const known = knowing(STARLARK, { id: "lua", interpreters: ["lua", "lua5.4"] })
    assert.deepStrictEqual(
      ["a/x.bzl", "x.STAR", "a/BUILD", "build", "x.py", "Rakefile", "x.lua"].map((path) => known.ofPath(path)),
      ["starlark", "starlark", "starlark", undefined, "python", "ruby", undefined]
    )
    assert.deepStrictEqual(
      ["#!/usr/bin/lua5.4", "#!/usr/bin/env lua5.1\n", "#!starlark2", "#!/bin/ruby", "#!/bin/sh"].map((line) =>
        known.ofShebang(head(line))
      ),
      ["lua", "lua", "starlark", "ruby", undefined]
    )
    assert.strictEqual(known.ofFile("bin/tool", head("#!/usr/bin/env lua")), "lua")
    assert.strictEqual(known.ofFile("bin/tool.txt", head("#!/usr/bin/env lua")), undefined)
    assert.strictEqual(known.ofFile("a.rb", head("#!/usr/bin/env lua")), "ruby")
    assert.deepStrictEqual(
      ["lua", "starlark", "go", "cobol"].map((id) => known.has(id)),
      [true, true, true, false]
    )
  })

  it("are the ten alone when none is added", () => {
    const { builtIn } = KnownLanguages
    assert.deepStrictEqual(
      [builtIn.ofPath("x.bzl"), builtIn.ofPath("x.go"), builtIn.ofShebang(head("#!lua")), builtIn.has("lua")],
      [undefined, "go", undefined, false]
    )
  })

  for (const [language, reason] of [
    [{ id: "python", extensions: ["x"] }, "there is a language of this id"],
    [{ id: "starlark", extensions: ["x"] }, "there is a language of this id"],
    [{ id: "Lua", extensions: ["lua"] }, "an id is lower case and begins with a letter"],
    [{ id: "lua" }, "nothing tells its files from others"],
    [{ id: "lua", extensions: ["lua", "ts"] }, "files with the extension ts are typescript"],
    [{ id: "lua", extensions: ["star"] }, "files with the extension star are starlark"],
    [{ id: "lua", extensions: [".lua"] }, '".lua" is no extension, lower case and without a dot'],
    [{ id: "lua", extensions: ["LUA"] }, '"LUA" is no extension, lower case and without a dot'],
    [{ id: "lua", extensions: [""] }, '"" is no extension, lower case and without a dot'],
    [{ id: "lua", fileNames: ["Gemfile"] }, "files of the name Gemfile are ruby"],
    [{ id: "lua", fileNames: ["a.lua"] }, '"a.lua" is not a file name without extension'],
    [{ id: "lua", fileNames: ["a/b"] }, '"a/b" is not a file name without extension'],
    [{ id: "lua", interpreters: ["node"] }, "scripts that node runs are javascript"]
  ] satisfies ReadonlyArray<readonly [LanguageNames, string]>) {
    it(`do not take in ${JSON.stringify(language)}`, () => {
      assert.strictEqual(knowing(STARLARK).and(language), reason)
    })
  }
})
