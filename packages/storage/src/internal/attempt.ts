/** Calls of the driver and the file system as effects. */
import * as Effect from "effect/Effect"
import type { StorageError } from "../StorageError.js"
import { toStorageError } from "./toStorageError.js"

/** Runs `body`; what it throws is an error about the database or file at `path`. */
export const attempt = <A>(path: string, body: () => A): Effect.Effect<A, StorageError> =>
  Effect.try({ try: body, catch: (error) => toStorageError(path, error) })
