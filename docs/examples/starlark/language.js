/**
 * Starlark, in which Bazel's build files are written: a dialect of Python, whose grammar reads it.
 * @type {import("@drift/parsers/Language").FurtherLanguage}
 */
export default {
  id: "starlark",
  version: 1,
  extensions: ["bzl", "star"],
  fileNames: ["BUILD", "WORKSPACE"],
  grammars: [
    {
      variant: "starlark",
      load: async () => (await import("tree-sitter-python")).default,
      wasm: "tree-sitter-python/tree-sitter-python.wasm",
      queries: [new URL("./", import.meta.url)]
    }
  ],
  describe: ({ name }) => ({
    visibility: name.startsWith("_") ? "private" : "public",
    isExported: !name.startsWith("_")
  })
}
