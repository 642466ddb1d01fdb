/**
 * The tables of `languages.md` say from which constructs the facts of each language come. They are written from
 * `constructs/`, where each construct has a source that shows it; after a change, `npx vitest run --project docs -u` writes
 * them anew.
 */
import type { Language } from "@drift/core/Language"
import { DISPLAY_NAMES, LANGUAGES } from "@drift/core/Language"
import type { ParseResult } from "@drift/core/ParseResult"
import {
  CallSite,
  ClassInfo,
  ClassKind,
  Decorator,
  ExportInfo,
  FunctionInfo,
  FunctionKind,
  ImportInfo,
  ImportKind,
  ImportSpecifier,
  Parameter,
  Property,
  Visibility
} from "@drift/core/ParseResult"
import { ParserManager } from "@drift/parsers/ParserManager"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import type * as Schema from "effect/Schema"
import { afterAll, assert, describe, expect, it } from "vitest"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { csharp } from "./constructs/csharp.js"
import { go } from "./constructs/go.js"
import { java } from "./constructs/java.js"
import { javascript } from "./constructs/javascript.js"
import { kotlin } from "./constructs/kotlin.js"
import { php } from "./constructs/php.js"
import { python } from "./constructs/python.js"
import { ruby } from "./constructs/ruby.js"
import { rust } from "./constructs/rust.js"
import type { Constructs, Heading, LanguageConstructs, Pick } from "./constructs/tables.js"
import { tableOf, TABLES } from "./constructs/tables.js"
import { typescript } from "./constructs/typescript.js"
import { folder, page } from "./page.js"

const CONSTRUCTS: Readonly<Record<Language, LanguageConstructs>> = {
  typescript,
  javascript,
  python,
  java,
  csharp,
  go,
  rust,
  ruby,
  php,
  kotlin
}

const HEADINGS = Object.keys(TABLES) as ReadonlyArray<Heading>

const runtime = ManagedRuntime.make(ParserManager.layerInProcess())
afterAll(() => runtime.dispose())

const parse = (language: Language, text: string): Promise<ParseResult> =>
  runtime.runPromise(Effect.flatMap(ParserManager, (parser) => parser.parse(text, "src/it.txt", { language })))

interface Cell {
  readonly heading: Heading
  readonly column: string
  readonly pick: Pick
  readonly constructs: Constructs
}

const cellsOf = (language: Language): ReadonlyArray<Cell> =>
  HEADINGS.flatMap((heading) => {
    const columns: Readonly<Record<string, Pick>> = TABLES[heading]
    const cells: Readonly<Record<string, Constructs | undefined>> = CONSTRUCTS[language][heading]
    return Object.entries(columns).map(([column, pick]) => ({
      heading,
      column,
      pick,
      constructs: cells[column] ?? {}
    }))
  })

/** The sources of the language's fixtures. */
const fixturesOf = (language: Language): ReadonlyArray<string> => {
  const of = fileURLToPath(new URL(`../../test-fixtures/${language}`, import.meta.url))
  return readdirSync(of).map((name) => readFileSync(join(of, name), "utf8"))
}

describe("what facts come from", () => {
  for (const language of LANGUAGES) {
    it(`is right for ${DISPLAY_NAMES[language]}`, async () => {
      const wrong: Array<string> = []
      const everything = await Promise.all(fixturesOf(language).map((text) => parse(language, text)))
      const cells = cellsOf(language)
      for (const { heading, column, pick, constructs } of cells) {
        for (const [construct, [source, ...expected]] of Object.entries(constructs)) {
          const facts = await parse(language, source)
          everything.push(facts)
          const picked = pick(facts)
          const at = `${heading}, ${column}: ${construct}`
          if (facts.errorCount > 0) wrong.push(`${at} has syntax errors`)
          if (expected.length === 0) wrong.push(`${at} shows nothing`)
          if (JSON.stringify(picked) !== JSON.stringify(expected)) wrong.push(`${at} gives ${JSON.stringify(picked)}`)
        }
      }
      for (const { heading, column, pick, constructs } of cells) {
        if (Object.keys(constructs).length > 0) continue
        const found = everything.flatMap(pick)
        if (found.length > 0) wrong.push(`${heading}, ${column}: there is none, but ${found.slice(0, 3).join()}`)
      }
      assert.strictEqual(wrong.join("\n"), "")
    })
  }

  it("has every kind and visibility", () => {
    const columns = (...headings: ReadonlyArray<Heading>) => headings.flatMap((heading) => Object.keys(TABLES[heading]))
    assert.deepStrictEqual(columns("## Functions"), [...FunctionKind.literals])
    assert.sameMembers(columns("## Types", "### Further kinds"), [...ClassKind.literals])
    assert.deepStrictEqual(columns("## Imports"), [...ImportKind.literals])
    assert.includeMembers(columns("## Visibility"), [...Visibility.literals])
    const used = LANGUAGES.flatMap(cellsOf).filter(({ constructs }) => Object.keys(constructs).length > 0)
    for (const heading of HEADINGS) {
      const inUse = new Set(used.filter((cell) => cell.heading === heading).map(({ column }) => column))
      assert.sameMembers(Object.keys(TABLES[heading]), [...inUse], `${heading}: every column has a construct`)
    }
  })
})

