/** An error as it stands on stderr: one line `[CODE] message`, then what to do about it. */
import { type CodedError, render } from "@drift/core/ErrorCode"
import { printable, style } from "./Text.js"

/** Ends with a line end. */
export const problem = (error: CodedError, colour = false): string => {
  const paint = style(colour)
  return [printable(render(error)), ...(error.hints ?? []).map((hint) => paint.dim(`  ${printable(hint)}`))]
    .map((line) => `${line}\n`)
    .join("")
}
