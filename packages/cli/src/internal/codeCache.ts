/**
 * Loads a bundle with the code that V8 compiled for it in an earlier run: compiling it anew is a third of what a short
 * command costs. Node's own cache (`module.enableCompileCache`, since 22.1) gains half as much, because it keeps only what
 * is compiled before anything runs.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import Module from "node:module"
import { dirname } from "node:path"
import { Script } from "node:vm"

type Wrapper = (exports: object, require: NodeJS.Require, module: object, filename: string, dirname: string) => void

export interface Options {
  /** The bundle's own `require`. */
  readonly require: NodeJS.Require
  /** Whether this run's code is stored when there is none that fits. */
  readonly remember: boolean
}

/**
 * What the CommonJS module at `path` exports; it cannot use `import()`. Its code is stored beside it, under a name that
 * changes with Node and, because the bundle's own name bears a hash, with the bundle. Where code cannot be stored or read,
 * or V8 refuses it, the bundle is compiled as ever.
 */
export const requireWithCode = (path: string, { remember, require }: Options): unknown => {
  const stored = `${path}.${process.version}-${process.arch}.cache`
  const cachedData = readIfThere(stored)
  const script = new Script(Module.wrap(readFileSync(path, "latin1")), {
    filename: path,
    ...(cachedData === undefined ? {} : { cachedData })
  })
  if (remember && (cachedData === undefined || script.cachedDataRejected === true)) {
    process.once("exit", (code) => {
      if (code === 0) write(stored, script)
    })
  }
  const module = { exports: {} }
  const wrapper = script.runInThisContext() as Wrapper
  wrapper(module.exports, require, module, path, dirname(path))
  return module.exports
}

const readIfThere = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** Whole or not at all: other processes may be reading, and V8 does not check what it is given. */
const write = (path: string, script: Script): void => {
  const unfinished = `${path}.${process.pid}`
  try {
    writeFileSync(unfinished, script.createCachedData(), { flush: true })
    renameSync(unfinished, path)
  } catch {
    rmSync(unfinished, { force: true })
  }
}
