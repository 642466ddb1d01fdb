import * as Command from "@effect/cli/Command"
import { ClassKind } from "@drift/core/ParseResult"
import * as List from "../List.js"
import { choice, exported, filter, visibility } from "../Options.js"

/** `drift classes` */
export const classes = Command.make(
  "classes",
  {
    ...List.options,
    name: filter("name", "Only this name, or names that match this glob."),
    kind: choice("kind", ClassKind.literals, "Only this kind."),
    visibility,
    exported
  },
  (request) =>
    List.print("classes", request, {
      file: request.file,
      language: request.language,
      name: request.name,
      kind: request.kind,
      visibility: request.visibility,
      exported: request.exported
    })
).pipe(Command.withDescription("List classes, interfaces and other declared types."))
