/** The folder that a database is in. */
import type * as Effect from "effect/Effect"
import { mkdirSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import type { StorageError } from "../StorageError.js"
import { attempt } from "./attempt.js"

/** Creates the database's folder. One named `.drift` keeps itself out of version control. */
export const prepareFolder = (path: string): Effect.Effect<void, StorageError> =>
  attempt(path, () => {
    const folder = dirname(path)
    mkdirSync(folder, { recursive: true })
    if (basename(folder) !== ".drift") return
    try {
      writeFileSync(join(folder, ".gitignore"), "*\n", { flag: "wx" })
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error
    }
  })
