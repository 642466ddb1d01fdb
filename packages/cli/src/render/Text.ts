/** Words and numbers for people: colour, widths, units. Pure. */

export { bytes } from "@drift/core/Text"

/** Colours that mean something, or nothing when colour is off. */
export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly good: (text: string) => string
  readonly warn: (text: string) => string
  readonly bad: (text: string) => string
}

const wrapIn = (open: number, close: number) => (text: string) => `\u001b[${open}m${text}\u001b[${close}m`
const asIs = (text: string) => text

export const style = (colour: boolean): Style =>
  colour
    ? { bold: wrapIn(1, 22), dim: wrapIn(2, 22), good: wrapIn(32, 39), warn: wrapIn(33, 39), bad: wrapIn(31, 39) }
    : { bold: asIs, dim: asIs, good: asIs, warn: asIs, bad: asIs }

// The escape character is what is looked for.
// eslint-disable-next-line no-control-regex
const ANSI = /\u001b\[[0-9;]*m/g

export const stripAnsi = (text: string): string => text.replace(ANSI, "")

// Control characters are what is looked for.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** Names from a source tree may hold anything: what would move the cursor or colour the terminal is shown as an escape. */
export const printable = (text: string): string =>
  text.replace(CONTROL, (char) =>
    char === "\n" ? "\\n" : char === "\t" ? "\\t" : `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`
  )

const COMBINING = /^[\p{Mn}\p{Me}\u200b-\u200d\ufe00-\ufe0f]$/u
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u

const ASCII = /^[\u0020-\u007e]*$/

const charWidth = (char: string): number => (COMBINING.test(char) ? 0 : WIDE.test(char) ? 2 : 1)

/** Columns that a text takes on a terminal; colours take none. */
export const width = (text: string): number => {
  const plain = stripAnsi(text)
  if (ASCII.test(plain)) return plain.length
  let columns = 0
  for (const char of plain) columns += charWidth(char)
  return columns
}

export const padEnd = (text: string, columns: number): string => text + " ".repeat(Math.max(0, columns - width(text)))

/** The start of a text without colours, cut with an ellipsis to at most `columns`. */
export const clip = (text: string, columns: number): string => {
  if (width(text) <= columns) return text
  let out = ""
  let used = 1
  for (const char of text) {
    used += charWidth(char)
    if (used > columns) break
    out += char
  }
  return columns < 1 ? "" : `${out}…`
}

/** `12,345` */
export const count = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ",")

/** `1 file`, `2 files` */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`

/** `340 ms`, `2.4 s`, `3 min 5 s` */
export const duration = (ms: number): string => {
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`
}

/** `just now`, `5 minutes ago`, `3 days ago` */
export const ago = (seconds: number): string => {
  if (seconds < 60) return "just now"
  if (seconds < 3600) return `${plural(Math.floor(seconds / 60), "minute")} ago`
  if (seconds < 86_400) return `${plural(Math.floor(seconds / 3600), "hour")} ago`
  return `${plural(Math.floor(seconds / 86_400), "day")} ago`
}

/** `2026-01-31 09:05:00Z`, from seconds since 1970. */
export const instant = (seconds: number): string =>
  `${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")}Z`
