import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Shared from "../Options.js"
import { Output } from "../Output.js"
import * as Project from "../Project.js"
import { garbage } from "../render/Garbage.js"
import { style } from "../render/Text.js"
import { open } from "../Rooms.js"

/** `drift gc` */
export const gc = Command.make(
  "gc",
  {
    root: Shared.root,
    db: Shared.db,
    dryRun: Options.boolean("dry-run").pipe(Options.withDescription("Tell what would go; remove nothing.")),
    keep: Shared.maybe(
      Shared.integer("keep", { least: 1, most: 1000 }).pipe(
        Options.withDescription("Remove backups as well, but so many. Default: all of them stay.")
      )
    ),
    json: Shared.json
  },
  Effect.fnUntraced(function* ({ dryRun, json, keep, ...where }) {
    const output = yield* Output
    const { database } = yield* Project.resolve(where)
    const admin = yield* open((rooms) => rooms.admin(database))
    const found = yield* admin.collectGarbage({ dryRun, ...(keep === undefined ? {} : { backupsKept: keep }) })
    const lines = json ? [JSON.stringify({ dryRun, ...found })] : garbage(found, dryRun, style(output.colour))
    yield* output.write(`${lines.join("\n")}\n`)
  }, Effect.scoped)
).pipe(Command.withDescription("Remove from the database and its folder what nobody needs any more."))
