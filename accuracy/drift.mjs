// What Drift finds: a scan of the corpus into a database of its own, read back by file.
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { endWithUs } from "../bench/cleanup.mjs"
import { openDatabase } from "../packages/storage/dist/internal/driver.js"

const bin = fileURLToPath(new URL("../packages/cli/dist/bin.js", import.meta.url))

export const scan = (root, db) =>
  new Promise((resolve, reject) => {
    const args = [bin, "scan", "--root", root, "--db", db, "--quiet", "--yes"]
    const child = endWithUs(spawn(process.execPath, args, { detached: true, stdio: ["ignore", "ignore", "inherit"] }))
    child.once("error", reject)
    // 1 says that single files failed, which the outcomes tell.
    child.once("close", (status) =>
      status === 0 || status === 1 ? resolve() : reject(new Error(`drift scan ended with ${status}`))
    )
  })

/** The facts of a scan; close it when done. */
export const openFacts = (db) => {
  const database = openDatabase(db, { readonly: true })
  const query = (sql) => database.prepare(sql).raw()
  const of = {
    functions: query("SELECT name, line, parameters, has_body FROM functions WHERE file = ?"),
    classes: query("SELECT name, line FROM classes WHERE file = ?"),
    imports: query("SELECT source, line FROM imports WHERE file = ? AND kind = 'import'"),
    calls: query("SELECT callee_name, line, argument_count FROM call_sites WHERE file = ?")
  }
  return {
    /** Path and outcome of every file of the language. */
    files: (language) =>
      database.prepare("SELECT path, outcome FROM files WHERE language = ? ORDER BY path").all(language),
    /** In the shape of a compiler's answer. */
    of: (path) => ({
      functions: of.functions
        .all(path)
        .map(([name, line, parameters, hasBody]) => [
          name,
          line,
          parameters === null ? undefined : JSON.parse(parameters).map((each) => each.name),
          hasBody === 1
        ]),
      classes: of.classes.all(path),
      imports: of.imports.all(path),
      calls: of.calls.all(path).map(([name, line, count]) => [name === "<anonymous>" ? "" : name, line, count])
    }),
    close: () => database.close()
  }
}
