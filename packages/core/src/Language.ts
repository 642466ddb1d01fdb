/**
 * The ten languages and how a file's language is told from its name or its first line.
 *
 * Nothing is ever parsed by another language's grammar: what this module does not know has no language.
 */
import * as Schema from "effect/Schema"

/** Language ids, lower case, the same in API, database and output. */
export const LANGUAGES = [
  "typescript",
  "javascript",
  "python",
  "java",
  "csharp",
  "go",
  "rust",
  "ruby",
  "php",
  "kotlin"
] as const

export const Language = /* @__PURE__ */ (() => Schema.Literal(...LANGUAGES))()
export type Language = (typeof LANGUAGES)[number]

/** One of the ten, or a language that an application brings (`KnownLanguages.ts`). */
export type LanguageId = Language | (string & {})

/** What an id looks like: lower case, a letter first. */
export const LANGUAGE_ID = /^[a-z][a-z0-9+#_-]*$/

export const LanguageId = /* @__PURE__ */ (() => Schema.String.pipe(Schema.pattern(LANGUAGE_ID)))()

/** Whether it is one of the ten. */
export const isLanguage = (id: LanguageId): id is Language => (LANGUAGES as ReadonlyArray<LanguageId>).includes(id)

/** Names for people; they appear in output only. */
export const DISPLAY_NAMES: Readonly<Record<Language, string>> = {
  typescript: "TypeScript",
  javascript: "JavaScript",
  python: "Python",
  java: "Java",
  csharp: "C#",
  go: "Go",
  rust: "Rust",
  ruby: "Ruby",
  php: "PHP",
  kotlin: "Kotlin"
}

const EXTENSIONS: ReadonlyMap<string, Language> = new Map([
  ["ts", "typescript"],
  ["tsx", "typescript"],
  ["mts", "typescript"],
  ["cts", "typescript"],
  ["js", "javascript"],
  ["jsx", "javascript"],
  ["mjs", "javascript"],
  ["cjs", "javascript"],
  ["py", "python"],
  ["pyi", "python"],
  ["java", "java"],
  ["cs", "csharp"],
  ["go", "go"],
  ["rs", "rust"],
  ["rb", "ruby"],
  ["rake", "ruby"],
  ["gemspec", "ruby"],
  ["php", "php"],
  ["kt", "kotlin"],
  ["kts", "kotlin"]
])

const WELL_KNOWN_NAMES: ReadonlyMap<string, Language> = new Map([
  ["Rakefile", "ruby"],
  ["Gemfile", "ruby"],
  ["Guardfile", "ruby"],
  ["Capfile", "ruby"],
  ["Vagrantfile", "ruby"],
  ["Podfile", "ruby"],
  ["Fastfile", "ruby"],
  ["Brewfile", "ruby"],
  ["Jakefile", "javascript"],
  ["SConstruct", "python"],
  ["SConscript", "python"],
  ["wscript", "python"]
])

const INTERPRETERS: ReadonlyMap<string, Language> = new Map([
  ["python", "python"],
  ["pypy", "python"],
  ["ruby", "ruby"],
  ["jruby", "ruby"],
  ["node", "javascript"],
  ["nodejs", "javascript"],
  ["bun", "javascript"],
  ["php", "php"],
  ["kotlin", "kotlin"],
  ["ts-node", "typescript"],
  ["tsx", "typescript"],
  ["deno", "typescript"]
])

/** What follows the last `/`. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1)

/** The text after the last dot of the name, lower case; `""` for none and for dot files such as `.gitignore`. */
export const extensionOf = (path: string): string => {
  const name = baseName(path)
  const dot = name.lastIndexOf(".")
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase()
}

/** The language that the name alone tells, by extension (case-insensitive) or by a well-known name. */
export const languageOfPath = (path: string): Language | undefined => {
  const extension = extensionOf(path)
  return extension === "" ? WELL_KNOWN_NAMES.get(baseName(path)) : EXTENSIONS.get(extension)
}

/** Whether the first line of the file may still tell its language: true for names without an extension. */
export const mayHaveShebang = (path: string): boolean => extensionOf(path) === "" && !baseName(path).startsWith(".")

/**
 * The command that a `#!` line at the start of `head` (the first bytes of a file) runs, without folder and version:
 * `#!/usr/bin/env -S python3 -u` and `#!/usr/bin/python3.11` both run `python`. As it is written where `known` has it so.
 */
export const interpreterOf = (head: Uint8Array, known: ReadonlyMap<string, unknown>): string | undefined => {
  if (head[0] !== 0x23 || head[1] !== 0x21) return undefined
  let line = ""
  for (let i = 2; i < head.length && i < 256; i++) {
    const byte = head[i]!
    if (byte === 0x0a || byte === 0x0d) break
    line += String.fromCharCode(byte)
  }
  const words = line.trim().split(/\s+/)
  let command = baseName(words[0] ?? "")
  if (command === "env") {
    command = baseName(words.slice(1).find((word) => !word.startsWith("-") && !word.includes("=")) ?? "")
  }
  return known.has(command) ? command : command.replace(/[\d.]+$/, "")
}

/** The language of the interpreter that the first line names. */
export const languageOfShebang = (head: Uint8Array): Language | undefined => {
  const command = interpreterOf(head, INTERPRETERS)
  return command === undefined ? undefined : INTERPRETERS.get(command)
}
