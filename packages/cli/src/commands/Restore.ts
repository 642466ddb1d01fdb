import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Shared from "../Options.js"
import { Output } from "../Output.js"
import * as Project from "../Project.js"
import { restored } from "../render/Backups.js"
import { style } from "../render/Text.js"
import { open } from "../Rooms.js"

/** `drift restore` */
export const restore = Command.make(
  "restore",
  {
    root: Shared.root,
    db: Shared.db,
    json: Shared.json,
    file: Args.text({ name: "file" }).pipe(
      Args.withDescription("The backup. Default: the newest good one of `drift backup --list`."),
      Args.optional
    )
  },
  Effect.fnUntraced(function* (request) {
    const output = yield* Output
    const path = yield* Path.Path
    const { database, root } = yield* Project.resolve(request)
    const admin = yield* open((rooms) => rooms.admin(database))
    const file = Option.getOrUndefined(request.file)
    const result = yield* admin.restore(file === undefined ? undefined : path.resolve(file))
    const lines = request.json ? [JSON.stringify(result)] : restored(result, root, style(output.colour))
    yield* output.write(`${lines.join("\n")}\n`)
  }, Effect.scoped)
).pipe(Command.withDescription("Put a verified backup in the place of the database, which is kept beside it."))
