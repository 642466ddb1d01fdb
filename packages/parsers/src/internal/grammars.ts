/** Loads a language's grammar and queries and compiles them for an engine; checks the vocabulary. */
import { xxh3 } from "@node-rs/xxhash"
import { existsSync, readFileSync } from "node:fs"
import type { Grammar, LanguageDefinition, Rules } from "../Language.js"
import { rulesOf } from "../Language.js"
import type { CompiledGrammar, ParseEngine } from "../ParseEngine.js"
import type { Aside, AsideName, AttributeName, CaptureName, Family, RecordName, WordName } from "../Vocabulary.js"
import { VOCABULARY } from "../Vocabulary.js"
import { queryDirectory } from "../queryDirectory.js"
import { FORMAT } from "./captureCodec.js"
import { endingLastLines } from "./lastLine.js"
import { factsVersionOf } from "./factsVersion.js"
import type { CapturePath } from "./paths.js"
import { readPaths } from "./paths.js"

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
  /** Of the facts that the language gives. */
  readonly factsVersion: number
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

/** The merged query of a grammar. Throws when one of its files cannot be read. */
export const queryOf = (language: LanguageDefinition, grammar: Grammar, extent: Extent): string => {
  const folders = (grammar.queries ?? [language.id]).map((folder) =>
    typeof folder === "string" ? new URL(`${folder}/`, queryDirectory) : folder
  )
  const files = folders.flatMap((folder) => [new URL("structure.scm", folder), new URL("calls.scm", folder)])
  // Behind the others, so that the captures of views have the order among themselves that they have alone.
  if (extent === "expressions") {
    files.push(...folders.map((folder) => new URL("expressions.scm", folder)).filter((file) => existsSync(file)))
  }
  return files.map((file) => readFileSync(file, "utf8")).join("\n")
}

/** Loads and compiles. Rejects with an `Error` that names grammar and reason. */
export const prepare = async (
  engine: ParseEngine,
  language: LanguageDefinition,
  grammar: Grammar,
  extent: Extent = "facts"
): Promise<PreparedGrammar> => {
  const query = queryOf(language, grammar, extent)
  const { load, variant, wasm } = grammar
  const meaning = (name: string): Meaning => {
    if (!isCaptureName(name)) throw new Error(unknownCapture(variant, name))
    return meaningOf(name)
  }
  const rank = (name: string): number => (isCaptureName(name) ? meaning(name).rank : 0)
  const compiled = endingLastLines(await engine.compile({ variant, load, wasm, query, counted: COUNTED, rank }))
  const meanings = compiled.captures.map(meaning)
  const counted = compiled.captures.map((name) => COUNTED.has(name))
  const factsVersion = factsVersionOf(language)
  const fingerprint = fingerprintOf({
    engine: engine.name,
    variant,
    // A table holds ids, which follow from the ranks as well.
    query: [...compiled.captures, query].join(" "),
    factsVersion
  })
  const isDetailed = compiled.captures.includes("parameter" satisfies CaptureName)
  const hasExpressions = meanings.some(({ aside }) => aside !== undefined)
  const rules = rulesOf(language)
  return { rules, factsVersion, fingerprint, compiled, meanings, counted, isDetailed, hasExpressions }
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

const isCaptureName = (name: string): name is CaptureName => Object.hasOwn(VOCABULARY, name)

const unknownCapture = (variant: string, name: string): string =>
  `The query of ${variant} uses the unknown capture @${name}`

const pathsOf = (variant: string, query: string): ReadonlyArray<CapturePath> => {
  try {
    return readPaths(query)
  } catch (thrown) {
    throw new Error(
      `The query of ${variant} cannot be run: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      { cause: thrown }
    )
  }
}

/** Reads the query without its grammar. Throws an `Error` when it cannot be read, is no list of paths, or has unknown captures. */
export const checkQuery = (language: LanguageDefinition, grammar: Grammar): void => {
  const { variant } = grammar
  for (const { capture } of pathsOf(variant, queryOf(language, grammar, "expressions"))) {
    if (!isCaptureName(capture)) throw new Error(unknownCapture(variant, capture))
  }
}

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
