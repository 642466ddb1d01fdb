import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Project from "../src/Project.js"

/** A fresh folder with folders and (empty) files in it. */
const tree = (...paths: ReadonlyArray<string>) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const root = realpathSync(mkdtempSync(join(tmpdir(), "drift-project-")))
      for (const path of paths) {
        if (path.endsWith("/")) mkdirSync(join(root, path), { recursive: true })
        else writeFileSync(join(root, path), "")
      }
      return root
    }),
    (root) => Effect.sync(() => rmSync(root, { recursive: true, force: true }))
  )

const environment = (values: Readonly<Record<string, string>>) =>
  Layer.mergeAll(
    NodeFileSystem.layer,
    NodePath.layer,
    Layer.setConfigProvider(ConfigProvider.fromMap(new Map(Object.entries(values))))
  )

const resolve = (where: Project.Where, values: Readonly<Record<string, string>> = {}) =>
  Project.resolve(where).pipe(Effect.provide(environment(values)))

describe("the root", () => {
  it.scoped("is --root before everything else", () =>
    Effect.gen(function* () {
      const dir = yield* tree("a/.drift/", "a/b/", "c/")
      const project = yield* resolve({ root: join(dir, "a/b") }, { DRIFT_PROJECT_ROOT: join(dir, "c") })
      assert.strictEqual(project.root, join(dir, "a/b"))
    })
  )
  it.scoped("is DRIFT_PROJECT_ROOT before a .drift folder, unless it is empty", () =>
    Effect.gen(function* () {
      const dir = yield* tree("a/.drift/", "a/b/")
      const paths = [join(dir, "a/b")]
      assert.strictEqual((yield* resolve({ paths }, { DRIFT_PROJECT_ROOT: dir })).root, dir)
      assert.strictEqual((yield* resolve({ paths }, { DRIFT_PROJECT_ROOT: "" })).root, join(dir, "a"))
    })
  )
  it.scoped("is the nearest folder at or above the first path that holds .drift", () =>
    Effect.gen(function* () {
      const dir = yield* tree(".drift/", "a/.drift/", "a/b/c/")
      const project = yield* resolve({ paths: [join(dir, "a/b/c"), join(dir, "a/b")] })
      assert.strictEqual(project.root, join(dir, "a"))
      assert.deepStrictEqual(project.scopes, ["b/c", "b"])
      const atRoot = yield* resolve({ paths: [join(dir, "a")] })
      assert.deepStrictEqual(atRoot, { root: join(dir, "a"), database: join(dir, "a/.drift/drift.db"), scopes: [] })
    })
  )
  it.scoped("is the path itself where no .drift is", () =>
    Effect.gen(function* () {
      const dir = yield* tree("a/b/")
      const project = yield* resolve({ paths: [join(dir, "a/b")] })
      assert.strictEqual(project.root, join(dir, "a/b"))
      assert.deepStrictEqual(project.scopes, [])
    })
  )
  it.scoped("is the common folder of several paths", () =>
    Effect.gen(function* () {
      const dir = yield* tree("a/one/", "a/two/x/", "b/")
      const two = yield* resolve({ paths: [join(dir, "a/one"), join(dir, "a/two/x")] })
      assert.strictEqual(two.root, join(dir, "a"))
      assert.deepStrictEqual(two.scopes, ["one", "two/x"])
      const nested = yield* resolve({ paths: [join(dir, "a/two/x"), join(dir, "a/two")] })
      assert.strictEqual(nested.root, join(dir, "a/two"))
      assert.deepStrictEqual(nested.scopes, [])
    })
  )
  it.scoped("is not the home directory for the user's configuration alone, but for a database there", () =>
    Effect.gen(function* () {
      const dir = yield* tree(".drift/", "a/")
      const paths = [join(dir, "a")]
      assert.strictEqual((yield* resolve({ paths }, { HOME: dir })).root, join(dir, "a"))
      writeFileSync(join(dir, ".drift/drift.db"), "")
      assert.strictEqual((yield* resolve({ paths }, { HOME: dir })).root, dir)
    })
  )
})

describe("scopes", () => {
  it.scoped("name each path once, with names that begin with dots", () =>
    Effect.gen(function* () {
      const dir = yield* tree("..x/", "y/")
      const project = yield* resolve({ root: dir, paths: [join(dir, "..x"), join(dir, "y"), join(dir, "y/")] })
      assert.deepStrictEqual(project.scopes, ["..x", "y"])
    })
  )
  it.scoped("outside the root are wrong usage", () =>
    Effect.gen(function* () {
      const dir = yield* tree("a/", "ab/")
      const error = yield* Effect.flip(resolve({ root: join(dir, "a"), paths: [join(dir, "ab")] }))
      assert.strictEqual(error.code, "INVALID_ARGUMENT")
      assert.strictEqual(error.message, `${join(dir, "ab")} is outside the project root ${join(dir, "a")}`)
    })
  )
})

describe("the database", () => {
  it.scoped("is --db, else .drift/drift.db in the root", () =>
    Effect.gen(function* () {
      const dir = yield* tree("a/")
      assert.strictEqual((yield* resolve({ root: dir })).database, join(dir, ".drift/drift.db"))
      assert.strictEqual((yield* resolve({ root: dir, db: join(dir, "x.db") })).database, join(dir, "x.db"))
    })
  )
})

describe("one file", () => {
  const locate = (file: string, root?: string) => Project.locate(file, root).pipe(Effect.provide(environment({})))
  it.scoped("is named from the project's root", () =>
    Effect.gen(function* () {
      const dir = yield* tree(".drift/", "a/", "a/x.ts")
      assert.strictEqual((yield* locate(join(dir, "a/x.ts"))).path, "a/x.ts")
      assert.strictEqual((yield* locate(join(dir, "a/x.ts"), join(dir, "a"))).path, "x.ts")
    })
  )
  it.scoped("is named from its own folder outside of every project and the working directory", () =>
    Effect.gen(function* () {
      const dir = yield* tree("a/", "a/x.ts")
      assert.deepStrictEqual(yield* locate(join(dir, "a/x.ts")), {
        absolute: join(dir, "a/x.ts"),
        root: join(dir, "a"),
        path: "x.ts"
      })
    })
  )
})

describe("a vast root", () => {
  const isVast = (root: string, home: string) =>
    Project.isVast(root).pipe(Effect.provide(environment(home === "" ? {} : { HOME: home })))
  it.scoped("is the file-system root or the home directory, also through a link", () =>
    Effect.gen(function* () {
      const dir = yield* tree("home/", "other/")
      const home = join(dir, "home")
      symlinkSync(home, join(dir, "link"))
      assert.isTrue(yield* isVast("/", ""))
      assert.isTrue(yield* isVast(home, home))
      assert.isTrue(yield* isVast(join(dir, "link"), home))
      assert.isFalse(yield* isVast(join(dir, "other"), home))
      assert.isFalse(yield* isVast(join(dir, "missing"), home))
    })
  )
})
