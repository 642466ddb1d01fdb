/** Brings parse jobs and the parse cache together. */
import type { CachedParse } from "@drift/core/CachedParse"
import type { ContentHash } from "@drift/core/ContentHash"
import type { ParseJob } from "@drift/core/ParseJob"
import type { ScanSession, StorageError } from "@drift/storage/Storage"
import * as Effect from "effect/Effect"

/** The jobs, each with what the parse cache holds of its content. */
export const withCached = (
  session: ScanSession | undefined,
  jobs: ReadonlyArray<ParseJob>
): Effect.Effect<ReadonlyArray<ParseJob>, StorageError> => {
  if (session === undefined) return Effect.succeed(jobs)
  const hashes = new Set(jobs.flatMap(({ contentHash }) => (contentHash === undefined ? [] : [contentHash])))
  return Effect.map(session.cached([...hashes]), (found) => {
    if (found.length === 0) return jobs
    const known = new Map<ContentHash, Array<CachedParse>>()
    for (const parse of found) {
      const others = known.get(parse.contentHash)
      if (others === undefined) known.set(parse.contentHash, [parse])
      else others.push(parse)
    }
    return jobs.map((job) => {
      const cached = job.contentHash === undefined ? undefined : known.get(job.contentHash)
      return cached === undefined ? job : { ...job, cached }
    })
  })
}
