/** Random trees with ignore files of every kind, as git repositories. Paths, names and patterns are binary strings. */
import * as fs from "node:fs"
import * as path from "node:path"
import { toBinary } from "../src/internal/ruleList.js"
import type { Random } from "./random.js"

const NAMES = [
  ...[
    "a",
    "b",
    "ab",
    "foo",
    "foobar",
    "bar",
    "a.js",
    "b.ts",
    "x.test.js",
    ".x",
    ".js",
    "a b",
    "a ",
    "A",
    "Foo",
    "B.JS"
  ],
  ...["é", "É", "日本", "😀.js", "e\u0301"].map(toBinary)
]
const ODD_NAMES = [
  ...[
    "[a]",
    "a*",
    "a\\b",
    "!a",
    "#a",
    "-",
    "a]",
    "?",
    "^",
    "a\tb",
    "a\nb",
    "**",
    "{a,b}",
    "Z",
    "0",
    "\r",
    "a\r",
    "~",
    "..."
  ],
  ..."\x01|\x7f| |\\|a\\|[|]|[:|x.|.a.|\xe9|\xff.js|a\xc3|\xf0\x9f".split("|"),
  "n".repeat(200)
]
const ORDINARY = [
  "*",
  "*.js",
  "*.ts",
  "foo",
  "bar",
  "a",
  "b",
  "foo*",
  "*bar",
  "a?",
  "?",
  ".*",
  "*.test.js",
  "**",
  "A",
  "*.JS",
  "Foo"
]
const PIECES = [
  ...[
    "*",
    "**",
    "***",
    "?",
    "/",
    "/",
    "/",
    "//",
    "**/",
    "/**",
    "/**/",
    "a",
    "b",
    "A",
    "foo",
    "bar",
    ".",
    "..",
    "./",
    "js",
    "JS"
  ],
  ...[
    "[ab]",
    "[!a]",
    "[^a]",
    "[a-c]",
    "[A]",
    "[A-Z]",
    "[!A-Z]",
    "[[:alpha:]]",
    "[[:alnum:]x]",
    "[[:nope:]]",
    "[]a]",
    "[a"
  ],
  ...[
    "[!]a]",
    "[\\]a]",
    "[a-]",
    "[--b]",
    "[[:a]",
    "[[:",
    "[a\\",
    "[[:upper:]]",
    "[[:lower:]]",
    "[[:space:]]",
    "[[:punct:]]"
  ],
  ...[
    "[[:print:]]",
    "[/]",
    "[!/]",
    "[z-a]",
    "[0-9]",
    "[a-\\c]",
    "[\\a-c]",
    "[!!]",
    "[^^]",
    "[!",
    "[",
    "]",
    "[*]",
    "[?]"
  ],
  ...[
    "\\",
    "\\\\",
    "\\*",
    "\\a",
    "\\A",
    "\\/",
    "\\!",
    "\\#",
    " ",
    "  ",
    "\\ ",
    "\t",
    "\v",
    "!",
    "#",
    "{a,b}",
    "-",
    "^",
    "\r",
    "~"
  ],
  ...["é", "日", "😀", "[a-é]", "[é]"].map(toBinary),
  ..."\xe9|\xff|\x01|\x7f|[\x80-\xff]|[!\x80-\xff]|\0".split("|")
]
const WHOLE = [
  "!",
  "/",
  "//",
  "///",
  "!/",
  "**",
  "**/",
  "/**",
  "/**/",
  "**/**",
  "***",
  "\\",
  " ",
  "\t",
  "!!a",
  "#a",
  "\\#a",
  "\\!a",
  "*/",
  "/*",
  "!*/",
  "."
]

const ordinaryPattern = (random: Random): string => {
  const parts = Array.from({ length: 1 + random.below(3) }, () => random.pick(ORDINARY))
  return `${random.oneIn(4) ? "!" : ""}${random.oneIn(4) ? "/" : ""}${parts.join("/")}${random.oneIn(3) ? "/" : ""}`
}

export const oddPattern = (random: Random): string =>
  (random.oneIn(5) ? "!" : "") + Array.from({ length: 1 + random.below(6) }, () => random.pick(PIECES)).join("")

