/** Arrays of numbers that grow as they are filled. */

/** The bytes in twice the room, or in more where at least `least` are needed. */
export const grownBytes = (bytes: Uint8Array<ArrayBuffer>, least = 0): Uint8Array<ArrayBuffer> => {
  const larger = new Uint8Array(Math.max(bytes.length * 2, least))
  larger.set(bytes)
  return larger
}

/** As `grownBytes`, for words. */
export const grownWords = (words: Int32Array<ArrayBuffer>, least = 0): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(Math.max(words.length * 2, least))
  larger.set(words)
  return larger
}
