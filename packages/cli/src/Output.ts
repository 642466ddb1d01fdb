/**
 * Where words go: results on stdout, errors and progress on stderr. Nothing else in this package touches the two streams.
 */
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { BrokenPipe, WriteFailed } from "./Failure.js"

/** A reader that went away is one thing; a write that failed otherwise must not pass for success. */
const writeFailed = (error: NodeJS.ErrnoException): BrokenPipe | WriteFailed =>
  error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED"
    ? new BrokenPipe()
    : new WriteFailed({ code: error.code === "ENOSPC" ? "DISK_FULL" : "INTERNAL_ERROR", detail: error.message })

export class Output extends Context.Tag("@drift/cli/Output")<
  Output,
  {
    /** Writes to stdout as it is, done when the stream took it. */
    readonly write: (text: string) => Effect.Effect<void, BrokenPipe | WriteFailed>
    /** Writes to stderr as it is. A closed stderr is no reason to fail. */
    readonly writeError: (text: string) => Effect.Effect<void>
    /** Whether stdout may have colour: a terminal, and NO_COLOR is not set. */
    readonly colour: boolean
    /** The same of stderr. */
    readonly errorColour: boolean
    /** Whether a line of stderr may be rewritten in place: a terminal, and not a dumb one. */
    readonly progress: boolean
    /** Columns of stdout when it is a terminal; unlimited otherwise. */
    readonly width: number
    /** Columns of stderr now; asked again for every line, because windows change. */
    readonly errorWidth: () => number
  }
>() {
  /** The streams of this process. */
  static readonly layer = /* @__PURE__ */ Layer.effect(
    Output,
    /* @__PURE__ */ Effect.gen(function* () {
      const { stderr, stdout } = process
      const noColour = yield* Config.option(Config.string("NO_COLOR"))
      const terminal = yield* Config.option(Config.string("TERM"))
      const plain = (Option.isSome(noColour) && noColour.value !== "") || Option.contains(terminal, "dumb")
      // Without a listener a broken pipe is an uncaught exception; the callback of the write reports it.
      // Listeners stay: a write that was under way may still report its error after the end.
      yield* Effect.sync(() => {
        stdout.on("error", () => {})
        stderr.on("error", () => {})
      })
      return Output.of({
        write: (text) =>
          Effect.async<void, BrokenPipe | WriteFailed>((resume) => {
            stdout.write(text, (error) => resume(error ? Effect.fail(writeFailed(error)) : Effect.void))
          }),
        writeError: (text) =>
          Effect.async<void>((resume) => {
            stderr.write(text, () => resume(Effect.void))
          }),
        colour: stdout.isTTY === true && !plain,
        errorColour: stderr.isTTY === true && !plain,
        progress: stderr.isTTY === true && !plain,
        width: stdout.isTTY === true ? stdout.columns || 80 : Number.POSITIVE_INFINITY,
        errorWidth: () => stderr.columns || 80
      })
    })
  )
}
