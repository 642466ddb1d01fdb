// Differences that have an explanation, told by what is written around them. docs/accuracy.md tells the rules.

/** The word that makes a function stands before its name, in the same line or the one before. */
const follows = (word, lines, line, name) => {
  const text = lines.slice(Math.max(0, line - 2), line).join(" ")
  const at = text.lastIndexOf(name)
  return new RegExp(`\\b${word}\\b[^{}=;]*$`).test(text.slice(0, at))
}

const RULES = [
  {
    language: "csharp",
    kinds: ["functions"],
    why: "a primary constructor is no function",
    holds: (text, name) => new RegExp(`\\b(?:record|class|struct)\\s+${name}\\b`).test(text)
  },
  {
    language: "csharp",
    kinds: ["classes"],
    why: "an alias of a file's own",
    holds: (text) => /^\s*(?:global\s+)?using\b/.test(text)
  },
  {
    language: "kotlin",
    kinds: ["functions"],
    why: "not declared by `fun`: a lambda, or a parameter of one",
    holds: (_, name, lines, line) => !follows("fun", lines, line, name)
  }
]

/** Why a difference is none of Drift's making, or is known; undefined when nobody knows. */
export const explanation = ({ kind, language, line, lines, name, what }) =>
  RULES.find(
    (rule) =>
      rule.language === language &&
      rule.kinds.includes(kind) &&
      (rule.what === undefined || rule.what === what) &&
      rule.holds(lines[line - 1] ?? "", name, lines, line)
  )?.why
