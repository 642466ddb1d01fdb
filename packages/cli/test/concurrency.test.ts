/** Several built commands at one database at the same time: one scans, the others are refused or wait, and readers read on. */
import { Storage } from "@drift/storage/Storage"
import * as SqliteStorage from "@drift/storage/SqliteStorage"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { afterAll, assert, describe, it } from "vitest"

const bin = fileURLToPath(new URL("../dist/bin.js", import.meta.url))

const folder = mkdtempSync(join(tmpdir(), "drift-concurrency-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const FILES = 150
/** Functions of a file at first, and one more once it is edited. */
const FUNCTIONS = 8
/** Files that are edited. */
const EDITED = 60

const write = (root: string, file: number, functions: number): void => {
  const filler = `  // ${"what is done here and why ".repeat(20)}\n`
  const source = Array.from(
    { length: functions },
    (_, i) => `export function f${i}() {\n${filler}  return g(${i})\n}\n`
  )
  writeFileSync(join(root, `${file}.ts`), source.join(""))
}

interface Answer {
  readonly pid: number
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const drift = async (root: string, ...args: ReadonlyArray<string>): Promise<Answer> => {
  const child = spawn(process.execPath, [bin, ...args, "--root", root, "--json"])
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")])
  return { pid: child.pid!, code: child.exitCode, stdout, stderr }
}

const dump = (root: string) =>
  Effect.runPromise(
    Effect.flatMap(Storage, (storage) => Stream.runCollect(storage.canonicalDump)).pipe(
      Effect.map((lines) => Chunk.toReadonlyArray(lines)),
      Effect.provide(SqliteStorage.layer({ path: join(root, ".drift", "drift.db") }))
    )
  )

interface Counted {
  readonly filesTotal: number
  readonly parsedNow: number
  readonly cacheHits: number
  readonly outcomes: { readonly parsed: number }
  readonly facts: { readonly functions: number }
}

interface Status extends Counted {
  readonly scans: ReadonlyArray<{ readonly status: string; readonly started_at: number; readonly completed_at: number }>
}

const parse = <A>({ stdout }: Answer): A => JSON.parse(stdout) as A

/** Reads for as long as `isOver` does not say so, and checks each answer; how often it was answered. */
const read = async (root: string, isOver: () => boolean): Promise<number> => {
  let answers = 0
  while (!isOver()) {
    for (const what of ["status", "functions"]) {
      const answer = await drift(root, what, ...(what === "functions" ? ["--limit", "10000"] : []))
      if (answer.code !== 0) {
        assert.match(answer.stderr, /^\[STORAGE_ERROR\] There is no database at /, what)
        continue
      }
      answers++
      if (what === "status") {
        const { facts, filesTotal, outcomes } = parse<Counted>(answer)
        assert.strictEqual(outcomes.parsed, filesTotal)
        assert.isAtLeast(facts.functions, filesTotal * FUNCTIONS)
        assert.isAtMost(facts.functions, filesTotal * FUNCTIONS + EDITED)
      } else {
        const counts = new Map<string, number>()
        for (const { file } of parse<{ items: ReadonlyArray<{ file: string }> }>(answer).items) {
          counts.set(file, (counts.get(file) ?? 0) + 1)
        }
        for (const [file, count] of counts) assert.include([FUNCTIONS, FUNCTIONS + 1], count, file)
      }
    }
  }
  return answers
}

/** Starts so many scans at the same time, every other one to wait, with two readers beside; `changed` is what there is to parse. */
const scanAtOnce = async (root: string, scans: number, changed: number): Promise<void> => {
  let over = false
  const readers = [read(root, () => over), read(root, () => over)]
  const answers = await Promise.all(
    Array.from({ length: scans }, (_, i) => drift(root, "scan", ...(i % 2 === 1 ? ["--wait"] : [])))
  )
  over = true
  await Promise.all(readers)

  const refused = answers.filter(({ code }) => code !== 0)
  const done = answers.filter(({ code }) => code === 0)
  assert.isAtLeast(done.length, Math.ceil(scans / 2), answers.map(({ stderr }) => stderr).join())
  answers.forEach(({ code }, i) => i % 2 === 1 && assert.strictEqual(code, 0, "one that waits is never refused"))
  for (const { code, stderr, stdout } of refused) {
    assert.deepStrictEqual([code, stdout], [1, ""])
    const [, pid] =
      /^\[SCAN_IN_PROGRESS\] Process (\d+) has been scanning into .*drift\.db since \d{4}-[\d-]+T[\d:.]+Z\n/.exec(
        stderr
      ) ?? assert.fail(stderr)
    assert.include(
      answers.map((answer) => answer.pid),
      Number(pid)
    )
  }
  const summaries = done.map((answer) => parse<Counted>(answer))
  const parsed = summaries.map(({ cacheHits, parsedNow }) => parsedNow + cacheHits).filter((files) => files > 0)
  assert.deepStrictEqual(parsed, [changed], "one scan does it, and the others find it done")
  for (const { filesTotal, outcomes } of summaries) {
    assert.deepStrictEqual([filesTotal, outcomes.parsed], [FILES, FILES])
  }
  const { scans: rows } = parse<Status>(await drift(root, "status"))
  const newest = rows.slice(0, done.length)
  assert.deepStrictEqual(new Set(newest.map(({ status }) => status)), new Set(["complete"]))
  newest.forEach((row, i) => {
    if (i > 0) assert.isAtMost(newest[i]!.completed_at, newest[i - 1]!.started_at, "one after the other")
    assert.isAtLeast(row.completed_at, row.started_at)
  })
}

describe("scans at the same time", () => {
  for (const scans of [2, 4, 8]) {
    it(`${scans} of them are done one after the other or refused, first ones and later ones, and readers see whole files`, async () => {
      const root = mkdtempSync(join(folder, "project-"))
      for (let i = 0; i < FILES; i++) write(root, i, FUNCTIONS)
      await scanAtOnce(root, scans, FILES)
      for (let i = 0; i < EDITED; i++) write(root, i, FUNCTIONS + 1)
      await scanAtOnce(root, scans, EDITED)

      const { code, stdout } = await drift(root, "doctor")
      assert.strictEqual(code, 0, stdout)
      const found = await dump(root)
      rmSync(join(root, ".drift"), { recursive: true })
      assert.strictEqual((await drift(root, "scan")).code, 0)
      assert.deepStrictEqual(found, await dump(root))
    }, 180_000)
  }
})
