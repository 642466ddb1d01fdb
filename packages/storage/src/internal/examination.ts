/** What a database and its surroundings look like to somebody who looks for trouble. */
import { bytes as bytesOf } from "@drift/core/Text"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs"
import { basename, dirname } from "node:path"
import type { StorageError } from "../StorageError.js"
import { attempt } from "./attempt.js"
import * as Backups from "./backups.js"
import { breathe } from "./breathe.js"
import { CONTRADICTIONS } from "./contradictions.js"
import { checkHeader, EarlierSchema, type Header, SELECT_HEADER } from "./databaseFailure.js"
import { type Database, openDatabase } from "./driver.js"
import { refuseForeign } from "./foreign.js"
import { indexesComplete } from "./indexes.js"
import { MIGRATIONS } from "./migrations.js"
import { nameIndexProblem } from "./nameIndex.js"
import { isIndexOfRows, missingIndexes, problems, unfinishedScans } from "./recovery.js"
import { INDEXES } from "./schema.js"
import * as ScanLock from "./scanLock.js"
import { asideFiles } from "./setAside.js"
import { EMERGENCY, walBytes } from "./wal.js"

/** What was found about one thing. */
export interface Finding {
  readonly subject: string
  /** `good`: nothing to do. `note`: worth knowing. `wrong`: something is to be done. */
  readonly state: "good" | "note" | "wrong"
  readonly detail: string
  /** What to do, a sentence each. Absent where nothing is to be done. */
  readonly advice?: ReadonlyArray<string>
  /** Whether `repair` does something about it. */
  readonly fixable?: boolean
}

type Verdict = Omit<Finding, "subject">

/** A look at one thing. What it throws is a finding as well. */
interface Examination {
  readonly subject: string
  /** With the database where it could be opened; without it, none of those that need it is made. */
  readonly look: (path: string, db: Database) => Verdict | Effect.Effect<Verdict, StorageError>
}

const FIX = ["Run `drift doctor --fix`."]

const good = (detail: string): Verdict => ({ state: "good", detail })
const note = (detail: string, ...advice: ReadonlyArray<string>): Verdict => ({
  state: "note",
  detail,
  ...(advice.length === 0 ? {} : { advice })
})
const fixable = (detail: string, advice: ReadonlyArray<string> = FIX): Verdict => ({
  state: "wrong",
  detail,
  advice,
  fixable: true
})

const size = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
const many = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`
const when = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")}Z`

/** Of the database itself. Another look is another line. */
const OF_DATABASE: ReadonlyArray<Examination> = [
  {
    subject: "Schema",
    look: (path, db) => {
      checkHeader(path, db.prepare<[], Header>(SELECT_HEADER).get()!, MIGRATIONS)
      const other = unlikeCurrent(db)
      if (other.length > 0)
        return damaged(`${other.join(", ")} ${other.length === 1 ? "is" : "are"} not of this schema`)
      return good(`version ${MIGRATIONS.current}`)
    }
  },
  {
    subject: "Integrity",
    look: (_path, db) => {
      // Of the index of names, which can be made anew, below.
      const found = problems(db, "integrity_check").filter((problem) => !problem.includes("name_search"))
      const strays = (db.pragma("foreign_key_check") as ReadonlyArray<unknown>).length
      if (strays > 0) return damaged(`${many(strays, "row")} refer to what is not there`)
      return found.length === 0 ? good("every page and index is whole") : damaged(found.slice(0, 3).join("; "))
    }
  },
  {
    subject: "Facts",
    look: (path, db) =>
      Effect.gen(function* () {
        const found: Array<string> = []
        for (const { sql, what } of CONTRADICTIONS) {
          yield* breathe
          const count = yield* attempt(path, () => Number(db.prepare(sql).pluck().get()))
          if (count > 0) found.push(what(count))
        }
        return found.length === 0 ? good("they agree with each other") : damaged(found.join("; "))
      })
  },
  {
    subject: "Indexes",
    look: (_path, db) => {
      const missing = missingIndexes(db)
      if (missing.length === 0) return good("all are there")
      const filled = db.prepare("SELECT 1 FROM file LIMIT 1").get() !== undefined
      if (!filled && !indexesComplete(db)) return good("none yet: they come with the first files")
      return fixable(`${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing, which makes lists slow`, [
        "Run `drift scan`, or `drift doctor --fix`."
      ])
    }
  },
  {
    subject: "File index",
    look: (_path, db) =>
      isIndexOfRows(db) ? good("it says what the files say") : fixable("it does not say what the files say")
  },
  {
    subject: "Name index",
    look: (_path, db) => {
      const problem = nameIndexProblem(db)
      return problem === undefined
        ? good("searches find what is there")
        : fixable(`searches may miss something: ${problem}`)
    }
  },
  {
    subject: "Scans",
    look: (path, db) =>
      Effect.map(ScanLock.holder(path), (holder) => {
        const [last] = holder === undefined ? unfinishedScans(db) : []
        if (last !== undefined) {
          return fixable(`that of process ${last.pid}, started ${when(last.startedAt)}, did not end`, [
            "Run `drift scan`: it finishes the work."
          ])
        }
        const count = Number(db.prepare("SELECT count(*) FROM scan").pluck().get())
        if (count === 0) return note("there was none yet", "Run `drift scan`.")
        const status = db.prepare("SELECT status FROM scan ORDER BY id DESC LIMIT 1").pluck().get()
        return holder === undefined && status !== "complete"
          ? note("the last one did not complete, facts may be missing", "Run `drift scan`.")
          : good(`${many(count, "scan")} on record`)
      })
  }
]

