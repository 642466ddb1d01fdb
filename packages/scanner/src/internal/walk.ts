/**
 * A resumable, synchronous walk: `advance` looks at a bounded number of entries and returns.
 *
 * The stack is explicit, so depth costs no call stack. Files come out in the order of the UTF-8 bytes of their paths.
 */
import type { FileProblem, SkipCounts, SkippedEntry, SkipReason } from "@drift/core/Scan"
import { compareUtf8 } from "@drift/core/Text"
import type { Rule } from "../IgnoreRules.js"
import { ALWAYS_EXCLUDED, type IgnoreRules } from "../IgnoreRules.js"
import type { DirectoryEntry, EntryStat, FileSystemCalls, Listing } from "./fileSystem.js"
import { describe, isGone, listWhole } from "./fileSystem.js"
import type { IncludeFilter } from "./includeFilter.js"
import { followLink, MAX_LINKS } from "./links.js"
import { fromBinary, toBinary } from "./ruleList.js"
import type { Scopes } from "./scopes.js"
import type { TreeRules } from "./treeRules.js"

/** A regular file that no rule excludes. */
export interface FoundFile {
  readonly path: string
  /** `undefined` when even that could not be had; `problem` then says why. */
  readonly stat: EntryStat | undefined
  readonly problem: FileProblem | undefined
  /** Where it is, if that is not below the root at its path: followed links led there. */
  readonly elsewhere: string | undefined
}

export interface WalkOptions {
  readonly fs: FileSystemCalls
  readonly rules: TreeRules
  /** The root without links and without a slash at its end. */
  readonly base: string
  readonly scopes: Scopes
  readonly include: IncludeFilter | undefined
  readonly followSymlinks: boolean
  /** Whether a file is never looked at, as what is in `.drift`. */
  readonly isOwn: ((path: string) => boolean) | undefined
  /** Remember each entry that is passed over, not only how many. */
  readonly listSkipped: boolean
}

interface Entry extends DirectoryEntry {
  /** Where a followed link leads. */
  readonly target?: string
  /** A link that is not followed after all. */
  readonly refused?: SkipReason
  /** A link of which it cannot be told where it leads. */
  readonly error?: unknown
}

/** A directory on the way to where the walk is. */
interface Directory {
  readonly path: string
  readonly binary: string
  /** Without links: a link among the folders of a path is refused, wherever it has come from. */
  readonly absolute: string
  /** Of the directory around it. */
  readonly around: IgnoreRules
  /** False on the way from the root to a scope. */
  readonly inScope: boolean
  readonly included: boolean
  /** How many links led here. */
  readonly links: number
  /** See `FileSystemCalls.identity`; found out when it is asked for. */
  identity: string | undefined
}

/** One that is being listed. */
interface Reading extends Directory {
  readonly listing: Listing
  entries: Array<Entry>
  inOrder: boolean
  driftignore: boolean
  gitignore: boolean
  dotGit: boolean
}

/** One that is being visited, entry by entry. */
interface Frame extends Directory {
  /** `path` with a slash at its end, or `""`; also as a binary string, and absolute. */
  readonly prefix: string
  readonly binaryPrefix: string
  readonly absolutePrefix: string
  readonly entries: ReadonlyArray<Entry>
  next: number
  readonly rules: IgnoreRules
}

const DOT = 0x2e

/** The names that mean something to git or to Drift. */
const SPECIAL = /^\.(?:git|drift)(?:ignore)?$/i

/** Beyond this character UTF-16 order and UTF-8 order may differ. */
const hasSurrogates = (text: string): boolean => /[\ud800-\uffff]/.test(text)

/** What an entry is sorted by: directories count with their slash, so that paths come out in order. */
const keyOf = ({ kind, name }: Entry): string => (kind === "directory" ? `${name}/` : name)

const sort = (entries: Array<Entry>): Array<Entry> =>
  entries.some((entry) => hasSurrogates(entry.name))
    ? entries.sort((a, b) => compareUtf8(keyOf(a), keyOf(b)))
    : entries.sort((a, b) =>
        (a.kind === "file" && b.kind === "file" ? a.name < b.name : keyOf(a) < keyOf(b)) ? -1 : 1
      )

const problemOf = (path: string, error: unknown): FileProblem => ({
  path,
  code: "SCAN_ERROR",
  message: describe(error, path)
})

export class Walk {
  readonly files: Array<FoundFile> = []
  readonly problems: Array<FileProblem> = []
  /** What could not be read, `""` for the root: nothing is known of it and of what is below. */
  readonly unreadable = new Set<string>()
  totalBytes = 0
  /** Empty unless asked for. */
  readonly skippedEntries: Array<SkippedEntry> = []

