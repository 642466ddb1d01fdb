/** Opening a project's database for commands that only read. */
import type { Row } from "@drift/core/Views"
import * as Effect from "effect/Effect"
import { Output } from "./Output.js"
import * as Project from "./Project.js"
import { open } from "./Rooms.js"

/** The project and its storage, open until the scope closes. Where no database is, reading fails and makes none. */
export const openDatabase = Effect.fn("Database.open")(function* (where: Project.Where) {
  const project = yield* Project.resolve(where)
  return { project, storage: yield* open((rooms) => rooms.storage(project.database)) }
})

/** Says on stderr that there may be more than was told, when the newest scan ended early. */
export const tellIncomplete = (last: Row<"scans"> | undefined): Effect.Effect<void, never, Output> =>
  last === undefined || last.status === "complete" || last.status === "running"
    ? Effect.void
    : Effect.flatMap(Output, (output) =>
        output.writeError("The last scan did not complete: facts may be missing. `drift scan` makes up for it.\n")
      )
