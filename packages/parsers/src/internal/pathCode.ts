/**
 * The paths of a query in the ids of a grammar: the words that an automaton is made from, here and in `native/addon.c`.
 */
import type { GrammarSource } from "../ParseEngine.js"
import { orderCaptures } from "./captureOrder.js"
import { readPaths } from "./paths.js"

/** What a grammar calls things, by id. */
export interface Vocabulary {
  /** Kinds of nodes; an empty name is never seen. */
  readonly kinds: ReadonlyArray<{ readonly name: string; readonly named: boolean }>
  /** The first is no field. */
  readonly fields: ReadonlyArray<string>
  /** What each supertype stands for. */
  readonly supertypes: ReadonlyMap<string, ReadonlyArray<{ readonly type: string; readonly named: boolean }>>
}

export interface PathCode {
  /** Capture names by id, in the order of their ranks. */
  readonly captures: ReadonlyArray<string>
  /** Of each path: capture id, number of steps, then of each step: field id (0: any), number of kinds, kinds. */
  readonly words: Uint32Array
  /** Whether the named children of a capture are counted, by capture id. */
  readonly counted: Uint8Array
}

/** A kind in `PathCode` that every node has. */
export const ANY_KIND = 0xffff
/** A kind in `PathCode` that every named node has. */
export const NAMED_KIND = 0xfffe

/** Throws an `Error` that says what the grammar does not have or a path cannot say. */
export const encodePaths = (
  { counted, query, rank }: Pick<GrammarSource, "counted" | "query" | "rank">,
  vocabulary: Vocabulary
): PathCode => {
  const kindIds = kindResolver(vocabulary)
  const paths = readPaths(query)
  const captures = orderCaptures(
    paths.map(({ capture }) => capture),
    rank
  )
  const words: Array<number> = []
  for (const { capture, steps } of paths) {
    words.push(captures.indexOf(capture), steps.length)
    for (const { field, kind, named } of steps) {
      const fieldId = field === undefined ? 0 : vocabulary.fields.indexOf(field)
      if (fieldId < 0) throw new Error(`there is no field ${field}`)
      const ids = kindIds(kind, named)
      words.push(fieldId, ids.length, ...ids)
    }
  }
  const flags = Uint8Array.from(captures, (capture) => (counted.has(capture) ? 1 : 0))
  return { captures, words: Uint32Array.from(words), counted: flags }
}

/** Finds the ids of a kind: several may share a name, and a supertype stands for all of its subtypes. */
const kindResolver = ({ kinds, supertypes }: Vocabulary): ((kind: string, named: boolean) => ReadonlyArray<number>) => {
  const ids = new Map<string, Array<number>>()
  const key = (name: string, named: boolean): string => `${named ? "" : '"'}${name}`
  for (const [id, { name, named }] of kinds.entries()) {
    const known = ids.get(key(name, named))
    if (known === undefined) ids.set(key(name, named), [id])
    else known.push(id)
  }
  const resolve = (kind: string, named: boolean): ReadonlyArray<number> => {
    if (kind === "_") return [named ? NAMED_KIND : ANY_KIND]
    const known = ids.get(key(kind, named))
    if (known !== undefined) return known
    const subtypes = supertypes.get(kind)
    if (subtypes === undefined) throw new Error(`there is no node ${named ? kind : JSON.stringify(kind)}`)
    return subtypes.flatMap(({ named, type }) => resolve(type, named))
  }
  return resolve
}
