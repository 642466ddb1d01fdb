/** Source trees in temporary folders. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

export interface Project extends Disposable {
  readonly root: string
}

const temporary = (): string => realpathSync(mkdtempSync(join(tmpdir(), "drift-docs-")))

const remove = (path: string) => () => rmSync(path, { recursive: true, force: true })

/** A project of these files; gone when disposed. */
export const makeProject = (files: Readonly<Record<string, string>>): Project => {
  const root = temporary()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return { root, [Symbol.dispose]: remove(root) }
}

/** The languages' fixtures as a project `shop`, last modified in the first second of 2026. */
export const makeShop = (): Project & { readonly home: string } => {
  const home = temporary()
  const root = join(home, "shop")
  cpSync(fileURLToPath(new URL("../../test-fixtures", import.meta.url)), root, {
    recursive: true,
    filter: (path) => !path.endsWith("/ignore-tree") && !path.endsWith("/.drift")
  })
  for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    utimesSync(join(root, name), 1767225600, 1767225600)
  }
  return { home, root, [Symbol.dispose]: remove(home) }
}
