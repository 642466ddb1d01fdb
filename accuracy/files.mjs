// `npm run accuracy:files -- FOLDER...`: the files that Drift sees in each folder beside those that git lists there. A folder
// that is no repository is taken as one that tracks nothing; it is not written to. Ends with 1 when a file is missing or too
// many that no rule of Drift's own explains. Trees as they are released hold little that their own ignore files speak of, so each
// is looked at a second time: its ignore files, and around each of them names made up from its patterns.
import { execFileSync } from "node:child_process"
import { copyFileSync, lstatSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { temporaryFolder } from "../bench/cleanup.mjs"

const bin = fileURLToPath(new URL("../packages/cli/dist/bin.js", import.meta.url))
const temporary = temporaryFolder("drift-files-")
const OPTIONS = { maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "inherit"] }

/** What Drift leaves out though git lists it, by why: rules of its own, and what is no file. */
const EXPECTED = new Set(["always", "default", "driftignore", "link", "special"])

const drift = (...args) =>
  JSON.parse(execFileSync(process.execPath, [bin, ...args, "--json"], { ...OPTIONS, encoding: "utf8" }))

/** What git prints, one character per byte. */
const git = (folder, gitDir, ...args) => {
  const where = gitDir === undefined ? [] : [`--git-dir=${gitDir}`, `--work-tree=${folder}`]
  const printed = execFileSync("git", ["-C", folder, ...where, ...args], { ...OPTIONS, encoding: "latin1" })
  return printed.split("\0").slice(0, -1)
}

/** Git's list: tracked files and others, but for what is ignored, missing, or a repository inside, which is listed itself. */
const filesOfGit = (folder, gitDir, prefix = "") => {
  const files = new Set(git(folder, gitDir, "ls-files", "-co", "--exclude-standard", "-z"))
  const without = (...args) => git(folder, gitDir, "ls-files", ...args, "-z").forEach((path) => files.delete(path))
  const ignored = git(folder, gitDir, "ls-files", "-o", "-i", "--exclude-standard", "--directory", "-z").length
  without("-ci", "--exclude-standard")
  without("-d")
  const inside = []
  for (const entry of git(folder, gitDir, "ls-files", "-s", "-z")) {
    if (!entry.startsWith("160000 ")) continue
    const path = entry.slice(entry.indexOf("\t") + 1)
    files.delete(path)
    inside.push(`${path}/`)
  }
  for (const path of files) if (path.endsWith("/")) inside.push(path)
  for (const path of inside) {
    files.delete(path)
    try {
      lstatSync(join(folder, path, ".git"))
    } catch {
      continue
    }
    const nested = filesOfGit(join(folder, path), undefined, path)
    for (const file of nested.files) files.add(file)
  }
  return { files: [...files].map((path) => prefix + path), ignored }
}

/** The folder's own repository, or one elsewhere that tracks nothing. */
const repositoryFor = (folder, index) => {
  try {
    const top = execFileSync("git", ["-C", folder, "rev-parse", "--show-toplevel"], { encoding: "utf8", stdio: "pipe" })
    if (realpathSync(top.trim()) === folder) return undefined
  } catch {
    // It is in none.
  }
  const gitDir = join(temporary, `${index}.git`)
  execFileSync("git", ["init", "-q", "--bare", gitDir], OPTIONS)
  return gitDir
}

const compare = (folder, index) => {
  const { files, ignored } = filesOfGit(folder, repositoryFor(folder, index))
  const scan = drift("scan", "--root", folder, "--db", join(temporary, `${index}.db`), "--dry-run", "--yes")
  const seen = new Set(scan.added.map((path) => Buffer.from(path).toString("latin1")))
  const passedOver = new Map(scan.skippedEntries.map((entry) => [Buffer.from(entry.path).toString("latin1"), entry]))
  const listed = new Set(files)
  const explained = {}
  const unexplained = []
  for (const path of seen) {
    if (listed.has(path)) continue
    const why = drift("why", join(folder, Buffer.from(path, "latin1").toString()), "--root", folder)
    if (why.rule?.kind === "driftignore" && why.rule.negated) explained.kept = (explained.kept ?? 0) + 1
    else unexplained.push(`too many: ${path} (drift why: ${JSON.stringify(why)})`)
  }
  /** What `drift why` says of the entries that hide files, each asked about once. */
  const told = new Map()
  for (const path of files) {
    if (seen.has(path)) continue
    let at = path
    while (!passedOver.has(at) && at.includes("/")) at = at.slice(0, at.lastIndexOf("/"))
    if (!passedOver.has(at)) at = path
    if (!told.has(at)) told.set(at, drift("why", join(folder, Buffer.from(at, "latin1").toString()), "--root", folder))
    const why = told.get(at)
    const reason = passedOver.get(at)?.reason ?? "always"
    const isPlain = Buffer.from(Buffer.from(path, "latin1").toString("utf8")).toString("latin1") === path
    if (!isPlain) explained["no UTF-8"] = (explained["no UTF-8"] ?? 0) + 1
    else if (!why.kept && why.reason === reason && EXPECTED.has(why.reason)) {
      explained[why.reason] = (explained[why.reason] ?? 0) + 1
    } else unexplained.push(`missing: ${path} (drift why: ${JSON.stringify(why)})`)
  }
  return { folder, git: files.length, drift: seen.size, ignored, explained, unexplained, warnings: scan.warningsTotal }
}

