#!/usr/bin/env node
/**
 * The `drift` command: the only place that names concrete layers. They are loaded when a command asks for them, and
 * `drift --version` loads nothing at all.
 */
import type { Rooms } from "./Rooms.js"
import { VERSION } from "./Version.js"

const rooms: Rooms = {
  runtime: async ({ database, engine, root, threads }) => {
    const [{ DriftRuntime }, { Scanner }, { ParserManager }, SqliteStorage, Layer] = await Promise.all([
      import("@drift/runtime/DriftRuntime"),
      import("@drift/scanner/Scanner"),
      import("@drift/parsers/ParserManager"),
      import("@drift/storage/SqliteStorage"),
      import("effect/Layer")
    ])
    const parsers = ParserManager.layer({
      ...(threads === undefined ? {} : { threads }),
      ...(engine === undefined ? {} : { engine })
    })
    const stages = Layer.mergeAll(Scanner.layer, parsers, SqliteStorage.layer({ path: database }))
    return [DriftRuntime, Layer.provide(DriftRuntime.layer({ root }), stages)]
  },
  storage: async (database) => {
    const [{ Storage }, SqliteStorage] = await Promise.all([
      import("@drift/storage/Storage"),
      import("@drift/storage/SqliteStorage")
    ])
    return [Storage, SqliteStorage.layer({ path: database })]
  },
  parser: async (engine) => {
    const { ParserManager } = await import("@drift/parsers/ParserManager")
    return [ParserManager, ParserManager.layerInProcess(engine === undefined ? {} : { engine })]
  }
}

const args = process.argv.slice(2)
if (args.length === 1 && args[0] === "--version") process.stdout.write(`${VERSION}\n`)
else {
  // Until the program is loaded there is nothing to close.
  const stop = () => process.exit(130)
  process.once("SIGINT", stop).once("SIGTERM", stop)
  void import("./Program.js").then(({ program }) => {
    process.off("SIGINT", stop).off("SIGTERM", stop)
    program(args, rooms)
  })
}
