/**
 * Ruby. Visibility is set by calls that run where they stand (`memberCalls.ts`). What stands in a file alone is public, as
 * everything may call it.
 */
import type { Visibility } from "@drift/core/ParseResult"
import { defineLanguage, unquote } from "../../Language.js"
import { lexis } from "./lexis.js"
import { EXTENDED_BY_ITSELF, memberCalls } from "./memberCalls.js"

/** A method of the class itself, by its own words: `def self.a`. */
const isSingleton = (modifiers: ReadonlyArray<string>): boolean => modifiers.includes(".") || modifiers.includes("::")

const isStatic = (modifiers: ReadonlyArray<string>): boolean =>
  isSingleton(modifiers) || modifiers.includes("<<") || modifiers.includes("module_function")

/** Methods that are private whatever is said about them. */
const HOOKS: ReadonlySet<string> = new Set([
  "initialize_copy",
  "initialize_clone",
  "initialize_dup",
  "respond_to_missing?"
])

/** What was said last holds. A constructor is as visible as `new`, through which alone it is called. */
const visibilityOfMember = (name: string, modifiers: ReadonlyArray<string>): Visibility => {
  if (HOOKS.has(name)) return "private"
  const isConstructor = name === "initialize"
  const ofInstances = !isConstructor && !isSingleton(modifiers)
  const ofTheClass = isConstructor || isStatic(modifiers)
  let visibility: Visibility = "public"
  for (const modifier of modifiers) {
    if (modifier === "private_class_method") visibility = ofTheClass ? "private" : visibility
    else if (modifier === "public_class_method") visibility = ofTheClass ? "public" : visibility
    else if (modifier === "module_function") visibility = "public"
    else if (modifier === "public" || modifier === "protected" || modifier === "private") {
      if (ofInstances) visibility = modifier
    }
  }
  return visibility
}

/** Constants, classes among them. */
const visibilityOfConstant = (modifiers: ReadonlyArray<string>): Visibility =>
  modifiers.findLast((modifier) => modifier.endsWith("_constant")) === "private_constant" ? "private" : "public"

const isWriter = (modifier: string): boolean => modifier === "attr_accessor" || modifier === "attr_writer"

export const ruby = defineLanguage({
  id: "ruby",
  grammars: [
    {
      variant: "ruby",
      load: () => import("tree-sitter-ruby").then((module) => module.default),
      wasm: "tree-sitter-ruby/tree-sitter-ruby.wasm"
    }
  ],
  constructorNames: new Set(["initialize"]),
  memberCalls,
  lexis,
  describe: ({ family, modifiers, name, ownerKind, ownerModifiers, within }) => {
    const visibility = family === "type" ? visibilityOfConstant(modifiers) : visibilityOfMember(name, modifiers)
    const access = { visibility, isExported: visibility === "public" && within !== "function" }
    if (family === "type") return access
    const ofTheClass = isStatic(modifiers) || ownerModifiers.includes(EXTENDED_BY_ITSELF)
    return { ...access, ...((ofTheClass || ownerKind !== undefined) && { isStatic: ofTheClass }) }
  },
  describeProperty: ({ modifiers, name }) => ({
    visibility: visibilityOfMember(name, modifiers),
    isStatic: modifiers.includes("<<"),
    isReadonly: modifiers.every((modifier) => !isWriter(modifier))
  }),
  // `A::B` before a name, `::A` for one of the outermost.
  name: (text) => unquote(text).replace(/^::/, "").replaceAll("::", "."),
  // Keywords, and the parameters that a block has without naming them.
  notCallees: new Set(["__FILE__", "__LINE__", "__ENCODING__", "_1", "_2", "_3", "_4", "_5", "_6", "_7", "_8", "_9"]),
  importCalls: { require: "require", require_relative: "require", load: "require" }
})
