/** Runs what the pages show: commands of `console` blocks, and `sql` blocks, whose output is the `text` block behind them. */
import { spawnSync } from "node:child_process"
import { chmodSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { openDatabase as openFile } from "../../packages/storage/src/internal/driver.js"
import { codeBlocks } from "./page.js"
import { makeShop } from "./project.js"

/** Where the pages say that the project is. */
const HOME = "/home/ada"

/** What differs between two runs of the same commands. */
const VARYING: ReadonlyArray<readonly [pattern: RegExp, replacement: string]> = [
  [/\b[\d.]+ (?:ms|s|min)\b/g, "TIME"],
  [/\d{4}-\d\d-\d\d[ T][\d:.]+Z/g, "DATE"],
  [/"(\w*_?(?:ms|Ms)|\w+_at|phases|discovery|hashing|parsing|persisting|bytes|walBytes)": ?\d+/g, '"$1": N'],
  [/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(?:-\d+)?/g, "NAME"],
  [/[\d.]+ \w?B free/g, "FREE"],
  [/(Node +)[\d.]+/g, "$1VERSION"],
  [/"sha256": "\w+"/g, '"sha256": "DIGEST"'],
  [/(\.db,|:|full|compact) +[\d.]+ [kM]?B\b/g, "$1 SIZE"],
  [/just now|\d+ \w+ ago/g, "AGO"],
  [/ {2,}/g, "  "]
]

const comparable = (text: string): string =>
  VARYING.reduce((out, [pattern, replacement]) => out.replace(pattern, replacement), text)

/** Tools that a page may use and a machine may lack, in JavaScript. */
const TOOLS = {
  drift: `import(${JSON.stringify(new URL("../../packages/cli/dist/bin.js", import.meta.url).href)})`,
  jq: `const text = require("node:fs").readFileSync(0, "utf8")
process.stdout.write(text.trim().split("\\n").map((line) => JSON.stringify(JSON.parse(line), null, 2) + "\\n").join(""))`
}

type Cell = string | number | null

/** Rows as `sqlite3 -box` draws them. */
const box = (columns: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<Cell>>): string => {
  const cells = rows.map((row) => row.map((value) => (value === null ? "" : String(value))))
  const widths = columns.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]!.length)))
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => "─".repeat(width + 2)).join(middle) + right
  const line = (texts: ReadonlyArray<string>) => `│ ${texts.join(" │ ")} │`
  const centred = columns.map((name, i) => {
    const before = Math.floor((widths[i]! - name.length) / 2)
    return (" ".repeat(before) + name).padEnd(widths[i]!)
  })
  return [
    rule("┌", "┬", "┐"),
    line(centred),
    rule("├", "┼", "┤"),
    ...cells.map((row) => line(row.map((cell, i) => cell.padEnd(widths[i]!)))),
    rule("└", "┴", "┘")
  ].join("\n")
}

/** A project's database, to read from. */
export const openDatabase = (root: string) => {
  const db = openFile(join(root, ".drift", "drift.db"), { readonly: true })
  return {
    query: (sql: string): ReadonlyArray<ReadonlyArray<Cell>> => db.prepare<[], ReadonlyArray<Cell>>(sql).raw().all(),
    box: (sql: string): string => {
      const statement = db.prepare<[], ReadonlyArray<Cell>>(sql)
      const columns = statement.columns().map(({ name }) => name)
      return `${box(columns, statement.raw().all())}\n`
    },
    [Symbol.dispose]: () => void db.close()
  }
}

/** The page as it would be if every output were that of now. An output that is as good as the one it has stays as it is. */
export const refreshed = (page: string): string => {
  using shop = makeShop()
  const tools = join(shop.home, "tools")
  mkdirSync(tools)
  for (const [name, script] of Object.entries(TOOLS)) {
    const path = join(tools, name)
    writeFileSync(path, `#!/usr/bin/env -S node --no-deprecation\n${script}\n`)
    chmodSync(path, 0o755)
  }
  const environment = {
    PATH: `${tools}:${process.env["PATH"] ?? ""}`,
    HOME: shop.home,
    GIT_CONFIG_GLOBAL: "/dev/null",
    LANG: "C.UTF-8"
  }
  const shown = (text: string): string => text.replaceAll(shop.home, HOME)

  let status = 0
  const command = (line: string): string => {
    if (line === "echo $?") return `${status}\n`
    const { output, status: code } = spawnSync("sh", ["-c", `exec 2>&1; ${line.replaceAll(HOME, shop.home)}`], {
      cwd: shop.root,
      env: environment,
      encoding: "utf8"
    })
    status = code ?? 1
    return shown(output.join(""))
  }

  const replay = (script: string): string =>
    script
      .split("\n")
      .filter((line) => line.startsWith("$ "))
      .map((line) => `${line}\n${command(line.slice(2))}`)
      .join("")

  const query = (sql: string): string => {
    using database = openDatabase(shop.root)
    return database.box(sql)
  }

  let sql: string | undefined
  const outputs = codeBlocks(page, "console", "sql", "text").flatMap((block) => {
    const before = sql
    sql = undefined
    if (block.language === "console") return [{ block, now: replay(block.text) }]
    if (block.language === "sql") sql = block.text
    else if (before !== undefined) return [{ block, now: query(before) }]
    return []
  })

  let out = ""
  let at = 0
  for (const { block, now } of outputs) {
    out += page.slice(at, block.start) + (comparable(now) === comparable(block.text) ? block.text : now)
    at = block.end
  }
  return out + page.slice(at)
}
