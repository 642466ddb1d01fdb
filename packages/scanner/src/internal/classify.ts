/** From a file found to a file compared with the last scan: unread where its stat proves it unchanged, else read once. */
import type { ContentHash } from "@drift/core/ContentHash"
import type { FileIndex, IndexedFile } from "@drift/core/FileIndex"
import type { KnownLanguages } from "@drift/core/KnownLanguages"
import type { LanguageId } from "@drift/core/Language"
import { mayHaveShebang } from "@drift/core/Language"
import type { Outcome } from "@drift/core/Outcome"
import type { FileStat, Source } from "@drift/core/ParseJob"
import type { FileStatus, ScanEntry } from "@drift/core/Scan"
import * as Text from "@drift/core/Text"
import { xxh3 } from "@node-rs/xxhash"
import type { ScannedFile } from "../Scanner.js"
import type { FileReader, FileRead } from "./fileReader.js"
import type { FileSystemCalls } from "./fileSystem.js"
import { describe } from "./fileSystem.js"
import { ReadBuffer } from "./readBuffer.js"
import type { FoundFile } from "./walk.js"

/** A file this much older than the start of a scan cannot change afterwards without a new mtime. */
const RACY_MARGIN_MS = 10

export interface ClassifyOptions {
  readonly fs: FileSystemCalls
  /** Absolute, without a slash at its end. */
  readonly base: string
  readonly reader: FileReader
  readonly previous: FileIndex
  readonly force: boolean
  readonly maxFileSize: number
  /** Files that are to be parsed come with their bytes, so that nobody reads them again. */
  readonly keepBytes: boolean
  readonly languages: KnownLanguages
  /** Whether a file of the index that did not change is to be parsed again. */
  readonly isOutdated: (file: IndexedFile) => boolean
  /** What is not read here can be read by nobody, and must not be read unless `isRead` said so. */
  readonly mustFetch: boolean
  /** When the scan began, in milliseconds since 1970. */
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
  readonly languages = new Map<LanguageId, number>()
  /** Bytes read so far, so that a caller can end its turn in time. */
  bytesRead = 0
  /** Bytes given out so far, so that a caller can end its step in time. */
  bytesKept = 0

  readonly #options: ClassifyOptions
  readonly #kept = new ReadBuffer()

  constructor(options: ClassifyOptions) {
    this.#options = options
  }

  /** `undefined` when the file has vanished since it was found. */
  classify(found: FoundFile): ScannedFile | undefined {
    const { keepBytes, languages, maxFileSize, previous, reader } = this.#options
    const { path, stat } = found
    const before = previous.get(path)
    if (stat === undefined) return this.#failed(found, before, found.problem?.message ?? describe(undefined, path))
    const language = languages.ofPath(path)
    if (stat.size > maxFileSize) return this.#large(found, before, stat, language)
    if (before !== undefined && this.#isProved(before, stat, language)) {
      return this.#unread(found, before, stat, language)
    }
    const buffer = keepBytes && language !== undefined ? this.#kept : undefined
    let read: FileRead
    try {
      read = reader.readSeen(this.#absolute(path), maxFileSize, stat, buffer)
    } catch (error) {
      return this.#failed(found, before, describe(error, path))
    }
    switch (read._tag) {
      case "Gone":
        return undefined
      case "Large":
        return this.#large(found, before, read.stat, language)
      case "Read":
        return this.#read(found, before, read, language, buffer)
    }
  }

  /** Whether `classify` will read the file. */
  isRead({ path, stat }: FoundFile): boolean {
    const { languages, maxFileSize, previous } = this.#options
    if (stat === undefined || stat.size > maxFileSize) return false
    const before = previous.get(path)
    return before === undefined || !this.#isProved(before, stat, languages.ofPath(path))
  }

  /** Whether there is no need to read a file, because its content is what the last scan knew. */
  #isProved(before: IndexedFile, stat: FileStat, languageOfPath: LanguageId | undefined): boolean {
    const { force, keepBytes, mustFetch } = this.#options
    return (
      !force &&
      !before.racy &&
      before.outcome !== "skippedLarge" &&
      !failedToRead(before) &&
      sameStat(before, stat) &&
      !(mustFetch && keepBytes && this.#isParsedAgain(before, languageOfPath ?? this.#shebangOf(before)))
    )
  }

  #isParsedAgain(before: IndexedFile, language: LanguageId | undefined): boolean {
    return language !== undefined && (language !== before.language || this.#options.isOutdated(before))
  }

  #unread(found: FoundFile, before: IndexedFile, stat: FileStat, languageOfPath: LanguageId | undefined): ScannedFile {
    this.unread++
    const language = languageOfPath ?? this.#shebangOf(before)
    const stale = language !== before.language
    const outcome = stale && !before.outcome.startsWith("skipped") ? this.#undecided(language) : before.outcome
    const entry = entryOf(found.path, "unchanged", stat, language, before.contentHash, outcome)
    return this.#emit(before, entry, this.#sourceOf(found), false, stale)
  }

