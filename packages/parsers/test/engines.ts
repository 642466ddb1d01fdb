/** Every parse engine, for tests that hold for all of them. */
import { ENGINES } from "../src/EngineName.js"
import { chooseEngine } from "../src/engines/index.js"
import type { ParseEngine } from "../src/ParseEngine.js"

/** Rejects when one cannot be loaded: `npm ci` builds the native engine. */
const loaded = await Promise.all(ENGINES.map(async (name) => (await chooseEngine(name)).engine))

export const engines = loaded as unknown as readonly [ParseEngine, ...ReadonlyArray<ParseEngine>]
