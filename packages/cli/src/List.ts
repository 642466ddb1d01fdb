/** What the six list commands have in common: pages of a view's rows as a table, one JSON document or NDJSON. */
import * as Options from "@effect/cli/Options"
import { type FactView, presentRow, type Row } from "@drift/core/Views"
import type { Filter } from "@drift/storage/Storage"
import * as Effect from "effect/Effect"
import { UsageError } from "./Failure.js"
import * as Shared from "./Options.js"
import { openDatabase } from "./Database.js"
import { Output } from "./Output.js"
import { listing } from "./render/Rows.js"
import { table } from "./render/Table.js"
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

/** Prints a view's rows that pass the filter. */
export const print = Effect.fn("List.print")(function* <V extends FactView>(
  view: V,
  request: Request,
  filter: { readonly [K in keyof Filter]: Filter[K] | undefined }
) {
  if (request.json && request.ndjson) {
    return yield* new UsageError({ detail: "--json and --ndjson exclude each other" })
  }
  const output = yield* Output
  const { storage } = yield* openDatabase(request)
  const paint = style(output.colour)
  const limit = request.limit ?? (request.ndjson ? Number.POSITIVE_INFINITY : DEFAULT_LIMIT)
  const { cells, columns } = listing(view)
  const collected: Array<Record<string, unknown>> = []

  const show = (rows: ReadonlyArray<Row<V>>, first: boolean) => {
    if (request.json) return Effect.sync(() => rows.forEach((row) => collected.push(presentRow(view, row))))
    const lines = request.ndjson
      ? rows.map((row) => JSON.stringify(presentRow(view, row)))
      : table(columns, rows.map(cells), paint, output.width, first && rows.length > 0)
    return lines.length === 0 ? Effect.void : output.write(lines.map((line) => `${line}\n`).join(""))
  }

  let cursor = request.cursor
  let shown = 0
  do {
    const page = yield* storage.list({
      view,
      filter: given(filter),
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
}, Effect.scoped)
