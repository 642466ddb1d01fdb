/** What a database and its folder hold that nobody needs any more. */
import * as Effect from "effect/Effect"
import { existsSync, readdirSync, rmSync, statSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import type { ScanInProgress, StorageError } from "../StorageError.js"
import { attempt } from "./attempt.js"
import { isAlive } from "./isAlive.js"
import * as Backups from "./backups.js"
import { breathe } from "./breathe.js"
import { openForWriting } from "./connection.js"
import type { Database } from "./driver.js"
import { refuseForeign } from "./foreign.js"
import { forgetNames } from "./nameIndex.js"
import { missingDatabase } from "./toStorageError.js"
import { isOverfull, prune } from "./parseCache.js"
import * as ScanLock from "./scanLock.js"
import { asideFiles, COMPANIONS } from "./setAside.js"
import { NAME_REFERENCES } from "./schema.js"
import { immediate } from "./transaction.js"
import { emptyWal, walBytes } from "./wal.js"
import { SCANS_KEPT } from "./writer.js"

export interface GarbageOptions {
  /** Tells what would go, and lets it be. Default: false. */
  readonly dryRun?: boolean
  /** Backups beyond so many go. Default: all stay, as whoever made them said how many they keep. */
  readonly backupsKept?: number
}

/** What has been removed, or would be. */
export interface Garbage {
  /** Rows of old scans. */
  readonly scans: number
  /** Names that no fact bears any more. */
  readonly names: number
  /** Entries of the parse cache. */
  readonly parses: number
  /** Backups beyond those that are kept, where that was asked for. */
  readonly backups: ReadonlyArray<string>
  /** Databases of earlier schemas that were set aside, and files of processes that died. Never a damaged database. */
  readonly files: ReadonlyArray<string>
  /** Bytes that the file system gets back, the WAL's among them. */
  readonly bytes: number
}

/** Pages that are freed at a time. */
const PAGES_AT_ONCE = 2000

/** How long readers may take to let go of the WAL, in milliseconds. */
const PATIENCE = 5000

interface Counts {
  readonly scans: number
  readonly names: number
  readonly parses: number
}

/** Deletes rows; to be called in a transaction. */
const sweep = (db: Database, parseCacheBytes: number): Counts => {
  const scans = db
    .prepare("DELETE FROM scan WHERE status <> 'running' AND id NOT IN (SELECT id FROM scan ORDER BY id DESC LIMIT ?)")
    .run(SCANS_KEPT).changes
  const names = db
    .prepare(`DELETE FROM name WHERE id NOT IN (SELECT id FROM (${NAME_REFERENCES}) WHERE id IS NOT NULL)`)
    .run().changes
  if (names > 0) forgetNames(db)
  const entries = () => Number(db.prepare("SELECT count(*) FROM parse_cache").pluck().get())
  const before = entries()
  if (isOverfull(db, parseCacheBytes)) prune(db, parseCacheBytes)
  else db.exec("DELETE FROM parse_pack WHERE id NOT IN (SELECT pack FROM parse_cache)")
  return { scans, names, parses: before - entries() }
}

const freePages = (db: Database): number => Number(db.pragma("freelist_count", { simple: true }))

/** Frees rows and pages. */
const sweepDatabase = (
  path: string,
  dryRun: boolean,
  parseCacheBytes: number
): Effect.Effect<Counts & { readonly bytes: number }, StorageError> =>
  Effect.scoped(
    Effect.gen(function* () {
      const db = yield* Effect.acquireRelease(
        attempt(path, () => openForWriting(path)),
        (opened) => Effect.sync(() => opened.close())
      )
      const pageSize = yield* attempt(path, () => Number(db.pragma("page_size", { simple: true })))
      const size = () => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) + walBytes(path)
      if (dryRun) {
        return yield* attempt(path, () => {
          const wal = walBytes(path)
          db.exec("BEGIN IMMEDIATE")
          try {
            const counts = sweep(db, parseCacheBytes)
            return { ...counts, bytes: wal + freePages(db) * pageSize }
          } finally {
            db.exec("ROLLBACK")
          }
        })
      }
      const before = size()
      const counts = yield* attempt(path, () => immediate(db, () => sweep(db, parseCacheBytes)))
      for (let free = yield* attempt(path, () => freePages(db)); free > 0;) {
        yield* breathe
        yield* attempt(path, () => void db.pragma(`incremental_vacuum(${PAGES_AT_ONCE})`))
        const left = yield* attempt(path, () => freePages(db))
        if (left >= free) break
        free = left
      }
      yield* attempt(path, () => emptyWal(db, PATIENCE))
      return { ...counts, bytes: Math.max(0, before - size()) }
    })
  )

/** Files that a process made which is no more. */
const orphans = (path: string): ReadonlyArray<string> =>
  [dirname(path), Backups.folderOf(path)]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => {
          const pid = Backups.makerOf(name)
          if (pid === undefined || isAlive(pid)) return false
          return folder === Backups.folderOf(path)
            ? name.startsWith(Backups.prefixOf(path))
            : name.startsWith(`${basename(path)}.`)
        })
        .map((name) => join(folder, name))
    )

/** What of the folder may go, with its bytes. */
const sweepable = (path: string, backupsKept: number | undefined) => {
  const size = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0
  const surplus = backupsKept === undefined ? [] : Backups.surplus(path, backupsKept)
  const backups = surplus.map((backup) => ({ path: backup.path, bytes: backup.bytes }))
  const outdated = asideFiles(path).filter(({ why }) => why.startsWith("schema-"))
  const files = [...outdated, ...orphans(path).map((file) => ({ path: file, bytes: size(file) }))]
  return { backups, files }
}

/** Removes what nobody needs any more; a scan waits meanwhile. */
export const collect = (
  path: string,
  parseCacheBytes: number,
  { backupsKept, dryRun = false }: GarbageOptions
): Effect.Effect<Garbage, StorageError | ScanInProgress> =>
  Effect.scoped(
    Effect.gen(function* () {
      if (!existsSync(path)) return yield* missingDatabase(path)
      // Before the lock: nothing is put beside what is not ours.
      yield* attempt(path, () => refuseForeign(path))
      yield* ScanLock.acquire(path, "tidying up")
      const counts = yield* sweepDatabase(path, dryRun, parseCacheBytes)
      return yield* attempt(path, () => {
        const { backups, files } = sweepable(path, backupsKept)
        if (!dryRun) {
          for (const backup of backups) Backups.remove(backup.path)
          for (const file of files) {
            for (const ending of ["", ...COMPANIONS]) rmSync(file.path + ending, { force: true })
          }
        }
        const bytes = [...backups, ...files].reduce((sum, file) => sum + file.bytes, counts.bytes)
        return { ...counts, backups: backups.map((each) => each.path), files: files.map((each) => each.path), bytes }
      })
    })
  )
