/** Opening a project's database for commands that only read. */
import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"
import { NoDatabase } from "./Failure.js"
import * as Project from "./Project.js"
import { open } from "./Rooms.js"

/** The project and its storage, open until the scope closes. Never makes a database. */
export const openDatabase = Effect.fn("Database.open")(function* (where: Project.Where) {
  const fs = yield* FileSystem.FileSystem
  const project = yield* Project.resolve(where)
  if (!(yield* Effect.orElseSucceed(fs.exists(project.database), () => false))) {
    return yield* new NoDatabase({ path: project.database })
  }
  return { project, storage: yield* open((rooms) => rooms.storage(project.database)) }
})
