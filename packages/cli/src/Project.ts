/** Which project a command is about, and where its database is: the same rules for every command. */
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { UsageError } from "./Failure.js"

export interface Project {
  /** Absolute. */
  readonly root: string
  /** Absolute path of the database, whether it exists or not. */
  readonly database: string
  /** The PATHs that are not the root, relative to it with `/`, without duplicates; empty means the whole project. */
  readonly scopes: ReadonlyArray<string>
}

export interface Where {
  /** `--root` */
  readonly root?: string | undefined
  /** `--db` */
  readonly db?: string | undefined
  /** The PATHs of the command line. */
  readonly paths?: ReadonlyArray<string>
}

const environmentRoot = Config.string("DRIFT_PROJECT_ROOT").pipe(
  Config.option,
  Config.map((value) => (Option.isSome(value) && value.value !== "" ? value.value : undefined)),
  Effect.orElseSucceed(() => undefined)
)

const home = Config.string("HOME").pipe(Effect.orElseSucceed(() => undefined))

/** The deepest folder that is at or above all of `paths`. */
const commonFolder = (path: Path.Path, paths: ReadonlyArray<string>): string => {
  const [first = path.resolve(), ...rest] = paths
  let folder = first
  for (const other of rest) {
    while (!isWithin(path, folder, other)) folder = path.dirname(folder)
  }
  return folder
}

/** The folder that a file is in; anything else is as it is. */
const folderOf = Effect.fnUntraced(function* (candidate: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const isFile = yield* Effect.orElseSucceed(
    Effect.map(fs.stat(candidate), ({ type }) => type === "File"),
    () => false
  )
  return isFile ? path.dirname(candidate) : candidate
})

const isWithin = (path: Path.Path, folder: string, candidate: string): boolean => {
  const relative = path.relative(folder, candidate)
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative)
}

/**
 * The nearest folder at or above `start` that holds `.drift`. The home directory's `.drift` is where the user's own
 * configuration lives, so there only a database makes a project.
 */
const nearestProject = Effect.fnUntraced(function* (start: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const homeFolder = yield* home
  for (let folder = start; ; folder = path.dirname(folder)) {
    const mark = folder === homeFolder ? path.join(folder, ".drift", "drift.db") : path.join(folder, ".drift")
    if (yield* Effect.orElseSucceed(fs.exists(mark), () => false)) return folder
    if (path.dirname(folder) === folder) return undefined
  }
})

const outside = (path: string, root: string): UsageError =>
  new UsageError({
    detail: `${path} is outside the project root ${root}`,
    hints: ["Give another --root, or take it on its own."]
  })

/**
 * Root: `--root`, else DRIFT_PROJECT_ROOT, else the nearest folder at or above the first PATH (or the working directory)
 * that holds `.drift`, else that PATH itself, or the common folder of several. Whether the root exists is the scanner's to
 * tell. A PATH outside the root is wrong usage.
 */
export const resolve = Effect.fn("Project.resolve")(function* (where: Where) {
  const path = yield* Path.Path
  const paths = (where.paths ?? []).map((each) => path.resolve(each))
  const given = where.root ?? (yield* environmentRoot)
  const root =
    given !== undefined
      ? path.resolve(given)
      : ((yield* nearestProject(paths[0] ?? path.resolve())) ?? (yield* folderOf(commonFolder(path, paths))))
  const scopes = new Set<string>()
  for (const [i, each] of paths.entries()) {
    if (!isWithin(path, root, each)) {
      return yield* outside(where.paths![i]!, root)
    }
    scopes.add(path.relative(root, each).split(path.sep).join("/"))
  }
  const project: Project = {
    root,
    database: where.db === undefined ? path.join(root, ".drift", "drift.db") : path.resolve(where.db),
    scopes: scopes.has("") ? [] : [...scopes]
  }
  return project
})

/**
 * Where one file is and what its path is in the project. Without a project around it, it is named from the working
 * directory, and one outside of that from its own folder.
 */
export const locate = Effect.fn("Project.locate")(function* (file: string, givenRoot: string | undefined) {
  const path = yield* Path.Path
  const absolute = path.resolve(file)
  const given = givenRoot ?? (yield* environmentRoot)
  const folder =
    given !== undefined ? path.resolve(given) : ((yield* nearestProject(path.dirname(absolute))) ?? path.resolve())
  const inside = isWithin(path, folder, absolute)
  if (given !== undefined && !inside) return yield* outside(file, folder)
  const root = inside ? folder : path.dirname(absolute)
  return { absolute, root, path: path.relative(root, absolute).split(path.sep).join("/") }
})

/** Whether the root is the file-system root or the home directory, which are rarely meant; links are followed. */
export const isVast = Effect.fn("Project.isVast")(function* (root: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const real = (folder: string) => Effect.orElseSucceed(fs.realPath(folder), () => folder)
  const target = yield* real(root)
  const homeFolder = yield* home
  return path.dirname(target) === target || (homeFolder !== undefined && target === (yield* real(homeFolder)))
})
