/** Other processes that use a database. */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

export interface Child {
  readonly pid: number
  /** Waits for a line. */
  readonly said: (line: string) => Effect.Effect<void>
  /** Waits until it says something more. */
  readonly saysMore: Effect.Effect<void>
  /** Ends it without any chance to clean up. */
  readonly kill: Effect.Effect<void>
}

/** Starts a process and waits until it says that it is ready. */
export const otherProcess = (entry: string, ...args: ReadonlyArray<string>): Effect.Effect<Child, Error, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.async<Child, Error>((resume) => {
      const child = spawn(process.execPath, [fileURLToPath(new URL(entry, import.meta.url)), ...args], {
        stdio: ["ignore", "pipe", "pipe"]
      })
      let problems = ""
      let output = ""
      child.stdout.on("data", (chunk) => (output += String(chunk)))
      const said = (line: string) =>
        Effect.async<void>((done) => {
          const look = () => {
            if (output.split("\n").includes(line)) done(Effect.void)
          }
          child.stdout.on("data", look)
          look()
        })
      const saysMore = Effect.async<void>((done) => {
        child.stdout.once("data", () => done(Effect.void))
      })
      child.stderr.on("data", (chunk) => (problems += String(chunk)))
      const kill = Effect.async<void>((done) => {
        if (child.exitCode !== null || child.signalCode !== null) return done(Effect.void)
        child.once("exit", () => done(Effect.void))
        child.kill("SIGKILL")
      })
      child.stdout.once("data", () => resume(Effect.succeed({ pid: child.pid!, said, saysMore, kill })))
      child.once("exit", () => resume(Effect.fail(new Error(`${entry} ended: ${problems}`))))
    }),
    (child) => child.kill
  )
