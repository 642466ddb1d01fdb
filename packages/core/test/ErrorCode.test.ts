import { render } from "@drift/core/ErrorCode"
import { assert, describe, it } from "@effect/vitest"

describe("An error for people", () => {
  it("is its code in brackets and its message on one line", () => {
    assert.strictEqual(
      render({ code: "SCAN_ERROR", message: "No such directory: /x" }),
      "[SCAN_ERROR] No such directory: /x"
    )
    assert.strictEqual(
      render({ code: "DISK_FULL", message: "first\n  second\r\nthird" }),
      "[DISK_FULL] first second third"
    )
  })
})
