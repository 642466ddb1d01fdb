/** `ParserManager` as programs embed it: sources in, facts or a typed reason out, in threads and in the calling thread. */
import * as FurtherLanguages from "@drift/parsers/FurtherLanguages"
import { xxh3 } from "@node-rs/xxhash"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Chunk from "effect/Chunk"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Ref from "effect/Ref"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import type { ParsedSource, SourceFile } from "../src/ParserManager.js"
import { ParserManager } from "../src/ParserManager.js"

const bytes = (text: string) => new TextEncoder().encode(text)

const names = (facts: ReadonlyArray<{ readonly name: string }>) => facts.map(({ name }) => name)

/** What became of each source, in a line. */
const told = (parsed: Iterable<ParsedSource>): ReadonlyArray<string> =>
  Array.from(parsed, ({ path, result }) =>
    Either.match(result, {
      onLeft: ({ code, path, reason }) => `${path}: ${code} ${reason}`,
      onRight: ({ file, functions }) => `${path === file ? path : "another"}: ${names(functions).join(" ")}`
    })
  )

/** Lets threads be heard. */
const turn = Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))

const python = (i: number): SourceFile => ({ path: `${i}.py`, source: `def f${i}(): pass\n` })

for (const [where, layer] of [
  ["in threads", ParserManager.layer({ threads: 2 })],
  ["in process", ParserManager.layerInProcess()]
] as const) {
  it.layer(layer)(`One source ${where}`, (it) => {
    it.effect("is text or bytes, and stays the caller's", () =>
      Effect.gen(function* () {
        const { parse } = yield* ParserManager
        const large = bytes("x".repeat(5000) + "def größe(): pass\n")
        const part = large.subarray(5000)
        const fromBytes = yield* parse(part, "src/a.py")
        assert.deepStrictEqual(names(fromBytes.functions), ["größe"])
        assert.strictEqual(fromBytes.contentHash, xxh3.xxh64(part))
        assert.deepStrictEqual([large.length, part.length], [5020, 20])
        assert.deepStrictEqual(yield* parse("def größe(): pass\n", "src/a.py"), fromBytes)
        assert.deepStrictEqual(yield* parse(Buffer.from(part), "src/a.py"), fromBytes)
      })
    )

    it.effect(
      "is in the language of its extension, its name or its first line, or in the one it is said to be in",
      () =>
        Effect.gen(function* () {
          const { parse } = yield* ParserManager
          for (const [path, source, language, expected] of [
            ["a.TSX", "", undefined, "typescript"],
            ["a.mjs", "", undefined, "javascript"],
            ["lib/Rakefile", "", undefined, "ruby"],
            ["bin/tool", "#!/usr/bin/env -S python3 -u\n", undefined, "python"],
            ["notes.txt", "", "kotlin", "kotlin"],
            ["a.py", "", "go", "go"]
          ] as const) {
            const result = yield* parse(source, path, language === undefined ? {} : { language })
            assert.deepStrictEqual([result.file, result.language], [path, expected])
          }
        })
    )

    it.effect("without facts fails with the reason, its path and a code", () =>
      Effect.gen(function* () {
        const { parse } = yield* ParserManager
        for (const [source, path, options, code, reason, message] of [
          [
            "x",
            "a.txt",
            {},
            "UNSUPPORTED_LANGUAGE",
            "UnsupportedLanguage",
            "The language of this file is not known: a.txt"
          ],
          [
            "x",
            "tool",
            {},
            "UNSUPPORTED_LANGUAGE",
            "UnsupportedLanguage",
            "The language of this file is not known: tool"
          ],
          [
            "x",
            "a.py",
            { language: "cobol" },
            "UNSUPPORTED_LANGUAGE",
            "UnsupportedLanguage",
            "There is no language cobol: a.py"
          ],
          ["a\0b", "a.go", {}, "PARSE_ERROR", "Binary", "A binary file: a.go"],
          [
            Uint8Array.of(0xff, 0xfe, 0, 0xd8),
            "a.go",
            {},
            "PARSE_ERROR",
            "Encoding",
            "A text encoding that Drift does not read: a.go"
          ],
          ["ä".repeat(6), "a.go", { maxFileSize: 11 }, "PARSE_ERROR", "TooLarge", "Larger than 11 bytes: a.go"],
          [new Uint8Array(1_048_577), "a.go", {}, "PARSE_ERROR", "TooLarge", "Larger than 1048576 bytes: a.go"]
        ] as const) {
          const error = yield* Effect.flip(parse(source, path, options))
          assert.deepInclude(error, { _tag: "ParseFailed", path, code, reason, message })
        }
        assert.deepStrictEqual((yield* parse("#".repeat(12), "a.py", { maxFileSize: 12 })).errorCount, 0)
      })
    )
  })

  it.layer(layer)(`A stream of sources ${where}`, (it) => {
    it.effect("gives what became of each in order, and goes on after those that fail", () =>
      Effect.gen(function* () {
        const { parseMany } = yield* ParserManager
        const files: ReadonlyArray<SourceFile> = Array.from({ length: 500 }, (_, i) =>
          i % 100 === 7
            ? { path: `${i}.py`, source: "\0" }
            : i % 100 === 8
              ? { path: `${i}.txt`, source: "text" }
              : i % 100 === 9
                ? { path: `${i}.txt`, source: `func F${i}() {}`, language: "go" }
                : i % 100 === 10
                  ? { path: `${i}.py`, source: `x = 1${" ".repeat(2000)}` }
                  : python(i)
        )
        const expected = files.map(({ path }, i) => {
          switch (i % 100) {
            case 7:
              return `${path}: PARSE_ERROR Binary`
            case 8:
              return `${path}: UNSUPPORTED_LANGUAGE UnsupportedLanguage`
            case 9:
              return `${path}: F${i}`
            case 10:
              return `${path}: PARSE_ERROR TooLarge`
            default:
              return `${path}: f${i}`
          }
        })
        const options = { maxFileSize: 1000 }
        const chunked = yield* Stream.runCollect(parseMany(Stream.fromIterable(files), options))
        assert.deepStrictEqual(told(chunked), expected)
        const single = yield* Stream.runCollect(parseMany(Stream.rechunk(Stream.fromIterable(files), 1), options))
        assert.deepStrictEqual(told(single), expected)
        assert.deepStrictEqual(yield* Stream.runCollect(parseMany(Stream.empty)), Chunk.empty())
      })
    )

    it.effect("fails as its source does, after what came before", () =>
      Effect.gen(function* () {
        const { parseMany } = yield* ParserManager
        const seen = yield* Ref.make<ReadonlyArray<string>>([])
        const files = Stream.concat(Stream.make(python(1), python(2)), Stream.fail("no more" as const))
        const exit = yield* parseMany(files).pipe(
          Stream.runForEach(({ path }) => Ref.update(seen, (paths) => [...paths, path])),
          Effect.exit
        )
        assert.deepStrictEqual(exit, Exit.fail("no more" as const))
        assert.deepStrictEqual(yield* Ref.get(seen), ["1.py", "2.py"])
      })
    )

    it.effect("is read only as far ahead as threads can use", () =>
      Effect.gen(function* () {
        const { concurrency, parseMany } = yield* ParserManager
        const read = yield* Ref.make(0)
        const files = Stream.range(0, 10_000, 1).pipe(
          Stream.map(python),
          Stream.tap(() => Ref.update(read, (n) => n + 1))
        )
        const first = yield* Stream.runCollect(Stream.take(parseMany(files), 3))
        assert.deepStrictEqual(told(first), ["0.py: f0", "1.py: f1", "2.py: f2"])
        assert.isAtMost(yield* Ref.get(read), 3 + 4 * concurrency + 16)
      })
    )

    it.effect("stops when it is interrupted, and the next one is right", () =>
      Effect.gen(function* () {
        const { parseMany } = yield* ParserManager
        const started = yield* Deferred.make<void>()
        const forever = Stream.tap(
          Stream.map(
            Stream.iterate(0, (i) => i + 1),
            python
          ),
          ({ path }) => (path === "200.py" ? Deferred.succeed(started, undefined) : Effect.void)
        )
        const fiber = yield* Effect.fork(Stream.runDrain(parseMany(forever)))
        yield* Deferred.await(started)
        assert.isTrue(Exit.isInterrupted(yield* Fiber.interrupt(fiber)))
        const after = yield* Stream.runCollect(parseMany(Stream.make(python(7))))
        assert.deepStrictEqual(told(after), ["7.py: f7"])
      })
    )
  })
}

