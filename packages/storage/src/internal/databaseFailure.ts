/** An error that storage itself finds in a database, in a form that survives the way out of the writer's thread. */
import type { Migrations } from "./migrations.js"

export type FailureCode = "STORAGE_ERROR" | "MIGRATION_FAILED" | "DB_CORRUPT"

export class DatabaseFailure extends Error {
  override readonly name = "DatabaseFailure"
  readonly code: FailureCode

  constructor(code: FailureCode, message: string) {
    super(message)
    this.code = code
  }
}

/** The schema is an earlier one, which a scan can do something about. */
export class EarlierSchema extends DatabaseFailure {
  readonly version: number
  /** Whether there is a way from that schema to the current one; otherwise the database has to be built anew. */
  readonly migratable: boolean

  constructor(path: string, version: number, current: number, migratable: boolean) {
    super(
      "MIGRATION_FAILED",
      `${path} was written by an earlier Drift (its schema is version ${version}, this Drift's is ${current})`
    )
    this.version = version
    this.migratable = migratable
  }
}

/** What the header of a database file says about it, and its tables, views and triggers. */
export interface Header {
  readonly applicationId: number
  readonly userVersion: number
  /** How many tables, views, triggers and indexes it has. */
  readonly objects: number
  /** The names of all but the indexes, with spaces between them. */
  readonly names: string | null
}

/** One statement, so that it never sees half of what another process creates. Gives a `Header`. */
export const SELECT_HEADER = `SELECT application_id AS applicationId, user_version AS userVersion,
  (SELECT count(*) FROM sqlite_schema) AS objects,
  (SELECT group_concat(name, ' ') FROM sqlite_schema WHERE type <> 'index') AS names
  FROM pragma_application_id, pragma_user_version`

/**
 * Whether the database has the current schema or is still empty.
 *
 * @throws EarlierSchema, or DatabaseFailure when it belongs to another program or a newer Drift, or lacks a part.
 */
export const checkHeader = (path: string, header: Header, migrations: Migrations): "ours" | "empty" => {
  if (header.applicationId !== migrations.applicationId && (header.objects > 0 || header.applicationId !== 0)) {
    throw new DatabaseFailure(
      "STORAGE_ERROR",
      `${path} belongs to another program: it is an SQLite database, but not one of Drift`
    )
  }
  const { current, first } = migrations
  if (header.userVersion > current) {
    throw new DatabaseFailure(
      "MIGRATION_FAILED",
      `${path} was written by a newer Drift (its schema is version ${header.userVersion}, this Drift knows up to ${current}): upgrade drift`
    )
  }
  if (header.userVersion === 0 && header.objects === 0) return "empty"
  if (header.userVersion < current) {
    throw new EarlierSchema(path, header.userVersion, current, header.userVersion >= first)
  }
  const names = new Set(header.names?.split(" "))
  const missing = migrations.names.filter((name) => !names.has(name))
  if (missing.length > 0) {
    throw new DatabaseFailure("DB_CORRUPT", `${path} is damaged: it lacks ${missing.join(", ")}`)
  }
  return "ours"
}
