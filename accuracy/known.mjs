// Differences that have an explanation, told by what is written around them. docs/accuracy.md tells the rules.

/** Whether the word that makes a function stands before its name, in the same line or the one before. */
const follows = (word, lines, line, name) => {
  const text = lines.slice(Math.max(0, line - 2), line).join(" ")
  const at = text.lastIndexOf(name)
  return new RegExp(`\\b${word}\\b[^{}=;]*$`).test(text.slice(0, at))
}

/** The first that holds explains. Without kinds it is about all of them. */
const RULES = [
  {
    language: "csharp",
    why: "what is implemented for an interface is called without it",
    holds: ({ name, other }) => other !== undefined && name.endsWith(`.${other}`)
  },
  {
    language: "csharp",
    why: "a conversion tells whether it is implicit",
    holds: ({ name, other }) => other?.endsWith(name) === true
  },
  { language: "csharp", why: "a delegate is a type", holds: ({ text }) => /\bdelegate\b/.test(text) },
  {
    language: "csharp",
    kinds: ["functions"],
    why: "a primary constructor is no function",
    holds: ({ name, text }) => new RegExp(`\\b(?:record|class|struct)\\s+${name}\\b`).test(text)
  },
  {
    language: "csharp",
    kinds: ["classes"],
    why: "an alias of a file's own is no type",
    holds: ({ text }) => /^\s*(?:global\s+)?using\b/.test(text)
  },
  {
    language: "csharp",
    kinds: ["classes"],
    why: "a constraint, which ctags takes for a class",
    holds: ({ lines, line }) => /\bwhere\b/.test(lines.slice(Math.max(0, line - 2), line).join(" "))
  },
  {
    language: "csharp",
    kinds: ["functions"],
    why: "a call, which ctags takes for a method",
    holds: ({ name, text }) => /[.]/.test(name) || new RegExp(`^\\s*${name}\\s*\\(.*;|\\bnew ${name}\\b`).test(text)
  },
  {
    language: "csharp",
    why: "in a branch of #if, of which one is read",
    holds: ({ line, lines }) => isConditional(lines, line)
  },
  {
    language: "kotlin",
    why: "a quoted name, which ctags garbles",
    holds: ({ other, text }) => other !== undefined && text.includes(`\`${other}\``)
  },
  {
    language: "kotlin",
    kinds: ["functions"],
    why: "not declared by `fun`: a lambda, or a parameter of one",
    holds: ({ line, lines, name }) => !follows("fun", lines, line, name)
  },
  {
    language: "python",
    kinds: ["calls"],
    why: "`type(x).a = y` is read as a `type` statement",
    holds: ({ name, text }) => name === "type" && /^\s*type\s*\(/.test(text)
  },
  {
    language: "rust",
    kinds: ["classes"],
    why: "an associated type is none of its own",
    holds: ({ text }) => /(?:^\s+|\{\s*)(?:pub(?:\([^)]*\))?\s+|default\s+)?type\b/.test(text)
  },
  {
    language: "rust",
    why: "the tokens of a macro are not code yet",
    holds: ({ line, lines }) => isInMacro(lines, line)
  },
  { why: "in a file where the grammar finds syntax errors", holds: ({ hasErrors }) => hasErrors }
]

/** Whether a line stands between an `#if` and its `#endif`. */
const isConditional = (lines, line) => {
  let open = 0
  for (const text of lines.slice(0, line)) {
    if (/^\s*#\s*if\b/.test(text)) open++
    else if (/^\s*#\s*endif\b/.test(text)) open--
  }
  return open > 0
}

/** Whether the nearest line before that is not indented opens a macro or a call of one. */
const isInMacro = (lines, line) => {
  for (let at = line - 1; at >= 0; at--) {
    const text = lines[at]
    if (/^[\w#]/.test(text)) return /^(?:pub\s+)?(?:[\w:]+!|macro\b)/.test(text)
  }
  return false
}

/**
 * Why a difference is none of Drift's making, or is known; undefined when nobody knows. `other` is what Drift calls it,
 * `lines` are those of the file, `hasErrors` tells whether Drift's grammar accepts the file.
 */
export const explanation = ({ kind, language, ...difference }) => {
  const seen = { ...difference, text: difference.lines[difference.line - 1] ?? "" }
  return RULES.find(
    (rule) =>
      (rule.language === undefined || rule.language === language) &&
      (rule.kinds === undefined || rule.kinds.includes(kind)) &&
      rule.holds(seen)
  )?.why
}
