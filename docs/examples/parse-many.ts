import type { SourceFile } from "@drift/parsers/ParserManager"
import { ParserManager } from "@drift/parsers/ParserManager"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import { readFile } from "node:fs/promises"
import { join } from "node:path"

/** What each of these files declares, or why that is not known, and how much was parsed for it. */
export const outline = (root: string, paths: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const parser = yield* ParserManager
    const files = Stream.fromIterable(paths).pipe(
      Stream.mapEffect((path) => read(root, path), { concurrency: 16 }),
      Stream.rechunk(64)
    )
    const lines = Stream.map(parser.parseMany(files), ({ path, result }) =>
      Either.match(result, {
        onLeft: ({ code, reason }) => `${path}: [${code}] ${reason}`,
        onRight: ({ classes, functions }) => `${path}: ${classes.length} classes, ${functions.length} functions`
      })
    )
    const told = Chunk.toReadonlyArray(yield* Stream.runCollect(lines))
    const { cache, parses } = yield* parser.stats
    return [...told, `${parses} parsed, ${cache.hits} known`]
  }).pipe(Effect.provide(ParserManager.layer({ threads: 1 })))

const read = (root: string, path: string) =>
  Effect.map(
    Effect.tryPromise(() => readFile(join(root, path))),
    (source): SourceFile => ({ path, source })
  )
