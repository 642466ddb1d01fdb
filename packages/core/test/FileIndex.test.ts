import type { IndexedFile } from "@drift/core/FileIndex"
import { encode, FileIndex } from "@drift/core/FileIndex"
import { LANGUAGES } from "@drift/core/Language"
import { OUTCOMES } from "@drift/core/Outcome"
import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"

const path = FastCheck.string({ unit: "binary", minLength: 1, maxLength: 30 }).filter((text) => !text.includes("\0"))

const xxh3 = FastCheck.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const blake3 = FastCheck.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("hex"))

const indexedFile: FastCheck.Arbitrary<IndexedFile> = FastCheck.record({
  path,
  language: FastCheck.option(FastCheck.constantFrom(...LANGUAGES, "starlark", "abc"), { nil: undefined }),
  size: FastCheck.maxSafeNat(),
  mtimeSecs: FastCheck.integer({ min: -(2 ** 40), max: 2 ** 40 }),
  mtimeNanos: FastCheck.nat(999_999_999),
  racy: FastCheck.boolean(),
  contentHash: FastCheck.option(FastCheck.oneof({ weight: 4, arbitrary: xxh3 }, { weight: 1, arbitrary: blake3 }), {
    nil: undefined
  }),
  outcome: FastCheck.constantFrom(...OUTCOMES),
  factsVersion: FastCheck.option(FastCheck.integer({ min: 1, max: 2 ** 30 }), { nil: undefined }),
  timedOutAfter: FastCheck.nat(3_600_000)
})

const some: IndexedFile = {
  path: "src/a.ts",
  language: "typescript",
  size: 12,
  mtimeSecs: 1_700_000_000,
  mtimeNanos: 123_456_789,
  racy: true,
  contentHash: 0n,
  outcome: "parsed",
  factsVersion: 1,
  timedOutAfter: 0
}

