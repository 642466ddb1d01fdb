/** `include` patterns: a file is seen when the last pattern that speaks of it or of a directory around it is positive. */
import type { IgnoreWarning } from "@drift/core/Scan"
import type { Rule } from "./ruleList.js"
import { linesOf, RuleList, toBinary } from "./ruleList.js"

export class IncludeFilter {
  readonly #rules: RuleList

  private constructor(rules: RuleList) {
    this.#rules = rules
  }

  /** `undefined` when everything is included. */
  static make(patterns: ReadonlyArray<string> | undefined): IncludeFilter | undefined {
    return patterns === undefined || patterns.length === 0
      ? undefined
      : new IncludeFilter(new RuleList(toBinary(linesOf(patterns)), { kind: "include", source: "include" }))
  }

  /** The pattern that speaks of this one entry. Binary strings. */
  match(path: string, name: string, isDirectory: boolean): Rule | undefined {
    return this.#rules.find(path, name, isDirectory)
  }

  /** The patterns that match nothing; their line is their place in the list. */
  get warnings(): ReadonlyArray<IgnoreWarning> {
    return this.#rules.warnings
  }

  /** Whether the entry is included, given whether its directory is. Binary strings. */
  step(path: string, name: string, isDirectory: boolean, directoryIncluded: boolean): boolean {
    const rule = this.match(path, name, isDirectory)
    return rule === undefined ? directoryIncluded : !rule.negated
  }

  /** Whether a file is included, asked from the root down. */
  includes(path: string): boolean {
    const binary = toBinary(path)
    let included = false
    let start = 0
    for (let slash = binary.indexOf("/"); slash >= 0; slash = binary.indexOf("/", start)) {
      included = this.step(binary.slice(0, slash), binary.slice(start, slash), true, included)
      start = slash + 1
    }
    return this.step(binary, binary.slice(start), false, included)
  }
}
