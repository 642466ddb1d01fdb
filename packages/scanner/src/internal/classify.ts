/** From a file found to a file compared with the last scan: unread where its stat proves it unchanged, else read once. */
import type { ContentHash, HashAlgorithm } from "@drift/core/ContentHash"
import { algorithmOf } from "@drift/core/ContentHash"
import type { FileIndex, IndexedFile } from "@drift/core/FileIndex"
import type { Hasher } from "@drift/core/Hasher"
import type { KnownLanguages } from "@drift/core/KnownLanguages"
import type { LanguageId } from "@drift/core/Language"
import { mayHaveShebang } from "@drift/core/Language"
import type { Outcome } from "@drift/core/Outcome"
import type { FileStat, Source } from "@drift/core/ParseJob"
import type { FileStatus, ScanEntry } from "@drift/core/Scan"
import * as Text from "@drift/core/Text"
import type { ScannedFile } from "../Scanner.js"
import type { FileReader, FileRead } from "./fileReader.js"
import type { FileSystemCalls } from "./fileSystem.js"
import { describe } from "./fileSystem.js"
import { ReadBuffer } from "./readBuffer.js"
import type { Arrival } from "./renames.js"
import type { FoundFile } from "./walk.js"

/** A file this much older than the start of a scan cannot change afterwards without a new mtime. */
const RACY_MARGIN_MS = 10
/** The same where mtimes may be whole seconds, or every other of them, as an mtime without a fraction suggests. */
const COARSE_RACY_MARGIN_MS = 2000

export interface ClassifyOptions {
  readonly fs: FileSystemCalls
  /** Absolute, without a slash at its end. */
  readonly base: string
  readonly reader: FileReader
  readonly previous: FileIndex
  readonly force: boolean
  readonly algorithm: HashAlgorithm
  /** By each algorithm that `algorithm` or a hash of `previous` may be of. */
  readonly hashers: Readonly<Record<HashAlgorithm, Hasher>>
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

/** What its first line told, if that was to tell. */
const languageOfContent = ({ language, path }: IndexedFile): LanguageId | undefined =>
  mayHaveShebang(path) ? language : undefined

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
  /** Files that the last scan did not know; none of a first scan, and none that is empty. */
  readonly arrivals: Array<Arrival> = []
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
      read = reader.readSeen(this.#absolute(found), maxFileSize, stat, buffer)
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
      this.#isLanguageTold(before, languageOfPath) &&
      this.#isOfAlgorithm(before.contentHash) &&
      !(mustFetch && keepBytes && this.#isParsedAgain(before, languageOfPath ?? languageOfContent(before)))
    )
  }

  /** Whether a file that did not change is to be parsed. */
  #isParsedAgain(before: IndexedFile, language: LanguageId | undefined): boolean {
    return language !== undefined && (language !== before.language || this.#options.isOutdated(before))
  }

  #unread(found: FoundFile, before: IndexedFile, stat: FileStat, languageOfPath: LanguageId | undefined): ScannedFile {
    this.unread++
    const language = languageOfPath ?? languageOfContent(before)
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
    const contentHash = this.#options.hashers[this.#options.algorithm](bytes)
    const language =
      languageOfPath ?? (mayHaveShebang(found.path) ? this.#options.languages.ofShebang(bytes) : undefined)
    const inspection = Text.inspect(bytes, true)
    const racy = read.unstable || this.#isRacy(stat)
    const unchanged = before !== undefined && this.#isSameContent(before, bytes, contentHash)
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
    if (before === undefined) this.#arrive(found.path, bytes, contentHash)
    const stale =
      unchanged &&
      (!sameStat(before, stat) ||
        before.racy !== racy ||
        before.contentHash !== contentHash ||
        before.language !== language ||
        before.outcome !== outcome)
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

  /** The stat of a file that is recorded with another hash proves it unchanged, too; but the hash of now is still to be had. */
  #isOfAlgorithm(hash: ContentHash | undefined): boolean {
    return hash !== undefined && algorithmOf(hash) === this.#options.algorithm
  }

  /** Compares by the algorithm of the hash that is recorded. */
  #isSameContent({ contentHash: recorded }: IndexedFile, bytes: Uint8Array, contentHash: ContentHash): boolean {
    if (recorded === undefined || this.#isOfAlgorithm(recorded)) return recorded === contentHash
    return recorded === this.#options.hashers[algorithmOf(recorded)](bytes)
  }

  #arrive(path: string, bytes: Uint8Array, contentHash: ContentHash): void {
    const { hashers, previous } = this.#options
    if (previous.size === 0 || bytes.length === 0) return
    const hashes = [contentHash]
    if (typeof contentHash === "string") hashes.push(hashers.xxh3(bytes))
    else if (previous.mayHaveBlake3) hashes.push(hashers.blake3(bytes))
    this.arrivals.push({ path, hashes })
  }

  /**
   * Whether the language needs no reading: the name tells it, or what the first line told stands. Applications may bring
   * other languages each time, so that theirs are to be looked for in first lines each time.
   */
  #isLanguageTold(before: IndexedFile, languageOfPath: LanguageId | undefined): boolean {
    if (languageOfPath !== undefined || !mayHaveShebang(before.path)) return true
    const { languages } = this.#options
    return languages.further.size === 0 && (before.language === undefined || languages.has(before.language))
  }

  #sourceOf(found: FoundFile): Source {
    return this.#options.fs.sourceOf(this.#absolute(found))
  }

  #absolute({ elsewhere, path }: FoundFile): string {
    return elsewhere ?? `${this.#options.base}/${path}`
  }

  /** Without a language there is nothing to parse; with one, parsing decides. */
  #undecided(language: LanguageId | undefined): Outcome | undefined {
    return language === undefined ? "noLanguage" : undefined
  }

  #isRacy({ mtimeNanos, mtimeSecs }: FileStat): boolean {
    const margin = mtimeNanos === 0 ? COARSE_RACY_MARGIN_MS : RACY_MARGIN_MS
    if (mtimeSecs * 1000 + mtimeNanos / 1e6 >= this.#options.startedAt - margin) return true
    // Of times further from 1970 than a number tells exactly, two that differ may look alike.
    return !Number.isSafeInteger(mtimeSecs)
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