const pattern = (random: Random): string => {
  if (random.oneIn(2)) return ordinaryPattern(random)
  if (random.oneIn(12)) return random.pick(WHOLE)
  // A name of some tree as it stands, with a little escaping or none.
  if (random.oneIn(8))
    return `${random.oneIn(3) ? "/" : ""}${random.pick(ODD_NAMES).replace(/[[*?]/g, random.oneIn(2) ? "\\$&" : "$&")}`
  // Long, but without many stars: git itself takes for ever on those.
  if (random.oneIn(40))
    return random.pick(["a", "[ab]", "a/", "\\a", "?"]).repeat(600) + random.pick(["", "b", "[", "*"])
  return oddPattern(random)
}

export const ignoreFile = (random: Random): string => {
  const lines = Array.from({ length: 1 + random.below(6) }, () => pattern(random))
  const end = random.oneIn(6) ? "\r\n" : "\n"
  const trailing = random.oneIn(2) ? end : random.oneIn(8) ? "\r" : random.oneIn(8) ? end + end : ""
  return (
    (random.oneIn(10) ? "\xef\xbb\xbf" : "") + (random.oneIn(30) ? "\xef\xbb\xbf" : "") + lines.join(end) + trailing
  )
}

/** A binary path as the system takes it. */
export const onDisk = (binary: string): Buffer => Buffer.from(binary, "latin1")

export const put = (file: string, content: string): void => {
  fs.mkdirSync(onDisk(path.posix.dirname(file)), { recursive: true })
  fs.writeFileSync(onDisk(file), content, "latin1")
}

/** What makes a folder a repository to git. */
export const putRepository = (gitDir: string, config: string, exclude: string): void => {
  fs.mkdirSync(onDisk(`${gitDir}/objects`), { recursive: true })
  fs.mkdirSync(onDisk(`${gitDir}/refs`))
  put(`${gitDir}/HEAD`, "ref: refs/heads/main\n")
  put(`${gitDir}/config`, config)
  put(`${gitDir}/info/exclude`, exclude)
}

const CONFIG = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n"

const repositoryConfig = (random: Random, home: string): string =>
  CONFIG +
  (random.oneIn(3)
    ? `\t${random.pick(["ignoreCase", "IGNORECASE = yes", "ignorecase=1", "ignoreCase = TRUE ; x"])}\n`
    : "") +
  (random.oneIn(4)
    ? `\texcludesFile = ${random.pick([`${home}/more`, "~/more", "a/.gitignore", `"${home}/mo\\\\re"`, ""])}\n`
    : "") +
  (random.oneIn(6) ? '[includeIf "onbranch:ma*"]\n\tpath = ../ignoring-case\n' : "")

/** The user's files, in `home`. */
const putHome = (random: Random, home: string): void => {
  for (const name of [".config/git/ignore", "more", "mo\\re"])
    if (random.oneIn(2)) put(`${home}/${name}`, ignoreFile(random))
  if (random.oneIn(2)) {
    const setting = random.pick(["excludesFile = ~/more", "excludesfile = \\\n ~/more # \\\n", "excludesFile ="])
    put(`${home}/.gitconfig`, `# one \\\n[core]${random.oneIn(2) ? " " : "\n"}${setting}\n`)
  }
  if (random.oneIn(3)) {
    const condition = random.pick([home, "~/tree/**", "tree/.git", "~/TREE/", "./tree/", "**/TREE/**", "nowhere/"])
    const keyword = random.pick(["gitdir", "gitdir/i"])
    put(`${home}/.config/git/config`, `[includeIf "${keyword}:${condition}"]\n\tpath = "../../ignoring-case"\n`)
  }
  put(`${home}/ignoring-case`, `[core]\n\tignoreCase = ${random.pick(["true", "on", "0x1", "2k"])}\n`)
}

export interface Made {
  /** The folder of the main repository. */
  readonly top: string
  /** Another worktree of it, with a tree of its own, when there is one. */
  readonly worktree: string | undefined
  /** Everything below the folder, for a message. */
  readonly describe: () => string
}

