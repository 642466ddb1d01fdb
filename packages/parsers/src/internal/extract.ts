/**
 * Captures to facts, by nesting. Knows the vocabulary, no language and no grammar.
 *
 * The captures become scopes (`visit.ts`); the scopes become rows in the order in which they were opened, and names of
 * owners, known by then, are joined.
 */
import type {
  CallSite,
  ClassInfo,
  ClassKind,
  ExportInfo,
  FunctionInfo,
  FunctionKind,
  ImportInfo,
  ImportKind,
  ImportSpecifier
} from "@drift/core/ParseResult"
import type { ErrorRange, SourceRange } from "@drift/core/SourceRange"
import type { Declaration, Description, LanguageDefinition } from "../Language.js"
import type { CaptureTable } from "../ParseEngine.js"
import type { PreparedGrammar } from "./grammars.js"
import { FAMILY_BITS } from "./grammars.js"
import { Lines } from "./lines.js"
import type { Scope } from "./Scope.js"
import { isOwner } from "./Scope.js"
import type { Scopes } from "./visit.js"
import { visit } from "./visit.js"

/** The facts of one source; path, language and hash are put on by the caller. */
export interface Extracted {
  readonly namespace: string | undefined
  readonly functions: ReadonlyArray<FunctionInfo>
  readonly classes: ReadonlyArray<ClassInfo>
  readonly imports: ReadonlyArray<ImportInfo>
  readonly exports: ReadonlyArray<ExportInfo>
  readonly callSites: ReadonlyArray<CallSite>
  readonly errorCount: number
  readonly errorRanges: ReadonlyArray<ErrorRange>
}

/** More error ranges than this say nothing more; the count is always exact. */
const ERROR_RANGE_LIMIT = 1000

const { await: awaitBit, callable, export: exportBit, extension, holder, type } = FAMILY_BITS

/** Extracts all facts from the captures of `source`, which is UTF-8. */
export const extract = (source: Uint8Array, table: CaptureTable, grammar: PreparedGrammar): Extracted => {
  const lines = new Lines(Buffer.from(source.buffer, source.byteOffset, source.byteLength))
  return new Rows(lines, grammar.language, visit(lines, table, grammar)).all(table.errors)
}

/** The scopes of a source as rows. */
class Rows {
  readonly #lines: Lines
  readonly #language: LanguageDefinition
  readonly #scopes: Scopes

  constructor(lines: Lines, language: LanguageDefinition, scopes: Scopes) {
    this.#lines = lines
    this.#language = language
    this.#scopes = scopes
  }

