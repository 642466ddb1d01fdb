/**
 * Go. What is visible outside of the package is told by the first letter alone; types of a function's body never are.
 */
import { defineLanguage } from "../../Language.js"
import { braces, DOUBLE } from "../braces.js"

const UPPER = /^\p{Lu}/u

export const go = defineLanguage({
  id: "go",
  grammars: [
    {
      variant: "go",
      load: () => import("tree-sitter-go").then((module) => module.default),
      wasm: "tree-sitter-go/tree-sitter-go.wasm"
    }
  ],
  lexis: { ...braces, strings: [DOUBLE, { open: "`", close: "`", lines: true, raw: true }], charLiterals: true },
  describe: ({ family, name, within }) => {
    const exported = within !== "function" && UPPER.test(name)
    const access = { visibility: exported ? "public" : "private", isExported: exported } as const
    // Only the methods of an interface stand inside of their type.
    return family === "type" ? access : { ...access, isAbstract: within === "type" }
  },
  describeProperty: ({ name }) => ({ visibility: UPPER.test(name) ? "public" : "private" })
})
