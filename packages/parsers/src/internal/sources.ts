/** Sources that people hand to `ParserManager`: to parse jobs and back, one by one or as a stream. */
import type { KnownLanguages } from "@drift/core/KnownLanguages"
import type { ParseJob } from "@drift/core/ParseJob"
import type { ParseResult } from "@drift/core/ParseResult"
import type * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import type { ParserUnavailable } from "../ParseError.js"
import { ParseFailed } from "../ParseError.js"
import type { ParsedBatch, ParsedSource, ParseManyOptions, ParseOptions, SourceFile } from "../ParserManager.js"
import type { ParsedAlone, ParsedSources } from "./batch.js"
import { sourceJob } from "./sourceJob.js"

/** How a layer parses. */
export interface Answers {
  readonly batch: (jobs: ReadonlyArray<ParseJob>) => Effect.Effect<ParsedBatch, ParserUnavailable>
  readonly sources: (jobs: ReadonlyArray<ParseJob>) => Effect.Effect<ParsedSources, ParserUnavailable>
}

const MAX_FILE_SIZE = 1_048_576

/** What goes to a thread at once. */
const PORTION_FILES = 64
const PORTION_BYTES = 256 * 1024

/** The implementation of `ParserManager.parse`. */
export const parse =
  (languages: KnownLanguages, answers: Answers) =>
  (
    source: string | Uint8Array,
    path: string,
    options: ParseOptions = {}
  ): Effect.Effect<ParseResult, ParseFailed | ParserUnavailable> =>
    Effect.gen(function* () {
      const job = yield* jobOf(languages, { path, source, ...options }, options)
      const { sources } = yield* answers.sources([job])
      return yield* resultOf(sources[0]!)
    })

/** The implementation of `ParserManager.parseMany`. */
export const parseMany =
  (languages: KnownLanguages, concurrency: number, answers: Answers) =>
  <E, R>(
    files: Stream.Stream<SourceFile, E, R>,
    options: ParseManyOptions = {}
  ): Stream.Stream<ParsedSource, E | ParserUnavailable, R> =>
    files.pipe(
      Stream.chunks,
      Stream.mapConcat(portionsOf),
      Stream.mapEffect(
        (portion) =>
          Effect.gen(function* () {
            const jobs = portion.map((file) => jobOf(languages, file, options))
            const wanted = jobs.filter(Either.isRight).map(({ right }) => right)
            const { sources } = wanted.length === 0 ? NOTHING : yield* answers.sources(wanted)
            let next = 0
            return jobs.map((job, i): ParsedSource => ({
              path: portion[i]!.path,
              result: Either.flatMap(job, () => resultOf(sources[next++]!))
            }))
          }),
        { concurrency }
      ),
      Stream.mapConcat((parsed) => parsed)
    )

const NOTHING: ParsedSources = { sources: [], busyMs: 0 }

const portionsOf = (files: Chunk.Chunk<SourceFile>): ReadonlyArray<ReadonlyArray<SourceFile>> => {
  const portions: Array<Array<SourceFile>> = []
  let bytes = Infinity
  for (const file of files) {
    const last = portions.at(-1)
    if (last === undefined || last.length === PORTION_FILES || bytes >= PORTION_BYTES) {
      portions.push([file])
      bytes = file.source.length
    } else {
      last.push(file)
      bytes += file.source.length
    }
  }
  return portions
}

/** The bytes are a copy, which may go to another thread: the caller's own may be a small part of a large buffer. */
const jobOf = (
  languages: KnownLanguages,
  { language: named, path, source }: SourceFile,
  { maxFileSize = MAX_FILE_SIZE }: ParseManyOptions
): Either.Either<ParseJob, ParseFailed> => {
  const fail = (reason: ParseFailed["reason"], detail: string) => Either.left(new ParseFailed({ path, reason, detail }))
  const tooLarge = () => fail("TooLarge", `Larger than ${maxFileSize} bytes: ${path}`)
  if (source.length > maxFileSize) return tooLarge()
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : new Uint8Array(source)
  if (bytes.length > maxFileSize) return tooLarge()
  const language = named ?? languages.ofFile(path, bytes)
  if (language === undefined) return fail("UnsupportedLanguage", `The language of this file is not known: ${path}`)
  if (!languages.has(language)) return fail("UnsupportedLanguage", `There is no language ${language}: ${path}`)
  return Either.right(sourceJob(path, language, bytes, true))
}

const resultOf = ({ file, result, timedOut }: ParsedAlone): Either.Either<ParseResult, ParseFailed> => {
  if (result !== undefined) return Either.right(result)
  const { outcome, path, problem } = file
  const fail = (reason: ParseFailed["reason"], detail: string) => Either.left(new ParseFailed({ path, reason, detail }))
  if (outcome === "skippedBinary") return fail("Binary", `A binary file: ${path}`)
  if (outcome === "skippedEncoding") return fail("Encoding", `A text encoding that Drift does not read: ${path}`)
  return fail(timedOut ? "TimedOut" : "Extraction", problem?.message ?? `Not parsed: ${path}`)
}
