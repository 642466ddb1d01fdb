/**
 * What a language must bring: its grammars, two queries in the vocabulary of `Vocabulary.ts`, and the few things that a
 * query cannot say, as small pure functions. Engine and extractor know no language.
 */
import type { Language } from "@drift/core/Language"
import type { ClassKind, FunctionKind, ImportKind, Visibility } from "@drift/core/ParseResult"

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
  /** Folders under `languages/` whose `structure.scm` and `calls.scm` are concatenated. Default: the language's id. */
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

/** What an assignment exports. */
export interface AssignedExport {
  /** Absent when the module as a whole is assigned. */
  readonly name?: string
  /** Where the name stands in the text, all before it being ASCII. */
  readonly at?: number
  /** The declaration that is exported, if the value is but its name. */
  readonly local?: string
  /** The module whose exports are assigned. */
  readonly source?: string
  /** The value is an object literal, whose members are the exports. */
  readonly hasMembers?: boolean
}

/** Exports that are no statements but assignments and calls. */
export interface AssignedExports {
  /** What the target of such an assignment begins with, in ASCII. */
  readonly targets: ReadonlyArray<string>
  /** `text`: the assignment, as much of it as may matter. */
  readonly read: (text: string) => AssignedExport | undefined
  /** A parameter of this name hides the targets: the function around is another module. */
  readonly hiddenBy: string
  /** Receiver and name of a call that exports. */
  readonly call: readonly [receiver: string, name: string]
  /** `written`: the arguments of that call, as much of them as may matter, with their parentheses. The exported name. */
  readonly readCall: (written: string) => string | undefined
}

/** How a text begins and ends. */
export interface StringForm {
  readonly open: string
  readonly close: string
  /** It may go on over several lines. */
  readonly lines?: boolean
  /** Begins code in the text, which a brace ends. */
  readonly interpolation?: string
  /** A backslash is one. */
  readonly raw?: boolean
}

/** As much of how a language is written as it takes to see what is missing in a source with syntax errors. */
export interface Lexis {
  readonly lineComments: ReadonlyArray<string>
  readonly blockComment?: readonly [begin: string, end: string]
  /** The longer of two that begin alike comes first. */
  readonly strings: ReadonlyArray<StringForm>
  /** What closes something: brackets, or a word. */
  readonly closers: ReadonlyArray<string>
  /** An apostrophe begins a literal of one character, or is something else. */
  readonly charLiterals?: boolean
  /** A slash may begin a regular expression. */
  readonly regexes?: boolean
  /** Characters that begin nothing in the language. */
  readonly alien?: string
  /** Introduces a text that begins on the next line (sticky); its first group is the word that ends it. */
  readonly heredoc?: RegExp
  /** The source is code only between these. */
  readonly embedded?: { readonly begin: string; readonly end: string }
  /** Blocks between words. `before` is the line up to the word, `rest` the text from it on, as much as may matter. */
  readonly words?: {
    readonly closer: string
    readonly opens: (word: string, before: string, rest: string) => boolean
  }
  /** Begin statements, and stand in no brackets. */
  readonly statements?: RegExp
  /** Lines whose indentation says nothing. */
  readonly continues?: RegExp
  /** Lines whose indentation says something; all others where it is absent. */
  readonly starts?: RegExp
}

/** What a call in the body of a type says. */
export interface MemberCall {
  /** Further bases of the type. */
  readonly bases?: ReadonlyArray<string>
  /** Names of properties that it declares; the name of the call is a modifier of theirs. */
  readonly properties?: ReadonlyArray<string>
  /** Names of members that stand in the same body; the name of the call is a modifier of theirs. */
  readonly members?: ReadonlyArray<string>
  /** The name of the call is a modifier of all members that follow in the same body, until another one says so. */
  readonly holds?: boolean
  /** A modifier of the type. */
  readonly modifier?: string
}

/** Calls that are declarations in disguise. The name of one is a modifier of the declarations among its arguments as well. */
export interface MemberCalls {
  /** The names of such calls; they have no receiver. */
  readonly names: ReadonlySet<string>
  /** Those that may name members of an extension of the type, too. */
  readonly reaching: ReadonlySet<string>
  /** What those in an extension are to the members of the type itself that they name. */
  readonly outward: Readonly<Partial<Record<string, string>>>
  /** `written`: the text of the arguments, parentheses included, if there are any. */
  readonly read: (name: string, written: string | undefined) => MemberCall
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
  /** Calls in the body of a type that say something of its members. */
  readonly memberCalls?: MemberCalls
  /** Assignments and calls that export (CommonJS). */
  readonly assignedExports?: AssignedExports
  /** What joins nested namespaces. Default: `.`. */
  readonly namespaceSeparator?: string
  /** A namespace block at the top level names the file as well (C#, PHP). Default: only `@namespace.file` does. */
  readonly namespaceBlocksNameFiles?: boolean
  /**
   * A second try for a source with syntax errors: what the grammar does not know though the language has it, blotted out.
   * Takes and gives one character for each byte, equally many. It is used where it leaves fewer errors; the text of facts
   * is always that of the file.
   */
  readonly repair?: (source: string) => string
  /** Lets a second try see what a source with syntax errors lacks. */
  readonly lexis?: Lexis
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
  memberCalls: definition.memberCalls,
  assignedExports: definition.assignedExports,
  namespaceSeparator: definition.namespaceSeparator,
  namespaceBlocksNameFiles: definition.namespaceBlocksNameFiles,
  repair: definition.repair,
  lexis: definition.lexis,
  namespaceOfPath: definition.namespaceOfPath
})

export const defineLanguage = (definition: LanguageDefinition): LanguageDefinition => definition

/** Removes one pair of matching quotes around a literal. */
export const unquote = (text: string): string => {
  const first = text[0]
  const quoted = text.length >= 2 && (first === '"' || first === "'" || first === "`") && text.endsWith(first)
  return quoted ? text.slice(1, -1) : text
}
