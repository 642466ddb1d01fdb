/** The rooms behind the commands, loaded when a command opens them, so that `drift --help` loads none. */
import type { ErrorCode } from "@drift/core/ErrorCode"
import type { EngineName } from "@drift/parsers/EngineName"
import type { ParserManager } from "@drift/parsers/ParserManager"
import type { DriftRuntime } from "@drift/runtime/DriftRuntime"
import type { Scanner } from "@drift/scanner/Scanner"
import type { SqliteAdmin } from "@drift/storage/SqliteAdmin"
import type { Storage } from "@drift/storage/Storage"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"

/** What a scan needs to know before it can start. */
export interface RuntimeOptions {
  /** Absolute path of the project root. */
  readonly root: string
  /** Absolute path of the database. */
  readonly database: string
  /** How many parser threads; undefined: as many as suit the machine. */
  readonly threads: number | undefined
  /** The one parse engine to use. Default: the fastest that can be loaded. */
  readonly engine?: EngineName
  /** The revision to scan. Default: the files on disk. */
  readonly rev?: string
}

/** What opening a room may fail with. */
export interface RoomError {
  readonly _tag: string
  readonly code: ErrorCode
  readonly message: string
}

/** A room's tag and the layer that makes it, once its modules are loaded. */
export type Room<I, S> = readonly [tag: Context.Tag<I, S>, layer: Layer.Layer<I, RoomError>]

export interface Rooms {
  /** The whole pipeline for one project. Makes the database when there is none. */
  readonly runtime: (options: RuntimeOptions) => Promise<Room<DriftRuntime, Context.Tag.Service<DriftRuntime>>>
  /** An existing database, to read from. */
  readonly storage: (database: string) => Promise<Room<Storage, Context.Tag.Service<Storage>>>
  /** The scanner alone, over the file system. */
  readonly scanner: () => Promise<Room<Scanner, Context.Tag.Service<Scanner>>>
  /** What there is to do about a database as a file, whether it exists or not. */
  readonly admin: (database: string) => Promise<Room<SqliteAdmin, Context.Tag.Service<SqliteAdmin>>>
  /** A parser in this process, for one file. */
  readonly parser: (engine: EngineName | undefined) => Promise<Room<ParserManager, Context.Tag.Service<ParserManager>>>
}

/** The rooms of this program. */
export class RoomList extends Context.Tag("@drift/cli/Rooms")<RoomList, Rooms>() {}

/** Loads a room and opens it; it stays open as long as the scope. */
export const open = <I, S>(
  load: (rooms: Rooms) => Promise<Room<I, S>>
): Effect.Effect<S, RoomError, RoomList | Scope.Scope> =>
  Effect.gen(function* () {
    const rooms = yield* RoomList
    const [tag, layer] = yield* Effect.promise(() => load(rooms))
    return Context.get(yield* Layer.build(layer), tag)
  })
