/** From a file found to a file compared with the last scan: unread where its stat proves it unchanged, else read once. */
import type { FileIndex, IndexedFile } from "@drift/core/FileIndex"
import * as Language from "@drift/core/Language"
import type { Outcome } from "@drift/core/Outcome"
import type { FileStat } from "@drift/core/ParseJob"
import type { FileProblem, FileStatus, ScanEntry } from "@drift/core/Scan"
import * as Text from "@drift/core/Text"
import { xxh3 } from "@node-rs/xxhash"
import type { ScannedFile } from "../Scanner.js"
import type { FileReader, FileRead } from "./fileReader.js"
import type { FileSystemCalls } from "./fileSystem.js"
import { describe } from "./fileSystem.js"
import type { FoundFile } from "./walk.js"

/** A file this much older than the start of a scan cannot change afterwards without a new mtime. */
const RACY_MARGIN_MS = 10

export interface ClassifyOptions {
  readonly fs: FileSystemCalls
  readonly reader: FileReader
  readonly previous: FileIndex
  readonly force: boolean
  readonly maxFileSize: number
  /** When the scan began, in milliseconds since 1970; `Infinity` where an mtime can always be trusted. */
  readonly startedAt: number
}

/** Outcomes that only parsing gives. */
const isParseOutcome = (previous: IndexedFile): boolean =>
  previous.outcome === "parsed" ||
  previous.outcome === "parsedWithErrors" ||
  previous.outcome === "notParsed" ||
  (previous.outcome === "failed" && !failedToRead(previous))

/** Failed, but not for want of time: it could not be read, and is tried again in every scan. */
const failedToRead = (previous: IndexedFile): boolean => previous.outcome === "failed" && previous.timedOutAfter === 0

const sameStat = (previous: IndexedFile, stat: FileStat): boolean =>
  previous.size === stat.size && previous.mtimeSecs === stat.mtimeSecs && previous.mtimeNanos === stat.mtimeNanos

const NO_STAT: FileStat = { size: 0, mtimeSecs: 0, mtimeNanos: 0 }

interface Verdict {
  readonly path: string
  readonly absolutePath: string
  readonly status: FileStatus
  readonly stat: FileStat
  readonly racy: boolean
  readonly stale: boolean
  readonly language: Language.Language | undefined
  readonly contentHash: bigint | undefined
  readonly outcome: Outcome | undefined
  readonly problem?: FileProblem
}

export class Classifier {
  files = 0
  bytes = 0
  /** Files whose content an unchanged stat saved from being read. */
  unread = 0
  skippedLarge = 0
  skippedBinary = 0
  skippedEncoding = 0
  /** How many of the files the last scan knew. */
  known = 0
  readonly languages = new Map<Language.Language, number>()
  /** Bytes read so far, so that a caller can end its turn in time. */
  bytesRead = 0

  readonly #options: ClassifyOptions

  constructor(options: ClassifyOptions) {
    this.#options = options
  }

  /** `undefined` when the file has vanished since it was found. */
  classify(found: FoundFile): ScannedFile | undefined {
    const { force, maxFileSize, previous, reader } = this.#options
    const before = previous.get(found.path)
    if (found.stat === undefined || found.problem !== undefined) {
      return this.#failed(found, before, found.problem?.message ?? describe(undefined, found.path))
    }
    if (found.stat.size > maxFileSize) return this.#large(found, before, found.stat)
    if (
      before !== undefined &&
      !force &&
      !before.racy &&
      before.outcome !== "skippedLarge" &&
      !failedToRead(before) &&
      sameStat(before, found.stat)
    ) {
      return this.#unread(found, before, found.stat)
    }
    let read: FileRead
    try {
      read = reader.read(found.absolutePath, maxFileSize)
    } catch (error) {
      return this.#failed(found, before, describe(error, found.path))
    }
    switch (read._tag) {
      case "Gone":
        return undefined
      case "Large":
        return this.#large(found, before, read.stat)
      case "Read":
        return this.#read(found, before, read)
    }
  }

