// Makes sure of the native parse engine when the package is installed: a prebuilt binary that loads is enough, else it is
// compiled. It is an accelerator: where there is neither, Drift says so once at run time and parses with a slower engine, so
// a failure here must not fail the installation.
const { spawnSync } = require("node:child_process")
const { readdirSync, statSync } = require("node:fs")
const { join } = require("node:path")

const prebuiltLoads = () => {
  process.env.PREBUILDS_ONLY = "1"
  try {
    const load = require("node-gyp-build")
    // In a checkout, one that was made before the source was edited is stale; in an installed package all are of one time.
    const made = statSync(load.resolve(__dirname)).mtimeMs
    const sources = readdirSync(__dirname).filter((name) => /\.(c|h|gyp)$/.test(name))
    if (sources.some((name) => statSync(join(__dirname, name)).mtimeMs > made)) return false
    load(__dirname)
    return true
  } catch {
    return false
  }
}

if (!prebuiltLoads()) {
  const build = spawnSync("node-gyp", ["rebuild", "--directory", __dirname], { shell: true, encoding: "utf8" })
  if (build.status !== 0) {
    process.stderr.write(build.stderr ?? "")
    process.stderr.write("The native parse engine was not built; Drift will use a slower one.\n")
  }
}
