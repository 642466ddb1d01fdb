/** The tables of `languages.md`: their columns, and what a column picks from the facts of a source. */
import type { Language } from "@drift/core/Language"
import { DISPLAY_NAMES, LANGUAGES } from "@drift/core/Language"
import type { ClassInfo, FunctionInfo, ParseResult, Property } from "@drift/core/ParseResult"

/** What the facts say that a column is about, in the order of the source. */
export type Pick = (facts: ParseResult) => ReadonlyArray<string>

const functions =
  (holds: (one: FunctionInfo) => boolean | undefined): Pick =>
  (facts) =>
    facts.functions.filter((one) => holds(one) === true).map((one) => one.qualifiedName)

const types =
  (holds: (one: ClassInfo) => boolean | undefined): Pick =>
  (facts) =>
    facts.classes.filter((one) => holds(one) === true).map((one) => one.qualifiedName)

/** Types first, then functions. */
const declarations =
  (holds: (one: ClassInfo | FunctionInfo) => boolean | undefined): Pick =>
  (facts) => [...types(holds)(facts), ...functions(holds)(facts)]

const properties =
  (show: (one: Property) => string | undefined): Pick =>
  (facts) =>
    texts(facts.classes.flatMap((type) => (type.properties ?? []).map(show)))

const parameters =
  (show: (one: NonNullable<FunctionInfo["parameters"]>[number]) => string | undefined): Pick =>
  (facts) =>
    texts(facts.functions.flatMap((one) => (one.parameters ?? []).map(show)))

const texts = (all: ReadonlyArray<string | undefined>): ReadonlyArray<string> => all.filter((one) => one !== undefined)

const specifiers =
  (name: string): Pick =>
  (facts) =>
    facts.imports.filter((one) => one.specifiers.some((each) => each.name === name)).map((one) => one.source)

