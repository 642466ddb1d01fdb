/** Whether the last commit has a path that a rule ignores: git goes on tracking what it knew before the rule. */
import * as Effect from "effect/Effect"
import * as GitProcess from "./gitProcess.js"

/** `undefined` where it cannot be told: no git, no repository, no commit. `path` is relative to the root. */
export const isTracked = (root: string, path: string): Effect.Effect<boolean | undefined> =>
  Effect.gen(function* () {
    const environment = yield* Effect.orDie(GitProcess.environment)
    const executable = yield* Effect.sync(() => GitProcess.find(environment))
    if (executable === undefined) return undefined
    let listed = false
    const { status } = yield* GitProcess.run(
      { executable, environment, directory: root },
      ["ls-tree", "-z", "HEAD", "--", path],
      () => (listed = true)
    )
    return status === 0 ? listed : undefined
  })
