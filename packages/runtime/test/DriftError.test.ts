import { DriftError, fromCause } from "@drift/runtime/DriftError"
import { ScanError } from "@drift/scanner/Scanner"
import { StorageError } from "@drift/storage/Storage"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as FiberId from "effect/FiberId"

describe("A DriftError", () => {
  it("keeps the code, hints and error of an expected failure", () => {
    const failure = new StorageError({ code: "DB_BUSY", detail: "It is\nbusy", hints: ["Wait."] })
    const error = fromCause(Cause.fail(failure))
    assert.instanceOf(error, Error)
    assert.deepStrictEqual(
      [error.name, error.code, error.message, error.retryable, error.hints],
      ["DriftError", "DB_BUSY", "[DB_BUSY] It is busy", true, ["Wait."]]
    )
    assert.strictEqual(error.cause, failure)
  })

  it("is CANCELLED for an interruption and INTERNAL_ERROR for a defect", () => {
    const cancelled = fromCause(Cause.interrupt(FiberId.none))
    assert.deepStrictEqual([cancelled.code, cancelled.retryable], ["CANCELLED", true])
    const defect = new TypeError("x is undefined")
    const internal = fromCause(Cause.die(defect))
    assert.deepStrictEqual(
      [internal.code, internal.message, internal.retryable],
      ["INTERNAL_ERROR", "[INTERNAL_ERROR] x is undefined", false]
    )
    assert.strictEqual(internal.cause, defect)
  })

  it("is the expected failure when interruptions or defects came with it", () => {
    const failure = new ScanError({ reason: "RootMissing", path: "/x" })
    const cause = Cause.parallel(Cause.interrupt(FiberId.none), Cause.fail(failure))
    assert.strictEqual(fromCause(cause).message, "[SCAN_ERROR] No such directory: /x")
  })

  it("has hints of its own where the error brings none", () => {
    assert.deepStrictEqual(new DriftError({ code: "RUNTIME_NOT_INITIALIZED", message: "x" }).hints, [
      "Call driftInitialize() first."
    ])
    assert.deepStrictEqual(new DriftError({ code: "INTERNAL_ERROR", message: "x" }).hints, [])
  })
})
