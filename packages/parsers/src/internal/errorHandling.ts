/** What raises errors, passes them on and handles them in a source. */
import type { ErrorHandling, ErrorHandlingKind } from "@drift/core/ParseResult"
import type { HandlingKind } from "../Vocabulary.js"
import type { Handling } from "./asides.js"
import type { Details } from "./details.js"
import type { Names } from "./expressions.js"
import type { Range } from "./ranges.js"
import { placed } from "./ranges.js"
import { isBlank } from "./sourceText.js"
import type { Visitor } from "./visit.js"

/** Types are cut at this many characters. */
const TYPE_LIMIT = 200

/** What has a body: none to be seen is an empty one. */
const CLAUSES: ReadonlySet<HandlingKind> = new Set([
  "tryCatch",
  "tryExcept",
  "tryFinally",
  "rescue",
  "withStatement",
  "check"
])

/** `{`, `}`, `(`, `)`, `;`, `:` */
const EMPTY_SIGNS: ReadonlySet<number> = new Set([0x7b, 0x7d, 0x28, 0x29, 0x3b, 0x3a])

export const errorHandlingOf = (visitor: Visitor, details: Details, names: Names): ReadonlyArray<ErrorHandling> => {
  const { asides, rules, source, strings } = visitor
  const nothings = new Map(asides.nothings.map(({ end, start }) => [start, end]))

  const named = ({ kind, name }: Handling): ErrorHandlingKind | undefined => {
    if (kind !== "named" || name === undefined || rules.errorNames === undefined) return undefined
    const text = source.text(name.start, name.end)
    return Object.hasOwn(rules.errorNames, text) ? rules.errorNames[text] : undefined
  }

  const isInAsync = ({ lambda, scope }: Handling): boolean => {
    const callable = names.callableOf(scope)
    if (lambda !== undefined && names.callableOf(lambda.scope) === callable) {
      return names.isAsync(lambda.modifiers.map(({ end, start }) => source.text(start, end)))
    }
    return callable !== 0 && names.isAsync(details.modifiers(callable, []))
  }

  const kindOf = (handling: Handling): ErrorHandlingKind | undefined => {
    const { condition, kind } = handling
    switch (kind) {
      case "named": {
        const meant = named(handling)
        return meant === "deferRecover" ? undefined : meant
      }
      case "check": {
        const text = condition === undefined ? "" : source.text(condition.start, condition.end)
        return rules.isErrorCheck?.(text) === true ? "errorCheck" : undefined
      }
      case "tryCatch":
      case "tryExcept":
        return isInAsync(handling) ? "asyncAwaitTry" : kind
      default:
        return kind
    }
  }

  /** Whether there is nothing but brackets and what does nothing. */
  const isEmpty = ({ end, start }: Range): boolean => {
    let at = start
    while (at < end) {
      const behind = nothings.get(at)
      if (behind !== undefined && behind > at) at = behind
      else if (isBlank(source.bytes[at]!) || EMPTY_SIGNS.has(source.bytes[at]!)) at++
      else return false
    }
    return true
  }

  const recovering = new Set<Handling>()
  for (const handling of asides.handlings) {
    if (handling.defer !== undefined && named(handling) === "deferRecover") recovering.add(handling.defer)
  }
  return asides.handlings.flatMap((handling) => {
    const { body, scope, type } = handling
    const kind = recovering.has(handling) ? "deferRecover" : kindOf(handling)
    if (kind === undefined) return []
    const place = placed(source, handling)
    return {
      kind,
      caughtType: type === undefined ? undefined : strings.text(source.code(type.start, type.end, TYPE_LIMIT)),
      hasBody: body === undefined ? !CLAUSES.has(handling.kind) : !isEmpty(body),
      functionScope: names.functionOf(scope),
      ...place,
      endLine: place.range.endLine
    }
  })
}
