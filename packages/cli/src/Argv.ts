/**
 * Puts a command line into the one form that the parser library reads without surprises: command, options with their values,
 * `--`, positionals. What is wrong with it is told here, exactly: the library would take an unknown option after a
 * positional for another positional, and a repeated option for an argument.
 */
import * as Either from "effect/Either"
import { UsageError } from "./Failure.js"
import { closest } from "./internal/closest.js"

/** One option of a command. */
export interface OptionSyntax {
  /** Whether a value follows, as `--name value` or `--name=value`. */
  readonly takesValue: boolean
  /** Whether it may be given several times; otherwise the last one counts. */
  readonly repeatable: boolean
}

/** What a command accepts, by full option name with dashes. */
export interface CommandSyntax {
  readonly options: ReadonlyMap<string, OptionSyntax>
  readonly positionals: { readonly min: number; readonly max: number; readonly name: string }
}

/** What the command line asks for. */
export type Request =
  | { readonly _tag: "Version" }
  | { readonly _tag: "Help"; readonly command?: string }
  | { readonly _tag: "Run"; readonly args: ReadonlyArray<string> }

interface Token {
  readonly option: string
  readonly value?: string
}

const wrong = (detail: string, ...hints: ReadonlyArray<string>) => new UsageError({ detail, hints })

const seeHelp = (command: string) => `Run \`drift ${command} --help\` to see what it accepts.`

const isHelp = (token: string) => token === "--help" || token === "-h"

/** Options and their values, and the rest, of one command's arguments. Fails at the first thing that is wrong. */
const tokenize = (
  command: string,
  syntax: CommandSyntax,
  args: ReadonlyArray<string>
): Either.Either<
  { readonly tokens: ReadonlyArray<Token>; readonly positionals: ReadonlyArray<string> },
  UsageError
> => {
  const tokens: Array<Token> = []
  const positionals: Array<string> = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === "--") {
      positionals.push(...args.slice(i + 1))
      break
    }
    if (!arg.startsWith("-") || arg === "-") {
      positionals.push(arg)
      continue
    }
    const equals = arg.startsWith("--") ? arg.indexOf("=") : -1
    const option = equals < 0 ? arg : arg.slice(0, equals)
    const known = syntax.options.get(option)
    if (known === undefined) {
      const guess = closest(option, [...syntax.options.keys(), "--help", "--version"])
      return Either.left(
        wrong(
          `Unknown option ${option} of \`drift ${command}\``,
          ...(guess === undefined ? [] : [`Did you mean ${guess}?`]),
          seeHelp(command)
        )
      )
    }
    if (!known.takesValue) {
      if (equals >= 0) return Either.left(wrong(`${option} takes no value`, seeHelp(command)))
      tokens.push({ option })
      continue
    }
    const next = args[i + 1]
    if (equals >= 0) {
      tokens.push({ option, value: arg.slice(equals + 1) })
    } else if (next === undefined || (next.startsWith("-") && !/^-\d/.test(next))) {
      return Either.left(
        wrong(
          `${option} needs a value`,
          ...(next === undefined || next === "--" ? [] : [`If the value is ${next}, write ${option}=${next}.`]),
          seeHelp(command)
        )
      )
    } else {
      tokens.push({ option, value: next })
      i++
    }
    if (tokens.at(-1)!.value!.trim() === "") return Either.left(wrong(`${option} needs a value that is not empty`))
  }
  return Either.right({ tokens, positionals })
}

/** For an option that may be given once, the last one counts. */
const lastOnes = (syntax: CommandSyntax, tokens: ReadonlyArray<Token>): ReadonlyArray<Token> =>
  tokens.filter(
    ({ option }, i) =>
      syntax.options.get(option)!.repeatable || !tokens.some((other, j) => j > i && other.option === option)
  )

/**
 * Reads a command line (without runtime and script). `--help` and `--version` win over everything that is wrong beside them,
 * unless they stand after `--`.
 */
export const read = (
  args: ReadonlyArray<string>,
  commands: ReadonlyMap<string, CommandSyntax>
): Either.Either<Request, UsageError> => {
  const end = args.indexOf("--")
  const before = end < 0 ? args : args.slice(0, end)
  const command = before.find((arg) => !arg.startsWith("-"))
  const known = command !== undefined && commands.has(command)
  if (before.some(isHelp)) return Either.right({ _tag: "Help", ...(known ? { command } : {}) })
  if (before.includes("--version")) return Either.right({ _tag: "Version" })

  const [first, ...rest] = args
  if (first === undefined) return Either.right({ _tag: "Help" })
  const syntax = commands.get(first)
  if (syntax === undefined) {
    const names = [...commands.keys()]
    const guess = closest(first, first.startsWith("-") ? ["--help", "--version"] : names)
    return Either.left(
      wrong(
        first.startsWith("-")
          ? known
            ? `${first} before the command: options follow the command's name`
            : `Unknown option ${first}`
          : `Unknown command ${JSON.stringify(first)}`,
        ...(/[./\\]/.test(first) ? [`To scan a folder: \`drift scan ${first}\``] : []),
        ...(guess === undefined ? [] : [`Did you mean ${first.startsWith("-") ? guess : `\`drift ${guess}\``}?`]),
        `Commands: ${names.join(", ")}. Run \`drift --help\` to read about them.`
      )
    )
  }
  return Either.flatMap(tokenize(first, syntax, rest), ({ positionals, tokens }) => {
    const { max, min, name } = syntax.positionals
    if (positionals.length > max) {
      return Either.left(wrong(`Unexpected argument ${JSON.stringify(positionals[max])}`, seeHelp(first)))
    }
    if (positionals.length < min) return Either.left(wrong(`\`drift ${first}\` needs a ${name}`, seeHelp(first)))
    if (positionals.includes("")) return Either.left(wrong("An argument is empty"))
    const options = lastOnes(syntax, tokens).flatMap(({ option, value }) =>
      value === undefined ? [option] : [option, value]
    )
    return Either.right({ _tag: "Run", args: [first, ...options, "--", ...positionals] })
  })
}
