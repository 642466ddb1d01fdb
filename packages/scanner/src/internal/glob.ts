/**
 * One gitignore glob, matched as git matches it: byte by byte. (The regular expressions of the npm package `ignore` differ
 * from git on bytes, named classes, escapes and `**`, and are asked about parents too, which spoils ranks.)
 *
 * Patterns and texts are binary strings (one character per UTF-8 byte), so `?` is one byte as in git. Matching keeps one
 * way back per kind of star, never a tree of them: its time is bounded by a small power of the lengths whatever the
 * pattern, so an ignore file of an untrusted repository cannot stall a scan.
 */

import * as Either from "effect/Either"

const DOT = 0x2e
const SLASH = 0x2f
const BACKSLASH = 0x5c

/** Tokens below zero; others are literal bytes. */
const ANY_BYTE = -1
/** Any run of bytes within one name. */
const STAR = -2
/** Any run of bytes. */
const DEEP = -3
/** Nothing, or any run of bytes up to and including a slash. */
const DEEP_SLASH = -4
/** Class `i` of the glob is the token `FIRST_CLASS - i`. */
const FIRST_CLASS = -5

export interface Glob {
  readonly tokens: ReadonlyArray<number>
  /** Members by byte; never the slash. */
  readonly classes: ReadonlyArray<Uint8Array>
}

const isPunctuation = (c: number): boolean =>
  (c >= 0x21 && c <= 0x2f) || (c >= 0x3a && c <= 0x40) || (c >= 0x5b && c <= 0x60) || (c >= 0x7b && c <= 0x7e)
const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39
const isLower = (c: number): boolean => c >= 0x61 && c <= 0x7a
const isUpper = (c: number): boolean => c >= 0x41 && c <= 0x5a

/** The named classes as git sees them: ASCII only, in no locale. */
const NAMED_CLASSES: ReadonlyMap<string, (c: number) => boolean> = new Map([
  ["alnum", (c) => isDigit(c) || isLower(c) || isUpper(c)],
  ["alpha", (c) => isLower(c) || isUpper(c)],
  ["blank", (c) => c === 0x20 || c === 0x09],
  ["cntrl", (c) => c < 0x20 || c === 0x7f],
  ["digit", isDigit],
  ["graph", (c) => c > 0x20 && c < 0x7f],
  ["lower", isLower],
  ["print", (c) => c >= 0x20 && c < 0x7f],
  ["punct", isPunctuation],
  ["space", (c) => c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0d],
  ["upper", isUpper],
  ["xdigit", (c) => isDigit(c) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66)]
])

interface ParsedClass {
  readonly members: Uint8Array
  /** Index after the closing bracket. */
  readonly end: number
}

const UNCLOSED = Either.left("A bracket is not closed")
const ENDS_IN_BACKSLASH = Either.left("The backslash at the end escapes nothing")

/** The set that starts after the `[` at `open`, or why it is none; the whole pattern then matches nothing. */
const parseClass = (pattern: string, open: number, ignoreCase: boolean): Either.Either<ParsedClass, string> => {
  const members = new Uint8Array(256)
  let i = open + 1
  const negated = pattern[i] === "!" || pattern[i] === "^"
  if (negated) i++
  let previous = -1
  // A `]` in the first place is a member, so the end is looked for after each item only.
  do {
    if (i >= pattern.length) return UNCLOSED
    let code = pattern.charCodeAt(i)
    if (code === BACKSLASH) {
      if (++i >= pattern.length) return UNCLOSED
      code = pattern.charCodeAt(i)
      members[code] = 1
      previous = code
    } else if (pattern[i] === "-" && previous >= 0 && i + 1 < pattern.length && pattern[i + 1] !== "]") {
      let last = pattern.charCodeAt(++i)
      if (last === BACKSLASH) {
        if (++i >= pattern.length) return UNCLOSED
        last = pattern.charCodeAt(i)
      }
      for (let member = previous; member <= last; member++) {
        members[member] = 1
        if (ignoreCase && isUpper(member)) members[member + 0x20] = 1
      }
      previous = -1
    } else if (pattern[i] === "[" && pattern[i + 1] === ":") {
      const close = pattern.indexOf("]", i + 2)
      if (close < 0) return UNCLOSED
      if (close === i + 2 || pattern[close - 1] !== ":") {
        // No `:]`: an ordinary set that happens to hold a bracket.
        members[code] = 1
        previous = code
      } else {
        const name = pattern.slice(i + 2, close - 1)
        const test = ignoreCase && name === "upper" ? isLower : NAMED_CLASSES.get(name)
        if (test === undefined) return Either.left(`There is no class [:${name}:]`)
        for (let member = 0; member < 128; member++) if (test(member)) members[member] = 1
        i = close
        previous = -1
      }
    } else {
      members[code] = 1
      previous = code
    }
    i++
  } while (pattern[i] !== "]")
  if (negated) for (let member = 0; member < 256; member++) members[member] = 1 - members[member]!
  members[SLASH] = 0
  return Either.right({ members, end: i + 1 })
}

