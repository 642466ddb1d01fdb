import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { drift } from "./harness.js"

describe("DRIFT_ENGINE", () => {
  it.effect("is handed to the runtime, and nothing when it is empty", () =>
    Effect.gen(function* () {
      const opened = (value: string) =>
        Effect.map(
          drift(["scan", "--root", "."], { environment: { DRIFT_ENGINE: value } }),
          ({ opened: [options] }) => (options as { readonly engine?: unknown }).engine
        )
      for (const engine of ["native", "wasm", "tree-sitter"]) assert.strictEqual(yield* opened(engine), engine)
      assert.isUndefined(yield* opened(""))
    })
  )

  for (const args of [
    ["scan", "--root", "."],
    ["parse", "a.ts"]
  ]) {
    it.effect(`of another name is wrong usage of ${args[0]}`, () =>
      Effect.gen(function* () {
        const { code, opened, stderr, stdout } = yield* drift(args, { environment: { DRIFT_ENGINE: "fast" } })
        assert.deepStrictEqual([code, stdout, opened], [2, "", []])
        assert.strictEqual(stderr, '[INVALID_ARGUMENT] DRIFT_ENGINE must be native, wasm or tree-sitter, not "fast"\n')
      })
    )
  }
})
