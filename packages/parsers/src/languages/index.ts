/** The registry: one line for each language. */
import type { Language } from "@drift/core/Language"
import type { LanguageDefinition } from "../Language.js"
import { csharp } from "./csharp/language.js"
import { go } from "./go/language.js"
import { java } from "./java/language.js"
import { javascript } from "./javascript/language.js"
import { kotlin } from "./kotlin/language.js"
import { php } from "./php/language.js"
import { python } from "./python/language.js"
import { ruby } from "./ruby/language.js"
import { rust } from "./rust/language.js"
import { typescript } from "./typescript/language.js"

export const languages: Readonly<Record<Language, LanguageDefinition>> = {
  typescript,
  javascript,
  python,
  java,
  csharp,
  go,
  rust,
  ruby,
  php,
  kotlin
}
