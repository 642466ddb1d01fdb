/** What `drift status` tells. Pure. */
import type { Row } from "@drift/core/Views"
import type { DatabaseInfo, Summary } from "@drift/storage/Storage"
import { block } from "./Block.js"
import { concerns, facts, languages } from "./Summary.js"
import { table } from "./Table.js"
import { ago, bytes, count, duration, instant, plural, printable, type Style } from "./Text.js"

/** The state of a project. */
export interface State {
  readonly root: string
  readonly summary: Summary
  readonly database: DatabaseInfo
  /** Newest first. */
  readonly scans: ReadonlyArray<Row<"scans">>
  /** Seconds since 1970. */
  readonly now: number
}

const number = (value: number | null): string => (value === null ? "" : count(value))

/** `partial, 5 minutes ago (2026-01-31 09:05:00Z)` */
const when = (scan: Row<"scans">, now: number): string => {
  const at = scan.completed_at ?? scan.started_at
  return at === null ? "" : `${ago(now - at)} (${instant(at)})`
}

/** Lines for a terminal of so many columns. */
export const status = (state: State, style: Style, columns: number): ReadonlyArray<string> => {
  const { database, now, scans, summary } = state
  const [last] = scans
  const { noLanguage, parsed, skippedBinary, skippedEncoding, skippedLarge } = summary.outcomes
  const head =
    last === undefined
      ? `${style.warn("Never scanned")}: run \`drift scan\``
      : `Last scan ${last.status === "complete" ? style.good("complete") : style.warn(printable(last.status ?? "unknown"))}, ${when(last, now)}${last.error === null ? "" : `: ${printable(last.error)}`}`
  const body = block(
    [
      { label: "Files", parts: [count(summary.filesTotal), bytes(summary.bytesTotal)] },
      { label: "Languages", parts: languages(summary.languages) },
      {
        label: "Outcomes",
        parts: [
          ...(parsed > 0 ? [`${count(parsed)} parsed`] : []),
          ...concerns(summary.outcomes, style),
          ...(skippedLarge > 0 ? [`${count(skippedLarge)} too large`] : []),
          ...(skippedBinary > 0 ? [`${count(skippedBinary)} binary`] : []),
          ...(skippedEncoding > 0 ? [`${count(skippedEncoding)} in an unknown encoding`] : []),
          ...(noLanguage > 0 ? [`${count(noLanguage)} in no known language`] : [])
        ]
      },
      { label: "Facts", parts: facts(summary.facts) },
      {
        label: "Database",
        parts: [printable(database.path), bytes(database.bytes), `${bytes(database.walBytes)} of it WAL`]
      }
    ],
    style,
    columns - 2
  )
  const rows = scans.map((scan) => [
    scan.started_at === null ? "" : instant(scan.started_at),
    printable(scan.status ?? ""),
    ...[scan.added, scan.modified, scan.removed, scan.unchanged, scan.failed].map(number),
    scan.duration_ms === null ? "" : duration(scan.duration_ms)
  ])
  const scanColumns = [
    { title: "started" },
    { title: "status" },
    ...["added", "modified", "removed", "unchanged", "failed", "time"].map((title) => ({
      title,
      align: "right" as const
    }))
  ]
  return [
    `${style.bold(printable(state.root))}`,
    head,
    "",
    ...body.map((line) => `  ${line}`),
    ...(summary.errorsTotal === 0
      ? []
      : ["", `${style.bad(plural(summary.errorsTotal, "file"))} could not be processed: drift files --outcome failed`]),
    ...(scans.length === 0
      ? []
      : [
          "",
          style.bold("Last scans"),
          ...table(scanColumns, rows, style, columns - 2, true).map((line) => `  ${line}`)
        ])
  ]
}
