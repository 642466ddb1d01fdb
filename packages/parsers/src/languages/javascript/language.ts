/** JavaScript, JSX included. */
import { defineLanguage } from "../../Language.js"
import { ecmascript } from "../ecmascript/ecmascript.js"

export const javascript = defineLanguage({
  ...ecmascript,
  id: "javascript",
  grammars: [
    {
      variant: "javascript",
      load: () => import("tree-sitter-javascript").then((module) => module.default),
      wasm: "tree-sitter-javascript/tree-sitter-javascript.wasm",
      queries: ["ecmascript", "javascript"]
    }
  ]
})
