/** When a name matches the text of a search, how well, and in which order results come: the same for every backend. */
import { compareUtf8 } from "@drift/core/Text"
import type { FactView } from "@drift/core/Views"
import { type Found, MATCHES, type SearchKind } from "../Search.js"

/** Whether SQLite folds a text and counts its characters as we do: nothing but ASCII, and no NUL. */
export const isSimple = (text: string): boolean => /^\p{ASCII}*$/u.test(text) && !text.includes("\0")

/**
 * A text without the difference between large and small letters. Character by character, so that a part of a text folds
 * to a part of the folded text; and without NUL, at which SQLite's tokenizer stops.
 */
export const fold = (text: string): string => {
  if (isSimple(text)) return text.toLowerCase()
  let folded = ""
  for (const character of text) folded += character === "\0" ? "\ufffd" : character.toLowerCase()
  return folded
}

const BETWEEN_WORDS = /[^\p{L}\p{M}\p{N}]+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u

/** The words of a name in camel case, snake case, kebab case or any mixture, folded: `parseHTMLPage` has three. */
export const words = (name: string): ReadonlyArray<string> =>
  name
    .split(BETWEEN_WORDS)
    .filter((word) => word !== "")
    .map(fold)

/** What is looked for. */
export interface Wanted {
  readonly text: string
  readonly folded: string
  readonly words: ReadonlyArray<string>
  /** Whether it is looked for in the middle of words, too. */
  readonly anywhere: boolean
}

/** A text of fewer characters is in the middle of too many words. */
export const FEWEST_ANYWHERE = 3

export const wanted = (text: string): Wanted => {
  // A name cannot hold half a character, a command line can.
  const whole = text.replace(/\p{Surrogate}/gu, "\ufffd")
  const folded = fold(whole)
  return { text: whole, folded, words: words(whole), anywhere: Array.from(folded).length >= FEWEST_ANYWHERE }
}

/** Whether all of `some` are among `all`, in this order. */
const inOrder = (some: ReadonlyArray<string>, all: ReadonlyArray<string>): boolean => {
  let found = 0
  for (const word of all) if (found < some.length && word === some[found]) found++
  return found === some.length
}

/** The index in `MATCHES` of how a name matches; `undefined` when it does not. Nothing matches an empty text. */
export const match = (want: Wanted, name: string): number | undefined => {
  if (want.text === "") return undefined
  if (name === want.text) return 0
  const folded = fold(name)
  const at = folded.indexOf(want.folded)
  if (at === 0) return folded.length === want.folded.length ? 1 : 2
  if (want.words.length > 0 && want.words.every((word) => folded.includes(word)) && inOrder(want.words, words(name))) {
    return 3
  }
  return at >= 0 && want.anywhere ? 4 : undefined
}

/** How a file matches: by its path, or by its name alone when that is better. */
export const matchPath = (want: Wanted, path: string): number | undefined => {
  const whole = match(want, path)
  const name = match(want, path.slice(path.lastIndexOf("/") + 1))
  return whole === undefined || (name !== undefined && name < whole) ? name : whole
}

/** Of names that match equally well, declarations come before files, and those before uses. */
export const VIEW_ORDER = [
  "classes",
  "functions",
  "files",
  "exports",
  "imports",
  "call_sites"
] as const satisfies ReadonlyArray<FactView>

/** A name and how well it matches. */
export interface Match {
  readonly rank: number
  readonly name: string
}

/** Short names first, because more of them is what was looked for. */
const compareNames = (a: string, b: string): number => a.length - b.length || compareUtf8(a, b)

/** The order of names that are compared within one view. */
export const compareMatches = (a: Match, b: Match): number => a.rank - b.rank || compareNames(a.name, b.name)

/** Where a result stands among all results of its search. */
export interface Place extends Match {
  /** The index in `VIEW_ORDER`. */
  readonly view: number
  readonly path: string
  /** Among the facts of the view in the file. */
  readonly ordinal: number
}

/** The order of results: how well they match, then by view, name, file and place in the file. */
export const comparePlaces = (a: Place, b: Place): number =>
  a.rank - b.rank ||
  a.view - b.view ||
  compareNames(a.name, b.name) ||
  compareUtf8(a.path, b.path) ||
  a.ordinal - b.ordinal

/** The kind of the facts of views that have none of their own. */
const KIND_OF_VIEW: Partial<Record<FactView, SearchKind>> = { files: "file", exports: "export", call_sites: "call" }

/** What every backend knows of a result. */
export interface FoundRow {
  readonly kind: string | null
  readonly qualified_name: string | null
  readonly language: string | null
  readonly line: number | null
  readonly column: number | null
}

export const found = ({ name, path, rank, view }: Place, row: FoundRow): Found => ({
  match: MATCHES[rank]!,
  view: VIEW_ORDER[view]!,
  kind: KIND_OF_VIEW[VIEW_ORDER[view]!] ?? row.kind ?? "",
  name,
  qualified_name: row.qualified_name,
  file: path,
  language: row.language,
  line: row.line,
  column: row.column
})

/** The kinds of a view that a search asks for: all, these, or none. */
export const kindsOf = (
  view: FactView,
  own: ReadonlyArray<string>,
  kinds: ReadonlyArray<SearchKind> | undefined
): "all" | ReadonlyArray<string> => {
  if (kinds === undefined) return "all"
  const one = KIND_OF_VIEW[view]
  if (one !== undefined) return kinds.includes(one) ? "all" : []
  return kinds.filter((kind) => own.includes(kind))
}
