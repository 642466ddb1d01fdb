import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import { UsageError } from "../Failure.js"
import * as Shared from "../Options.js"
import { Output } from "../Output.js"
import * as Project from "../Project.js"
import { backups, made } from "../render/Backups.js"
import { style } from "../render/Text.js"
import { open } from "../Rooms.js"

/** `drift backup` */
export const backup = Command.make(
  "backup",
  {
    root: Shared.root,
    db: Shared.db,
    out: Shared.maybe(
      Options.text("out").pipe(
        Options.withPseudoName("file"),
        Options.withDescription(
          "Where to; a new file. Default: a dated name in the folder backups beside the database."
        )
      )
    ),
    compact: Options.boolean("compact").pipe(
      Options.withDescription("Leave out the parse cache and free space: a snapshot to share.")
    ),
    keep: Shared.maybe(
      Shared.integer("keep", { least: 1, most: 1000 }).pipe(
        Options.withDescription("So many backups stay in the folder; older ones are removed. Default: 5.")
      )
    ),
    list: Options.boolean("list").pipe(Options.withDescription("List the backups in the folder; make none.")),
    json: Shared.json
  },
  Effect.fnUntraced(function* (request) {
    const output = yield* Output
    const path = yield* Path.Path
    if (request.list && (request.out !== undefined || request.compact || request.keep !== undefined)) {
      return yield* new UsageError({ detail: "--list makes no backup, so it goes only with --root, --db and --json" })
    }
    const { database } = yield* Project.resolve(request)
    const admin = yield* open((rooms) => rooms.admin(database))
    if (request.list) {
      const list = yield* admin.backups
      const lines = request.json ? [JSON.stringify({ backups: list })] : backups(list, style(output.colour))
      if (lines.length === 0) return yield* output.writeError("There are no backups: `drift backup` makes one.\n")
      return yield* output.write(`${lines.join("\n")}\n`)
    }
    const backup = yield* admin.backup({
      compact: request.compact,
      ...(request.out === undefined ? {} : { out: path.resolve(request.out) }),
      ...(request.keep === undefined ? {} : { keep: request.keep })
    })
    const lines = request.json ? [JSON.stringify(backup)] : made(backup, style(output.colour))
    yield* output.write(`${lines.join("\n")}\n`)
  }, Effect.scoped)
).pipe(Command.withDescription("Copy the database to a file, verify the copy, and keep the newest few."))
