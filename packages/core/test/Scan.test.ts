import { changeRatio, exceedsRelearnThreshold, ScanDiff } from "@drift/core/Scan"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"

const diff = (added: number, modified: number, removed: number, unchanged: number) => {
  const paths = (count: number) => Array.from({ length: count }, (_, i) => `f${i}`)
  return { added: paths(added), modified: paths(modified), removed: paths(removed), unchanged: paths(unchanged) }
}

describe("The share of changed files", () => {
  it("counts added and modified files among all files of both scans", () => {
    assert.strictEqual(changeRatio(diff(1, 1, 0, 8)), 0.2)
    assert.strictEqual(changeRatio(diff(0, 0, 5, 5)), 0)
    assert.strictEqual(changeRatio(diff(1, 0, 4, 5)), 0.1)
    assert.strictEqual(changeRatio(diff(0, 0, 0, 0)), 0)
  })

  it("asks for new learning when it is above the threshold, not at it", () => {
    assert.isFalse(exceedsRelearnThreshold(diff(1, 0, 0, 9)))
    assert.isTrue(exceedsRelearnThreshold(diff(2, 0, 0, 8)))
    assert.isFalse(exceedsRelearnThreshold(diff(2, 0, 0, 8), 0.2))
  })
})

describe("A diff", () => {
  it("accepts entries without a language or a hash and refuses unknown languages", () => {
    const is = Schema.is(ScanDiff)
    const entry = { path: "a", status: "added", fileSize: 1, mtimeSecs: 1, mtimeNanos: 0 }
    const stats = {
      totalFiles: 1,
      totalSizeBytes: 1,
      discoveryMs: 0,
      hashingMs: 0,
      diffMs: 0,
      cacheHitRate: 0,
      filesSkippedLarge: 0,
      filesSkippedBinary: 0,
      filesSkippedEncoding: 0,
      filesSkippedIgnored: 0,
      skipped: {},
      languagesFound: {}
    }
    const of = (found: object) => ({
      added: ["a"],
      modified: [],
      removed: [],
      unchanged: [],
      renames: [{ from: "b", to: "a" }],
      errors: [],
      entries: new Map([["a", found]]),
      stats
    })
    assert.isTrue(is(of(entry)))
    assert.isTrue(is(of({ ...entry, language: "go", contentHash: 1n, outcome: "parsed" })))
    assert.isFalse(is(of({ ...entry, language: "COBOL" })))
  })
})
