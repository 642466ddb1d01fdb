/** What `drift gc` tells. Pure. */
import type { Garbage } from "@drift/storage/SqliteAdmin"
import { bytes, plural, printable, type Style } from "./Text.js"

/** What has been removed, or would be. */
export const garbage = (found: Garbage, dryRun: boolean, style: Style): ReadonlyArray<string> => {
  const parts = [
    ...(found.scans > 0 ? [plural(found.scans, "old scan")] : []),
    ...(found.names > 0 ? [plural(found.names, "unused name")] : []),
    ...(found.parses > 0 ? [plural(found.parses, "cached parse")] : []),
    ...(found.backups.length > 0 ? [plural(found.backups.length, "old backup")] : []),
    ...(found.files.length > 0 ? [plural(found.files.length, "file")] : [])
  ]
  if (parts.length === 0 && found.bytes === 0) return [style.good("There is nothing to remove.")]
  const what = parts.length === 0 ? "free space" : parts.join(", ")
  return [
    dryRun
      ? `${style.bold("Dry run")}: ${what}, ${bytes(found.bytes)}. Nothing was removed.`
      : `${style.good("Removed")} ${what}: ${bytes(found.bytes)} are free again`,
    ...[...found.backups, ...found.files].map((path) => `- ${printable(path)}`)
  ]
}
