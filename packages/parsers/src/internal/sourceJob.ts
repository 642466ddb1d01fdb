/** A source without a file as a parse job. */
import type { LanguageId } from "@drift/core/Language"
import type { ParseJob } from "@drift/core/ParseJob"

export const sourceJob = (path: string, language: LanguageId, bytes: Uint8Array, owned = false): ParseJob => ({
  path,
  language,
  source: { _tag: "Bytes", bytes, owned },
  stat: { size: bytes.length, mtimeSecs: 0, mtimeNanos: 0 },
  racy: false
})
