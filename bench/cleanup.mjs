// What a run leaves behind when it ends, also when it is interrupted: nothing.
import { mkdtempSync, rmSync } from "node:fs"
import { constants, tmpdir } from "node:os"
import { join } from "node:path"

const children = new Set()
const paths = new Set()

/** Ends the child and what it has started with this process. The child must lead a process group (`detached`). */
export const endWithUs = (child) => {
  children.add(child)
  child.once("close", () => children.delete(child))
  return child
}

/** Removes the file or folder with this process. */
export const removeWithUs = (path) => {
  paths.add(path)
  return path
}

export const temporaryFolder = (prefix) => removeWithUs(mkdtempSync(join(tmpdir(), prefix)))

process.once("exit", () => {
  for (const { pid } of children) {
    try {
      process.kill(-pid, "SIGKILL")
    } catch {
      // It has ended by itself.
    }
  }
  // What was killed may hold its files a moment longer.
  for (const path of paths) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
})

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.once(signal, () => process.exit(128 + constants.signals[signal]))
