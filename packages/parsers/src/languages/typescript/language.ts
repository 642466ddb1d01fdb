/** TypeScript. JSX needs a grammar of its own, because `<T>x` is a type assertion without it. */
import { defineLanguage, unquote } from "../../Language.js"
import { ecmascript } from "../ecmascript/ecmascript.js"
import { repair } from "./repair.js"

const queries = ["ecmascript", "typescript"]

export const typescript = defineLanguage({
  ...ecmascript,
  id: "typescript",
  grammars: [
    {
      variant: "typescript",
      load: () => import("tree-sitter-typescript").then((module) => module.default.typescript),
      queries
    },
    {
      variant: "tsx",
      extensions: ["tsx"],
      load: () => import("tree-sitter-typescript").then((module) => module.default.tsx),
      queries
    }
  ],
  importSource: (text) => unquote(text.replace(/^import\s+[^=]*=\s*|\s*;$/g, "")),
  repair
})
