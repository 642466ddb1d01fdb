/** What can go wrong between Drift and its database. */
import * as Schema from "effect/Schema"

/** The database could not do what was asked. One class, because callers show it; `code` tells kinds apart. */
export class StorageError extends Schema.TaggedError<StorageError>("@drift/storage/StorageError")("StorageError", {
  code: Schema.Literal("STORAGE_ERROR", "DB_BUSY", "DB_CORRUPT", "DISK_FULL", "MIGRATION_FAILED"),
  detail: Schema.String,
  hints: Schema.optional(Schema.Array(Schema.String)),
  cause: Schema.optional(Schema.Defect)
}) {
  override get message(): string {
    return this.detail
  }
}

/** What a process may be at that lets no other one change the database, as it stands behind "has been". */
export const DatabaseWork = Schema.Literal("scanning into", "restoring", "repairing", "tidying up")
export type DatabaseWork = typeof DatabaseWork.Type

/** Another process, or this one, is scanning into the database (when `work` is absent) or at what else nobody may disturb. */
export class ScanInProgress extends Schema.TaggedError<ScanInProgress>("@drift/storage/ScanInProgress")(
  "ScanInProgress",
  { pid: Schema.Number, startedAt: Schema.Number, work: Schema.optional(DatabaseWork), database: Schema.String }
) {
  readonly code = "SCAN_IN_PROGRESS" as const
  readonly hints: ReadonlyArray<string> = ["Wait for it to end; `drift scan --wait` does."]
  override get message(): string {
    return `Process ${this.pid} has been ${this.work ?? "scanning into"} ${this.database} since ${new Date(this.startedAt * 1000).toISOString()}`
  }
}

/** A cursor that is malformed or was made for another list. */
export class InvalidCursor extends Schema.TaggedError<InvalidCursor>("@drift/storage/InvalidCursor")("InvalidCursor", {
  detail: Schema.String
}) {
  readonly code = "INVALID_CURSOR" as const
  override get message(): string {
    return this.detail
  }
}
