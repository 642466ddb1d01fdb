/** The stages that a runtime gets when it is given none. */
import type { EngineName } from "@drift/parsers/EngineName"
import type { LanguageModules } from "@drift/parsers/FurtherLanguages"
import { ParserManager } from "@drift/parsers/ParserManager"
import { Scanner } from "@drift/scanner/Scanner"
import { Storage } from "@drift/storage/Storage"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { join } from "node:path"

export interface StageOptions {
  readonly root: string
  readonly db?: string
  readonly threads?: number
  readonly engine?: EngineName
  readonly languages?: LanguageModules
}

/** Of each stage the one in the context, else the file system, the parser threads and the project's SQLite database. */
export const layer = (options: StageOptions): Layer.Layer<Scanner | ParserManager | Storage> =>
  Layer.unwrapEffect(
    Effect.map(Effect.context<never>(), (given) =>
      Layer.mergeAll(
        givenOr(given, Scanner, Scanner.layer),
        givenOr(
          given,
          ParserManager,
          ParserManager.layer({
            ...(options.threads === undefined ? {} : { threads: options.threads }),
            ...(options.engine === undefined ? {} : { engine: options.engine }),
            ...(options.languages === undefined ? {} : { languages: options.languages })
          })
        ),
        givenOr(given, Storage, sqlite(options))
      )
    )
  )

const givenOr = <I, S>(
  given: Context.Context<never>,
  tag: Context.Tag<I, S>,
  otherwise: Layer.Layer<I>
): Layer.Layer<I> => {
  const service = Context.getOption(given, tag)
  return service._tag === "Some" ? Layer.succeed(tag, service.value) : otherwise
}

/** SQLite is loaded only where it is used. */
const sqlite = ({ db, root }: StageOptions): Layer.Layer<Storage> =>
  Layer.unwrapEffect(
    Effect.map(
      Effect.promise(() => import("@drift/storage/SqliteStorage")),
      (SqliteStorage) => SqliteStorage.layer({ path: db ?? join(root, ".drift", "drift.db") })
    )
  )
