/** What `drift backup` and `drift restore` tell. Pure. */
import type { Backup, ListedBackup, Restored } from "@drift/storage/SqliteAdmin"
import { table } from "./Table.js"
import { bytes, count, instant, plural, printable, type Style } from "./Text.js"

const holds = ({ counts }: Backup): string =>
  [
    plural(counts["file"] ?? 0, "file"),
    plural(counts["function"] ?? 0, "function"),
    plural(counts["class"] ?? 0, "class", "classes"),
    plural(counts["import"] ?? 0, "import"),
    plural(counts["export"] ?? 0, "export"),
    plural(counts["call"] ?? 0, "call")
  ].join(", ")

/** About a backup that has been made. */
export const made = (backup: Backup, style: Style): ReadonlyArray<string> => [
  `${style.good("Backed up and verified")}: ${printable(backup.path)}, ${bytes(backup.bytes)}`,
  `  ${holds(backup)}`
]

const kind = ({ compact, reason }: Backup): string =>
  reason === "migration" ? "before a migration" : compact ? "compact" : "full"

/** One line for each backup, whose name is told in full, because `drift restore` wants it; none for none. */
export const backups = (list: ReadonlyArray<ListedBackup>, style: Style): ReadonlyArray<string> =>
  list.length === 0
    ? []
    : table(
        [
          { title: "made" },
          { title: "kind" },
          { title: "size", align: "right" },
          { title: "files", align: "right" },
          { title: "schema", align: "right" },
          { title: "file" }
        ],
        list.map((backup) => [
          instant(backup.createdAt),
          backup.intact ? kind(backup) : style.bad("damaged"),
          bytes(backup.bytes),
          count(backup.counts["file"] ?? 0),
          String(backup.schema),
          printable(backup.path)
        ]),
        style,
        Number.POSITIVE_INFINITY,
        true
      )

/** About a backup that has been restored for the project at `root`. */
export const restored = (result: Restored, root: string, style: Style): ReadonlyArray<string> => [
  `${style.good("Restored")} ${printable(result.from)}`,
  ...(result.root === undefined || result.root === root
    ? []
    : [`  ${style.warn("It holds the facts of another folder")}: ${printable(result.root)}`]),
  ...result.damaged.map((path) => `  ${style.warn("Passed over, because it is damaged")}: ${printable(path)}`),
  ...(result.replaced === undefined
    ? []
    : [`  The database that it replaced is kept as ${printable(result.replaced)}`]),
  "  `drift scan` brings it up to date."
]
