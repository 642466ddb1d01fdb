/** A last line that does not end. */
import type { CaptureTable, CompiledGrammar } from "../ParseEngine.js"
import { STRIDE } from "../ParseEngine.js"

const NEWLINE = 0x0a

/**
 * The same grammar, which sees an end of every last line. Without one, some grammars find an error in a sound declaration (Go's
 * in a type), and the scanner of one may go round for ever at the end of a broken source (Kotlin's in the arguments of an
 * annotation), which only the native engine can stop. No position is beyond the source.
 */
export const endingLastLines = ({ captures, run }: CompiledGrammar): CompiledGrammar => ({
  captures,
  run: (source, limitMs) => {
    if (source.length === 0 || source[source.length - 1] === NEWLINE) return run(source, limitMs)
    const ended = new Uint8Array(source.length + 1)
    ended.set(source)
    ended[source.length] = NEWLINE
    const table = run(ended, limitMs)
    return table === undefined ? undefined : within(table, source.length)
  }
})

const within = (table: CaptureTable, length: number): CaptureTable => {
  const { count, errors, words } = table
  for (let at = 0; at < count * STRIDE; at += STRIDE) {
    words[at + 1] = Math.min(words[at + 1]!, length)
    words[at + 2] = Math.min(words[at + 2]!, length)
  }
  for (let i = 0; i < errors.length; i++) errors[i] = Math.min(errors[i]!, length)
  return table
}
