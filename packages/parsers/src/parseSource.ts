/** One source string to facts, without files, threads or jobs: for tests of languages and for tools. */
import type { ParseResult } from "@drift/core/ParseResult"
import { chooseEngine } from "./engines/index.js"
import { runSources } from "./internal/batch.js"
import type { Languages } from "./internal/FileParser.js"
import { FileParser } from "./internal/FileParser.js"
import { sourceJob } from "./internal/sourceJob.js"
import { languages } from "./languages/index.js"
import type { LanguageDefinition } from "./Language.js"

const parsers = new Map<LanguageDefinition, FileParser>()

/** Parses `source` as the file `path` of `language`. Rejects when the grammar or its queries are broken. */
export const parseSource = async (
  language: LanguageDefinition,
  source: string | Uint8Array,
  path: string
): Promise<ParseResult> => {
  let parser = parsers.get(language)
  if (parser === undefined) {
    const known: Languages = { ...languages, [language.id]: language }
    parser = new FileParser({ engine: (await chooseEngine()).engine, languages: known, timeLimitMs: 60_000 })
    parsers.set(language, parser)
  }
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source
  const parsed = await runSources(parser, [sourceJob(path, language.id, bytes)], 0, () => false)
  const [only] = parsed?.sources ?? []
  if (only?.result === undefined) throw new Error(only?.file.problem?.message ?? `No facts: ${path}`)
  return only.result
}
