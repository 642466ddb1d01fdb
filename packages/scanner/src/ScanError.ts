/** Why a scan could not begin. */
import * as Schema from "effect/Schema"

/** The root is missing, no directory, or unreadable. Nothing was walked. Single files never fail a scan. */
export class ScanError extends Schema.TaggedError<ScanError>("@drift/scanner/ScanError")("ScanError", {
  reason: Schema.Literal("RootMissing", "RootNotDirectory", "Unreadable"),
  path: Schema.String,
  cause: Schema.optional(Schema.Defect)
}) {
  readonly code = "SCAN_ERROR" as const
  override get message(): string {
    switch (this.reason) {
      case "RootMissing":
        return `No such directory: ${this.path}`
      case "RootNotDirectory":
        return `Not a directory: ${this.path}`
      case "Unreadable":
        return `Cannot read: ${this.path}`
    }
  }
}

/** The root, or what it is scanned through, may not be read. */
export class PermissionDenied extends Schema.TaggedError<PermissionDenied>("@drift/scanner/PermissionDenied")(
  "PermissionDenied",
  { path: Schema.String, cause: Schema.optional(Schema.Defect) }
) {
  readonly code = "SCAN_ERROR" as const
  override get message(): string {
    return `Permission denied: ${this.path}`
  }
}
