/** A project in a temporary directory, scanned through the real stages. */
import type { ParserManager } from "@drift/parsers/ParserManager"
import type { LayerOptions } from "@drift/runtime/DriftRuntime"
import { DriftRuntime } from "@drift/runtime/DriftRuntime"
import { Storage } from "@drift/storage/Storage"
import type { StorageError } from "@drift/storage/Storage"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

export class Project {
  readonly root: string

  constructor(root: string) {
    this.root = root
  }

  write(path: string, text: string): void {
    const absolute = join(this.root, path)
    mkdirSync(dirname(absolute), { recursive: true })
    writeFileSync(absolute, text)
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8")
  }

  delete(path: string): void {
    rmSync(join(this.root, path), { recursive: true })
  }

  rename(from: string, to: string): void {
    mkdirSync(dirname(join(this.root, to)), { recursive: true })
    renameSync(join(this.root, from), join(this.root, to))
  }

  /** Another mtime, the same content. */
  touch(path: string, seconds: number): void {
    utimesSync(join(this.root, path), seconds, seconds)
  }
}

/** Lives as long as the scope. */
export const project = (files: Readonly<Record<string, string>> = {}) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const made = new Project(realpathSync(mkdtempSync(join(tmpdir(), "drift-runtime-"))))
      for (const [path, text] of Object.entries(files)) made.write(path, text)
      return made
    }),
    ({ root }) => Effect.sync(() => rmSync(root, { recursive: true, force: true }))
  )

/** The canonical dump of the storage at hand. */
export const dump: Effect.Effect<ReadonlyArray<string>, StorageError, Storage> = Effect.flatMap(Storage, (storage) =>
  Effect.map(Stream.runCollect(storage.canonicalDump), (lines) => Chunk.toReadonlyArray(lines))
)

/** What a first scan of the tree as it is now would store. */
export const freshDump = (root: string): Effect.Effect<ReadonlyArray<string>, unknown, ParserManager> =>
  Effect.flatMap(DriftRuntime, (runtime) => Effect.andThen(runtime.scan(), dump)).pipe(
    Effect.provide(DriftRuntime.layer({ root }).pipe(Layer.provideMerge(Storage.layerMemory)))
  )

/** A runtime and its storage; the parser is the one in the context. */
export const layers = (storage: Layer.Layer<Storage>, options: LayerOptions) =>
  DriftRuntime.layer(options).pipe(Layer.provideMerge(storage))
