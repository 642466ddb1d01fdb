/** The writer's thread: the bulk of a scan is decoded and stored here, away from the main thread. */
import { serve } from "@drift/threads/Serve"
import { Writer } from "./internal/writer.js"
import type { WriterData, WriterRequest } from "./internal/writerProtocol.js"

serve<WriterData, WriterRequest, undefined>((data) => {
  const writer = new Writer(data)
  return {
    handle: (request, isCancelled) => {
      writer.serve(request, isCancelled)
      return { reply: undefined }
    },
    close: () => writer.close()
  }
})
