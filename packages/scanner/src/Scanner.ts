/**
 * From a root to a diff: walks a tree, applies ignore rules, tells what changed since the last scan.
 *
 * Knows languages only by what tells their files, parses nothing, stores nothing.
 */
import type { HashAlgorithm } from "@drift/core/ContentHash"
import type { FileIndex, IndexedFile } from "@drift/core/FileIndex"
import type { KnownLanguages } from "@drift/core/KnownLanguages"
import type { Source } from "@drift/core/ParseJob"
import type {
  FileProblem,
  IgnoreWarning,
  Rename,
  ScanEntry,
  ScanStats,
  SkippedEntry,
  SkipReason
} from "@drift/core/Scan"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import * as BufferedFileSystem from "./internal/bufferedFileSystem.js"
import * as NativeFileSystem from "./internal/nativeFileSystem.js"
import { toBoolean } from "./internal/gitConfig.js"
import type { GitEnvironment } from "./internal/gitRepository.js"
import type { Contents } from "./internal/memoryFileSystem.js"
import * as MemoryFileSystem from "./internal/memoryFileSystem.js"
import * as Scan from "./internal/scan.js"
import type { PermissionDenied, ScanError } from "./ScanError.js"

export { PermissionDenied, ScanError } from "./ScanError.js"

/** What to scan and how. */
export interface ScanRequest {
  /** Absolute path of the project root. */
  readonly root: string
  /** Paths below the root, relative with `/`, files or directories; empty means everything. */
  readonly scopes: ReadonlyArray<string>
  /** What the last scan knew. */
  readonly previous: FileIndex
  /** Skip the mtime shortcut and hash every file. Default: false. */
  readonly force?: boolean
  /**
   * gitignore-style globs; when given, only files are seen that match one, or are inside a directory that does. A filter
   * after the ignore rules.
   */
  readonly include?: ReadonlyArray<string>
  /** gitignore-style patterns relative to the root, of the highest rank. */
  readonly exclude?: ReadonlyArray<string>
  /** Bytes; strictly larger files are not read. Default: 1,048,576. */
  readonly maxFileSize?: number
  /**
   * By what contents are hashed. A file whose recorded hash is of another algorithm is read once, compared by that and
   * recorded by this. Default: xxh3.
   */
  readonly hashAlgorithm?: HashAlgorithm
  /** Files that are to be parsed come with the bytes that were hashed, so that nobody reads them again. Default: false. */
  readonly keepBytes?: boolean
  /**
   * With `keepBytes`: whether a file that did not change, and is in the index like this, is to be parsed all the same. Where
   * files can be read by the scanner alone, it is read for that. Default: none is.
   */
  readonly isOutdated?: (file: IndexedFile) => boolean
  /**
   * Follow symbolic links: what one leads to is seen at the link's path too. A link out of the root, into `.git` or `.drift`,
   * to a directory that it stands in, or after eight other links, is not followed. Default: false.
   */
  readonly followSymlinks?: boolean
  /** Tells the files that are the database's own: they are never seen, as what is in `.drift`. Default: none. */
  readonly isOwn?: (path: string) => boolean
  /** Tell of each entry that is passed over, not only how many there are. Default: false. */
  readonly listSkipped?: boolean
  /** The languages that files may have. Default: the ten. */
  readonly languages?: KnownLanguages
}

/** One file, with what the caller needs to act on it. */
export interface ScannedFile {
  /**
   * An unchanged file with a language but without an outcome is to be parsed: it could not be read last time, or its
   * language was not known.
   */
  readonly entry: ScanEntry
  /**
   * Where its bytes are. With `keepBytes` a file that was read and is to be parsed comes with them, as its own (see
   * `Source`): about 450 KB or at most 512 files in one buffer. Of a git object that was not read it is no bytes.
   */
  readonly source: Source
  /** Its mtime is not older than the start of this scan (10 ms margin): the next scan must hash it again. */
  readonly racy: boolean
  /** Unchanged in content, but size, mtime, hash, language, outcome or the racy mark differ from what the index holds. */
  readonly stale: boolean
  /** What the index knew of it. */
  readonly before: IndexedFile | undefined
  /** Why it could not be read; the entry's outcome is then `failed`. */
  readonly problem?: FileProblem
}