/** What means the same in every language: the data model tells it. */
const ALIKE = "alike"

const fieldsOf = <Fields extends Schema.Struct.Fields>(
  of: Schema.Struct<Fields>,
  told: Readonly<Record<keyof Fields, Heading | typeof ALIKE>>
) => ({ fields: Object.keys(of.fields), told: Object.keys(told) })

const FIELDS = {
  functions: fieldsOf(FunctionInfo, {
    name: ALIKE,
    qualifiedName: ALIKE,
    kind: "## Functions",
    owner: ALIKE,
    namespace: "## Namespaces",
    line: ALIKE,
    column: ALIKE,
    range: ALIKE,
    hasBody: "### Flags of functions",
    visibility: "## Visibility",
    isExported: "## Visibility",
    isAsync: "### Flags of functions",
    isGenerator: "### Flags of functions",
    isAbstract: "### Flags of functions",
    isStatic: "### Flags of functions",
    parameters: "### Parameters and types",
    generics: "### Parameters and types",
    returnType: "### Parameters and types",
    decorators: "## Decorators and documentation",
    doc: "## Decorators and documentation",
    bodyHash: ALIKE,
    signatureHash: ALIKE
  }),
  parameters: fieldsOf(Parameter, {
    name: ALIKE,
    type: "### Parameters and types",
    default: "### Parameters and types",
    rest: "### Parameters and types",
    optional: "### Parameters and types"
  }),
  decorators: fieldsOf(Decorator, {
    name: "## Decorators and documentation",
    arguments: "## Decorators and documentation",
    text: ALIKE
  }),
  classes: fieldsOf(ClassInfo, {
    name: ALIKE,
    qualifiedName: ALIKE,
    kind: "## Types",
    owner: ALIKE,
    namespace: "## Namespaces",
    line: ALIKE,
    column: ALIKE,
    range: ALIKE,
    extends: "### Bases",
    implements: "### Bases",
    generics: "### Parameters and types",
    visibility: "## Visibility",
    isExported: "## Visibility",
    isAbstract: "### Bases",
    decorators: "## Decorators and documentation",
    doc: "## Decorators and documentation",
    properties: "### Properties"
  }),
  properties: fieldsOf(Property, {
    name: "### Properties",
    type: "### Properties",
    visibility: "### Visibility of properties",
    static: "### Properties",
    readonly: "### Properties",
    tags: "### Properties"
  }),
  imports: fieldsOf(ImportInfo, {
    kind: "## Imports",
    source: "## Imports",
    specifiers: "### Specifiers",
    isTypeOnly: "### Specifiers",
    line: ALIKE,
    column: ALIKE
  }),
  specifiers: fieldsOf(ImportSpecifier, { name: "### Specifiers", alias: "### Specifiers" }),
  exports: fieldsOf(ExportInfo, {
    name: "## Exports",
    isDefault: "## Exports",
    isTypeOnly: "## Exports",
    source: "## Exports",
    line: ALIKE,
    column: ALIKE
  }),
  calls: fieldsOf(CallSite, {
    caller: ALIKE,
    calleeName: "## Calls",
    receiver: "## Calls",
    argumentCount: ALIKE,
    isAwait: "## Calls",
    isNew: "## Calls",
    line: ALIKE,
    column: ALIKE
  })
}

describe("languages.md", () => {
  it("tells of every field of a fact that languages differ in", () => {
    for (const [facts, { fields, told }] of Object.entries(FIELDS)) assert.sameMembers(told, fields, facts)
  })

  it("has these tables, and no other", async () => {
    const sections = page("languages.md").split(/^(?=#+ )/m)
    const headingOf = (section: string): string => section.slice(0, section.indexOf("\n"))
    const withTable = sections.filter((section) => /^\|/m.test(section))
    assert.deepStrictEqual(withTable.map(headingOf), [...HEADINGS])
    const written = sections.map((section) => {
      const heading = HEADINGS.find((one) => one === headingOf(section))
      if (heading === undefined) return section
      return section.replace(/(?:^\|.*\n)+/m, () => `${tableOf(heading, CONSTRUCTS)}\n`)
    })
    await expect(written.join("")).toMatchFileSnapshot(join(folder, "languages.md"))
  })
})
