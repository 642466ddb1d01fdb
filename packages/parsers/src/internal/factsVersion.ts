/** The version of the facts of a language, as it is stored with them and in the key of the parse cache. */
import { FACTS_VERSION } from "@drift/core/FactsVersion"
import type { FurtherLanguage, LanguageDefinition } from "../Language.js"

/** `FACTS_VERSION` stays below. */
const UNIT = 1 << 16

/** Drift's own, and above it that of a language which an application brings: raising either parses again. */
export const factsVersionOf = (language: LanguageDefinition | FurtherLanguage): number =>
  FACTS_VERSION + UNIT * ("version" in language ? (language.version ?? 0) : 0)
