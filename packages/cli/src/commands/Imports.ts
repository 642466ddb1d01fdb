import * as Command from "@effect/cli/Command"
import { ImportKind } from "@drift/core/ParseResult"
import * as List from "../List.js"
import { choice, filter } from "../Options.js"

/** `drift imports` */
export const imports = Command.make(
  "imports",
  {
    ...List.options,
    name: filter("name", "Only this source, or sources that match this glob."),
    kind: choice("kind", ImportKind.literals, "Only this kind.")
  },
  (request) =>
    List.print("imports", request, {
      file: request.file,
      language: request.language,
      name: request.name,
      kind: request.kind
    })
).pipe(Command.withDescription("List imported modules."))