it.layer(ParserManager.layer({ threads: 1, timeLimitMs: 1 }))("With a time limit", (it) => {
  it.effect("a source that takes longer fails as timed out, and the others do not", () =>
    Effect.gen(function* () {
      const { parseMany } = yield* ParserManager
      const slow = { path: "slow.py", source: "x = f(g(h(1)), [2, 3], {4: 5})\n".repeat(30_000) }
      const parsed = yield* Stream.runCollect(parseMany(Stream.make(slow, python(1))))
      assert.deepStrictEqual(told(parsed), ["slow.py: PARSE_ERROR TimedOut", "1.py: f1"])
    })
  )
})

describe("A parser that is broken", () => {
  it.effect("fails the stream, because no file would do better", () =>
    Effect.gen(function* () {
      const languages = yield* FurtherLanguages.load([new URL("./starlark/broken.mjs", import.meta.url)])
      const exit = yield* Effect.flatMap(ParserManager, ({ parseMany }) =>
        Effect.exit(Stream.runCollect(parseMany(Stream.make(python(1), { path: "a.broken", source: "" }))))
      ).pipe(Effect.provide(ParserManager.layerInProcess({ languages })))
      const failure = Exit.isFailure(exit) ? Cause.failureOption(exit.cause) : Option.none()
      assert.deepInclude(Option.getOrUndefined(failure), { _tag: "ParserUnavailable", language: "broken" })
    })
  )
})

