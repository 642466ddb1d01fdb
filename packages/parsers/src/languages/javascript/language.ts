/** JavaScript, JSX included. */
import { defineLanguage } from "../../Language.js"
import { describe } from "../ecmascript/describe.js"

export const javascript = defineLanguage({
  id: "javascript",
  grammars: [
    {
      variant: "javascript",
      load: () => import("tree-sitter-javascript").then((module) => module.default),
      queries: ["ecmascript", "javascript"]
    }
  ],
  describe,
  constructorNames: new Set(["constructor"]),
  importCalls: { require: "require", import: "dynamic" }
})
