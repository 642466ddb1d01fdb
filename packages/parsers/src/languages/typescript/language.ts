/** TypeScript. JSX needs a grammar of its own, because `<T>x` is a type assertion without it. */
import { defineLanguage } from "../../Language.js"
import { describe } from "../ecmascript/describe.js"

const queries = ["ecmascript", "typescript"]

export const typescript = defineLanguage({
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
  describe,
  constructorNames: new Set(["constructor"]),
  importCalls: { require: "require", import: "dynamic" }
})
