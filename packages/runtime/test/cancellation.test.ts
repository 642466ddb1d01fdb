/** A scan that is interrupted at any call of the file system stops soon, removes nothing, and is made up for by the next. */
import { ParserManager } from "@drift/parsers/ParserManager"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import { Scanner } from "@drift/scanner/Scanner"
import { Storage } from "@drift/storage/Storage"
import { assert, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { FileSystemCalls, Listing } from "../../scanner/src/internal/fileSystem.js"
import { nodeFileSystem } from "../../scanner/src/internal/fileSystem.js"
import { load } from "../../scanner/src/internal/nativeFileSystem.js"
import * as Scan from "../../scanner/src/internal/scan.js"
import { dump, freshDump, layers, project } from "./project.js"

/** The calls, counted, and `onCall` told of each before it is made. Tells, too, what is left open. */
const counting = (calls: FileSystemCalls, onCall: (n: number) => void) => {
  let count = 0
  let open = 0
  const counted = <A extends ReadonlyArray<unknown>, B>(call: (...args: A) => B) => {
    return (...args: A): B => {
      onCall(++count)
      return call(...args)
    }
  }
  const { identity, readWhole, startListing } = calls
  const opens = counted(calls.open)
  const closes = counted(calls.close)
  const fs: FileSystemCalls = {
    list: counted(calls.list),
    lstat: counted(calls.lstat),
    stat: counted(calls.stat),
    fstat: counted(calls.fstat),
    read: counted(calls.read),
    realpath: counted(calls.realpath),
    sourceOf: calls.sourceOf,
    open: (path, follow) => {
      const handle = opens(path, follow)
      open++
      return handle
    },
    close: (handle) => {
      closes(handle)
      open--
    },
    ...(identity === undefined ? {} : { identity: counted(identity) }),
    ...(readWhole === undefined ? {} : { readWhole: counted(readWhole) }),
    ...(startListing === undefined
      ? {}
      : {
          startListing: (path, stats): Listing => {
            onCall(++count)
            const listing = startListing(path, stats)
            let isOpen = true
            open++
            const ends = () => {
              if (isOpen) open--
              isOpen = false
            }
            return {
              next: () => {
                onCall(++count)
                const entries = listing.next()
                if (entries === undefined) ends()
                return entries
              },
              close: () => {
                listing.close()
                ends()
              }
            }
          }
        })
  }
  return { fs, count: () => count, open: () => open }
}

const scannerOver = (fs: FileSystemCalls) => {
  const environment = { home: "", xdgConfigHome: "", configGlobal: "", configSystem: "" }
  const options: Scan.ScanOptions = { fileSystem: () => Effect.succeed(fs), environment }
  return Layer.succeed(
    Scanner,
    Scanner.of({ scan: Scan.make(options), explain: Scan.explain(options), check: Scan.check(options) })
  )
}

const known = Effect.map(
  Effect.flatMap(Storage, (storage) => storage.loadIndex),
  (index) => new Set(index.paths())
)

const scan = Effect.flatMap(DriftRuntime, (runtime) => runtime.scan())

/** Scans, interrupted at the `n`th call; how many calls there were, and what was left open. */
const interruptedAt = (calls: FileSystemCalls, root: string, n: number) =>
  Effect.gen(function* () {
    const reached = yield* Deferred.make<void>()
    const counted = counting(calls, (count) => {
      if (count === n) Deferred.unsafeDone(reached, Effect.void)
    })
    const runtime = DriftRuntime.layer({ root }).pipe(Layer.provide(scannerOver(counted.fs)))
    const cut = yield* Effect.raceFirst(Effect.as(scan, false), Effect.as(Deferred.await(reached), true)).pipe(
      Effect.provide(runtime)
    )
    return { cut, calls: counted.count(), open: counted.open() }
  })

it.layer(ParserManager.layerInProcess({ cacheBytes: 0 }))((it) => {
  for (const [backend, calls] of Object.entries({ node: nodeFileSystem, addon: load() })) {
    it.scoped(`at every call of a small scan (${backend})`, () =>
      Effect.gen(function* () {
        let n = 0
        let finished = false
        while (!finished) {
          n++
          const made = yield* project({
            ".gitignore": "*.log\n",
            "a.ts": "export function a() {}\n",
            "gone.ts": "export function gone() {}\n",
            "lib/.driftignore": "!x.log\n",
            "lib/b.py": "def b():\n  pass\n",
            "lib/deep/c.go": "package c\n"
          })
          yield* Effect.gen(function* () {
            yield* scan
            made.write("a.ts", "export function other() {}\n")
            made.write("lib/new.ts", "export function fresh() {}\n")
            made.delete("gone.ts")
            const before = yield* known
            const { cut, open } = yield* interruptedAt(calls, made.root, n)
            assert.strictEqual(open, 0, `left open after call ${n}`)
            finished = !cut
            const after = yield* known
            if (cut)
              assert.deepStrictEqual(
                [...before].filter((path) => !after.has(path)),
                [],
                `call ${n}`
              )
            yield* scan
            assert.deepStrictEqual(yield* dump, yield* freshDump(made.root), `call ${n}`)
          }).pipe(Effect.provide(layers(Storage.layerMemory, { root: made.root })))
        }
        assert.isAbove(n, 20)
      })
    )

    it.scoped(`a bounded number of calls before the end of a scan of many files (${backend})`, () =>
      Effect.gen(function* () {
        const made = yield* project(
          Object.fromEntries(Array.from({ length: 4000 }, (_, i) => [`${i % 40}/${i}.txt`, `${i}`]))
        )
        const { calls: all } = yield* interruptedAt(calls, made.root, Infinity).pipe(
          Effect.provide(Storage.layerMemory)
        )
        for (const share of [0, 0.2, 0.4, 0.6, 0.8]) {
          const at = Math.floor(all * share) + 1
          const {
            calls: counted,
            cut,
            open
          } = yield* interruptedAt(calls, made.root, at).pipe(Effect.provide(Storage.layerMemory))
          assert.deepStrictEqual([cut, open], [true, 0])
          // A turn of 512 entries or 256 files, of five calls each.
          assert.isAtMost(counted - at, 1300, `of ${all}, at ${at}`)
        }
      })
    )
  }
})
