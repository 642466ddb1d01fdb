import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import type { Finding } from "@drift/storage/SqliteAdmin"
import * as Effect from "effect/Effect"
import * as Engine from "../Engine.js"
import * as Examinations from "../Examinations.js"
import { Unhealthy } from "../Failure.js"
import * as Shared from "../Options.js"
import { Output } from "../Output.js"
import * as Project from "../Project.js"
import { findings as render } from "../render/Findings.js"
import { style } from "../render/Text.js"
import { open } from "../Rooms.js"

/** `drift doctor` */
export const doctor = Command.make(
  "doctor",
  {
    root: Shared.root,
    db: Shared.db,
    fix: Options.boolean("fix").pipe(
      Options.withDescription("Repair what can be repaired; nothing is deleted for it.")
    ),
    json: Shared.json
  },
  Effect.fnUntraced(function* (request) {
    const output = yield* Output
    const engine = yield* Engine.wanted
    const project = yield* Project.resolve(request)
    const admin = yield* open((rooms) => rooms.admin(project.database))
    const done = request.fix ? yield* admin.repair : []
    const findings: ReadonlyArray<Finding> = [...(yield* admin.examine), ...(yield* Examinations.all(engine))]
    const healthy = findings.every(({ state }) => state !== "wrong")
    const lines = request.json
      ? [JSON.stringify({ healthy, database: project.database, done, findings })]
      : render({ done, findings }, style(output.colour))
    yield* output.write(`${lines.join("\n")}\n`)
    if (!healthy) return yield* new Unhealthy()
  }, Effect.scoped)
).pipe(Command.withDescription("Look for what is wrong with the database and with Drift's surroundings."))
