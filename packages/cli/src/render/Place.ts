/** How a pattern and its place are named to people. */

export interface Pattern {
  /** The file that it stands in, or the kind of pattern where it stands in none. */
  readonly source: string
  /** 1-based; 0 is a whole file. */
  readonly line: number
  readonly pattern: string
}

/** `.gitignore:3  *.log`, `--exclude *.log`, or the pattern alone of a default name. */
export const place = ({ line, pattern, source }: Pattern): string => {
  switch (source) {
    case "default":
      return pattern
    case "exclude":
    case "include":
      return `--${source} ${pattern}`
    default:
      return line === 0 ? source : `${source}:${line}  ${pattern}`
  }
}