/** What a scan yields, in this order: `Discovered` once, `Files` any number of times, `Finished` once. */
export type ScanStep =
  | { readonly _tag: "Discovered"; readonly total: number; readonly totalBytes: number }
  /**
   * At most 512 files at a time, sorted by the UTF-8 bytes of the paths overall. Fewer than 256 only in the last step, or
   * where their bytes come to about a megabyte.
   */
  | { readonly _tag: "Files"; readonly files: ReadonlyArray<ScannedFile> }
  | {
      readonly _tag: "Finished"
      /** Sorted. Files of the scopes that the index knows and the tree has no more. */
      readonly removed: ReadonlyArray<string>
      /** Removed files that are there again under another path, told by their content; sorted by `from`. */
      readonly renames: ReadonlyArray<Rename>
      /** Directories that could not be read (what the index knows below them is not removed); names that are no UTF-8. */
      readonly problems: ReadonlyArray<FileProblem>
      /** What is wrong with ignore files; the rest of them holds. */
      readonly warnings: ReadonlyArray<IgnoreWarning>
      /** With `listSkipped`, what was passed over, in the order of the paths, but for what stands in a skipped directory. */
      readonly skipped: ReadonlyArray<SkippedEntry>
      readonly stats: ScanStats
    }

/** A path to explain, and the options of the scan that is meant. */
export interface ExplainRequest extends Pick<ScanRequest, "root" | "include" | "exclude" | "followSymlinks"> {
  /** Relative to the root, with `/`. A slash at the end says that it is a directory, should it not be there. */
  readonly path: string
}

/** `missing`: nothing is there; the rules are explained nevertheless. */
export type ExplainedKind = "file" | "directory" | "link" | "other" | "missing"

/** Why a scan takes an entry or passes it over. */
export interface Explanation {
  /** As asked for, normalised. */
  readonly path: string
  readonly kind: ExplainedKind
  /** A scan sees the file, or looks into the directory. */
  readonly kept: boolean
  /** The path that was decided about: the one asked for, or a directory around it. */
  readonly at: string
  readonly atKind: ExplainedKind
  /** Why it is passed over. `always`: `.git` and `.drift` are, whatever any rule says. */
  readonly reason: SkipReason | "always" | undefined
  /** The rule that decides; of what is kept, the last that says so of it or of a directory around it. Mostly there is none. */
  readonly rule:
    | {
        readonly kind: SkipReason
        /** How its file is named to people; `line` counts from 1. */
        readonly source: string
        readonly line: number
        readonly pattern: string
        readonly negated: boolean
      }
    | undefined
  /**
   * Of what a rule of an ignore file or a default name ignores in the file system: whether git tracks it nevertheless. `undefined`
   * when that is not known, and of everything else.
   */
  readonly tracked?: boolean | undefined
}

const variable = (name: string) => Config.withDefault(Config.string(name), "")

/** A variable that names a file of git's configuration; one that is set to nothing means no file. */
const emptyIsNone = (name: string, otherwise: string) =>
  Config.map(
    Config.option(Config.string(name)),
    Option.match({ onNone: () => otherwise, onSome: (path) => path || "/dev/null" })
  )

const gitEnvironment: Config.Config<GitEnvironment> = Config.all({
  home: variable("HOME"),
  xdgConfigHome: variable("XDG_CONFIG_HOME"),
  configGlobal: emptyIsNone("GIT_CONFIG_GLOBAL", ""),
  configSystem: Config.zipWith(
    emptyIsNone("GIT_CONFIG_SYSTEM", "/etc/gitconfig"),
    Config.option(Config.string("GIT_CONFIG_NOSYSTEM")),
    (path, none) => (Option.isSome(none) && toBoolean(none.value) === true ? "" : path)
  )
})

/** No ignore files but those in the tree. */
const NO_ENVIRONMENT: GitEnvironment = { home: "", xdgConfigHome: "", configGlobal: "", configSystem: "" }

/** Loaded when it is asked for: few are. */
const isTracked = (absolutePath: string): Effect.Effect<boolean | undefined> =>
  Effect.flatMap(
    Effect.promise(() => import("./internal/gitTracked.js")),
    (git) => git.isTracked(absolutePath)
  )

/** Reasons for which git might be asked what it makes of the path. */
const KNOWN_TO_GIT: ReadonlySet<Explanation["reason"]> = new Set([
  "driftignore",
  "gitignore",
  "infoExclude",
  "globalIgnore",
  "default"
])

