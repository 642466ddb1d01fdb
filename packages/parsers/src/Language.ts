/**
 * What a language must bring: its grammars, two queries in the vocabulary of `Vocabulary.ts`, and the few things that a
 * query cannot say, as small pure functions. Engine and extractor know no language.
 */
import type { Language } from "@drift/core/Language"
import type { ClassKind, ErrorHandlingKind, FunctionKind, ImportKind, Visibility } from "@drift/core/ParseResult"

/** A grammar of a language; TypeScript and PHP have several. */
export interface Grammar {
  /** Unique among all grammars: part of what identifies a parse. */
  readonly variant: string
  /** The lower-case extensions that need this grammar. The first grammar of a language takes all others. */
  readonly extensions?: ReadonlyArray<string>
  /** The language object of the grammar package, which is native code. */
  readonly load: () => Promise<unknown>
  /** The grammar's WebAssembly build, as a module specifier. */
  readonly wasm: string
  /**
   * Folders under `languages/` whose `structure.scm` and `calls.scm` are concatenated, and for the parse of a single file
   * `expressions.scm`, where there is one. Default: the language's id.
   */
  readonly queries?: ReadonlyArray<string>
}

/** What the extractor knows of a function or type when it asks the language to judge it. */
export interface Declaration {
  readonly family: "callable" | "type"
  readonly kind: FunctionKind | ClassKind
  readonly name: string
  /** The tokens captured as `@modifier`, in source order. */
  readonly modifiers: ReadonlyArray<string>
  /** What it is declared in: the nearest enclosing type or function, if any. Extensions count as types. */
  readonly within: "type" | "function" | undefined
  /** The kind of that type. */
  readonly ownerKind: ClassKind | undefined
  /** The modifiers of that type. */
  readonly ownerModifiers: ReadonlyArray<string>
  /** It stands in an export statement, or a statement of the file exports its name. */
  readonly exported: boolean
  readonly hasBody: boolean
}

/** A field that is left out is stored as NULL: not known. */
export interface Description {
  readonly visibility?: Visibility
  readonly isExported?: boolean
  readonly isAsync?: boolean
  readonly isGenerator?: boolean
  readonly isAbstract?: boolean
  readonly isStatic?: boolean
}

/** What the extractor knows of a property of a type when it asks the language to judge it. */
export interface PropertyDeclaration {
  readonly name: string
  /** The tokens captured as `@modifier` or `@parameter.property`, in source order. */
  readonly modifiers: ReadonlyArray<string>
  readonly ownerKind: ClassKind | undefined
  readonly ownerModifiers: ReadonlyArray<string>
}

/** A field that is left out is not stored: not known, or no. */
export interface PropertyDescription {
  readonly visibility?: Visibility
  readonly isStatic?: boolean
  readonly isReadonly?: boolean
}

export interface LanguageDefinition {
  readonly id: Language
  readonly grammars: readonly [Grammar, ...ReadonlyArray<Grammar>]
  /** Visibility and flags of a declaration, from its modifiers, its name and what it stands in. */
  readonly describe?: (declaration: Declaration) => Description
  /** Visibility and flags of a property, from its modifiers, its name and the type it belongs to. */
  readonly describeProperty?: (declaration: PropertyDeclaration) => PropertyDescription
  /** Whether a base is an interface, where the language writes all bases alike and tells by their names (C#). */
  readonly isInterfaceName?: (name: string) => boolean
  /** The name as stored, from the captured source text. Default: quotes are stripped. */
  readonly name?: (text: string) => string
  /** The imported path as stored, from the captured source text. Default: quotes are stripped. */
  readonly importSource?: (text: string) => string
  /** Names of functions that are constructors when they are methods: `__init__`, `initialize`. */
  readonly constructorNames?: ReadonlySet<string>
  /** The kinds of types that words declare which the grammar may take for identifiers (`@suspect`). */
  readonly softKeywords?: ReadonlyMap<string, ClassKind>
  /** Getters and setters without a body only declare a property and are no functions. */
  readonly accessorsNeedBody?: boolean
  /** Calls without a receiver and with one literal string that import a module: `require("x")`. */
  readonly importCalls?: Readonly<Record<string, ImportKind>>
  /** Keywords that the grammar may take for the name of a called function: `await (x).y()` in JavaScript. Such calls are none. */
  readonly notCallees?: ReadonlySet<string>
  /** What the queries cannot tell of a type though the language has it: not known, instead of none. */
  readonly untold?: ReadonlySet<"implements" | "properties">
  /** What joins nested namespaces. Default: `.`. */
  readonly namespaceSeparator?: string
  /** A namespace block at the top level names the file as well (C#, PHP). Default: only `@namespace.file` does. */
  readonly namespaceBlocksNameFiles?: boolean
  /**
   * What a construct captured as `@error.named` is by its name: `unwrap` of a call, `Err` of an arm. `deferRecover` is nothing
   * of its own: it makes that of the `@error.defer` around it.
   */
  readonly errorNames?: Readonly<Record<string, ErrorHandlingKind>>
  /** Whether a condition asks for an error: `err != nil`. */
  readonly isErrorCheck?: (condition: string) => boolean
  /** A number that begins with 0 is not an octal one because of it. */
  readonly leadingZeroIsDecimal?: boolean
  /**
   * A second try for a source with syntax errors: what the grammar does not know though the language has it, blotted out.
   * Takes and gives one character for each byte, equally many. It is used where it leaves fewer errors; the text of facts
   * is always that of the file.
   */
  readonly repair?: (source: string) => string
  /** The namespace of a file that declares none, from its path relative to the root. */
  readonly namespaceOfPath?: (path: string) => string | undefined
}

/** Everything a definition may have, absent parts included. */
export type Rules = { readonly [K in keyof Required<LanguageDefinition>]: LanguageDefinition[K] }

/**
 * The definition with all its parts in one order, so that V8 takes all languages for objects of one shape. With the ten
 * shapes of ten definitions it compiled the extractor anew for each language that came up: a third of what it compiled.
 */
export const rulesOf = (definition: LanguageDefinition): Rules => ({
  id: definition.id,
  grammars: definition.grammars,
  describe: definition.describe,
  describeProperty: definition.describeProperty,
  isInterfaceName: definition.isInterfaceName,
  name: definition.name,
  importSource: definition.importSource,
  constructorNames: definition.constructorNames,
  softKeywords: definition.softKeywords,
  accessorsNeedBody: definition.accessorsNeedBody,
  importCalls: definition.importCalls,
  notCallees: definition.notCallees,
  untold: definition.untold,
  namespaceSeparator: definition.namespaceSeparator,
  namespaceBlocksNameFiles: definition.namespaceBlocksNameFiles,
  errorNames: definition.errorNames,
  isErrorCheck: definition.isErrorCheck,
  leadingZeroIsDecimal: definition.leadingZeroIsDecimal,
  repair: definition.repair,
  namespaceOfPath: definition.namespaceOfPath
})

export const defineLanguage = (definition: LanguageDefinition): LanguageDefinition => definition

/** Removes one pair of matching quotes around a literal. */
export const unquote = (text: string): string => {
  const first = text[0]
  const quoted = text.length >= 2 && (first === '"' || first === "'" || first === "`") && text.endsWith(first)
  return quoted ? text.slice(1, -1) : text
}
