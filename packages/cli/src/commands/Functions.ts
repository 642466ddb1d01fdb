import * as Command from "@effect/cli/Command"
import { FunctionKind } from "@drift/core/ParseResult"
import * as List from "../List.js"
import { choice, exported, filter, only, visibility } from "../Options.js"

/** `drift functions` */
export const functions = Command.make(
  "functions",
  {
    ...List.options,
    name: filter("name", "Only this name, or names that match this glob."),
    kind: choice("kind", FunctionKind.literals, "Only this kind."),
    visibility,
    exported,
    async: only("async", "Only what is async.")
  },
  (request) =>
    List.print("functions", request, {
      file: request.file,
      language: request.language,
      name: request.name,
      kind: request.kind,
      visibility: request.visibility,
      exported: request.exported,
      async: request.async
    })
).pipe(Command.withDescription("List functions, methods, constructors and accessors."))
