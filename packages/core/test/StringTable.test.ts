import { assert, describe, it } from "vitest"
import { StringTable } from "@drift/core/StringTable"

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** All strings as a batch would hold them. */
const unpack = (table: StringTable): ReadonlyArray<string> => {
  const ends = new Int32Array(table.size)
  const text = new Uint8Array(table.byteLength)
  table.pack(ends, text)
  return Array.from(ends, (end, i) => new TextDecoder().decode(text.subarray(i === 0 ? 0 : ends[i - 1]!, end)))
}

describe("StringTable", () => {
  it("numbers equal texts alike, however they come", () => {
    const table = new StringTable()
    const source = bytes("let größe = größe + 😀😀 größe")
    const word = bytes("größe").length
    const first = table.ofBytes(source, 4, 4 + word)
    const second = table.ofBytes(source, 4 + word + 3, 4 + word + 3 + word)
    assert.strictEqual(first, 1)
    assert.strictEqual(second, 1)
    assert.strictEqual(table.of("größe"), 1)
    assert.strictEqual(table.of("x"), 2)
    assert.strictEqual(table.ofBytes(bytes("x"), 0, 1), 2)
    assert.strictEqual(table.of(undefined), 0)
    assert.strictEqual(table.of(""), 3)
    assert.strictEqual(table.ofBytes(source, 5, 5), 3)
    assert.deepStrictEqual(
      [1, 2, 3].map((number) => table.text(number)),
      ["größe", "x", ""]
    )
    assert.strictEqual(table.text(0), undefined)
    assert.deepStrictEqual(unpack(table), ["größe", "x", ""])
  })

  it("joins strings by their numbers", () => {
    const table = new StringTable()
    const owner = table.of("😀Owner")
    const name = table.of("größe")
    const joined = table.join(owner, 0x2e, name)
    assert.strictEqual(table.text(joined), "😀Owner.größe")
    assert.strictEqual(table.join(owner, 0x2e, name), joined)
    assert.strictEqual(table.of("😀Owner.größe"), joined)
    assert.deepStrictEqual(unpack(table), ["😀Owner", "größe", "😀Owner.größe"])
  })

  it("holds more strings and longer ones than it has made room for", () => {
    const table = new StringTable()
    const texts = Array.from({ length: 20_000 }, (_, i) => `name${i}${i % 7 === 0 ? "é".repeat(i % 300) : ""}`)
    const long = "x".repeat(100_000)
    const numbers = texts.map((text) => table.ofBytes(bytes(text), 0, bytes(text).length))
    assert.strictEqual(table.text(table.of(long)), long)
    assert.deepStrictEqual(
      numbers.map((number) => table.text(number)),
      texts
    )
    const short = texts.filter((text) => bytes(text).length <= 256)
    assert.deepStrictEqual(
      short.map((text) => table.of(text)),
      numbers.filter((_, i) => bytes(texts[i]!).length <= 256)
    )
  })

  it("shares longer strings when told to", () => {
    const long = bytes("é".repeat(5000))
    const usual = new StringTable()
    assert.notStrictEqual(usual.ofBytes(long, 0, long.length), usual.ofBytes(long, 0, long.length))
    const table = new StringTable(Infinity)
    assert.strictEqual(table.ofBytes(long, 0, long.length), table.ofBytes(long, 0, long.length))
  })

  it("gives the bytes of a string", () => {
    const table = new StringTable()
    const number = table.of("größe")
    const into = new Uint8Array(table.bytesOf(number) + 1)
    table.copy(number, into, 1)
    assert.deepStrictEqual([...into], [0, ...bytes("größe")])
    assert.strictEqual(table.bytesOf(table.of("")), 0)
    assert.strictEqual(table.bytesOf(0), 0)
  })

  it("starts anew after a reset", () => {
    const table = new StringTable()
    table.of("before")
    table.reset()
    assert.strictEqual(table.size, 0)
    assert.strictEqual(table.byteLength, 0)
    assert.strictEqual(table.of("after"), 1)
    assert.strictEqual(table.text(1), "after")
    assert.strictEqual(table.of("before"), 2)
  })
})
