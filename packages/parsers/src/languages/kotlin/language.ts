/**
 * Kotlin. What has no visibility written is public; what is declared in a function is seen nowhere else.
 */
import type { Visibility } from "@drift/core/ParseResult"
import type { Declaration, PropertyDeclaration, PropertyDescription } from "../../Language.js"
import { defineLanguage, unquote } from "../../Language.js"
import { braces, DOUBLE, TRIPLE } from "../braces.js"

const VISIBILITIES: ReadonlyArray<Visibility> = ["public", "protected", "private", "internal"]

const writtenIn = (modifiers: ReadonlyArray<string>): Visibility => {
  // An accessor's own modifier stands after those of its property.
  const written = modifiers.filter((modifier) => (VISIBILITIES as ReadonlyArray<string>).includes(modifier)).at(-1)
  return VISIBILITIES.find((visibility) => visibility === written) ?? "public"
}

const visibilityOf = ({ modifiers, within }: Declaration): Visibility =>
  within === "function" ? "private" : writtenIn(modifiers)

const describeProperty = ({ modifiers, name, ownerKind }: PropertyDeclaration): PropertyDescription =>
  ownerKind === "enum" && modifiers.includes(name)
    ? { visibility: "public", isStatic: true, isReadonly: true }
    : { visibility: writtenIn(modifiers), isReadonly: modifiers.includes("val") }

export const kotlin = defineLanguage({
  id: "kotlin",
  grammars: [
    {
      variant: "kotlin",
      load: () => import("@tree-sitter-grammars/tree-sitter-kotlin").then((module) => module.default),
      wasm: "@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm"
    }
  ],
  accessorsNeedBody: true,
  lexis: {
    ...braces,
    strings: [
      { ...TRIPLE, interpolation: "${" },
      { ...DOUBLE, interpolation: "${" }
    ],
    charLiterals: true,
    alien: "#$^~\\"
  },
  // The grammar wants a separator after the last member of a body on one line: it takes the place of the blank.
  repair: (source) => source.replaceAll(/(?<=[^\s{;(,]) (?=\})/g, ";"),
  softKeywords: new Map([
    ["annotation", "annotation"],
    ["typealias", "alias"]
  ]),
  // The keyword stands for the name of a companion object without one.
  name: (text) => (text === "object" ? "Companion" : unquote(text)),
  describeProperty,
  describe: (declaration) => {
    const { family, hasBody, modifiers, ownerKind, within } = declaration
    const visibility = visibilityOf(declaration)
    const access = { visibility, isExported: visibility === "public" && within !== "function" }
    const isAbstract = modifiers.includes("abstract")
    if (family === "type") return { ...access, isAbstract: isAbstract || modifiers.includes("sealed") }
    return {
      ...access,
      isAsync: modifiers.includes("suspend"),
      isAbstract: isAbstract || (ownerKind === "interface" && !hasBody)
    }
  }
})
