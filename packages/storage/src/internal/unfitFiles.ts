/** Files that cannot be stored as they come. */
import type { FactKind } from "@drift/core/FactBatch"
import type { DecodedFile } from "@drift/core/FactBatchDecoder"
import { MAX_FACTS } from "./schema.js"

/** The row of a file whose facts should have been kept but never were stored. */
export const withoutFactsVersion = (file: DecodedFile): DecodedFile => ({
  ...file,
  row: { ...file.row, factsVersion: undefined }
})

const NO_FACTS: DecodedFile["counts"] = { functions: 0, classes: 0, imports: 0, exports: 0, call_sites: 0 }

/** What is stored of a file whose facts do not fit. */
export const refused = (file: DecodedFile, kind: FactKind): DecodedFile => ({
  row: {
    ...file.row,
    outcome: "failed",
    factsVersion: undefined,
    errorCount: undefined,
    errorCode: "PARSE_ERROR",
    error: `The file has more than ${MAX_FACTS.toLocaleString("en-US")} ${kind.replace("_", " ")}`
  },
  parse: file.parse,
  errorRangesJson: undefined,
  counts: NO_FACTS
})
