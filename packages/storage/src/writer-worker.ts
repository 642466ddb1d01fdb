/** The writer's thread: the bulk of a scan is decoded and stored here, away from the main thread. */
import { serve } from "@drift/threads/Serve"
import { BUSY_TIMEOUT, isBusy } from "./internal/connection.js"
import { whenFree } from "./internal/patience.js"
import { Writer } from "./internal/writer.js"
import type { WriterData, WriterRequest, Written } from "./internal/writerProtocol.js"

serve<WriterData, WriterRequest, Written>((data) => {
  const writer = new Writer(data)
  writer.busyTimeout = Math.min(data.patience, BUSY_TIMEOUT)
  return {
    handle: (request, isCancelled) => {
      const began = performance.now()
      let tries = 0
      try {
        const stored = whenFree(writer.failed ? 0 : data.patience, isCancelled, () => {
          tries++
          return writer.serve(request, isCancelled)
        })
        return { reply: { ...stored, millis: performance.now() - began, retries: tries - 1 } }
      } catch (error) {
        if (isBusy(error)) writer.giveUp(error)
        throw error
      }
    },
    close: () => writer.close()
  }
})
