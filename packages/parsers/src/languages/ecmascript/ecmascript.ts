/** What JavaScript and TypeScript have in common beside their queries. */
import type { Declaration, Description, LanguageDefinition } from "../../Language.js"

/** Public unless a modifier or a `#` says otherwise. Types have no visibility, only exports. */
const describe = (declaration: Declaration): Description => {
  const { exported, family, hasBody, kind, modifiers, name, ownerKind, within } = declaration
  const has = (modifier: string): boolean => modifiers.includes(modifier)
  if (family === "type") return { isExported: exported, ...(kind === "class" && { isAbstract: has("abstract") }) }
  return {
    visibility: has("private") || name.startsWith("#") ? "private" : has("protected") ? "protected" : "public",
    isExported: exported,
    isAsync: has("async"),
    isGenerator: has("*"),
    ...(within === "type" && {
      isAbstract: has("abstract") || (ownerKind === "interface" && !hasBody),
      isStatic: has("static")
    })
  }
}

export const ecmascript = {
  describe,
  constructorNames: new Set(["constructor"]),
  importCalls: { require: "require", import: "dynamic" },
  notCallees: new Set(["await"]),
  // `src/services/auth.ts` is `src/services/auth`, and so is `src/services/auth.d.ts`.
  namespaceOfPath: (path) => path.replace(/(?:\.d)?\.[^./]*$/, "")
} as const satisfies Partial<LanguageDefinition>
