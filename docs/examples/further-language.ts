import * as FurtherLanguages from "@drift/parsers/FurtherLanguages"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** A runtime that knows Starlark as well. */
export const layer = (root: string) =>
  Layer.unwrapEffect(
    Effect.map(FurtherLanguages.load([new URL("./starlark/language.js", import.meta.url)]), (languages) =>
      DriftRuntime.layer({ root, languages })
    )
  )
