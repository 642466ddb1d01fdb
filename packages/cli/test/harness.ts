/** Runs command lines against rooms made for a test, and keeps what is printed. */
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import * as NodeTerminal from "@effect/platform-node/NodeTerminal"
import { ParserManager } from "@drift/parsers/ParserManager"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import type { ScanSummary } from "@drift/runtime/ScanSummary"
import { Scanner } from "@drift/scanner/Scanner"
import { SqliteAdmin } from "@drift/storage/SqliteAdmin"
import { Storage } from "@drift/storage/Storage"
import * as ConfigProvider from "effect/ConfigProvider"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { main } from "../src/Main.js"
import { Output } from "../src/Output.js"
import { RoomList, type Rooms } from "../src/Rooms.js"

/** A service of which a test gives what it needs; the rest dies when it is asked for. */
const partial = <S extends object>(given: Partial<S>): S =>
  new Proxy(given, {
    get: (target, name) =>
      name in target ? target[name as keyof S] : Effect.dieMessage(`This test does not provide ${String(name)}`)
  }) as S

export interface Given {
  readonly storage?: Partial<Context.Tag.Service<Storage>>
  readonly admin?: Partial<Context.Tag.Service<SqliteAdmin>>
  readonly runtime?: Partial<Context.Tag.Service<DriftRuntime>>
  readonly scanner?: Partial<Context.Tag.Service<Scanner>>
  readonly parser?: Partial<Context.Tag.Service<ParserManager>>
  readonly environment?: Readonly<Record<string, string>>
  readonly output?: Partial<Context.Tag.Service<Output>>
}

export interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** What the rooms were opened with. */
  readonly opened: ReadonlyArray<unknown>
}

const room = <I, S extends object>(tag: Context.Tag<I, S>, given: Partial<S> | undefined) =>
  [tag, Layer.succeed(tag, partial<S>(given ?? {}))] as const

/** The exit code and both streams of one command line. */
export const drift = (args: ReadonlyArray<string>, given: Given = {}): Effect.Effect<Result> =>
  Effect.suspend(() => {
    let stdout = ""
    let stderr = ""
    const opened: Array<unknown> = []
    const rooms: Rooms = {
      runtime: async (options) => {
        opened.push(options)
        return room(DriftRuntime, given.runtime)
      },
      storage: async (database) => {
        opened.push(database)
        return room(Storage, given.storage)
      },
      scanner: async () => room(Scanner, given.scanner),
      admin: async (database) => {
        opened.push(database)
        return room(SqliteAdmin, given.admin)
      },
      parser: async () => room(ParserManager, given.parser)
    }
    const output = Output.of({
      write: (text) => Effect.sync(() => void (stdout += text)),
      writeError: (text) => Effect.sync(() => void (stderr += text)),
      colour: false,
      errorColour: false,
      progress: false,
      width: 100,
      errorWidth: () => 100,
      ...given.output
    })
    return main(args).pipe(
      Effect.provide(
        Layer.mergeAll(
          Layer.succeed(RoomList, rooms),
          Layer.succeed(Output, output),
          NodeFileSystem.layer,
          NodePath.layer,
          NodeTerminal.layer,
          Layer.setConfigProvider(ConfigProvider.fromMap(new Map(Object.entries(given.environment ?? {}))))
        )
      ),
      Effect.map((code) => ({ code, stdout, stderr, opened }))
    )
  })

/** A finished scan, with what a test wants to be different. */
export const scanSummary = (changes: Partial<ScanSummary> = {}): ScanSummary => ({
  root: "/home/ada/engine",
  status: "complete",
  filesTotal: 1234,
  filesAdded: 1200,
  filesModified: 30,
  filesRemoved: 2,
  filesRenamed: 0,
  filesUnchanged: 4,
  parsedNow: 1190,
  cacheHits: 5,
  outcomes: {
    parsed: 1180,
    parsedWithErrors: 15,
    notParsed: 0,
    noLanguage: 20,
    skippedLarge: 3,
    skippedBinary: 12,
    skippedEncoding: 1,
    failed: 3
  },
  skippedIgnored: 7,
  skipped: { gitignore: 5, default: 2, link: 1 },
  languages: { typescript: 1000, csharp: 180, go: 34 },
  facts: { functions: 12_345, classes: 1, imports: 4000, exports: 2500, callSites: 98_765 },
  cacheHitRate: 0.25,
  durationMs: 3456,
  phases: { discovery: 120, hashing: 480, parsing: 6100, persisting: 950 },
  errors: [],
  errorsTotal: 0,
  warnings: [],
  warningsTotal: 0,
  db: { path: "/home/ada/engine/.drift/drift.db", bytes: 12_345_678 },
  ...changes
})
