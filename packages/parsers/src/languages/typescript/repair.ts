/**
 * Blots out what the grammar does not know though it is valid TypeScript, so that one such line does not cost the facts
 * around it. The facts keep the text as written: only the parser sees the repaired source, which is as long, byte for byte.
 */

const blank = (text: string): string => text.replaceAll(/[^\n]/g, " ")

/** `interface Box<in out T>`: the variance is left away. The word may also be the parameter's own name. */
const VARIANCE =
  /([<,]\s*(?:(?:\/\/[^\n]*|\/\*[^\n]*?\*\/)\s*){0,3}(?:const\s+)?)(in\s+out|in|out)(?=\s+(?!(?:in|of|instanceof|as|extends|satisfies|out)\b)[A-Za-z_$])/g

/** `import("x").Generic<T>`, `import("x").Item[]` and others as types: read as if the type were declared here. */
const IMPORTED_TYPE = /\bimport\((?:"[^"\n]*"|'[^'\n]*')\)\.(?!(?:then|catch|finally)\b)(?=[\w$.]+(?![\w$.]|\s*\())/g

/** The type arguments of a tagged template: `` sql<Row>`…` ``. */
const TEMPLATE_TYPE = /<(?:[^<>`$*]|<[^<>`$*]*>)*>(?=`)/g

/** An escaped backtick in a template literal type. Escapes are taken in pairs, so that the second of two is none. */
const ESCAPE = /\\[^]/g

/**
 * The type parameters of a function type that is the first type argument, `f<<T>(x: T) => void>()`, where the two signs are
 * read as a shift.
 */
const GENERIC_ARGUMENT = /(?<=[\w$]<)<\s*(?:const\s+)?[A-Za-z_$\x80-\xff][^<>();]*>(?=\s*\([^;]*=>)/g

/** A type parameter named `type` gets another name; facts never look at one. */
const TYPE_NAMED_TYPE = /([<,:=|&(?]\s*)type(?=\s*(?:[>,:;=)[\]|&?]|extends\b))/g

/** A property that begins a line and is named like a keyword gets another name; a property without a function is no fact. */
const PROPERTY_NAMED_AS_KEYWORD = /^([ \t]*)(in|instanceof|abstract)(?=\??:)/gm

/** `export type * from` is read as `export type { * } from`. */
const TYPE_WILDCARD = /(\bexport\s+type)\s\*(\s+as\s+[\w$]+)?\s(from\b)/g

/** `global { … }` inside of `declare module "x"`: read as a block. */
const GLOBAL_BLOCK = /^[ \t]*global(?=\s*\{)/gm

/** A line that begins a call signature: with type parameters or a typed parameter. */
const SIGNATURE = /^\s*(?:<(?:[A-Za-z_$]|\s*$)|\((?:\.\.\.)?[A-Za-z_$][\w$]*\??:)/

/** What may end the type of the signature before it. */
const TYPE_END =
  /(?:[\])}"'`]|[^=]>|(?<![\w$])(?!(?:extends|keyof|typeof|infer|readonly|new|as|is|in|of|return|yield)\s*$)[\w$]+)\s*$/

const COMMENT = /^\s*(?:\/\/|\/\*|\*|$)|\*\/\s*$/

/**
 * Call signatures of an interface or type literal that are separated by line breaks alone: a semicolon takes the place of
 * the break that ends the line of code before.
 */
const separateSignatures = (source: string): string => {
  const lines = source.split("\n")
  const separators = new Array<string>(lines.length).fill("\n")
  let code = -1
  for (const [number, line] of lines.entries()) {
    if (COMMENT.test(line)) continue
    if (code >= 0 && SIGNATURE.test(line) && TYPE_END.test(lines[code]!.trimEnd().slice(-80))) separators[code] = ";"
    code = number
  }
  return lines.map((line, number) => (number === lines.length - 1 ? line : line + separators[number]!)).join("")
}

/** `source` holds one character for each byte, and so does the result. */
export const repair = (source: string): string =>
  separateSignatures(source)
    .replaceAll(VARIANCE, (_, before: string, variance: string) => before + blank(variance))
    .replaceAll(IMPORTED_TYPE, blank)
    .replaceAll(GLOBAL_BLOCK, blank)
    .replaceAll(ESCAPE, (text) => (text === "\\`" ? "  " : text))
    .replaceAll(TEMPLATE_TYPE, blank)
    .replaceAll(GENERIC_ARGUMENT, blank)
    .replaceAll(TYPE_NAMED_TYPE, "$1typ_")
    .replaceAll(PROPERTY_NAMED_AS_KEYWORD, (_, indent: string, name: string) => indent + "_".repeat(name.length))
    .replaceAll(
      TYPE_WILDCARD,
      (_, start: string, alias: string | undefined, from: string) => `${start}{x${alias ?? ""}}${from}`
    )
