/**
 * The engine on the npm `tree-sitter` binding: documented API only.
 *
 * It parses a JavaScript string, so positions come as UTF-16 units and are mapped to bytes of the source; bytes that are no
 * valid UTF-8 are read as replacement characters and still map to where they stand.
 */
import type Parser from "tree-sitter"
import { orderCaptures, sortCaptures } from "../internal/captureOrder.js"
import { lastBroken } from "../internal/lastBroken.js"
import { decodeSource } from "../internal/utf8.js"
import type { CaptureTable, CompiledGrammar, GrammarSource, ParseEngine } from "../ParseEngine.js"
import { misfit, STRIDE } from "../ParseEngine.js"

const ERRORS = "(ERROR) @error (MISSING) @error"

type Binding = typeof Parser

/**
 * Rejects when this machine cannot load the binding. It frees the native memory of trees only when the event loop turns:
 * callers must yield between files.
 */
export const loadNodeTreeSitter = async (): Promise<ParseEngine> => {
  const { default: binding } = await import("tree-sitter")
  return { name: "tree-sitter", compile: (source) => compile(binding, source) }
}

const compile = async (
  binding: Binding,
  { counted, load, query: text, rank, variant }: GrammarSource
): Promise<CompiledGrammar> => {
  const parser = new binding()
  const grammar = (await load()) as Parser.Language
  parser.setLanguage(grammar)
  const newQuery = (query: string): Parser.Query => {
    try {
      return new binding.Query(grammar, query)
    } catch (thrown) {
      throw misfit(variant, thrown)
    }
  }
  const query = newQuery(text)
  const errorQuery = newQuery(ERRORS)
  const captures = orderCaptures(
    Array.from(text.replaceAll(/;[^\n]*/g, "").matchAll(/@([\w.]+)/g), ([, name]) => name!),
    rank
  )
  const ids = new Map(captures.map((name, id) => [name, id]))
  const isCounted = captures.map((name) => counted.has(name))

  const run = (bytes: Uint8Array, limitMs: number): CaptureTable | undefined => {
    const started = performance.now()
    const { byteAt, text } = decodeSource(bytes)

    // The progress callback that is to replace it leaks its closure at every call.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    parser.setTimeoutMicros(Math.max(1, Math.round(limitMs * 1000)))
    // The binding copies the string into native memory in pieces of this many units.
    const tree = parser.parse(text, null, { bufferSize: Math.max(32 * 1024, text.length + 1) }) as
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
    return { words, count: sortCaptures(words, found.length), errors }
  }

  return { captures, run }
}

const errorNodes = (query: Parser.Query, root: Parser.SyntaxNode): ReadonlyArray<Parser.SyntaxNode> => {
  const visible = query.captures(root).map(({ node }) => node)
  return visible.length > 0 ? visible : [lastBroken(root)]
}
