import { ParserManager } from "@drift/parsers/ParserManager"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import { Scanner } from "@drift/scanner/Scanner"
import { Storage } from "@drift/storage/Storage"
import * as Layer from "effect/Layer"

/** Drift without files, threads and database: for tests, and for sources that come from elsewhere. */
export const inMemory = (files: Readonly<Record<string, string>>) =>
  DriftRuntime.layer({ root: "/project" }).pipe(
    Layer.provideMerge(Layer.mergeAll(Scanner.layerMemory(files), ParserManager.layerInProcess(), Storage.layerMemory))
  )
