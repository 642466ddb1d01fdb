/** The process around `main`: its services, its signals, its exit code. */
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeTerminal from "@effect/platform-node/NodeTerminal"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ExitCode from "./ExitCode.js"
import { main } from "./Main.js"
import { Output } from "./Output.js"
import { RoomList, type Rooms } from "./Rooms.js"

/**
 * Runs a command line to its end. SIGINT and SIGTERM interrupt it: what is open is closed in order, then the process ends
 * with 130. A second signal ends it at once.
 */
export const program = (args: ReadonlyArray<string>, rooms: Rooms): void =>
  main(args).pipe(
    Effect.provide(
      Layer.mergeAll(
        Layer.succeed(RoomList, rooms),
        Output.layer,
        NodeFileSystem.layer,
        NodePath.layer,
        NodeTerminal.layer
      )
    ),
    NodeRuntime.runMain({
      disableErrorReporting: true,
      disablePrettyLogger: true,
      teardown: (exit, onExit) => onExit(ExitCode.ofExit(exit))
    })
  )
