/** The order of a scan: look at the root, walk, compare file by file, tell what is gone. */
import type { HashAlgorithm } from "@drift/core/ContentHash"
import type { Hasher } from "@drift/core/Hasher"
import { loadBlake3, xxh3 } from "@drift/core/Hasher"
import { KnownLanguages } from "@drift/core/KnownLanguages"
import type { Rename, ScanStats, SkipReason } from "@drift/core/Scan"
import { compareUtf8 } from "@drift/core/Text"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { Explanation, ExplainRequest, ScannedFile, ScanRequest, ScanStep } from "../Scanner.js"
import { PermissionDenied, ScanError } from "../ScanError.js"
import { Classifier } from "./classify.js"
import * as Explain from "./explain.js"
import { FileReader } from "./fileReader.js"
import type { EntryStat, FileSystemCalls } from "./fileSystem.js"
import { isGone, isPermissionError, listWhole, withoutSlash } from "./fileSystem.js"
import type { GitEnvironment } from "./gitRepository.js"
import { GitRepositories } from "./gitRepository.js"
import { IncludeFilter } from "./includeFilter.js"
import { findRenames } from "./renames.js"
import { Scopes } from "./scopes.js"
import { TreeRules } from "./treeRules.js"
import { Walk } from "./walk.js"

export interface ScanOptions {
  /** Opens what a root names, for one scan: what it holds is given back when the scan is over. */
  readonly fileSystem: (root: string) => Effect.Effect<FileSystemCalls, ScanFailure, Scope.Scope>
  /** Fails as `fileSystem` would, for less. Default: opens it. */
  readonly check?: (root: string) => Effect.Effect<void, ScanFailure>
  readonly environment: GitEnvironment
}

type ScanFailure = ScanError | PermissionDenied

/** Files whose bytes are needed before the scan can go on. */
interface Needed {
  readonly _tag: "Needed"
  readonly paths: ReadonlyArray<string>
}

type Hashers = Readonly<Record<HashAlgorithm, Hasher>>

const MAX_FILE_SIZE = 1_048_576

/** Files in one step, and bytes that they carry: what the scanner is ahead of the parser. */
const CHUNK = 512
const CHUNK_BYTES = 1024 * 1024

// A turn of the event loop ends after this many entries walked, or files compared, or bytes read, also within a step: a
// few milliseconds. On a slow disk the clock ends it, which is looked at every few entries.
const ENTRIES_PER_TURN = 512
const FILES_PER_TURN = 256
const BYTES_PER_TURN = 2 * 1024 * 1024
const NANOS_PER_TURN = 8_000_000n
const ENTRIES_PER_LOOK = 16
const FILES_PER_LOOK = 4

/** A scan in progress. Each `advance` does a bounded piece of work and returns a step when one is complete. */
class Session {
  readonly #request: ScanRequest
  readonly #scopes: Scopes
  readonly #include: IncludeFilter | undefined
  readonly #rules: TreeRules
  readonly #walk: Walk
  readonly #classifier: Classifier
  readonly #now: () => bigint
  readonly #vanished = new Set<string>()
  #phase: "open" | "walk" | "files" | "removed" | "finish" = "open"
  #next = 0
  /** The files before this one can be compared now. */
  #ready: number
  #files: Array<ScannedFile> = []
  /** Bytes given out in the steps before. */
  #bytesGiven = 0
  readonly #removed: Array<string> = []
  /** The paths that the index knows, those not looked at yet, and the files that are there: as long as what is gone is looked for. */
  #known: IterableIterator<string> | undefined
  readonly #seen = new Set<string>()
  #noted = 0
  #finding: Generator<void, ReadonlyArray<Rename>> | undefined
  #diffNanos = 0n
  #walkNanos = 0n
  #filesNanos = 0n