/** Puts entries into `top`, among them other repositories, whose git folders are in `gitDir`. */
const putTree = (random: Random, top: string, gitDir: string, home: string, tag: string, log: Array<string>): void => {
  const directories = [""]
  const taken = new Set<string>([".git", ".gitignore"])
  const fresh = (): string | undefined => {
    const entry = random.pick(directories) + (random.oneIn(4) ? random.pick(ODD_NAMES) : random.pick(NAMES))
    if (taken.has(entry) || entry.length > 900) return undefined
    taken.add(entry)
    return entry
  }
  const write = (file: string, content: string) => {
    if (content !== "") log.push(`${JSON.stringify(file)}: ${JSON.stringify(content)}`)
    put(`${top}/${file}`, content)
  }
  for (let i = 0; i < 24; i++) {
    const entry = fresh()
    if (entry === undefined) continue
    directories.push(`${entry}/`)
    fs.mkdirSync(onDisk(`${top}/${entry}`))
  }
  for (let i = 0; i < 250; i++) {
    const entry = fresh()
    if (entry === undefined) continue
    if (random.oneIn(15)) fs.symlinkSync(random.pick(["a", ".", "..", "nowhere"]), onDisk(`${top}/${entry}`))
    else put(`${top}/${entry}`, "")
  }
  directories.forEach((directory, index) => {
    const ignore = `${directory}.gitignore`
    if (directory === "" || random.oneIn(3)) {
      if (random.oneIn(14)) {
        write(`${directory}rules`, "*")
        fs.symlinkSync("rules", onDisk(`${top}/${ignore}`))
      } else if (random.oneIn(14)) write(`${ignore}/${random.pick(NAMES)}`, "")
      else write(ignore, ignoreFile(random))
    }
    if (directory === "" || !random.oneIn(6)) return
    const inner = `${top}/${directory}.git`
    const config = repositoryConfig(random, home)
    const exclude = random.oneIn(2) ? ignoreFile(random) : ""
    log.push(`${JSON.stringify(inner)} ${JSON.stringify([config, exclude])}`)
    switch (random.below(6)) {
      case 0:
        return putRepository(inner, config, exclude)
      case 1: {
        putRepository(`${gitDir}/modules/${tag}${index}`, config, exclude)
        return put(inner, `gitdir: ${gitDir}/modules/${tag}${index}\n`)
      }
      case 2:
        // Looks like one.
        return random.oneIn(2) ? put(inner, "gitdir: nowhere\n") : put(`${inner}/HEAD`, "ref: refs/heads/main\n")
      case 3: {
        putRepository(`${gitDir}/links/${tag}${index}`, config, exclude)
        return fs.symlinkSync(`${gitDir}/links/${tag}${index}`, onDisk(inner))
      }
      case 4:
        return putWorktree(gitDir, `${top}/${directory.slice(0, -1)}`, `${tag}${index}`, false)
      case 5:
        return put(`${inner}/empty`, "")
    }
  })
}

const putWorktree = (gitDir: string, worktree: string, name: string, ignoresCase: boolean): void => {
  const own = `${gitDir}/worktrees/${name}`
  put(`${own}/HEAD`, "ref: refs/heads/other\n")
  put(`${own}/commondir`, "../..\n")
  put(`${own}/gitdir`, `${worktree}/.git\n`)
  put(`${own}/config.worktree`, `[core]\n\tignoreCase = ${ignoresCase}\n`)
  put(`${worktree}/.git`, `gitdir: ${own}\n`)
}

/** Fills `home`, a folder that is empty, with a home directory and in it a tree. */
export const makeTree = (random: Random, home: string): Made => {
  const top = `${home}/tree`
  const gitDir = `${top}/.git`
  const log: Array<string> = []
  putHome(random, home)
  const exclude = random.oneIn(2) ? ignoreFile(random) : ""
  const hasWorktree = random.oneIn(4)
  const config = repositoryConfig(random, home) + (hasWorktree ? "[extensions]\n\tworktreeConfig\n" : "")
  putRepository(gitDir, config, exclude)
  log.push(`config ${JSON.stringify(config)}`, `exclude ${JSON.stringify(exclude)}`)
  putTree(random, top, gitDir, home, "main", log)
  const worktree = hasWorktree ? `${home}/worktree` : undefined
  if (worktree !== undefined) {
    putWorktree(gitDir, worktree, "apart", random.oneIn(2))
    putTree(random, worktree, gitDir, home, "other", log)
  }
  const describe = () => {
    for (const name of [".config/git/ignore", "more", "mo\\re", ".gitconfig", ".config/git/config"]) {
      if (fs.existsSync(`${home}/${name}`))
        log.push(`~/${name}: ${JSON.stringify(fs.readFileSync(`${home}/${name}`, "latin1"))}`)
    }
    return log.join("\n")
  }
  return { top, worktree, describe }
}
