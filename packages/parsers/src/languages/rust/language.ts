/**
 * Rust. Visibility is what is written; members of a trait have the trait's, and those of `impl Trait for Type` have that
 * of a trait which may be declared anywhere, so they have none here.
 */
import type { Visibility } from "@drift/core/ParseResult"
import { defineLanguage } from "../../Language.js"
import { braces, DOUBLE } from "../braces.js"

const visibilityOf = (modifiers: ReadonlyArray<string>): Visibility => {
  const written = modifiers.find((modifier) => modifier.startsWith("pub") || modifier === "crate")
  if (written === undefined) return "private"
  if (written === "pub") return "public"
  return /^pub\s*\(\s*self\s*\)$/.test(written) ? "private" : "internal"
}

const isReceiver = (modifier: string): boolean => !modifier.startsWith("pub") && /\bself$/.test(modifier)

export const rust = defineLanguage({
  id: "rust",
  grammars: [
    {
      variant: "rust",
      load: () => import("tree-sitter-rust").then((module) => module.default),
      wasm: "tree-sitter-rust/tree-sitter-rust.wasm"
    }
  ],
  lexis: {
    ...braces,
    strings: [
      { open: 'r#"', close: '"#', lines: true, raw: true },
      { open: 'r"', close: '"', lines: true, raw: true },
      { ...DOUBLE, lines: true }
    ],
    charLiterals: true
  },
  namespaceSeparator: "::",
  // A list of paths without a common one is the source of its `use` as it stands.
  importSource: (text) => text.replaceAll(/\s+/g, " "),
  describe: ({ family, hasBody, modifiers, ownerKind, ownerModifiers, within }) => {
    const inTraitImpl = ownerKind === undefined && ownerModifiers.includes("for")
    const visibility = visibilityOf(ownerKind === "trait" ? ownerModifiers : modifiers)
    const access = inTraitImpl ? {} : { visibility, isExported: visibility === "public" && within !== "function" }
    if (family === "type") return access
    return {
      ...access,
      isAsync: modifiers.includes("async"),
      isAbstract: ownerKind === "trait" && !hasBody,
      isStatic: within === "type" && !modifiers.some(isReceiver)
    }
  },
  // A variant of an enum is as visible as the enum.
  describeProperty: ({ modifiers, ownerKind, ownerModifiers }) => ({
    visibility: visibilityOf(ownerKind === "enum" ? ownerModifiers : modifiers)
  })
})
