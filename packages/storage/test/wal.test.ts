/** The write-ahead log beside readers that do not let go. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { openForWriting } from "../src/internal/connection.js"
import { openDatabase } from "../src/internal/driver.js"
import { Wal, walBytes } from "../src/internal/wal.js"
import { temporaryFolder } from "./temporary.js"

describe("a WAL", () => {
  it.scoped(
    "that has grown too long is emptied after a commit, unless a reader is in the way, for whom nobody waits",
    () =>
      Effect.gen(function* () {
        const path = join(yield* temporaryFolder, "drift.db")
        const db = openForWriting(path)
        db.pragma("wal_autocheckpoint = 0")
        const wal = new Wal(db, path, 200_000)
        const store = (bytes: number) =>
          db.exec(`INSERT INTO parse_pack (packed, last_used_at) VALUES (zeroblob(${bytes}), 0)`)
        store(100_000)
        wal.afterCommit()
        assert.isAbove(walBytes(path), 100_000, "so little is left alone")

        const reader = openDatabase(path, { readonly: true })
        reader.exec("BEGIN")
        reader.prepare("SELECT count(*) FROM parse_pack").get()
        store(150_000)
        wal.afterCommit()
        assert.isAbove(walBytes(path), 200_000, "the reader needs it")
        assert.strictEqual(db.pragma("busy_timeout", { simple: true }), 5000)
        assert.strictEqual(reader.prepare("SELECT count(*) FROM parse_pack").pluck().get(), 1)
        reader.exec("COMMIT")
        store(10)
        wal.afterCommit()
        assert.isAbove(walBytes(path), 200_000, "it is not tried after every commit")
        for (let i = 0; i < 2; i++) store(8_200_000)
        wal.afterCommit()
        assert.strictEqual(walBytes(path), 0)
        store(250_000)
        wal.afterCommit()
        assert.strictEqual(walBytes(path), 0, "and so from then on")
        reader.close()
        db.close()
      })
  )
})
