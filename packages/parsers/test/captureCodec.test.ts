import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { decodeTable, encodeTable } from "../src/internal/captureCodec.js"
import { fingerprintOf } from "../src/internal/grammars.js"
import type { CaptureTable } from "../src/ParseEngine.js"

/** Seventy captures, of which those with an even id count their children. */
const COUNTED = Array.from({ length: 70 }, (_, id) => id % 2 === 0)
const SOURCE_BYTES = 5_000_000
const BLAKE3 = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
const KEY = { contentHash: 0x0123456789abcdefn, grammar: 0x0f1e2d3c4b5a6978n }

const position = FastCheck.oneof(FastCheck.nat(300), FastCheck.nat(SOURCE_BYTES))
const range = FastCheck.tuple(position, position).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
const capture = FastCheck.tuple(
  FastCheck.nat(COUNTED.length - 1),
  range,
  FastCheck.oneof(FastCheck.constant(0), FastCheck.nat(1000))
).map(([id, [start, end], children]) => [id, start, end, COUNTED[id] === true ? children : 0])

const table: FastCheck.Arbitrary<CaptureTable> = FastCheck.tuple(
  FastCheck.array(capture, { maxLength: 60 }),
  FastCheck.array(range, { maxLength: 4 })
).map(([captures, errors]) => ({
  words: Uint32Array.from([...captures].sort((a, b) => a[1]! - b[1]!).flat()),
  count: captures.length,
  errors: Uint32Array.from(errors.flat())
}))

const decode = (payload: Uint8Array) => decodeTable(payload, SOURCE_BYTES, COUNTED, KEY)

describe("A packed capture table", () => {
  it("gives back every capture and every error", () => {
    FastCheck.assert(
      FastCheck.property(table, (original) => {
        assert.deepStrictEqual(decode(encodeTable(original, SOURCE_BYTES, COUNTED, KEY)!), original)
      })
    )
  })

  it("is nothing once a byte has changed or is missing", () => {
    FastCheck.assert(
      FastCheck.property(table, FastCheck.nat(), FastCheck.integer({ min: 1, max: 255 }), (original, at, flip) => {
        const payload = encodeTable(original, SOURCE_BYTES, COUNTED, KEY)!
        const damaged = payload.slice()
        damaged[at % payload.length]! ^= flip
        assert.isUndefined(decode(damaged))
        assert.isUndefined(decode(payload.subarray(0, at % payload.length)))
      })
    )
  })

  it("is nothing when it is not one", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.uint8Array({ maxLength: 200 }), (bytes) => assert.isUndefined(decode(bytes)))
    )
  })

  it("is nothing under the key of other content or of another grammar, or for a source of another size", () => {
    const payload = encodeTable(
      { words: Uint32Array.of(3, 1, 9, 0), count: 1, errors: new Uint32Array() },
      10,
      COUNTED,
      KEY
    )!
    assert.isDefined(decodeTable(payload, 10, COUNTED, KEY))
    assert.isUndefined(decodeTable(payload, 11, COUNTED, KEY))
    assert.isUndefined(decodeTable(payload, 10, COUNTED.slice(0, 3), KEY))
    assert.isUndefined(decodeTable(payload, 10, COUNTED, { ...KEY, contentHash: KEY.contentHash + 1n }))
    assert.isUndefined(decodeTable(payload, 10, COUNTED, { ...KEY, grammar: KEY.grammar + 1n }))
    assert.isUndefined(decodeTable(payload, 10, COUNTED, { contentHash: KEY.grammar, grammar: KEY.contentHash }))
    assert.isUndefined(decodeTable(payload, 10, COUNTED, { ...KEY, contentHash: BLAKE3 }))
  })

  it("is as good when the content is known by its other hash", () => {
    const table = { words: Uint32Array.of(3, 1, 9, 0), count: 1, errors: new Uint32Array() }
    const key = { ...KEY, contentHash: BLAKE3 }
    const payload = encodeTable(table, 10, COUNTED, key)!
    assert.isDefined(decodeTable(payload, 10, COUNTED, key))
    assert.isUndefined(decodeTable(payload, 10, COUNTED, { ...key, contentHash: BLAKE3.replace("a", "b") }))
    assert.isUndefined(decodeTable(payload, 10, COUNTED, { ...key, grammar: KEY.grammar + 1n }))
  })

  it("is nothing when captures lie outside of the source, though the checksum is right", () => {
    const outside = { words: Uint32Array.of(3, 1, 11, 0), count: 1, errors: new Uint32Array() }
    assert.isUndefined(decodeTable(encodeTable(outside, 10, COUNTED, KEY)!, 10, COUNTED, KEY))
    const error = { words: new Uint32Array(), count: 0, errors: Uint32Array.of(4, 11) }
    assert.isUndefined(decodeTable(encodeTable(error, 10, COUNTED, KEY)!, 10, COUNTED, KEY))
  })

  it("does not exist of a table that is out of order", () => {
    const words = Uint32Array.of(3, 5, 9, 0, 1, 4, 9, 0)
    assert.isUndefined(encodeTable({ words, count: 2, errors: new Uint32Array() }, 10, COUNTED, KEY))
  })

  it("does not exist of a table that would take too much", () => {
    const count = 1_100_000
    const huge = { words: new Uint32Array(count * 4), count, errors: new Uint32Array() }
    assert.isUndefined(encodeTable(huge, 10, COUNTED, KEY))
  })
})

describe("The fingerprint of a grammar", () => {
  it("is another one for another engine, variant, query or version of the facts", () => {
    const one = { engine: "native", variant: "tsx", query: "(a) @b", factsVersion: 1 }
    const all = [
      one,
      { ...one, engine: "wasm" },
      { ...one, variant: "typescript" },
      { ...one, query: "(a) @c" },
      { ...one, factsVersion: 2 }
    ]
    assert.strictEqual(new Set(all.map(fingerprintOf)).size, all.length)
    assert.strictEqual(fingerprintOf({ ...one }), fingerprintOf(one))
  })
})
