/** Which engine parses. Every engine is loaded only when it is asked for, so that one that does not load breaks nothing. */
import type { EngineName } from "../EngineName.js"
import { ENGINES } from "../EngineName.js"
import type { ParseEngine } from "../ParseEngine.js"
import { loadNative } from "./Native.js"
import { loadNodeTreeSitter } from "./NodeTreeSitter.js"
import { loadWasm } from "./Wasm.js"

/** The engine and, when it is not the fastest, why not. */
export interface ChosenEngine {
  readonly engine: ParseEngine
  readonly notice?: string
}

const LOAD: Readonly<Record<EngineName, () => ParseEngine | Promise<ParseEngine>>> = {
  native: loadNative,
  wasm: loadWasm,
  "tree-sitter": loadNodeTreeSitter
}

/**
 * Loads the wanted engine and no other. Without a wish, the fastest that this machine can load. Rejects with an `Error`
 * that says why when none can be loaded.
 */
export const chooseEngine = async (wanted?: EngineName, load = LOAD): Promise<ChosenEngine> => {
  const failures: Array<string> = []
  for (const name of wanted === undefined ? ENGINES : [wanted]) {
    try {
      const engine = await load[name]()
      if (failures.length === 0) return { engine }
      return { engine, notice: `Parsing with the slower engine ${name}: ${failures.join("; ")}` }
    } catch (thrown) {
      const [reason] = (thrown instanceof Error ? thrown.message : String(thrown)).split("\n")
      failures.push(`the parse engine ${name} cannot be loaded: ${reason}`)
    }
  }
  throw new Error(failures.join("; ").replace(/^t/, "T"))
}
