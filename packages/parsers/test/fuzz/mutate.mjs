// One seed, one broken source: what damages files, and what typing leaves half done.

/** mulberry32 */
const drawing = (seed) => {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** What parsers trip over, single characters first. */
const INSERTED = [
  ..."{}()[]<>\"'`;:,.=/\\*#@$%&|!?-+ \n\t\r0a_é測🚀",
  "\r\n",
  "/*",
  "*/",
  "//",
  "=>",
  "::",
  '"""',
  "<<<<<<< HEAD\n",
  "=======\n",
  ">>>>>>> branch\n",
  "<?php ",
  "?>",
  "=begin\n",
  "<<~END\n",
  "#if A\n",
  "#endif\n",
  "\u{feff}",
  "\u2028",
  "class ",
  "function ",
  "def ",
  "end\n",
  "if ",
  "${",
  "#{"
]

const splice = (bytes, from, to, ...inserted) =>
  Buffer.concat([bytes.subarray(0, from), ...inserted, bytes.subarray(to)])

/** A slice of at most `most` bytes, at any place. */
const slice = (draw, bytes, most) => {
  const from = draw(bytes.length + 1)
  return [from, Math.min(bytes.length, from + draw(most + 1))]
}

const lineAt = (bytes, offset) => {
  const from = offset === 0 ? 0 : bytes.lastIndexOf(10, offset - 1) + 1
  const end = bytes.indexOf(10, offset)
  return [from, end < 0 ? bytes.length : end + 1]
}

/** Each draws its own numbers, and tells them after its name. */
const MUTATIONS = {
  insert: (draw, bytes) => {
    const at = draw(bytes.length + 1)
    const text = INSERTED[draw(INSERTED.length)]
    return [splice(bytes, at, at, Buffer.from(text)), at, text]
  },
  remove: (draw, bytes) => {
    const at = draw(bytes.length)
    return [splice(bytes, at, at + 1), at]
  },
  removeSlice: (draw, bytes) => {
    const [from, to] = slice(draw, bytes, 80)
    return [splice(bytes, from, to), from, to]
  },
  cutHead: (draw, bytes) => {
    const to = draw(bytes.length)
    return [bytes.subarray(to), to]
  },
  cutTail: (draw, bytes) => {
    const from = draw(bytes.length)
    return [bytes.subarray(0, from), from]
  },
  duplicate: (draw, bytes) => {
    const [from, to] = slice(draw, bytes, 400)
    const at = draw(bytes.length + 1)
    return [splice(bytes, at, at, bytes.subarray(from, to)), from, to, at]
  },
  swap: (draw, bytes) => {
    const [a, b, c, d] = [draw, draw, draw, draw].map((draw) => draw(bytes.length + 1)).sort((x, y) => x - y)
    return [splice(bytes, a, d, bytes.subarray(c, d), bytes.subarray(b, c), bytes.subarray(a, b)), a, b, c, d]
  },
  invalid: (draw, bytes) => {
    const at = draw(bytes.length)
    const byte = 0x80 + draw(0x80)
    return [splice(bytes, at, at + draw(2), Buffer.of(byte)), at, byte]
  },
  nul: (draw, bytes) => {
    const at = draw(bytes.length + 1)
    return [splice(bytes, at, at, Buffer.alloc(1 + draw(3))), at]
  },
  repeatLine: (draw, bytes) => {
    const [from, to] = lineAt(bytes, draw(bytes.length))
    const times = 1 + draw(draw(20) === 0 ? 1000 : 10)
    return [splice(bytes, to, to, ...Array.from({ length: times }, () => bytes.subarray(from, to))), from, times]
  },
  repeatCharacter: (draw, bytes) => {
    const at = draw(bytes.length)
    const times = 1 + draw(draw(20) === 0 ? 5000 : 30)
    return [splice(bytes, at, at, Buffer.alloc(times, bytes[at])), at, times]
  },
  join: (draw, bytes, other) => {
    const [head, tail] = [draw(bytes.length + 1), draw(other.bytes.length + 1)]
    return [Buffer.concat([bytes.subarray(0, head), other.bytes.subarray(tail)]), head, other.path, tail]
  },
  returns: (_, bytes) => [Buffer.from(bytes.toString("latin1").replaceAll("\n", "\r\n"), "latin1")]
}

/** What would be larger is cut: recovering from errors takes quadratic time in the worst case, and says no more then. */
const LARGEST = 48 * 1024

/** The source of a seed: one to four mutations of one source; languages take turns. `recipe` tells all of it. */
export const mutated = (sources, seed) => {
  const draw = drawing(seed)
  const candidates = sources[seed % sources.length]
  const { bytes: original, language, path } = candidates[draw(candidates.length)]
  const recipe = []
  let bytes = original
  for (let left = 1 + draw(4); left > 0 && bytes.length > 0; left--) {
    const names = Object.keys(MUTATIONS)
    const name = names[draw(names.length)]
    const [after, ...told] = MUTATIONS[name](draw, bytes, candidates[draw(candidates.length)])
    recipe.push([name, ...told])
    bytes = after.subarray(0, LARGEST)
  }
  return { seed, path, language, bytes, recipe }
}
