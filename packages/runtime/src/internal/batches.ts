/** Gathers files into portions that are worth a trip to a parser thread or a transaction. */
import { FactBatchEncoder } from "@drift/core/FactBatchEncoder"
import type { ParseJob } from "@drift/core/ParseJob"
import type { ScannedFile } from "@drift/scanner/Scanner"
import type { Action } from "./plan.js"

/** Files that are done, wholly, once the work is. */
export type Work =
  | { readonly _tag: "Nothing"; readonly files: ReadonlyArray<ScannedFile> }
  | { readonly _tag: "Store"; readonly files: ReadonlyArray<ScannedFile>; readonly batch: Uint8Array }
  | { readonly _tag: "Parse"; readonly files: ReadonlyArray<ScannedFile>; readonly jobs: ReadonlyArray<ParseJob> }

const MAX_JOBS = 512
const MAX_JOB_BYTES = 400 * 1024
const MAX_ROWS = 2048

export class Batches {
  #current: Array<ScannedFile> = []
  #rows = new FactBatchEncoder()
  #rowFiles: Array<ScannedFile> = []
  #jobs: Array<ParseJob> = []
  #jobFiles: Array<ScannedFile> = []
  #jobBytes = 0
  #full: Array<Work> = []

  add(file: ScannedFile, action: Action): void {
    switch (action._tag) {
      case "Nothing":
        this.#current.push(file)
        break
      case "Store":
        this.#rows.addFile(action.row)
        if (this.#rowFiles.push(file) === MAX_ROWS) this.#closeRows()
        break
      case "Parse":
        this.#jobs.push(action.job)
        this.#jobFiles.push(file)
        this.#jobBytes += action.job.stat.size
        if (this.#jobs.length === MAX_JOBS || this.#jobBytes >= MAX_JOB_BYTES) this.#closeJobs()
        break
    }
  }

  /** The work that is ready: full batches, and all files that need nothing. */
  takeReady(): ReadonlyArray<Work> {
    if (this.#current.length > 0) this.#full.push({ _tag: "Nothing", files: this.#current })
    this.#current = []
    const ready = this.#full
    this.#full = []
    return ready
  }

  /** Everything that is left. */
  takeRest(): ReadonlyArray<Work> {
    if (this.#rowFiles.length > 0) this.#closeRows()
    if (this.#jobs.length > 0) this.#closeJobs()
    return this.takeReady()
  }

  #closeRows(): void {
    this.#full.push({ _tag: "Store", files: this.#rowFiles, batch: this.#rows.finish() })
    this.#rows = new FactBatchEncoder()
    this.#rowFiles = []
  }

  #closeJobs(): void {
    this.#full.push({ _tag: "Parse", files: this.#jobFiles, jobs: this.#jobs })
    this.#jobs = []
    this.#jobFiles = []
    this.#jobBytes = 0
  }
}
