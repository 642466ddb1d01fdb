// Ends the process while three threads parse: with status 7 or by an uncaught exception.
import { ParserManager } from "@drift/parsers/ParserManager"
import * as Effect from "effect/Effect"
import { job, text } from "./jobs.mjs"

const [, , engine, way, delay] = process.argv

const end = () => {
  if (way === "exit") process.exit(7)
  throw new Error("uncaught on purpose")
}

const program = Effect.gen(function* () {
  const manager = yield* ParserManager
  yield* manager.parse(text(1), "first.py")
  setTimeout(end, Number(delay))
  const batches = Array.from({ length: 6 }, (_, i) => Array.from({ length: 20 }, (_, k) => job(`${i}-${k}.py`, 5000)))
  yield* Effect.forEach(batches, (batch) => manager.parseBatch(batch), { concurrency: "unbounded" })
})

await Effect.runPromise(Effect.provide(program, ParserManager.layer({ threads: 3, engine })))
process.stdout.write("parsed everything")
