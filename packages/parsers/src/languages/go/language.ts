/**
 * Go. What is visible outside of the package is told by the first letter alone; types of a function's body never are.
 */
import { defineLanguage } from "../../Language.js"

const UPPER = /^\p{Lu}/u

export const go = defineLanguage({
  id: "go",
  grammars: [{ variant: "go", load: () => import("tree-sitter-go").then((module) => module.default) }],
  describe: ({ name, within }) => {
    const exported = within !== "function" && UPPER.test(name)
    return { visibility: exported ? "public" : "private", isExported: exported }
  }
})
