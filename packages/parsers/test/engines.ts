/** Every parse engine, for tests that hold for all of them. */
import { loadNative } from "../src/engines/Native.js"
import { nodeTreeSitter } from "../src/engines/NodeTreeSitter.js"
import type { ParseEngine } from "../src/ParseEngine.js"

const native = loadNative()
if (!("compile" in native)) throw new Error(`npm ci did not build the native engine: ${native.unavailable}`)

export const engines: readonly [ParseEngine, ...ReadonlyArray<ParseEngine>] = [native, nodeTreeSitter]
