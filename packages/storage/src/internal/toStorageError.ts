/** Tells in people's words what a driver, the operating system or a thread said. */
import { StorageError } from "../StorageError.js"
import { canLock } from "./locking.js"
import { wasHeld } from "./lockFile.js"
import { EarlierSchema, type FailureCode } from "./databaseFailure.js"

type Code = StorageError["code"]

const ELSEWHERE = "Use --db to place the database where Drift may write."
const REPAIR = [
  "Run `drift doctor --fix`: it keeps the damaged file under another name and restores the newest good backup, if there is one.",
  "Then run `drift scan`: everything in the database is derived from the sources."
]
const UPGRADE = ["Run `drift scan`: it brings the database up to date, and keeps it as it was."]

interface Kind {
  readonly code: Code
  readonly matches: (code: string) => boolean
  readonly detail: (path: string, message: string) => string
  readonly hints?: ReadonlyArray<string> | ((path: string) => ReadonlyArray<string>)
}

const startsWith =
  (...prefixes: ReadonlyArray<string>) =>
  (code: string) =>
    prefixes.some((prefix) => code.startsWith(prefix))

const UNLOCKABLE: Kind = {
  code: "STORAGE_ERROR",
  matches: startsWith(
    "SQLITE_IOERR_LOCK",
    "SQLITE_IOERR_UNLOCK",
    "SQLITE_IOERR_RDLOCK",
    "SQLITE_IOERR_CHECKRESERVEDLOCK",
    "SQLITE_IOERR_SHM",
    "SQLITE_PROTOCOL",
    "SQLITE_NOLFS"
  ),
  detail: (path) => `The file system of ${path} cannot lock files, as some network file systems cannot`,
  hints: ["Use --db to place the database on a disk of this machine."]
}

const KINDS: ReadonlyArray<Kind> = [
  {
    code: "DB_BUSY",
    matches: startsWith("SQLITE_BUSY", "SQLITE_LOCKED"),
    detail: (path) => `${path} is busy: another process is writing to it`,
    hints: ["Try again when the other process has finished."]
  },
  {
    code: "DISK_FULL",
    matches: startsWith("SQLITE_FULL", "ENOSPC", "EDQUOT"),
    detail: (path) => `There is no space left to write ${path}`,
    hints: ["Free some space and scan again; what was stored is kept."]
  },
  {
    code: "DB_CORRUPT",
    matches: startsWith("SQLITE_NOTADB"),
    detail: (path) => `${path} is not a Drift database`,
    // Where Drift has scanned before, it was one.
    hints: (path) => (wasHeld(path) ? REPAIR : ["Move the file away, or use --db to name another one."])
  },
  {
    code: "DB_CORRUPT",
    matches: startsWith("SQLITE_CORRUPT"),
    detail: (path, message) => `${path} is damaged: ${message}`,
    hints: REPAIR
  },
  UNLOCKABLE,
  {
    code: "STORAGE_ERROR",
    matches: startsWith("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH", "EACCES", "EPERM", "EROFS"),
    detail: (path, message) => `${path} cannot be opened or written: ${message}`,
    hints: [ELSEWHERE]
  },
  {
    code: "STORAGE_ERROR",
    matches: startsWith("ENOTDIR", "EEXIST", "EISDIR"),
    detail: (path, message) => `${path} cannot be created: ${message}`,
    hints: [ELSEWHERE]
  },
  {
    code: "STORAGE_ERROR",
    matches: startsWith("DRIVER_FAILED"),
    detail: (_path, message) => message,
    hints: ["Install Drift again, with optional dependencies, install scripts and a C++ compiler, or use a newer Node."]
  }
]

const OTHER: Kind = {
  code: "STORAGE_ERROR",
  matches: () => true,
  detail: (path, message) => `${path}: ${message}`,
  hints: ["Run `drift doctor` to see what is wrong with the database."]
}

const WORDED: ReadonlyArray<FailureCode> = ["STORAGE_ERROR", "MIGRATION_FAILED", "DB_CORRUPT"]

const OWN_HINTS: Readonly<Record<FailureCode, ReadonlyArray<string>>> = {
  STORAGE_ERROR: ["Use --db to name another file."],
  MIGRATION_FAILED: ["Or use --db to name another file."],
  DB_CORRUPT: REPAIR
}

const stringCode = (thrown: unknown): string | undefined => {
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return undefined
  return typeof thrown.code === "string" ? thrown.code : undefined
}

/** The error that first said what went wrong, below those that wrap it. */
const origin = (thrown: unknown): unknown => {
  let current = thrown
  while (typeof current === "object" && current !== null && "cause" in current && current.cause instanceof Error) {
    current = current.cause
  }
  return current
}

/** What `thrown` means for the database at `path`; it becomes the cause. */
export const toStorageError = (path: string, thrown: unknown): StorageError => {
  if (thrown instanceof StorageError) return thrown
  const source = origin(thrown)
  const code = stringCode(source) ?? stringCode(thrown) ?? ""
  const message = source instanceof Error ? source.message : String(source)
  // What storage found out by itself is worded already.
  const worded = WORDED.find((known) => known === code)
  if (worded !== undefined) {
    const hints = source instanceof EarlierSchema ? UPGRADE : OWN_HINTS[worded]
    return new StorageError({ code: worded, detail: message, hints, cause: source })
  }
  const found = KINDS.find((known) => known.matches(code)) ?? OTHER
  const kind = found.code === "DB_BUSY" && !canLock(path) ? UNLOCKABLE : found
  const hints = typeof kind.hints === "function" ? kind.hints(path) : kind.hints
  return new StorageError({
    code: kind.code,
    detail: kind.detail(path, message),
    ...(hints === undefined ? {} : { hints }),
    cause: source
  })
}

/** There is no database to read from. */
export const missingDatabase = (path: string): StorageError =>
  new StorageError({
    code: "STORAGE_ERROR",
    detail: `There is no database at ${path} yet: run \`drift scan\` first`,
    hints: ["Run `drift scan`, or use --db to name the database."]
  })

/** Rows that SQLite reads without a complaint hold what nothing of ours has written. */
export const unreadable = (path: string, cause: unknown): StorageError =>
  new StorageError({
    code: "DB_CORRUPT",
    detail: `${path} is damaged: it holds what Drift does not write`,
    hints: REPAIR,
    cause
  })
