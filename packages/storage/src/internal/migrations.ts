/**
 * The way of a database from an empty file to the current schema: a list that only grows. `user_version` says how far a
 * database is, and changes in the transaction of each step.
 */
import { DatabaseFailure, type Header, SELECT_HEADER } from "./databaseFailure.js"
import type { Database } from "./driver.js"
import { APPLICATION_ID, MIGRATION, SCHEMA_VERSION } from "./schema.js"
import { immediate } from "./transaction.js"

export interface Migration {
  /** What `user_version` is afterwards. */
  readonly version: number
  readonly sql: string
}

/** A list of migrations and what follows from it. */
export class Migrations {
  readonly applicationId = APPLICATION_ID
  readonly steps: ReadonlyArray<Migration>
  /** The version that an empty file gets first. There is no way from an earlier one. */
  readonly first: number
  readonly current: number
  #names: ReadonlyArray<string> | undefined

  /** Never empty; each version is higher than the one before. */
  constructor(steps: readonly [Migration, ...ReadonlyArray<Migration>]) {
    this.steps = steps
    this.first = steps[0].version
    this.current = steps[steps.length - 1]!.version
  }

  /** The tables, views and triggers of the current schema. */
  get names(): ReadonlyArray<string> {
    return (this.#names ??= this.#findNames())
  }

  #findNames(): ReadonlyArray<string> {
    const names = new Set<string>()
    for (const { sql } of this.steps) {
      for (const [, drop, name] of sql.matchAll(
        /^(?:CREATE|(DROP))(?: VIRTUAL)? (?:TABLE|VIEW|TRIGGER)(?: IF (?:NOT )?EXISTS)? "?(\w+)/gm
      )) {
        if (drop === undefined) names.add(name!)
        else names.delete(name!)
      }
    }
    return [...names]
  }

  /**
   * Takes the steps that the database lacks, each in a transaction of its own. Several processes may do it at once.
   *
   * @throws DatabaseFailure that names the step that failed; the database is then whole, and as the step before left it.
   */
  apply(db: Database): void {
    const versionOf = () => db.prepare<[], Header>(SELECT_HEADER).get()!.userVersion
    for (const { sql, version } of this.steps) {
      if (versionOf() >= version) continue
      try {
        immediate(db, () => {
          // Another process may have been faster.
          if (versionOf() >= version) return
          db.exec(sql)
          if (version > this.first && (db.pragma("foreign_key_check") as ReadonlyArray<unknown>).length > 0) {
            throw new Error("rows refer to what is not there")
          }
          db.pragma(`user_version = ${version}`)
        })
      } catch (error) {
        if (version === this.first) throw error
        const reason = error instanceof Error ? error.message : String(error)
        throw new DatabaseFailure("MIGRATION_FAILED", `The migration to schema ${version} failed: ${reason}`)
      }
    }
  }
}

/** Until the first release there is one step, which changes with the schema. */
export const MIGRATIONS = new Migrations([{ version: SCHEMA_VERSION, sql: MIGRATION }])
