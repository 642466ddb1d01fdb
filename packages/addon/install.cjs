// Makes sure of a package's addon when the package is installed: a prebuilt binary that loads is enough, else it is compiled.
// It is an accelerator: where there is neither, Drift takes another way at run time, so a failure here must not fail the
// installation. `directory` holds `binding.gyp`; `without` says what Drift does when the addon is missing.
const { spawnSync } = require("node:child_process")
const { readdirSync, statSync } = require("node:fs")
const { join } = require("node:path")

const prebuiltLoads = (directory) => {
  process.env.PREBUILDS_ONLY = "1"
  try {
    const load = require("node-gyp-build")
    // In a checkout, one that was made before the source was edited is stale; in an installed package all are of one time.
    const made = statSync(load.resolve(directory)).mtimeMs
    const sources = readdirSync(directory).filter((name) => /\.(c|h|gyp)$/.test(name))
    if (sources.some((name) => statSync(join(directory, name)).mtimeMs > made)) return false
    load(directory)
    return true
  } catch {
    return false
  }
}

module.exports = (directory, without) => {
  if (prebuiltLoads(directory)) return
  const build = spawnSync("node-gyp", ["rebuild", "--directory", directory], { shell: true, encoding: "utf8" })
  if (build.status !== 0) {
    process.stderr.write(build.stderr ?? "")
    process.stderr.write(`${without}\n`)
  }
}
