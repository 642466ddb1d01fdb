/** Which engine parses: the native one where it is there, else the npm binding. */
import type { ParseEngine } from "../ParseEngine.js"
import { loadNative } from "./Native.js"

export const ENGINES = ["native", "tree-sitter"] as const
export type EngineName = (typeof ENGINES)[number]

/** The engine and, when it is not the one that was wanted, why not. */
export interface ChosenEngine {
  readonly engine: ParseEngine
  readonly notice?: string
}

/** Loads the wanted engine. Without a wish, the fastest that this machine can load. Rejects when none can be loaded. */
export const chooseEngine = async (wanted?: EngineName): Promise<ChosenEngine> => {
  if (wanted === "tree-sitter") return { engine: await loadNpm() }
  const native = loadNative()
  if ("compile" in native) return { engine: native }
  return {
    engine: await loadNpm(),
    notice: `The native parse engine is not available, parsing with the slower npm binding: ${native.unavailable}`
  }
}

const loadNpm = async (): Promise<ParseEngine> => (await import("./NodeTreeSitter.js")).nodeTreeSitter
