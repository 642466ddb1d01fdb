/** Why a scan could not begin. */
import * as Schema from "effect/Schema"

/**
 * The root is missing, no directory, or unreadable; or it was to be scanned through git, and there is no git, no repository or
 * no such revision, or git failed. Nothing was walked. Single files never fail a scan.
 */
export class ScanError extends Schema.TaggedError<ScanError>("@drift/scanner/ScanError")("ScanError", {
  reason: Schema.Literal(
    "RootMissing",
    "RootNotDirectory",
    "Unreadable",
    "GitNotFound",
    "GitTooOld",
    "NotRepository",
    "UnknownRevision",
    "GitFailed"
  ),
  path: Schema.String,
  /** The revision that was to be scanned, where the reason is that something is not in it; what git said, where it failed. */
  detail: Schema.optional(Schema.String),
  cause: Schema.optional(Schema.Defect)
}) {
  readonly code = "SCAN_ERROR" as const
  override get message(): string {
    switch (this.reason) {
      case "RootMissing":
        return this.detail === undefined
          ? `No such directory: ${this.path}`
          : `No such directory in ${JSON.stringify(this.detail)}: ${this.path}`
      case "RootNotDirectory":
        return `Not a directory: ${this.path}`
      case "Unreadable":
        return `Cannot read: ${this.path}`
      case "GitNotFound":
        return "No git in any folder of PATH"
      case "GitTooOld":
        return "This git is too old to be asked for objects"
      case "NotRepository":
        return `Not in a git repository: ${this.path}`
      case "UnknownRevision":
        return `No such commit or tree: ${JSON.stringify(this.detail ?? "")} in ${this.path}`
      case "GitFailed":
        return `git failed in ${this.path}${this.detail === undefined ? "" : `: ${this.detail}`}`
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
