/** That an edit is seen even when a clock that was set back gives it the mtime that was there before. */
import { ParserManager } from "@drift/parsers/ParserManager"
import type { ScanOptions } from "@drift/runtime/DriftRuntime"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { Storage } from "@drift/storage/Storage"
import { assert, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { join } from "node:path"
import type { Project } from "./project.js"
import { layers, project } from "./project.js"

const storages = {
  memory: () => Storage.layerMemory,
  SQLite: (root: string) => SqliteStorage.layer({ path: join(root, ".drift", "drift.db") })
} as const

/** Seconds: when the files are written, and written again. */
const WRITTEN = 1_600_000_000

const BEFORE = "export const a = 1\n"
const AFTER = "export const b = 1\n"

const write = (made: Project, text: string, ...paths: ReadonlyArray<string>) => {
  for (const path of paths) {
    made.write(path, text)
    made.touch(path, WRITTEN)
  }
}

/** Seconds since the files were written, as the clock has it. */
let time = 0

const millis = () => (WRITTEN + time) * 1000
const clock = Object.assign(Clock.make(), {
  unsafeCurrentTimeMillis: millis,
  currentTimeMillis: Effect.sync(millis)
})

/** What a scan so many seconds after the files were written finds modified, and how much of it unread. */
const scanAt = (seconds: number, options?: ScanOptions) =>
  Effect.gen(function* () {
    time = seconds
    const { diff, stats } = yield* Effect.flatMap(DriftRuntime, (runtime) => runtime.scan(options))
    return { modified: diff.modified, unread: stats.cacheHitRate }
  })

it.layer(ParserManager.layerInProcess())((it) => {
  for (const [name, storage] of Object.entries(storages)) {
    const inProject = <A, E>(
      body: (made: Project) => Effect.Effect<A, E, DriftRuntime | Storage | ParserManager | Scope.Scope>
    ) =>
      Effect.flatMap(project(), (made) => {
        write(made, BEFORE, "a.ts", "lib/b.ts")
        return Effect.provide(body(made), layers(storage(made.root), { root: made.root })).pipe(Effect.withClock(clock))
      })

    it.scoped(`when the clock is set back between two scans, by a dry run as well (${name})`, () =>
      inProject((made) =>
        Effect.gen(function* () {
          yield* scanAt(100)
          assert.deepStrictEqual(yield* scanAt(200), { modified: [], unread: 1 })
          // The clock is set back to some time before, and then runs on.
          write(made, AFTER, "a.ts", "lib/b.ts")
          assert.deepStrictEqual((yield* scanAt(10, { dryRun: true })).modified, ["a.ts", "lib/b.ts"])
          assert.deepStrictEqual((yield* scanAt(11)).modified, ["a.ts", "lib/b.ts"])
          assert.deepStrictEqual(yield* scanAt(12), { modified: [], unread: 1 })
        })
      )
    )

    it.scoped(`also where the scan that notices does not look (${name})`, () =>
      inProject((made) =>
        Effect.gen(function* () {
          yield* scanAt(200)
          write(made, AFTER, "a.ts", "lib/b.ts")
          assert.deepStrictEqual((yield* scanAt(10, { scopes: ["lib"] })).modified, ["lib/b.ts"])
          assert.deepStrictEqual(yield* scanAt(11), { modified: ["a.ts"], unread: 0.5 })
        })
      )
    )

    it.scoped(`when the clock is set back during a scan, whatever it shows at the next one (${name})`, () =>
      inProject((made) =>
        Effect.gen(function* () {
          yield* scanAt(100, {
            onEvent: ({ _tag }) => {
              if (_tag === "ScanProgress") time = -50
            }
          })
          write(made, AFTER, "a.ts")
          assert.deepStrictEqual(yield* scanAt(300), { modified: ["a.ts"], unread: 0 })
          assert.deepStrictEqual(yield* scanAt(301), { modified: [], unread: 1 })
        })
      )
    )

    it.scoped(`when the mtime lies ahead of the clock (${name})`, () =>
      inProject((made) =>
        Effect.gen(function* () {
          yield* scanAt(-1000)
          assert.deepStrictEqual(yield* scanAt(-900), { modified: [], unread: 0 })
          write(made, AFTER, "a.ts")
          assert.deepStrictEqual((yield* scanAt(100)).modified, ["a.ts"])
          assert.deepStrictEqual(yield* scanAt(101), { modified: [], unread: 1 })
        })
      )
    )
  }
})
