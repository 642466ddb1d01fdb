// Compiles the native parse engine and puts it where node-gyp-build looks for prebuilt binaries, so that a package that is
// packed here installs on this platform without a compiler.
const { spawnSync } = require("node:child_process")
const { copyFileSync, mkdirSync } = require("node:fs")
const { join } = require("node:path")

const { status } = spawnSync("node-gyp", ["configure", "build", "--directory", __dirname], {
  shell: true,
  stdio: ["ignore", "ignore", "inherit"]
})
if (status !== 0) process.exit(1)

const musl = process.platform === "linux" && process.report.getReport().header.glibcVersionRuntime === undefined
const libc = process.platform !== "linux" ? "" : musl ? ".musl" : ".glibc"
const folder = join(__dirname, "prebuilds", `${process.platform}-${process.arch}`)
mkdirSync(folder, { recursive: true })
copyFileSync(join(__dirname, "build", "Release", "drift_parser.node"), join(folder, `drift_parser${libc}.node`))
