/** Files that cannot be stored as they come. */
import type { ErrorCode } from "@drift/core/ErrorCode"
import type { FactKind } from "@drift/core/FactBatch"
import type { DecodedFile } from "@drift/core/FactBatchDecoder"
import { MAX_FACTS } from "./schema.js"

/** The row of a file whose facts should have been kept but never were stored. */
export const withoutFactsVersion = (file: DecodedFile): DecodedFile => ({
  ...file,
  row: { ...file.row, factsVersion: undefined }
})

const NO_FACTS: DecodedFile["counts"] = { functions: 0, classes: 0, imports: 0, exports: 0, call_sites: 0 }

/** What is stored of a file that has more facts than its ids can tell apart. */
export const overfull = (file: DecodedFile, kind: FactKind): DecodedFile =>
  refused(file, "PARSE_ERROR", `The file has more than ${MAX_FACTS.toLocaleString("en-US")} ${kind.replace("_", " ")}`)

/** What is stored of a file that the database does not take. */
export const untaken = (file: DecodedFile, reason: unknown): DecodedFile =>
  refused(file, "STORAGE_ERROR", `It cannot be stored: ${reason instanceof Error ? reason.message : String(reason)}`)

const refused = (file: DecodedFile, errorCode: ErrorCode, error: string): DecodedFile => ({
  row: { ...file.row, outcome: "failed", factsVersion: undefined, errorCount: undefined, errorCode, error },
  parse: file.parse,
  errorRangesJson: undefined,
  counts: NO_FACTS
})