  #read(
    found: FoundFile,
    before: IndexedFile | undefined,
    read: Extract<FileRead, { _tag: "Read" }>,
    languageOfPath: LanguageId | undefined,
    buffer: ReadBuffer | undefined
  ): ScannedFile {
    const { bytes, stat } = read
    this.bytesRead += bytes.length
    const contentHash = xxh3.xxh64(bytes)
    const language =
      languageOfPath ?? (mayHaveShebang(found.path) ? this.#options.languages.ofShebang(bytes) : undefined)
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
    const status: FileStatus = before === undefined ? "added" : unchanged ? "unchanged" : "modified"
    const stale =
      unchanged &&
      (!sameStat(before, stat) || before.racy !== racy || before.language !== language || before.outcome !== outcome)
    let source = this.#sourceOf(found)
    if (
      buffer !== undefined &&
      language !== undefined &&
      (outcome === undefined || (unchanged && this.#isParsedAgain(before, language)))
    ) {
      buffer.keep(bytes.length)
      this.bytesKept += bytes.length
      source = { _tag: "Bytes", bytes, owned: true }
    }
    return this.#emit(before, entryOf(found.path, status, stat, language, contentHash, outcome), source, racy, stale)
  }

  #large(
    found: FoundFile,
    before: IndexedFile | undefined,
    stat: FileStat,
    language: LanguageId | undefined
  ): ScannedFile {
    const unchanged = before?.outcome === "skippedLarge" && sameStat(before, stat)
    if (unchanged && !this.#options.force) this.unread++
    const racy = this.#isRacy(stat)
    const status: FileStatus = before === undefined ? "added" : unchanged ? "unchanged" : "modified"
    const stale = unchanged && (before.racy !== racy || before.language !== language)
    const entry = entryOf(found.path, status, stat, language, undefined, "skippedLarge")
    return this.#emit(before, entry, this.#sourceOf(found), racy, stale)
  }

  #failed(found: FoundFile, before: IndexedFile | undefined, message: string): ScannedFile {
    const { path } = found
    const language = before === undefined ? this.#options.languages.ofPath(path) : before.language
    const status = before === undefined ? "added" : "unchanged"
    const entry = entryOf(path, status, found.stat ?? before ?? NO_STAT, language, undefined, "failed")
    const stale = before !== undefined && !failedToRead(before)
    const scanned = this.#emit(before, entry, this.#sourceOf(found), false, stale)
    return { ...scanned, problem: { path, code: "SCAN_ERROR", message } }
  }

  /** What the first line told when the file was read, unless nobody knows that language any more. */
  #shebangOf({ language, path }: IndexedFile): LanguageId | undefined {
    if (language === undefined || !mayHaveShebang(path)) return undefined
    return this.#options.languages.has(language) ? language : undefined
  }

  #sourceOf(found: FoundFile): Source {
    return this.#options.fs.sourceOf(this.#absolute(found.path))
  }

  #absolute(path: string): string {
    return `${this.#options.base}/${path}`
  }

  /** Without a language there is nothing to parse; with one, parsing decides. */
  #undecided(language: LanguageId | undefined): Outcome | undefined {
    return language === undefined ? "noLanguage" : undefined
  }

  #isRacy(stat: FileStat): boolean {
    return stat.mtimeSecs * 1000 + stat.mtimeNanos / 1e6 >= this.#options.startedAt - RACY_MARGIN_MS
  }

  #emit(before: IndexedFile | undefined, entry: ScanEntry, source: Source, racy: boolean, stale: boolean): ScannedFile {
    const { language, outcome } = entry
    this.files++
    this.bytes += entry.fileSize
    if (before !== undefined) this.known++
    if (language !== undefined) this.languages.set(language, (this.languages.get(language) ?? 0) + 1)
    if (outcome === "skippedLarge") this.skippedLarge++
    else if (outcome === "skippedBinary") this.skippedBinary++
    else if (outcome === "skippedEncoding") this.skippedEncoding++
    return { entry, source, racy, stale, before }
  }
}

type Mutable<A> = { -readonly [K in keyof A]: A[K] }

/** What is not known is left out. A spread of optional parts would say it shorter, at several times the cost. */
const entryOf = (
  path: string,
  status: FileStatus,
  { mtimeNanos, mtimeSecs, size }: FileStat,
  language: LanguageId | undefined,
  contentHash: ContentHash | undefined,
  outcome: Outcome | undefined
): ScanEntry => {
  const entry: Mutable<ScanEntry> = { path, status, fileSize: size, mtimeSecs, mtimeNanos }
  if (language !== undefined) entry.language = language
  if (contentHash !== undefined) entry.contentHash = contentHash
  if (outcome !== undefined) entry.outcome = outcome
  return entry
}
