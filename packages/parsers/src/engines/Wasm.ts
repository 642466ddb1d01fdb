/**
 * The engine on `web-tree-sitter`, for machines without native code: it loads the WebAssembly build that each grammar
 * package carries, and never the package's own module, which is native.
 *
 * It parses a JavaScript string, so positions come as UTF-16 units, and it runs the query as an automaton beside a cursor
 * walk, because compiling a query takes up to half a second here. Its time limit is wall time.
 */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type * as WebTreeSitter from "web-tree-sitter"
import { Automaton } from "../internal/automaton.js"
import { sortCaptures } from "../internal/captureOrder.js"
import { lastBroken } from "../internal/lastBroken.js"
import type { PathCode } from "../internal/pathCode.js"
import { encodePaths } from "../internal/pathCode.js"
import { decodeSource } from "../internal/utf8.js"
import type { CaptureTable, CompiledGrammar, GrammarSource, ParseEngine } from "../ParseEngine.js"
import { misfit, STRIDE } from "../ParseEngine.js"

type Library = typeof WebTreeSitter

/** Rejects when this machine runs no WebAssembly. */
export const loadWasm = async (): Promise<ParseEngine> => {
  const library = await import("web-tree-sitter")
  await library.Parser.init()
  return { name: "wasm", compile: (source) => compile(library, source) }
}

/** The kind of an error node; it belongs to no grammar. */
const ERROR_KIND = 0xffff

/** Nodes between two looks at the clock. */
const NODES_PER_LOOK = 4096

const compile = async ({ Language, Parser }: Library, source: GrammarSource): Promise<CompiledGrammar> => {
  const { variant, wasm } = source
  if (wasm === undefined) throw new Error(`The grammar ${variant} has no WebAssembly build`)
  const file = typeof wasm === "string" ? createRequire(import.meta.url).resolve(wasm) : wasm
  const language = await Language.load(readFileSync(file))
  const parser = new Parser()
  parser.setLanguage(language)
  const named = Array.from({ length: language.nodeTypeCount }, (_, id) => language.nodeTypeIsNamed(id))
  let code: PathCode
  try {
    code = encodePaths(source, {
      kinds: named.map((named, id) => ({ name: language.types[id] ?? "", named })),
      fields: language.fields.map((name) => name ?? ""),
      supertypes: new Map()
    })
  } catch (thrown) {
    throw misfit(source.variant, thrown)
  }
  const automaton = new Automaton(code, (kind) => kind === ERROR_KIND || named[kind] === true)

  const run = (bytes: Uint8Array, limitMs: number): CaptureTable | undefined => {
    const deadline = performance.now() + limitMs
    const isLate = (): boolean => performance.now() > deadline
    const { byteAt, text } = decodeSource(bytes)
    const tree = parse(text, isLate)
    if (tree === null) return undefined
    const cursor = tree.walk()
    try {
      return walk(cursor, tree.rootNode, byteAt, isLate)
    } finally {
      cursor.delete()
      tree.delete()
    }
  }

  const parse = (text: string, isLate: () => boolean): WebTreeSitter.Tree | null => {
    let tree: WebTreeSitter.Tree | null = null
    try {
      tree = parser.parse(text, null, { progressCallback: isLate })
      return tree
    } finally {
      // Without this the next parse would go on with this one.
      if (tree === null) parser.reset()
    }
  }

  const walk = (
    cursor: WebTreeSitter.TreeCursor,
    root: WebTreeSitter.Node,
    byteAt: (index: number) => number,
    isLate: () => boolean
  ): CaptureTable | undefined => {
    const words: Array<number> = []
    const errors: Array<number> = []
    const broken = root.hasError
    const field = (): number => cursor.currentFieldId
    const states = [automaton.start]
    let depth = 0
    for (let visited = 1; ; visited++) {
      const kind = cursor.nodeTypeId
      const state = automaton.next(states[depth]!, kind, field)
      if (state.captures.length > 0) {
        const start = byteAt(cursor.startIndex)
        const end = byteAt(cursor.endIndex)
        for (const id of state.captures) {
          words.push(id, start, end, code.counted[id] === 1 ? cursor.currentNode.namedChildCount : 0)
        }
      }
      if (broken && (kind === ERROR_KIND || cursor.nodeIsMissing)) {
        errors.push(byteAt(cursor.startIndex), byteAt(cursor.endIndex))
      }
      if (visited % NODES_PER_LOOK === 0 && isLate()) return undefined
      if (cursor.gotoFirstChild()) {
        states[++depth] = state
        continue
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) {
          if (broken && errors.length === 0) {
            const { endIndex, startIndex } = lastBroken<WebTreeSitter.Node>(root)
            errors.push(byteAt(startIndex), byteAt(endIndex))
          }
          const table = Uint32Array.from(words)
          const count = sortCaptures(table, words.length / STRIDE)
          return isLate() ? undefined : { words: table, count, errors: Uint32Array.from(errors) }
        }
        depth--
      }
    }
  }

  return { captures: code.captures, run }
}
