/** A source with so many functions, each with two calls. */
export const text = (functions) => `def f(a):\n    return g(h(a), [1, {2: "x"}])\n`.repeat(functions)

/** Such a source as a file in memory. */
export const job = (path, functions) => {
  const bytes = new TextEncoder().encode(text(functions))
  return {
    path,
    language: "python",
    source: { _tag: "Bytes", bytes },
    stat: { size: bytes.length, mtimeSecs: 0, mtimeNanos: 0 },
    racy: false
  }
}
