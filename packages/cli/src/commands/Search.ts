import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import { SEARCH_KINDS } from "@drift/storage/Search"
import * as List from "../List.js"
import { choice } from "../Options.js"

/** `drift search` */
export const search = Command.make(
  "search",
  {
    ...List.options,
    text: Args.text({ name: "text" }).pipe(
      Args.withDescription("A name, the start of one, some words of one in their order, or any part of one.")
    ),
    kind: choice("kind", SEARCH_KINDS, "Only this kind.")
  },
  (request) =>
    List.printFound(request, {
      text: request.text,
      kinds: request.kind === undefined ? undefined : [request.kind],
      language: request.language,
      file: request.file
    })
).pipe(Command.withDescription("Find names of all kinds, best matches first."))
