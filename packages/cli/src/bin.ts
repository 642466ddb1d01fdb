#!/usr/bin/env node
/** The `drift` command as a process. `drift --version` loads nothing at all. */
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import type * as Composition from "./Composition.js"
import { requireWithCode } from "./internal/codeCache.js"
import { tuneCompiler } from "./internal/tuneCompiler.js"
import { VERSION } from "./Version.js"

/** The name of the bundle of `Composition.ts`, which the build puts here. */
declare const BUNDLE: string

const load = (command: string | undefined): typeof Composition => {
  const bundle = fileURLToPath(new URL(BUNDLE, import.meta.url))
  const require = createRequire(bundle)
  // Some engines are imported, and code from a cache cannot do that. A scan runs nearly all that other commands run.
  const parsesHere = command === "parse" || command === "doctor"
  const exports: unknown = parsesHere
    ? require(bundle)
    : requireWithCode(bundle, { require, remember: command === "scan" })
  return exports as typeof Composition
}

const args = process.argv.slice(2)
if (args.length === 1 && args[0] === "--version") process.stdout.write(`${VERSION}\n`)
else {
  // A signal that comes during loading waits until the program listens.
  const wait = () => {}
  process.once("SIGINT", wait).once("SIGTERM", wait)
  tuneCompiler()
  load(args[0]).run(args)
  process.off("SIGINT", wait).off("SIGTERM", wait)
}
