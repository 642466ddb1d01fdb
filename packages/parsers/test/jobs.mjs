/** A source file in memory with so many functions, each with two calls. */
export const job = (path, functions) => {
  const bytes = new TextEncoder().encode(`def f(a):\n    return g(h(a), [1, {2: "x"}])\n`.repeat(functions))
  return {
    path,
    language: "python",
    source: { _tag: "Bytes", bytes },
    stat: { size: bytes.length, mtimeSecs: 0, mtimeNanos: 0 },
    racy: false
  }
}
