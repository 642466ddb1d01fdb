/** PHP. What is not marked is public; nothing of a file is hidden from other files, except in functions. */
import { defineLanguage, unquote } from "../../Language.js"
import { braces, DOUBLE } from "../braces.js"
import type { Visibility } from "@drift/core/ParseResult"

const VISIBILITIES: ReadonlyArray<Visibility> = ["public", "protected", "private"]

const READONLY_PARAMETER = /([(,]\s*)readonly(?=\s+(?!(?:public|protected|private)\b)[?\\\w(])/gi

export const php = defineLanguage({
  id: "php",
  grammars: [
    {
      variant: "php",
      load: () => import("tree-sitter-php").then((module) => module.default.php),
      wasm: "tree-sitter-php/tree-sitter-php.wasm"
    }
  ],
  lexis: {
    ...braces,
    lineComments: ["//", "#"],
    strings: [
      { ...DOUBLE, lines: true },
      { open: "'", close: "'", lines: true },
      { open: "`", close: "`", lines: true }
    ],
    heredoc: /<<<[ \t]*["']?(\w+)["']?(?=\r?\n)/y,
    embedded: { begin: "<?", end: "?>" }
  },
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
    const isConstant = modifiers.includes("const") || modifiers.includes("case")
    return {
      visibility: VISIBILITIES.find((one) => modifiers.includes(one)) ?? "public",
      isStatic: isConstant || modifiers.includes("static"),
      // Where it is read as a visibility, it is cut to the length of that.
      isReadonly: isConstant || [...written, ...ownerModifiers].some((modifier) => /^readon(ly)?$/i.test(modifier))
    }
  },
  // The grammar wants a visibility in a promoted parameter, which `readonly` may stand for: it is read as one.
  repair: (source) => source.replaceAll(READONLY_PARAMETER, "$1public  "),
  // A path is always absolute in an import, with a backslash before it or not.
  importSource: (text) => unquote(text).replace(/^\\/, "")
})
