import * as ContentHash from "@drift/core/ContentHash"
import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"

const hashes = FastCheck.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const XXH3_OF_NOTHING = 0x2d06800538d394c2n

describe("A content hash", () => {
  it("is 16 lower-case hex digits in JSON", () => {
    assert.strictEqual(ContentHash.toHex(XXH3_OF_NOTHING), "2d06800538d394c2")
    assert.strictEqual(ContentHash.toHex(10n), "000000000000000a")
    assert.strictEqual(Schema.encodeSync(ContentHash.ContentHash)(XXH3_OF_NOTHING), "2d06800538d394c2")
    assert.strictEqual(Schema.decodeSync(ContentHash.ContentHash)("2d06800538d394c2"), XXH3_OF_NOTHING)
  })

  it("is refused in any other form", () => {
    for (const text of ["2D06800538D394C2", "2d06800538d394c", "2d06800538d394c2a", "0x06800538d394c2", ""]) {
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
        assert.strictEqual(ContentHash.fromHex(ContentHash.toHex(hash)), hash)
        assert.strictEqual(ContentHash.fromWords(...ContentHash.toWords(hash)), hash)
        assert.strictEqual(ContentHash.fromBytes(around.subarray(offset)), hash)
      })
    )
  })
})