const serviceOf = (options: Scan.ScanOptions): Context.Tag.Service<typeof Scanner> => ({
  scan: Scan.make(options),
  explain: Scan.explain(options),
  check: Scan.check(options)
})

export class Scanner extends Context.Tag("@drift/scanner/Scanner")<
  Scanner,
  {
    /**
     * Walks, then reads and hashes what size and mtime do not prove unchanged, giving the event loop a turn between steps.
     * Interrupting the stream stops the scan within one step; nothing is then reported removed.
     */
    readonly scan: (request: ScanRequest) => Stream.Stream<ScanStep, ScanError | PermissionDenied>
    /** Tells why a scan with these options takes a path or passes it over. */
    readonly explain: (request: ExplainRequest) => Effect.Effect<Explanation, ScanError | PermissionDenied>
    /** Succeeds when the root is a directory that may be read, so that nothing is created for one that is not. */
    readonly check: (root: string) => Effect.Effect<void, ScanError | PermissionDenied>
  }
>() {
  /**
   * Scans the file system. Git's own ignore files are found through HOME, XDG_CONFIG_HOME, GIT_CONFIG_GLOBAL,
   * GIT_CONFIG_SYSTEM and GIT_CONFIG_NOSYSTEM, which are read from the configuration provider (by default the environment) when the layer is built.
   */
  static readonly layer: Layer.Layer<Scanner> = Layer.effect(
    Scanner,
    Effect.map(Effect.orDie(gitEnvironment), (environment) => {
      const calls = NativeFileSystem.load()
      const service = serviceOf({ fileSystem: () => Effect.succeed(calls), environment })
      return {
        ...service,
        explain: (request) =>
          Effect.flatMap(service.explain(request), (told) =>
            told.reason !== undefined && KNOWN_TO_GIT.has(told.reason)
              ? Effect.map(isTracked(`${request.root}/${told.path}`), (tracked) => ({ ...told, tracked }))
              : Effect.succeed(told)
          )
      }
    })
  )

  /**
   * Scans the file system, except that the files of these paths (relative to whatever root a request names, with `/`) have
   * this content, as in the unsaved buffers of an editor. They and their folders need not be on the disk; the root must be.
   * Ignore files may be among them. Reads the record anew in each scan: every edit is seen, and what is no longer in the
   * record is as it is on the disk.
   */
  static layerBuffers(buffers: Contents): Layer.Layer<Scanner> {
    return Layer.effect(
      Scanner,
      Effect.map(Effect.orDie(gitEnvironment), (environment) => {
        const disk = NativeFileSystem.load()
        const fileSystem = (root: string) => Effect.sync(() => BufferedFileSystem.make(disk, root, buffers))
        return serviceOf({ fileSystem, environment })
      })
    )
  }

  /**
   * Scans these files instead, by path relative to whatever root a request names; ignore files among them hold. A file's
   * mtime stands for its content, so an edit is seen although nothing is ever written. Reads the record anew in each scan.
   */
  static layerMemory(files: Contents): Layer.Layer<Scanner> {
    const fileSystem = (root: string) => Effect.sync(() => MemoryFileSystem.make(root, files))
    return Layer.sync(Scanner, () => serviceOf({ fileSystem, environment: NO_ENVIRONMENT }))
  }

  /**
   * Scans a revision of a git repository instead, without a checkout and through the git executable. A request's root is a
   * folder of a work tree, whose place in the revision is then scanned, or a bare repository. `rev` is what git takes for a
   * commit or a tree.
   *
   * The ignore files in the revision hold, and no others. A file's mtime stands for its content, which is not read again when
   * the last scan knew it. Links and submodules are not entered. A file or folder whose object the repository lacks, as in a
   * partial clone, is a problem like one that cannot be read: nothing is fetched.
   */
  static layerGit({ rev }: { readonly rev: string }): Layer.Layer<Scanner> {
    return Layer.effect(
      Scanner,
      Effect.gen(function* () {
        const [Git, { environment }] = yield* Effect.promise(() =>
          Promise.all([import("./internal/gitFileSystem.js"), import("./internal/gitProcess.js")])
        )
        const options = { rev, environment: yield* Effect.orDie(environment) }
        return serviceOf({ fileSystem: Git.open(options), check: Git.check(options), environment: NO_ENVIRONMENT })
      })
    )
  }
}
