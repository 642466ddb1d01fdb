/**
 * Copies of a database, made through SQLite's backup API while others read and write it. A copy is a backup once its
 * manifest lies beside it, which happens last: what an interruption leaves behind is never taken for one.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs"
import { basename, dirname, join } from "node:path"
import { StorageError } from "../StorageError.js"
import { attempt } from "./attempt.js"
import { breathe } from "./breathe.js"
import { checkHeader, DatabaseFailure, EarlierSchema, type Header, SELECT_HEADER } from "./databaseFailure.js"
import { type Database, openDatabase } from "./driver.js"
import { makeFolder } from "./folder.js"
import { type Migrations, MIGRATIONS } from "./migrations.js"
import { failUnfinishedScans, problems, tables } from "./recovery.js"
import { dateInName } from "./setAside.js"
import { toStorageError } from "./toStorageError.js"

/** Why a backup was made. */
export const BackupReason = Schema.Literal("request", "migration")
export type BackupReason = typeof BackupReason.Type

/** What is known of a backup, in the file `<backup>.json` beside it. */
export const Manifest = Schema.Struct({
  format: Schema.Literal(1),
  reason: BackupReason,
  /** The name of the database's file: databases in one folder keep their backups in one folder. */
  database: Schema.String,
  /** Seconds since 1970. */
  createdAt: Schema.Number,
  /** Of the tree that was scanned last; absent before a scan, and in backups of earlier versions. */
  root: Schema.optionalWith(Schema.String, { exact: true }),
  /** The version of the database's schema. */
  schema: Schema.Number,
  /** Without the parse cache. */
  compact: Schema.Boolean,
  bytes: Schema.Number,
  /** Of the backup's bytes. */
  sha256: Schema.String,
  counts: Schema.Record({ key: Schema.String, value: Schema.Number })
})
export type Manifest = typeof Manifest.Type

export interface Backup extends Manifest {
  readonly path: string
}

export interface ListedBackup extends Backup {
  /** Whether the file is there at its full length. Its bytes are looked at when it is restored. */
  readonly intact: boolean
}

export interface CreateOptions {
  readonly reason: BackupReason
  /** Where to. Default: a dated name in the folder `backups` beside the database. */
  readonly out?: string
  /** Leaves out the parse cache and all free space: for others, to whom it says as much. Default: false. */
  readonly compact?: boolean
  /** Backups in the default folder beyond so many, and older than this one, are removed. Default: 5. */
  readonly keep?: number
  /** Which schemas there are. */
  readonly migrations?: Migrations
}

/** Backups that are kept beside a database. */
export const BACKUPS_KEPT = 5

/** Pages of 4 KiB that are copied at a time: a few milliseconds' work. */
const PAGES_AT_ONCE = 1000

/** Tables whose rows a manifest counts. */
const COUNTED = ["file", "function", "class", "import", "export", "call", "scan"]

const decodeManifest = Schema.decodeUnknownEither(Schema.parseJson(Manifest))

/** Where backups of a database are, unless somebody says otherwise. */
export const folderOf = (database: string): string => join(dirname(database), "backups")

export const manifestOf = (backup: string): string => `${backup}.json`

/** The name of a file that is still being made by this process. */
export const partialName = (path: string): string => `${path}.partial-${process.pid}`

/** The id of the process that was at a file, if its name says that it is unfinished. */
export const makerOf = (name: string): number | undefined => {
  const pid = /\.partial-(\d+)(?:-journal|-wal|-shm)?$/.exec(name)?.[1]
  return pid === undefined ? undefined : Number(pid)
}

const opened = (path: string, readonly: boolean) =>
  Effect.acquireRelease(
    attempt(path, () => openDatabase(path, { readonly, fileMustExist: true, timeout: 5000 })),
    (db) => Effect.sync(() => db.close())
  )

/**
 * Copies a database as it is now into a new file; what is written meanwhile is not in it, and nobody waits. Interruption
 * ends it after a few milliseconds.
 */
export const copy = (from: string, to: string): Effect.Effect<void, StorageError> =>
  Effect.scoped(
    Effect.gen(function* () {
      const db = yield* opened(from, true)
      // One snapshot for all of it: the copy would begin again whenever somebody commits.
      yield* attempt(from, () => {
        db.exec("BEGIN")
        db.prepare("SELECT count(*) FROM sqlite_schema").get()
      })
      yield* Effect.async<void, StorageError>((resume) => {
        let stopped = false
        const copying = db
          .backup(to, {
            progress: () => {
              if (stopped) throw new Error("stopped")
              return PAGES_AT_ONCE
            }
          })
          .then(
            () => resume(Effect.void),
            (error: unknown) => resume(Effect.fail(toStorageError(blamed(error, from, to), error)))
          )
        return Effect.promise(() => {
          stopped = true
          return copying
        })
      })
    })
  )

/** What cannot be read is the source's, everything else its copy's. */
const blamed = (error: unknown, from: string, to: string): string =>
  error instanceof Error && /malformed|not a database/.test(error.message) ? from : to

