/**
 * Go. What is visible outside of the package is told by the first letter alone; types of a function's body never are.
 */
import { grammarPackage } from "../../grammarPackage.js"
import { defineLanguage } from "../../Language.js"
import { braces, DOUBLE } from "../braces.js"

const UPPER = /^\p{Lu}/u

export const go = defineLanguage({
  id: "go",
  grammars: [
    {
      variant: "go",
      load: () => grammarPackage("tree-sitter-go"),
      wasm: "tree-sitter-go/tree-sitter-go.wasm"
    }
  ],
  lexis: { ...braces, strings: [DOUBLE, { open: "`", close: "`", lines: true, raw: true }], charLiterals: true },
  // Of more than nine names of one type the grammar takes the first for types.
  namesAllParameters: true,
  describe: ({ family, name, within }) => {
    const exported = within !== "function" && UPPER.test(name)
    const access = { visibility: exported ? "public" : "private", isExported: exported } as const
    // Only the methods of an interface stand inside of their type.
    return family === "type" ? access : { ...access, isAbstract: within === "type" }
  },
  errorNames: { panic: "throw", recover: "deferRecover" },
  isErrorCheck: (condition) => /\b\w*err(?:or)?(?:\(\))?\s*!=\s*nil\b/i.test(condition),
  describeProperty: ({ name }) => ({ visibility: UPPER.test(name) ? "public" : "private" })
})
