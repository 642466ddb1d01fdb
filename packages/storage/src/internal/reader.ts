/** Read-only access to the database, through one connection of Effect's SQL client. */
import * as Reactivity from "@effect/experimental/Reactivity"
import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import { statSync } from "node:fs"
import type { StorageError } from "../StorageError.js"
import { checkHeader, DatabaseFailure, type Header, SELECT_HEADER } from "./databaseFailure.js"
import { APPLICATION_ID, SCHEMA_VERSION } from "./schema.js"
import { toStorageError } from "./toStorageError.js"

/** What queries are asked with; booleans do not bind. */
export type Param = string | number | Uint8Array

export interface Reader {
  /** The rows of a query as objects. */
  readonly rows: <A extends object>(
    sql: string,
    params?: ReadonlyArray<Param>
  ) => Effect.Effect<ReadonlyArray<A>, StorageError>
  /** The rows of a query as arrays. */
  readonly values: (
    sql: string,
    params?: ReadonlyArray<Param>
  ) => Effect.Effect<ReadonlyArray<ReadonlyArray<unknown>>, StorageError>
}

const PRAGMAS = [
  "query_only = ON",
  "busy_timeout = 5000",
  "cache_size = -64000",
  "mmap_size = 268435456",
  "temp_store = 2"
]

/**
 * Opens the database at `path` for reading until the scope closes; `undefined` when the file is still empty. Creates
 * nothing.
 */
export const open = (path: string): Effect.Effect<Reader | undefined, StorageError, Scope.Scope> =>
  Effect.gen(function* () {
    const client = yield* SqliteClient.make({ filename: path, readonly: true, disableWAL: true })
    const reader: Reader = {
      rows: <A extends object>(sql: string, params?: ReadonlyArray<Param>) =>
        Effect.mapError(client.unsafe<A>(sql, params), (error) => toStorageError(path, error)),
      values: (sql, params) =>
        Effect.mapError(client.unsafe(sql, params).values, (error) => toStorageError(path, error))
    }
    const [header] = yield* reader.rows<Header>(SELECT_HEADER)
    const state = yield* Effect.try({
      try: () => checkHeader(path, header!, { applicationId: APPLICATION_ID, version: SCHEMA_VERSION }),
      catch: (error) => toStorageError(path, error)
    })
    if (state === "empty") return undefined
    for (const pragma of PRAGMAS) yield* reader.values(`PRAGMA ${pragma}`)
    return reader
  }).pipe(
    Effect.provideServiceEffect(Reactivity.Reactivity, Reactivity.make),
    // The client opens the file in passing, so a file that does not open is a defect to it.
    Effect.catchAllDefect((defect) => Effect.fail(toStorageError(path, defect)))
  )

/**
 * What tells a file from one that took its place; `undefined` when there is none.
 *
 * @throws DatabaseFailure when a directory is in its place, which SQLite would call a disk error.
 */
const identity = (path: string): string | undefined => {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat?.isDirectory() === true) throw new DatabaseFailure("STORAGE_ERROR", `${path} is a directory`)
  return stat === undefined ? undefined : `${stat.dev}:${stat.ino}`
}

/**
 * The reader of `path`, opened when first asked for and again when another file has taken its place; `undefined` while
 * there is no database.
 */
export const make = (
  path: string
): Effect.Effect<Effect.Effect<Reader | undefined, StorageError>, never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const permit = yield* Effect.makeSemaphore(1)
    let current: { readonly identity: string; readonly reader: Reader } | undefined
    return permit.withPermits(1)(
      Effect.gen(function* () {
        const found = yield* Effect.try({ try: () => identity(path), catch: (error) => toStorageError(path, error) })
        if (found === undefined) return undefined
        if (current?.identity === found) return current.reader
        const reader = yield* Scope.extend(open(path), scope)
        if (reader !== undefined) current = { identity: found, reader }
        return reader
      })
    )
  })