  readonly #options: WalkOptions
  readonly #skipped = new Map<SkipReason, number>()
  readonly #stack: Array<Frame> = []
  /** The directory on top of the stack as long as it is not wholly listed. */
  #reading: Reading | undefined

  constructor(options: WalkOptions) {
    this.#options = options
  }

  /** Before the first `advance`: opens the root. */
  open(): void {
    const { base, rules, scopes } = this.#options
    this.#openDirectory({
      path: "",
      binary: "",
      absolute: base,
      around: rules.around(),
      inScope: scopes.everything,
      included: false,
      links: 0,
      identity: undefined
    })
  }

  /** Looks at about `limit` more entries; false when the walk is over. */
  advance(limit: number): boolean {
    let left = limit
    while (left > 0) {
      if (this.#reading !== undefined) {
        left -= this.#read(this.#reading)
        continue
      }
      const frame = this.#stack[this.#stack.length - 1]
      if (frame === undefined) return false
      if (frame.next === frame.entries.length) {
        this.#stack.pop()
        continue
      }
      left--
      this.#visit(frame, frame.entries[frame.next++]!)
    }
    return this.#stack.length > 0 || this.#reading !== undefined
  }

  /** Lets go of what is open; the walk does not go on. */
  close(): void {
    this.#reading?.listing.close()
    this.#reading = undefined
  }

  get skipped(): SkipCounts {
    return Object.fromEntries(this.#skipped)
  }

  #visit(frame: Frame, entry: Entry): void {
    const path = frame.prefix + entry.name
    const relation = frame.inScope ? "inside" : this.#options.scopes.relation(path)
    const isDirectory = entry.kind === "directory"
    if (relation === "outside" || (relation === "above" && !isDirectory)) return
    if (!isDirectory && this.#options.isOwn?.(path) === true) return
    const name = entry.invalid ?? toBinary(entry.name)
    const binary = frame.binaryPrefix + name
    const rule = frame.rules.matchBinary(binary, name, isDirectory)
    if (rule !== undefined && !rule.negated) return this.#skip(path, isDirectory, rule.kind, rule)
    if (entry.error !== undefined) return this.#cannotRead(path, entry.error)
    if (entry.refused !== undefined) return this.#skip(path, isDirectory, entry.refused)
    if (entry.kind === "link") return this.#skip(path, false, "link")
    if (entry.kind === "other") return this.#skip(path, false, "special")
    if (entry.invalid !== undefined) {
      this.problems.push({ path, code: "SCAN_ERROR", message: `The name is not valid UTF-8: ${path}` })
      return
    }
    const { include } = this.#options
    const included = include === undefined || include.step(binary, name, isDirectory, frame.included)
    const absolute = entry.target ?? frame.absolutePrefix + entry.name
    if (!isDirectory) {
      const isElsewhere = frame.links > 0 || entry.target !== undefined
      if (included) this.#addFile(path, absolute, entry, isElsewhere ? absolute : undefined)
      else this.#skip(path, false, "include")
      return
    }
    this.#openDirectory({
      path,
      binary,
      absolute,
      around: frame.rules,
      inScope: relation === "inside",
      included,
      links: frame.links + (entry.target === undefined ? 0 : 1),
      identity: undefined
    })
  }

  #skip(path: string, isDirectory: boolean, reason: SkipReason, rule?: Rule): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1)
    if (!this.#options.listSkipped) return
    this.skippedEntries.push({
      path,
      isDirectory,
      reason,
      ...(rule === undefined ? {} : { source: rule.source, line: rule.line, pattern: fromBinary(rule.pattern) })
    })
  }

  #addFile(path: string, absolutePath: string, entry: Entry, elsewhere: string | undefined): void {
    let { stat } = entry
    if (stat === undefined) {
      try {
        stat = this.#options.fs.lstat(absolutePath)
      } catch (error) {
        if (!isGone(error)) this.files.push({ path, stat: undefined, problem: problemOf(path, error), elsewhere })
        return
      }
      if (stat === undefined || stat.kind !== "file") return
    }
    this.totalBytes += stat.size
    this.files.push({ path, stat, problem: undefined, elsewhere })
  }

  #openDirectory(directory: Directory): void {
    const { absolute, inScope, path } = directory
    const target = path === "" ? `${absolute}/` : absolute
    try {
      const listing = this.#options.fs.startListing?.(target, inScope) ?? listWhole(this.#options.fs, target)
      this.#reading = {
        ...directory,
        listing,
        entries: [],
        inOrder: true,
        driftignore: false,
        gitignore: false,
        dotGit: false
      }
    } catch (error) {
      this.#cannotRead(path, error)
    }
  }

  /** How many entries were listed. */
  #read(reading: Reading): number {
    let listed: ReadonlyArray<DirectoryEntry> | undefined
    try {
      listed = reading.listing.next()
    } catch (error) {
      this.#reading = undefined
      this.#cannotRead(reading.path, error)
      return 1
    }
    if (listed === undefined) {
      this.#reading = undefined
      this.#enter(reading)
      return 1
    }
    const entries: Array<Entry> = []
    for (const entry of listed) {
      const { kind } = entry
      if (entry.name.charCodeAt(0) === DOT) {
        const name = this.#special(reading, entry.name)
        if (ALWAYS_EXCLUDED.has(name)) {
          reading.dotGit ||= name === ".git" && kind !== "other"
          continue
        }
        if (kind === "file") {
          reading.driftignore ||= name === ".driftignore"
          reading.gitignore ||= name === ".gitignore"
        } else if (kind === "link" && (name === ".gitignore" || name === ".driftignore")) {
          const source = reading.path === "" ? name : `${reading.path}/${name}`
          this.#options.rules.warn(source, "The file is a link, which git does not follow either")
        }
      }
      const isFollowed = kind === "link" && entry.invalid === undefined && this.#options.followSymlinks
      entries.push(isFollowed ? this.#follow(reading, entry.name) : entry)
    }
    // Piece by piece, so that sorting all of a large directory in the end is merging.
    sort(entries)
    if (reading.entries.length === 0) reading.entries = entries
    else {
      for (const entry of entries) reading.entries.push(entry)
      reading.inOrder = false
    }
    return listed.length
  }

  /** A name that means something, however it is spelt where case does not count in names; and any other as it stands. */
  #special({ absolute }: Directory, name: string): string {
    if (!SPECIAL.test(name)) return name
    const small = name.toLowerCase()
    const { identity } = this.#options.fs
    if (small === name || identity === undefined) return name
    try {
      return identity(`${absolute}/${small}`) === identity(`${absolute}/${name}`) ? small : name
    } catch {
      return name
    }
  }

  #follow(directory: Directory, name: string): Entry {
    const { fs, rules } = this.#options
    const absolute = `${directory.absolute}/${name}`
    const led = followLink(fs, absolute, rules.realRoot)
    if (led._tag === "Refused") return { name, kind: "link", refused: led.reason }
    if (led._tag === "Unreadable") return { name, kind: "link", error: led.error }
    const { identity, stat, target } = led
    if (stat.kind !== "directory") return { name, kind: stat.kind, target, stat }
    const entry: Entry = { name, kind: "directory", target }
    const isLoop = directory.links >= MAX_LINKS || this.#isAround(directory, identity)
    return isLoop ? { ...entry, refused: "loop" } : entry
  }

  /** Whether a directory is the one that is being listed, or one that this stands in. */
  #isAround(directory: Directory, identity: string | undefined): boolean {
    const identify = (each: Directory) => (each.identity ??= this.#identityOf(each.absolute))
    return identify(directory) === identity || this.#stack.some((frame) => identify(frame) === identity)
  }

  #identityOf(directory: string): string | undefined {
    try {
      return this.#options.fs.identity?.(`${directory}/`)
    } catch {
      // It is no more what it was; what is below it will say so.
      return undefined
    }
  }

  #cannotRead(path: string, error: unknown): void {
    // The root was there a moment ago; without it nothing may count as removed.
    if (path !== "" && isGone(error)) return
    this.unreadable.add(path)
    this.problems.push(problemOf(path === "" ? "." : path, error))
  }

  #enter(reading: Reading): void {
    const { absolute, around, binary, entries, path } = reading
    const rules = this.#options.rules.enter(path, absolute, around, reading)
    if (rules === undefined) return this.#skip(path, true, "worktree")
    this.#stack.push({
      path,
      binary,
      absolute,
      around,
      inScope: reading.inScope,
      included: reading.included,
      links: reading.links,
      identity: reading.identity,
      prefix: path === "" ? "" : `${path}/`,
      binaryPrefix: binary === "" ? "" : `${binary}/`,
      absolutePrefix: `${absolute}/`,
      entries: reading.inOrder ? entries : sort(entries),
      next: 0,
      rules
    })
  }
}
