import * as Command from "@effect/cli/Command"
import { FunctionKind } from "@drift/core/ParseResult"
import * as List from "../List.js"
import { choice, filter } from "../Options.js"

/** `drift functions` */
export const functions = Command.make(
  "functions",
  {
    ...List.options,
    name: filter("name", "Only this name, or names that match this glob."),
    kind: choice("kind", FunctionKind.literals, "Only this kind.")
  },
  (request) =>
    List.print("functions", request, {
      file: request.file,
      language: request.language,
      name: request.name,
      kind: request.kind
    })
).pipe(Command.withDescription("List functions, methods, constructors and accessors."))
