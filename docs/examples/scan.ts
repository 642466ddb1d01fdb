import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import { Storage } from "@drift/storage/Storage"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { join } from "node:path"

const program = Effect.gen(function* () {
  const drift = yield* DriftRuntime
  const storage = yield* Storage
  const { summary } = yield* drift.scan()
  const page = yield* storage.list({ view: "classes", filter: { language: "typescript" }, limit: 2 })
  return { files: summary.filesTotal, classes: page.items.map((row) => row.name) }
})

export const scan = (root: string) => {
  const storage = SqliteStorage.layer({ path: join(root, ".drift", "drift.db") })
  const live = DriftRuntime.layer({ root }).pipe(Layer.provideMerge(storage))
  return Effect.provide(program, live)
}