/** Of what is around it; made in any case. */
const AROUND: ReadonlyArray<{
  readonly subject: string
  readonly look: (path: string) => Verdict | Effect.Effect<Verdict, StorageError>
}> = [
  {
    subject: "Folder",
    look: (path) => {
      for (const each of [dirname(path), path, `${path}.lock`]) {
        if (!existsSync(each)) continue
        try {
          accessSync(each, constants.R_OK | constants.W_OK)
        } catch {
          return {
            state: "wrong",
            detail: `${each} cannot be written`,
            advice: ["Change its permissions, or use --db to place the database elsewhere."]
          }
        }
      }
      return good("it can be written")
    }
  },
  {
    subject: "Lock",
    look: (path) =>
      Effect.map(ScanLock.holder(path), (holder) =>
        holder === undefined
          ? good("nobody holds it")
          : note(`process ${holder.pid} has been ${holder.work} the database since ${when(holder.startedAt)}`)
      )
  },
  {
    subject: "WAL",
    look: (path) => {
      const bytes = walBytes(path)
      if (bytes <= EMERGENCY) return good(bytes === 0 ? "it is empty" : bytesOf(bytes))
      return fixable(`${bytesOf(bytes)}, because something has been reading for long or a scan died`, [
        "Run `drift scan` or `drift gc`, when nothing else uses the database."
      ])
    }
  },
  {
    subject: "Disk",
    look: (path) => {
      let folder = dirname(path)
      while (!existsSync(folder)) folder = dirname(folder)
      const { bavail, bsize } = statfsSync(folder)
      const free = bavail * bsize
      const needed = size(path) + EMERGENCY
      return free >= needed
        ? good(`${bytesOf(free)} free`)
        : {
            state: "wrong",
            detail: `only ${bytesOf(free)} are free, and a rebuild or a backup takes up to ${bytesOf(needed)}`,
            advice: ["Free some space; `drift gc` frees what the database does not need."]
          }
    }
  },
  {
    subject: "Backups",
    look: (path) =>
      Effect.gen(function* () {
        const list = Backups.list(path)
        const broken: Array<string> = []
        for (const backup of list) {
          const whole = backup.intact && Either.isRight(yield* Effect.either(Backups.checkBytes(backup.path)))
          if (!whole) broken.push(basename(backup.path))
        }
        if (broken.length > 0) {
          return {
            state: "wrong",
            detail: `damaged: ${broken.join(", ")}`,
            advice: ["Remove what is damaged, and run `drift backup`."]
          } satisfies Verdict
        }
        const [newest] = list
        return newest === undefined
          ? note("none", "`drift backup` makes one.")
          : good(`${list.length}, the newest of ${when(newest.createdAt)}`)
      })
  },
  {
    subject: "Set aside",
    look: (path) => {
      const files = asideFiles(path)
      if (files.length === 0) return good("nothing")
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
      return note(
        `${files.map((file) => basename(file.path)).join(", ")} (${bytesOf(bytes)})`,
        "Remove them when nobody misses anything."
      )
    }
  }
]

