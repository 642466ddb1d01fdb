// Interrupts waves of batches at random moments, ten for each layer, and the last while the layer closes; parses on in
// between and prints how the waves ended. Then nothing may keep the process alive.
import { ParserManager } from "@drift/parsers/ParserManager"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { job, text } from "./jobs.mjs"

const [, , engine, layers] = process.argv

let seed = 20
const random = (below) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
  return Math.floor((seed / 2 ** 32) * below)
}

const ended = { interrupted: 0, finished: 0 }
const wave = (manager, name) =>
  Effect.gen(function* () {
    const batches = Array.from({ length: 1 + random(5) }, (_, i) =>
      Array.from({ length: 1 + random(4) }, (_, k) => job(`${name}-${i}-${k}.py`, 1 + random(150)))
    )
    const fiber = yield* Effect.fork(
      Effect.forEach(batches, (batch) => manager.parseBatch(batch), { concurrency: "unbounded" })
    )
    yield* Effect.sleep(random(20))
    const exit = yield* Fiber.interrupt(fiber)
    if (Exit.isSuccess(exit)) ended.finished++
    else if (Exit.isInterrupted(exit)) ended.interrupted++
    else yield* exit
  })

const parsesRight = (manager, name) =>
  Effect.gen(function* () {
    const { callSites, functions } = yield* manager.parse(text(3), name)
    if (functions.length !== 3 || callSites.length !== 6) return yield* Effect.dieMessage(`${name} was parsed wrong`)
  })

const program = Effect.gen(function* () {
  for (let layer = 0; layer < Number(layers); layer++) {
    const life = Effect.gen(function* () {
      const manager = yield* ParserManager
      for (let i = 0; i < 10; i++) {
        yield* wave(manager, `${layer}-${i}`)
        yield* parsesRight(manager, `${layer}-${i}.py`)
      }
      // Closes the layer with batches under way.
      yield* Effect.forkDaemon(Effect.ignore(manager.parseBatch([job("last.py", 150), job("never.py", 150)])))
      yield* Effect.sleep(random(10))
    })
    yield* Effect.provide(life, ParserManager.layer({ threads: 3, engine }))
  }
})

await Effect.runPromise(program)
process.stdout.write(JSON.stringify(ended))
