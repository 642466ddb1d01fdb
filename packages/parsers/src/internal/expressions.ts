/** What was collected of a source's expressions, as the facts that only the parse of a single file tells. */
import type {
  Decorator,
  DecoratorInfo,
  DocComment,
  DocStyle,
  ErrorHandling,
  ErrorHandlingKind,
  Expressions,
  NumericContext,
  NumericLiteral,
  StringContext,
  StringLiteral
} from "@drift/core/ParseResult"
import type { SourceRange } from "@drift/core/SourceRange"
import type { ContextKind, HandlingKind } from "../Vocabulary.js"
import type { Context, Handling, Literal, Place, Remark } from "./asides.js"
import type { Details } from "./details.js"
import { FAMILY_BITS } from "./grammars.js"
import { kindNumber } from "./kinds.js"
import { valueOf } from "./numbers.js"
import {
  DEAD,
  DOC_END,
  DOC_START,
  END,
  FAMILY,
  FIRST,
  HAS_PLACE,
  IS_DOCSTRING,
  KIND,
  NAME,
  NAME_START,
  NEXT,
  PARENT,
  START,
  TEXT
} from "./scopes.js"
import { isBlank } from "./sourceText.js"
import type { Visitor } from "./visit.js"

/** What the extractor knows of scopes besides. */
export interface Names {
  /** Qualified name of what the scope declares, if that has a name. */
  readonly declared: (scope: number) => string | undefined
  /** Qualified name of the nearest function around the scope, or of itself, that has a name. */
  readonly functionOf: (scope: number) => string | undefined
  /** The nearest function around the scope, or it itself, with a name or without one; 0 if there is none. */
  readonly callableOf: (scope: number) => number
  /** Whether a function with these modifiers is asynchronous. */
  readonly isAsync: (modifiers: ReadonlyArray<string>) => boolean
  /** Whether the scope is a function that is a fact. */
  readonly isFunction: (scope: number) => boolean
}

const { apart, call, callable, decorator, export: exportBit, holder, parameter, type } = FAMILY_BITS

const FILE = kindNumber("file")

const DECORATORS = decorator | apart

/** What a decorator may be written on. */
const DECORATED = callable | type | holder | parameter

/** Values of strings are cut at this many characters. */
const VALUE_LIMIT = 200

type Range = Pick<Place, "end" | "start">

