/** What the process answers with. */
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"

export const DONE = 0
export const FAILED = 1
/** Wrong usage: the command line itself is at fault. */
export const USAGE = 2
/** `--strict`, and a file of the scope failed, was skipped for its size or encoding, or has syntax errors. */
export const STRICT = 3
/** Stopped by SIGINT or SIGTERM. */
export const INTERRUPTED = 130

/** The exit code of the whole program, whose success is an exit code already. */
export const ofExit = (exit: Exit.Exit<unknown, unknown>): number => {
  if (Exit.isSuccess(exit)) return typeof exit.value === "number" ? exit.value : DONE
  return Cause.isInterrupted(exit.cause) ? INTERRUPTED : FAILED
}
