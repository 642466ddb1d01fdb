/** Java. Where nothing is written, members of interfaces are public, constructors of enums private, all else is `internal`. */
import type { Visibility } from "@drift/core/ParseResult"
import type { Declaration } from "../../Language.js"
import { defineLanguage } from "../../Language.js"

const inInterface = ({ ownerKind }: Declaration): boolean => ownerKind === "interface" || ownerKind === "annotation"

const visibilityOf = (declaration: Declaration): Visibility | undefined => {
  for (const modifier of declaration.modifiers) {
    if (modifier === "public" || modifier === "protected" || modifier === "private") return modifier
  }
  // A local class is seen by its function alone; the language has no word for that.
  if (declaration.family === "type" && declaration.within === "function") return undefined
  if (inInterface(declaration)) return "public"
  return declaration.kind === "constructor" && declaration.ownerKind === "enum" ? "private" : "internal"
}

export const java = defineLanguage({
  id: "java",
  grammars: [
    {
      variant: "java",
      load: () => import("tree-sitter-java").then((module) => module.default),
      wasm: "tree-sitter-java/tree-sitter-java.wasm"
    }
  ],
  describe: (declaration) => {
    const { family, hasBody, kind, modifiers } = declaration
    const visibility = visibilityOf(declaration)
    return {
      ...(visibility === undefined ? {} : { visibility }),
      isExported: visibility === "public",
      ...(kind === "interface" || kind === "annotation"
        ? {}
        : {
            isAbstract:
              modifiers.includes("abstract") || (family === "callable" && !hasBody && inInterface(declaration))
          }),
      isStatic: modifiers.includes("static")
    }
  }
})
