/** The canonical dump of a database, in one snapshot of it and a few thousand rows at a time. */
import { FACT_VIEWS, type FactView, type Row } from "@drift/core/Views"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { StorageError } from "../StorageError.js"
import { breathe } from "./breathe.js"
import * as Canonical from "./canonical.js"
import { dumpQuery, dumpSizesQuery } from "./listQuery.js"
import * as Reader from "./reader.js"
import { missingDatabase, unreadable } from "./toStorageError.js"

const FILES_PER_PAGE = 5_000
const FACTS_PER_RANGE = 2_000
const FILES_PER_RANGE = 256

/** Files that follow each other, by path. */
interface Range {
  readonly first: string
  readonly last: string
}

const loadRanges = (reader: Reader.Reader): Effect.Effect<ReadonlyArray<Range>, StorageError> =>
  Effect.gen(function* () {
    const ranges: Array<Range> = []
    let open: { first: string; last: string; files: number; facts: number } | undefined
    let after: string | undefined
    for (;;) {
      const { params, sql } = dumpSizesQuery(after, FILES_PER_PAGE)
      const page = (yield* reader.values(sql, params)) as ReadonlyArray<readonly [string, number]>
      for (const [path, facts] of page) {
        if (open !== undefined && (open.files === FILES_PER_RANGE || open.facts + facts > FACTS_PER_RANGE)) {
          ranges.push(open)
          open = undefined
        }
        open ??= { first: path, last: path, files: 0, facts: 0 }
        open.last = path
        open.files++
        open.facts += facts
      }
      if (page.length < FILES_PER_PAGE) break
      after = page[page.length - 1]![0]
      yield* breathe
    }
    if (open !== undefined) ranges.push(open)
    return ranges
  })

/**
 * The lines of the database at `path`, which is read through a connection of its own that sees no later changes.
 * `existing` fails when there is no database.
 */
export const canonicalDump = (
  path: string,
  existing: Effect.Effect<unknown, StorageError>
): Stream.Stream<string, StorageError> =>
  Stream.unwrapScoped(
    Effect.gen(function* () {
      yield* existing
      const reader = yield* Reader.open(path)
      if (reader === undefined) return Stream.fail(missingDatabase(path))
      yield* reader.begin
      const ranges = yield* loadRanges(reader)
      const linesOf = (view: FactView, range: Range) => {
        const { params, sql } = dumpQuery(view, range.first, range.last)
        return reader.rows<Row<FactView>>(sql, params).pipe(
          Effect.flatMap((rows) =>
            Effect.try({
              try: () => Chunk.unsafeFromArray(Canonical.lines(view, rows)),
              catch: (error) => unreadable(path, error)
            })
          ),
          Effect.zipLeft(breathe)
        )
      }
      return Stream.fromIterable(FACT_VIEWS).pipe(
        Stream.flatMap((view) => Stream.fromIterable(ranges).pipe(Stream.mapEffect((range) => linesOf(view, range)))),
        Stream.flattenChunks
      )
    })
  )
