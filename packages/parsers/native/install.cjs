// Compiles the native parse engine when the package is installed. It is an accelerator: where it cannot be compiled, Drift
// says so once at run time and parses with the npm binding, so a failure here must not fail the installation.
const { spawnSync } = require("node:child_process")

const build = spawnSync("node-gyp", ["rebuild", "--directory", __dirname], { shell: true, encoding: "utf8" })
if (build.status !== 0) {
  process.stderr.write(build.stderr ?? "")
  process.stderr.write("The native parse engine was not built; Drift will use the slower npm tree-sitter engine.\n")
}
