// `npm start -- ARGS`: builds, then runs the `drift` command as if it had been called where npm was called.
// `npm start -- PATH` is short for `npm start -- scan PATH`.
import "./build.mjs"
import { readdirSync } from "node:fs"

const commands = new Set(
  readdirSync(new URL("../packages/cli/src/commands", import.meta.url)).map((name) =>
    name.replace(/\.ts$/, "").toLowerCase()
  )
)
const [first] = process.argv.slice(2)
if (first !== undefined && !first.startsWith("-") && !commands.has(first)) process.argv.splice(2, 0, "scan")
if (process.env.INIT_CWD !== undefined) process.chdir(process.env.INIT_CWD)
await import("../packages/cli/dist/bin.js")
