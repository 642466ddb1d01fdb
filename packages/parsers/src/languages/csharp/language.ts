/**
 * C#. Where nothing is written, a type is internal, a member or nested type private, and a member of an interface public.
 */
import type { Visibility } from "@drift/core/ParseResult"
import type { Declaration, PropertyDeclaration, PropertyDescription } from "../../Language.js"
import { defineLanguage } from "../../Language.js"
import { braces, DOUBLE, TRIPLE } from "../braces.js"
import { repair } from "./repair.js"

const ACCESS: Readonly<Record<string, Visibility>> = {
  public: "public",
  protected: "protected",
  private: "private",
  internal: "internal",
  file: "private"
}

const written = (modifiers: ReadonlyArray<string>): Visibility | undefined => {
  // An accessor's own modifier stands after those of its property.
  const access = modifiers.filter((modifier) => modifier in ACCESS)
  const last = access.at(-1)
  if (last === "internal" && access.at(-2) === "protected") return "protected"
  return last === undefined ? undefined : ACCESS[last]!
}

const visibilityOf = ({ family, modifiers, ownerKind, within }: Declaration): Visibility => {
  const visibility = written(modifiers)
  if (visibility !== undefined) return visibility
  if (ownerKind === "interface") return "public"
  return family === "type" && within === undefined ? "internal" : "private"
}

/** A property without a setter, or with one that only initialises, is read only; so is what a record class declares. */
const describeProperty = ({ modifiers, name, ownerKind, ownerModifiers }: PropertyDeclaration): PropertyDescription => {
  if (ownerKind === "enum") return { visibility: "public", isStatic: true, isReadonly: true }
  if (modifiers.includes(name)) {
    return {
      visibility: "public",
      isReadonly: !ownerModifiers.includes("struct") || ownerModifiers.includes("readonly")
    }
  }
  const isProperty = modifiers.includes("get") || modifiers.includes("=>")
  return {
    visibility: written(modifiers) ?? (ownerKind === "interface" ? "public" : "private"),
    isStatic: modifiers.includes("static") || modifiers.includes("const"),
    isReadonly:
      modifiers.includes("readonly") || modifiers.includes("const") || (isProperty && !modifiers.includes("set"))
  }
}

/** `IDisposable`, `System.IDisposable`, `IList<T>` */
const isInterfaceName = (name: string): boolean => /^(?:\w+(?:\.|::))*I\p{Lu}/u.test(name)

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
  lexis: {
    ...braces,
    strings: [TRIPLE, { open: '@"', close: '"', lines: true, raw: true }, DOUBLE],
    charLiterals: true
  },
  name: nameOf,
  repair,
  describeProperty,
  isInterfaceName,
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
