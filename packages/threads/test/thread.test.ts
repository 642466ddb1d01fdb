import { assert, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import * as Thread from "../src/Thread.js"

const serve = new URL("../dist/Serve.js", import.meta.url)

/** A thread whose `start` is this source: an expression of a function of its data. */
const thread = <Request, Reply>(start: string, options: Partial<Thread.Options> = {}) =>
  Effect.gen(function* () {
    const directory = yield* Effect.acquireRelease(
      Effect.sync(() => mkdtempSync(join(tmpdir(), "drift-thread-"))),
      (path) => Effect.sync(() => rmSync(path, { recursive: true }))
    )
    const entry = join(directory, "entry.mjs")
    writeFileSync(entry, `import { serve } from ${JSON.stringify(serve.href)}\nserve(${start})\n`)
    return yield* Thread.make<Request, Reply>({ name: "test", entry: pathToFileURL(entry), ...options })
  })

it.scopedLive("answers requests in order and hands over its data", () =>
  Effect.gen(function* () {
    const { request } = yield* thread<number, number>(
      `(base) => ({ handle: async (n) => { await new Promise((go) => setTimeout(go, n)); return { reply: base + n } } })`,
      { workerData: 100 }
    )
    const replies = yield* Effect.all([request(20), request(1), request(10)], { concurrency: "unbounded" })
    assert.deepStrictEqual(replies, [120, 101, 110])
  })
)

it.scopedLive("moves transferred buffers", () =>
  Effect.gen(function* () {
    const { request } = yield* thread<Uint8Array, Uint8Array>(
      `() => ({ handle: (bytes) => { bytes[0] = 7; return { reply: bytes, transfer: [bytes.buffer] } } })`
    )
    const sent = new Uint8Array(4)
    const reply = yield* request(sent, [sent.buffer])
    assert.deepStrictEqual([...reply], [7, 0, 0, 0])
    assert.strictEqual(sent.byteLength, 0)
  })
)

it.scopedLive("a handler that throws fails its request alone, with the error's code", () =>
  Effect.gen(function* () {
    const { request } = yield* thread<boolean, string>(
      `() => ({ handle: (bad) => { if (bad) throw Object.assign(new Error("no"), { code: "E_NO" }); return { reply: "yes" } } })`
    )
    const error = yield* Effect.flip(request(true))
    assert.deepStrictEqual([error.reason, error.message, error.code], ["Handler", "no", "E_NO"])
    assert.strictEqual(yield* request(false), "yes")
  })
)

it.scopedLive("interruption stops the handler early and waits for it", () =>
  Effect.gen(function* () {
    const { request } = yield* thread<string, number>(
      `() => {
        let steps = 0
        return {
          handle: async (word, isCancelled) => {
            if (word === "count") return { reply: steps }
            while (!isCancelled()) { steps++; await new Promise((go) => setTimeout(go, 5)) }
            steps = -1
            return { reply: 0 }
          }
        }
      }`
    )
    const fiber = yield* Effect.fork(request("run"))
    yield* Effect.sleep("50 millis")
    const exit = yield* Fiber.interrupt(fiber)
    assert.isTrue(Exit.isInterrupted(exit))
    assert.strictEqual(yield* request("count"), -1)
  })
)

it.scopedLive("a missing entry, a failing start and a broken module are boot errors, not hangs", () =>
  Effect.gen(function* () {
    const missing = yield* Effect.flip(
      Thread.make({ name: "test", entry: new URL("./nothing-here.js", import.meta.url) })
    )
    assert.strictEqual(missing.reason, "Boot")
    const failing = yield* Effect.flip(thread(`() => { throw new Error("no grammar") }`))
    assert.strictEqual(failing.message, "The test thread did not start: no grammar")
    const broken = yield* Effect.flip(thread(`syntax error(`))
    assert.strictEqual(broken.reason, "Died")
  })
)

it.scopedLive("a start that never ends is given up after the boot timeout", () =>
  Effect.gen(function* () {
    const error = yield* Effect.flip(
      thread(`() => new Promise(() => { setInterval(() => {}, 1000) })`, { bootTimeout: Duration.millis(200) })
    )
    assert.strictEqual(error.message, "The test thread did not start: it did not answer in time")
  })
)

it.scopedLive("a thread that dies fails what is pending and what comes after", () =>
  Effect.gen(function* () {
    const { request } = yield* thread<string, string>(`() => ({ handle: () => { process.exit(3) } })`)
    const [first, second] = yield* Effect.all([Effect.flip(request("a")), Effect.flip(request("b"))], {
      concurrency: "unbounded"
    })
    assert.deepStrictEqual([first.reason, second.reason], ["Died", "Died"])
    assert.strictEqual((yield* Effect.flip(request("c"))).reason, "Died")
  })
)

it.live("closing the scope runs the thread's own clean-up after the requests before it", () =>
  Effect.gen(function* () {
    const directory = mkdtempSync(join(tmpdir(), "drift-thread-"))
    const log = join(directory, "log")
    yield* Effect.scoped(
      Effect.gen(function* () {
        const { request } = yield* thread<string, string>(
          `async (log) => {
            const { appendFileSync } = await import("node:fs")
            return {
              handle: (word) => { appendFileSync(log, word); return { reply: word } },
              close: () => appendFileSync(log, "closed")
            }
          }`,
          { workerData: log }
        )
        yield* request("handled ")
      })
    )
    const { readFileSync } = yield* Effect.promise(() => import("node:fs"))
    assert.strictEqual(readFileSync(log, "utf8"), "handled closed")
    rmSync(directory, { recursive: true })
  })
)
