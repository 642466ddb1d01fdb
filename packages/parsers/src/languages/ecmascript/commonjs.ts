/** What an assignment or call says that a CommonJS module exports. */
import type { AssignedExport } from "../../Language.js"

const TARGET = /^(?:module\.)?exports\s*(?:\.\s*([\p{L}\p{Nl}$_][\p{L}\p{N}$_]*)\s*)?=(?!=)\s*/u

/** Other names for the same value: `exports.a = exports.b = …`. */
const CHAIN = /^(?:[\w$.]+\s*=(?!=)\s*)*/

const NAME = /^[\p{L}\p{Nl}$_][\p{L}\p{N}$_]*$/u

const REQUIRED = /^require\(\s*(["'`])([^"'`]+)\1\s*\)$/

/** Reads the beginning of an assignment to `exports` or `module.exports` or a property of theirs. */
export const assignedExport = (text: string): AssignedExport | undefined => {
  const target = TARGET.exec(text)
  if (target === null) return undefined
  const name = target[1]
  const written = text.slice(target[0].length)
  const value = written.replace(CHAIN, "")
  // Compilers declare what comes later, and say what the module is.
  if (value === "void 0" || name === "__esModule") return undefined
  const isWhole = name === undefined
  if (isWhole && written.startsWith("{")) return { hasMembers: true }
  const source = isWhole ? REQUIRED.exec(value)?.[2] : undefined
  return {
    ...(isWhole ? {} : { name, at: target[0].lastIndexOf(name) }),
    ...(NAME.test(value) && { local: value }),
    ...(source !== undefined && { source })
  }
}

const DEFINED = /^\(\s*(?:module\.)?exports\s*,\s*(["'])([^"'\\]+)\1\s*,/

/** `Object.defineProperty(exports, "a", …)`: its arguments to `a`. */
export const definedExport = (written: string): string | undefined => {
  const name = DEFINED.exec(written)?.[2]
  return name === "__esModule" ? undefined : name
}