  constructor(
    request: ScanRequest,
    scopes: Scopes,
    fs: FileSystemCalls,
    hashers: Hashers,
    options: ScanOptions,
    startedAt: number,
    now: () => bigint
  ) {
    const reader = new FileReader(fs)
    this.#ready = fs.fetch === undefined ? Infinity : 0
    this.#request = request
    this.#scopes = scopes
    this.#include = IncludeFilter.make(request.include)
    this.#now = now
    this.#rules = rulesOf(fs, reader, options, request)
    this.#walk = new Walk({
      fs,
      rules: this.#rules,
      base: withoutSlash(this.#rules.realRoot),
      scopes,
      include: this.#include,
      followSymlinks: request.followSymlinks ?? false,
      listSkipped: request.listSkipped ?? false,
      isOwn: request.isOwn
    })
    this.#classifier = new Classifier({
      fs,
      base: withoutSlash(this.#rules.realRoot),
      reader,
      previous: request.previous,
      force: request.force ?? false,
      algorithm: request.hashAlgorithm ?? "xxh3",
      hashers,
      maxFileSize: request.maxFileSize ?? MAX_FILE_SIZE,
      keepBytes: request.keepBytes ?? false,
      languages: request.languages ?? KnownLanguages.builtIn,
      isOutdated: request.isOutdated ?? (() => false),
      mustFetch: fs.fetch !== undefined,
      startedAt
    })
  }

  advance(): ScanStep | Needed | undefined {
    const start = this.#now()
    switch (this.#phase) {
      case "open":
        this.#walk.open()
        this.#phase = "walk"
        this.#walkNanos += this.#now() - start
        return undefined
      case "walk": {
        const more = this.#walkOn(start)
        this.#walkNanos += this.#now() - start
        if (more) return undefined
        this.#phase = "files"
        return { _tag: "Discovered", total: this.#walk.files.length, totalBytes: this.#walk.totalBytes }
      }
      case "files": {
        const needed = this.#next === this.#ready ? this.#makeReady() : undefined
        if (needed !== undefined) return needed
        this.#compare(start)
        this.#filesNanos += this.#now() - start
        const done = this.#next === this.#walk.files.length
        if (done) this.#phase = "removed"
        if (this.#files.length === 0 || (!done && !this.#isStepFull())) return undefined
        const files = this.#files
        this.#files = []
        this.#bytesGiven = this.#classifier.bytesKept
        return { _tag: "Files", files }
      }
      case "removed": {
        const more = this.#removeOn(start)
        if (!more) this.#phase = "finish"
        this.#diffNanos += this.#now() - start
        return undefined
      }
      case "finish": {
        const { previous } = this.#request
        const removed = this.#removed
        this.#finding ??= findRenames(
          removed.sort(compareUtf8),
          (path) => previous.get(path)?.contentHash,
          this.#classifier.arrivals
        )
        const found = this.#advanceTo(this.#finding, start)
        this.#diffNanos += this.#now() - start
        if (found === undefined) return undefined
        return {
          _tag: "Finished",
          removed,
          renames: found,
          problems: this.#walk.problems,
          warnings: [...this.#rules.warnings, ...(this.#include?.warnings ?? [])],
          skipped: this.#walk.skippedEntries,
          stats: this.#stats(this.#diffNanos)
        }
      }
    }
  }

  /** Lets go of what is open; nothing comes after it. */
  close(): void {
    this.#walk.close()
  }

  #isOver(start: bigint): boolean {
    return this.#now() - start > NANOS_PER_TURN
  }

  #walkOn(start: bigint): boolean {
    for (let looked = 0; looked < ENTRIES_PER_TURN; looked += ENTRIES_PER_LOOK) {
      if (!this.#walk.advance(ENTRIES_PER_LOOK)) return false
      if (this.#isOver(start)) break
    }
    return true
  }

  #compare(start: bigint): void {
    const found = this.#walk.files
    const end = Math.min(found.length, this.#ready, this.#next + FILES_PER_TURN)
    const enough = this.#classifier.bytesRead + BYTES_PER_TURN
    while (this.#next < end && !this.#isStepFull() && this.#classifier.bytesRead < enough) {
      const file = found[this.#next++]!
      const scanned = this.#classifier.classify(file)
      if (scanned === undefined) this.#vanished.add(file.path)
      else this.#files.push(scanned)
      if (this.#next % FILES_PER_LOOK === 0 && this.#isOver(start)) break
    }
  }

  /** Looks ahead for the files of about one step. */
  #makeReady(): Needed | undefined {
    const found = this.#walk.files
    const end = Math.min(found.length, this.#next + CHUNK)
    const paths: Array<string> = []
    for (let bytes = 0; this.#ready < end && bytes < CHUNK_BYTES; this.#ready++) {
      const file = found[this.#ready]!
      if (!this.#classifier.isRead(file)) continue
      paths.push(file.path)
      bytes += file.stat?.size ?? 0
    }
    return paths.length === 0 ? undefined : { _tag: "Needed", paths }
  }

  #isStepFull(): boolean {
    return this.#files.length >= CHUNK || this.#classifier.bytesKept - this.#bytesGiven >= CHUNK_BYTES
  }

  /** What the generator comes to, `undefined` when the turn is over before. */
  #advanceTo<A>(generator: Generator<void, A>, start: bigint): A | undefined {
    for (;;) {
      const next = generator.next()
      if (next.done === true) return next.value
      if (this.#isOver(start)) return undefined
    }
  }

  /** Looks for what is gone; false when it has looked at everything. */
  #removeOn(start: bigint): boolean {
    const { previous } = this.#request
    if (this.#classifier.known === previous.size) return false
    const { files } = this.#walk
    while (this.#noted < files.length) {
      const { path } = files[this.#noted++]!
      if (!this.#vanished.has(path)) this.#seen.add(path)
      if (this.#noted % ENTRIES_PER_TURN === 0 && this.#isOver(start)) return true
    }
    this.#known ??= previous.paths()
    for (let looked = 1; ; looked++) {
      const next = this.#known.next()
      if (next.done === true) return false
      if (this.#isGone(next.value)) this.#removed.push(next.value)
      if (looked % ENTRIES_PER_LOOK === 0 && this.#isOver(start)) return true
    }
  }

  #isGone(path: string): boolean {
    return (
      !this.#seen.has(path) &&
      this.#scopes.contains(path) &&
      (this.#include === undefined || this.#include.includes(path)) &&
      !this.#isHidden(path)
    )
  }

  /** Below what could not be read, an ignore file among it: not seen does not mean not there. */
  #isHidden(path: string): boolean {
    const { unreadable } = this.#walk
    const { unread } = this.#rules
    if (unreadable.size === 0 && unread.size === 0) return false
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
      const around = path.slice(0, end)
      if (unreadable.has(around) || unread.has(around)) return true
    }
    return unreadable.has("") || unread.has("")
  }

  #stats(diffNanos: bigint): ScanStats {
    const { bytes, files, languages, skippedBinary, skippedEncoding, skippedLarge, unread } = this.#classifier
    const { skipped } = this.#walk
    return {
      totalFiles: files,
      totalSizeBytes: bytes,
      discoveryMs: Number(this.#walkNanos) / 1e6,
      hashingMs: Number(this.#filesNanos) / 1e6,
      diffMs: Number(diffNanos) / 1e6,
      cacheHitRate: files === 0 ? 0 : unread / files,
      filesSkippedLarge: skippedLarge,
      filesSkippedBinary: skippedBinary,
      filesSkippedEncoding: skippedEncoding,
      filesSkippedIgnored: IGNORED.reduce((sum, reason) => sum + (skipped[reason] ?? 0), 0),
      skipped,
      languagesFound: Object.fromEntries(languages)
    }
  }
}

/** The reasons that an ignore rule gives, and the one that stands for a rule. */
const IGNORED: ReadonlyArray<SkipReason> = [
  "exclude",
  "driftignore",
  "gitignore",
  "infoExclude",
  "globalIgnore",
  "default",
  "worktree"
]

/** @throws what the file system throws of the root. */
const rulesOf = (
  fs: FileSystemCalls,
  reader: FileReader,
  { environment }: ScanOptions,
  { exclude = [], root }: Pick<ScanRequest, "root" | "exclude">
): TreeRules => {
  const repositories = new GitRepositories(fs, reader, environment)
  return new TreeRules({ fs, repositories, root, exclude })
}

const rootError = (root: string, cause: unknown): ScanFailure =>
  isPermissionError(cause)
    ? new PermissionDenied({ path: root, cause })
    : new ScanError({ reason: isGone(cause) ? "RootMissing" : "Unreadable", path: root, cause })

const checkRoot = (fs: FileSystemCalls, root: string): Effect.Effect<void, ScanFailure> =>
  Effect.gen(function* () {
    const stat = yield* Effect.try({ try: () => fs.stat(root), catch: (cause) => rootError(root, cause) })
    if (stat === undefined) return yield* new ScanError({ reason: "RootMissing", path: root })
    if (stat.kind !== "directory") return yield* new ScanError({ reason: "RootNotDirectory", path: root })
    yield* Effect.try({
      try: () => {
        // To begin to list it is enough, however large it is.
        const real = fs.realpath(root)
        ;(fs.startListing?.(real, false) ?? listWhole(fs, `${real}/`)).close()
      },
      catch: (cause) => rootError(root, cause)
    })
  })

/** BLAKE3 is loaded only for a scan that may need it. */
const loadHashers = ({ hashAlgorithm, previous }: ScanRequest): Effect.Effect<Hashers> =>
  hashAlgorithm === "blake3" || previous.mayHaveBlake3
    ? Effect.map(Effect.promise(loadBlake3), (blake3) => ({ xxh3, blake3 }))
    : Effect.succeed(ONLY_XXH3)

const ONLY_XXH3: Hashers = {
  xxh3,
  blake3: () => {
    throw new Error("BLAKE3 is not loaded")
  }
}

/** A scope must be there, or have been there. */
const checkScopes = (fs: FileSystemCalls, request: ScanRequest): Effect.Effect<Scopes, ScanError> =>
  Effect.gen(function* () {
    const scopes = Scopes.make(request.scopes)
    const missing = (scope: string) => new ScanError({ reason: "RootMissing", path: `${request.root}/${scope}` })
    if ("invalid" in scopes) return yield* missing(scopes.invalid)
    for (const scope of scopes.paths) {
      const stat = yield* Effect.sync(() => lookAt(fs, `${request.root}/${scope}`))
      if (stat === undefined && !isKnown(request, scope)) return yield* missing(scope)
    }
    return scopes
  })

/** `undefined` only when there is surely nothing; what cannot be looked at is for the walk to report. */
const lookAt = (fs: FileSystemCalls, path: string): EntryStat | "unknown" | undefined => {
  try {
    return fs.lstat(path)
  } catch (error) {
    return isGone(error) ? undefined : "unknown"
  }
}

const isKnown = (request: ScanRequest, scope: string): boolean => {
  if (request.previous.has(scope)) return true
  for (const path of request.previous.paths()) if (path.startsWith(`${scope}/`)) return true
  return false
}

/**
 * Advances until a step is complete. Between two advances the event loop runs timers, I/O and interruption, which a mere
 * yield to the fiber scheduler does not let it.
 */
const advance = (session: Session): Effect.Effect<ScanStep | Needed> =>
  Effect.async((resume) => {
    let handle: NodeJS.Immediate
    const next = () => {
      try {
        const step = session.advance()
        if (step === undefined) handle = setImmediate(next)
        else resume(Effect.succeed(step))
      } catch (defect) {
        // Nothing of Effect is around this callback that could catch it.
        resume(Effect.die(defect))
      }
    }
    handle = setImmediate(next)
    return Effect.sync(() => clearImmediate(handle))
  })

/** Advances, and fetches what that needs, until a step is complete. */
const nextStep = (session: Session, fs: FileSystemCalls, base: string): Effect.Effect<ScanStep> =>
  Effect.flatMap(advance(session), (step) => {
    if (step._tag !== "Needed") return Effect.succeed(step)
    const fetched = fs.fetch?.(step.paths.map((path) => `${base}/${path}`)) ?? Effect.void
    return Effect.andThen(
      fetched,
      Effect.suspend(() => nextStep(session, fs, base))
    )
  })

/** The implementation of `Scanner.check` over any file system. */
export const check =
  (options: ScanOptions) =>
  (root: string): Effect.Effect<void, ScanFailure> =>
    options.check?.(root) ?? Effect.scoped(Effect.flatMap(options.fileSystem(root), (fs) => checkRoot(fs, root)))

/** The implementation of `Scanner.scan` over any file system. */
export const make =
  (options: ScanOptions) =>
  (request: ScanRequest): Stream.Stream<ScanStep, ScanFailure> =>
    Stream.unwrapScoped(
      Effect.gen(function* () {
        const clock = yield* Effect.clock
        const startedAt = clock.unsafeCurrentTimeMillis()
        const fs = yield* options.fileSystem(request.root)
        yield* checkRoot(fs, request.root)
        const scopes = yield* checkScopes(fs, request)
        const hashers = yield* loadHashers(request)
        const now = () => clock.unsafeCurrentTimeNanos()
        const session = yield* Effect.acquireRelease(
          Effect.try({
            try: () => new Session(request, scopes, fs, hashers, options, startedAt, now),
            catch: (cause) => rootError(request.root, cause)
          }),
          (opened) => Effect.sync(() => opened.close())
        )
        const base = withoutSlash(request.root)
        return Stream.paginateEffect(session, (current) =>
          Effect.map(nextStep(current, fs, base), (step) => [
            step,
            step._tag === "Finished" ? Option.none<Session>() : Option.some(current)
          ])
        )
      })
    ).pipe(Stream.withSpan("Scanner.scan", { attributes: { root: request.root } }))

/** The implementation of `Scanner.explain` over any file system. */
export const explain =
  (options: ScanOptions) =>
  (request: ExplainRequest): Effect.Effect<Explanation, ScanFailure> =>
    Effect.gen(function* () {
      const fs = yield* options.fileSystem(request.root)
      yield* checkRoot(fs, request.root)
      const scope = Scopes.make([request.path])
      if ("invalid" in scope) {
        return yield* new ScanError({ reason: "RootMissing", path: `${request.root}/${request.path}` })
      }
      const [path] = scope.paths
      return yield* Effect.try({
        try: () => {
          const rules = rulesOf(fs, new FileReader(fs), options, request)
          const { followSymlinks = false } = request
          const base = withoutSlash(rules.realRoot)
          const include = IncludeFilter.make(request.include)
          return Explain.explain({ fs, rules, base, include, followSymlinks }, path ?? "", request.path.endsWith("/"))
        },
        catch: (cause) => rootError(request.root, cause)
      })
    }).pipe(Effect.scoped, Effect.withSpan("Scanner.explain", { attributes: { path: request.path } }))
