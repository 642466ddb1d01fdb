/** What `drift doctor` tells. Pure. */
import type { Finding } from "@drift/storage/SqliteAdmin"
import { padEnd, plural, printable, type Style, width } from "./Text.js"

export interface Report {
  /** What has been repaired. */
  readonly done: ReadonlyArray<string>
  readonly findings: ReadonlyArray<Finding>
}

const mark = ({ state }: Finding, style: Style): string => {
  switch (state) {
    case "good":
      return style.good("ok")
    case "note":
      return style.dim("note")
    case "wrong":
      return style.bad("wrong")
  }
}

/** One line for each finding, and what to do below those that want something done. */
export const findings = ({ done, findings: found }: Report, style: Style): ReadonlyArray<string> => {
  const column = Math.max(...found.map(({ subject }) => width(subject)))
  const wrong = found.filter(({ state }) => state === "wrong").length
  return [
    ...(done.length === 0 ? [] : [...done.map(printable), ""]),
    ...found.flatMap((finding) => [
      `${padEnd(mark(finding, style), 5)}  ${style.bold(padEnd(finding.subject, column))}  ${printable(finding.detail)}`,
      ...(finding.advice ?? []).map((each) => `${" ".repeat(column + 9)}${style.dim(printable(each))}`)
    ]),
    "",
    wrong === 0 ? style.good("All is well.") : style.bad(`${plural(wrong, "thing is", "things are")} wrong.`)
  ]
}
