import * as Command from "@effect/cli/Command"
import { presentRow } from "@drift/core/Views"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { openDatabase, tellIncomplete } from "../Database.js"
import * as Shared from "../Options.js"
import { Output } from "../Output.js"
import { status as render } from "../render/Status.js"
import { style } from "../render/Text.js"

const SCANS = 5

/** `drift status` */
export const status = Command.make(
  "status",
  { root: Shared.root, db: Shared.db, json: Shared.json },
  Effect.fnUntraced(function* (request) {
    const output = yield* Output
    const { project, storage } = yield* openDatabase(request)
    const summary = yield* storage.summary([])
    const scans = yield* storage.scans(SCANS)
    const database = yield* storage.info
    if (request.json) {
      const rows = scans.map((scan) => presentRow("scans", scan))
      const document = { root: project.root, lastScan: rows[0] ?? null, ...summary, scans: rows, db: database }
      yield* output.write(`${JSON.stringify(document)}\n`)
      return yield* tellIncomplete(scans[0])
    }
    const now = Math.floor((yield* Clock.currentTimeMillis) / 1000)
    const lines = render({ root: project.root, summary, database, scans, now }, style(output.colour), output.width)
    yield* output.write(`${lines.join("\n")}\n`)
    yield* tellIncomplete(scans[0])
  }, Effect.scoped)
).pipe(Command.withDescription("Show how fresh and how complete the facts are."))
