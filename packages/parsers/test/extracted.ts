/** The facts of a capture table, for tests that run an engine themselves. */
import type { ParseResult } from "@drift/core/ParseResult"
import { decodeResult } from "../src/internal/decodeResult.js"
import { Extractor } from "../src/internal/extract.js"
import type { PreparedGrammar } from "../src/internal/grammars.js"
import type { CaptureTable } from "../src/ParseEngine.js"

const extractor = new Extractor()

export const extract = (source: Uint8Array, table: CaptureTable, grammar: PreparedGrammar): ParseResult => {
  extractor.open(source, table, grammar)
  extractor.write(
    {
      mode: "replace",
      path: "source",
      language: grammar.rules.id,
      namespace: extractor.namespace,
      size: source.length,
      mtimeSecs: 0,
      mtimeNanos: 0,
      racy: false,
      contentHash: 1n,
      outcome: "parsed",
      timedOutAfter: 0,
      errorCount: table.errors.length / 2,
      errorRanges: extractor.errorRanges(table.errors)
    },
    undefined
  )
  const expressions = extractor.expressions()
  return decodeResult(extractor.finish(), expressions)!
}
