/** Gathers files into portions that are worth a trip to a parser thread or a transaction. */
import { FactBatchEncoder } from "@drift/core/FactBatchEncoder"
import type { ParseJob } from "@drift/core/ParseJob"
import type { ScannedFile } from "@drift/scanner/Scanner"
import type { Action } from "./plan.js"

/** Files that are done, wholly, once the work is. */
export type Work =
  | { readonly _tag: "Store"; readonly files: ReadonlyArray<ScannedFile>; readonly batch: Uint8Array }
  | { readonly _tag: "Parse"; readonly files: ReadonlyArray<ScannedFile>; readonly jobs: ReadonlyArray<ParseJob> }

const MAX_JOBS = 512
const MAX_JOB_BYTES = 400 * 1024
const MAX_ROWS = 2048

export class Batches {
  #rows = new FactBatchEncoder()
  #rowFiles: Array<ScannedFile> = []
  readonly #jobs = new Jobs()
  /** Jobs whose bytes are in one buffer, which goes where they go. */
  readonly #owners = new Jobs()
  #buffer: ArrayBufferLike | undefined
  #full: Array<Work> = []

  /** False when there is nothing to do. */
  add(file: ScannedFile, action: Action): boolean {
    switch (action._tag) {
      case "Nothing":
        return false
      case "Store":
        this.#rows.addFile(action.row)
        if (this.#rowFiles.push(file) === MAX_ROWS) this.#closeRows()
        return true
      case "Parse":
        this.#addJob(file, action.job)
        return true
    }
  }

  /** The batches that are full. */
  takeReady(): ReadonlyArray<Work> {
    const ready = this.#full
    this.#full = []
    return ready
  }

  /** Everything that is left. */
  takeRest(): ReadonlyArray<Work> {
    if (this.#rowFiles.length > 0) this.#closeRows()
    if (this.#owners.size > 0) this.#full.push(this.#owners.take())
    if (this.#jobs.size > 0) this.#full.push(this.#jobs.take())
    return this.takeReady()
  }

  #addJob(file: ScannedFile, job: ParseJob): void {
    const { source } = job
    if (source._tag === "Bytes" && source.owned === true) {
      // The scanner fills a buffer with as many files as make a good batch.
      if (source.bytes.buffer !== this.#buffer && this.#owners.size > 0) this.#full.push(this.#owners.take())
      this.#buffer = source.bytes.buffer
      this.#owners.add(file, job)
    } else {
      this.#jobs.add(file, job)
      if (this.#jobs.size === MAX_JOBS || this.#jobs.bytes >= MAX_JOB_BYTES) this.#full.push(this.#jobs.take())
    }
  }

  #closeRows(): void {
    this.#full.push({ _tag: "Store", files: this.#rowFiles, batch: this.#rows.finish() })
    this.#rows = new FactBatchEncoder()
    this.#rowFiles = []
  }
}

/** A batch that is being gathered. */
class Jobs {
  #files: Array<ScannedFile> = []
  #jobs: Array<ParseJob> = []
  bytes = 0

  get size(): number {
    return this.#jobs.length
  }

  add(file: ScannedFile, job: ParseJob): void {
    this.#files.push(file)
    this.#jobs.push(job)
    this.bytes += job.stat.size
  }

  take(): Work {
    const work: Work = { _tag: "Parse", files: this.#files, jobs: this.#jobs }
    this.#files = []
    this.#jobs = []
    this.bytes = 0
    return work
  }
}
