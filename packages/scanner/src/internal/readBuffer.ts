/** Memory that files are read into, one behind the other as far as their bytes are kept. */

/** A batch for a parser thread is the files of one buffer: about this many bytes, and no more than so many files. */
const BUFFER_BYTES = 448 * 1024
const BUFFER_FILES = 512

/** Larger buffers are multiples of this, so that ever larger files do not each need a new one. */
const GRANULE = 64 * 1024

export class ReadBuffer {
  #memory = new Uint8Array(0)
  #start = 0
  #kept = 0
  readonly #capacity: number

  constructor(capacity = BUFFER_BYTES) {
    this.#capacity = capacity
  }

  /** Memory with room for `size` bytes behind what is kept, the first `filled` of them as they were. */
  reserve(size: number, filled: number): Uint8Array {
    if (size > this.#memory.length - this.#start || this.#kept === BUFFER_FILES) {
      const needed = Math.max(size, this.#capacity)
      const memory = new Uint8Array(Buffer.allocUnsafeSlow(Math.ceil(needed / GRANULE) * GRANULE).buffer)
      if (filled > 0) memory.set(this.view(filled))
      this.#memory = memory
      this.#start = 0
      this.#kept = 0
    }
    return this.#memory
  }

  /** Where in the memory the next byte belongs. */
  get start(): number {
    return this.#start
  }

  /** The first bytes behind what is kept: valid until the next file is read, unless kept. */
  view(length: number): Uint8Array {
    return this.#memory.subarray(this.#start, this.#start + length)
  }

  /** Nothing will be written over the last file's bytes. Files that share a buffer are kept without a gap in their order. */
  keep(length: number): void {
    this.#start += length
    this.#kept++
  }
}
