// Other programs over the same files, each only where it is installed. None of them does what Drift does: they show what
// related work costs on this machine, in this run.
import { versionOf } from "./compile.mjs"

/** Functions, classes and calls of the ten languages by node kind: the nearest that a rule of ast-grep comes to a scan. */
const KINDS = {
  TypeScript: ["function_declaration", "method_definition", "class_declaration", "call_expression"],
  Tsx: ["function_declaration", "method_definition", "class_declaration", "call_expression"],
  JavaScript: ["function_declaration", "method_definition", "class_declaration", "call_expression"],
  Python: ["function_definition", "class_definition", "call"],
  Java: ["method_declaration", "class_declaration", "method_invocation"],
  CSharp: ["method_declaration", "class_declaration", "invocation_expression"],
  Go: ["function_declaration", "method_declaration", "type_declaration", "call_expression"],
  Rust: ["function_item", "struct_item", "call_expression"],
  Ruby: ["method", "class", "call"],
  Php: ["method_declaration", "function_definition", "class_declaration", "member_call_expression"],
  Kotlin: ["function_declaration", "class_declaration", "call_expression"]
}

const rules = Object.entries(KINDS)
  .map(
    ([language, kinds]) =>
      `id: ${language}\nlanguage: ${language}\nseverity: info\nrule:\n  any:\n${kinds.map((kind) => `    - kind: ${kind}`).join("\n")}`
  )
  .join("\n---\n")

const shell = (script, ...args) => ({ command: "sh", args: ["-c", script, "sh", ...args] })

/** Peers that read what is in the files, then those that only look for what changed. */
export const PEERS = [
  {
    id: "ctags",
    label: "universal-ctags",
    parses: true,
    version: () => {
      const version = versionOf("ctags")
      return version?.startsWith("Universal") ? version.replace(/,.*/, "") : undefined
    },
    run: ({ list }) => ({ command: "ctags", args: ["-L", list, "--fields=+nKS", "-f", `${list}.tags`] })
  },
  {
    id: "astGrep",
    label: "ast-grep, functions, classes and calls",
    parses: true,
    version: () => versionOf("ast-grep"),
    run: ({ root }) => shell('ast-grep scan --inline-rules "$1" --json=stream "$2" > /dev/null', rules, root)
  },
  {
    id: "hash",
    label: "rg --files, xxhsum",
    version: () => {
      const [ripgrep, xxhash] = [versionOf("rg"), versionOf("xxhsum")]
      return ripgrep === undefined || xxhash === undefined ? undefined : `${ripgrep}, ${xxhash}`
    },
    run: ({ root }) => shell('cd "$1" && rg --files -0 | xargs -0 xxhsum -H2 > /dev/null', root)
  },
  {
    id: "ripgrep",
    label: "rg --files",
    version: () => versionOf("rg"),
    run: ({ root }) => shell('rg --files "$1" > /dev/null', root)
  },
  {
    id: "fd",
    label: "fd --type file",
    version: () => versionOf("fdfind"),
    run: ({ root }) => shell('fdfind --type file . "$1" > /dev/null', root)
  },
  {
    id: "git",
    label: "git status",
    version: () => versionOf("git"),
    run: ({ root }) => ({ command: "git", args: ["-C", root, "-c", "core.fsmonitor=false", "status", "--porcelain"] })
  }
]
