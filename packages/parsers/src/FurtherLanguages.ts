/**
 * Languages beyond the ten, which an application brings and hands to `ParserManager`: a grammar of tree-sitter, queries in
 * the vocabulary of `Vocabulary.ts`, and what tells the files.
 *
 * Threads cannot be handed functions, so what is to be parsed in threads is a module that each of them imports. The ten
 * cannot be replaced, nor can a file be taken from them.
 */
import { KnownLanguages } from "@drift/core/KnownLanguages"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { checked, importLanguage } from "./internal/furtherLanguage.js"
import type { FurtherLanguage } from "./Language.js"
import { languages as builtIn } from "./languages/index.js"

/** A language cannot be used: its module does not load, a part is missing or wrong, or it collides with another one. */
export class LanguageRejected extends Schema.TaggedError<LanguageRejected>("@drift/parsers/LanguageRejected")(
  "LanguageRejected",
  {
    /** The language's id, or the module that should have defined it. */
    language: Schema.String,
    reason: Schema.String,
    cause: Schema.optional(Schema.Defect)
  }
) {
  readonly code = "CONFIG_ERROR" as const
  override get message(): string {
    return `The language ${this.language} is not usable: ${this.reason}`
  }
}

/** Checked languages, for the thread that has them. */
export interface Languages {
  readonly definitions: ReadonlyArray<FurtherLanguage>
  /** They and the ten. */
  readonly known: KnownLanguages
}

/** The same for any thread. */
export interface LanguageModules extends Languages {
  /** `file:` URLs of their modules, in the same order. */
  readonly modules: ReadonlyArray<string>
}

/**
 * Checks languages and their queries. Grammars are loaded when the first file is parsed: one that does not load, or that the
 * queries do not fit, is `ParserUnavailable` then.
 */
export const make = (definitions: ReadonlyArray<FurtherLanguage>): Effect.Effect<Languages, LanguageRejected> =>
  Effect.flatMap(
    Effect.forEach(definitions, (definition) =>
      Effect.try({ try: () => checked(definition), catch: (thrown) => rejected(String(definition?.id), thrown) })
    ),
    toldApart
  )

/** Imports languages from modules that export one by default, and checks them as `make` does. */
export const load = (modules: ReadonlyArray<URL>): Effect.Effect<LanguageModules, LanguageRejected> =>
  Effect.gen(function* () {
    const hrefs = modules.map(({ href }) => href)
    const definitions = yield* Effect.forEach(hrefs, (href) =>
      Effect.tryPromise({ try: () => importLanguage(href), catch: (thrown) => rejected(href, thrown) })
    )
    return { ...(yield* toldApart(definitions)), modules: hrefs }
  })

const rejected = (language: string, thrown: unknown): LanguageRejected =>
  new LanguageRejected({ language, reason: thrown instanceof Error ? thrown.message : String(thrown), cause: thrown })

const toldApart = (definitions: ReadonlyArray<FurtherLanguage>): Effect.Effect<Languages, LanguageRejected> =>
  Effect.gen(function* () {
    const variants = new Set(Object.values(builtIn).flatMap(({ grammars }) => grammars.map(({ variant }) => variant)))
    let known = KnownLanguages.builtIn
    for (const definition of definitions) {
      const { grammars, id } = definition
      const more = known.and(definition)
      if (typeof more === "string") return yield* new LanguageRejected({ language: id, reason: more })
      known = more
      for (const { variant } of grammars) {
        if (variants.has(variant)) {
          return yield* new LanguageRejected({ language: id, reason: `there is a grammar ${variant}` })
        }
        variants.add(variant)
      }
    }
    return { definitions, known }
  })
