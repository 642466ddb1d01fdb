/**
 * Python. Nothing is declared visible or not: underscores are the convention, and a module's public names are what others
 * import. `__all__` is not looked at.
 */
import { defineLanguage } from "../../Language.js"
import type { Visibility } from "@drift/core/ParseResult"

/** `__name__` belongs to the language and is public; `__name` is mangled and so private; `_name` is not for outsiders. */
const visibilityOf = (name: string): Visibility => {
  if (!name.startsWith("_") || /^__.+__$/.test(name)) return "public"
  return /^__./.test(name) ? "private" : "protected"
}

export const python = defineLanguage({
  id: "python",
  grammars: [
    {
      variant: "python",
      load: () => import("tree-sitter-python").then((module) => module.default),
      wasm: "tree-sitter-python/tree-sitter-python.wasm"
    }
  ],
  constructorNames: new Set(["__init__"]),
  lexis: {
    lineComments: ["#"],
    strings: [
      { open: '"""', close: '"""', lines: true },
      { open: "'''", close: "'''", lines: true },
      { open: '"', close: '"' },
      { open: "'", close: "'" }
    ],
    closers: [")", "]", "}"],
    statements: /^(?:@|(?:async\s+def|assert|break|class|continue|def|del|global|import|pass|raise|return|try|while)\b)/
  },
  describe: ({ family, modifiers, name, within }) => ({
    visibility: visibilityOf(name),
    isExported: within === undefined && !name.startsWith("_"),
    ...(family === "callable" && { isAsync: modifiers.includes("async"), isGenerator: modifiers.includes("yield") })
  }),
  describeProperty: ({ name }) => ({ visibility: visibilityOf(name) }),
  // `from . models import x` and a path that is continued on the next line are legal.
  importSource: (text) => text.replaceAll(/[\s\\]/g, ""),
  // `app/services/auth.py` is `app.services.auth`, `app/__init__.py` is `app`.
  namespaceOfPath: (path) => {
    const parts = path.replace(/\.[^./]*$/, "").split("/")
    if (parts.at(-1) === "__init__") parts.pop()
    return parts.length === 0 ? undefined : parts.join(".")
  }
})
