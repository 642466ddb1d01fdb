/** An error that storage itself finds in a database, in a form that survives the way out of the writer's thread. */

export type FailureCode = "STORAGE_ERROR" | "MIGRATION_FAILED"

export class DatabaseFailure extends Error {
  override readonly name = "DatabaseFailure"
  readonly code: FailureCode

  constructor(code: FailureCode, message: string) {
    super(message)
    this.code = code
  }
}

/** What the header of a database file says about it. */
export interface Header {
  readonly applicationId: number
  readonly userVersion: number
  /** How many tables, views and indexes it has. */
  readonly objects: number
}

/** One statement, so that it never sees half of what another process creates. Gives a `Header`. */
export const SELECT_HEADER = `SELECT application_id AS applicationId, user_version AS userVersion,
  (SELECT count(*) FROM sqlite_schema) AS objects FROM pragma_application_id, pragma_user_version`

/**
 * Whether the database is one of ours or still empty.
 *
 * @throws DatabaseFailure when it belongs to another program, to a newer Drift or to one that was never released.
 */
export const checkHeader = (
  path: string,
  header: Header,
  ours: { applicationId: number; version: number }
): "ours" | "empty" => {
  if (header.applicationId !== ours.applicationId && (header.objects > 0 || header.applicationId !== 0)) {
    throw new DatabaseFailure(
      "STORAGE_ERROR",
      `${path} belongs to another program: it is an SQLite database, but not one of Drift`
    )
  }
  if (header.userVersion > ours.version) {
    throw new DatabaseFailure(
      "MIGRATION_FAILED",
      `${path} was written by a newer Drift (its schema is version ${header.userVersion}, this Drift knows up to ${ours.version}): upgrade drift`
    )
  }
  if (header.userVersion > 0 && header.userVersion < ours.version) {
    throw new DatabaseFailure(
      "MIGRATION_FAILED",
      `${path} was written by a Drift from before the first release: delete it and scan again`
    )
  }
  return header.userVersion === 0 ? "empty" : "ours"
}