export const expressionsOf = (visitor: Visitor, details: Details, names: Names): Expressions => {
  const { asides, scopes, source } = visitor

  const place = ({ end, start }: Range, at = start) => ({
    line: source.line(at),
    column: source.column(at),
    range: range(start, end)
  })
  const range = (start: number, end: number): SourceRange => ({
    startByte: start,
    endByte: end,
    startLine: source.line(start),
    endLine: source.line(Math.max(start, end - 1))
  })
  const textOf = (number: number): string | undefined => visitor.strings.text(number)

  // Decorators

  const decorators = (): ReadonlyArray<DecoratorInfo> => {
    const { cells } = scopes
    const all: Array<number> = []
    const listedIn = new Map<number, number>()
    for (let scope = scopes.first; scope !== 0; scope = scopes.next(scope)) {
      if ((cells[scope + FAMILY]! & DECORATORS) !== 0 && cells[scope + NAME] !== 0) all.push(scope)
      if ((cells[scope + FAMILY]! & (DECORATED | exportBit)) === 0) continue
      for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
        if (cells[item + FAMILY] === decorator) listedIn.set(item, scope)
      }
    }
    const siblings = siblingsOf(all)
    return all.map((scope) => {
      const [parsed] = JSON.parse(textOf(details.decorator(scope))!) as [Decorator]
      const { cells } = scopes
      const target = targetOf(scope, listedIn.get(scope), siblings)
      const extent = { start: cells[scope + START]!, end: details.endOfDecorator(scope) }
      return {
        ...parsed,
        target: target === undefined ? undefined : names.declared(target),
        ...place(extent, cells[scope + NAME_START])
      }
    })
  }

  /** Of each scope in which decorators stand, what may be decorated in it, in the order of the source. */
  const siblingsOf = (all: ReadonlyArray<number>): ReadonlyMap<number, Array<number>> => {
    const { cells } = scopes
    const siblings = new Map<number, Array<number>>(all.map((scope) => [cells[scope + PARENT]!, []]))
    for (let scope = scopes.first; scope !== 0; scope = scopes.next(scope)) {
      if ((cells[scope + FAMILY]! & DECORATED) !== 0) siblings.get(cells[scope + PARENT]!)?.push(scope)
    }
    return siblings
  }

  const targetOf = (
    scope: number,
    listed: number | undefined,
    siblings: ReadonlyMap<number, ReadonlyArray<number>>
  ): number | undefined => {
    const { cells } = scopes
    const end = cells[scope + END]!
    if (cells[scope + KIND] === FILE) return undefined
    if (listed !== undefined && (cells[listed + FAMILY]! & DECORATED) !== 0) return listed
    const parent = cells[scope + PARENT]!
    // Inside of a declaration before its name.
    const isDeclaration = (cells[parent + FAMILY]! & DECORATED) !== 0 && scopes.is(parent, HAS_PLACE)
    if (isDeclaration || cells[parent + FAMILY] === parameter) {
      if (cells[parent + NAME_START]! >= end && cells[parent + NAME] !== 0) return parent
    }
    // Before a declaration, with nothing but others and comments between.
    const behind = behindRemarks(end)
    const next = firstFrom(siblings.get(parent) ?? [], end)
    return next !== undefined && cells[next + START]! <= behind ? next : undefined
  }

  const firstFrom = (sorted: ReadonlyArray<number>, start: number): number | undefined => {
    const { cells } = scopes
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (cells[sorted[middle]! + START]! < start) low = middle + 1
      else high = middle
    }
    return sorted[low]
  }

  /** Where what is neither white space, a comment nor a decorator begins. */
  const behindRemarks = (start: number): number => {
    const { bytes } = source
    let at = start
    for (;;) {
      while (at < bytes.length && (isBlank(bytes[at]!) || ATTRIBUTE_SIGNS.has(bytes[at]!))) at++
      const end = skipped().get(at)
      if (end === undefined) return at
      at = end
    }
  }

  let skippedRanges: Map<number, number> | undefined
  const skipped = (): ReadonlyMap<number, number> => {
    if (skippedRanges === undefined) {
      skippedRanges = new Map(asides.remarks.map(({ end, start }) => [start, end]))
      const { cells } = scopes
      for (let scope = scopes.first; scope !== 0; scope = scopes.next(scope)) {
        if ((cells[scope + FAMILY]! & DECORATORS) !== 0) skippedRanges.set(cells[scope + START]!, cells[scope + END]!)
      }
    }
    return skippedRanges
  }

  // Literals

  /** For each context, the one that counts for strings: what they are joined with does not. */
  const forStrings = new Map<Context, Context | undefined>()
  for (const context of asides.contexts) {
    const { kind, outer } = context
    forStrings.set(context, kind !== "operation" ? context : outer === undefined ? undefined : forStrings.get(outer))
  }

  const isFact = ({ isNone, scope, start }: Literal): boolean => {
    const { cells } = scopes
    if (isNone || isDocumented(start)) return false
    if (cells[scope + FAMILY] !== call) return true
    // The source of an import that is written as a call, or as a type that is written like one.
    const name = scopes.is(scope, DEAD) ? textOf(cells[scope + NAME]!) : undefined
    return cells[scope + TEXT] === 0 && (name === undefined || visitor.rules.importCalls?.[name] === undefined)
  }

  const stringLiteral = (literal: Literal): StringLiteral => {
    const { context, end, inDecorator, isInterpolated, opening, start } = literal
    const value = valueRange(literal)
    // A character takes at most four bytes, so more than that many need not be looked at.
    const text = source.text(value.start, Math.min(value.end, value.start + VALUE_LIMIT * 4 + 4))
    const isCut = text.length > VALUE_LIMIT
    return {
      value: isCut ? text.slice(0, endOfCharacter(text, VALUE_LIMIT)) : text,
      isCut,
      isTemplate: isInterpolated,
      context: inDecorator
        ? "decorator"
        : STRING_CONTEXTS[(context === undefined ? undefined : forStrings.get(context)?.kind) ?? "none"],
      ...place({ start, end }, opening?.start)
    }
  }

  const valueRange = ({ end, hasOwnLines, start, valueEnd, valueStart }: Literal) => {
    if (valueStart !== undefined) {
      let last = valueEnd ?? end
      // Python's grammar takes the backslashes at the end of a raw string for part of its closing quote.
      while (source.bytes[last] === BACKSLASH && last < end) last++
      return hasOwnLines
        ? { start: behindLineBreak(valueStart), end: lastLine(last) }
        : { start: valueStart, end: last }
    }
    const { bytes } = source
    let first = start
    while (first < end && !isQuote(bytes[first]!)) first++
    let last = end - 1
    while (last > first && bytes[last] !== bytes[first]) last--
    return last > first ? { start: first + 1, end: last } : { start, end }
  }

  /** Without the indentation of what ends it. */
  const lastLine = (end: number): number => {
    const start = source.lineStart(end)
    return isBlankBetween(start, end) ? start : end
  }

  const behindLineBreak = (start: number): number => {
    const { bytes } = source
    const at = bytes[start] === RETURN ? start + 1 : start
    return bytes[at] === NEWLINE ? at + 1 : start
  }

  const numericLiteral = ({ context, end, inDecorator, start }: Literal): NumericLiteral => {
    const raw = source.text(start, end)
    return {
      value: valueOf(raw, visitor.rules.leadingZeroIsDecimal === true),
      raw,
      context: inDecorator ? "decorator" : NUMERIC_CONTEXTS[context?.kind ?? "none"],
      ...place({ start, end })
    }
  }

  // Errors

  const errorHandling = (): ReadonlyArray<ErrorHandling> => {
    const recovering = new Set<Handling>()
    for (const handling of asides.handlings) {
      if (handling.defer !== undefined && named(handling) === "deferRecover") recovering.add(handling.defer)
    }
    return asides.handlings.flatMap((handling) => {
      const { body, end, scope, start, type } = handling
      const kind = recovering.has(handling) ? "deferRecover" : kindOf(handling)
      if (kind === undefined) return []
      const at = place({ start, end })
      return [
        {
          kind,
          caughtType: type === undefined ? undefined : textOf(source.code(type.start, type.end, VALUE_LIMIT)),
          hasBody: body === undefined ? !CLAUSES.has(handling.kind) : !isEmpty(body.start, body.end),
          functionScope: names.functionOf(scope),
          ...at,
          endLine: at.range.endLine
        }
      ]
    })
  }

  const named = ({ kind, name }: Handling): ErrorHandlingKind | undefined => {
    const { errorNames } = visitor.rules
    if (kind !== "named" || name === undefined || errorNames === undefined) return undefined
    const text = source.text(name.start, name.end)
    return Object.hasOwn(errorNames, text) ? errorNames[text] : undefined
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
        return visitor.rules.isErrorCheck?.(text) === true ? "errorCheck" : undefined
      }
      case "tryCatch":
      case "tryExcept":
        return isInAsync(handling) ? "asyncAwaitTry" : kind
      default:
        return kind
    }
  }

  const isInAsync = ({ lambda, scope }: Handling): boolean => {
    const callable = names.callableOf(scope)
    if (lambda !== undefined && names.callableOf(lambda.scope) === callable) {
      return names.isAsync(lambda.modifiers.map(({ end, start }) => source.text(start, end)))
    }
    return callable !== 0 && names.isAsync(details.modifiers(callable, []))
  }

  const nothings = new Map(asides.nothings.map(({ end, start }) => [start, end]))

  /** Whether there is nothing but brackets and what does nothing. */
  const isEmpty = (start: number, end: number): boolean => {
    const { bytes } = source
    let at = start
    while (at < end) {
      const behind = nothings.get(at)
      if (behind !== undefined) at = Math.max(behind, at + 1)
      else if (isBlank(bytes[at]!) || EMPTY_SIGNS.has(bytes[at]!)) at++
      else return false
    }
    return true
  }

  // Documentation

  const docComments = (): ReadonlyArray<DocComment> => {
    const { cells } = scopes
    const found: Array<DocComment> = []
    const known = new Map<number, Range>()
    const add = (start: number, end: number, style: DocStyle, target: string | undefined): void => {
      const number = style === "docstring" ? details.text.docstring(start, end) : details.text.comment(start, end)
      if (number !== 0) found.push({ text: textOf(number)!, style, target, ...place({ start, end }) })
    }
    const styles = new Map(asides.remarks.map((remark) => [remark.start, styleOf(remark)]))
    for (const family of [callable, type, holder]) {
      for (let scope = scopes.first; scope !== 0; scope = scopes.next(scope)) {
        const start = cells[scope + DOC_START]!
        const end = cells[scope + DOC_END]!
        if (cells[scope + FAMILY] !== family || end === 0 || known.has(start)) continue
        const style = scopes.is(scope, IS_DOCSTRING) ? "docstring" : (styles.get(start)?.style ?? "block")
        if (family === callable && !names.isFunction(scope)) continue
        const isMeant = styles.get(start)?.isMeant === true || subjects.has(cells[scope + START]!)
        if (family === holder && !isMeant) continue
        known.set(start, { start, end })
        if (family !== callable) add(start, end, style, names.declared(scope))
      }
    }
    for (const { end, start } of fileDocstrings()) add(start, end, "docstring", undefined)
    const isKnown = covering([...known.values()])
    for (const group of groupsOf(asides.remarks)) {
      const { end, start } = group
      if (isKnown(start) || !(styles.get(start)!.isMeant || isBeforeSubject(group))) continue
      add(start, end, styles.get(start)!.style, undefined)
    }
    return found.sort((a, b) => a.range.startByte - b.range.startByte)
  }

  const styleOf = ({ start, style }: Remark): { readonly style: DocStyle; readonly isMeant: boolean } => {
    const opening = source.text(start, Math.min(start + 4, source.bytes.length))
    if (style === "goDoc") return { style, isMeant: false }
    if (opening.startsWith("#") || opening.startsWith("=")) return { style: "pound", isMeant: false }
    if (/^\/(?:\/\/(?!\/)|\/!)/.test(opening) && style === "tripleSlash") return { style, isMeant: true }
    if (/^\/\*\*(?![*/])/.test(opening)) return { style: style === "tripleSlash" ? "block" : style, isMeant: true }
    if (opening.startsWith("/*!") && style === "tripleSlash") return { style: "block", isMeant: true }
    return { style: opening.startsWith("/*") ? "block" : "line", isMeant: false }
  }

  /** Line comments that follow each other are one. */
  const groupsOf = (remarks: ReadonlyArray<Remark>): ReadonlyArray<Range> => {
    const groups: Array<{ start: number; end: number; sign: string }> = []
    for (const { end, start } of remarks) {
      const sign = /^(?:\/\/(?:\/+|!)?|#)?/.exec(source.text(start, Math.min(start + 4, end)))![0]
      const last = groups.at(-1)
      const isNext = last !== undefined && sign !== "" && sign === last.sign && isNextLine(last.end, start)
      if (isNext) last.end = end
      else groups.push({ start, end, sign })
    }
    return groups
  }

  const isNextLine = (end: number, start: number): boolean => {
    const { bytes } = source
    for (let at = end; at < start; at++) if (!isBlank(bytes[at]!)) return false
    return source.line(start) - source.line(Math.max(0, end - 1)) <= 1
  }

  const subjects = new Set(asides.subjects.map(({ start }) => start))
  const isBeforeSubject = ({ end, start }: Range): boolean => {
    const { bytes } = source
    let at = end
    while (at < bytes.length && isBlank(bytes[at]!)) at++
    const isFirst = isBlankBetween(source.lineStart(start), start)
    return isFirst && subjects.has(at) && isNextLine(end, at)
  }

  const isBlankBetween = (start: number, end: number): boolean => {
    for (let at = start; at < end; at++) if (!isBlank(source.bytes[at]!)) return false
    return true
  }

  /** Strings that are the first thing in the file. */
  const fileDocstrings = (): ReadonlyArray<Place> => {
    const { bytes } = source
    let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
    for (;;) {
      while (at < bytes.length && isBlank(bytes[at]!)) at++
      const end = nothings.get(at)
      if (end === undefined) break
      at = end
    }
    return asides.docstrings.filter(({ start }) => start === at)
  }

  const documented: Array<Range> = [...fileDocstrings()]
  for (let scope = scopes.first; scope !== 0; scope = scopes.next(scope)) {
    if (!scopes.is(scope, IS_DOCSTRING)) continue
    documented.push({ start: scopes.cells[scope + DOC_START]!, end: scopes.cells[scope + DOC_END]! })
  }
  const isDocumented = covering(documented)

  const literals = asides.literals.filter(isFact)
  return {
    decorators: decorators(),
    stringLiterals: literals.filter(({ kind }) => kind !== "number").map(stringLiteral),
    numericLiterals: literals.filter(({ kind }) => kind === "number").map(numericLiteral),
    errorHandling: errorHandling(),
    docComments: docComments()
  }
}

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

