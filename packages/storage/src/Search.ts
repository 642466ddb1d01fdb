/** What a search for names is asked and what it answers. */
import type { LanguageId } from "@drift/core/Language"
import { ClassKind, FunctionKind, ImportKind } from "@drift/core/ParseResult"
import type { FactView } from "@drift/core/Views"

/**
 * How a name matches the text of a search, best first. `words`: it has all words of the text, in this order. `infix`: it has
 * the text anywhere, which is looked for from three characters on.
 */
export const MATCHES = ["exact", "caseInsensitive", "prefix", "words", "infix"] as const
export type Match = (typeof MATCHES)[number]

/** What a search finds: the kinds of functions, classes and imports, and one for all of each other view. */
export const SEARCH_KINDS = [
  ...ClassKind.literals,
  ...FunctionKind.literals,
  "file",
  "export",
  ...ImportKind.literals,
  "call"
] as const
export type SearchKind = (typeof SEARCH_KINDS)[number]

export interface SearchQuery {
  /**
   * What the name of a fact is to be or to have in it: of an import its source, of a call what is called, of a file its
   * path or its last part. All but `exact` matches are blind to case. An empty text finds nothing.
   */
  readonly text: string
  /** Only facts of these kinds. */
  readonly kinds?: ReadonlyArray<SearchKind>
  readonly language?: LanguageId
  /** As in `Filter`. */
  readonly file?: string
  /** 1 to 10,000. Default: 100. */
  readonly limit?: number
  /** From the previous page's `nextCursor`; only for the same text. */
  readonly cursor?: string
}

/** A fact that a search found. */
export interface Found {
  readonly match: Match
  readonly view: FactView
  readonly kind: string
  /** What matches. */
  readonly name: string
  /** The name with the declaration around it, or with the receiver of the call; else the name. */
  readonly qualified_name: string | null
  readonly file: string
  readonly language: string | null
  readonly line: number | null
  readonly column: number | null
}

export interface FoundPage {
  readonly items: ReadonlyArray<Found>
  /** Absent on the last page. */
  readonly nextCursor?: string
}