describe("Statistics", () => {
  for (const [where, layer] of [
    ["of threads", ParserManager.layer({ threads: 1 })],
    ["in process", ParserManager.layerInProcess()]
  ] as const) {
    it.effect(`${where} tell parses, memory, outcomes and engine`, () =>
      Effect.gen(function* () {
        const { parse, stats } = yield* ParserManager
        const nothing = yield* stats
        assert.deepStrictEqual(
          [nothing.engine, nothing.threads, nothing.parses, nothing.cache.entries],
          [undefined, 0, 0, 0]
        )
        yield* parse("def f(): pass\n", "a.py")
        yield* parse("def f(): pass\n", "b.py")
        yield* parse("def (", "c.py")
        yield* Effect.ignore(parse("\0", "d.py"))
        const { cache, outcomes, ...rest } = yield* stats
        assert.deepStrictEqual(rest, { engine: "native", threads: 1, grammars: 1, parses: 2, restored: 0 })
        const { bytes, ...counts } = cache
        assert.deepStrictEqual(counts, { hits: 1, misses: 2, evictions: 0, expirations: 0, entries: 2 })
        assert.isAbove(bytes, 20)
        const { failed, parsed, parsedWithErrors, skippedBinary } = outcomes
        assert.deepStrictEqual([parsed, parsedWithErrors, skippedBinary, failed], [2, 1, 1, 0])
      }).pipe(Effect.provide(layer))
    )
  }

  it.effect("show that content is remembered for an hour, however often it is used", () =>
    Effect.gen(function* () {
      const { parse, stats } = yield* ParserManager
      for (const wait of ["0 minutes", "30 minutes", "29 minutes", "1 minute", "59 minutes"] as const) {
        yield* TestClock.adjust(wait)
        yield* parse("def f(): pass\n", "a.py")
      }
      const { cache, parses } = yield* stats
      assert.deepStrictEqual([parses, cache.hits, cache.misses, cache.expirations], [2, 3, 2, 1])
    }).pipe(Effect.provide(ParserManager.layerInProcess()))
  )
  it.effect("show that a grammar's queries are compiled once, however many files it parses", () =>
    Effect.gen(function* () {
      const { parse, parseMany, stats } = yield* ParserManager
      yield* Stream.runDrain(parseMany(Stream.map(Stream.range(1, 300), python)))
      assert.strictEqual((yield* stats).grammars, 1)
      yield* parse("", "a.ts")
      yield* parse("", "a.tsx")
      yield* parse("const a = 1\n", "b.tsx")
      const { grammars, parses } = yield* stats
      assert.deepStrictEqual([grammars, parses], [3, 303])
    }).pipe(Effect.provide(ParserManager.layer({ threads: 1 })))
  )

  it.effect("of several threads are added up, and what threads did outlives them", () =>
    Effect.gen(function* () {
      const { parseMany, stats } = yield* ParserManager
      yield* Stream.runDrain(parseMany(Stream.rechunk(Stream.map(Stream.range(1, 200), python), 10)))
      const busy = yield* stats
      assert.deepStrictEqual([busy.parses, busy.cache.entries, busy.outcomes.parsed], [200, 200, 200])
      assert.strictEqual(busy.grammars, busy.threads)
      while ((yield* stats).threads > 0) {
        yield* TestClock.adjust("1 minute")
        yield* turn
      }
      const idle = yield* stats
      assert.deepStrictEqual([idle.parses, idle.grammars, idle.outcomes.parsed], [200, busy.grammars, 200])
      assert.deepStrictEqual([idle.threads, idle.cache.entries, idle.cache.bytes], [0, 0, 0])
    }).pipe(Effect.provide(ParserManager.layer({ threads: 3 })))
  )
})