/** What has a body that can be empty. */
const CLAUSES: ReadonlySet<HandlingKind> = new Set([
  "tryCatch",
  "tryExcept",
  "tryFinally",
  "rescue",
  "withStatement",
  "check"
])

const NEWLINE = 0x0a
const RETURN = 0x0d
const BACKSLASH = 0x5c

/** `{`, `}`, `(`, `)`, `;`, `:` */
const EMPTY_SIGNS: ReadonlySet<number> = new Set([0x7b, 0x7d, 0x28, 0x29, 0x3b, 0x3a])

/** What stands around attributes and between them: `[A, B] [C]`, `#[A]`. */
const ATTRIBUTE_SIGNS: ReadonlySet<number> = new Set([0x5b, 0x2c, 0x5d, 0x23])

const isQuote = (byte: number): boolean => byte === 0x22 || byte === 0x27 || byte === 0x60

/** The limit, or one less where that would cut a character in two. */
const endOfCharacter = (text: string, limit: number): number => {
  const last = text.charCodeAt(limit - 1)
  return last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit
}

/** Whether a place is in one of several ranges, none of which overlap. */
const covering = (ranges: ReadonlyArray<Range>): ((at: number) => boolean) => {
  const sorted = [...ranges].sort((a, b) => a.start - b.start)
  return (at) => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]!.end <= at) low = middle + 1
      else high = middle
    }
    return low < sorted.length && sorted[low]!.start <= at
  }
}
