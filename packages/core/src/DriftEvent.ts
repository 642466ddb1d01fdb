/**
 * What Drift tells about a running scan, in this order: `ScanStarted`, `ScanProgress` with 0, then every 100 files and at
 * the total, `ScanComplete`. `ScanError` comes per failed file and for a fatal error, after which nothing comes.
 */
import * as Data from "effect/Data"
import type { ErrorCode } from "./ErrorCode.js"
import type { ScanStatus } from "./Scan.js"

export type DriftEvent = Data.TaggedEnum<{
  ScanStarted: { readonly root: string }
  /** `processed` never falls. `bytes` of the files processed; `path` is the last of them. */
  ScanProgress: {
    readonly processed: number
    readonly total: number
    readonly bytes: number
    readonly totalBytes: number
    readonly path?: string
  }
  ScanComplete: {
    readonly status: ScanStatus
    readonly added: number
    readonly modified: number
    readonly removed: number
    readonly unchanged: number
    readonly durationMs: number
  }
  ScanError: { readonly code: ErrorCode; readonly message: string; readonly path?: string; readonly fatal: boolean }
}>

export const DriftEvent = /* @__PURE__ */ Data.taggedEnum<DriftEvent>()

/** Events of the specification that later stages will raise. */
export type ReservedEvent =
  | "BoundaryDiscovered"
  | "ConstraintApproved"
  | "ConstraintViolated"
  | "DecisionMined"
  | "DecisionReversed"
  | "DetectorAlert"
  | "DetectorDisabled"
  | "EnforcementChanged"
  | "FeedbackAbuseDetected"
  | "GateEvaluated"
  | "AdrDetected"
  | "PatternApproved"
  | "PatternDiscovered"
  | "PatternIgnored"
  | "PatternMerged"
  | "RegressionDetected"
  | "ViolationDetected"
  | "ViolationDismissed"
  | "ViolationFixed"
