/** As much of git's configuration format as it takes to find out which ignore files hold, and how they are matched. */

export interface GitSetting {
  /** Section and key in lower case, without a subsection: `core.excludesfile`. */
  readonly name: string
  /** Between the section and the key, as written: `gitdir:~/work/` of `[includeIf "gitdir:~/work/"]`. */
  readonly subsection: string | undefined
  /** `undefined` of a key without `=`, which means true. */
  readonly value: string | undefined
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", b: "\b", '"': '"', "\\": "\\" }

const isBlank = (char: string): boolean =>
  char === " " || char === "\t" || char === "\v" || char === "\f" || char === "\r"

const HEADER = /\[([A-Za-z0-9.-]+)(?:[ \t\v\f\r]+"((?:[^"\\\n]|\\[^\n])*)")?\]/y
const KEY = /[A-Za-z][A-Za-z0-9-]*/y

class Parser {
  readonly settings: Array<GitSetting> = []
  readonly #text: string
  #at = 0
  #section = ""
  #subsection: string | undefined

  constructor(text: string) {
    this.#text = text
  }

  run(): void {
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!
      if (char === "\n" || isBlank(char)) this.#at++
      else if (char === "[") this.#header()
      else if (/[A-Za-z]/.test(char)) this.#setting()
      else this.#skipLine()
    }
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match === null) return undefined
    this.#at += match[0].length
    return match
  }

  /** A comment, which no backslash continues, or what git would refuse the file for. */
  #skipLine(): void {
    const end = this.#text.indexOf("\n", this.#at)
    this.#at = end < 0 ? this.#text.length : end
  }

  #header(): void {
    const header = this.#match(HEADER)
    if (header === undefined) return this.#skipLine()
    this.#section = header[1]!.toLowerCase()
    this.#subsection = header[2]?.replace(/\\(.)/g, "$1")
  }

  #setting(): void {
    const name = `${this.#section}.${this.#match(KEY)![0].toLowerCase()}`
    while (this.#text[this.#at] === " " || this.#text[this.#at] === "\t") this.#at++
    const next = this.#text[this.#at]
    const add = (value: string | undefined) => this.settings.push({ name, subsection: this.#subsection, value })
    if (next === undefined || next === "\n") return void add(undefined)
    if (next !== "=") return this.#skipLine()
    this.#at++
    const value = this.#value()
    if (value !== undefined) add(value)
  }

  /** What stands after `=`: quotes and escapes undone, comments and outer blanks dropped; `undefined` if it is malformed. */
  #value(): string | undefined {
    let value = ""
    let blanks = ""
    let quoted = false
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!
      if (char === "\n") break
      this.#at++
      if (!quoted && isBlank(char)) {
        if (value !== "") blanks += char
        continue
      }
      if (!quoted && (char === "#" || char === ";")) {
        this.#skipLine()
        break
      }
      value += blanks
      blanks = ""
      if (char === "\\") {
        const next = this.#text[this.#at++]
        if (next === "\n") continue
        const escaped = ESCAPES[next ?? ""]
        if (escaped === undefined) {
          this.#at--
          this.#skipLine()
          return undefined
        }
        value += escaped
      } else if (char === '"') quoted = !quoted
      else value += char
    }
    return quoted ? undefined : value
  }
}

/** The settings in the order of the file; what git would refuse is passed over. */
export const parse = (content: string): ReadonlyArray<GitSetting> => {
  const parser = new Parser(content.replace(/^\uFEFF/, "").replace(/\r\n/g, "\n"))
  parser.run()
  return parser.settings
}

/** A value as git reads truth: of a number any but 0, of nothing at all true; `undefined` for what git refuses. */
export const toBoolean = (value: string | undefined): boolean | undefined => {
  if (value === undefined || /^(?:true|yes|on)$/i.test(value)) return true
  if (value === "" || /^(?:false|no|off)$/i.test(value)) return false
  return /^[ \t]*[-+]?(?:0x[0-9a-f]+|\d+)[kmg]?$/i.test(value)
    ? !/^[ \t]*[-+]?(?:0x)?0+[kmg]?$/i.test(value)
    : undefined
}
