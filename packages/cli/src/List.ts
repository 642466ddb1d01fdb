/** What the list commands have in common: pages of a view's rows, or of what a search finds, as a table, one JSON document or NDJSON. */
import * as Options from "@effect/cli/Options"
import { type FactView, presentRow, type Row } from "@drift/core/Views"
import type { Found, SearchQuery } from "@drift/storage/Search"
import type { Filter, InvalidCursor, Storage, StorageError } from "@drift/storage/Storage"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { DamagedRows, UsageError } from "./Failure.js"
import * as Shared from "./Options.js"
import { openDatabase, tellIncomplete } from "./Database.js"
import { Output } from "./Output.js"
import { findings, listing } from "./render/Rows.js"
import { type Column, table } from "./render/Table.js"
import { style } from "./render/Text.js"

/** Rows without `--limit`; NDJSON, which streams, has no limit of its own. */
const DEFAULT_LIMIT = 100

/** Rows that are in memory at once. */
const PAGE = 1000

/** Options of every list command. */
export const options = {
  root: Shared.root,
  db: Shared.db,
  file: Shared.file,
  language: Shared.language,
  limit: Shared.maybe(
    Shared.integer("limit", { least: 1 }).pipe(
      Options.withDescription(`At most so many rows. Default: ${DEFAULT_LIMIT}, all with --ndjson.`)
    )
  ),
  cursor: Shared.maybe(
    Options.text("cursor").pipe(
      Options.withPseudoName("cursor"),
      Options.withDescription("Go on where an earlier list stopped: its nextCursor.")
    )
  ),
  json: Shared.json,
  ndjson: Options.boolean("ndjson").pipe(Options.withDescription("Print one JSON object a line."))
}

/** What the command line says of a list. */
export interface Request {
  readonly root: string | undefined
  readonly db: string | undefined
  readonly limit: number | undefined
  readonly cursor: string | undefined
  readonly json: boolean
  readonly ndjson: boolean
}

/** Leaves out what was not given. */
const given = (filter: { readonly [K in keyof Filter]: Filter[K] | undefined }): Filter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))

/** What a list is of. */
interface Source<A, E, R> {
  readonly page: (where: {
    readonly limit: number
    readonly cursor?: string
  }) => Effect.Effect<{ readonly items: ReadonlyArray<A>; readonly nextCursor?: string }, E, R>
  readonly present: (item: A) => Record<string, unknown>
  readonly columns: ReadonlyArray<Column>
  readonly cells: (item: A) => ReadonlyArray<string>
}

/** Prints what a source has, page by page. */
const printPages = Effect.fnUntraced(function* <A, E, R>(
  request: Request,
  { cells, columns, page: readPage, present }: Source<A, E, R>
) {
  const output = yield* Output
  const paint = style(output.colour)
  const limit = request.limit ?? (request.ndjson ? Number.POSITIVE_INFINITY : DEFAULT_LIMIT)
  const collected: Array<Record<string, unknown>> = []

  const show = (items: ReadonlyArray<A>, first: boolean) => {
    const lines = Effect.try({
      try: () => {
        if (!request.json && !request.ndjson) {
          return table(columns, items.map(cells), paint, output.width, first && items.length > 0)
        }
        const presented = items.map(present)
        if (request.ndjson) return presented.map((row) => JSON.stringify(row))
        collected.push(...presented)
        return []
      },
      catch: () => new DamagedRows()
    })
    return Effect.flatMap(lines, (shown) =>
      shown.length === 0 ? Effect.void : output.write(shown.map((line) => `${line}\n`).join(""))
    )
  }

  let cursor = request.cursor
  let shown = 0
  do {
    const page = yield* readPage({
      limit: Math.min(PAGE, limit - shown),
      ...(cursor === undefined ? {} : { cursor })
    })
    yield* show(page.items, shown === 0)
    shown += page.items.length
    cursor = page.nextCursor
  } while (cursor !== undefined && shown < limit)

  if (request.json) {
    return yield* output.write(
      `${JSON.stringify({ items: collected, ...(cursor === undefined ? {} : { nextCursor: cursor }) })}\n`
    )
  }
  if (request.ndjson) return
  if (shown === 0) yield* output.writeError("Nothing matches.\n")
  if (cursor !== undefined) yield* output.writeError(`There are more: --limit N, or go on with --cursor ${cursor}\n`)
})

/** The storage that a list is read from. */
const openFor = Effect.fnUntraced(function* (request: Request) {
  if (request.json && request.ndjson) {
    return yield* new UsageError({ detail: "--json and --ndjson exclude each other" })
  }
  const { storage } = yield* openDatabase(request)
  return storage
})

/** How the last scan ended, where it matters. Whatever has been listed stands, also if this cannot be read. */
const tellLast = (storage: Context.Tag.Service<Storage>) =>
  storage.scans(1).pipe(
    Effect.orElseSucceed(() => []),
    Effect.flatMap(([last]) => tellIncomplete(last))
  )

/** Prints a view's rows that pass the filter. */
export const print = Effect.fn("List.print")(function* <V extends FactView>(
  view: V,
  request: Request,
  filter: { readonly [K in keyof Filter]: Filter[K] | undefined }
) {
  const storage = yield* openFor(request)
  yield* printPages<Row<V>, StorageError | InvalidCursor, never>(request, {
    page: (where) => storage.list({ view, filter: given(filter), ...where }),
    present: (row) => presentRow(view, row),
    ...listing(view)
  })
  yield* tellLast(storage)
}, Effect.scoped)

/** Prints what a search finds. */
export const printFound = Effect.fn("List.printFound")(function* (
  request: Request,
  query: { readonly [K in keyof SearchQuery]: SearchQuery[K] | undefined } & { readonly text: string }
) {
  const storage = yield* openFor(request)
  const { file, kinds, language, text } = query
  const wanted: SearchQuery = {
    text,
    ...(kinds === undefined ? {} : { kinds }),
    ...(language === undefined ? {} : { language }),
    ...(file === undefined ? {} : { file })
  }
  yield* printPages<Found, StorageError | InvalidCursor, never>(request, {
    page: (where) => storage.search({ ...wanted, ...where }),
    present: (item) => ({ ...item }),
    ...findings
  })
  yield* tellLast(storage)
}, Effect.scoped)