/** What a database holds. @throws DatabaseFailure unless it is one of ours with this schema or an earlier one. */
export const describeFile = (
  path: string,
  db: Database,
  migrations: Migrations = MIGRATIONS
): { readonly schema: number; readonly counts: Counts; readonly root?: string } => {
  const header = db.prepare<[], Header>(SELECT_HEADER).get()!
  try {
    if (checkHeader(path, header, migrations) === "empty") {
      throw new DatabaseFailure("STORAGE_ERROR", `${path} is empty`)
    }
  } catch (error) {
    if (!(error instanceof EarlierSchema && error.migratable)) throw error
  }
  const names = new Set(header.names?.split(" "))
  const count = (table: string) => Number(db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get())
  const root = names.has("scan") ? lastRoot(db) : undefined
  return {
    ...(root === undefined ? {} : { root }),
    schema: header.userVersion,
    counts: Object.fromEntries(COUNTED.filter((name) => names.has(name)).map((name) => [name, count(name)]))
  }
}

/** The root of the newest scan, where the schema has one. */
const lastRoot = (db: Database): string | undefined => {
  if (db.prepare("SELECT 1 FROM pragma_table_info('scan') WHERE name = 'root'").get() === undefined) return undefined
  return db.prepare<[], { readonly root: string }>("SELECT root FROM scan ORDER BY id DESC LIMIT 1").get()?.root
}

type Counts = Readonly<Record<string, number>>

/** Fails unless every table is whole and refers to what is there. Others have their turn after each. */
export const checkWhole = (path: string, db: Database): Effect.Effect<void, StorageError> =>
  Effect.gen(function* () {
    const damaged = (detail: string) => new DatabaseFailure("DB_CORRUPT", `${path} is damaged: ${detail}`)
    yield* Effect.forEach(
      yield* attempt(path, () => tables(db)),
      (table) =>
        Effect.zipRight(
          breathe,
          attempt(path, () => {
            const [problem] = problems(db, "quick_check", table)
            if (problem !== undefined) throw damaged(problem)
          })
        ),
      { discard: true }
    )
    yield* attempt(path, () => {
      if ((db.pragma("foreign_key_check") as ReadonlyArray<unknown>).length > 0) {
        throw damaged("rows refer to what is not there")
      }
    })
  })

