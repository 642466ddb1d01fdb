/**
 * One closed set of error codes and the one way in which errors are shown: `[CODE] message`.
 *
 * Error classes live with the room that raises them; each carries one of these codes.
 */
import * as Schema from "effect/Schema"

export const ERROR_CODES = [
  "ALREADY_INITIALIZED",
  "CANCELLED",
  "CONFIG_ERROR",
  "DB_BUSY",
  "DB_CORRUPT",
  "DISK_FULL",
  "INTERNAL_ERROR",
  "INVALID_ARGUMENT",
  "INVALID_CURSOR",
  "MIGRATION_FAILED",
  "PARSE_ERROR",
  "RUNTIME_NOT_INITIALIZED",
  "SCAN_ERROR",
  "SCAN_IN_PROGRESS",
  "STORAGE_ERROR",
  "UNSUPPORTED_LANGUAGE"
] as const

export const ErrorCode = /* @__PURE__ */ (() => Schema.Literal(...ERROR_CODES))()
export type ErrorCode = (typeof ERROR_CODES)[number]

/** Codes of the specification that nothing raises yet; they will mean what the specification says. */
export type ReservedErrorCode =
  | "BOUNDARY_ERROR"
  | "CALL_GRAPH_ERROR"
  | "CONSTRAINT_ERROR"
  | "DETECTION_ERROR"
  | "GATE_FAILED"
  | "INIT_ERROR"
  | "INVALID_FILTER"
  | "LICENSE_ERROR"
  | "NOT_FOUND"
  | "PIPELINE_ERROR"
  | "TAINT_ERROR"

/** What every error of Drift has in common. `message` is for people and carries no code. */
export interface CodedError {
  readonly code: ErrorCode
  readonly message: string
  /** What to do about it, one sentence each. */
  readonly hints?: ReadonlyArray<string> | undefined
}

/** `[CODE] message` on one line. */
export const render = (error: CodedError): string => `[${error.code}] ${error.message.replace(/\s*\n\s*/g, " ")}`
