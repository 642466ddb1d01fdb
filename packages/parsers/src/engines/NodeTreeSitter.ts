/**
 * The engine on the npm `tree-sitter` binding: documented API only.
 *
 * It parses a JavaScript string, so positions come as UTF-16 units and are mapped to bytes of the source; bytes that are no
 * valid UTF-8 are read as replacement characters and still map to where they stand.
 */
import { isAscii } from "node:buffer"
import Parser from "tree-sitter"
import type { CaptureTable, CompiledGrammar, GrammarSource, ParseEngine } from "../ParseEngine.js"
import { STRIDE } from "../ParseEngine.js"
import { decodeUtf8 } from "../internal/utf8.js"

const ERRORS = "(ERROR) @error (MISSING) @error"

/** A child of the tree's native memory is only freed when the event loop turns: callers must yield between files. */
export const nodeTreeSitter: ParseEngine = {
  name: "tree-sitter",
  compile: (source) => compile(source)
}

const compile = ({ counted, language, query: text, variant }: GrammarSource): CompiledGrammar => {
  const parser = new Parser()
  const grammar = language as Parser.Language
  parser.setLanguage(grammar)
  const query = newQuery(grammar, text, variant)
  const errorQuery = newQuery(grammar, ERRORS, variant)
  const names: Array<string> = []
  const ids = new Map<string, number>()
  const isCounted: Array<boolean> = []
  for (const [, name] of text.replaceAll(/;[^\n]*/g, "").matchAll(/@([\w.]+)/g)) {
    if (ids.has(name!)) continue
    ids.set(name!, names.length)
    names.push(name!)
    isCounted.push(counted.has(name!))
  }

  const run = (bytes: Uint8Array, limitMs: number): CaptureTable | undefined => {
    const started = performance.now()
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const decoded = isAscii(bytes) ? { text: buffer.toString("latin1"), offsets: undefined } : decodeUtf8(bytes)
    const byteAt = (index: number): number => (decoded.offsets === undefined ? index : decoded.offsets[index]!)

    // The progress callback that is to replace it leaks its closure at every call.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    parser.setTimeoutMicros(Math.max(1, Math.round(limitMs * 1000)))
    // The binding copies the string into native memory in pieces of this many units.
    const tree = parser.parse(decoded.text, null, { bufferSize: Math.max(32 * 1024, decoded.text.length + 1) }) as
      Parser.Tree | null | undefined
    if (tree === null || tree === undefined) {
      parser.reset()
      return undefined
    }
    const root = tree.rootNode
    const left = limitMs - (performance.now() - started)
    if (left <= 0) return undefined
    const found = query.captures(root, { timeoutMicros: Math.round(left * 1000) })
    if (performance.now() - started >= limitMs) return undefined

    const words = new Uint32Array(found.length * STRIDE)
    let at = 0
    for (const { name, node } of found) {
      const id = ids.get(name)!
      words[at] = id
      words[at + 1] = byteAt(node.startIndex)
      words[at + 2] = byteAt(node.endIndex)
      words[at + 3] = isCounted[id] === true ? node.namedChildCount : 0
      at += STRIDE
    }
    const broken = root.hasError ? errorNodes(errorQuery, root) : []
    const errors = Uint32Array.from(broken.flatMap((node) => [byteAt(node.startIndex), byteAt(node.endIndex)]))
    return { words, count: found.length, errors }
  }

  return { captures: names, run }
}

/** A missing token that the grammar hides is no visible node: then the last node that holds an error stands for it. */
const errorNodes = (query: Parser.Query, root: Parser.SyntaxNode): ReadonlyArray<Parser.SyntaxNode> => {
  const visible = query.captures(root).map(({ node }) => node)
  if (visible.length > 0) return visible
  let last = root
  for (let child = last.children.findLast(({ hasError }) => hasError); child !== undefined;) {
    last = child
    child = last.children.findLast(({ hasError }) => hasError)
  }
  return [last]
}

const newQuery = (grammar: Parser.Language, text: string, variant: string): Parser.Query => {
  try {
    return new Parser.Query(grammar, text)
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown)
    throw new Error(`The query of ${variant} does not fit its grammar: ${detail}`, { cause: thrown })
  }
}
