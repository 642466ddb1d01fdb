/** What the library knows of a command, read off its own description, so that options are declared once. */
import * as CliConfig from "@effect/cli/CliConfig"
import * as Command from "@effect/cli/Command"
import type * as HelpDoc from "@effect/cli/HelpDoc"
import type * as Usage from "@effect/cli/Usage"
import * as Option from "effect/Option"
import type { CommandSyntax, OptionSyntax } from "./Argv.js"

export interface Description {
  readonly name: string
  readonly syntax: CommandSyntax
  /** Made when it is asked for. */
  readonly help: HelpDoc.HelpDoc
}

interface Found {
  readonly options: Map<string, OptionSyntax>
  min: number
  max: number
  name: string
}

const walk = (usage: Usage.Usage, found: Found, repeated: boolean, optional: boolean): void => {
  switch (usage._tag) {
    case "Empty":
    case "Mixed":
      return
    case "Optional":
      return walk(usage.usage, found, repeated, true)
    case "Repeated":
      return walk(usage.usage, found, true, optional)
    case "Alternation":
    case "Concat":
      walk(usage.left, found, repeated, optional)
      return walk(usage.right, found, repeated, optional)
    case "Named": {
      const options = usage.names.filter((name) => name.startsWith("-"))
      const takesValue = Option.isSome(usage.acceptedValues)
      for (const option of options) found.options.set(option, { takesValue, repeatable: repeated })
      if (options.length > 0 || !usage.names.some((name) => name.startsWith("<"))) return
      found.max = repeated ? Number.POSITIVE_INFINITY : found.max + 1
      found.min += repeated || optional ? 0 : 1
      found.name = usage.names[0]!.replace(/^<|>$/g, "")
    }
  }
}

/** How the library is told to behave: options are checked before it sees them, and it shows none of its own. */
export const config = CliConfig.make({ isCaseSensitive: true, autoCorrectLimit: 0, showBuiltIns: false })

/** A command's name, syntax and help. */
export const describe = <Name extends string, R, E, A>(command: Command.Command<Name, R, E, A>): Description => {
  const found: Found = { options: new Map(), min: 0, max: 0, name: "" }
  walk(Command.getUsage(command), found, false, false)
  const [name = ""] = Command.getNames(command)
  return {
    name,
    syntax: { options: found.options, positionals: { min: found.min, max: found.max, name: found.name } },
    get help() {
      return Command.getHelp(command, config)
    }
  }
}
