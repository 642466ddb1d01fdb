/**
 * The engine in C: parses the bytes themselves and runs a query as one automaton beside a walk over the tree. See
 * `native/addon.c`. Its time limit is CPU time of the thread, so a busy machine changes no facts.
 */
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import type { PathCode, Vocabulary } from "../internal/pathCode.js"
import { encodePaths } from "../internal/pathCode.js"
import type { CompiledGrammar, GrammarSource, ParseEngine } from "../ParseEngine.js"
import { misfit, STRIDE } from "../ParseEngine.js"

/** What `native/addon.c` exports. */
interface Addon {
  /** Kinds as name and whether named, by id; fields by id, of which 0 is none. */
  readonly describe: (language: unknown) => {
    readonly kinds: ReadonlyArray<string | boolean>
    readonly fields: ReadonlyArray<string>
  }
  readonly compile: (language: unknown, paths: Uint32Array, counted: Uint8Array) => object
  readonly run: (
    automaton: object,
    source: Uint8Array,
    limitMicros: number
  ) => readonly [captures: Uint32Array, errors: Uint32Array] | undefined
}

/** A grammar package's export: the tagged pointer, and the node types, which name the kinds of each supertype. */
interface GrammarPackage {
  readonly language?: unknown
  readonly nodeTypeInfo?: ReadonlyArray<{
    readonly type: string
    readonly subtypes?: ReadonlyArray<{ readonly type: string; readonly named: boolean }>
  }>
}

/** Throws when this machine has no build of the addon that it can load. */
export const loadNative = (): ParseEngine => {
  const require = createRequire(import.meta.url)
  const directory = join(dirname(require.resolve("@drift/parsers/package.json")), "native")
  const load = require("node-gyp-build") as (directory: string) => Addon
  const addon = load(directory)
  return { name: "native", compile: (source) => compile(addon, source) }
}

const compile = async (addon: Addon, { counted, load, query, variant }: GrammarSource): Promise<CompiledGrammar> => {
  const grammar = (await load()) as GrammarPackage
  const pointer = grammar.language ?? grammar
  let automaton: object
  let code: PathCode
  try {
    code = encodePaths(query, counted, vocabularyOf(addon, pointer, grammar.nodeTypeInfo ?? []))
    automaton = addon.compile(pointer, code.words, code.counted)
  } catch (thrown) {
    throw misfit(variant, thrown)
  }
  return {
    captures: code.captures,
    run: (source, limitMs) => {
      const found = addon.run(automaton, source, limitMs * 1000)
      return found === undefined ? undefined : { words: found[0], count: found[0].length / STRIDE, errors: found[1] }
    }
  }
}

const vocabularyOf = (
  addon: Addon,
  pointer: unknown,
  nodeTypes: NonNullable<GrammarPackage["nodeTypeInfo"]>
): Vocabulary => {
  const { fields, kinds } = addon.describe(pointer)
  return {
    kinds: Array.from({ length: kinds.length / 2 }, (_, id) => ({
      name: String(kinds[id * 2]),
      named: kinds[id * 2 + 1] === true
    })),
    fields,
    supertypes: new Map(
      nodeTypes.flatMap(({ subtypes, type }) => (subtypes === undefined ? [] : [[type, subtypes] as const]))
    )
  }
}
