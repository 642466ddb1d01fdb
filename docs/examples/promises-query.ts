import { driftInitialize, driftScan, driftShutdown } from "@drift/runtime/Drift"
import { Storage } from "@drift/storage/Storage"
import * as Effect from "effect/Effect"

export const methodsOf = async (root: string, file: string): Promise<ReadonlyArray<string | null>> => {
  const runtime = await driftInitialize({ root })
  await driftScan()
  const page = await runtime.runPromise(
    Effect.flatMap(Storage, (storage) => storage.list({ view: "functions", filter: { file, kind: "method" } }))
  )
  await driftShutdown()
  return page.items.map((row) => row.qualified_name)
}
