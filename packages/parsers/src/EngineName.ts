/** The parse engines by name. */

/** Fastest first: the order in which they are tried. */
export const ENGINES = ["native", "wasm", "tree-sitter"] as const
export type EngineName = (typeof ENGINES)[number]

export const isEngineName = (name: unknown): name is EngineName => ENGINES.some((engine) => engine === name)
