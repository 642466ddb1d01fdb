/**
 * What the pages show is what the built command and a database of the fixtures answer. After a change that is meant,
 * `npx vitest run --project docs -u` writes the new answers into the pages.
 */
import { ERROR_CODES } from "@drift/core/ErrorCode"
import { DISPLAY_NAMES, LANGUAGES } from "@drift/core/Language"
import { OUTCOMES } from "@drift/core/Outcome"
import {
  DecoratorInfo,
  DocComment,
  DocStyle,
  ErrorHandling,
  ErrorHandlingKind,
  NumericContext,
  NumericLiteral,
  StringContext,
  StringLiteral
} from "@drift/core/ParseResult"
import { VIEWS } from "@drift/core/Views"
import { assert, describe, expect, it } from "vitest"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { filesByLanguage } from "../examples/promises.js"
import { firstColumn, folder, page, rows } from "./page.js"
import { makeShop } from "./project.js"
import { openDatabase, refreshed } from "./run.js"

const packages = (path: string): string => fileURLToPath(new URL(`../../packages/${path}`, import.meta.url))

/** What the suites and tests of a file are called. */
const titles = (file: string): ReadonlyArray<string> =>
  Array.from(
    readFileSync(file, "utf8").matchAll(/\b(?:describe|it|check)(?:\.\w+)?\(\s*(["`])(.*?)\1,/g),
    ([, , title]) => title!
  )

/** The members of a union of literals in a source of core: types leave nothing to look at when the program runs. */
const members = (module: string, type: string): ReadonlyArray<string> => {
  const source = readFileSync(fileURLToPath(new URL(`../../packages/core/src/${module}.ts`, import.meta.url)), "utf8")
  const union = new RegExp(`export type ${type} =((?:\\s*\\| "\\w+")+)`).exec(source)?.[1] ?? ""
  return Array.from(union.matchAll(/"(\w+)"/g), ([, name]) => name!)
}

const NAMES: ReadonlySet<string> = new Set(Object.values(DISPLAY_NAMES))

describe("the output on the pages", () => {
  for (const name of ["cli.md", "data-model.md", "errors.md"]) {
    it(`${name} shows what the command answers`, { timeout: 180_000 }, async () => {
      await expect(refreshed(page(name))).toMatchFileSnapshot(join(folder, name))
    })
  }
})

describe("the lists on the pages", () => {
  it("errors.md has every code, each once", () => {
    const headings = Array.from(page("errors.md").matchAll(/^## `(\w+)`$/gm), ([, code]) => code)
    assert.deepStrictEqual(headings, [...ERROR_CODES])
  })

  for (const [view, columns] of Object.entries(VIEWS)) {
    it(`data-model.md has every column of ${view}, in order`, () => {
      assert.deepStrictEqual(firstColumn(page("data-model.md"), `### \`${view}\``), Object.keys(columns))
    })
  }

  const fields = {
    decorators: DecoratorInfo,
    stringLiterals: StringLiteral,
    numericLiterals: NumericLiteral,
    errorHandling: ErrorHandling,
    docComments: DocComment
  }
  for (const [list, schema] of Object.entries(fields)) {
    it(`data-model.md has every field of ${list}`, () => {
      const told = firstColumn(page("data-model.md"), `### \`${list}\``)
      assert.deepStrictEqual([...told].sort(), Object.keys(schema.fields).sort())
    })
  }

  it("data-model.md has every kind of error handling, every style of documentation and every context", () => {
    const told = (heading: string) => [...firstColumn(page("data-model.md"), heading)].sort()
    assert.deepStrictEqual(told("### Kinds of error handling"), [...ErrorHandlingKind.literals].sort())
    assert.deepStrictEqual(told("### Styles of documentation"), [...DocStyle.literals].sort())
    const contexts = (word: string) =>
      rows(page("data-model.md"), "### Contexts").flatMap(([name, , of]) =>
        of?.includes(word) === true ? [name!] : []
      )
    assert.deepStrictEqual(contexts("strings").sort(), [...StringContext.literals].sort())
    assert.deepStrictEqual(contexts("numbers").sort(), [...NumericContext.literals].sort())
  })

  it("data-model.md is right about what is never NULL and what always is", async () => {
    using shop = makeShop()
    await filesByLanguage(shop.root)
    using database = openDatabase(shop.root)
    const wrong: Array<string> = []
    for (const view of Object.keys(VIEWS)) {
      for (const [column, , nullWhen] of rows(page("data-model.md"), `### \`${view}\``)) {
        const [known, all] = database.query(`SELECT count("${column}"), count(*) FROM ${view}`)[0] as [number, number]
        if (all === 0) wrong.push(`${view} is empty`)
        if (nullWhen === "never" && known !== all) wrong.push(`${view}.${column} is NULL`)
        if (nullWhen?.startsWith("always") === true && known > 0) wrong.push(`${view}.${column} is not NULL`)
      }
    }
    assert.deepStrictEqual(wrong, [])
  })

  it("data-model.md names the languages that never have a flag", async () => {
    using shop = makeShop()
    await filesByLanguage(shop.root)
    using database = openDatabase(shop.root)
    for (const view of ["functions", "classes"]) {
      for (const [column = "", , nullWhen = ""] of rows(page("data-model.md"), `### \`${view}\``)) {
        const words = nullWhen.split("; ").map((part) => part.split(", "))
        const named = LANGUAGES.filter((id) =>
          words.some((names) => names.includes(DISPLAY_NAMES[id]) && names.every((name) => NAMES.has(name)))
        )
        const unknown = database
          .query(
            `SELECT f.language FROM ${view} AS v JOIN files AS f ON f.path = v.file
             GROUP BY f.language HAVING count(v."${column}") = 0`
          )
          .map(([id]) => id)
        if (column.startsWith("is_") || column === "visibility")
          assert.sameMembers(unknown, [...named], `${view}.${column}`)
        else assert.includeMembers(unknown, [...named], `${view}.${column}`)
      }
    }
  })

  it("data-model.md has every outcome", () => {
    assert.deepStrictEqual(firstColumn(page("data-model.md"), "### Outcomes"), [...OUTCOMES])
  })

  for (const [heading, of, count, elsewhere] of [
    ["## Scanner", "SCN", 21, ["20", "21"]],
    ["## Parsers", "PRS", 15, []],
    ["## Storage", "STR", 16, ["05", "13"]]
  ] as const) {
    it(`conformance.md has every test of its part ${heading}, in files that have it`, () => {
      const ids = Array.from({ length: count }, (_, i) => ["T1", of, String(i + 1).padStart(2, "0")].join("-"))
      const others = elsewhere.map((number) => ["T1", of, number].join("-"))
      const table = rows(page("conformance.md"), heading)
      assert.sameMembers(
        table.flatMap(([id = ""]) => (id.startsWith(`T1-${of}-`) ? [id] : [])),
        ids.filter((id) => !others.includes(id))
      )
      for (const id of others) assert.include(page("conformance.md"), `- \`${id}\`, `)
      const missing = table.filter(
        ([, , file = "", name = ""]) => !titles(packages(file)).some((one) => one.includes(name))
      )
      assert.deepStrictEqual(missing, [])
    })
  }

  it("adding-a-language.md names files that are there", () => {
    const named = Array.from(page("adding-a-language.md").matchAll(/`((?:packages|scripts|test-fixtures)\/[\w./-]+)`/g))
    const there = named.filter(([, path = ""]) => !path.includes("lua"))
    assert.isAbove(there.length, 8)
    for (const [, path = ""] of there) assert.isTrue(existsSync(packages(`../${path}`)), path)
  })

  it("conformance.md has every reserved name", () => {
    const reserved = [...members("ErrorCode", "ReservedErrorCode"), ...members("DriftEvent", "ReservedEvent")]
    assert.isAbove(reserved.length, 20)
    assert.deepStrictEqual([...firstColumn(page("conformance.md"), "## Reserved")].sort(), [...reserved].sort())
  })
})
