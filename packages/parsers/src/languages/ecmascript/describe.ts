import type { Declaration, Description } from "../../Language.js"

/**
 * Visibility and flags in JavaScript and TypeScript: public unless a modifier or a `#` says otherwise. Types have no
 * visibility, only exports.
 */
export const describe = ({ exported, family, kind, modifiers, name, within }: Declaration): Description => {
  const has = (modifier: string): boolean => modifiers.includes(modifier)
  if (family === "type") return { isExported: exported, ...(kind === "class" ? { isAbstract: has("abstract") } : {}) }
  return {
    visibility: has("private") || name.startsWith("#") ? "private" : has("protected") ? "protected" : "public",
    isExported: exported,
    isAsync: has("async"),
    isGenerator: has("*"),
    ...(within === "type" ? { isAbstract: has("abstract"), isStatic: has("static") } : {})
  }
}
