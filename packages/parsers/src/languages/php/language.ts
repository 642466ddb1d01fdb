/** PHP. What is not marked is public; nothing of a file is hidden from other files, except in functions. */
import { defineLanguage, unquote } from "../../Language.js"
import type { Visibility } from "@drift/core/ParseResult"

const VISIBILITIES: ReadonlyArray<Visibility> = ["public", "protected", "private"]

export const php = defineLanguage({
  id: "php",
  grammars: [
    {
      variant: "php",
      load: () => import("tree-sitter-php").then((module) => module.default.php),
      wasm: "tree-sitter-php/tree-sitter-php.wasm"
    }
  ],
  constructorNames: new Set(["__construct"]),
  notCallees: new Set(["isset", "empty", "die", "eval"]),
  describe: ({ family, modifiers: written, ownerKind, within }) => {
    const modifiers = written.map((modifier) => modifier.toLowerCase())
    const visibility = VISIBILITIES.find((one) => modifiers.includes(one)) ?? "public"
    return {
      visibility,
      isExported: within !== "function" && visibility === "public",
      isAbstract: modifiers.includes("abstract") || (family === "callable" && ownerKind === "interface"),
      ...(family === "callable" && {
        isStatic: modifiers.includes("static"),
        isGenerator: modifiers.some((modifier) => modifier.startsWith("yield"))
      })
    }
  },
  describeProperty: ({ modifiers: written, ownerModifiers }) => {
    const modifiers = written.map((modifier) => modifier.toLowerCase())
    return {
      visibility: VISIBILITIES.find((one) => modifiers.includes(one)) ?? "public",
      isStatic: modifiers.includes("static"),
      isReadonly: [...modifiers, ...ownerModifiers.map((modifier) => modifier.toLowerCase())].includes("readonly")
    }
  },
  // A path is always absolute in an import, with a backslash before it or not.
  importSource: (text) => unquote(text).replace(/^\\/, "")
})
