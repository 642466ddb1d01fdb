/** Java. Where nothing is written, members of interfaces are public, constructors of enums private, all else is `internal`. */
import type { ClassKind, Visibility } from "@drift/core/ParseResult"
import type { Declaration, PropertyDeclaration, PropertyDescription } from "../../Language.js"
import { defineLanguage } from "../../Language.js"
import { braces, DOUBLE, TRIPLE } from "../braces.js"

const isInterface = (kind: ClassKind | undefined): boolean => kind === "interface" || kind === "annotation"

const written = (modifiers: ReadonlyArray<string>): Visibility | undefined => {
  for (const modifier of modifiers) {
    if (modifier === "public" || modifier === "protected" || modifier === "private") return modifier
  }
  return undefined
}

const visibilityOf = (declaration: Declaration): Visibility | undefined => {
  const visibility = written(declaration.modifiers)
  if (visibility !== undefined) return visibility
  // A local class is seen by its function alone; the language has no word for that.
  if (declaration.family === "type" && declaration.within === "function") return undefined
  if (isInterface(declaration.ownerKind)) return "public"
  return declaration.kind === "constructor" && declaration.ownerKind === "enum" ? "private" : "internal"
}

const CONSTANT: PropertyDescription = { visibility: "public", isStatic: true, isReadonly: true }

/** What is neither a field nor a constant of an interface has its own name among the modifiers. */
const describeProperty = ({ modifiers, name, ownerKind }: PropertyDeclaration): PropertyDescription => {
  if (isInterface(ownerKind)) return CONSTANT
  if (modifiers.includes(name)) {
    // A component is read by everyone: the field is private, but its accessor is public.
    return ownerKind === "enum" ? CONSTANT : { visibility: "public", isReadonly: true }
  }
  return {
    visibility: written(modifiers) ?? "internal",
    isStatic: modifiers.includes("static"),
    isReadonly: modifiers.includes("final")
  }
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
  lexis: { ...braces, strings: [TRIPLE, DOUBLE], charLiterals: true },
  describeProperty,
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
              modifiers.includes("abstract") ||
              (family === "callable" && !hasBody && isInterface(declaration.ownerKind))
          }),
      isStatic: modifiers.includes("static")
    }
  }
})
