/** Read-only access to the database, through one connection. */
import * as Effect from "effect/Effect"
import * as ExecutionStrategy from "effect/ExecutionStrategy"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { statSync } from "node:fs"
import type { StorageError } from "../StorageError.js"
import { checkHeader, DatabaseFailure, type Header, SELECT_HEADER } from "./databaseFailure.js"
import { type Database, openDatabase, type Statement } from "./driver.js"
import { MIGRATIONS } from "./migrations.js"
import { toStorageError } from "./toStorageError.js"

/** What queries are asked with; booleans do not bind. */
export type Param = string | number | Uint8Array

/** The rows of a query as arrays. */
export type ReadValues = (sql: string, params: ReadonlyArray<Param>) => ReadonlyArray<ReadonlyArray<unknown>>

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
  /** Asks several queries of one snapshot, in one go. */
  readonly together: <A>(body: (values: ReadValues) => A) => Effect.Effect<A, StorageError>
  /** Makes all that is read from now on come from one snapshot. */
  readonly begin: Effect.Effect<void, StorageError>
}

const PRAGMAS = [
  "query_only = ON",
  "busy_timeout = 5000",
  "cache_size = -64000",
  "mmap_size = 268435456",
  "temp_store = 2"
]

/** More than the shapes of query that one command has; a longer life may ask with any number of scopes. */
const STATEMENTS_KEPT = 100

/** Compiles each statement of a connection once, until there are too many. */
const makePrepare = (db: Database) => {
  const statements = new Map<string, Statement<Array<Param>>>()
  return (sql: string): Statement<Array<Param>> => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = db.prepare<Array<Param>>(sql)
    if (statements.size === STATEMENTS_KEPT) statements.clear()
    statements.set(sql, statement)
    return statement
  }
}

/**
 * Opens the database at `path` for reading until the scope closes; `undefined` when the file is still empty. Creates
 * nothing.
 */
export const open = (path: string): Effect.Effect<Reader | undefined, StorageError, Scope.Scope> => {
  const attempt = <A>(body: () => A): Effect.Effect<A, StorageError> =>
    Effect.try({ try: body, catch: (error) => toStorageError(path, error) })
  return Effect.gen(function* () {
    const db = yield* Effect.acquireRelease(
      attempt(() => openDatabase(path, { readonly: true })),
      (opened) => Effect.sync(() => opened.close())
    )
    const prepare = makePrepare(db)
    const state = yield* attempt(() => {
      const header = db.prepare<[], Header>(SELECT_HEADER).get()!
      const found = checkHeader(path, header, MIGRATIONS)
      if (found === "ours") for (const pragma of PRAGMAS) db.pragma(pragma)
      return found
    })
    if (state === "empty") return undefined
    const readValues: ReadValues = (sql, params) =>
      prepare(sql)
        .raw(true)
        .all(...params) as ReadonlyArray<ReadonlyArray<unknown>>
    const reader: Reader = {
      rows: <A extends object>(sql: string, params: ReadonlyArray<Param> = []) =>
        attempt(
          () =>
            prepare(sql)
              .raw(false)
              .all(...params) as ReadonlyArray<A>
        ),
      values: (sql, params = []) => attempt(() => readValues(sql, params)),
      together: (body) =>
        attempt(() => {
          db.exec("BEGIN")
          try {
            return body(readValues)
          } finally {
            db.exec("ROLLBACK")
          }
        }),
      begin: attempt(() => void db.exec("BEGIN"))
    }
    return reader
  })
}

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
    let current: { readonly identity: string; readonly reader: Reader; readonly own: Scope.CloseableScope } | undefined
    let before: Scope.CloseableScope | undefined
    return permit.withPermits(1)(
      Effect.gen(function* () {
        const found = yield* Effect.try({ try: () => identity(path), catch: (error) => toStorageError(path, error) })
        if (found === undefined) return undefined
        if (current?.identity === found) return current.reader
        // Every attempt has a scope of its own, which ends with it unless a reader came of it.
        const own = yield* Scope.fork(scope, ExecutionStrategy.sequential)
        const reader = yield* Scope.extend(open(path), own).pipe(
          Effect.onError((cause) => Scope.close(own, Exit.failCause(cause)))
        )
        if (reader === undefined) {
          yield* Scope.close(own, Exit.void)
          return undefined
        }
        // Somebody may be in the midst of reading from the file that was replaced, and has until the next one.
        if (before !== undefined) yield* Scope.close(before, Exit.void)
        before = current?.own
        current = { identity: found, reader, own }
        return reader
      })
    )
  })
