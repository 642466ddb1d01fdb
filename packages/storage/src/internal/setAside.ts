/** Database files are never deleted but given another name, which tells why and when. */
import { existsSync, readdirSync, renameSync, statSync } from "node:fs"
import { basename, dirname, join } from "node:path"

/** Why a database was set aside, as it stands in the file's name. */
export type Why = "corrupt" | "replaced" | `schema-${number}`

/** `2026-11-25T05-45-00`, which every file system takes. */
export const dateInName = (millis: number): string => new Date(millis).toISOString().slice(0, 19).replaceAll(":", "-")

/** A name that nothing has yet: `<path>.corrupt-2026-11-25T05-45-00`. */
export const asideName = (path: string, why: Why, now: number): string => {
  const name = `${path}.${why}-${dateInName(now)}`
  for (let i = 2; ; i++) {
    const candidate = i === 2 ? name : `${name}-${i - 1}`
    if (!existsSync(candidate)) return candidate
  }
}

/** What SQLite keeps beside a database. */
export const COMPANIONS = ["-wal", "-shm"] as const

/** Renames a database with its WAL; gives the new name. Requires the scan lock. */
export const setAside = (path: string, why: Why, now: number): string => {
  const aside = asideName(path, why, now)
  renameSync(path, aside)
  for (const companion of COMPANIONS) {
    if (existsSync(path + companion)) renameSync(path + companion, aside + companion)
  }
  return aside
}

export interface AsideFile {
  readonly path: string
  readonly why: Why
  /** With its WAL. */
  readonly bytes: number
}

/** The databases that have been set aside, oldest first. */
export const asideFiles = (path: string): ReadonlyArray<AsideFile> => {
  const folder = dirname(path)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const rest = name.startsWith(`${basename(path)}.`) ? name.slice(basename(path).length + 1) : ""
      const why = /^(corrupt|replaced|schema-\d+)-\d{4}-\d\d-\d\dT[\d-]+$/.exec(rest)?.[1]
      if (why === undefined) return []
      const file = join(folder, name)
      const size = (each: string) => statSync(each, { throwIfNoEntry: false })?.size ?? 0
      return [{ path: file, why: why as Why, bytes: size(file) + size(`${file}-wal`) }]
    })
}
