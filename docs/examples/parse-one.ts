import type { Language } from "@drift/core/Language"
import { ParserManager } from "@drift/parsers/ParserManager"
import * as Effect from "effect/Effect"

export const functionNames = (path: string, language: Language, text: string) =>
  Effect.gen(function* () {
    const parser = yield* ParserManager
    const bytes = new TextEncoder().encode(text)
    const result = yield* parser.parse({
      path,
      language,
      source: { _tag: "Bytes", bytes },
      stat: { size: bytes.length, mtimeSecs: 0, mtimeNanos: 0 },
      racy: false
    })
    return result.functions.map((each) => each.qualifiedName)
  }).pipe(Effect.provide(ParserManager.layerInProcess()))
