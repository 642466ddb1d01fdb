/**
 * How the languages of files are told where an application brings languages of its own: the ten first, so that nothing can
 * take a file from one of them.
 */
import type { LanguageId } from "./Language.js"
import * as Language from "./Language.js"

/** A language by everything that tells its files. */
export interface LanguageNames {
  readonly id: LanguageId
  /** Lower case, without the dot. */
  readonly extensions?: ReadonlyArray<string>
  /** Whole names of files without an extension, such as `Rakefile`. */
  readonly fileNames?: ReadonlyArray<string>
  /** Commands in the `#!` line of files without an extension, without folder and version: `python`. */
  readonly interpreters?: ReadonlyArray<string>
}

type Owners = ReadonlyMap<string, LanguageId>

export class KnownLanguages {
  /** The ten alone. */
  static readonly builtIn = /* @__PURE__ */ new KnownLanguages(new Set(), new Map(), new Map(), new Map())

  /** The languages beyond the ten. */
  readonly further: ReadonlySet<LanguageId>
  readonly #extensions: Owners
  readonly #fileNames: Owners
  readonly #interpreters: Owners

  private constructor(further: ReadonlySet<LanguageId>, extensions: Owners, fileNames: Owners, interpreters: Owners) {
    this.further = further
    this.#extensions = extensions
    this.#fileNames = fileNames
    this.#interpreters = interpreters
  }

  /** These and one more; or, as a text, why that could not be told from these. */
  and({ extensions = [], fileNames = [], id, interpreters = [] }: LanguageNames): KnownLanguages | string {
    if (!Language.LANGUAGE_ID.test(id)) return "an id is lower case and begins with a letter"
    if (this.has(id)) return "there is a language of this id"
    if (extensions.length + fileNames.length + interpreters.length === 0) return "nothing tells its files from others"
    for (const extension of extensions) {
      const path = `x.${extension}`
      if (extension === "" || Language.extensionOf(path) !== extension) {
        return `"${extension}" is no extension, lower case and without a dot`
      }
      const owner = this.ofPath(path)
      if (owner !== undefined) return `files with the extension ${extension} are ${owner}`
    }
    for (const name of fileNames) {
      if (name === "" || name.includes("/") || Language.extensionOf(name) !== "") {
        return `"${name}" is not a file name without extension`
      }
      const owner = this.ofPath(name)
      if (owner !== undefined) return `files of the name ${name} are ${owner}`
    }
    for (const interpreter of interpreters) {
      const owner = this.ofShebang(new TextEncoder().encode(`#!${interpreter}`))
      if (owner !== undefined) return `scripts that ${interpreter} runs are ${owner}`
    }
    const owning = (owners: Owners, names: ReadonlyArray<string>): Owners =>
      new Map([...owners, ...names.map((name) => [name, id] as const)])
    return new KnownLanguages(
      new Set([...this.further, id]),
      owning(this.#extensions, extensions),
      owning(this.#fileNames, fileNames),
      owning(this.#interpreters, interpreters)
    )
  }

  has(id: LanguageId): boolean {
    return Language.isLanguage(id) || this.further.has(id)
  }

  /** The language that the name alone tells. */
  ofPath(path: string): LanguageId | undefined {
    const language = Language.languageOfPath(path)
    if (language !== undefined || this.further.size === 0) return language
    const extension = Language.extensionOf(path)
    return extension === "" ? this.#fileNames.get(Language.baseName(path)) : this.#extensions.get(extension)
  }

  /** The language that the first line tells; `head` are the first bytes of the file. */
  ofShebang(head: Uint8Array): LanguageId | undefined {
    const language = Language.languageOfShebang(head)
    if (language !== undefined || this.further.size === 0) return language
    const command = Language.interpreterOf(head, this.#interpreters)
    return command === undefined ? undefined : this.#interpreters.get(command)
  }

  /** The language that the name tells, or else the first line if the name allows it. */
  ofFile(path: string, head: Uint8Array): LanguageId | undefined {
    return this.ofPath(path) ?? (Language.mayHaveShebang(path) ? this.ofShebang(head) : undefined)
  }
}
