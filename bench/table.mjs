// The results as tables: for the terminal, or as Markdown for docs/performance.md.

const seconds = (ms) => (ms === undefined ? "" : (ms / 1000).toFixed(ms < 1000 ? 3 : 2))
const megabytes = (kb) => (kb === undefined || kb === 0 ? "" : String(Math.round(kb / 1024)))
const times = (value, base) => (value === undefined || base === undefined ? "" : `${(value / base).toFixed(2)}x`)
const millions = (bytes) => (bytes / 1e6).toFixed(1)
const tenth = (ms) => ms.toFixed(1)

const costs = ({ bytes, rows }) => ({
  head: ["", "CPU s", "wall s", "peak MB", "anonymous MB", "CPU / C parse", "wall / C parse 2", "CPU s/MB"],
  rows: Object.values(rows).map((row) => [
    row.label,
    seconds(row.cpu),
    seconds(row.wall),
    megabytes(row.peak),
    megabytes(row.anonymous),
    times(row.cpu, rows.parse1?.cpu),
    times(row.wall, rows.parse2?.wall),
    (row.cpu / 1000 / (bytes / 1e6)).toFixed(3)
  ])
})

const PHASES = [
  ["start, end", "start"],
  ["discovery", "discovery"],
  ["hashing", "hashing"],
  ["parsing", "parsing"],
  ["persisting", "persisting"],
  ["V8's helpers", "helpers"],
  ["passing on", "passing"],
  ["not seen", "unseen"]
]

const phases = (corpus) => {
  const runs = (corpus.phases ?? []).filter((run) => run !== undefined && run !== null)
  if (runs.length === 0) return undefined
  const mean = (of) => runs.reduce((sum, run) => sum + of(run), 0) / runs.length
  return {
    head: ["cold scan, s", ...PHASES.map(([label]) => label), "together"],
    rows: [
      ["CPU", ...PHASES.map(([, phase]) => seconds(mean((run) => run[phase]))), seconds(mean((run) => run.cpu))],
      [
        "at work, by the clock",
        ...PHASES.map(([, phase]) =>
          seconds(runs[0].busy[phase] === undefined ? undefined : mean((run) => run.busy[phase]))
        ),
        seconds(mean((run) => run.wall))
      ]
    ],
    outside: mean((run) => (run.passing + run.unseen) / run.cpu)
  }
}

const loop = (eventLoop) => ({
  head: ["event loop delay, ms", "p50", "p99", "max"],
  rows: eventLoop.flatMap(({ runs, title }) => {
    const worst = (phase, field) => Math.max(...runs.map((run) => run[phase][field]))
    return [
      ["idle", "idle"],
      ["cold", "cold scan"],
      ["unchanged", "scan, nothing changed"]
    ].map(([phase, label]) => [
      `${title}: ${label}`,
      ...["p50", "p99", "max"].map((field) => tenth(worst(phase, field)))
    ])
  })
})

const start = ({ node, ...others }) => ({
  head: ["start", "CPU s", "wall s", "peak MB", "CPU / node"],
  rows: [node, ...Object.values(others)].map((row) => [
    row.label,
    seconds(row.cpu),
    seconds(row.wall),
    megabytes(row.peak),
    times(row.cpu, node.cpu)
  ])
})

