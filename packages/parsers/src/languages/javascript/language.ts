/** JavaScript, JSX included. */
import { grammarPackage } from "../../grammarPackage.js"
import { defineLanguage } from "../../Language.js"
import { ecmascript } from "../ecmascript/ecmascript.js"

export const javascript = defineLanguage({
  ...ecmascript,
  id: "javascript",
  grammars: [
    {
      variant: "javascript",
      load: () => grammarPackage("tree-sitter-javascript"),
      wasm: "tree-sitter-javascript/tree-sitter-javascript.wasm",
      queries: ["ecmascript", "javascript"]
    }
  ]
})
