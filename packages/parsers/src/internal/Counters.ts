/** What parsers have done since they began: plain numbers, a few for each file, which go along with every answer. */
import type { Outcome } from "@drift/core/Outcome"
import { NO_OUTCOMES, OUTCOMES } from "@drift/core/Outcome"
import type { ParserStats } from "../ParserManager.js"

/** Of one thread. */
export interface Counters {
  engine: string | undefined
  grammars: number
  parses: number
  restored: number
  hits: number
  misses: number
  evictions: number
  expirations: number
  entries: number
  bytes: number
  readonly outcomes: { [K in Outcome]: number }
}

export const noCounts = (): Counters => ({
  engine: undefined,
  grammars: 0,
  parses: 0,
  restored: 0,
  hits: 0,
  misses: 0,
  evictions: 0,
  expirations: 0,
  entries: 0,
  bytes: 0,
  outcomes: { ...NO_OUTCOMES }
})

const DEEDS = ["grammars", "parses", "restored", "hits", "misses", "evictions", "expirations"] as const
const POSSESSIONS = ["entries", "bytes"] as const

const add = (sum: Counters, counts: Counters, names: ReadonlyArray<(typeof DEEDS | typeof POSSESSIONS)[number]>) => {
  for (const name of names) sum[name] += counts[name]
}

const addDeeds = (sum: Counters, counts: Counters): void => {
  sum.engine ??= counts.engine
  add(sum, counts, DEEDS)
  for (const outcome of OUTCOMES) sum.outcomes[outcome] += counts.outcomes[outcome]
}

/** A thread under way, by its last answer. */
export interface Counted {
  counts: Counters
}

/** The counts of threads that come and go: what they did stays, what they remembered goes with them. */
export class Tally {
  readonly #gone = noCounts()
  readonly #running = new Set<Counted>()

  begin(): Counted {
    const thread = { counts: noCounts() }
    this.#running.add(thread)
    return thread
  }

  end(thread: Counted): void {
    this.#running.delete(thread)
    addDeeds(this.#gone, thread.counts)
  }

  get stats(): ParserStats {
    const sum = noCounts()
    addDeeds(sum, this.#gone)
    for (const { counts } of this.#running) {
      addDeeds(sum, counts)
      add(sum, counts, POSSESSIONS)
    }
    const { bytes, engine, entries, evictions, expirations, grammars, hits, misses, outcomes, parses, restored } = sum
    const cache = { hits, misses, evictions, expirations, entries, bytes }
    return { engine, threads: this.#running.size, grammars, parses, restored, outcomes, cache }
  }
}
