import { compareUtf8 } from "@drift/core/Text"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as fs from "node:fs"
import { findRenames } from "../src/internal/renames.js"
import { indexOf, type Result, scan, temporaryDirectory, write } from "./support.js"

/** Renames between lists of `path=content`. */
const renames = (removed: ReadonlyArray<string>, added: ReadonlyArray<string>): ReadonlyArray<string> => {
  const files = (list: ReadonlyArray<string>) =>
    list.map((each) => each.split("=") as [string, string]).sort(([a], [b]) => compareUtf8(a, b))
  const hashes = new Map(files(removed))
  const finding = findRenames(
    [...hashes.keys()],
    (path) => hashes.get(path),
    files(added).map(([path, hash]) => ({ path, hashes: [hash] }))
  )
  for (;;) {
    const { done, value } = finding.next()
    if (done === true) return value.map(({ from, to }) => `${from} → ${to}`)
  }
}

describe("Renames", () => {
  it("are told by content, sorted by where from", () => {
    assert.deepStrictEqual(renames(["b.ts=1", "a.ts=2", "c.ts=3"], ["x.ts=1", "y.ts=2", "z.ts=4"]), [
      "a.ts → y.ts",
      "b.ts → x.ts"
    ])
    assert.deepStrictEqual(renames([], ["x.ts=1"]), [])
    assert.deepStrictEqual(renames(["x.ts=1"], []), [])
  })

  it("are as many as there are on the side that has fewer of a content", () => {
    assert.deepStrictEqual(renames(["a=1", "b=1", "c=1"], ["x=1", "y=1"]), ["a → x", "b → y"])
    assert.deepStrictEqual(renames(["a=1", "b=1"], ["x=1", "y=1", "z=1"]), ["a → x", "b → y"])
  })

  it("prefer the same name in another directory, then the same directory and extension", () => {
    assert.deepStrictEqual(
      renames(["src/a.ts=1", "src/b.ts=1", "src/c.ts=1"], ["aaa/z.py=1", "lib/c.ts=1", "src/b2.ts=1"]),
      ["src/a.ts → src/b2.ts", "src/b.ts → aaa/z.py", "src/c.ts → lib/c.ts"]
    )
    assert.deepStrictEqual(renames(["d/.env=1", "d/x.env=1"], ["d/a=1", "d/y.env=1"]), [
      "d/.env → d/a",
      "d/x.env → d/y.env"
    ])
  })

  it("have each path once, are one content's, leave no pair out, and do not depend on chance", () => {
    const path = FastCheck.tuple(
      FastCheck.constantFrom("", "a/", "a/b/", "é/"),
      FastCheck.constantFrom("x", "y", "z", "𝒳"),
      FastCheck.constantFrom("", ".ts", ".py")
    ).map((parts) => parts.join(""))
    const files = FastCheck.uniqueArray(path, { maxLength: 24 }).chain((paths) =>
      FastCheck.array(FastCheck.constantFrom("1", "2", "3"), { minLength: paths.length, maxLength: paths.length }).map(
        (contents) => paths.map((each, i) => `${each}=${contents[i]!}`)
      )
    )
    FastCheck.assert(
      FastCheck.property(files, FastCheck.nat(24), (all, at) => {
        const removed = all.slice(0, at)
        const added = all.slice(at)
        const found = renames(removed, added)
        const pairs = found.map((each) => each.split(" → ") as [string, string])
        const content = new Map(all.map((each) => each.split("=") as [string, string]))
        assert.strictEqual(new Set(pairs.flat()).size, pairs.length * 2)
        for (const [from, to] of pairs) {
          assert.strictEqual(content.get(from), content.get(to))
          assert.include(removed, `${from}=${content.get(from)!}`)
          assert.include(added, `${to}=${content.get(to)!}`)
        }
        for (const hash of ["1", "2", "3"]) {
          const count = (list: ReadonlyArray<string>) => list.filter((each) => each.endsWith(`=${hash}`)).length
          const paired = pairs.filter(([from]) => content.get(from) === hash).length
          assert.strictEqual(paired, Math.min(count(removed), count(added)))
        }
        assert.deepStrictEqual(renames(removed.toReversed(), added.toReversed()), found)
      })
    )
  })

  it("of very many files of one content are found at once", () => {
    const many = (folder: string) => Array.from({ length: 50_000 }, (_, i) => `${folder}/${i}.ts=1`)
    assert.strictEqual(renames(many("a"), many("b")).length, 50_000)
  })
})

describe("A scan", () => {
  const move = (root: string, from: string, to: string) => {
    fs.mkdirSync(`${root}/${to.slice(0, Math.max(to.lastIndexOf("/"), 0))}`, { recursive: true })
    fs.renameSync(`${root}/${from}`, `${root}/${to}`)
  }
  const renamesOf = ({ renames: found }: Result) => found.map(({ from, to }) => `${from} → ${to}`)

  it.scopedLive("tells renames, of files that are not empty, in addition to what was added and removed", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, {
        "a.ts": "same",
        "b.ts": "same",
        "c.ts": "another",
        "empty.ts": "",
        "stays.ts": "stays",
        "image.png": "\0"
      })
      const first = yield* scan(root)
      assert.deepStrictEqual(renamesOf(first), [])
      move(root, "a.ts", "lib/a.ts")
      move(root, "b.ts", "lib/b2.ts")
      move(root, "empty.ts", "lib/empty.ts")
      move(root, "image.png", "lib/image.png")
      move(root, "c.ts", "stays.ts")
      write(root, { "copy.ts": "same" })
      const second = yield* scan(root, { previous: indexOf(first) })
      assert.deepStrictEqual(renamesOf(second), ["a.ts → lib/a.ts", "b.ts → copy.ts", "image.png → lib/image.png"])
      assert.deepStrictEqual(second.added, ["copy.ts", "lib/a.ts", "lib/b2.ts", "lib/empty.ts", "lib/image.png"])
      assert.deepStrictEqual(second.modified, ["stays.ts"])
      assert.deepStrictEqual(second.removed, ["a.ts", "b.ts", "c.ts", "empty.ts", "image.png"])
    })
  )

  it.scopedLive("tells them across a change of the hash algorithm", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "a.ts": "one", "b.ts": "two" })
      const first = yield* scan(root)
      move(root, "a.ts", "c.ts")
      const second = yield* scan(root, { previous: indexOf(first), hashAlgorithm: "blake3" })
      assert.deepStrictEqual(renamesOf(second), ["a.ts → c.ts"])
      move(root, "b.ts", "d.ts")
      const third = yield* scan(root, { previous: indexOf(second) })
      assert.deepStrictEqual(renamesOf(third), ["b.ts → d.ts"])
    })
  )

  it.scopedLive("tells none into or out of what it does not look at", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { "in/a.ts": "one", "out/b.ts": "two", "in/c.ts": "three" })
      const first = yield* scan(root)
      move(root, "in/a.ts", "out/a.ts")
      move(root, "out/b.ts", "in/b.ts")
      move(root, "in/c.ts", "in/d.ts")
      assert.deepStrictEqual(renamesOf(yield* scan(root, { previous: indexOf(first), scopes: ["in"] })), [
        "in/c.ts → in/d.ts"
      ])
    })
  )
})
