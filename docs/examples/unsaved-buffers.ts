import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import { Scanner } from "@drift/scanner/Scanner"
import * as Layer from "effect/Layer"

/** The project as an editor shows it: `unsaved` has the text of its buffers by path, relative to the root. */
export const inEditor = (root: string, unsaved: Readonly<Record<string, string>>) =>
  DriftRuntime.layer({ root }).pipe(Layer.provide(Scanner.layerBuffers(unsaved)))