  all(errors: Uint32Array): Extracted {
    const { callables, calls, exports, fileNamespace, firstBlock, imports, types } = this.#scopes
    for (const scope of exports) this.#collectExportedNames(scope)
    const callSites: Array<CallSite> = []
    const requires: Array<ImportInfo> = []
    for (const scope of calls) {
      if (scope.dead || this.#isKeyword(scope)) continue
      callSites.push(this.#callSite(scope))
      const required = this.#importCall(scope)
      if (required !== undefined) requires.push(required)
    }
    const declared = imports.flatMap((scope) => this.#import(scope))
    return {
      namespace: this.#namespaceOf(fileNamespace ?? firstBlock),
      functions: callables.flatMap((scope) => this.#function(scope)),
      classes: types.flatMap((scope) => this.#class(scope)),
      imports: requires.length === 0 ? declared : [...declared, ...requires].sort(byPosition),
      exports: exports.flatMap((scope) => this.#export(scope)),
      callSites,
      errorCount: errors.length / 2,
      errorRanges: this.#errorRanges(errors)
    }
  }

  #function(scope: Scope): ReadonlyArray<FunctionInfo> {
    const name = scope.name
    if (scope.dead || name === undefined || (scope.kind === "lambda" && !scope.isBound)) return []
    const owner = this.#ownerScope(scope)
    const kind = this.#functionKind(scope, name)
    const ownerName = this.#ownerName(scope, owner)
    const hasBody = scope.hasBody || scope.kind === "lambda"
    const isAccessor = kind === "getter" || kind === "setter"
    if (isAccessor && !hasBody && this.#language.accessorsNeedBody === true) return []
    return [
      {
        name,
        qualifiedName: ownerName === undefined ? name : `${ownerName}.${name}`,
        kind,
        owner: ownerName,
        namespace: this.#namespaceOf(scope.namespaceScope),
        line: this.#lines.line(scope.nameStart),
        column: this.#lines.column(scope.nameStart),
        range: this.#range(scope),
        hasBody,
        ...this.#describe(scope, "callable", kind, name, owner, hasBody)
      }
    ]
  }

  #class(scope: Scope): ReadonlyArray<ClassInfo> {
    const name = scope.name
    if (scope.dead || name === undefined) return []
    const owner = this.#ownerScope(scope)
    const ownerName = this.#ownerName(scope, owner)
    const kind = scope.kind as ClassKind
    const { isAbstract, isExported, visibility } = this.#describe(scope, "type", kind, name, owner, true)
    return [
      {
        name,
        qualifiedName: ownerName === undefined ? name : `${ownerName}.${name}`,
        kind,
        owner: ownerName,
        namespace: this.#namespaceOf(scope.namespaceScope),
        line: this.#lines.line(scope.nameStart),
        column: this.#lines.column(scope.nameStart),
        range: this.#range(scope),
        visibility,
        isExported,
        isAbstract
      }
    ]
  }

  #describe(
    scope: Scope,
    family: Declaration["family"],
    kind: FunctionKind | ClassKind,
    name: string,
    owner: Scope | undefined,
    hasBody: boolean
  ): Description {
    if (this.#language.describe === undefined) return {}
    const direct = scope.isBound ? scope.parent?.parent : scope.parent
    const ownerIsType = owner !== undefined && (owner.family & (type | extension)) !== 0
    return this.#language.describe({
      family,
      kind,
      name,
      modifiers: [...(scope.isBound ? (scope.parent?.modifiers ?? []) : []), ...(scope.modifiers ?? [])],
      within: owner === undefined ? undefined : ownerIsType ? "type" : "function",
      ownerKind: owner?.family === type ? (owner.kind as ClassKind) : undefined,
      ownerModifiers: owner?.modifiers ?? NO_MODIFIERS,
      exported:
        direct?.family === exportBit ||
        scope.parent?.family === exportBit ||
        (owner === undefined && this.#scopes.exportedNames.has(name)),
      hasBody
    })
  }

  #functionKind(scope: Scope, name: string): FunctionKind {
    const declared = scope.kind === "lambda" ? "function" : scope.kind
    if (declared !== "function" && declared !== "method") return declared as FunctionKind
    const place = scope.isBound && scope.parent?.family === holder ? memberPlace(scope.parent) : scope.parent
    const isMethod =
      declared === "method" ||
      scope.owner !== undefined ||
      (place !== undefined && (place.family & (type | extension)) !== 0)
    if (!isMethod) return "function"
    return this.#language.constructorNames?.has(name) === true ? "constructor" : "method"
  }

  /** The nearest enclosing type or function that is a row (or an extension). */
  #ownerScope(scope: Scope): Scope | undefined {
    let owner = scope.container
    while (owner !== undefined && !isOwner(owner)) owner = owner.container
    return owner
  }

  /** The owner as declared with the name (Go, `class A::B` in Ruby), inside of what encloses it. */
  #ownerName(scope: Scope, enclosing: Scope | undefined): string | undefined {
    const outer = this.#qualified(enclosing)
    return scope.owner === undefined || outer === undefined ? (scope.owner ?? outer) : `${outer}.${scope.owner}`
  }

  #qualified(scope: Scope | undefined): string | undefined {
    if (scope === undefined) return undefined
    if (scope.qualified !== undefined) return scope.qualified
    const owner = this.#ownerName(scope, this.#ownerScope(scope))
    return (scope.qualified = owner === undefined ? scope.name! : `${owner}.${scope.name!}`)
  }