/** What was set out to be reached; figures of a noisy machine judge nothing, so a budget never fails a run. */
const budgets = (results) => {
  const rows = []
  const add = (what, value, limit, show) => {
    if (value !== undefined && !Number.isNaN(value))
      rows.push([what, show(value), show(limit), value <= limit ? "yes" : "NO"])
  }
  const factor = (value) => `${value.toFixed(2)}x`
  const percent = (value) => `${(100 * value).toFixed(1)} %`
  const s = (value) => `${(value / 1000).toFixed(2)} s`
  const mb = (value) => `${Math.round(value / 1024)} MB`
  const ms = (value) => `${value.toFixed(1)} ms`
  for (const corpus of results.corpora) {
    const { bytes, database, name, rows: r, title } = corpus
    // What starting costs outweighs what a small tree costs: there are no budgets for it.
    if (name === "small") continue
    const huge = name === "100k"
    add(`${title}: cold, CPU / C parse`, r.cold.cpu / r.parse1?.cpu, 2, factor)
    add(`${title}: cold, wall / C parse on two threads`, r.cold.wall / r.parse2?.wall, 2.1, factor)
    add(`${title}: cold, anonymous memory`, r.cold.anonymous, (huge ? 500 : 400) * 1024, mb)
    add(`${title}: database / source bytes`, database / bytes, 1, factor)
    add(`${title}: cold, CPU outside every phase`, phases(corpus)?.outside, 0.1, percent)
    // These were set for so many files.
    if (huge || name === "10k") add(`${title}: nothing changed, CPU`, r.unchanged.cpu, huge ? 1200 : 350, s)
    if (name === "10k") add(`${title}: one file changed, CPU`, r.one.cpu, 400, s)
    if (huge) add(`${title}: scanner alone, CPU / rg --files, xxhsum`, r.scanner.cpu / r.hash?.cpu, 1, factor)
    if (huge) add(`${title}: scanner alone, anonymous memory`, r.scanner.anonymous, 150 * 1024, mb)
  }
  for (const { name, runs, title } of results.eventLoop) {
    if (name === "small") continue
    const worst = (field) => Math.max(...runs.flatMap((run) => [run.cold[field], run.unchanged[field]]))
    add(`${title}: event loop delay, p99`, worst("p99"), 20, ms)
    add(`${title}: event loop delay, max`, worst("max"), 50, ms)
  }
  add("drift --version, CPU / node", results.start.version.cpu / results.start.node.cpu, 2.5, factor)
  return { head: ["budget", "measured", "at most", "within"], rows }
}

const textTable = ({ head, rows }) => {
  const all = [head, ...rows]
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i].length)))
  return all.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join("  ")
      .trimEnd()
  )
}

const markdownTable = ({ head, rows }) => [
  `| ${head.join(" | ")} |`,
  `| ${head.map((_, i) => (i === 0 ? "---" : "--:")).join(" | ")} |`,
  ...rows.map((row) => `| ${row.join(" | ")} |`)
]

const sections = (results, table, heading) => {
  const { absent, corpora, eventLoop, machine, peers, rounds, start: started } = results
  const versions = Object.entries(peers).map(([label, version]) => `${label} (${version})`)
  return [
    `${machine.cpu}, ${machine.cores} cores, ${Math.round(machine.memory / 2 ** 30)} GB, ${machine.platform}, Node ${machine.node}; ` +
      `${results.date.slice(0, 10)}, load ${machine.load.toFixed(1)} at the start; median of ${rounds} interleaved ${rounds === 1 ? "run" : "runs"}.`,
    ...(versions.length === 0 ? [] : [`Peers: ${versions.join("; ")}.`]),
    ...(absent.length === 0 ? [] : [`Absent: ${absent.join("; ")}.`]),
    "",
    ...table(start(started)),
    "",
    ...corpora.flatMap((corpus) => [
      heading(
        `${corpus.title}: ${corpus.files.toLocaleString("en")} parsed files, ${millions(corpus.bytes)} MB; database ` +
          `${millions(corpus.database)} MB, ${times(corpus.database, corpus.bytes)} the source`
      ),
      "",
      ...table(costs(corpus)),
      "",
      ...(phases(corpus) === undefined ? [] : [...table(phases(corpus)), ""])
    ]),
    ...(eventLoop.length === 0 ? [] : [...table(loop(eventLoop)), ""]),
    ...table(budgets(results))
  ].join("\n")
}

export const plain = (results) => `${sections(results, textTable, (text) => text)}\n`

export const markdown = (results) => `${sections(results, markdownTable, (text) => `### ${text}`)}\n`
