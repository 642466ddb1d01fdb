/** Does what can be done about the findings of an examination. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { basename } from "node:path"
import type { ScanInProgress, StorageError } from "../StorageError.js"
import { attempt } from "./attempt.js"
import { openForWriting } from "./connection.js"
import { examine, type Finding } from "./examination.js"
import { completeIndexes, indexesComplete } from "./indexes.js"
import { MIGRATIONS } from "./migrations.js"
import { nameIndexProblem, remakeNameIndex } from "./nameIndex.js"
import { dropUnfit, failUnfinishedScans, isIndexOfRows, missingIndexes, unfinishedScans } from "./recovery.js"
import { restoreHeld } from "./restore.js"
import * as ScanLock from "./scanLock.js"
import { setAside } from "./setAside.js"
import { immediate } from "./transaction.js"
import * as Upgrade from "./upgrade.js"
import { emptyWal } from "./wal.js"

/** How long readers may take to let go of the WAL, in milliseconds. */
const PATIENCE = 5000

/** What makes a database unusable as it is. */
const DAMAGE = new Set(["Database", "Schema", "Integrity", "Facts"])

/** Repairs what can be, and tells what it did, a sentence each. Nothing is deleted but what is derived from rows. */
export const repair = (path: string): Effect.Effect<ReadonlyArray<string>, StorageError | ScanInProgress> =>
  Effect.gen(function* () {
    const before = yield* examine(path)
    if (!before.some(({ fixable }) => fixable)) return []
    return yield* Effect.scoped(
      Effect.gen(function* () {
        yield* ScanLock.acquire(path, "repairing")
        const wrong = (yield* examine(path)).filter(({ fixable }) => fixable)
        const earlier = yield* Upgrade.run(path, MIGRATIONS).pipe(
          // It cannot even be told which schema it has.
          Effect.catchIf(
            ({ code }) => code === "DB_CORRUPT",
            () => Effect.succeed([])
          )
        )
        if (earlier.length > 0) return earlier
        return yield* wrong.some(isDamage) ? replaceDamaged(path) : mend(path)
      })
    )
  })

const isDamage = ({ subject }: Finding): boolean => DAMAGE.has(subject)

/** Sets the damaged database aside and puts the newest good backup in its place. */
const replaceDamaged = (path: string): Effect.Effect<ReadonlyArray<string>, StorageError> =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const aside = yield* attempt(path, () => setAside(path, "corrupt", now))
    const kept = `The damaged database is kept as ${basename(aside)}.`
    const restored = yield* Effect.either(restoreHeld(path, undefined))
    const scan = "run `drift scan` to build the database anew."
    if (Either.isLeft(restored)) return [kept, `${restored.left.message}: ${scan}`]
    return [kept, `${basename(restored.right.from)} was restored; run \`drift scan\` to bring it up to date.`]
  })

const mend = (path: string): Effect.Effect<ReadonlyArray<string>, StorageError> =>
  attempt(path, () => {
    const db = openForWriting(path)
    try {
      const done: Array<string> = []
      if (unfinishedScans(db).length > 0) {
        immediate(db, () => failUnfinishedScans(db))
        done.push("The scan that did not end is marked as failed; run `drift scan` to finish its work.")
      }
      if (!isIndexOfRows(db)) done.push("The file index was dropped; the next scan packs it again.")
      dropUnfit(db)
      const missing = missingIndexes(db)
      if (missing.length > 0 && !indexesComplete(db)) {
        completeIndexes(db, () => false)
        done.push(`Indexes were made: ${missing.join(", ")}.`)
      }
      if (nameIndexProblem(db) !== undefined) {
        remakeNameIndex(db)
        done.push("The index of names was made anew.")
      }
      if (!emptyWal(db, PATIENCE)) done.push("The WAL could not be emptied, because others read from the database.")
      return done
    } finally {
      db.close()
    }
  })
