import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import { KnownLanguages } from "@drift/core/KnownLanguages"
import { ParseResult } from "@drift/core/ParseResult"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Engine from "../Engine.js"
import { Unreadable, UnknownLanguage } from "../Failure.js"
import * as Shared from "../Options.js"
import { Output } from "../Output.js"
import * as Project from "../Project.js"
import { open } from "../Rooms.js"

const read = Effect.fnUntraced(function* (path: string) {
  const fs = yield* FileSystem.FileSystem
  const kind = yield* Effect.option(Effect.map(fs.stat(path), ({ type }) => type))
  // A FIFO would be waited for.
  if (kind._tag === "Some" && kind.value !== "File") return yield* new Unreadable({ detail: `Not a file: ${path}` })
  return yield* Effect.mapError(fs.readFile(path), (cause) => {
    const missing = cause._tag === "SystemError" && cause.reason === "NotFound"
    return new Unreadable({ detail: `${missing ? "No such file" : "Cannot read"}: ${path}` })
  })
})

/** `drift parse` */
export const parse = Command.make(
  "parse",
  { root: Shared.root, file: Args.text({ name: "file" }).pipe(Args.withDescription("The file to parse.")) },
  Effect.fnUntraced(function* (request) {
    const output = yield* Output
    const engine = yield* Engine.wanted
    const { absolute, path } = yield* Project.locate(request.file, request.root)
    const bytes = yield* read(absolute)
    const language = KnownLanguages.builtIn.ofFile(path, bytes)
    if (language === undefined) return yield* new UnknownLanguage({ path })
    const parser = yield* open((rooms) => rooms.parser(engine))
    // Who asks for a file gets it, however large it is.
    const result = yield* parser.parse(bytes, path, { language, maxFileSize: Infinity })
    yield* output.write(`${JSON.stringify(yield* Schema.encode(ParseResult)(result))}\n`)
  }, Effect.scoped)
).pipe(Command.withDescription("Print the facts of one file as JSON, without a database."))
