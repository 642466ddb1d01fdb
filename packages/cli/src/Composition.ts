/** The command with its rooms: the only place that names concrete layers. They are loaded when a command asks for them. */
import { program } from "./Program.js"
import type { Rooms } from "./Rooms.js"

const rooms: Rooms = {
  runtime: async ({ database, engine, rev, root, threads }) => {
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
    const scanner = rev === undefined ? Scanner.layer : Scanner.layerGit({ rev })
    const stages = Layer.mergeAll(scanner, parsers, SqliteStorage.layer({ path: database }))
    return [DriftRuntime, Layer.provide(DriftRuntime.layer({ root }), stages)]
  },
  storage: async (database) => {
    const [{ Storage }, SqliteStorage] = await Promise.all([
      import("@drift/storage/Storage"),
      import("@drift/storage/SqliteStorage")
    ])
    return [Storage, SqliteStorage.layer({ path: database })]
  },
  scanner: async () => {
    const { Scanner } = await import("@drift/scanner/Scanner")
    return [Scanner, Scanner.layer]
  },
  admin: async (database) => {
    const SqliteAdmin = await import("@drift/storage/SqliteAdmin")
    return [SqliteAdmin.SqliteAdmin, SqliteAdmin.layer({ path: database })]
  },
  parser: async (engine) => {
    const { ParserManager } = await import("@drift/parsers/ParserManager")
    return [ParserManager, ParserManager.layerInProcess(engine === undefined ? {} : { engine })]
  }
}

/** Runs a command line (without runtime and script) to its end. */
export const run = (args: ReadonlyArray<string>): void => program(args, rooms)
