// What was compared, against the bars, and as text.

export const KINDS = ["functions", "signatures", "classes", "imports", "calls"]

/** What a kind has in detail, where the compiler tells it. */
const DETAILS = { functions: "parameters", signatures: "parameters", calls: "arguments" }

const percent = (part, whole) => (whole === 0 ? 100 : (100 * part) / whole)

/**
 * Of a kind: how many of each difference, and what is made of them. Explained ones count all the same, but with a lower bound,
 * which is no compiler: there they are what it should not have found.
 */
const measures = ({ compared, details, differences, found, truth }, isLowerBound) => {
  const count = (what) => differences.filter((each) => each.what === what).length
  const [missing, extra, elsewhere, renamed] = ["missing", "extra", "elsewhere", "renamed"].map(count)
  const same = truth - missing - elsewhere - renamed
  const explained = differences.filter(({ why }) => why !== undefined).length
  return {
    missing,
    extra,
    elsewhere,
    renamed,
    explained,
    recall: percent(same, isLowerBound ? truth - explained : truth),
    precision: percent(same, found),
    ...(compared === 0 ? {} : { detail: { compared, different: details.length } })
  }
}

/** What must hold of a kind. Of signatures nothing has to: which of them count is a matter of taste. */
const BARS = {
  functions: ({ precision, recall }) => recall >= 99.9 && precision >= 99.9,
  classes: ({ precision, recall }) => recall >= 99.9 && precision >= 99.9,
  imports: ({ extra, missing }) => missing + extra === 0,
  calls: ({ extra, missing }, { truth }) => Math.max(missing, extra) <= truth / 1000
}

/** The result with its figures and the bars that it missed. */
export const judged = (result) => {
  const missed = []
  for (const [kind, sums] of Object.entries(result.kinds)) {
    Object.assign(sums, measures(sums, result.isLowerBound))
    const holds = result.isLowerBound
      ? kind !== "functions" || sums.differences.every(({ why }) => why !== undefined)
      : (BARS[kind]?.(sums, sums) ?? true)
    if (!holds) missed.push(kind)
  }
  return { ...result, missed }
}

const table = (rows) => {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)))
  return rows.map((row) =>
    row
      .map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join("  ")
      .trimEnd()
  )
}

const HEAD = [
  "",
  "",
  "truth",
  "found",
  "missing",
  "extra",
  "other line",
  "other name",
  "explained",
  "recall %",
  "precision %",
  "bar"
]

const number = (value) => value.toLocaleString("en")

const figures = (result) =>
  KINDS.filter((kind) => result.kinds[kind] !== undefined).flatMap((kind, i) => {
    const { detail, elsewhere, explained, extra, found, missing, precision, recall, renamed, truth } =
      result.kinds[kind]
    const counts = [truth, found, missing, extra, elsewhere, renamed, explained].map(number)
    const isJudged = result.isLowerBound ? kind === "functions" : BARS[kind] !== undefined
    return [
      [
        i === 0 ? result.name : "",
        kind,
        ...(result.isLowerBound ? counts.with(1, "").with(3, "") : counts),
        recall.toFixed(3),
        result.isLowerBound ? "" : precision.toFixed(3),
        result.missed.includes(kind) ? "MISSED" : isJudged ? "held" : ""
      ],
      ...(detail === undefined
        ? []
        : [
            [
              "",
              `  ${DETAILS[kind]}`,
              number(detail.compared),
              "",
              "",
              "",
              "",
              "",
              "",
              percent(detail.compared - detail.different, detail.compared).toFixed(3),
              "",
              ""
            ]
          ])
    ]
  })

const compared = ({
  absent,
  compared,
  compiler,
  files,
  isLowerBound,
  name,
  projects,
  refused,
  unparsed,
  withErrors
}) => {
  if (files === 0) return `${name}: no files`
  if (absent !== undefined) return `${name}: SKIPPED, ${absent} is not installed (${number(files)} files)`
  const left = [
    ...(refused.length === 0 ? [] : [`${number(refused.length)} that it does not accept`]),
    ...(unparsed.length === 0 ? [] : [`${number(unparsed.length)} that Drift does not parse`])
  ]
  return [
    `${name}: ${number(compared)} files of ${projects} ${projects === 1 ? "project" : "projects"}, ${compiler}`,
    ...(isLowerBound ? [" as a lower bound"] : []),
    ...(left.length === 0 ? [] : [`; without ${left.join(" and ")}`]),
    ...(withErrors === 0 ? [] : [`; Drift sees syntax errors in ${number(withErrors)} of them`])
  ].join("")
}

const difference = ({ file, line, name, other, truth, what }) => {
  const where = `${file}:${line}`
  if (what === "detail") return `  ${where}  ${name}: ${JSON.stringify(truth)}, Drift ${JSON.stringify(other)}`
  const shown = name === "" ? "<anonymous>" : name
  const told = other === undefined ? "" : what === "renamed" ? `, Drift ${other || "<anonymous>"}` : `, Drift ${other}`
  return `  ${where}  ${what} ${shown}${told}`
}

/** What nobody can explain comes first; of the rest, how often each explanation holds. */
const list = (title, rows, limit) => {
  if (rows.length === 0 || limit === 0) return []
  const open = rows.filter(({ why }) => why === undefined)
  const reasons = new Map()
  for (const { why } of rows) if (why !== undefined) reasons.set(why, (reasons.get(why) ?? 0) + 1)
  const more = open.length - limit
  return [
    "",
    title,
    ...open.slice(0, limit).map(difference),
    ...(more > 0 ? [`  … and ${number(more)} more`] : []),
    ...Array.from(reasons, ([why, count]) => `  ${number(count)} explained: ${why}`)
  ]
}

/** The whole answer for the terminal, with at most so many differences of each kind. */
export const report = (results, limit) => {
  const rows = results.flatMap(figures)
  const differences = results.flatMap(({ kinds, name }) =>
    KINDS.filter((kind) => kinds[kind] !== undefined).flatMap((kind) => [
      ...list(`${name}, ${kind}:`, kinds[kind].differences, limit),
      ...list(`${name}, ${DETAILS[kind]}:`, kinds[kind].details, limit)
    ])
  )
  return `${[...results.map(compared), "", ...(rows.length === 0 ? [] : table([HEAD, ...rows])), ...differences].join(
    "\n"
  )}\n`
}
