/** Keyset cursors: base64url of the JSON `[view, direction, ...sort values]`. */
import type { FactView } from "@drift/core/Views"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { InvalidCursor } from "../StorageError.js"

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
