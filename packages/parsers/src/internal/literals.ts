/** Strings and numbers of a source, with what they are for. */
import type { Expressions, NumericContext, NumericLiteral, StringContext, StringLiteral } from "@drift/core/ParseResult"
import type { ContextKind } from "../Vocabulary.js"
import type { Context, Literal } from "./asides.js"
import { fileDocstrings } from "./documentation.js"
import { FAMILY_BITS } from "./grammars.js"
import { valueOf } from "./numbers.js"
import type { Range } from "./ranges.js"
import { covering, isBlankBetween, placed } from "./ranges.js"
import { DEAD, DOC_END, DOC_START, FAMILY, IS_DOCSTRING, NAME, TEXT } from "./scopes.js"
import type { SourceText } from "./sourceText.js"
import type { Visitor } from "./visit.js"

const { call } = FAMILY_BITS

/** Values of strings are cut at this many characters. */
const VALUE_LIMIT = 200

const STRING_CONTEXTS: Readonly<Record<ContextKind, StringContext>> = {
  argument: "functionArgument",
  assignment: "variableAssignment",
  constant: "variableAssignment",
  property: "objectProperty",
  return: "returnValue",
  element: "arrayElement",
  comparison: "comparison",
  operation: "unknown",
  default: "defaultParameter",
  enum: "enumValue",
  none: "unknown",
  statements: "unknown"
}

const NUMERIC_CONTEXTS: Readonly<Record<ContextKind, NumericContext>> = {
  ...STRING_CONTEXTS,
  constant: "constDeclaration",
  operation: "binaryOperation"
}

export const literalsOf = (visitor: Visitor): Pick<Expressions, "stringLiterals" | "numericLiterals"> => {
  const { asides, rules, source } = visitor
  const isDocumentation = covering(docstrings(visitor))
  const strings: Array<StringLiteral> = []
  const numbers: Array<NumericLiteral> = []
  const joined = joinedContexts(asides.contexts)
  for (const literal of asides.literals) {
    const { context, end, inDecorator, isNone, kind, opening, start } = literal
    if (isNone || isDocumentation(start) || isImported(visitor, literal)) continue
    if (kind === "number") {
      const raw = source.text(start, end)
      numbers.push({
        value: valueOf(raw, rules.leadingZeroIsDecimal === true),
        raw,
        context: inDecorator ? "decorator" : NUMERIC_CONTEXTS[context?.kind ?? "none"],
        ...placed(source, literal)
      })
    } else {
      const whole = context === undefined ? undefined : joined.get(context)
      strings.push({
        ...valueIn(source, valueRange(source, literal)),
        isTemplate: literal.isInterpolated,
        context: inDecorator ? "decorator" : STRING_CONTEXTS[whole?.kind ?? "none"],
        ...placed(source, literal, opening?.start)
      })
    }
  }
  return { stringLiterals: strings, numericLiterals: numbers }
}

/** For each context, the one that counts for strings: what they are joined to does not. */
const joinedContexts = (contexts: ReadonlyArray<Context>): ReadonlyMap<Context, Context | undefined> => {
  const joined = new Map<Context, Context | undefined>()
  // Outer ones come first.
  for (const context of contexts) {
    const { kind, outer } = context
    joined.set(context, kind !== "operation" ? context : outer === undefined ? undefined : joined.get(outer))
  }
  return joined
}

const docstrings = (visitor: Visitor): ReadonlyArray<Range> => {
  const { scopes } = visitor
  const found: Array<Range> = [...fileDocstrings(visitor)]
  for (let scope = scopes.first; scope !== 0; scope = scopes.next(scope)) {
    if (!scopes.is(scope, IS_DOCSTRING)) continue
    found.push({ start: scopes.cells[scope + DOC_START]!, end: scopes.cells[scope + DOC_END]! })
  }
  return found
}

/** Whether it is the source of an import that is written as a call, or as a type that is written like one. */
const isImported = ({ rules, scopes, strings }: Visitor, { scope }: Literal): boolean => {
  const { cells } = scopes
  if (cells[scope + FAMILY] !== call) return false
  if (cells[scope + TEXT] !== 0) return true
  const name = scopes.is(scope, DEAD) ? strings.text(cells[scope + NAME]!) : undefined
  return name !== undefined && rules.importCalls?.[name] !== undefined
}

const valueIn = (source: SourceText, { end, start }: Range): Pick<StringLiteral, "value" | "isCut"> => {
  // A character takes at most four bytes, so more than that many need not be looked at.
  const text = source.text(start, Math.min(end, start + VALUE_LIMIT * 4 + 4))
  if (text.length <= VALUE_LIMIT) return { value: text, isCut: false }
  const last = text.charCodeAt(VALUE_LIMIT - 1)
  const isHalf = last >= 0xd800 && last <= 0xdbff
  return { value: text.slice(0, isHalf ? VALUE_LIMIT - 1 : VALUE_LIMIT), isCut: true }
}

const valueRange = (source: SourceText, { end, hasOwnLines, start, valueEnd, valueStart }: Literal): Range => {
  const { bytes } = source
  if (valueStart !== undefined) {
    let last = valueEnd ?? end
    // Python's grammar takes the escapes at the end of a raw string for part of its closing quote.
    while (last + 1 < end && bytes[last] === BACKSLASH) last += 2
    if (!hasOwnLines) return { start: valueStart, end: last }
    // Without the indentation of what ends it.
    const line = source.lineStart(last)
    return { start: behindLineBreak(bytes, valueStart), end: isBlankBetween(source, line, last) ? line : last }
  }
  let first = start
  while (first < end && !isQuote(bytes[first]!)) first++
  let last = end - 1
  while (last > first && bytes[last] !== bytes[first]) last--
  return last > first ? { start: first + 1, end: last } : { start, end }
}

const behindLineBreak = (bytes: Uint8Array, start: number): number => {
  const at = bytes[start] === RETURN ? start + 1 : start
  return bytes[at] === NEWLINE ? at + 1 : start
}

const NEWLINE = 0x0a
const RETURN = 0x0d
const BACKSLASH = 0x5c

const isQuote = (byte: number): boolean => byte === 0x22 || byte === 0x27 || byte === 0x60
