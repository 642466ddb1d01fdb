/** The order to parse one file, as the scanner's finding becomes it and a worker thread receives it. */
import type { CachedParse } from "./CachedParse.js"
import type { ContentHash } from "./ContentHash.js"
import type { LanguageId } from "./Language.js"

/** What the file system said about a file when it was looked at. */
export interface FileStat {
  /** Bytes. */
  readonly size: number
  /** Seconds since 1970, negative before. */
  readonly mtimeSecs: number
  /** 0 to 999,999,999. */
  readonly mtimeNanos: number
}

/** Where the bytes are: a path that the worker reads once, or the bytes themselves. */
export type Source =
  | { readonly _tag: "Path"; readonly absolutePath: string }
  | {
      readonly _tag: "Bytes"
      readonly bytes: Uint8Array
      /**
       * The bytes were read for this job and no one else: its `contentHash` is known to be theirs, and their buffer may be
       * moved to another thread with the batch, which leaves it empty here. All files that share a buffer must then go in one
       * batch; the scanner gives them out without a file of another buffer between them.
       */
      readonly owned?: boolean
    }

export interface ParseJob {
  /** Relative to the project root, with `/`. */
  readonly path: string
  readonly language: LanguageId
  readonly source: Source
  readonly stat: FileStat
  /** The mtime is too young to be trusted by the next scan. */
  readonly racy: boolean
  /** Of the raw bytes; when the worker reads them itself, what it read decides. */
  readonly contentHash?: ContentHash
  /** Earlier parses of this content, by whatever grammar. What does not fit or is damaged is as good as absent. */
  readonly cached?: ReadonlyArray<CachedParse>
}
