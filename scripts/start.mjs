// `npm start -- ARGS`: builds, then runs the `drift` command as if it had been called where npm was called.
// `npm start -- PATH` is short for `npm start -- scan PATH`; the names of commands win over paths.
import "./build.mjs"
import { existsSync, readdirSync } from "node:fs"

if (process.env.INIT_CWD !== undefined) process.chdir(process.env.INIT_CWD)

const commands = new Set(
  readdirSync(new URL("../packages/cli/src/commands", import.meta.url)).map((name) =>
    name.replace(/\.ts$/, "").toLowerCase()
  )
)
const args = process.argv.slice(2)
const first = args.find((arg) => !arg.startsWith("-"))
const asksForHelp = args.some((arg) => ["--help", "-h", "--version"].includes(arg))
// A word that is neither a command nor a path was meant to be a command, and the command line tells which.
const isPath = first !== undefined && (/[./\\]/.test(first) || existsSync(first))
if (isPath && !asksForHelp && !commands.has(args[0])) process.argv.splice(2, 0, "scan")
await import("../packages/cli/dist/bin.js")
