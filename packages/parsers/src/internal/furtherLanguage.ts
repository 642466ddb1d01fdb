/** Reads definitions of languages that an application brings. Uses nothing of Effect, because worker threads do it too. */
import type { FurtherLanguage, Grammar } from "../Language.js"
import { checkQuery } from "./grammars.js"

/** The language that a module exports by default. Rejects with an `Error` when there is none, or it is not whole. */
export const importLanguage = async (href: string): Promise<FurtherLanguage> => {
  const module = (await import(href)) as { readonly default?: unknown }
  if (!isObject(module.default)) throw new Error("it has no default export that is a language")
  return checked(module.default)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

const isText = (value: unknown): boolean => typeof value === "string" && value !== ""

const isList = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.every(isText))

/** The value as a language. Throws an `Error` that says what is wrong with it, its queries included. */
export const checked = (value: object): FurtherLanguage => {
  const language = value as FurtherLanguage
  const wrong = wrongPart(language)
  if (wrong !== undefined) throw new Error(wrong)
  for (const grammar of language.grammars) checkQuery(language, grammar)
  return language
}

/** Modules without types get an answer too. */
const wrongPart = (language: FurtherLanguage): string | undefined => {
  if (!isText(language.id)) return "it has no id"
  for (const name of ["extensions", "fileNames", "interpreters"] as const) {
    if (!isList(language[name])) return `its ${name} are no list of texts`
  }
  const { version = 0 } = language
  if (!Number.isInteger(version) || version < 0 || version > 32_767) return "its version is not one from 0 to 32,767"
  if (!Array.isArray(language.grammars) || language.grammars.length === 0) return "it has no grammars"
  return language.grammars.map(wrongGrammar).find((wrong) => wrong !== undefined)
}

const wrongGrammar = ({ extensions, load, queries, variant, wasm }: Grammar): string | undefined => {
  if (!isText(variant)) return "a grammar has no variant"
  if (typeof load !== "function") return `the grammar ${variant} has no function load`
  if (wasm !== undefined && !isText(wasm) && !(wasm instanceof URL)) return `the wasm of ${variant} is no file`
  if (!isList(extensions)) return `the extensions of ${variant} are no list of texts`
  if (!Array.isArray(queries) || queries.length === 0) return `the grammar ${variant} has no queries`
  return undefined
}
