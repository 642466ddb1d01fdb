/** Which parse engine the user asks for. */
import type { EngineName } from "@drift/parsers/EngineName"
import { ENGINES, isEngineName } from "@drift/parsers/EngineName"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import { UsageError } from "./Failure.js"

/** `DRIFT_ENGINE`; undefined when it is not set or empty: the fastest that can be loaded. */
export const wanted: Effect.Effect<EngineName | undefined, UsageError> = Config.string("DRIFT_ENGINE").pipe(
  Effect.orElseSucceed(() => ""),
  Effect.flatMap((name) => {
    if (name === "") return Effect.succeed(undefined)
    if (isEngineName(name)) return Effect.succeed(name)
    const detail = `DRIFT_ENGINE must be ${ENGINES.slice(0, -1).join(", ")} or ${ENGINES.at(-1)}, not ${JSON.stringify(name)}`
    return Effect.fail(new UsageError({ detail }))
  })
)
