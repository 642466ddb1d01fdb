import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import { Scanner } from "@drift/scanner/Scanner"
import * as Layer from "effect/Layer"

/** A commit of the repository that `root` is in, whatever is checked out. */
export const atRevision = (root: string, rev: string, db: string) =>
  DriftRuntime.layer({ root, db }).pipe(Layer.provide(Scanner.layerGit({ rev })))
