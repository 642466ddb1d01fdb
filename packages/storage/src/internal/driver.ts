/**
 * The SQLite driver. No release of better-sqlite3 runs on every Node: 12 ends the process on new ones when a statement is
 * collected, and 13 needs Node-API 10. So both are optional dependencies, and the one that fits is loaded when first used.
 */
import type Sqlite from "better-sqlite3"
import { createRequire } from "node:module"

export type { Database, Statement } from "better-sqlite3"

/** The driver itself, not a file, is why a database does not open. */
export class DriverFailure extends Error {
  override readonly name = "DriverFailure"
  readonly code = "DRIVER_FAILED"
}

/** The dependency for a Node with this version of Node-API. */
export const packageFor = (napi: string | undefined): string =>
  Number(napi) >= 10 ? "better-sqlite3" : "better-sqlite3-12"

/** Whether SQLite said it, with a code that begins with one of `codes`. */
export const isSqliteError = (thrown: unknown, ...codes: ReadonlyArray<string>): thrown is Sqlite.SqliteError =>
  thrown instanceof Error &&
  thrown.name === "SqliteError" &&
  "code" in thrown &&
  codes.some((code) => String(thrown.code).startsWith(code))

/** Opens databases with the driver that the package `name` is. */
export const makeOpen = (name: string) => {
  let driver: typeof Sqlite | undefined
  /**
   * @throws what the driver says about the file, or DriverFailure.
   */
  return (path: string, options?: Sqlite.Options): Sqlite.Database => {
    try {
      driver ??= createRequire(import.meta.url)(name) as typeof Sqlite
      // Loads the binary as well, the first time.
      return new driver(path, options)
    } catch (error) {
      // A TypeError is about the path or its folder.
      if (error instanceof TypeError || isSqliteError(error, "SQLITE_")) throw error
      const [reason] = String(error).split("\n")
      throw new DriverFailure(`The SQLite driver ${name} does not load in Node ${process.versions.node}: ${reason}`)
    }
  }
}

export const openDatabase = makeOpen(packageFor(process.versions.napi))
