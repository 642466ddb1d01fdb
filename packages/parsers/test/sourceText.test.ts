import { StringTable } from "@drift/core/StringTable"
import * as fc from "effect/FastCheck"
import { assert, describe, it } from "vitest"
import { SourceText } from "../src/internal/sourceText.js"
import { decodeUtf8 } from "../src/internal/utf8.js"

const linesOf = (text: string) => {
  const source = new SourceText(new StringTable())
  source.open(Buffer.from(text))
  return source
}

/** Line and column of every character's first byte, the slow way. */
const expected = (text: string) => {
  const places: Array<{ readonly byte: number; readonly line: number; readonly column: number }> = []
  let byte = 0
  let line = 1
  let column = 1
  for (const character of text) {
    places.push({ byte, line, column })
    byte += Buffer.byteLength(character)
    column += character.length
    if (character === "\n") {
      line++
      column = 1
    }
  }
  return places
}

describe("SourceText", () => {
  it("finds line and UTF-16 column of every byte offset, in any order of questions", () => {
    const text = fc
      .array(fc.constantFrom("a", "\n", "é", "测", "🚀", "\t", "\r\n"), { maxLength: 60 })
      .map((parts) => parts.join(""))
    fc.assert(
      fc.property(text, fc.integer(), (source, salt) => {
        const lines = linesOf(source)
        const places = expected(source)
        for (let i = 0; i < places.length; i++) {
          const place = places[(i * 7 + Math.abs(salt)) % places.length]!
          assert.strictEqual(lines.line(place.byte), place.line)
          assert.strictEqual(lines.column(place.byte), place.column)
        }
      })
    )
  })

  it("counts no column for a byte order mark", () => {
    assert.strictEqual(linesOf("\uFEFFname").column(3), 1)
  })
})

describe("decodeUtf8", () => {
  it("decodes valid UTF-8 as Node does and points every unit at its character's byte", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const bytes = Buffer.from(text)
        const decoded = decodeUtf8(bytes)
        assert.strictEqual(decoded.text, bytes.toString("utf8"))
        for (const { byte } of expected(decoded.text)) assert.include([...decoded.offsets], byte)
        assert.strictEqual(decoded.offsets.at(-1), bytes.length)
        assert.strictEqual(decoded.offsets.length, decoded.text.length + 1)
      })
    )
  })

  it("replaces every byte that is no UTF-8 and keeps the places of all others", () => {
    const bytes = Uint8Array.of(
      0x61,
      0xe9,
      0x62,
      0xff,
      0xf0,
      0x9f,
      0x63,
      0xc0,
      0x80,
      0xed,
      0xa0,
      0x80,
      0xe6,
      0xb5,
      0x8b
    )
    const decoded = decodeUtf8(bytes)
    assert.strictEqual(decoded.text, "a\uFFFDb\uFFFD\uFFFD\uFFFDc\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD测")
    assert.deepStrictEqual([...decoded.offsets], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15])
  })
})
