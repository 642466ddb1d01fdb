/** Puts a backup in the place of a database. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { existsSync, linkSync, renameSync, rmSync } from "node:fs"
import { dirname } from "node:path"
import type { ScanInProgress } from "../StorageError.js"
import { StorageError } from "../StorageError.js"
import { attempt } from "./attempt.js"
import * as Backups from "./backups.js"
import { isSqliteError, openDatabase } from "./driver.js"
import * as ScanLock from "./scanLock.js"
import { prepareFolder } from "./folder.js"
import { refuseForeign } from "./foreign.js"
import { asideName, COMPANIONS, setAside } from "./setAside.js"
import { emptyWal } from "./wal.js"

export interface Restored {
  /** The backup that was restored. */
  readonly from: string
  /** Of the tree whose facts it holds; absent when it holds no scan. */
  readonly root?: string
  /** Where the database is kept that it replaced; absent when there was none. */
  readonly replaced?: string
  /** Newer backups that were passed over because they are damaged. */
  readonly damaged: ReadonlyArray<string>
}

/** How long readers may take to let go of the database, in milliseconds. */
const PATIENCE = 5000

/**
 * Restores `from`, or the newest backup of the default folder that is whole. Everything is verified before the database is
 * touched, and until then, and whenever it fails, the database stays as it is; afterwards the old one lies beside it.
 */
export const restore = (
  database: string,
  from: string | undefined
): Effect.Effect<Restored, StorageError | ScanInProgress> =>
  Effect.scoped(
    Effect.gen(function* () {
      yield* attempt(database, () => refuseForeign(database))
      if (from !== undefined && !existsSync(from)) {
        return yield* new StorageError({
          code: "STORAGE_ERROR",
          detail: `There is no file ${from}`,
          hints: ["`drift backup --list` shows the backups that there are."]
        })
      }
      yield* prepareFolder(database)
      yield* ScanLock.acquire(database, "restoring")
      return yield* restoreHeld(database, from)
    })
  )

/** The same, for whoever holds the scan lock. */
export const restoreHeld = (database: string, from: string | undefined): Effect.Effect<Restored, StorageError> => {
  const copy = Backups.partialName(database)
  const damaged: Array<string> = []
  return Effect.gen(function* () {
    const chosen =
      from === undefined ? yield* firstGood(database, copy, damaged) : { path: from, root: yield* fetch(from, copy) }
    const replaced = yield* Effect.uninterruptible(replace(database, copy))
    return {
      from: chosen.path,
      ...(chosen.root === undefined ? {} : { root: chosen.root }),
      damaged,
      ...(replaced === undefined ? {} : { replaced })
    }
  }).pipe(Effect.ensuring(Effect.sync(() => removeAll(copy))))
}

/** Removes a database that is still being made. */
const removeAll = (copy: string): void => {
  for (const ending of ["", "-journal", ...COMPANIONS]) rmSync(copy + ending, { force: true })
}

/** What a backup itself is to blame for; a full disk is not. */
const isUnfit = ({ code }: StorageError): boolean => code === "DB_CORRUPT" || code === "MIGRATION_FAILED"

const firstGood = (
  database: string,
  copy: string,
  damaged: Array<string>
): Effect.Effect<{ readonly path: string; readonly root: string | undefined }, StorageError> =>
  Effect.gen(function* () {
    for (const { intact, path } of yield* attempt(database, () => Backups.list(database))) {
      const fetched = intact ? yield* Effect.either(fetch(path, copy)) : undefined
      if (fetched !== undefined && Either.isRight(fetched)) return { path, root: fetched.right }
      if (fetched !== undefined && !isUnfit(fetched.left)) return yield* fetched.left
      damaged.push(path)
    }
    return yield* new StorageError({
      code: "STORAGE_ERROR",
      detail: `There is no good backup of ${database} in ${Backups.folderOf(database)}`,
      hints: ["Name the file to restore, or run `drift scan`: everything in the database is derived from the sources."]
    })
  })

/** Copies a backup beside the database and verifies it; gives the root of the tree whose facts it holds. */
const fetch = (backup: string, copy: string): Effect.Effect<string | undefined, StorageError> =>
  Effect.scoped(
    Effect.gen(function* () {
      yield* attempt(backup, () => removeAll(copy))
      yield* Backups.checkBytes(backup)
      yield* Backups.copy(backup, copy)
      const db = yield* Effect.acquireRelease(
        attempt(backup, () => openDatabase(copy)),
        (opened) => Effect.sync(() => opened.close())
      )
      const { root } = yield* attempt(backup, () => {
        db.pragma("journal_mode = DELETE")
        return Backups.describeFile(backup, db)
      })
      yield* Backups.checkWhole(backup, db)
      return root
    })
  )

/** Requires the scan lock. Gives the name under which the old database is kept. */
const replace = (database: string, copy: string): Effect.Effect<string | undefined, StorageError> =>
  Effect.flatMap(Clock.currentTimeMillis, (now) =>
    attempt(database, () => {
      Backups.sync(copy)
      let aside: string | undefined
      if (existsSync(database)) {
        if (foldWal(database)) {
          aside = asideName(database, "replaced", now)
          keep(database, aside)
        } else {
          aside = setAside(database, "replaced", now)
        }
      }
      // A WAL belongs to no file in particular: SQLite would read it into the new database.
      for (const companion of COMPANIONS) rmSync(database + companion, { force: true })
      renameSync(copy, database)
      Backups.sync(dirname(database))
      return aside
    })
  )

/** A second name, so that there is a database at the first one at any moment. */
const keep = (database: string, aside: string): void => {
  try {
    linkSync(database, aside)
  } catch {
    // Where files have one name only.
    renameSync(database, aside)
  }
}

/**
 * Copies the WAL into the database; whether that was possible, which it is not where the database is damaged.
 *
 * @throws StorageError while others read from it.
 */
const foldWal = (database: string): boolean => {
  let db: ReturnType<typeof openDatabase> | undefined
  try {
    db = openDatabase(database)
    if (db.pragma("journal_mode", { simple: true }) !== "wal" || emptyWal(db, PATIENCE)) return true
  } catch (error) {
    if (isSqliteError(error, "SQLITE_BUSY", "SQLITE_LOCKED")) throw error
    return false
  } finally {
    db?.close()
  }
  throw new StorageError({
    code: "DB_BUSY",
    detail: `${database} is busy: another process is reading from it`,
    hints: ["Try again when the other process has finished."]
  })
}
