/**
 * Ruby. Visibility is set by calls (`private`, `public :a`) that run where they stand, so it is not known from a
 * declaration; nor is whether a method of a module becomes one of the module itself (`module_function`, `extend self`).
 */
import { defineLanguage, unquote } from "../../Language.js"

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
  // Both are told by calls: `include`, `attr_reader`.
  untold: new Set(["implements", "properties"]),
  describe: ({ family, modifiers, ownerKind }) =>
    family === "type"
      ? {}
      : modifiers.length > 0
        ? { isStatic: true }
        : ownerKind === "class"
          ? { isStatic: false }
          : {},
  // `A::B` before a name, `::A` for one of the outermost.
  name: (text) => unquote(text).replace(/^::/, "").replaceAll("::", "."),
  // Keywords, and the parameters that a block has without naming them.
  notCallees: new Set(["__FILE__", "__LINE__", "__ENCODING__", "_1", "_2", "_3", "_4", "_5", "_6", "_7", "_8", "_9"]),
  errorNames: { raise: "throw", fail: "throw" },
  importCalls: { require: "require", require_relative: "require", load: "require" }
})
