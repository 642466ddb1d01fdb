/** Why a scan takes a path or passes it over, in two or three lines. Pure. */
import type { SkipReason } from "@drift/core/Scan"
import type { Explanation } from "@drift/scanner/Scanner"
import { place } from "./Place.js"
import { printable, type Style } from "./Text.js"

const KINDS: Readonly<Record<Explanation["kind"], string>> = {
  file: "",
  directory: "folder, ",
  link: "symbolic link, ",
  other: "special file, ",
  missing: "nothing is there; would be "
}

/** What to do about it, or what it means. */
const HINTS: Readonly<Record<SkipReason | "always", string>> = {
  always: "Neither .git nor .drift is ever scanned, whatever any rule says.",
  exclude: "An --exclude pattern outranks every ignore file.",
  driftignore: "A .driftignore outranks every .gitignore.",
  gitignore: "A pattern with ! in a .driftignore lifts it for Drift alone.",
  infoExclude: "A pattern with ! in a .gitignore or .driftignore lifts it.",
  globalIgnore: "A pattern with ! in a .gitignore or .driftignore lifts it.",
  default: "Folders of this name are ignored by default; a pattern with ! in a .driftignore lifts it.",
  worktree: "It is a linked worktree of a repository that is scanned anyway.",
  include: "An --include pattern has to match it, and none with ! after that.",
  link: "Links are followed only with --follow-symlinks, and only to what is there and in the root.",
  loop: "The link leads to a folder that it stands in, or is behind more than eight links.",
  outside: "The link leads out of the root, or to where a scan never looks.",
  special: "Only regular files are scanned; FIFOs, sockets and devices are never opened."
}

export const explanation = (told: Explanation, style: Style): ReadonlyArray<string> => {
  const { at, atKind, kept, kind, path, reason, rule, tracked } = told
  const name = style.bold(printable(path === "" ? "." : path))
  const verdict = kept ? style.good("kept") : style.warn("ignored")
  const around = atKind === "link" ? "link" : atKind === "directory" || atKind === "missing" ? "folder" : "file"
  const because = at === path || kept ? "" : `, because of the ${around} ${printable(at)}`
  const lines = [`${name}: ${KINDS[kind]}${verdict}${because}`]
  if (rule !== undefined) {
    const of = kept && at !== path ? `  (keeps ${at})` : ""
    lines.push(`  ${printable(place(rule) + of)}`)
  } else if (kept) lines.push(style.dim("  No rule speaks of it."))
  if (reason !== undefined) lines.push(style.dim(`  ${HINTS[reason]}`))
  if (tracked === true) lines.push(style.warn("  Git tracks it nevertheless; a scan goes by the rules alone."))
  return lines
}
