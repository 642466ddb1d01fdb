/** Opening a project's database for commands that only read. */
import * as Effect from "effect/Effect"
import * as Project from "./Project.js"
import { open } from "./Rooms.js"

/** The project and its storage, open until the scope closes. Where no database is, reading fails and makes none. */
export const openDatabase = Effect.fn("Database.open")(function* (where: Project.Where) {
  const project = yield* Project.resolve(where)
  return { project, storage: yield* open((rooms) => rooms.storage(project.database)) }
})