/** Of a file's bytes, in hexadecimal digits. */
export const sha256 = (path: string): Effect.Effect<string, StorageError> =>
  Effect.tryPromise({
    try: async (signal) => {
      const hash = createHash("sha256")
      for await (const chunk of createReadStream(path, { signal, highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
      return hash.digest("hex")
    },
    catch: (error) => toStorageError(path, error)
  })

/** Removes what the body leaves at `path` when it fails or is interrupted. */
const orNothing = <A, E, R>(path: string, body: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.onError(body, () =>
    Effect.sync(() => {
      for (const ending of ["", "-journal", "-wal", "-shm"]) rmSync(path + ending, { force: true })
    })
  )

/** Makes the bytes of a file outlive a loss of power. */
export const sync = (path: string): void => {
  const file = openSync(path, "r")
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** What the names of a database's backups begin with. */
export const prefixOf = (database: string): string => `${basename(database, ".db")}-`

/** The paths in the folder that a backup of this moment may get, in order. */
const names = function* (database: string, now: number, suffix: string): Generator<string> {
  for (let i = 1; ; i++) {
    const name = `${prefixOf(database)}${dateInName(now)}${suffix}${i === 1 ? "" : `-${i}`}.db`
    yield join(folderOf(database), name)
  }
}

const replacesNothing = (path: string): StorageError => {
  const detail = `${path} exists already, and a backup replaces nothing`
  return new StorageError({ code: "STORAGE_ERROR", detail, hints: ["Name a new file behind --out."] })
}

/** Copies that this process has begun: several may be made of one database in one second. */
let begun = 0

/** Copies the database, verifies the copy and gives it its manifest. Needs no lock: scans go on beside it. */
export const create = Effect.fn("Backups.create")(function* (database: string, options: CreateOptions) {
  const { compact = false, migrations = MIGRATIONS, out, reason } = options
  const now = yield* Clock.currentTimeMillis
  const suffix = reason === "migration" ? "-migration" : compact ? "-compact" : ""
  yield* attempt(out ?? database, () => {
    const existing = out === undefined ? undefined : [out, manifestOf(out)].find((path) => existsSync(path))
    if (existing !== undefined) throw replacesNothing(existing)
    makeFolder(out === undefined ? folderOf(database) : dirname(out))
  })
  const targets = () => (out === undefined ? names(database, now, suffix) : [out])
  const [first = database] = targets()
  const partial = partialName(`${first}.${++begun}`)
  const made = yield* orNothing(
    partial,
    Effect.gen(function* () {
      yield* Effect.scoped(
        Effect.flatMap(opened(database, true), (db) => attempt(database, () => describeFile(database, db, migrations)))
      )
      yield* copy(database, partial)
      const content = yield* Effect.scoped(
        Effect.flatMap(opened(partial, false), (db) =>
          Effect.gen(function* () {
            const found = yield* attempt(partial, () => settle(partial, db, migrations, compact))
            // What is not whole now was not before.
            yield* checkWhole(database, db)
            return found
          })
        )
      )
      const digest = yield* sha256(partial)
      const manifest: Manifest = {
        format: 1,
        reason,
        database: basename(database),
        createdAt: Math.floor(now / 1000),
        ...content,
        compact,
        bytes: statSync(partial).size,
        sha256: digest
      }
      const path = yield* Effect.uninterruptible(attempt(first, () => publish(partial, targets(), manifest)))
      return { ...manifest, path }
    })
  )
  if (out === undefined) yield* attempt(database, () => prune(database, options.keep ?? BACKUPS_KEPT))
  const backup: Backup = made
  return backup
})

/** Makes one quiet file of a copy, in which no scan is running. */
const settle = (
  path: string,
  db: Database,
  migrations: Migrations,
  compact: boolean
): ReturnType<typeof describeFile> => {
  db.pragma("journal_mode = DELETE")
  const found = describeFile(path, db, migrations)
  if (found.schema === MIGRATIONS.current) failUnfinishedScans(db)
  if (compact) {
    db.exec("DELETE FROM parse_cache; DELETE FROM parse_pack; VACUUM")
  }
  return found
}

/** Gives a copy the first of the names that it can have with its manifest, and replaces nothing: others do the same. */
const publish = (partial: string, targets: Iterable<string>, manifest: Manifest): string => {
  sync(partial)
  let taken: string | undefined
  for (const target of targets) {
    const words = manifestOf(target)
    taken = reserve(target, words)
    if (taken !== undefined) continue
    try {
      renameSync(partial, target)
      writeFileSync(partialName(words), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true })
      renameSync(partialName(words), words)
    } catch (error) {
      for (const own of [target, words, partialName(words)]) rmSync(own, { force: true })
      throw error
    }
    sync(dirname(target))
    return target
  }
  throw replacesNothing(taken!)
}

/** Makes empty files of these names; gives one that existed already, and then makes none. */
const reserve = (...paths: ReadonlyArray<string>): string | undefined => {
  for (const [i, path] of paths.entries()) {
    try {
      closeSync(openSync(path, "wx"))
    } catch (error) {
      for (const made of paths.slice(0, i)) rmSync(made, { force: true })
      if (error instanceof Error && "code" in error && error.code === "EEXIST") return path
      throw error
    }
  }
  return undefined
}

/** What the manifest beside a backup says; undefined where there is none that can be read. */
export const readManifest = (backup: string): Manifest | undefined => {
  try {
    return Either.getOrUndefined(decodeManifest(readFileSync(manifestOf(backup), "utf8")))
  } catch {
    return undefined
  }
}

/** The backups of a database in the default folder, newest first. */
export const list = (database: string): ReadonlyArray<ListedBackup> => {
  const folder = folderOf(database)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefixOf(database)) && name.endsWith(".db.json"))
    .flatMap((name) => {
      const path = join(folder, basename(name, ".json"))
      const manifest = readManifest(path)
      if (manifest?.database !== basename(database)) return []
      const intact = statSync(path, { throwIfNoEntry: false })?.size === manifest.bytes
      return [
        { ...manifest, path, intact, written: statSync(manifestOf(path), { throwIfNoEntry: false })?.mtimeMs ?? 0 }
      ]
    })
    .sort((a, b) => b.createdAt - a.createdAt || b.written - a.written)
    .map(({ written: _, ...backup }) => backup)
}

/** Those that `prune` removes: whatever is older than `keep` intact ones. */
export const surplus = (database: string, keep: number): ReadonlyArray<ListedBackup> => {
  const all = list(database)
  const oldestKept = all.filter(({ intact }) => intact)[Math.max(1, keep) - 1]
  return oldestKept === undefined ? [] : all.slice(all.indexOf(oldestKept) + 1)
}

/** Removes what is older than `keep` intact backups, of which at least one stays. */
export const prune = (database: string, keep: number): ReadonlyArray<ListedBackup> => {
  const old = surplus(database, keep)
  for (const { path } of old) remove(path)
  return old
}

export const remove = (backup: string): void => {
  // Without a manifest it is no backup any more, whatever happens next.
  rmSync(manifestOf(backup), { force: true })
  rmSync(backup, { force: true })
}

/** Fails unless the bytes of a backup are those that were written; one without a manifest is taken as it is. */
export const checkBytes = (backup: string): Effect.Effect<void, StorageError> =>
  Effect.gen(function* () {
    const manifest = readManifest(backup)
    if (manifest === undefined || (yield* sha256(backup)) === manifest.sha256) return
    return yield* new StorageError({
      code: "DB_CORRUPT",
      detail: `${backup} is damaged: its bytes are not those that were written`,
      hints: ["`drift backup --list` shows the other backups."]
    })
  })
