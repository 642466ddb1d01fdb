/** Loads a language's grammar and queries and compiles them for an engine; checks the vocabulary. */
import { FACTS_VERSION } from "@drift/core/FactsVersion"
import { xxh3 } from "@node-rs/xxhash"
import { existsSync, readFileSync } from "node:fs"
import type { Grammar, LanguageDefinition, Rules } from "../Language.js"
import { rulesOf } from "../Language.js"
import type { CompiledGrammar, ParseEngine } from "../ParseEngine.js"
import type { Aside, AsideName, AttributeName, CaptureName, Family, RecordName, WordName } from "../Vocabulary.js"
import { VOCABULARY } from "../Vocabulary.js"
import { queryDirectory } from "../queryDirectory.js"
import { FORMAT } from "./captureCodec.js"

/** A family as a bit, so that the families an attribute may belong to are one number. */
export const FAMILY_BITS = {
  export: 1 << 0,
  exportItem: 1 << 1,
  import: 1 << 2,
  importItem: 1 << 3,
  namespace: 1 << 4,
  decorator: 1 << 5,
  decoratorArgument: 1 << 6,
  holder: 1 << 7,
  type: 1 << 8,
  extension: 1 << 9,
  callable: 1 << 10,
  parameter: 1 << 11,
  typeParameter: 1 << 12,
  typeConstraint: 1 << 13,
  await: 1 << 14,
  call: 1 << 15,
  frame: 1 << 16,
  apart: 1 << 17
} as const satisfies Readonly<Record<Family, number>>

/** What a capture id means to the extractor. */
export interface Meaning {
  readonly name: CaptureName
  readonly isRecord: boolean
  /** The record's family, or the families that the attribute may belong to; none for a word. */
  readonly families: number
  readonly kind: string
  /** Order among captures of one range. */
  readonly rank: number
  /** What it says of expressions, if that is all it says. */
  readonly aside: Aside | undefined
}

/** What a grammar's query asks for: what scans store, or also what only the parse of a single file tells. */
export type Extent = "facts" | "expressions"

/** A grammar that is ready to parse, with the meaning of each of its capture ids. */
export interface PreparedGrammar {
  /** The language's definition, all its parts. */
  readonly rules: Rules
  /** Tells capture tables of this grammar from those of any other: part of the key of the parse cache. */
  readonly fingerprint: bigint
  readonly compiled: CompiledGrammar
  readonly meanings: ReadonlyArray<Meaning>
  /** By capture id, whether its children are counted. */
  readonly counted: ReadonlyArray<boolean>
  /** The query tells of parameters, generics, decorators, documentation and members; otherwise nothing is known of them. */
  readonly isDetailed: boolean
  /** The query tells of expressions. */
  readonly hasExpressions: boolean
}

/** The grammar that parses a file of this language with this extension (lower case, without dot). */
export const grammarFor = (language: LanguageDefinition, extension: string): Grammar =>
  language.grammars.find((grammar) => grammar.extensions?.includes(extension) === true) ?? language.grammars[0]

/** Loads and compiles. Rejects with an `Error` that names grammar and reason. */
export const prepare = async (
  engine: ParseEngine,
  language: LanguageDefinition,
  grammar: Grammar,
  extent: Extent = "facts"
): Promise<PreparedGrammar> => {
  const folders = grammar.queries ?? [language.id]
  const files = folders.flatMap((folder) => [`${folder}/structure.scm`, `${folder}/calls.scm`])
  // Behind the others, so that the captures of views have the order among themselves that they have alone.
  if (extent === "expressions") files.push(...folders.map((folder) => `${folder}/expressions.scm`).filter(isQuery))
  const query = files.map(readQuery).join("\n")
  const { load, variant, wasm } = grammar
  const meaning = (name: string): Meaning => {
    if (!(name in VOCABULARY)) throw new Error(`The query of ${variant} uses the unknown capture @${name}`)
    return meaningOf(name as CaptureName)
  }
  const rank = (name: string): number => (name in VOCABULARY ? meaning(name).rank : 0)
  const compiled = await engine.compile({ variant, load, wasm, query, counted: COUNTED, rank })
  const meanings = compiled.captures.map(meaning)
  const counted = compiled.captures.map((name) => COUNTED.has(name))
  const fingerprint = fingerprintOf({
    engine: engine.name,
    variant,
    // A table holds ids, which follow from the ranks as well.
    query: [...compiled.captures, query].join(" "),
    factsVersion: FACTS_VERSION
  })
  const isDetailed = compiled.captures.includes("parameter" satisfies CaptureName)
  const hasExpressions = meanings.some(({ aside }) => aside !== undefined)
  return { rules: rulesOf(language), fingerprint, compiled, meanings, counted, isDetailed, hasExpressions }
}

/** Everything besides the source that decides what the table of a parse holds, and how it is packed. */
export interface Fingerprinted {
  /** Two engines may recover from a syntax error in two ways. */
  readonly engine: string
  readonly variant: string
  readonly query: string
  /** Stands for the grammar package and for what a language does to repair a source. */
  readonly factsVersion: number
}

export const fingerprintOf = ({ engine, factsVersion, query, variant }: Fingerprinted): bigint =>
  xxh3.xxh64([FORMAT, factsVersion, engine, variant, query].join("\0"))

const COUNTED: ReadonlySet<string> = new Set<CaptureName>(["call.arguments"])

const isQuery = (path: string): boolean => existsSync(new URL(path, queryDirectory))

const readQuery = (path: string): string => readFileSync(new URL(path, queryDirectory), "utf8")

const meaningOf = (name: CaptureName): Meaning => {
  const entry: RecordName | AttributeName | WordName | AsideName = VOCABULARY[name]
  const aside = undefined
  // Behind all others of a range: they stand apart.
  if (entry.role === "aside") {
    return { name, isRecord: false, families: 0, kind: "", rank: 40 + entry.aside.rank, aside: entry.aside }
  }
  // Last of all, so that it is known by then what else the word is.
  if (entry.role === "word") {
    return { name, isRecord: false, families: 0, kind: entry.kind, rank: entry.kind === "bare" ? 34 : 33, aside }
  }
  if (entry.role === "record") {
    const bit = FAMILY_BITS[entry.family]
    return { name, isRecord: true, families: bit, kind: entry.kind, rank: 1 + Math.log2(bit), aside }
  }
  const families = entry.owners.reduce((mask, family) => mask | FAMILY_BITS[family], 0)
  return { name, isRecord: false, families, kind: "", rank: entry.outward ? 0 : 32, aside }
}
