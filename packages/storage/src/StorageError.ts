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

/** Another scan of this database is running, here or in another process. */
export class ScanInProgress extends Schema.TaggedError<ScanInProgress>("@drift/storage/ScanInProgress")(
  "ScanInProgress",
  { pid: Schema.Number, startedAt: Schema.Number, database: Schema.String }
) {
  readonly code = "SCAN_IN_PROGRESS" as const
  override get message(): string {
    return `Process ${this.pid} has been scanning into ${this.database} since ${new Date(this.startedAt * 1000).toISOString()}`
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
