/** Entry of a parser thread. */
import { serve } from "@drift/threads/Serve"
import { chooseEngine } from "./engines/index.js"
import { parseOne, runBatch } from "./internal/batch.js"
import { FileParser } from "./internal/FileParser.js"
import type { ParserReply, ParserRequest, ParserThreadData } from "./internal/Protocol.js"
import { languages } from "./languages/index.js"

serve<ParserThreadData, ParserRequest, ParserReply>(async ({ cacheBytes, engine: wanted, timeLimitMs }) => {
  const { engine, notice } = await chooseEngine(wanted)
  const parser = new FileParser({ engine, languages, timeLimitMs, cacheBytes })
  return {
    handle: async (request, isCancelled) => {
      if (request._tag === "File") {
        return { reply: { _tag: "File", ...(await parseOne(parser, request.job)), notice } }
      }
      const batch = (await runBatch(parser, request.jobs, isCancelled)) ?? {
        facts: new Uint8Array(0),
        files: [],
        busyMs: 0
      }
      return { reply: { _tag: "Batch", batch, notice }, transfer: [batch.facts.buffer as ArrayBuffer] }
    }
  }
})
