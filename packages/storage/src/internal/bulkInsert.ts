/** Inserts rows by the dozen: in a statement of many rows, a row costs half of what it costs in a statement of its own. */
import type { Database, Statement } from "./driver.js"

type Value = string | number | Uint8Array | null

/** Values of a statement. They are passed on the stack, and more gain nothing. */
const MOST_VALUES = 256

/** Rows for one table. Those that are not yet a statement's worth wait for `flush`. */
export class BulkInsert {
  readonly #db: Database
  readonly #sql: string
  readonly #row: string
  readonly #valuesOfRow: number
  readonly #values: Array<Value>
  #waiting = 0
  #many: Statement | undefined
  #one: Statement | undefined

  /** `columns` are the expressions of a row, with a question mark for each of its values. */
  constructor(db: Database, table: string, columns: ReadonlyArray<string>) {
    this.#db = db
    this.#sql = `INSERT INTO ${table} VALUES `
    this.#row = `(${columns.join(", ")})`
    this.#valuesOfRow = this.#row.split("?").length - 1
    const rows = Math.floor(MOST_VALUES / this.#valuesOfRow)
    this.#values = new Array<Value>(rows * this.#valuesOfRow).fill(null)
  }

  /** The next value of the row; with its last one the row is complete. */
  add(value: Value): void {
    this.#values[this.#waiting++] = value
    if (this.#waiting < this.#values.length) return
    this.#waiting = 0
    this.#many ??= this.#prepare(this.#values.length / this.#valuesOfRow)
    this.#many.run(...this.#values)
  }

  /** Inserts what waits. */
  flush(): void {
    if (this.#waiting === 0) return
    this.#one ??= this.#prepare(1)
    for (let at = 0; at < this.#waiting; at += this.#valuesOfRow) {
      this.#one.run(...this.#values.slice(at, at + this.#valuesOfRow))
    }
    this.#waiting = 0
  }

  /** Forgets what waits. */
  reset(): void {
    this.#waiting = 0
  }

  #prepare(rows: number): Statement {
    return this.#db.prepare(this.#sql + new Array(rows).fill(this.#row).join(", "))
  }
}
