/** Why there are no facts: of one source, or because the parser does not work. */
import * as Schema from "effect/Schema"

/** The parser itself is broken: a thread that does not start or died, a grammar that does not load or fit its queries. */
export class ParserUnavailable extends Schema.TaggedError<ParserUnavailable>("@drift/parsers/ParserUnavailable")(
  "ParserUnavailable",
  {
    detail: Schema.String,
    /** The language that cannot be parsed, if it is only one. */
    language: Schema.optional(Schema.String),
    cause: Schema.optional(Schema.Defect)
  }
) {
  readonly code = "PARSE_ERROR" as const
  override get message(): string {
    return this.detail
  }
}

/** Why one source has no facts. */
export class ParseFailed extends Schema.TaggedError<ParseFailed>("@drift/parsers/ParseFailed")("ParseFailed", {
  path: Schema.String,
  /**
   * `UnsupportedLanguage`: neither path nor first line tell a language, or the one that was named is not known. `Binary`: a
   * NUL byte in the first 8 KiB. `Encoding`: UTF-32, or UTF-16 that does not decode. `TooLarge`: more bytes than allowed,
   * not looked at. `TimedOut`: parsing took more than the time limit. `Extraction`: more facts than can be represented.
   */
  reason: Schema.Literal("UnsupportedLanguage", "Binary", "Encoding", "TooLarge", "TimedOut", "Extraction"),
  detail: Schema.String
}) {
  get code(): "PARSE_ERROR" | "UNSUPPORTED_LANGUAGE" {
    return this.reason === "UnsupportedLanguage" ? "UNSUPPORTED_LANGUAGE" : "PARSE_ERROR"
  }
  override get message(): string {
    return this.detail
  }
}
