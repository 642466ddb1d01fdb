/**
 * The engine in C: parses the bytes themselves and runs a query as one automaton beside a walk over the tree. See
 * `native/addon.c`. Its time limit is CPU time of the thread, so a busy machine changes no facts.
 */
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { readPaths } from "../internal/paths.js"
import type { CompiledGrammar, GrammarSource, ParseEngine } from "../ParseEngine.js"
import { STRIDE } from "../ParseEngine.js"

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

/** The engine, or why this machine does not have it. */
export const loadNative = (): ParseEngine | { readonly unavailable: string } => {
  try {
    const require = createRequire(import.meta.url)
    const directory = join(dirname(require.resolve("@drift/parsers/package.json")), "native")
    const load = require("node-gyp-build") as (directory: string) => Addon
    const addon = load(directory)
    return { name: "native", compile: (source) => compile(addon, source) }
  } catch (thrown) {
    return { unavailable: thrown instanceof Error ? thrown.message.split("\n")[0]! : String(thrown) }
  }
}

const ANY_KIND = 0xffff
const NAMED_KIND = 0xfffe

const compile = (addon: Addon, { counted, language, query, variant }: GrammarSource): CompiledGrammar => {
  const grammar = language as GrammarPackage
  const pointer = grammar.language ?? grammar
  try {
    const kindIds = kindResolver(addon.describe(pointer).kinds, grammar.nodeTypeInfo ?? [])
    const { fields } = addon.describe(pointer)
    const paths = readPaths(query)
    const captures = [...new Set(paths.map(({ capture }) => capture))]
    const words: Array<number> = []
    for (const { capture, steps } of paths) {
      words.push(captures.indexOf(capture), steps.length)
      for (const { field, kind, named } of steps) {
        const fieldId = field === undefined ? 0 : fields.indexOf(field)
        if (fieldId < 0) throw new Error(`there is no field ${field}`)
        const ids = kindIds(kind, named)
        words.push(fieldId, ids.length, ...ids)
      }
    }
    const flags = Uint8Array.from(captures, (capture) => (counted.has(capture) ? 1 : 0))
    const automaton = addon.compile(pointer, Uint32Array.from(words), flags)
    return {
      captures,
      run: (source, limitMs) => {
        const found = addon.run(automaton, source, limitMs * 1000)
        return found === undefined ? undefined : { words: found[0], count: found[0].length / STRIDE, errors: found[1] }
      }
    }
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown)
    throw new Error(`The query of ${variant} does not fit its grammar: ${detail}`, { cause: thrown })
  }
}

/** Finds the ids of a kind: several may share a name, and a supertype stands for all of its subtypes. */
const kindResolver = (
  kinds: ReadonlyArray<string | boolean>,
  nodeTypes: NonNullable<GrammarPackage["nodeTypeInfo"]>
): ((kind: string, named: boolean) => ReadonlyArray<number>) => {
  const ids = new Map<string, Array<number>>()
  const key = (name: unknown, named: unknown): string => `${named === true ? "" : '"'}${String(name)}`
  for (let i = 0; i < kinds.length; i += 2) {
    const name = key(kinds[i], kinds[i + 1])
    ids.set(name, [...(ids.get(name) ?? []), i / 2])
  }
  const resolve = (kind: string, named: boolean): ReadonlyArray<number> => {
    if (kind === "_") return [named ? NAMED_KIND : ANY_KIND]
    const known = ids.get(key(kind, named))
    if (known !== undefined) return known
    const subtypes = nodeTypes.find(({ type }) => type === kind)?.subtypes
    if (subtypes === undefined) throw new Error(`there is no node ${named ? kind : JSON.stringify(kind)}`)
    return subtypes.flatMap(({ named, type }) => resolve(type, named))
  }
  return resolve
}