/** The ignore files of a folder alone, and names that their patterns match or nearly do. */
const plant = (folder, index) => {
  const planted = join(temporary, `${index}-${basename(folder)}`)
  const put = (path, content = "") => {
    try {
      mkdirSync(dirname(join(planted, path)), { recursive: true })
      writeFileSync(join(planted, path), content, { flag: "wx" })
    } catch {
      // Something else is there.
    }
  }
  const ignoreFiles = git(folder, repositoryFor(folder, `${index}-ignores`), "ls-files", "-co", "-z").filter(
    (path) => basename(path) === ".gitignore" && lstatSync(join(folder, path)).isFile()
  )
  for (const file of ignoreFiles) {
    mkdirSync(dirname(join(planted, file)), { recursive: true })
    copyFileSync(join(folder, file), join(planted, file))
  }
  for (const file of ignoreFiles) {
    for (const line of readFileSync(join(folder, file), "utf8").split(/\r?\n/)) {
      if (line === "" || line.startsWith("#")) continue
      const fill = (one, deep) =>
        line
          .replace(/^!/, "")
          .replace(/\*\*/g, deep)
          .replace(/\*/g, one)
          .replace(/\?/g, "q")
          .replace(/\[!?(.).*?\]/g, "$1")
          .replace(/\\(.)/g, "$1")
          .split("/")
          .filter((name) => !["", ".", "..", ".git"].includes(name))
          .join("/")
      for (const name of [fill("name", "deep/er"), fill("", "deep"), fill("x.y", "d"), fill("é", "e")]) {
        if (name === "") continue
        for (const base of ["", "inner/", "inner/most/", `${name.split("/")[0].toUpperCase()}/`]) {
          const path = join(dirname(file), base, name)
          put(path)
          put(`${path}-folder/${basename(name)}/file`)
          put(`${path}x/file`)
          put(join(dirname(file), base, "as-folder", name, "file"))
        }
      }
    }
  }
  return planted
}

const folders = process.argv.slice(2).map((folder) => realpathSync(resolve(folder)))
if (folders.length === 0) throw new Error("Which folders? npm run accuracy:files -- FOLDER...")
const rows = folders.flatMap((folder, index) => {
  process.stderr.write(`${folder}\n`)
  const planted = { ...compare(plant(folder, index), `${index}-planted`), isPlanted: true }
  return [compare(folder, index), planted]
})
const cells = rows.map(({ drift, explained, folder, git, ignored, isPlanted, unexplained, warnings }) => [
  isPlanted ? "its ignore files, and made-up names" : basename(folder),
  git,
  ignored,
  drift,
  Object.entries(explained)
    .map(([reason, n]) => `${n} ${reason}`)
    .join(", "),
  warnings,
  unexplained.length
])
const head = [
  "repository",
  "git lists",
  "git ignores (top entries)",
  "Drift sees",
  "explained",
  "warnings",
  "unexplained"
]
const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => String(row[i]).length)))
const line = (row) => `| ${row.map((cell, i) => String(cell).padEnd(widths[i])).join(" | ")} |\n`
process.stdout.write(line(head) + line(widths.map((width) => "-".repeat(width))) + cells.map(line).join(""))
for (const { folder, unexplained } of rows) {
  for (const difference of unexplained.slice(0, 20)) process.stdout.write(`${folder}: ${difference}\n`)
}
process.exitCode = rows.some(({ unexplained }) => unexplained.length > 0) ? 1 : 0
