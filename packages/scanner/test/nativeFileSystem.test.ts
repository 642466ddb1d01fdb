/** The native calls and Node's, side by side on everything that a path can be. */
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as net from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { nodeFileSystem } from "../src/internal/fileSystem.js"
import * as NativeFileSystem from "../src/internal/nativeFileSystem.js"
import { temporaryDirectory, write } from "./support.js"

const onWindows = process.platform === "win32"
const native = NativeFileSystem.load()

const codeOf = (body: () => unknown): unknown => {
  try {
    return body()
  } catch (error) {
    return (error as NodeJS.ErrnoException).code
  }
}

/** One entry of each kind, by what it is. */
const entries = (root: string): Readonly<Record<string, string>> => {
  write(root, {
    file: "text",
    empty: "",
    "ünïcödé 🎉\n": "x",
    "folder/inner": "y",
    old: "z",
    large: "l".repeat(200_000)
  })
  fs.utimesSync(`${root}/old`, new Date(-1250), new Date(-1250))
  fs.symlinkSync("file", `${root}/link`)
  fs.symlinkSync("nothing", `${root}/dangling`)
  fs.symlinkSync("loop", `${root}/loop`)
  execFileSync("mkfifo", [`${root}/fifo`])
  return {
    "a file": "file",
    "an empty file": "empty",
    "a file with an odd name": "ünïcödé 🎉\n",
    "a file of before 1970": "old",
    "a large file": "large",
    "a folder": "folder",
    "a folder with a slash": "folder/",
    "a link": "link",
    "a link to nothing": "dangling",
    "a link to itself": "loop",
    "a FIFO": "fifo",
    nothing: "missing",
    "something below a file": "file/inner",
    "something below nothing": "missing/inner",
    "a name that is too long": "n".repeat(300),
    "a path that is too long": "p/".repeat(3000)
  }
}

describe("native file calls", () => {
  it("are Node's where the addon is of other sources and lacks some", () => {
    const older = { lstat: () => 0, read: () => 0, seen: new Float64Array(4) }
    assert.strictEqual(NativeFileSystem.fileSystemOf(older), nodeFileSystem)
  })

  it("are there on this machine", () => {
    assert.strictEqual(native === nodeFileSystem, onWindows)
  })

  it.scoped("look at every kind of entry as Node does", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      for (const [what, name] of Object.entries(entries(root))) {
        const path = `${root}/${name}`
        assert.deepStrictEqual(
          codeOf(() => native.lstat(path)),
          codeOf(() => nodeFileSystem.lstat(path)),
          what
        )
      }
      assert.strictEqual(native.lstat(`${root}/file`)?.kind, "file")
      assert.strictEqual(native.lstat(`${root}/old`)?.mtimeSecs, -2)
    })
  )

  it.scoped("look at a socket without touching it", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      const server = yield* Effect.acquireRelease(
        Effect.async<net.Server>((resume) => {
          const listening = net.createServer().listen(`${root}/socket`, () => resume(Effect.succeed(listening)))
        }),
        (listening) => Effect.sync(() => listening.close())
      )
      assert.isTrue(server.listening)
      assert.strictEqual(native.lstat(`${root}/socket`)?.kind, "other")
      assert.isUndefined(native.readWhole?.(`${root}/socket`, new Uint8Array(16), 0, 0))
    })
  )

  it.scoped("read a file that is as long as said, behind what is there already", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      write(root, { file: "text", empty: "" })
      const buffer = new TextEncoder().encode("0123456789")
      const stat = native.readWhole?.(`${root}/file`, buffer, 3, 4)
      assert.deepStrictEqual(stat, nodeFileSystem.lstat(`${root}/file`))
      assert.strictEqual(new TextDecoder().decode(buffer), "012text789")
      assert.strictEqual(native.readWhole?.(`${root}/empty`, buffer, 0, 0)?.size, 0)
    })
  )

  it.scoped("leave everything else to the calls one by one", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      const others = entries(root)
      const buffer = new Uint8Array(64)
      const read = (name: string, size: number) => native.readWhole?.(`${root}/${name}`, buffer, 0, size)
      assert.isUndefined(read("file", 3), "it has grown")
      assert.isUndefined(read("file", 5), "it has shrunk")
      assert.isUndefined(read("large", 60), "it is much longer")
      for (const what of [
        "a folder",
        "a link",
        "a link to nothing",
        "a link to itself",
        "nothing",
        "a name that is too long",
        "a path that is too long"
      ]) {
        assert.isUndefined(read(others[what]!, 0), what)
      }
      // A FIFO that nobody writes to reads as empty; what it is tells that it is no file.
      assert.notStrictEqual(read("fifo", 0)?.kind, "file")
      assert.isUndefined(native.readWhole?.(`${root}/file`, new Uint8Array(4), 2, 4), "there is no room")
    })
  )
})
