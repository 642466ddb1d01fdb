/**
 * C#. Where nothing is written, a type is internal, a member or nested type private, and a member of an interface public.
 */
import type { Visibility } from "@drift/core/ParseResult"
import type { Declaration } from "../../Language.js"
import { defineLanguage } from "../../Language.js"
import { repair } from "./repair.js"

const ACCESS: Readonly<Record<string, Visibility>> = {
  public: "public",
  protected: "protected",
  private: "private",
  internal: "internal",
  file: "private"
}

const visibilityOf = ({ family, modifiers, ownerKind, within }: Declaration): Visibility => {
  // An accessor's own modifier stands after those of its property.
  const written = modifiers.filter((modifier) => modifier in ACCESS)
  const last = written.at(-1)
  if (last === "internal" && written.at(-2) === "protected") return "protected"
  if (last !== undefined) return ACCESS[last]!
  if (ownerKind === "interface") return "public"
  return family === "type" && within === undefined ? "internal" : "private"
}

/** `operator+` with one space, `this[int i]` without its parameters, `@class` as the name that it is. */
const nameOf = (text: string): string => {
  if (/^this\s*\[/.test(text)) return "this[]"
  return text
    .replace(/^@/, "")
    .replace(/^~\s+/, "~")
    .replace(/^operator(?=[^\w\s])/, "operator ")
    .replaceAll(/\s+/g, " ")
}

export const csharp = defineLanguage({
  id: "csharp",
  grammars: [
    {
      variant: "csharp",
      load: () =>
        import("tree-sitter-c-sharp/bindings/node/index.js").then(
          (module: { readonly default: unknown }) => module.default
        ),
      wasm: "tree-sitter-c-sharp/tree-sitter-c_sharp.wasm"
    }
  ],
  namespaceBlocksNameFiles: true,
  accessorsNeedBody: true,
  name: nameOf,
  repair,
  describe: (declaration) => {
    const { family, hasBody, modifiers, ownerKind } = declaration
    const visibility = visibilityOf(declaration)
    const isAbstract = modifiers.includes("abstract")
    const access = { visibility, isExported: visibility === "public", isAbstract }
    if (family === "type") return access
    return {
      ...access,
      isAbstract: isAbstract || (ownerKind === "interface" && !hasBody),
      isAsync: modifiers.includes("async"),
      isGenerator: modifiers.includes("yield"),
      isStatic: modifiers.includes("static")
    }
  }
})
