/** Whether git tracks a path that a rule ignores: it goes on tracking what it knew before the rule. */
import * as Effect from "effect/Effect"
import { basename, dirname } from "node:path"
import * as GitProcess from "./gitProcess.js"

/** `undefined` where it cannot be told: no git, no repository. The repository asked is that of the folder that the path is in. */
export const isTracked = (absolutePath: string): Effect.Effect<boolean | undefined> =>
  Effect.gen(function* () {
    const environment = yield* Effect.orDie(GitProcess.environment)
    const executable = yield* Effect.sync(() => GitProcess.find(environment))
    if (executable === undefined) return undefined
    let listed = false
    const { status } = yield* GitProcess.run(
      { executable, environment, directory: dirname(absolutePath) },
      ["--literal-pathspecs", "ls-files", "-z", "--", basename(absolutePath)],
      () => (listed = true)
    )
    return status === 0 ? listed : undefined
  })
