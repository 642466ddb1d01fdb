/** TypeScript. JSX needs a grammar of its own, because `<T>x` is a type assertion without it. */
import { grammarPackage } from "../../grammarPackage.js"
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
      load: () => grammarPackage("tree-sitter-typescript").typescript,
      wasm: "tree-sitter-typescript/tree-sitter-typescript.wasm",
      queries
    },
    {
      variant: "tsx",
      extensions: ["tsx"],
      load: () => grammarPackage("tree-sitter-typescript").tsx,
      wasm: "tree-sitter-typescript/tree-sitter-tsx.wasm",
      queries
    }
  ],
  importSource: (text) => unquote(text.replace(/^import\s+[^=]*=\s*|\s*;$/g, "")),
  repair
})
