/** From a command line to an exit code. */
import * as CliConfig from "@effect/cli/CliConfig"
import * as Command from "@effect/cli/Command"
import * as HelpDoc from "@effect/cli/HelpDoc"
import * as ValidationError from "@effect/cli/ValidationError"
import { type CodedError, ERROR_CODES } from "@drift/core/ErrorCode"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Argv from "./Argv.js"
import { backup } from "./commands/Backup.js"
import { calls } from "./commands/Calls.js"
import { classes } from "./commands/Classes.js"
import { doctor } from "./commands/Doctor.js"
import { exports } from "./commands/Exports.js"
import { files } from "./commands/Files.js"
import { functions } from "./commands/Functions.js"
import { gc } from "./commands/Gc.js"
import { imports } from "./commands/Imports.js"
import { parse } from "./commands/Parse.js"
import { restore } from "./commands/Restore.js"
import { scan } from "./commands/Scan.js"
import { search } from "./commands/Search.js"
import { status } from "./commands/Status.js"
import { why } from "./commands/Why.js"
import { config, describe, type Description } from "./Description.js"
import * as ExitCode from "./ExitCode.js"
import { BrokenPipe, StrictViolation, Unhealthy, UsageError } from "./Failure.js"
import { Output } from "./Output.js"
import * as Help from "./render/Help.js"
import { problem } from "./render/Problem.js"
import { stripAnsi, style } from "./render/Text.js"
import { VERSION } from "./Version.js"

const SUMMARY = "Turns a source tree into facts that programs can query, and keeps them current."

const run = Command.make("drift").pipe(
  Command.withSubcommands([
    scan,
    status,
    files,
    functions,
    classes,
    imports,
    exports,
    calls,
    search,
    parse,
    why,
    doctor,
    backup,
    restore,
    gc
  ]),
  Command.run({ name: "drift", version: VERSION })
)

const descriptions: ReadonlyArray<Description> = [
  describe(scan),
  describe(status),
  describe(files),
  describe(functions),
  describe(classes),
  describe(imports),
  describe(exports),
  describe(calls),
  describe(search),
  describe(parse),
  describe(why),
  describe(doctor),
  describe(backup),
  describe(restore),
  describe(gc)
]

const syntaxes = new Map(descriptions.map(({ name, syntax }) => [name, syntax]))

const printHelp = Effect.fnUntraced(function* (name: string | undefined) {
  const output = yield* Output
  const paint = style(output.colour)
  const one = descriptions.find((description) => description.name === name)
  const lines =
    one === undefined
      ? Help.overview(SUMMARY, descriptions, paint, output.width)
      : Help.command(one, paint, output.width)
  yield* output.write(`${lines.join("\n")}\n`)
})

/** The library prints what it finds wrong before it fails; here the failure alone is shown, in our form. */
const mute = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.consoleWith((console) => Effect.withConsole(effect, { ...console, error: () => Effect.void }))

const usageError = (error: ValidationError.ValidationError): UsageError =>
  new UsageError({
    detail: stripAnsi(HelpDoc.toAnsiText(error.error)).replace(/\s+/g, " ").trim(),
    hints: ["`drift COMMAND --help` tells what is accepted."]
  })

const dispatch = Effect.fnUntraced(function* (args: ReadonlyArray<string>) {
  const output = yield* Output
  const request = yield* Argv.read(args, syntaxes)
  switch (request._tag) {
    case "Version":
      return yield* output.write(`${VERSION}\n`)
    case "Help":
      return yield* printHelp(request.command)
    case "Run":
      // The library drops runtime and script.
      return yield* mute(run(["node", "drift", ...request.args]))
  }
})

/** An error of ours or of a room, with its hints, if it is one. */
const asCoded = (error: unknown): CodedError | undefined => {
  if (typeof error !== "object" || error === null || !("code" in error) || !("message" in error)) return undefined
  const code = ERROR_CODES.find((each) => each === error.code)
  if (code === undefined) return undefined
  const hints = "hints" in error && Array.isArray(error.hints) ? error.hints.map(String) : []
  return { code, message: String(error.message), hints }
}

const internalError = (cause: Cause.Cause<unknown>): CodedError => {
  const error = Cause.squash(cause)
  return {
    code: "INTERNAL_ERROR",
    message: error instanceof Error && error.message !== "" ? error.message : String(error),
    hints: ["This is a mistake in Drift, not in what it was given."]
  }
}

/** Tells what went wrong and answers with the exit code. */
const settle = Effect.fnUntraced(function* (cause: Cause.Cause<unknown>) {
  const output = yield* Output
  const failure = Cause.failureOption(cause)
  const error = failure._tag === "Some" ? failure.value : undefined
  if (error instanceof BrokenPipe) return ExitCode.DONE
  if (error instanceof StrictViolation) return ExitCode.STRICT
  if (error instanceof Unhealthy) return ExitCode.FAILED
  const usage = ValidationError.isValidationError(error) ? usageError(error) : error
  yield* output.writeError(problem(asCoded(usage) ?? internalError(cause), output.errorColour))
  return usage instanceof UsageError ? ExitCode.USAGE : ExitCode.FAILED
})

/** Warnings go to stderr: stdout is for results. */
const logging = Layer.merge(
  Logger.replace(Logger.defaultLogger, Logger.withConsoleError(Logger.logfmtLogger)),
  Logger.minimumLogLevel(LogLevel.Warning)
)

/** Runs a command line (without runtime and script). Fails never; an interruption stays one. */
export const main = (args: ReadonlyArray<string>) =>
  dispatch(args).pipe(
    Effect.as(ExitCode.DONE),
    Effect.catchAllCause((cause) => (Cause.isInterruptedOnly(cause) ? Effect.interrupt : settle(cause))),
    Effect.provide(Layer.merge(logging, Layer.succeed(CliConfig.CliConfig, config)))
  )
