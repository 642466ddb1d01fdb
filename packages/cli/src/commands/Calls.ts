import * as Command from "@effect/cli/Command"
import * as List from "../List.js"
import { filter } from "../Options.js"

/** `drift calls` */
export const calls = Command.make(
  "calls",
  {
    ...List.options,
    name: filter("name", "Only calls of this name, or of names that match this glob."),
    caller: filter("caller", "Only calls in the function of this qualified name, or of names that match this glob.")
  },
  (request) =>
    List.print("call_sites", request, {
      file: request.file,
      language: request.language,
      name: request.name,
      caller: request.caller
    })
).pipe(Command.withDescription("List call sites."))
