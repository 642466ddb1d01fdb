/** The folder that a database is in. */
import type * as Effect from "effect/Effect"
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import type { StorageError } from "../StorageError.js"
import { attempt } from "./attempt.js"

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined)

/**
 * Creates a folder and those around it. Node's own way of doing that never ends where the file system takes no folders, as below
 * `/proc`.
 */
export const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder)
  } catch (error) {
    if (codeOf(error) === "EEXIST" && statSync(folder).isDirectory()) return
    const parent = dirname(folder)
    if (codeOf(error) !== "ENOENT" || existsSync(parent)) throw error
    makeFolder(parent)
    makeFolder(folder)
  }
}

/** Creates the database's folder. One named `.drift` keeps itself out of version control. */
export const prepareFolder = (path: string): Effect.Effect<void, StorageError> =>
  attempt(path, () => {
    const folder = dirname(path)
    makeFolder(folder)
    if (basename(folder) !== ".drift") return
    try {
      writeFileSync(join(folder, ".gitignore"), "*\n", { flag: "wx" })
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error
    }
  })
