import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import { languageOfPath, languageOfShebang, mayHaveShebang } from "@drift/core/Language"
import type { ParseJob } from "@drift/core/ParseJob"
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
    const language =
      languageOfPath(path) ?? (mayHaveShebang(path) ? languageOfShebang(bytes.subarray(0, 256)) : undefined)
    if (language === undefined) return yield* new UnknownLanguage({ path })
    const parser = yield* open((rooms) => rooms.parser(engine))
    const job: ParseJob = {
      path,
      language,
      source: { _tag: "Bytes", bytes },
      stat: { size: bytes.length, mtimeSecs: 0, mtimeNanos: 0 },
      racy: false
    }
    const result = yield* Effect.flatMap(parser.parse(job), Schema.encode(ParseResult))
    yield* output.write(`${JSON.stringify(result)}\n`)
  }, Effect.scoped)
).pipe(Command.withDescription("Print the facts of one file as JSON, without a database."))
