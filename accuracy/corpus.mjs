// What is compared when nobody names a corpus: the fixtures, and packages that are installed anyway.
import { cpSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const project = fileURLToPath(new URL("..", import.meta.url))

const PARTS = [
  "test-fixtures",
  "packages",
  "node_modules/effect/src/internal",
  "node_modules/flatted",
  "node_modules/semver"
]

/** Left by tools, or broken on purpose. */
const LEFT = /[/\\](?:node_modules|dist|build|ignore-tree|malformed|\.drift)$/

/** Copies the parts below a folder that no ignore file knows, and returns the folder. */
export const installed = (root) => {
  for (const part of PARTS) {
    const to = join(root, part.replaceAll("/", "-"))
    const from = join(project, part)
    cpSync(from, to, { recursive: true, filter: (path) => path === from || !LEFT.test(path) })
  }
  return root
}
