/** The part of a tree that a scan looks at. */

export type ScopeRelation = "inside" | "above" | "outside"

/** `a/b` of `./a//b/`; `undefined` for what leaves the root or can be no path. */
const normalize = (scope: string): string | undefined => {
  const parts = scope.split("/").filter((part) => part !== "" && part !== ".")
  return parts.includes("..") || scope.includes("\0") ? undefined : parts.join("/")
}

/** Files and directories, relative to the root; none means everything. */
export class Scopes {
  /** Normalised, without duplicates. Empty when everything is in scope. */
  readonly paths: ReadonlyArray<string>
  readonly #inside: ReadonlySet<string>
  /** Every directory on the way to a scope. */
  readonly #above: ReadonlySet<string>

  private constructor(paths: ReadonlyArray<string>) {
    const above = new Set<string>()
    for (const path of paths) {
      for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1))
        above.add(path.slice(0, slash))
    }
    this.paths = paths
    this.#inside = new Set(paths)
    this.#above = above
  }

  /** `invalid` is the first scope that leaves the root. */
  static make(scopes: ReadonlyArray<string>): Scopes | { readonly invalid: string } {
    const paths: Array<string> = []
    for (const scope of scopes) {
      const path = normalize(scope)
      if (path === undefined) return { invalid: scope }
      paths.push(path)
    }
    return new Scopes(paths.includes("") ? [] : [...new Set(paths)])
  }

  get everything(): boolean {
    return this.paths.length === 0
  }

  /** How an entry relates to the scopes, given that its parent is above one of them. */
  relation(path: string): ScopeRelation {
    return this.#inside.has(path) ? "inside" : this.#above.has(path) ? "above" : "outside"
  }

  /** Whether `path` is a scope or below one. */
  contains(path: string): boolean {
    if (this.everything || this.#inside.has(path)) return true
    for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
      if (this.#inside.has(path.slice(0, slash))) return true
    }
    return false
  }
}
