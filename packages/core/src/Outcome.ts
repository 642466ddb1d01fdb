/**
 * What became of a file. Every file that a scan sees ends in exactly one outcome, and the counts add up to the total.
 *
 * - `parsed`: facts are stored and the source had no syntax errors.
 * - `parsedWithErrors`: facts are stored; the ranges of the syntax errors are on the row.
 * - `notParsed`: has a language, but parsing was switched off (`--no-parse`). No facts.
 * - `noLanguage`: a file in no language that is known. No facts.
 * - `skippedLarge`: larger than the limit, not read, so without a hash. No facts.
 * - `skippedBinary`: a NUL byte in the first 8 KiB. No facts.
 * - `skippedEncoding`: UTF-32, or UTF-16 that does not decode. No facts.
 * - `failed`: could not be read, or not be parsed within the time limit. The last facts stay when the file could not be
 *   read (it may be back tomorrow) and go when it was read but could not be parsed.
 */
import * as Schema from "effect/Schema"

export const OUTCOMES = [
  "parsed",
  "parsedWithErrors",
  "notParsed",
  "noLanguage",
  "skippedLarge",
  "skippedBinary",
  "skippedEncoding",
  "failed"
] as const

export const Outcome = /* @__PURE__ */ (() => Schema.Literal(...OUTCOMES))()
export type Outcome = (typeof OUTCOMES)[number]

/** A count for every outcome. */
export type OutcomeCounts = { readonly [K in Outcome]: number }
export const OutcomeCounts = /* @__PURE__ */ Schema.Struct({
  parsed: Schema.Number,
  parsedWithErrors: Schema.Number,
  notParsed: Schema.Number,
  noLanguage: Schema.Number,
  skippedLarge: Schema.Number,
  skippedBinary: Schema.Number,
  skippedEncoding: Schema.Number,
  failed: Schema.Number
})

export const NO_OUTCOMES: OutcomeCounts = {
  parsed: 0,
  parsedWithErrors: 0,
  notParsed: 0,
  noLanguage: 0,
  skippedLarge: 0,
  skippedBinary: 0,
  skippedEncoding: 0,
  failed: 0
}

/** Outcomes that `--strict` answers with exit code 3. */
export const STRICT_OUTCOMES: ReadonlyArray<Outcome> = ["parsedWithErrors", "skippedLarge", "skippedEncoding", "failed"]
