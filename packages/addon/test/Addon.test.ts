import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { pathToFileURL } from "node:url"
import { afterAll, assert, describe, it } from "vitest"
import { loadAddon } from "../src/Addon.js"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "drift-addon-"))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

/** A package that is installed beside a module; the module's URL. */
const installed = (name: string, files: Readonly<Record<string, string>>): string => {
  const home = path.join(folder, "node_modules", name)
  for (const [file, text] of Object.entries({ "package.json": JSON.stringify({ name }), ...files })) {
    fs.mkdirSync(path.dirname(path.join(home, file)), { recursive: true })
    fs.writeFileSync(path.join(home, file), text)
  }
  fs.mkdirSync(path.join(folder, "node_modules/node-gyp-build"), { recursive: true })
  // Finds what was compiled, as the real one does, but takes JavaScript for it.
  fs.writeFileSync(
    path.join(folder, "node_modules/node-gyp-build/index.js"),
    "module.exports = (directory) => require(directory + '/build/Release/compiled.js')"
  )
  return pathToFileURL(path.join(folder, "module.js")).href
}

const INSTALL = path.resolve(import.meta.dirname, "../install.cjs")

const install = (directory: string): string =>
  execFileSync(
    process.execPath,
    ["-e", `require(${JSON.stringify(INSTALL)})(${JSON.stringify(directory)}, "It goes without.")`],
    { encoding: "utf8", stdio: "pipe" }
  )

describe("loading", () => {
  it("gives what the addon in the package's folder native exports", () => {
    const from = installed("has-one", { "native/build/Release/compiled.js": "module.exports = { answer: 42 }" })
    assert.deepStrictEqual(loadAddon("has-one", from), { answer: 42 })
  })

  it("throws when the package has none, and when there is no such package", () => {
    const from = installed("has-none", {})
    assert.throws(() => loadAddon("has-none", from), /Cannot find module/)
    assert.throws(() => loadAddon("is-not-there", from), /is-not-there/)
  })
})

describe("installing", () => {
  const source = (name: string, text: string): string => {
    const directory = path.join(folder, name)
    fs.mkdirSync(directory)
    fs.writeFileSync(path.join(directory, "one.c"), text)
    fs.writeFileSync(
      path.join(directory, "binding.gyp"),
      '{ "targets": [{ "target_name": "one", "sources": ["one.c"] }] }'
    )
    return directory
  }

  it("does not fail where nothing can be compiled, and leaves nothing that loads", () => {
    const directory = source("broken", "this is no C")
    install(directory)
    assert.isFalse(fs.existsSync(path.join(directory, "build/Release/one.node")))
  })
})
