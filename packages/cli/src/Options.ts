/** Options that several commands share, so that they mean the same and read the same everywhere. */
import * as HelpDoc from "@effect/cli/HelpDoc"
import * as Options from "@effect/cli/Options"
import * as ValidationError from "@effect/cli/ValidationError"
import { LANGUAGES } from "@drift/core/Language"
import { Visibility } from "@drift/core/ParseResult"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/** Absent becomes undefined. */
export const maybe = <A>(options: Options.Options<A>): Options.Options<A | undefined> =>
  Options.optional(options).pipe(Options.map(Option.getOrUndefined))

export const root = maybe(
  Options.text("root").pipe(
    Options.withPseudoName("folder"),
    Options.withDescription(
      "The project's root. Default: DRIFT_PROJECT_ROOT, else the nearest folder upwards that holds .drift."
    )
  )
)

export const db = maybe(
  Options.text("db").pipe(
    Options.withPseudoName("file"),
    Options.withDescription("The database. Default: .drift/drift.db in the root.")
  )
)

/** A switch that is off unless given. */
export const flag = (name: string, description: string): Options.Options<boolean> =>
  Options.boolean(name).pipe(Options.withDescription(description))

const globs = (name: string, description: string): Options.Options<ReadonlyArray<string>> =>
  Options.text(name).pipe(
    Options.withPseudoName("glob"),
    Options.withDescription(`${description} May be repeated.`),
    Options.repeated
  )

export const include = globs("include", "Only files that match this gitignore-style glob.")

export const exclude = globs("exclude", "Ignore what matches this gitignore-style glob.")

export const followSymlinks = flag("follow-symlinks", "Follow symbolic links that stay in the root.")

export const json = Options.boolean("json").pipe(Options.withDescription("Print exactly one JSON document."))

const wrong = (message: string) => Effect.fail(ValidationError.invalidValue(HelpDoc.p(message)))

/** A whole number within bounds. */
export const integer = (
  name: string,
  { least, most = Number.MAX_SAFE_INTEGER }: { readonly least: number; readonly most?: number }
): Options.Options<number> =>
  Options.text(name).pipe(
    Options.withPseudoName("number"),
    Options.mapEffect((text) => {
      const n = /^\d+$/.test(text) ? Number(text) : NaN
      const bounds = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
      return n >= least && n <= most
        ? Effect.succeed(n)
        : wrong(`--${name} must be a whole number ${bounds}, not ${JSON.stringify(text)}`)
    })
  )

/** One of some words, which the description lists. */
export const choice = <const A extends string>(
  name: string,
  choices: ReadonlyArray<A>,
  description: string,
  pseudoName: string = name
): Options.Options<A | undefined> =>
  Options.text(name).pipe(
    Options.withPseudoName(pseudoName),
    Options.withDescription(`${description} One of: ${choices.join(", ")}.`),
    Options.mapEffect((text) => {
      const chosen = choices.find((each) => each === text)
      return chosen === undefined
        ? wrong(`--${name} must be one of ${choices.join(", ")}, not ${JSON.stringify(text)}`)
        : Effect.succeed(chosen)
    }),
    maybe
  )

/** A filter by text. */
export const filter = (name: string, description: string): Options.Options<string | undefined> =>
  maybe(Options.text(name).pipe(Options.withPseudoName("text"), Options.withDescription(description)))

/** A filter that is on or not there. */
export const only = (name: string, description: string): Options.Options<true | undefined> =>
  Options.boolean(name).pipe(
    Options.withDescription(description),
    Options.map((on) => (on ? true : undefined))
  )

export const visibility = choice("visibility", Visibility.literals, "Only what has this visibility.")

export const exported = only("exported", "Only what is exported.")

export const file = filter("file", "Only this path, or paths that match this glob (* crosses /).")

export const language = choice("language", LANGUAGES, "Only files in this language.")
