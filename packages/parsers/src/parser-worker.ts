/** Entry of a parser thread. */
import { serve } from "@drift/threads/Serve"
import { chooseEngine } from "./engines/index.js"
import { runBatch, runSources } from "./internal/batch.js"
import { FileParser } from "./internal/FileParser.js"
import { importLanguage } from "./internal/furtherLanguage.js"
import type { ParserReply, ParserRequest, ParserThreadData } from "./internal/Protocol.js"
import { UnusableLanguage } from "./internal/UnusableLanguage.js"
import type { FurtherLanguage } from "./Language.js"
import { languages } from "./languages/index.js"

type Answered = { readonly reply: ParserReply; readonly transfer?: ReadonlyArray<ArrayBuffer> }

const importOrTell = async (href: string): Promise<FurtherLanguage> => {
  try {
    return await importLanguage(href)
  } catch (thrown) {
    throw new UnusableLanguage(href, thrown)
  }
}

serve<ParserThreadData, ParserRequest, ParserReply>(async (data) => {
  const { engine, notice } = await chooseEngine(data.engine)
  const further = await Promise.all(data.languages.map(importOrTell))
  const parser = new FileParser({
    engine,
    languages: { ...languages, ...Object.fromEntries(further.map((language) => [language.id, language])) },
    timeLimitMs: data.timeLimitMs,
    cacheBytes: data.cacheBytes
  })

  const answer = async ({ _tag, jobs, now }: ParserRequest, isCancelled: () => boolean): Promise<Answered> => {
    if (_tag === "Sources") {
      const parsed = await runSources(parser, jobs, now, isCancelled)
      const rest = { notice, counts: parser.counts }
      return { reply: parsed === undefined ? { _tag: "Cancelled", ...rest } : { _tag, parsed, ...rest } }
    }
    const batch = await runBatch(parser, jobs, now, isCancelled)
    const rest = { notice, counts: parser.counts }
    if (batch === undefined) return { reply: { _tag: "Cancelled", ...rest } }
    return { reply: { _tag, batch, ...rest }, transfer: [batch.facts.buffer as ArrayBuffer] }
  }

  return {
    handle: async (request, isCancelled) => {
      try {
        return await answer(request, isCancelled)
      } catch (thrown) {
        if (!(thrown instanceof UnusableLanguage)) throw thrown
        const { language, message: detail } = thrown
        return { reply: { _tag: "Unusable", language, detail, notice, counts: parser.counts } }
      }
    }
  }
})