describe("A file index", () => {
  it("gives back every file that was packed", () => {
    FastCheck.assert(
      FastCheck.property(
        FastCheck.uniqueArray(indexedFile, { selector: (file) => file.path, maxLength: 60 }),
        (files) => {
          const index = FileIndex.decode(encode(files))!
          assert.strictEqual(index.size, files.length)
          assert.deepStrictEqual([...index.paths()], files.map((file) => file.path).sort())
          for (const file of files) assert.deepStrictEqual(index.get(file.path), file)
          for (const file of files) assert.isTrue(index.has(file.path))
        }
      )
    )
  })

  it("finds every file however it is asked, also by two at a time, one behind the other", () => {
    const files = Array.from({ length: 300 }, (_, i) => ({
      ...some,
      path: `${String(i).padStart(3, "0")}.ts`,
      size: i
    }))
    const index = FileIndex.from(files.toReversed())
    const sizeOf = (row: number) => index.get(files[row]!.path)?.size
    const asked: Array<number> = []
    for (let start = 0; start < 300; start += 50) {
      for (let row = start; row < start + 50; row++) if (row % 7 !== 0) asked.push(row)
      for (let row = start - 50; row >= 0 && row < start; row++) if (row % 5 !== 0) asked.push(row)
      asked.push(299 - start, 0)
    }
    assert.deepStrictEqual(asked.map(sizeOf), asked)
    assert.isFalse(index.has("1500.ts"))
    assert.isFalse(index.has("999.ts"))
  })

  it("is, patched, what packing the changed files gives", () => {
    const files = FastCheck.uniqueArray(indexedFile, { selector: (file) => file.path, maxLength: 30 })
    FastCheck.assert(
      FastCheck.property(files, files, FastCheck.func(FastCheck.boolean()), (before, written, isRemoved) => {
        const removed = before.filter(({ path }) => isRemoved(path)).map(({ path }) => path)
        const changes = new Map([
          ...removed.map((path) => [path, undefined] as const),
          ["no such path", undefined] as const,
          ...written.map((file) => [file.path, file] as const)
        ])
        const after = new Map(before.map((file) => [file.path, file]))
        for (const path of removed) after.delete(path)
        for (const file of written) after.set(file.path, file)
        assert.deepStrictEqual(FileIndex.patch(encode(before), changes), encode(after.values()))
      })
    )
    assert.strictEqual(FileIndex.patch(new Uint8Array(3), new Map()), undefined)
  })

  it("holds many files, before and after 1970 and beyond 4 GiB", () => {
    const files = Array.from({ length: 5000 }, (_, i) => ({
      ...some,
      path: `d/${i}.ts`,
      size: i * 2 ** 32 + i,
      mtimeSecs: (i - 2500) * 10_000_000
    }))
    const index = FileIndex.from(files)
    for (const file of files) assert.deepStrictEqual(index.get(file.path), file)
  })

  it("takes no room for hashes of the other algorithm where there are none, also after they have gone", () => {
    const long = { ...some, path: "b", contentHash: "0".repeat(64) }
    const packed = encode([some, { ...some, path: "b" }])
    assert.isFalse(FileIndex.decode(packed)?.mayHaveBlake3)
    const mixed = encode([some, long])
    assert.strictEqual(mixed.length, packed.length + 2 * 24)
    assert.isTrue(FileIndex.decode(mixed)?.mayHaveBlake3)
    assert.deepStrictEqual(FileIndex.patch(mixed, new Map([["b", { ...some, path: "b" }]])), packed)
  })

  it("never takes a hash for one of the other algorithm", () => {
    const index = FileIndex.from([
      { ...some, path: "a", contentHash: 0n },
      { ...some, path: "b", contentHash: "0".repeat(64) },
      { ...some, path: "c", contentHash: undefined }
    ])
    assert.deepStrictEqual(
      ["a", "b", "c"].map((path) => index.get(path)?.contentHash),
      [0n, "0".repeat(64), undefined]
    )
  })

  it("remembers the longest time limit that fits, rather than none", () => {
    const index = FileIndex.from([{ ...some, timedOutAfter: 2 ** 32 }])
    assert.deepStrictEqual(index.get("src/a.ts"), { ...some, timedOutAfter: 2 ** 25 - 1 })
  })

  it("is undefined when languages or outcomes were counted otherwise", () => {
    const packed = encode([some])
    packed[4]! ^= 1
    assert.isUndefined(FileIndex.decode(packed))
  })

  it("tells a hash of 0 from none", () => {
    const index = FileIndex.from([some, { ...some, path: "b", contentHash: undefined }])
    assert.strictEqual(index.get("src/a.ts")?.contentHash, 0n)
    assert.strictEqual(index.get("b")?.contentHash, undefined)
  })

  it("knows only its own paths, byte for byte", () => {
    const index = FileIndex.from([
      { ...some, path: "caf\u00e9" },
      { ...some, path: "\ufeffbom" }
    ])
    assert.isTrue(index.has("caf\u00e9"))
    assert.isFalse(index.has("cafe\u0301"))
    assert.isTrue(index.has("\ufeffbom"))
    assert.strictEqual(index.get("other"), undefined)
  })

  it("is empty without files", () => {
    assert.strictEqual(FileIndex.from([]).size, 0)
    assert.strictEqual(FileIndex.empty.get("a"), undefined)
  })

  it("is undefined for bytes that are something else or cut short", () => {
    const packed = encode([some])
    assert.strictEqual(FileIndex.decode(new Uint8Array()), undefined)
    assert.strictEqual(FileIndex.decode(new TextEncoder().encode("something else entirely")), undefined)
    for (let length = 0; length < packed.length; length++) {
      assert.strictEqual(FileIndex.decode(packed.subarray(0, length)), undefined, `${length} bytes`)
    }
  })

  it("reads from any offset of a buffer", () => {
    const packed = encode([some])
    for (let offset = 0; offset < 8; offset++) {
      const around = new Uint8Array(offset + packed.length)
      around.set(packed, offset)
      assert.deepStrictEqual(FileIndex.decode(around.subarray(offset))?.get("src/a.ts"), some)
    }
  })
})
