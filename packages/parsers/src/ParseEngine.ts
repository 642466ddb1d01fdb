/**
 * The port between grammars and facts: source bytes and a compiled grammar go in, one flat table of captures comes out.
 *
 * An engine knows tree-sitter and capture tables; it knows no language and no facts. It runs on worker threads and uses
 * nothing of Effect.
 */

/** Words of one capture in a table: capture id, start byte, end byte, number of named children (counted captures only). */
export const STRIDE = 4

/**
 * The captures of one file, in the order in which they are visited: start ascending, end descending, capture id ascending;
 * no capture is there twice. Positions are 0-based UTF-8 byte offsets, ends exclusive.
 */
export interface CaptureTable {
  /** At least `count * STRIDE` of them, the rest is anything. */
  readonly words: Uint32Array
  /** Number of captures. */
  readonly count: number
  /** Start and end byte of every syntax error, missing tokens included (empty ranges). */
  readonly errors: Uint32Array
}

/** A grammar with its merged query, ready to run in this thread. */
export interface CompiledGrammar {
  /** Capture names by id: by rank, and those of one rank as the query first has them. */
  readonly captures: ReadonlyArray<string>
  /**
   * Parses and runs the query. `undefined` when that takes longer than `limitMs` milliseconds. Never throws on bad
   * syntax.
   *
   * The words of the table may be written again by the next run of any grammar of this engine: who needs them longer keeps
   * a `copyOf` it. The errors are the table's own.
   */
  readonly run: (source: Uint8Array, limitMs: number) => CaptureTable | undefined
}

/** What to compile. */
export interface GrammarSource {
  readonly variant: string
  /** Loads the language object of the grammar package, which is native code. */
  readonly load: () => unknown
  /** The grammar's WebAssembly build, if it has one: a module specifier, or a file. */
  readonly wasm?: string | URL | undefined
  /** The merged query. */
  readonly query: string
  /** Names of the captures whose named children are counted into the table. */
  readonly counted: ReadonlySet<string>
  /** The order among captures of one range, lowest first. */
  readonly rank: (capture: string) => number
}

export interface ParseEngine {
  readonly name: string
  /** Rejects with an `Error` when the grammar cannot be loaded, or with one that says where the query does not fit it. */
  readonly compile: (source: GrammarSource) => Promise<CompiledGrammar>
}

/** The table with words of its own, which no run touches. */
export const copyOf = (table: CaptureTable): CaptureTable => ({
  ...table,
  words: table.words.slice(0, table.count * STRIDE)
})

/** The error of a query that does not fit its grammar. */
export const misfit = (variant: string, cause: unknown): Error =>
  new Error(
    `The query of ${variant} does not fit its grammar: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      cause
    }
  )
