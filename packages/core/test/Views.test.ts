import { toBytes } from "@drift/core/ContentHash"
import { FACT_COLUMNS } from "@drift/core/FactBatch"
import type { Row } from "@drift/core/Views"
import { canonicalColumns, canonicalLine, FACT_VIEWS, presentRow, VIEWS } from "@drift/core/Views"
import { assert, describe, it } from "@effect/vitest"

const file: Row<"files"> = {
  path: "src/a.ts",
  language: "typescript",
  namespace: null,
  file_size: 10,
  content_hash: toBytes(0x2d06800538d394c2n),
  mtime_secs: 1,
  mtime_nanos: 2,
  outcome: "parsedWithErrors",
  facts_version: 1,
  encoding: "utf-8",
  function_count: 0,
  class_count: 0,
  error_count: 1,
  error_ranges: "[[1,2,3,4]]",
  error_code: null,
  error: null,
  last_scanned_at: 3
}

const importRow: Row<"imports"> = {
  file: "src/a.ts",
  kind: "import",
  source: "x",
  specifiers: '[{"name":"*","alias":"x"}]',
  is_type_only: 0,
  line: 1,
  column: 8
}

describe("A row for people and programs", () => {
  it("has hashes as hex, JSON as values, flags as booleans and NULL as null", () => {
    assert.deepStrictEqual(presentRow("files", file), {
      ...file,
      content_hash: "2d06800538d394c2",
      error_ranges: [[1, 2, 3, 4]]
    })
    assert.deepStrictEqual(presentRow("imports", importRow), {
      ...importRow,
      specifiers: [{ name: "*", alias: "x" }],
      is_type_only: false
    })
    assert.strictEqual(presentRow("imports", { ...importRow, is_type_only: 1 })["is_type_only"], true)
  })

  it("does not touch the bytes it was given", () => {
    presentRow("files", file)
    assert.deepStrictEqual(file.content_hash, toBytes(0x2d06800538d394c2n))
  })

  it("has the columns of its view in their order", () => {
    assert.deepStrictEqual(Object.keys(presentRow("files", file)), Object.keys(VIEWS.files))
  })
})

describe("The canonical dump", () => {
  it("leaves out what differs between two scans of the same tree", () => {
    assert.deepStrictEqual(JSON.parse(canonicalLine("files", file)), {
      view: "files",
      path: "src/a.ts",
      language: "typescript",
      namespace: null,
      file_size: 10,
      content_hash: "2d06800538d394c2",
      outcome: "parsedWithErrors",
      facts_version: 1,
      encoding: "utf-8",
      function_count: 0,
      class_count: 0,
      error_count: 1,
      error_ranges: [[1, 2, 3, 4]],
      error_code: null
    })
  })

  it("has one line a row, whatever the row holds", () => {
    const line = canonicalLine("imports", { ...importRow, source: "a\nb\u2028" })
    assert.notInclude(line, "\n")
    assert.strictEqual(JSON.parse(line).source, "a\nb\u2028")
  })
})

describe("The views", () => {
  it("have every column that a batch brings, and beyond them the file and the qualified name", () => {
    for (const kind of ["functions", "classes", "imports", "exports", "call_sites"] as const) {
      const added = kind === "functions" || kind === "classes" ? ["file", "qualified_name"] : ["file"]
      assert.sameMembers(Object.keys(VIEWS[kind]), [...added, ...Object.keys(FACT_COLUMNS[kind])], kind)
    }
  })

  it("keep every fact in the canonical dump", () => {
    for (const view of FACT_VIEWS.filter((name) => name !== "files")) {
      assert.deepStrictEqual(canonicalColumns(view), Object.keys(VIEWS[view]))
    }
  })
})
