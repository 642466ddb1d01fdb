/** Tells in people's words what a driver, the operating system or a thread said. */
import { StorageError } from "../StorageError.js"

type Code = StorageError["code"]

const ELSEWHERE = "Use --db to place the database where Drift may write."
const REBUILD = "Move the file away and run `drift scan`: everything in it is derived from the sources."

interface Kind {
  readonly code: Code
  readonly matches: (code: string) => boolean
  readonly detail: (path: string, message: string) => string
  readonly hints?: ReadonlyArray<string>
}

const startsWith =
  (...prefixes: ReadonlyArray<string>) =>
  (code: string) =>
    prefixes.some((prefix) => code.startsWith(prefix))

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
    hints: ["Move the file away, or use --db to name another one."]
  },
  {
    code: "DB_CORRUPT",
    matches: startsWith("SQLITE_CORRUPT"),
    detail: (path, message) => `${path} is not a Drift database that can be read any more: ${message}`,
    hints: [REBUILD]
  },
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
  if (code === "STORAGE_ERROR" || code === "MIGRATION_FAILED") {
    const hints = code === "STORAGE_ERROR" ? ["Use --db to name another file."] : ["Or use --db to name another file."]
    return new StorageError({ code, detail: message, hints, cause: source })
  }
  const kind = KINDS.find((known) => known.matches(code))
  if (kind === undefined)
    return new StorageError({ code: "STORAGE_ERROR", detail: `${path}: ${message}`, cause: source })
  return new StorageError({
    code: kind.code,
    detail: kind.detail(path, message),
    ...(kind.hints === undefined ? {} : { hints: kind.hints }),
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
