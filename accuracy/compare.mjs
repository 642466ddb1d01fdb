// Two lists of facts of one file, matched by name and line.

const keyOf = (name, line) => `${line} ${name}`

const group = (facts, keyOf) => {
  const groups = new Map()
  for (const fact of facts) {
    const key = keyOf(fact)
    const list = groups.get(key)
    if (list === undefined) groups.set(key, [fact])
    else list.push(fact)
  }
  return groups
}

/** Takes from both lists what has the same key, and tells of each pair. */
const take = (truth, found, keyOf, each) => {
  const groups = group(found, keyOf)
  const missing = truth.filter((fact) => {
    const other = groups.get(keyOf(fact))?.shift()
    if (other === undefined) return true
    each(fact, other)
    return false
  })
  return [missing, [...groups.values()].flat()]
}

/**
 * `missing` and `extra` are what has no counterpart at all; `elsewhere` stands in another line, `renamed` in the same line
 * under another name. A line of 0 is not known to the compiler, and any will do. Details are compared where both know them
 * and one name and line tells which is which.
 */
export const compare = (truth, found, { details, name = (text) => text }) => {
  const result = { truth: truth.length, found: found.length, missing: [], extra: [], elsewhere: [], renamed: [] }
  const detailed = { compared: 0, different: [] }
  const names = (fact) => name(fact[0])
  const exact = (fact) => keyOf(names(fact), fact[1])
  const isOnly = (facts) => {
    const groups = group(facts, exact)
    return (fact) => groups.get(exact(fact))?.length === 1
  }
  const [isOneOfTruth, isOneFound] = [isOnly(truth), isOnly(found)]
  const inDetail = (a, b) => {
    if (!details || a[2] === undefined || a[2] === null || b[2] === undefined) return
    if (!isOneOfTruth(a) || !isOneFound(b)) return
    detailed.compared++
    if (!isSame(a[2], b[2])) detailed.different.push([a, b])
  }
  const placed = truth.filter(([, line]) => line !== 0)
  let [missing, extra] = take(placed, found, exact, inDetail)
  const unplaced = take(
    truth.filter(([, line]) => line === 0),
    extra,
    names,
    () => undefined
  )
  ;[missing, extra] = [[...missing, ...unplaced[0]], unplaced[1]]
  ;[missing, extra] = take(missing, extra, names, (a, b) => result.elsewhere.push([a, b]))
  ;[missing, extra] = take(
    missing,
    extra,
    ([, line]) => line,
    (a, b) => result.renamed.push([a, b])
  )
  return { ...result, missing, extra, detailed }
}

/** A parameter that the compiler has no text for is null, and may be called anything. */
const isSame = (a, b) =>
  Array.isArray(a) ? a.length === b.length && a.every((each, i) => each === null || isName(each, b[i])) : a === b

/** Drift cuts what is very long, with an ellipsis. */
const isName = (a, b) => a === b || (b.endsWith("…") && a.startsWith(b.slice(0, -1)))