/**
 * Compiles a glob. With `paths`, `**` between slashes (or an end of the pattern and a slash) crosses directories;
 * otherwise it is `*`. A malformed pattern can match nothing: why, in the words of a warning.
 *
 * With `ignoreCase` the glob is for texts without capital letters. Those of the pattern become small, but for those after a
 * backslash or alone in brackets, which git compares as they stand and which therefore match nothing.
 */
export const compile = (pattern: string, paths: boolean, ignoreCase = false): Either.Either<Glob, string> => {
  const tokens: Array<number> = []
  const classes: Array<Uint8Array> = []
  let i = 0
  while (i < pattern.length) {
    const char = pattern[i]
    if (char === "?") {
      tokens.push(ANY_BYTE)
      i++
    } else if (char === "*") {
      const start = i
      while (pattern[i] === "*") i++
      const opens = start === 0 || pattern[start - 1] === "/"
      const closes = i === pattern.length || pattern[i] === "/" || (pattern[i] === "\\" && pattern[i + 1] === "/")
      if (!paths || i - start < 2 || !opens || !closes) tokens.push(STAR)
      else if (pattern[i] === "/") {
        tokens.push(DEEP_SLASH)
        i++
      } else tokens.push(DEEP)
    } else if (char === "[") {
      const parsed = parseClass(pattern, i, ignoreCase)
      if (Either.isLeft(parsed)) return Either.left(parsed.left)
      tokens.push(FIRST_CLASS - classes.length)
      classes.push(parsed.right.members)
      i = parsed.right.end
    } else {
      const escaped = char === "\\"
      if (escaped && ++i === pattern.length) return ENDS_IN_BACKSLASH
      const code = pattern.charCodeAt(i)
      tokens.push(ignoreCase && !escaped && isUpper(code) ? code + 0x20 : code)
      i++
    }
  }
  return Either.right({ tokens, classes })
}

/** Why no path has such a name in it. */
const impossible = (name: ReadonlyArray<number>): string | undefined => {
  if (name.length === 0) return "A name between its slashes is empty"
  if (name.every((token) => token === DOT) && name.length < 3) {
    return `No path has "${name.length === 1 ? "." : ".."}" in it`
  }
  return undefined
}

/**
 * Why a well-formed glob after a literal start still matches no path; `undefined` when it may match one. `ignoreCase` as in
 * `compile`.
 */
export const neverMatches = (prefix: string, { classes, tokens }: Glob, ignoreCase: boolean): string | undefined => {
  if (classes.some((members) => !members.includes(1))) return "A bracket holds no character"
  if (
    ignoreCase &&
    (tokens.some(isUpper) || classes.some((members) => members.every((member, code) => member === 0 || isUpper(code))))
  ) {
    return "Where core.ignoreCase holds, a capital letter after a backslash or in brackets matches nothing"
  }
  let name: Array<number> = []
  const literals = Array.from(prefix, (char) => char.charCodeAt(0))
  for (const [index, token] of [...literals, ...tokens, SLASH].entries()) {
    if (token === DEEP_SLASH) {
      // Straight after a literal start it may be nothing, and what follows it then belongs to that start's last name.
      if (index === literals.length && name.length > 0) name.push(token)
      else name = []
    } else if (token === SLASH) {
      const reason = impossible(name)
      if (reason !== undefined) return reason
      name = []
    } else name.push(token)
  }
  return undefined
}

const matchesOne = (glob: Glob, token: number, byte: number): boolean =>
  token >= 0 ? token === byte : token === ANY_BYTE ? byte !== SLASH : glob.classes[FIRST_CLASS - token]![byte] === 1

/** Whether the glob matches all of `text` from `from` on. */
export const matches = (glob: Glob, text: string, from = 0): boolean => {
  const { tokens } = glob
  const end = text.length
  let p = 0
  let t = from
  // A later star makes the ways back of earlier ones needless: what stands between them fits best where it fits first.
  let starToken = -1
  let starText = 0
  let deepToken = -1
  let deepText = 0
  for (;;) {
    if (p < tokens.length) {
      const token = tokens[p]!
      if (token === STAR) {
        starToken = ++p
        starText = t
        continue
      }
      if (token === DEEP || token === DEEP_SLASH) {
        deepToken = ++p
        deepText = t
        starToken = -1
        continue
      }
      if (t < end && matchesOne(glob, token, text.charCodeAt(t))) {
        p++
        t++
        continue
      }
    } else if (t === end) return true
    if (starToken >= 0 && starText < end && text.charCodeAt(starText) !== SLASH) {
      t = ++starText
      p = starToken
    } else if (deepToken >= 0 && deepText < end) {
      if (tokens[deepToken - 1] === DEEP) deepText++
      else {
        const slash = text.indexOf("/", deepText)
        if (slash < 0) return false
        deepText = slash + 1
      }
      starToken = -1
      t = deepText
      p = deepToken
    } else return false
  }
}
