/** A further language, as a module that threads import: it takes grammar and queries from Python. */
export default {
  id: "starlark",
  extensions: ["bzl", "star"],
  fileNames: ["BUILD"],
  interpreters: ["starlark"],
  grammars: [
    {
      variant: "starlark",
      load: () => import("tree-sitter-python").then((module) => module.default),
      wasm: "tree-sitter-python/tree-sitter-python.wasm",
      queries: ["python"]
    }
  ],
  describe: ({ name }) => ({ visibility: name.startsWith("_") ? "private" : "public" })
}
