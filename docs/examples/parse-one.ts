import { ParserManager } from "@drift/parsers/ParserManager"
import * as Effect from "effect/Effect"

export const functionNames = (path: string, text: string) =>
  Effect.gen(function* () {
    const parser = yield* ParserManager
    const { functions } = yield* parser.parse(text, path)
    return functions.map((each) => each.qualifiedName)
  }).pipe(Effect.provide(ParserManager.layerInProcess()))
