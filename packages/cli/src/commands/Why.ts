import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Shared from "../Options.js"
import { Output } from "../Output.js"
import * as Project from "../Project.js"
import { explanation as render } from "../render/Explanation.js"
import { style } from "../render/Text.js"
import { open } from "../Rooms.js"

/** `drift why` */
export const why = Command.make(
  "why",
  {
    root: Shared.root,
    include: Shared.include,
    exclude: Shared.exclude,
    followSymlinks: Shared.followSymlinks,
    json: Shared.json,
    path: Args.text({ name: "path" }).pipe(Args.withDescription("The file or folder to explain, there or not."))
  },
  Effect.fnUntraced(function* (request) {
    const output = yield* Output
    const { path, root } = yield* Project.locate(request.path, request.root)
    const scanner = yield* open((rooms) => rooms.scanner())
    const explanation = yield* scanner.explain({
      root,
      path: /[\\/]$/.test(request.path) ? `${path}/` : path,
      include: request.include,
      exclude: request.exclude,
      followSymlinks: request.followSymlinks
    })
    if (request.json) return yield* output.write(`${JSON.stringify({ root, ...explanation })}\n`)
    yield* output.write(`${render(explanation, style(output.colour)).join("\n")}\n`)
  }, Effect.scoped)
).pipe(Command.withDescription("Tell which rule ignores a path, or keeps it."))