  #unread(found: FoundFile, before: IndexedFile, stat: FileStat): ScannedFile {
    this.unread++
    const language =
      Language.languageOfPath(found.path) ?? (Language.mayHaveShebang(found.path) ? before.language : undefined)
    const stale = language !== before.language
    return this.#emit(before, {
      path: found.path,
      absolutePath: found.absolutePath,
      status: "unchanged",
      stat,
      racy: false,
      stale,
      language,
      contentHash: before.contentHash,
      outcome: stale && !before.outcome.startsWith("skipped") ? this.#undecided(language) : before.outcome
    })
  }

  #read(found: FoundFile, before: IndexedFile | undefined, read: Extract<FileRead, { _tag: "Read" }>): ScannedFile {
    const { bytes, stat } = read
    this.bytesRead += bytes.length
    const contentHash = xxh3.xxh64(bytes)
    const language =
      Language.languageOfPath(found.path) ??
      (Language.mayHaveShebang(found.path) ? Language.languageOfShebang(bytes) : undefined)
    const inspection = Text.inspect(bytes, true)
    const racy = read.unstable || this.#isRacy(stat)
    const unchanged = before?.contentHash === contentHash
    let outcome: Outcome | undefined =
      inspection._tag === "Binary"
        ? "skippedBinary"
        : inspection._tag === "Undecodable"
          ? "skippedEncoding"
          : this.#undecided(language)
    if (outcome === undefined && unchanged && before.language === language && isParseOutcome(before)) {
      outcome = before.outcome
    }
    return this.#emit(before, {
      path: found.path,
      absolutePath: found.absolutePath,
      status: before === undefined ? "added" : unchanged ? "unchanged" : "modified",
      stat,
      racy,
      stale:
        unchanged &&
        (!sameStat(before, stat) || before.racy !== racy || before.language !== language || before.outcome !== outcome),
      language,
      contentHash,
      outcome
    })
  }

  #large(found: FoundFile, before: IndexedFile | undefined, stat: FileStat): ScannedFile {
    const unchanged = before?.outcome === "skippedLarge" && sameStat(before, stat)
    if (unchanged && !this.#options.force) this.unread++
    const language = Language.languageOfPath(found.path)
    const racy = this.#isRacy(stat)
    return this.#emit(before, {
      path: found.path,
      absolutePath: found.absolutePath,
      status: before === undefined ? "added" : unchanged ? "unchanged" : "modified",
      stat,
      racy,
      stale: unchanged && (before.racy !== racy || before.language !== language),
      language,
      contentHash: undefined,
      outcome: "skippedLarge"
    })
  }

  #failed(found: FoundFile, before: IndexedFile | undefined, message: string): ScannedFile {
    const stat = found.stat ?? before ?? NO_STAT
    return this.#emit(before, {
      path: found.path,
      absolutePath: found.absolutePath,
      status: before === undefined ? "added" : "unchanged",
      stat: { size: stat.size, mtimeSecs: stat.mtimeSecs, mtimeNanos: stat.mtimeNanos },
      racy: false,
      stale: before !== undefined && !failedToRead(before),
      language: before === undefined ? Language.languageOfPath(found.path) : before.language,
      contentHash: undefined,
      outcome: "failed",
      problem: { path: found.path, code: "SCAN_ERROR", message }
    })
  }

  /** Without a language there is nothing to parse; with one, parsing decides. */
  #undecided(language: Language.Language | undefined): Outcome | undefined {
    return language === undefined ? "noLanguage" : undefined
  }

  #isRacy(stat: FileStat): boolean {
    return stat.mtimeSecs * 1000 + stat.mtimeNanos / 1e6 >= this.#options.startedAt - RACY_MARGIN_MS
  }

  #emit(before: IndexedFile | undefined, verdict: Verdict): ScannedFile {
    const { contentHash, language, outcome, path, problem, stat } = verdict
    this.files++
    this.bytes += stat.size
    if (before !== undefined) this.known++
    if (language !== undefined) this.languages.set(language, (this.languages.get(language) ?? 0) + 1)
    if (outcome === "skippedLarge") this.skippedLarge++
    else if (outcome === "skippedBinary") this.skippedBinary++
    else if (outcome === "skippedEncoding") this.skippedEncoding++
    const entry: ScanEntry = {
      path,
      status: verdict.status,
      fileSize: stat.size,
      mtimeSecs: stat.mtimeSecs,
      mtimeNanos: stat.mtimeNanos,
      ...(language === undefined ? undefined : { language }),
      ...(contentHash === undefined ? undefined : { contentHash }),
      ...(outcome === undefined ? undefined : { outcome })
    }
    const source = this.#options.fs.sourceOf(verdict.absolutePath)
    return problem === undefined
      ? { entry, source, racy: verdict.racy, stale: verdict.stale }
      : { entry, source, racy: verdict.racy, stale: verdict.stale, problem }
  }
}
