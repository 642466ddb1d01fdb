/** Temporary trees, and scans of them gathered into one value. */
import type { IndexedFile } from "@drift/core/FileIndex"
import { FileIndex } from "@drift/core/FileIndex"
import type { FileProblem, IgnoreWarning, Rename, ScanStats, SkippedEntry } from "@drift/core/Scan"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { nodeFileSystem } from "../src/internal/fileSystem.js"
import type { FileSystemCalls } from "../src/internal/fileSystem.js"
import type { GitEnvironment } from "../src/internal/gitRepository.js"
import * as Scan from "../src/internal/scan.js"
import type {
  Explanation,
  ExplainRequest,
  PermissionDenied,
  ScannedFile,
  ScanError,
  ScanRequest,
  ScanStep
} from "../src/Scanner.js"

/** No configuration of this machine or its user. */
export const NO_GIT: GitEnvironment = { home: "", xdgConfigHome: "", configGlobal: "", configSystem: "" }

export const temporaryDirectory: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.sync(() => fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "drift-scanner-")))),
  (directory) => Effect.sync(() => fs.rmSync(directory, { recursive: true, force: true }))
)

/** Old enough for every scan to trust. */
export const LONG_AGO = new Date("2020-01-02T03:04:05.678Z")

export const write = (root: string, files: Readonly<Record<string, string | Uint8Array>>): void => {
  for (const [name, content] of Object.entries(files)) {
    const absolute = `${root}/${name}`
    fs.mkdirSync(path.dirname(absolute), { recursive: true })
    fs.writeFileSync(absolute, content)
    fs.utimesSync(absolute, LONG_AGO, LONG_AGO)
  }
}

export interface Result {
  readonly files: ReadonlyArray<ScannedFile>
  readonly paths: ReadonlyArray<string>
  readonly removed: ReadonlyArray<string>
  readonly renames: ReadonlyArray<Rename>
  readonly problems: ReadonlyArray<FileProblem>
  readonly warnings: ReadonlyArray<IgnoreWarning>
  readonly skipped: ReadonlyArray<SkippedEntry>
  readonly stats: ScanStats
  readonly steps: ReadonlyArray<ScanStep>
  /** Paths by status. */
  readonly added: ReadonlyArray<string>
  readonly modified: ReadonlyArray<string>
  readonly unchanged: ReadonlyArray<string>
  readonly file: (path: string) => ScannedFile
}

const gather = (steps: ReadonlyArray<ScanStep>): Result => {
  const files = steps.flatMap((step) => (step._tag === "Files" ? step.files : []))
  const last = steps.at(-1)
  if (last?._tag !== "Finished") throw new Error("the scan did not finish")
  const having = (status: string) => files.filter((f) => f.entry.status === status).map((f) => f.entry.path)
  return {
    files,
    paths: files.map((f) => f.entry.path),
    removed: last.removed,
    renames: last.renames,
    problems: last.problems,
    warnings: last.warnings,
    skipped: last.skipped,
    stats: last.stats,
    steps,
    added: having("added"),
    modified: having("modified"),
    unchanged: having("unchanged"),
    file: (wanted) => {
      const found = files.find((f) => f.entry.path === wanted)
      if (found === undefined) throw new Error(`not in the scan: ${wanted}`)
      return found
    }
  }
}

export interface ScanWith extends Partial<ScanRequest> {
  readonly fs?: Partial<FileSystemCalls>
  readonly environment?: GitEnvironment
}

export const stream = (root: string, options: ScanWith = {}): Stream.Stream<ScanStep, ScanError | PermissionDenied> => {
  const { environment, fs: calls, ...request } = options
  return Scan.make({
    fileSystem: () => Effect.succeed({ ...nodeFileSystem, ...calls }),
    environment: environment ?? NO_GIT
  })({ root, scopes: [], previous: FileIndex.empty, ...request })
}

export const scan = (root: string, options: ScanWith = {}): Effect.Effect<Result, ScanError | PermissionDenied> =>
  Effect.map(Stream.runCollect(stream(root, options)), (steps) => gather([...steps]))

/** Without any configuration of git. */
export const explain = (
  root: string,
  path: string,
  calls: FileSystemCalls = nodeFileSystem,
  options: Partial<ExplainRequest> = {}
): Effect.Effect<Explanation, ScanError | PermissionDenied> =>
  Scan.explain({ fileSystem: () => Effect.succeed(calls), environment: NO_GIT })({ root, path, ...options })

export const gatherFrom = <E>(steps: Stream.Stream<ScanStep, E>): Effect.Effect<Result, E> =>
  Effect.map(Stream.runCollect(steps), (collected) => gather([...collected]))

/** What the next scan would know if everything this one left to the parser had parsed well. */
export const indexOf = (result: Result, change: (file: IndexedFile) => IndexedFile = (file) => file): FileIndex =>
  FileIndex.from(
    result.files.map(({ entry, racy }) =>
      change({
        path: entry.path,
        language: entry.language,
        size: entry.fileSize,
        mtimeSecs: entry.mtimeSecs,
        mtimeNanos: entry.mtimeNanos,
        racy,
        contentHash: entry.contentHash,
        outcome: entry.outcome ?? "parsed",
        factsVersion: entry.language === undefined ? undefined : 1,
        timedOutAfter: 0
      })
    )
  )
