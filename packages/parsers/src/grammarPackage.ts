/** How the languages load the packages of their grammars, which are native code. */
import { createRequire } from "node:module"
import { dirname } from "node:path"

const require = createRequire(import.meta.url)

/**
 * What a grammar package exports. By `require`, because the first `import()` of a thread costs it the loader of ES modules,
 * and each further one more than the grammar itself: a twentieth of the CPU of scanning one changed file.
 */
export const grammarPackage = (name: string): GrammarExports => require(name) as GrammarExports

/** The same of a package that is an ES module, which cannot be required: what it would make of its parts. */
export const grammarOfModule = (name: string): unknown => {
  const directory = dirname(require.resolve(`${name}/package.json`))
  const load = require("node-gyp-build") as (directory: string) => object
  return Object.assign(load(directory), { nodeTypeInfo: require(`${directory}/src/node-types.json`) as unknown })
}

/** The language, or several by name. */
type GrammarExports = Readonly<Record<string, unknown>>
