import { ThreadError } from "@drift/threads/Thread"
import { assert, describe, it } from "@effect/vitest"
import { toStorageError } from "../src/internal/toStorageError.js"

const path = "/p/.drift/drift.db"

const sqlite = (code: string) => Object.assign(new Error("driver says"), { name: "SqliteError", code })

describe("toStorageError", () => {
  const expected = [
    ["SQLITE_BUSY", "DB_BUSY"],
    ["SQLITE_BUSY_SNAPSHOT", "DB_BUSY"],
    ["SQLITE_LOCKED", "DB_BUSY"],
    ["SQLITE_FULL", "DISK_FULL"],
    ["ENOSPC", "DISK_FULL"],
    ["SQLITE_CORRUPT_VTAB", "DB_CORRUPT"],
    ["SQLITE_NOTADB", "DB_CORRUPT"],
    ["SQLITE_READONLY_DIRECTORY", "STORAGE_ERROR"],
    ["SQLITE_CANTOPEN", "STORAGE_ERROR"],
    ["SQLITE_IOERR_READ", "STORAGE_ERROR"],
    ["EROFS", "STORAGE_ERROR"]
  ] as const

  it("maps driver codes and names the file", () => {
    for (const [driver, code] of expected) {
      const error = toStorageError(path, sqlite(driver))
      assert.strictEqual(error.code, code, driver)
      assert.include(error.message, path)
      assert.notInclude(error.message, "\n")
    }
  })

  it("looks through the errors of threads and keeps the driver's as cause", () => {
    const cause = sqlite("SQLITE_FULL")
    const error = toStorageError(
      path,
      new ThreadError({ reason: "Handler", thread: "writer", detail: "driver says", code: "SQLITE_FULL", cause })
    )
    assert.strictEqual(error.code, "DISK_FULL")
    assert.strictEqual(error.cause, cause)
  })

  it("suggests another place where the database cannot be written", () => {
    for (const code of ["SQLITE_READONLY", "SQLITE_CANTOPEN", "EACCES"]) {
      assert.include((toStorageError(path, sqlite(code)).hints ?? []).join(), "--db", code)
    }
  })

  it("tells what a thread said when it did not start", () => {
    const error = toStorageError(
      path,
      new ThreadError({ reason: "Boot", thread: "writer", detail: "its entry /x does not exist" })
    )
    assert.strictEqual(error.code, "STORAGE_ERROR")
    assert.include(error.message, "The writer thread did not start")
  })
})