/** By heading, then by column. A column's name is a word of the model, or a phrase. */
export const TABLES = {
  "## Functions": {
    function: functions((one) => one.kind === "function"),
    method: functions((one) => one.kind === "method"),
    constructor: functions((one) => one.kind === "constructor"),
    getter: functions((one) => one.kind === "getter"),
    setter: functions((one) => one.kind === "setter")
  },
  "### Flags of functions": {
    is_async: functions((one) => one.isAsync),
    is_generator: functions((one) => one.isGenerator),
    is_static: functions((one) => one.isStatic),
    is_abstract: functions((one) => one.isAbstract),
    "`has_body` 0": functions((one) => !one.hasBody)
  },
  "### Parameters and types": {
    type: parameters((one) => one.type && `${one.name}: ${one.type}`),
    default: parameters((one) => one.default && `${one.name} = ${one.default}`),
    rest: parameters((one) => (one.rest === true ? one.name : undefined)),
    optional: parameters((one) => (one.optional === true ? one.name : undefined)),
    return_type: (facts) => texts(facts.functions.map((one) => one.returnType)),
    generics: (facts) =>
      [...facts.classes, ...facts.functions]
        .flatMap((one) => one.generics ?? [])
        .map(({ name, bounds }) => [name, ...bounds].join(" < "))
  },
  "## Types": {
    class: types((one) => one.kind === "class"),
    interface: types((one) => one.kind === "interface"),
    struct: types((one) => one.kind === "struct"),
    enum: types((one) => one.kind === "enum"),
    record: types((one) => one.kind === "record"),
    alias: types((one) => one.kind === "alias")
  },
  "### Further kinds": {
    trait: types((one) => one.kind === "trait"),
    union: types((one) => one.kind === "union"),
    object: types((one) => one.kind === "object"),
    module: types((one) => one.kind === "module"),
    annotation: types((one) => one.kind === "annotation")
  },
  "### Bases": {
    extends: (facts) => texts(facts.classes.map((one) => one.extends)),
    implements: (facts) => facts.classes.flatMap((one) => one.implements ?? []),
    "`is_abstract` of types": types((one) => one.isAbstract)
  },
  "### Properties": {
    name: properties((one) => one.name),
    type: properties((one) => one.type && `${one.name}: ${one.type}`),
    static: properties((one) => (one.static === true ? one.name : undefined)),
    readonly: properties((one) => (one.readonly === true ? one.name : undefined)),
    tags: properties((one) => one.tags && `${one.name} ${JSON.stringify(one.tags)}`)
  },
  "## Visibility": {
    public: declarations((one) => one.visibility === "public"),
    protected: declarations((one) => one.visibility === "protected"),
    private: declarations((one) => one.visibility === "private"),
    internal: declarations((one) => one.visibility === "internal"),
    is_exported: declarations((one) => one.isExported)
  },
  "### Visibility of properties": {
    public: properties((one) => (one.visibility === "public" ? one.name : undefined)),
    protected: properties((one) => (one.visibility === "protected" ? one.name : undefined)),
    private: properties((one) => (one.visibility === "private" ? one.name : undefined)),
    internal: properties((one) => (one.visibility === "internal" ? one.name : undefined)),
    "not known": properties((one) => (one.visibility === undefined ? one.name : undefined))
  },
  "## Namespaces": {
    "`namespace` of declarations": (facts) => [
      ...new Set(texts([...facts.classes, ...facts.functions].map((one) => one.namespace)))
    ],
    "`namespace` of the file": (facts) => texts([facts.namespace])
  },
  "## Decorators and documentation": {
    decorators: (facts) =>
      [...facts.classes, ...facts.functions]
        .flatMap((one) => one.decorators ?? [])
        .map((one) =>
          [one.name, ...one.arguments.map(({ key, value }) => (key === undefined ? value : `${key}=${value}`))].join(
            " "
          )
        ),
    doc: (facts) => texts([...facts.classes, ...facts.functions].map((one) => one.doc))
  },
  "## Imports": {
    import: (facts) => facts.imports.filter((one) => one.kind === "import").map((one) => one.source),
    require: (facts) => facts.imports.filter((one) => one.kind === "require").map((one) => one.source),
    dynamic: (facts) => facts.imports.filter((one) => one.kind === "dynamic").map((one) => one.source)
  },
  "### Specifiers": {
    "no specifier": (facts) => facts.imports.filter((one) => one.specifiers.length === 0).map((one) => one.source),
    "a name": (facts) =>
      facts.imports
        .flatMap((one) => one.specifiers)
        .filter((one) => one.name !== "*" && one.name !== "default")
        .map((one) => one.name),
    alias: (facts) =>
      facts.imports
        .flatMap((one) => one.specifiers)
        .filter((one) => one.alias !== undefined)
        .map((one) => `${one.name} ${one.alias}`),
    "*": specifiers("*"),
    default: specifiers("default"),
    is_type_only: (facts) => facts.imports.filter((one) => one.isTypeOnly).map((one) => one.source)
  },
  "## Exports": {
    "a name": (facts) => facts.exports.map((one) => one.name).filter((name) => name !== "*" && name !== "default"),
    default: (facts) => facts.exports.filter((one) => one.isDefault).map((one) => one.name),
    "*": (facts) => texts(facts.exports.map((one) => (one.name === "*" ? one.source : undefined))),
    source: (facts) => texts(facts.exports.map((one) => one.source && `${one.name} ${one.source}`)),
    is_type_only: (facts) => facts.exports.filter((one) => one.isTypeOnly).map((one) => one.name)
  },
  "## Calls": {
    "a call": (facts) => facts.callSites.filter((one) => !one.isNew).map((one) => one.calleeName),
    is_new: (facts) => facts.callSites.filter((one) => one.isNew).map((one) => one.calleeName),
    is_await: (facts) => facts.callSites.filter((one) => one.isAwait).map((one) => one.calleeName),
    receiver: (facts) => texts(facts.callSites.map((one) => one.receiver && `${one.receiver} ${one.calleeName}`))
  }
} as const satisfies Record<string, Record<string, Pick>>

export type Heading = keyof typeof TABLES

/** A construct as the page names it, with a source that has it and all that the column picks from that. */
export type Constructs = Readonly<Record<string, readonly [source: string, ...picked: ReadonlyArray<string>]>>

/** The cells of a language: every table must be there, and a column that is not says that the language has none. */
export type LanguageConstructs = {
  readonly [H in Heading]: { readonly [C in keyof (typeof TABLES)[H]]?: Constructs }
}

const NONE = "–"

const title = (column: string): string => (column.includes(" ") ? column : `\`${column}\``)

/** Rows of equally wide cells, as the page is formatted. */
const aligned = (lines: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  const row = (cells: ReadonlyArray<string>): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`
  const [head, ...rest] = lines.map(row)
  return [head, row(widths.map((width) => "-".repeat(width))), ...rest].join("\n")
}

/** The table below a heading. Languages that have nothing to say share the last row. */
export const tableOf = (heading: Heading, constructs: Readonly<Record<Language, LanguageConstructs>>): string => {
  const columns = Object.keys(TABLES[heading])
  const cellsOf = (language: Language): ReadonlyArray<string> => {
    const cells: Readonly<Record<string, Constructs | undefined>> = constructs[language][heading]
    return columns.map((column) => Object.keys(cells[column] ?? {}).join(", ") || NONE)
  }
  const lines = LANGUAGES.map((language) => [DISPLAY_NAMES[language], ...cellsOf(language)])
  const telling = lines.filter(([, ...cells]) => cells.some((cell) => cell !== NONE))
  return aligned([
    ["language", ...columns.map(title)],
    ...telling,
    ...(telling.length < lines.length ? [["the others", ...columns.map(() => NONE)]] : [])
  ])
}
