// Compiles a package's addon and puts it where node-gyp-build looks for prebuilt binaries, so that a package that is packed
// here installs on this platform without a compiler. `directory` holds `binding.gyp`, whose target is `name`.
const { spawnSync } = require("node:child_process")
const { copyFileSync, mkdirSync } = require("node:fs")
const { join } = require("node:path")

module.exports = (directory, name) => {
  const { status } = spawnSync("node-gyp", ["configure", "build", "--directory", directory], {
    shell: true,
    stdio: ["ignore", "ignore", "inherit"]
  })
  if (status !== 0) process.exit(1)
  const musl = process.platform === "linux" && process.report.getReport().header.glibcVersionRuntime === undefined
  const libc = process.platform !== "linux" ? "" : musl ? ".musl" : ".glibc"
  const folder = join(directory, "prebuilds", `${process.platform}-${process.arch}`)
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(directory, "build", "Release", `${name}.node`), join(folder, `${name}${libc}.node`))
}
