/**
 * The engine in C: parses the bytes themselves and runs a query as one automaton beside a walk over the tree. See
 * `native/addon.c`. Its time limit is CPU time of the thread, so a busy machine changes no facts.
 */
import { loadAddon } from "@drift/addon/Addon"
import { sortCaptures } from "../internal/captureOrder.js"
import type { PathCode, Vocabulary } from "../internal/pathCode.js"
import { encodePaths } from "../internal/pathCode.js"
import type { CaptureTable, CompiledGrammar, GrammarSource, ParseEngine } from "../ParseEngine.js"
import { misfit, STRIDE } from "../ParseEngine.js"

/** What `native/addon.c` exports. */
interface Addon {
  /** Kinds as name and whether named, by id; fields by id, of which 0 is none. */
  readonly describe: (language: unknown) => {
    readonly kinds: ReadonlyArray<string | boolean>
    readonly fields: ReadonlyArray<string>
  }
  readonly compile: (language: unknown, paths: Uint32Array, counted: Uint8Array) => object
  /**
   * Captures and after them errors, in `words` or, when that is too small, in a larger array; `counts` receives how many
   * captures, how many words of errors, and whether the captures are still to be sorted. `undefined` when time is over.
   */
  readonly run: (
    automaton: object,
    source: Uint8Array,
    limitMicros: number,
    counts: Uint32Array,
    words: Uint32Array
  ) => Uint32Array | undefined
}

/** An addon and what its runs write into, file after file. */
interface Loaded {
  readonly addon: Addon
  readonly counts: Uint32Array
  words: Uint32Array
}

/** Words that are kept for the next file; a table of more is dropped with its file. */
const KEPT_WORDS = 1 << 20

const NO_ERRORS = new Uint32Array(0)

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
  const addon = loadAddon("@drift/parsers", import.meta.url) as Addon
  const loaded: Loaded = { addon, counts: new Uint32Array(3), words: new Uint32Array(1 << 16) }
  return { name: "native", compile: (source) => compile(loaded, source) }
}

const compile = async (loaded: Loaded, source: GrammarSource): Promise<CompiledGrammar> => {
  const { addon } = loaded
  const grammar = (await source.load()) as GrammarPackage
  const pointer = grammar.language ?? grammar
  let automaton: object
  let code: PathCode
  try {
    code = encodePaths(source, vocabularyOf(addon, pointer, grammar.nodeTypeInfo ?? []))
    automaton = addon.compile(pointer, code.words, code.counted)
  } catch (thrown) {
    throw misfit(source.variant, thrown)
  }
  const run = (bytes: Uint8Array, limitMs: number): CaptureTable | undefined => {
    const { counts } = loaded
    const words = addon.run(automaton, bytes, limitMs * 1000, counts, loaded.words)
    if (words === undefined) return undefined
    if (words.length <= KEPT_WORDS) loaded.words = words
    const captures = counts[0]!
    const errorsAt = captures * STRIDE
    const errors = counts[1] === 0 ? NO_ERRORS : words.slice(errorsAt, errorsAt + counts[1]!)
    return { words, count: counts[2] === 0 ? captures : sortCaptures(words, captures), errors }
  }
  return { captures: code.captures, run }
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
