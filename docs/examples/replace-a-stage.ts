import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import { Scanner } from "@drift/scanner/Scanner"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** The scanner of the file system, but generated sources do not exist for it. */
const handwritten = Layer.effect(
  Scanner,
  Effect.map(Scanner, (scanner) =>
    Scanner.of({
      ...scanner,
      scan: (request) => scanner.scan({ ...request, exclude: [...(request.exclude ?? []), "*.generated.*"] })
    })
  )
).pipe(Layer.provide(Scanner.layer))

export const layer = (root: string) => DriftRuntime.layer({ root }).pipe(Layer.provide(handwritten))
