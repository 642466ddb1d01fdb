import * as Command from "@effect/cli/Command"
import * as List from "../List.js"
import { filter } from "../Options.js"

/** `drift exports` */
export const exports = Command.make(
  "exports",
  { ...List.options, name: filter("name", "Only this name, or names that match this glob.") },
  (request) => List.print("exports", request, { file: request.file, language: request.language, name: request.name })
).pipe(Command.withDescription("List exported names."))
