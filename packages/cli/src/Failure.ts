/** What goes wrong in the command itself; the rooms bring their own errors. */
import { LANGUAGES } from "@drift/core/Language"
import * as Schema from "effect/Schema"

/** The command line is wrong: exit code 2. */
export class UsageError extends Schema.TaggedError<UsageError>("@drift/cli/UsageError")("UsageError", {
  detail: Schema.String,
  hints: Schema.optional(Schema.Array(Schema.String))
}) {
  readonly code = "INVALID_ARGUMENT" as const
  override get message(): string {
    return this.detail
  }
}

/** The file to parse cannot be read. */
export class Unreadable extends Schema.TaggedError<Unreadable>("@drift/cli/Unreadable")("Unreadable", {
  detail: Schema.String
}) {
  readonly code = "SCAN_ERROR" as const
  override get message(): string {
    return this.detail
  }
}

/** A file to parse is in none of the ten languages. */
export class UnknownLanguage extends Schema.TaggedError<UnknownLanguage>("@drift/cli/UnknownLanguage")(
  "UnknownLanguage",
  { path: Schema.String }
) {
  readonly code = "UNSUPPORTED_LANGUAGE" as const
  readonly hints: ReadonlyArray<string> = [`Drift knows ${LANGUAGES.join(", ")}.`]
  override get message(): string {
    return `The language of this file is not known: ${this.path}`
  }
}

/** Rows of a database hold what Drift does not write. */
export class DamagedRows extends Schema.TaggedError<DamagedRows>("@drift/cli/DamagedRows")("DamagedRows", {}) {
  readonly code = "DB_CORRUPT" as const
  readonly hints: ReadonlyArray<string> = ["Run `drift doctor` to see what is wrong with the database."]
  override get message(): string {
    return "The database is damaged: it holds what Drift does not write"
  }
}

/** `--strict` found something: exit code 3. Everything worth saying has been said. */
export class StrictViolation extends Schema.TaggedError<StrictViolation>("@drift/cli/StrictViolation")(
  "StrictViolation",
  {}
) {}

/** `drift doctor` found something wrong: exit code 1. Everything worth saying has been said. */
export class Unhealthy extends Schema.TaggedError<Unhealthy>("@drift/cli/Unhealthy")("Unhealthy", {}) {}

/** The reader of stdout went away (`drift functions | head`): the program ends quietly and successfully. */
export class BrokenPipe extends Schema.TaggedError<BrokenPipe>("@drift/cli/BrokenPipe")("BrokenPipe", {}) {}

/** The results could not be written to where stdout leads, for example a full disk behind `>`. */
export class WriteFailed extends Schema.TaggedError<WriteFailed>("@drift/cli/WriteFailed")("WriteFailed", {
  code: Schema.Literal("DISK_FULL", "INTERNAL_ERROR"),
  detail: Schema.String
}) {
  override get message(): string {
    return `Cannot write the results: ${this.detail}`
  }
}
