/**
 * Reads a query as a set of downward paths: the form in which Drift's queries are written (one captured node at the end of
 * a path of kinds and fields), and all that a path automaton can run.
 */

/** One node of a path. The kind `_` is any node, or any named node when `named`. */
export interface PathStep {
  readonly kind: string
  readonly named: boolean
  readonly field: string | undefined
}

/** From an ancestor down to the node that is captured. */
export interface CapturePath {
  readonly capture: string
  readonly steps: ReadonlyArray<PathStep>
}

interface Alternative extends PathStep {
  readonly captures: ReadonlyArray<string>
  readonly children: ReadonlyArray<Alternative>
}

const TOKEN = /;[^\n]*|"(?:[^"\\]|\\.)*"|@[\w.]+|[\w.-]+:|[\w.-]+|[^\s\w]/g

/** Throws an `Error` with the offending text when the query says what a path cannot: siblings, quantifiers, predicates. */
export const readPaths = (query: string): ReadonlyArray<CapturePath> => {
  const tokens = Array.from(query.matchAll(TOKEN), ([token]) => token).filter((token) => !token.startsWith(";"))
  let at = 0

  const refuse = (): never => {
    throw new Error(`not a path: ${tokens.slice(Math.max(0, at - 5), at + 5).join(" ")}`)
  }
  const next = (): string => tokens[at++] ?? refuse()

  const withField = (): ReadonlyArray<Alternative> => {
    if (tokens[at]?.endsWith(":") !== true || tokens[at]!.startsWith('"')) return node()
    const field = next().slice(0, -1)
    return node().map((alternative) => ({ ...alternative, field }))
  }

  const node = (): ReadonlyArray<Alternative> => {
    const token = next()
    let alternatives: Array<Alternative> = []
    if (token === "[") {
      while (tokens[at] !== "]") alternatives.push(...withField())
      at++
    } else if (token === "(") {
      const kind = next()
      if (!/^[\w.-]+$/.test(kind)) refuse()
      const children = tokens[at] === ")" ? [] : withField()
      if (next() !== ")") refuse()
      alternatives = [{ kind, named: true, field: undefined, captures: [], children }]
    } else if (token.startsWith('"')) {
      alternatives = [{ kind: JSON.parse(token) as string, named: false, field: undefined, captures: [], children: [] }]
    } else if (token === "_") {
      alternatives = [{ kind: "_", named: false, field: undefined, captures: [], children: [] }]
    } else refuse()
    while (tokens[at]?.startsWith("@") === true) {
      const capture = next().slice(1)
      alternatives = alternatives.map((one) => ({ ...one, captures: [...one.captures, capture] }))
    }
    return alternatives
  }

  const paths: Array<CapturePath> = []
  const collect = ({ captures, children, field, kind, named }: Alternative, above: ReadonlyArray<PathStep>): void => {
    const steps = [...above, { kind, named, field }]
    for (const capture of captures) paths.push({ capture, steps })
    for (const child of children) collect(child, steps)
  }
  while (at < tokens.length) for (const alternative of node()) collect(alternative, [])
  return paths
}
