import { assert, describe, it } from "@effect/vitest"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DriverFailure, isSqliteError, makeOpen, openDatabase, packageFor } from "../src/internal/driver.js"
import { toStorageError } from "../src/internal/toStorageError.js"

const thrownBy = (body: () => unknown): unknown => {
  try {
    body()
  } catch (error) {
    return error
  }
  return undefined
}

describe("driver", () => {
  it("is the one that fits the Node", () => {
    assert.strictEqual(packageFor("9"), "better-sqlite3-12")
    assert.strictEqual(packageFor("10"), "better-sqlite3")
    assert.strictEqual(packageFor("11"), "better-sqlite3")
  })

  it("loads on this Node, and runs statements while earlier ones are collected", () => {
    const db = openDatabase(":memory:")
    let sum = 0
    for (let i = 0; i < 20_000; i++)
      sum += db
        .prepare<[], number>(`SELECT ${i & 1}`)
        .pluck()
        .get()!
    assert.strictEqual(sum, 10_000)
    db.close()
  })

  it("tells what SQLite says about a file from what it says about itself", () => {
    const missing = join(tmpdir(), "no-such-file.db")
    const file = thrownBy(() => openDatabase(missing, { readonly: true }))
    assert.isTrue(isSqliteError(file, "SQLITE_CANTOPEN"))
    assert.isFalse(isSqliteError(file, "SQLITE_BUSY", "SQLITE_FULL"))
    assert.instanceOf(
      thrownBy(() => openDatabase(join(missing, "x.db"))),
      TypeError
    )
    const driver = thrownBy(() => makeOpen("better-sqlite3-1")(missing))
    assert.instanceOf(driver, DriverFailure)
    const error = toStorageError(missing, driver)
    assert.strictEqual(error.code, "STORAGE_ERROR")
    assert.match(
      error.message,
      /^The SQLite driver better-sqlite3-1 does not load in Node [\d.]+: Error: Cannot find module 'better-sqlite3-1'/
    )
    assert.include((error.hints ?? []).join(), "Install Drift again")
  })
})
