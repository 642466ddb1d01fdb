/** Every grammar with every engine: queries compile, speak the vocabulary, and say what every language must say. */
import type { Language } from "@drift/core/Language"
import { LANGUAGES } from "@drift/core/Language"
import { assert, describe, it } from "vitest"

import { prepare } from "../src/internal/grammars.js"
import { languages } from "../src/languages/index.js"
import type { CaptureName } from "../src/Vocabulary.js"
import { engines } from "./engines.js"

const REQUIRED: ReadonlyArray<CaptureName> = [
  "class.name",
  "function.name",
  "function.body",
  "import.source",
  "call",
  "call.callee",
  "call.receiver",
  "call.arguments"
]

/** What a language does not have, or not in its syntax. */
const ABSENT: Partial<Readonly<Record<Language, ReadonlyArray<CaptureName>>>> = {
  // Imports by calls alone.
  ruby: ["import.source"]
}

for (const engine of engines) {
  describe(`Grammars with ${engine.name}`, () => {
    for (const id of LANGUAGES) {
      for (const grammar of languages[id].grammars) {
        it(`${grammar.variant} compiles and captures what every language has`, async () => {
          const { compiled, meanings } = await prepare(engine, languages[id], grammar)
          const required = REQUIRED.filter((name) => ABSENT[id]?.includes(name) !== true)
          assert.includeMembers([...compiled.captures], required)
          assert.strictEqual(meanings.length, compiled.captures.length)
        })
      }
    }

    it("an unknown capture name is refused with its name", async () => {
      const source = {
        ...languages.python.grammars[0],
        variant: "test",
        counted: new Set<string>(),
        rank: () => 0
      }
      const refused = engine.compile({ ...source, query: "(nonsense) @function" })
      const message = await refused.then(String, String)
      assert.match(message, /^Error: The query of test does not fit its grammar: ./)
      const { captures } = await engine.compile({ ...source, query: "(call) @wrong ; @comment" })
      assert.deepStrictEqual(captures, ["wrong"])
    })
  })
}

describe("The registry", () => {
  it("has every language under its own id, and no variant twice", () => {
    assert.deepStrictEqual(
      LANGUAGES.map((id) => languages[id].id),
      [...LANGUAGES]
    )
    const variants = LANGUAGES.flatMap((id) => languages[id].grammars.map(({ variant }) => variant))
    assert.strictEqual(new Set(variants).size, variants.length)
  })
})
