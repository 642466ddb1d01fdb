/**
 * What there is to do about a database as a file: backups, repairs, space. It belongs to SQLite and stands beside the
 * `Storage` port, which knows nothing of files.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Backups from "./internal/backups.js"
import * as Examination from "./internal/examination.js"
import * as Garbage from "./internal/garbage.js"
import { PARSE_CACHE_BYTES } from "./internal/parseCache.js"
import * as Repair from "./internal/repair.js"
import * as Restore from "./internal/restore.js"
import { missingDatabase, toStorageError } from "./internal/toStorageError.js"
import type { ScanInProgress, StorageError } from "./StorageError.js"
import { existsSync } from "node:fs"

export type { Backup, ListedBackup } from "./internal/backups.js"
export type { Finding } from "./internal/examination.js"
export type { Garbage, GarbageOptions } from "./internal/garbage.js"
export type { Restored } from "./internal/restore.js"

export interface BackupOptions {
  /** A file that does not exist yet. Default: a dated name in the folder `backups` beside the database. */
  readonly out?: string
  /** Leaves out the parse cache and all free space. Default: false. */
  readonly compact?: boolean
  /** How many intact backups stay in the default folder. Default: 5. */
  readonly keep?: number
}

export interface Options {
  /** The database file, absolute. */
  readonly path: string
  /** As for `SqliteStorage`. */
  readonly parseCacheBytes?: number
}

export class SqliteAdmin extends Context.Tag("@drift/storage/SqliteAdmin")<
  SqliteAdmin,
  {
    /**
     * Makes a verified copy of the database as it is now, with a manifest beside it. Scans go on meanwhile. What an
     * interruption leaves behind is never taken for a backup.
     */
    readonly backup: (options: BackupOptions) => Effect.Effect<Backups.Backup, StorageError>
    /** The backups in the default folder, newest first. */
    readonly backups: Effect.Effect<ReadonlyArray<Backups.ListedBackup>, StorageError>
    /**
     * Puts a backup, by default the newest good one, in the place of the database, which is kept under another name. The
     * backup is verified before anything is touched; one of a newer schema is refused.
     */
    readonly restore: (from: string | undefined) => Effect.Effect<Restore.Restored, StorageError | ScanInProgress>
    /** Removes what nobody needs any more, and gives its space back. */
    readonly collectGarbage: (
      options: Garbage.GarbageOptions
    ) => Effect.Effect<Garbage.Garbage, StorageError | ScanInProgress>
    /** Looks at everything about the database and changes nothing. */
    readonly examine: Effect.Effect<ReadonlyArray<Examination.Finding>>
    /**
     * Does what can be done about the findings, and tells what, a sentence each. A damaged database is kept under another
     * name, and the newest good backup takes its place.
     */
    readonly repair: Effect.Effect<ReadonlyArray<string>, StorageError | ScanInProgress>
  }
>() {}

/** Building it touches nothing. */
export const layer = ({ parseCacheBytes = PARSE_CACHE_BYTES, path }: Options): Layer.Layer<SqliteAdmin> =>
  Layer.succeed(
    SqliteAdmin,
    SqliteAdmin.of({
      backup: (options) =>
        Effect.suspend(() =>
          existsSync(path) ? Backups.create(path, { ...options, reason: "request" }) : missingDatabase(path)
        ).pipe(Effect.withSpan("SqliteAdmin.backup")),
      backups: Effect.try({ try: () => Backups.list(path), catch: (error) => toStorageError(path, error) }),
      restore: (from) => Restore.restore(path, from).pipe(Effect.withSpan("SqliteAdmin.restore")),
      collectGarbage: (options) =>
        Garbage.collect(path, parseCacheBytes, options).pipe(Effect.withSpan("SqliteAdmin.collectGarbage")),
      examine: Examination.examine(path).pipe(Effect.withSpan("SqliteAdmin.examine")),
      repair: Repair.repair(path).pipe(Effect.withSpan("SqliteAdmin.repair"))
    })
  )