const damaged = (detail: string): Verdict =>
  fixable(`damaged: ${detail}`, [
    "Run `drift doctor --fix`: it keeps the damaged file under another name and restores the newest good backup, if there is one.",
    "Then run `drift scan`: everything in the database is derived from the sources."
  ])

/** The tables, views, triggers and indexes that are not what a new database has. An index may be missing. */
const unlikeCurrent = (db: Database): ReadonlyArray<string> => {
  const fresh = openDatabase(":memory:")
  try {
    MIGRATIONS.apply(fresh)
    for (const sql of Object.values(INDEXES)) fresh.exec(sql)
    const objects = (of: Database) =>
      of
        .prepare<[], { readonly type: string; readonly name: string; readonly sql: string }>(
          "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
        )
        .all()
    const found = new Map(objects(db).map(({ name, sql }) => [name, sql]))
    return objects(fresh)
      .filter(({ name, sql, type }) => found.get(name) !== sql && !(type === "index" && !found.has(name)))
      .map(({ name }) => name)
  } finally {
    fresh.close()
  }
}

/** An error as a finding. */
const failed = ({ cause, code, detail, hints }: StorageError): Verdict => ({
  state: "wrong",
  detail,
  ...(hints === undefined ? {} : { advice: hints }),
  ...(code === "DB_CORRUPT" || cause instanceof EarlierSchema ? { fixable: true } : {})
})

const made = (
  path: string,
  subject: string,
  look: () => Verdict | Effect.Effect<Verdict, StorageError>
): Effect.Effect<Finding> =>
  breathe.pipe(
    Effect.andThen(attempt(path, look)),
    Effect.flatMap((verdict) => (Effect.isEffect(verdict) ? verdict : Effect.succeed(verdict))),
    Effect.catchAll((error) => Effect.succeed(failed(error))),
    Effect.map((verdict) => ({ subject, ...verdict }))
  )

/** Looks at everything. Changes nothing. */
export const examine = (path: string): Effect.Effect<ReadonlyArray<Finding>> =>
  Effect.scoped(
    Effect.gen(function* () {
      const findings: Array<Finding> = []
      const foreign = yield* Effect.either(attempt(path, () => refuseForeign(path)))
      const opened = yield* Effect.either(Either.isLeft(foreign) ? foreign.left : openExisting(path))
      if (Either.isLeft(foreign)) {
        const { fixable: _, ...verdict } = failed(foreign.left)
        findings.push({ subject: "Database", ...verdict })
      } else if (Either.isLeft(opened)) findings.push({ subject: "Database", ...failed(opened.left) })
      else if (opened.right === undefined) {
        findings.push({ subject: "Database", ...note(`there is none at ${path} yet`, "Run `drift scan`.") })
      } else {
        const db = opened.right
        findings.push({ subject: "Database", ...good(`${path}, ${bytesOf(size(path))}`) })
        for (const { look, subject } of OF_DATABASE) {
          const finding = yield* made(path, subject, () => look(path, db))
          findings.push(finding)
          // What is damaged or of another schema says nothing about the rest.
          if (finding.state === "wrong" && (subject === "Schema" || subject === "Integrity")) break
        }
      }
      for (const { look, subject } of AROUND) findings.push(yield* made(path, subject, () => look(path)))
      return findings
    })
  )

const openExisting = (path: string) =>
  Effect.acquireRelease(
    attempt(path, () => {
      if (!existsSync(path)) return undefined
      const db = openDatabase(path, { readonly: true, timeout: 5000 })
      try {
        // Is where a file that is no database is found out.
        db.prepare<[], Header>(SELECT_HEADER).get()
        return db
      } catch (error) {
        db.close()
        throw error
      }
    }),
    (db) => Effect.sync(() => db?.close())
  )
