/** What JavaScript and TypeScript have in common beside their queries. */
import type { Declaration, Description, LanguageDefinition } from "../../Language.js"

/** Public unless a modifier or a `#` says otherwise. Types have no visibility, only exports. */
const describe = ({ exported, family, kind, modifiers, name, within }: Declaration): Description => {
  const has = (modifier: string): boolean => modifiers.includes(modifier)
  if (family === "type") return { isExported: exported, ...(kind === "class" && { isAbstract: has("abstract") }) }
  return {
    visibility: has("private") || name.startsWith("#") ? "private" : has("protected") ? "protected" : "public",
    isExported: exported,
    isAsync: has("async"),
    isGenerator: has("*"),
    ...(within === "type" && { isAbstract: has("abstract"), isStatic: has("static") })
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
