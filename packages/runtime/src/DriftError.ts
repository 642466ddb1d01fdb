/** How failures look to callers without Effect. */
import type { CodedError, ErrorCode } from "@drift/core/ErrorCode"
import { ERROR_CODES, render } from "@drift/core/ErrorCode"
import * as Cause from "effect/Cause"

/** Codes after which the same call may succeed. */
const RETRYABLE: ReadonlySet<ErrorCode> = new Set(["CANCELLED", "DB_BUSY", "SCAN_IN_PROGRESS"])

const HINTS: Partial<Record<ErrorCode, ReadonlyArray<string>>> = {
  ALREADY_INITIALIZED: ["Call driftShutdown() first to change the options."],
  DB_BUSY: ["Try again in a moment."],
  DB_CORRUPT: ["Move the database away and scan again: everything in it is derived from the sources."],
  DISK_FULL: ["Free some space and scan again; what was stored is intact."],
  RUNTIME_NOT_INITIALIZED: ["Call driftInitialize() first."],
  SCAN_IN_PROGRESS: ["Wait for the other scan to end."]
}

export class DriftError extends Error {
  override readonly name = "DriftError"
  readonly code: ErrorCode
  /** The same call may succeed later. */
  readonly retryable: boolean
  /** What to do about it, one sentence each; may be empty. */
  readonly hints: ReadonlyArray<string>

  /** `message` becomes `[CODE] message`; `cause` is the typed error behind it, or whatever was thrown. */
  constructor(error: CodedError, cause?: unknown) {
    super(render(error), cause === undefined ? undefined : { cause })
    this.code = error.code
    this.retryable = RETRYABLE.has(error.code)
    this.hints = error.hints ?? HINTS[error.code] ?? []
  }
}

const isCoded = (value: unknown): value is CodedError =>
  value instanceof Error && "code" in value && ERROR_CODES.some((code) => code === value.code)

/** Expected failures keep their code, interruption is `CANCELLED`, everything else is a bug: `INTERNAL_ERROR`. */
export const fromCause = (cause: Cause.Cause<CodedError>): DriftError => {
  const failure = Cause.failureOption(cause)
  if (failure._tag === "Some") return new DriftError(failure.value, failure.value)
  if (Cause.isInterruptedOnly(cause))
    return new DriftError({ code: "CANCELLED", message: "The operation was cancelled" })
  const defect = Cause.squash(cause)
  if (defect instanceof DriftError) return defect
  if (isCoded(defect)) return new DriftError(defect, defect)
  return new DriftError(
    { code: "INTERNAL_ERROR", message: defect instanceof Error ? defect.message : String(defect) },
    defect
  )
}
