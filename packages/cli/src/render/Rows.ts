/** The columns in which each list is shown to people; programs get every column as JSON. */
import { DISPLAY_NAMES, type Language } from "@drift/core/Language"
import type { FactView, Row } from "@drift/core/Views"
import type { Found } from "@drift/storage/Search"
import type { Column } from "./Table.js"
import { bytes, printable } from "./Text.js"

interface Listing<V extends FactView> {
  readonly columns: ReadonlyArray<Column>
  readonly cells: (row: Row<V>) => ReadonlyArray<string>
}

const text = (value: string | number | null): string => (value === null ? "" : printable(String(value)))

const flag = (value: number | null, word: string): ReadonlyArray<string> => (value === 1 ? [word] : [])

const at = (row: { readonly file: string | null; readonly line: number | null; readonly column: number | null }) =>
  [row.file, row.line, row.column]
    .filter((part) => part !== null)
    .map(text)
    .join(":")

const place: Column = { title: "file:line:column" }

const displayName = (id: string | null): string => (id === null ? "" : (DISPLAY_NAMES[id as Language] ?? text(id)))

/** The items of a stored list, which is JSON text. */
const items = (json: string | null): ReadonlyArray<unknown> => {
  const value: unknown = json === null ? [] : JSON.parse(json)
  return Array.isArray(value) ? Array.from<unknown>(value) : []
}

/** A field of an item that is text. */
const field = (item: unknown, name: string): string | undefined => {
  const value: unknown = typeof item === "object" && item !== null ? Reflect.get(item, name) : undefined
  return typeof value === "string" ? value : undefined
}

const specifiers = (json: string | null): string =>
  items(json)
    .map((item) => [field(item, "name"), field(item, "alias")].filter((part) => part !== undefined).join(" as "))
    .join(", ")

const bases = (row: Row<"classes">): string => {
  const all = [...(row.extends === null ? [] : [row.extends]), ...items(row.implements)]
  return all.length === 0 ? "" : `: ${text(all.join(", "))}`
}

/** `C.m(a, b): T`; without parentheses where the parameters are not known. */
const signature = (row: Row<"functions">): string => {
  const names = items(row.parameters).map((item) => text(field(item, "name") ?? ""))
  const known = row.parameters !== null || row.parameter_count === 0
  const parameters = known ? `(${names.join(", ")})` : row.parameter_count === null ? "" : "(…)"
  const result = row.return_type === null ? "" : `: ${text(row.return_type)}`
  return `${text(row.qualified_name ?? row.name)}${parameters}${result}`
}

const listings: { readonly [V in FactView]: Listing<V> } = {
  files: {
    columns: [
      { title: "path" },
      { title: "language" },
      { title: "size", align: "right" },
      { title: "functions", align: "right" },
      { title: "classes", align: "right" },
      { title: "outcome" }
    ],
    cells: (row) => [
      text(row.path),
      displayName(row.language),
      row.file_size === null ? "" : bytes(row.file_size),
      text(row.function_count),
      text(row.class_count),
      row.error === null ? text(row.outcome) : `${text(row.outcome)}: [${text(row.error_code)}] ${text(row.error)}`
    ]
  },
  functions: {
    columns: [place, { title: "kind" }, { title: "function" }],
    cells: (row) => [
      at(row),
      text(row.kind),
      [...flag(row.is_static, "static"), ...flag(row.is_async, "async"), signature(row)].join(" ")
    ]
  },
  classes: {
    columns: [place, { title: "kind" }, { title: "class" }],
    cells: (row) => [
      at(row),
      text(row.kind),
      [...flag(row.is_abstract, "abstract"), `${text(row.qualified_name ?? row.name)}${bases(row)}`].join(" ")
    ]
  },
  imports: {
    columns: [place, { title: "kind" }, { title: "source" }, { title: "names" }],
    cells: (row) => [
      at(row),
      row.is_type_only === 1 ? `${text(row.kind)} type` : text(row.kind),
      text(row.source),
      text(specifiers(row.specifiers))
    ]
  },
  exports: {
    columns: [place, { title: "name" }, { title: "from" }],
    cells: (row) => [at(row), row.is_type_only === 1 ? `type ${text(row.name)}` : text(row.name), text(row.source)]
  },
  call_sites: {
    columns: [place, { title: "call" }, { title: "caller" }],
    cells: (row) => {
      const receiver = row.receiver === null ? "" : `${text(row.receiver)}.`
      const words = [...flag(row.is_await, "await"), ...flag(row.is_new, "new")]
      const count = row.argument_count === null || row.argument_count === 0 ? "" : String(row.argument_count)
      return [at(row), [...words, `${receiver}${text(row.callee_name)}(${count})`].join(" "), text(row.caller)]
    }
  }
}

/** How a view's rows are shown. */
export const listing = <V extends FactView>(view: V): Listing<V> => listings[view]

/** How what a search found is shown. */
export const findings: {
  readonly columns: ReadonlyArray<Column>
  readonly cells: (found: Found) => ReadonlyArray<string>
} = {
  columns: [place, { title: "kind" }, { title: "name" }],
  cells: (found) => [
    at(found),
    text(found.kind),
    found.view === "files" ? "" : text(found.qualified_name ?? found.name)
  ]
}
