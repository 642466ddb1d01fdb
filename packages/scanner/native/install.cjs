// There are no sources for Windows: there the scanner uses Node's own calls.
if (process.platform !== "win32") {
  require("@drift/addon/install.cjs")(
    __dirname,
    "The native file calls were not built; Drift will use Node's, which are slower."
  )
}
