import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import { HASH_ALGORITHMS } from "@drift/core/ContentHash"
import { STRICT_OUTCOMES } from "@drift/core/Outcome"
import type { ScanFailure, ScanOptions } from "@drift/runtime/DriftRuntime"
import type { ScanSummary } from "@drift/runtime/ScanSummary"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Engine from "../Engine.js"
import { StrictViolation, UsageError } from "../Failure.js"
import * as Shared from "../Options.js"
import { Output } from "../Output.js"
import * as Progress from "../Progress.js"
import * as Project from "../Project.js"
import { summary as render } from "../render/Summary.js"
import { plural, printable, style } from "../render/Text.js"
import { open } from "../Rooms.js"

const { flag } = Shared

const options = {
  root: Shared.root,
  db: Shared.db,
  rev: Shared.maybe(
    Options.text("rev").pipe(
      Options.withPseudoName("revision"),
      Options.withDescription("Scan this commit or tree of the git repository instead of the files on disk.")
    )
  ),
  force: flag("force", "Hash every file, also those whose size and time did not change."),
  noParse: flag("no-parse", "Only find what changed; extract no facts."),
  include: Shared.include,
  exclude: Shared.exclude,
  maxFileSize: Shared.maybe(
    Shared.integer("max-file-size", { least: 0 }).pipe(
      Options.withPseudoName("bytes"),
      Options.withDescription("Do not read larger files. Default: 1048576.")
    )
  ),
  followSymlinks: Shared.followSymlinks,
  hashAlgorithm: Shared.choice(
    "hash-algorithm",
    HASH_ALGORITHMS,
    "How contents are hashed. Another one than last time reads every file once. Default: xxh3.",
    "name"
  ),
  threads: Shared.maybe(
    Shared.integer("threads", { least: 1, most: 256 }).pipe(
      Options.withDescription("Parser threads. Default: as many as suit the machine.")
    )
  ),
  dryRun: flag("dry-run", "Show what a scan would find changed; write nothing."),
  strict: flag("strict", "Exit with 3 when a file failed, was skipped for size or encoding, or has syntax errors."),
  wait: flag("wait", "When another scan is at the database, wait for it to end."),
  yes: flag("yes", "Scan the file-system root or the home directory without asking back."),
  json: Shared.json,
  quiet: flag("quiet", "Print nothing but errors."),
  paths: Args.text({ name: "path" }).pipe(
    Args.withDescription("Files or folders to scan. Default: the whole project."),
    Args.repeated
  )
}

const interrupted =
  "[CANCELLED] The scan was interrupted; what was done is kept\n  The next `drift scan` finishes the work.\n"

/** How often it is tried again. */
const TRIED_EVERY = "250 millis"

/** Tries until no other scan is in the way; tells once whom it waits for. */
const whenOthersEnded = <A>(
  scan: Effect.Effect<A, ScanFailure>,
  quiet: boolean
): Effect.Effect<A, ScanFailure, Output> =>
  Effect.gen(function* () {
    const output = yield* Output
    let told = quiet
    return yield* scan.pipe(
      Effect.tapErrorTag("ScanInProgress", ({ message }) => {
        if (told) return Effect.void
        told = true
        return output.writeError(`${printable(message)}. Waiting for it to end.\n`)
      }),
      Effect.retry({ while: ({ _tag }) => _tag === "ScanInProgress", schedule: Schedule.spaced(TRIED_EVERY) })
    )
  })

/** Files with a row, and what could not even get one. */
const strictFindings = ({ errorsTotal, outcomes }: ScanSummary): number =>
  STRICT_OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], Math.max(0, errorsTotal - outcomes.failed))

/** `drift scan` */
export const scan = Command.make(
  "scan",
  options,
  Effect.fnUntraced(
    function* (request) {
      const output = yield* Output
      const engine = yield* Engine.wanted
      const project = yield* Project.resolve(request)
      if (!request.yes && (yield* Project.isVast(project.root))) {
        return yield* new UsageError({
          detail: `${project.root} is the file-system root or the home directory`,
          hints: ["If all of it is to be scanned, add --yes."]
        })
      }

      const scanOptions: ScanOptions = {
        scopes: project.scopes,
        force: request.force,
        parse: !request.noParse,
        include: request.include,
        exclude: request.exclude,
        dryRun: request.dryRun,
        followSymlinks: request.followSymlinks,
        ...(request.maxFileSize === undefined ? {} : { maxFileSize: request.maxFileSize }),
        ...(request.hashAlgorithm === undefined ? {} : { hashAlgorithm: request.hashAlgorithm })
      }
      const result = yield* Effect.gen(function* () {
        const runtime = yield* open((rooms) =>
          rooms.runtime({
            ...project,
            threads: request.threads,
            ...(engine === undefined ? {} : { engine }),
            ...(request.rev === undefined ? {} : { rev: request.rev })
          })
        )
        if (!request.quiet && !request.json) yield* Progress.follow(yield* runtime.subscribe)
        const scan = runtime.scan(scanOptions)
        return yield* request.wait ? whenOthersEnded(scan, request.quiet) : scan
      }).pipe(Effect.scoped)
      if (!request.quiet) yield* Effect.forEach(result.notices, (notice) => output.writeError(`${printable(notice)}\n`))

      // A dry run of a project without a database has none to tell about.
      const summary = { ...result.summary, db: { ...result.summary.db, path: project.database } }
      if (request.json) yield* output.write(`${JSON.stringify(summary)}\n`)
      else if (!request.quiet) {
        const lines = render(summary, style(output.colour), output.width)
        yield* output.write(`${lines.join("\n")}\n`)
      }
      if (request.strict && strictFindings(summary) > 0) {
        if (!request.json && !request.quiet) {
          yield* output.write(
            `\nStrict: ${plural(strictFindings(summary), "path is", "paths are")} not wholly understood.\n`
          )
        }
        return yield* new StrictViolation()
      }
    },
    Effect.onInterrupt(() => Effect.flatMap(Output, (output) => output.writeError(interrupted)))
  )
).pipe(Command.withDescription("Bring the stored facts up to date with the source tree."))
