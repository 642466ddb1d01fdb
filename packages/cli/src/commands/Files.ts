import * as Command from "@effect/cli/Command"
import { OUTCOMES } from "@drift/core/Outcome"
import * as List from "../List.js"
import { choice, filter } from "../Options.js"

/** `drift files` */
export const files = Command.make(
  "files",
  {
    ...List.options,
    name: filter("name", "Only this path, or paths that match this glob; the same as --file."),
    outcome: choice("outcome", OUTCOMES, "Only files of which scanning made this.")
  },
  (request) =>
    List.print("files", request, {
      file: request.file,
      language: request.language,
      name: request.name,
      outcome: request.outcome
    })
).pipe(Command.withDescription("List the files that Drift knows."))