describe("Subscribers", () => {
  for (const [where, layer] of [
    ["in threads", ParserManager.layer({ threads: 1, timeLimitMs: 1 })],
    ["in process", ParserManager.layerInProcess({ timeLimitMs: 1 })]
  ] as const) {
    it.scoped(`hear of every answer and of every file that failed, ${where}`, () =>
      Effect.gen(function* () {
        const { parse, parseBatch, parseMany, subscribe } = yield* ParserManager
        yield* parse("", "before.py")
        const events = yield* subscribe
        const others = yield* subscribe
        yield* parse("def (", "a.py")
        yield* parse("def (", "b.py")
        const slow = "x = f(g(h(1)), [2, 3], {4: 5})\n".repeat(30_000)
        yield* Stream.runDrain(parseMany(Stream.make(python(1), { path: "slow.py", source: slow })))
        yield* parseBatch([])
        const seen = Array.from(yield* Queue.takeAll(events))
        assert.deepStrictEqual(
          seen.map((event) => (event._tag === "FilesParsed" ? { ...event, busyMs: event.busyMs >= 0 } : { ...event })),
          [
            { _tag: "FilesParsed", files: 1, cached: 0, withErrors: 1, failed: 0, busyMs: true },
            { _tag: "FilesParsed", files: 1, cached: 1, withErrors: 1, failed: 0, busyMs: true },
            {
              _tag: "FileFailed",
              path: "slow.py",
              code: "PARSE_ERROR",
              message: "Parsing took longer than 1 ms: slow.py"
            },
            { _tag: "FilesParsed", files: 2, cached: 0, withErrors: 0, failed: 1, busyMs: true },
            { _tag: "FilesParsed", files: 0, cached: 0, withErrors: 0, failed: 0, busyMs: true }
          ]
        )
        assert.deepStrictEqual(Array.from(yield* Queue.takeAll(others)), seen)
      }).pipe(Effect.provide(layer))
    )
  }
})

describe("A layer with threads", () => {
  it.effect("closes at any moment in which idle threads end", () =>
    Effect.gen(function* () {
      for (const minutes of [1, 2]) {
        const idle = Effect.gen(function* () {
          const { parseMany } = yield* ParserManager
          yield* Stream.runDrain(parseMany(Stream.rechunk(Stream.map(Stream.range(1, 40), python), 1)))
          for (let i = 0; i < minutes; i++) yield* Effect.andThen(TestClock.adjust("1 minute"), turn)
        })
        yield* Effect.provide(idle, ParserManager.layer({ threads: 3 }))
      }
    })
  )
})
