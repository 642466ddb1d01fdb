/**
 * Blots out conditional compilation where it cuts through a declaration or expression, which the grammar cannot follow: of
 * every `#if` the first branch is kept, the directives and the other branches become blank.
 */

const blank = (text: string): string => text.replaceAll(/[^\r\n]/g, " ")

const DIRECTIVE = /^\s*#\s*(if|elif|else|endif)\b/

/** `source` holds one character for each byte, and so does the result. */
export const repair = (source: string): string => {
  /** For each open `#if`, whether its first branch is over. */
  const open: Array<boolean> = []
  return source
    .split("\n")
    .map((line) => {
      // The first line may begin with a byte order mark, which is three characters here.
      const directive = DIRECTIVE.exec(line.replace(/^\xEF\xBB\xBF/, ""))?.[1]
      if (directive === undefined) return open.includes(true) ? blank(line) : line
      if (directive === "if") open.push(false)
      else if (directive === "endif") open.pop()
      else if (open.length > 0) open[open.length - 1] = true
      return blank(line)
    })
    .join("\n")
}
