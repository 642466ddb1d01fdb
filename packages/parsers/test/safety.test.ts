/** Threads that parse are safe to interrupt and to leave: each test is a process of its own, on the built package. */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"

/** How many times threads are started and interrupted: DRIFT_FUZZ_THREADS. */
const LAYERS = Number(process.env["DRIFT_FUZZ_THREADS"] ?? 20)

const run = (script: string, ...args: ReadonlyArray<string>) =>
  new Promise<{ status: unknown; signal: unknown; stdout: string; stderr: string }>((resolve) => {
    const path = fileURLToPath(new URL(script, import.meta.url))
    execFile(process.execPath, [path, ...args], { timeout: 120_000 + LAYERS * 5000 }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : error.code, signal: error?.signal ?? null, stdout, stderr })
    )
  })

// The npm binding is left out: it aborts the process when a thread ends while it parses.
for (const [engine, layers] of [
  ["native", LAYERS],
  ["wasm", Math.ceil(LAYERS / 4)]
] as const) {
  describe(`Threads with ${engine}`, () => {
    it(
      "survive interruptions at any moment, parse on rightly, and leave nothing behind",
      async () => {
        const { signal, status, stderr, stdout } = await run("interrupted.mjs", engine, `${layers}`)
        assert.deepStrictEqual([status, signal, stderr], [0, null, ""])
        const { finished, interrupted } = JSON.parse(stdout) as { finished: number; interrupted: number }
        assert.strictEqual(finished + interrupted, layers * 10)
        assert.isAbove(interrupted, layers)
      },
      150_000 + LAYERS * 5000
    )

    for (const delay of ["0", "40", "150", "400"]) {
      it(`let the process exit in the midst of parsing, after ${delay} ms`, async () => {
        assert.deepStrictEqual(await run("exiting.mjs", engine, "exit", delay), {
          status: 7,
          signal: null,
          stdout: "",
          stderr: ""
        })
      }, 150_000)
    }

    it("let an uncaught exception end the process", async () => {
      const { signal, status, stderr, stdout } = await run("exiting.mjs", engine, "throw", "100")
      assert.deepStrictEqual([status, signal, stdout], [1, null, ""])
      assert.include(stderr, "uncaught on purpose")
    }, 150_000)
  })
}
