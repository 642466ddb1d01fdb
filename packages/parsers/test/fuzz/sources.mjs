// What is mutated: the fixtures, the sources in the tests of languages, and real code.
import { extensionOf, LANGUAGES, languageOfPath } from "@drift/core/Language"
import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

const project = fileURLToPath(new URL("../../../../", import.meta.url))

/** Folders with code of others that is installed anyway. */
const REAL = ["node_modules/effect/src/internal", "node_modules/flatted", "node_modules/semver"]

/** Larger ones would take most of the time, and are cut. */
const LARGEST = 32 * 1024

const EXTENSIONS = {
  typescript: "tsx",
  javascript: "jsx",
  python: "py",
  java: "java",
  csharp: "cs",
  go: "go",
  rust: "rs",
  ruby: "rb",
  php: "php",
  kotlin: "kt"
}

const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && languageOfPath(entry.name) !== undefined)
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path, language: languageOfPath(path), bytes: readFileSync(path).subarray(0, LARGEST) }))

/** The literals of several lines in the tests of a language are its sources; so is a shape of TypeScript without JSX. */
const sourcesInTests = (language) => {
  const path = join(project, `packages/parsers/test/languages/${language}.test.ts`)
  const found = []
  const visit = (node) => {
    if (ts.isStringLiteralLike(node) && node.text.includes("\n")) {
      const extension = language === "typescript" && found.length % 2 === 0 ? "ts" : EXTENSIONS[language]
      const name = `${language}.test.ts/${found.length}.${extension}`
      found.push({ path: name, language, bytes: Buffer.from(node.text) })
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest))
  return found
}

/** By language, in an order that depends on nothing else. `corpus` is one more folder with real code. */
export const sourcesByLanguage = (corpus) => {
  const all = [
    ...["test-fixtures", ...REAL].flatMap((folder) => filesBelow(join(project, folder))),
    ...LANGUAGES.flatMap(sourcesInTests),
    ...(corpus === undefined ? [] : filesBelow(resolve(corpus)))
  ]
  const sources = LANGUAGES.map((language) => all.filter((source) => source.language === language))
  for (const [i, found] of sources.entries()) {
    if (found.length < 3) throw new Error(`Too few sources of ${LANGUAGES[i]}`)
    if (found.some(({ path }) => extensionOf(path) === "")) throw new Error("A source without an extension")
  }
  return sources
}
