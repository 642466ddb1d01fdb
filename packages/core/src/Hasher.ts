/** Computes hashes of contents. */
import { xxh3 as xxhash } from "@node-rs/xxhash"
import type { createBLAKE3, IHasher } from "hash-wasm"
import { createRequire } from "node:module"
import type { Blake3Hash, ContentHash, HashAlgorithm } from "./ContentHash.js"

export type Hasher<H extends ContentHash = ContentHash> = (bytes: Uint8Array) => H

export const xxh3: Hasher<bigint> = (bytes) => xxhash.xxh64(bytes)

/** The one module of `hash-wasm` that BLAKE3 needs: the whole of it takes five times as long to load. */
interface Blake3Module {
  readonly createBLAKE3: typeof createBLAKE3
}

let loaded: Promise<Hasher<Blake3Hash>> | undefined

/** Loads BLAKE3, which costs some milliseconds, the first time. */
export const loadBlake3 = (): Promise<Hasher<Blake3Hash>> => (loaded ??= compileBlake3())

const compileBlake3 = async (): Promise<Hasher<Blake3Hash>> => {
  const require = createRequire(import.meta.url)
  const module = require("hash-wasm/dist/blake3.umd.min.js") as Blake3Module
  const hasher: IHasher = await module.createBLAKE3()
  return (bytes) => hasher.init().update(bytes).digest("hex")
}

export const loadHasher = (algorithm: HashAlgorithm): Promise<Hasher> =>
  algorithm === "xxh3" ? Promise.resolve(xxh3) : loadBlake3()
