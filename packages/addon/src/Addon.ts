/** The native addon of a package: compiled when it was installed, or prebuilt for this platform. */
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

/**
 * What the addon in the folder `native` of a package exports, which is for the caller to know. `from` is the caller's
 * `import.meta.url`. Throws when this machine has no build that it can load.
 */
export const loadAddon = (packageName: string, from: string): unknown => {
  const require = createRequire(from)
  const directory = join(dirname(require.resolve(`${packageName}/package.json`)), "native")
  const load = require("node-gyp-build") as (directory: string) => unknown
  return load(directory)
}
