/** What happens to a database of an earlier schema when a scan opens it. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { basename } from "node:path"
import type { StorageError } from "../StorageError.js"
import { attempt } from "./attempt.js"
import * as Backups from "./backups.js"
import { checkHeader, EarlierSchema, type Header, SELECT_HEADER } from "./databaseFailure.js"
import { openDatabase } from "./driver.js"
import type { Migrations } from "./migrations.js"
import { setAside } from "./setAside.js"

/**
 * Brings the database at `path` to the current schema and tells what it did, a sentence each. Where there is a way from its
 * schema, it is migrated, after a verified backup; where there is none, it is set aside, and the scan builds a new one:
 * everything in it is derived from the sources. Requires the scan lock.
 */
export const run = (path: string, migrations: Migrations): Effect.Effect<ReadonlyArray<string>, StorageError> =>
  Effect.gen(function* () {
    const earlier = yield* attempt(path, () => find(path, migrations))
    // Another process was faster.
    if (earlier === undefined) return []
    const { migratable, version } = earlier
    const now = yield* Clock.currentTimeMillis
    if (!migratable) {
      const aside = yield* attempt(path, () => setAside(path, `schema-${version}`, now))
      return [`The database had schema ${version} of an earlier Drift. It is kept as ${aside}; a scan builds it anew.`]
    }
    const backup = yield* Backups.create(path, { reason: "migration", migrations, keep: Backups.BACKUPS_KEPT + 1 })
    yield* attempt(path, () => {
      const db = openDatabase(path, { timeout: 5000 })
      try {
        migrations.apply(db)
      } finally {
        db.close()
      }
      Backups.prune(path, Backups.BACKUPS_KEPT)
    }).pipe(
      // Nothing has changed, and however often it is tried, older backups stay.
      Effect.tapError(() =>
        attempt(path, () => {
          if (find(path, migrations)?.version === version) Backups.remove(backup.path)
        })
      )
    )
    return [
      `The database was brought from schema ${version} to ${migrations.current}; as it was before, it is kept as ${basename(backup.path)}.`
    ]
  })

const find = (path: string, migrations: Migrations): EarlierSchema | undefined => {
  const db = openDatabase(path, { readonly: true, timeout: 5000 })
  try {
    checkHeader(path, db.prepare<[], Header>(SELECT_HEADER).get()!, migrations)
    return undefined
  } catch (error) {
    if (error instanceof EarlierSchema) return error
    throw error
  } finally {
    db.close()
  }
}
