/** Source texts as a language stores them: its pure functions on texts, each asked once for each text of a batch. */
import type { StringTable } from "@drift/core/StringTable"

type Rule = (text: string) => string

export class Spelling {
  readonly #strings: StringTable
  readonly #known = new Map<Rule, Array<number>>()

  constructor(strings: StringTable) {
    this.#strings = strings
  }

  /** To be called whenever the strings are. */
  reset(): void {
    this.#known.clear()
  }

  /** The number of what `rule` makes of the string `number`. */
  apply(rule: Rule, number: number): number {
    let known = this.#known.get(rule)
    if (known === undefined) {
      known = []
      this.#known.set(rule, known)
    }
    return (known[number] ??= this.#strings.of(rule(this.#strings.text(number) ?? "")))
  }
}
