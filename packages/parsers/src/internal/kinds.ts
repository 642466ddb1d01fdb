/** The kinds of records, numbered, so that a scope holds its kind in a cell. */
import { VOCABULARY } from "../Vocabulary.js"

/** Kinds by number; 0 is that of records whose family has only one. */
export const KINDS: ReadonlyArray<string> = [
  ...new Set(["", ...Object.values(VOCABULARY).flatMap((name) => ("kind" in name ? [name.kind] : []))])
]

const NUMBERS = new Map(KINDS.map((kind, number) => [kind, number]))

/** The number of a kind that is in the vocabulary. */
export const kindNumber = (kind: string): number => {
  const number = NUMBERS.get(kind)
  if (number === undefined) throw new Error(`There is no kind ${kind}`)
  return number
}
