/**
 * The index behind searches: the groups of three characters in each name, folded, in the FTS5 table `name_search`. It holds no
 * text and no positions, so it only tells which names may match.
 *
 * Names get ascending ids and stay. So `meta.names_searchable`, the highest id in the index, says how far it reaches; a
 * search looks at later names one by one. Nothing has to be done for it while facts are written, a load that was stopped goes
 * on where it stopped, and an index that is gone is one that reaches nowhere.
 */
import { type Database, isSqliteError } from "./driver.js"
import { fold } from "./matching.js"
import { problems } from "./recovery.js"
import { immediate } from "./transaction.js"

/** Names of one transaction. */
const NAMES_AT_ONCE = 100_000
/** Bytes of postings that FTS5 sorts in memory: three times its own measure takes a fifth less CPU and a third less room. */
const SORTED_AT_ONCE = 16 * 1024 * 1024

/** Characters of a group. */
export const GROUP = 3

export const SELECT_REACH = "SELECT value FROM meta WHERE key = 'names_searchable'"

const CREATE = `CREATE VIRTUAL TABLE name_search USING fts5(
  text, content='', detail=none, columnsize=0, tokenize='trigram case_sensitive 1'
)`

/** The condition for what `isSimple` says of a text: `length` counts characters, and stops at NUL. */
export const simple = (column: string): string => `length(${column}) = length(CAST(${column} AS BLOB))`

/** The query for the names that have all of these groups; `undefined` where there is none. */
export const groupsQuery = (texts: ReadonlyArray<string>): string | undefined => {
  const groups = new Set<string>()
  for (const text of texts) {
    const characters = Array.from(text)
    for (let at = 0; at + GROUP <= characters.length && groups.size < MOST_GROUPS; at++) {
      groups.add(characters.slice(at, at + GROUP).join(""))
    }
  }
  return groups.size === 0 ? undefined : [...groups].map((group) => `"${group.replaceAll('"', '""')}"`).join(" AND ")
}

/** More narrow down nothing. */
const MOST_GROUPS = 30

const reach = (db: Database): number => Number(db.prepare(SELECT_REACH).pluck().get() ?? 0)

const setReach = (db: Database, id: number): void => {
  db.prepare(
    `INSERT INTO meta VALUES ('names_searchable', CAST(? AS INTEGER)) ON CONFLICT DO UPDATE SET value = excluded.value`
  ).run(id)
}

const lastName = (db: Database): number => Number(db.prepare("SELECT coalesce(max(id), 0) FROM name").pluck().get())

/** How many names `extendNameIndex` would have to read. */
export const namesToIndex = (db: Database): number => Math.max(lastName(db) - reach(db), 0)

/**
 * Takes the names that are not in the index into it, and makes it anew where it is damaged; `false` when it was cancelled
 * before the end.
 */
export const extendNameIndex = (db: Database, isCancelled: () => boolean): boolean => {
  if (reach(db) > 0 && !isSound(db)) immediate(db, () => clear(db))
  try {
    return extend(db, isCancelled)
  } catch (error) {
    if (!isDamage(error)) throw error
    immediate(db, () => clear(db))
    return extend(db, isCancelled)
  }
}

const extend = (db: Database, isCancelled: () => boolean): boolean => {
  const last = lastName(db)
  for (let from = reach(db); from < last; from += NAMES_AT_ONCE) {
    if (isCancelled()) return false
    immediate(db, () => {
      if (from === 0) create(db)
      add(db, from, Math.min(from + NAMES_AT_ONCE, last))
    })
  }
  return true
}

/** To be called in a transaction that has deleted names: their ids will be those of other names. */
export const forgetNames = (db: Database): void => {
  const last = lastName(db)
  if (last < reach(db)) setReach(db, last)
}

/** What is wrong with the index, if anything. Looks at all of it. */
export const nameIndexProblem = (db: Database): string | undefined => {
  if (reach(db) === 0) return undefined
  if (!isSound(db)) return "it does not hold the names"
  return problems(db, "integrity_check", "name_search")[0]
}

/** Makes the index anew. */
export const remakeNameIndex = (db: Database): void => {
  immediate(db, () => clear(db))
  extend(db, () => false)
}

/** Whether an error says that the index is damaged or gone. That of a whole database comes again where no index is used. */
export const isDamage = (error: unknown): boolean =>
  isSqliteError(error, "SQLITE_CORRUPT") ||
  (error instanceof Error && /no such table: \S*name_search|vtable constructor failed/.test(error.message))

/** Whether the index finds some of the names that it should hold: the first, the last, and one in between. */
const isSound = (db: Database): boolean => {
  const end = reach(db)
  if (end > lastName(db)) return false
  const nameUpTo = db
    .prepare<[number], [number, string]>("SELECT id, text FROM name WHERE id <= ? ORDER BY id DESC LIMIT 1")
    .raw()
  try {
    const holds = db.prepare("SELECT 1 FROM name_search WHERE name_search MATCH ? AND rowid = CAST(? AS INTEGER)")
    return [1, Math.ceil(end / 2), end].every((id) => {
      const name = nameUpTo.get(id)
      const groups = name === undefined ? undefined : groupsQuery([fold(name[1])])
      return name === undefined || groups === undefined || holds.get(groups, name[0]) !== undefined
    })
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  }
}

/** The tables that FTS5 keeps an index in. */
const SHADOWS = ["data", "idx", "content", "docsize", "config"]

const clear = (db: Database): void => {
  db.exec("DELETE FROM meta WHERE key = 'names_searchable'")
  try {
    db.exec("DROP TABLE IF EXISTS name_search")
  } catch {
    // FTS5 does not open, and so does not drop, a table whose own tables are damaged.
    db.unsafeMode(true)
    try {
      db.exec("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'name_search'")
      db.exec("PRAGMA writable_schema = RESET")
    } finally {
      db.unsafeMode(false)
    }
  }
  for (const shadow of SHADOWS) db.exec(`DROP TABLE IF EXISTS name_search_${shadow}`)
}

const create = (db: Database): void => {
  clear(db)
  db.exec(CREATE)
  db.exec(`INSERT INTO name_search (name_search, rank) VALUES ('hashsize', ${SORTED_AT_ONCE})`)
}

const add = (db: Database, from: number, to: number): void => {
  db.prepare(
    `INSERT INTO name_search (rowid, text) SELECT id, lower(text) FROM name WHERE id > ? AND id <= ? AND ${simple("text")}`
  ).run(from, to)
  const insert = db.prepare("INSERT INTO name_search (rowid, text) VALUES (CAST(? AS INTEGER), ?)")
  const others = db
    .prepare<[number, number], [number, string]>(
      `SELECT id, text FROM name WHERE id > ? AND id <= ? AND NOT ${simple("text")}`
    )
    .raw()
    .all(from, to)
  for (const [id, text] of others) insert.run(id, fold(text))
  setReach(db, to)
}
