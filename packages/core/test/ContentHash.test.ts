import * as ContentHash from "@drift/core/ContentHash"
import * as Hasher from "@drift/core/Hasher"
import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"

const hashes = FastCheck.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const XXH3_OF_NOTHING = 0x2d06800538d394c2n

const BLAKE3_OF_NOTHING = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
const ofBytes = (...bytes: ReadonlyArray<number>) => Uint8Array.from(bytes)

describe("A hasher", () => {
  it("gives the hashes that the algorithms are defined by", async () => {
    assert.strictEqual(Hasher.xxh3(ofBytes()), XXH3_OF_NOTHING)
    const blake3 = await Hasher.loadBlake3()
    assert.strictEqual(blake3(ofBytes()), BLAKE3_OF_NOTHING)
    assert.strictEqual(blake3(ofBytes(0)), "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213")
    // The published test vector of 100 KiB: several chunks, and more than is copied at a time.
    assert.strictEqual(
      blake3(Uint8Array.from({ length: 102_400 }, (_, i) => i % 251)),
      "bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085"
    )
  })

  it("does not mind where in a buffer the bytes lie, nor what was hashed before", async () => {
    const blake3 = await Hasher.loadBlake3()
    const around = Uint8Array.from({ length: 40 }, (_, i) => i)
    for (let offset = 0; offset < 20; offset++) {
      const part = around.subarray(offset, offset + 20)
      assert.strictEqual(blake3(part), blake3(part.slice()))
      assert.strictEqual(Hasher.xxh3(part), Hasher.xxh3(part.slice()))
    }
  })
})

describe("A content hash", () => {
  it("tells its algorithm in every form", () => {
    assert.deepStrictEqual(
      [ContentHash.algorithmOf(XXH3_OF_NOTHING), ContentHash.algorithmOf(BLAKE3_OF_NOTHING)],
      ["xxh3", "blake3"]
    )
    assert.strictEqual(ContentHash.toHex(BLAKE3_OF_NOTHING), BLAKE3_OF_NOTHING)
    const { ContentHash: schema } = ContentHash
    assert.strictEqual(Schema.encodeSync(schema)(BLAKE3_OF_NOTHING), BLAKE3_OF_NOTHING)
    assert.strictEqual(Schema.decodeSync(schema)(BLAKE3_OF_NOTHING), BLAKE3_OF_NOTHING)
    const bytes = ContentHash.toBytes(BLAKE3_OF_NOTHING)
    assert.deepStrictEqual([bytes.length, bytes[0], bytes[31]], [32, 0xaf, 0x62])
    assert.strictEqual(ContentHash.fromBytes(bytes), BLAKE3_OF_NOTHING)
  })

  it("is none where the bytes are those of no algorithm", () => {
    for (const length of [0, 7, 9, 31, 33]) assert.isUndefined(ContentHash.fromBytes(new Uint8Array(length)))
  })

  it("is 16 lower-case hex digits in JSON", () => {
    assert.strictEqual(ContentHash.toHex(XXH3_OF_NOTHING), "2d06800538d394c2")
    assert.strictEqual(ContentHash.toHex(10n), "000000000000000a")
    assert.strictEqual(Schema.encodeSync(ContentHash.ContentHash)(XXH3_OF_NOTHING), "2d06800538d394c2")
    assert.strictEqual(Schema.decodeSync(ContentHash.ContentHash)("2d06800538d394c2"), XXH3_OF_NOTHING)
  })

  it("is refused in any other form", () => {
    for (const text of [
      "2D06800538D394C2",
      "2d06800538d394c",
      "2d06800538d394c2a",
      "0x06800538d394c2",
      "",
      BLAKE3_OF_NOTHING.slice(1)
    ]) {
      assert.throws(() => Schema.decodeSync(ContentHash.ContentHash)(text))
    }
  })

  it("is 8 little-endian bytes in the database", () => {
    assert.deepStrictEqual([...ContentHash.toBytes(XXH3_OF_NOTHING)], [0xc2, 0x94, 0xd3, 0x38, 0x05, 0x80, 0x06, 0x2d])
  })

  it("comes back from hex, words and bytes, also from inside a larger buffer", () => {
    FastCheck.assert(
      FastCheck.property(hashes, FastCheck.nat(16), (hash, offset) => {
        const around = new Uint8Array(offset + 8)
        around.set(ContentHash.toBytes(hash), offset)
        assert.strictEqual(Schema.decodeSync(ContentHash.ContentHash)(ContentHash.toHex(hash)), hash)
        assert.strictEqual(ContentHash.fromWords(...ContentHash.toWords(hash)), hash)
        assert.strictEqual(ContentHash.fromBytes(around.subarray(offset)), hash)
      })
    )
  })
})