  #namespaceOf(scope: Scope | undefined): string | undefined {
    if (scope === undefined || scope.name === undefined) return undefined
    if (scope.qualified !== undefined) return scope.qualified
    const outer = this.#namespaceOf(scope.kind === "file" ? undefined : scope.namespaceScope)
    const separator = this.#language.namespaceSeparator ?? "."
    return (scope.qualified = outer === undefined ? scope.name : `${outer}${separator}${scope.name}`)
  }

  #range(scope: Scope): SourceRange {
    return {
      startByte: scope.extentStart,
      endByte: scope.end,
      startLine: this.#lines.line(scope.extentStart),
      endLine: this.#lines.line(Math.max(scope.extentStart, scope.end - 1))
    }
  }

  /** Whether a call is none because the grammar took a keyword for the callee. */
  #isKeyword({ name, receiver }: Scope): boolean {
    return name !== undefined && receiver === undefined && this.#language.notCallees?.has(name) === true
  }

  #callSite(scope: Scope): CallSite {
    let container = scope.container
    while (container !== undefined && !(container.family === callable && isOwner(container))) {
      container = container.container
    }
    const position = scope.nameStart < 0 ? scope.start : scope.nameStart
    return {
      caller: this.#qualified(container),
      calleeName: scope.name ?? "<anonymous>",
      receiver: scope.receiver,
      argumentCount: Math.max(0, scope.arguments),
      isAwait: scope.isAwaited || scope.parent?.family === awaitBit,
      isNew: scope.kind === "new",
      line: this.#lines.line(position),
      column: this.#lines.column(position)
    }
  }

  #import(scope: Scope): ReadonlyArray<ImportInfo> {
    if (scope.dead || scope.text === undefined) return []
    const specifiers: Array<ImportSpecifier> = []
    for (const { alias, name } of scope.items ?? []) {
      if (name !== undefined) specifiers.push({ name, alias })
    }
    if (scope.alias !== undefined) specifiers.push({ name: lastPart(scope.text), alias: scope.alias })
    return [
      {
        kind: scope.kind as ImportKind,
        source: scope.text,
        specifiers,
        isTypeOnly: scope.isTypeOnly,
        line: this.#lines.line(scope.start),
        column: this.#lines.column(scope.start)
      }
    ]
  }

  /** An import written as a call with one literal string, such as `require("x")`. */
  #importCall(scope: Scope): ImportInfo | undefined {
    const kinds = this.#language.importCalls
    if (kinds === undefined || scope.name === undefined || scope.receiver !== undefined) return undefined
    const kind = Object.hasOwn(kinds, scope.name) ? kinds[scope.name] : undefined
    if (kind === undefined || scope.arguments !== 1 || scope.argumentsStart < 0) return undefined
    const literal = LITERAL_ARGUMENT.exec(this.#lines.text(scope.argumentsStart, scope.argumentsEnd))
    if (literal === null) return undefined
    return {
      kind,
      source: literal[2]!,
      specifiers: [],
      isTypeOnly: false,
      line: this.#lines.line(scope.start),
      column: this.#lines.column(scope.start)
    }
  }

  #export(scope: Scope): ReadonlyArray<ExportInfo> {
    if (scope.dead) return []
    const row = (name: string, position: number, isDefault: boolean, isTypeOnly = false): ExportInfo => ({
      name,
      isDefault,
      isTypeOnly: isTypeOnly || scope.isTypeOnly,
      source: scope.text,
      line: this.#lines.line(position),
      column: this.#lines.column(position)
    })
    if (scope.isDefault) return [row("default", scope.start, true)]
    return (scope.items ?? []).flatMap((item) => {
      const name = item.alias ?? item.name
      return name === undefined ? [] : [row(name, item.nameStart, name === "default", item.isTypeOnly)]
    })
  }

  #collectExportedNames(scope: Scope): void {
    if (scope.text !== undefined) return
    for (const { name } of scope.items ?? []) if (name !== undefined) this.#scopes.exportedNames.add(name)
  }

  #errorRanges(errors: Uint32Array): ReadonlyArray<ErrorRange> {
    const ranges: Array<ErrorRange> = []
    for (let i = 0; i < errors.length && ranges.length < ERROR_RANGE_LIMIT; i += 2) {
      const start = errors[i]!
      const end = errors[i + 1]!
      ranges.push({
        startLine: this.#lines.line(start),
        startColumn: this.#lines.column(start),
        endLine: this.#lines.line(end),
        endColumn: this.#lines.column(end)
      })
    }
    return ranges
  }
}

const NO_MODIFIERS: ReadonlyArray<string> = []

/** One plain string, in parentheses or not, without interpolation or escapes. */
const LITERAL_ARGUMENT = /^\(?\s*(["'`])((?:(?!\1|[\\\n]|#\{|\$\{).)*)\1\s*,?\s*\)?$/

/** Where a property stands: a type when it is its member, not the property of an object literal inside of it. */
const memberPlace = (property: Scope): Scope | undefined => (property.kind === "property" ? property.parent : undefined)

const lastPart = (path: string): string => /[^./\\:]+$/.exec(path)?.[0] ?? path

const byPosition = (a: ImportInfo, b: ImportInfo): number => a.line - b.line || a.column - b.column
