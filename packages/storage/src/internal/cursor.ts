/** Keyset cursors: base64url of the JSON `[view, direction, ...sort values]`. */
import type { FactView } from "@drift/core/Views"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { MATCHES } from "../Search.js"
import { InvalidCursor } from "../StorageError.js"
import { type Place, VIEW_ORDER } from "./matching.js"

/** The row a page ended with: its file, and its place among the file's facts (0 for files themselves). */
export interface Position {
  readonly path: string
  readonly ordinal: number
}

const Wire = Schema.parseJson(Schema.Tuple(Schema.String, Schema.Literal("asc"), Schema.String, Schema.NonNegativeInt))
const decodeWire = Schema.decodeUnknown(Wire)

export const encode = (view: FactView, { ordinal, path }: Position): string =>
  Buffer.from(JSON.stringify([view, "asc", path, ordinal])).toString("base64url")

/** Fails when `cursor` is no cursor, or one of another view. */
export const decode = (view: FactView, cursor: string): Effect.Effect<Position, InvalidCursor> =>
  decodeWire(Buffer.from(cursor, "base64url").toString()).pipe(
    Effect.mapError(() => new InvalidCursor({ detail: `"${cursor}" is not a cursor of Drift` })),
    Effect.flatMap(([cursorView, , path, ordinal]) =>
      cursorView === view
        ? Effect.succeed({ path, ordinal })
        : new InvalidCursor({ detail: `The cursor belongs to the list of ${cursorView}, not to that of ${view}` })
    )
  )

const SearchWire = Schema.parseJson(
  Schema.Tuple(
    Schema.Literal("search"),
    Schema.Literal("asc"),
    Schema.String,
    Schema.Int.pipe(Schema.between(0, MATCHES.length - 1)),
    Schema.Int.pipe(Schema.between(0, VIEW_ORDER.length - 1)),
    Schema.String,
    Schema.String,
    Schema.NonNegativeInt
  )
)
const decodeSearchWire = Schema.decodeUnknown(SearchWire)

/** The cursor of a search for `text` whose page ended at `place`. */
export const encodeSearch = (text: string, { name, ordinal, path, rank, view }: Place): string =>
  Buffer.from(JSON.stringify(["search", "asc", text, rank, view, name, path, ordinal])).toString("base64url")

/** Fails when `cursor` is no cursor of a search, or one of a search for another text. */
export const decodeSearch = (text: string, cursor: string): Effect.Effect<Place, InvalidCursor> =>
  decodeSearchWire(Buffer.from(cursor, "base64url").toString()).pipe(
    Effect.mapError(() => new InvalidCursor({ detail: `"${cursor}" is not a cursor of a search` })),
    Effect.flatMap(([, , searched, rank, view, name, path, ordinal]) =>
      searched === text
        ? Effect.succeed({ rank, view, name, path, ordinal })
        : new InvalidCursor({
            detail: `The cursor belongs to the search for ${JSON.stringify(searched)}, not to that for ${JSON.stringify(text)}`
          })
    )
  )
