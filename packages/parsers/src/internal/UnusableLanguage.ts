/** A language whose grammar or queries are broken, as it shows when its first file is to be parsed. */
export class UnusableLanguage extends Error {
  readonly language: string

  constructor(language: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`The language ${language} cannot be parsed: ${reason}`, { cause })
    this.language = language
  }
}
