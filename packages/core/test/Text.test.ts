import { compareUtf8, inspect, toUtf8 } from "@drift/core/Text"
import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"

const utf8 = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string, order: "le" | "be", bom = true): Uint8Array => {
  const units = bom ? `\ufeff${text}` : text
  const bytes = Buffer.from(units, "utf16le")
  return order === "le" ? bytes : bytes.swap16()
}

describe("A look at the bytes of a file", () => {
  it("finds UTF-8, with a byte order mark or without, and empty files", () => {
    for (const bytes of [utf8("let a = 1"), utf8("\ufefflet a"), utf8("日本語 \u{1f600}"), new Uint8Array()]) {
      assert.deepStrictEqual(inspect(bytes), { _tag: "Text", encoding: "utf-8" })
    }
  })

  it("finds UTF-8 with invalid bytes to be lossy", () => {
    for (const bytes of [
      [0x61, 0xff],
      [0xe6, 0x97],
      [0xc0, 0x80],
      [0xed, 0xa0, 0x80]
    ]) {
      assert.deepStrictEqual(inspect(Uint8Array.from(bytes)), { _tag: "Text", encoding: "utf-8-lossy" })
    }
  })

  it("finds UTF-16 by its byte order mark, although it is full of NUL", () => {
    assert.deepStrictEqual(inspect(utf16("let a", "le")), { _tag: "Text", encoding: "utf-16le" })
    assert.deepStrictEqual(inspect(utf16("let a", "be")), { _tag: "Text", encoding: "utf-16be" })
    assert.deepStrictEqual(inspect(utf16("", "le")), { _tag: "Text", encoding: "utf-16le" })
  })

  it("cannot decode UTF-16 of half a pair or half a unit, nor UTF-32", () => {
    assert.deepStrictEqual(inspect(utf16("a\ud800b", "le")), { _tag: "Undecodable", encoding: "utf-16le" })
    assert.deepStrictEqual(inspect(utf16("a\udc00", "be")), { _tag: "Undecodable", encoding: "utf-16be" })
    assert.deepStrictEqual(inspect(utf16("ab", "le").subarray(0, 5)), { _tag: "Undecodable", encoding: "utf-16le" })
    assert.deepStrictEqual(inspect(Uint8Array.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0)), {
      _tag: "Undecodable",
      encoding: "utf-32le"
    })
    assert.deepStrictEqual(inspect(Uint8Array.of(0, 0, 0xfe, 0xff, 0, 0, 0, 0x61)), {
      _tag: "Undecodable",
      encoding: "utf-32be"
    })
  })

  it("finds a NUL in the first 8 KiB to be binary, and one after them to be text", () => {
    const withZeroAt = (index: number) => {
      const bytes = new Uint8Array(10_000).fill(0x61)
      bytes[index] = 0
      return bytes
    }
    assert.deepStrictEqual(inspect(withZeroAt(0)), { _tag: "Binary" })
    assert.deepStrictEqual(inspect(withZeroAt(8191)), { _tag: "Binary" })
    assert.deepStrictEqual(inspect(withZeroAt(8192)), { _tag: "Text", encoding: "utf-8" })
    assert.deepStrictEqual(inspect(utf16("a", "le", false)), { _tag: "Binary" })
  })

  it("leaves the validity of UTF-8 open when only the head is at hand", () => {
    assert.deepStrictEqual(inspect(utf8("日").subarray(0, 2), true), { _tag: "Text", encoding: "utf-8" })
    assert.deepStrictEqual(inspect(Uint8Array.of(0x61, 0), true), { _tag: "Binary" })
  })
})

describe("The UTF-8 form of a file", () => {
  it("is decoded from UTF-16 of either order, without the byte order mark", () => {
    assert.deepStrictEqual(toUtf8(utf16("é\u{1f600}", "le"), "utf-16le"), utf8("é\u{1f600}"))
    assert.deepStrictEqual(toUtf8(utf16("é\u{1f600}", "be"), "utf-16be"), utf8("é\u{1f600}"))
  })

  it("is the file itself when it is UTF-8, invalid bytes and byte order mark included", () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff)
    assert.strictEqual(toUtf8(bytes, "utf-8"), bytes)
    assert.strictEqual(toUtf8(bytes, "utf-8-lossy"), bytes)
  })
})

describe("The order of paths", () => {
  it("is that of their UTF-8 bytes", () => {
    const text = FastCheck.oneof(
      FastCheck.string({ unit: "binary", maxLength: 6 }),
      FastCheck.string({
        unit: FastCheck.constantFrom("a", "/", "\u{1f600}", "\uffff", "\ue000", "\ud7ff", "é"),
        maxLength: 4
      })
    )
    FastCheck.assert(
      FastCheck.property(text, text, (a, b) => {
        assert.strictEqual(Math.sign(compareUtf8(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)))
      }),
      { numRuns: 2000 }
    )
  })

  it("puts characters outside the BMP after all others, unlike JavaScript's own", () => {
    assert.isBelow(compareUtf8("\uffff", "\u{10000}"), 0)
    assert.isTrue("\uffff" > "\u{10000}")
  })
})
