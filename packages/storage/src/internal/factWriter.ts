/** Binds the decoded rows of a batch straight into one prepared insert per kind of fact. */
import type { FactBatchDecoder, FactValue } from "@drift/core/FactBatchDecoder"
import type { FactKind } from "@drift/core/FactBatch"
import type { Database } from "better-sqlite3"
import { DatabaseFailure } from "./databaseFailure.js"
import type { Names } from "./names.js"
import { CLASS_KINDS, FUNCTION_KINDS, IMPORT_KINDS, LONGEST_INTERNED_RECEIVER, TABLES, VISIBILITIES } from "./schema.js"

const codes = (values: ReadonlyArray<string>): ReadonlyMap<FactValue, number> =>
  new Map(values.map((value, i) => [value, i + 1]))

const FUNCTION_CODES = codes(FUNCTION_KINDS)
const CLASS_CODES = codes(CLASS_KINDS)
const IMPORT_CODES = codes(IMPORT_KINDS)
const VISIBILITY_CODES = codes(VISIBILITIES)

const code = (known: ReadonlyMap<FactValue, number>, value: FactValue): number => {
  if (value === null) return 0
  const found = known.get(value)
  if (found === undefined) throw new DatabaseFailure("STORAGE_ERROR", `The database has no code for "${String(value)}"`)
  return found
}

/** Two bits: 0 unknown, 1 no, 2 yes. */
const flag = (value: FactValue): number => (value === null ? 0 : (value as number) + 1)

type Insert = (id: number, row: ReadonlyArray<FactValue>) => void

/** Writes the facts of one file after the other. */
export class FactWriter {
  readonly #inserts: Readonly<Record<FactKind, Insert>>
  readonly #row: Array<FactValue> = []
  /** The ordinals of the file's functions by qualified name; of equal names the first. */
  readonly #functions = new Map<string, number>()
  /** Calls of one function follow each other, so its id is mostly that of the last call. */
  #caller: string | undefined
  #callerId = 0

  constructor(db: Database, names: Names) {
    const insert = (kind: FactKind, columns: number) =>
      db.prepare(`INSERT INTO ${TABLES[kind]} VALUES (?${", ?".repeat(columns - 1)})`)
    const name = (value: FactValue): number | null => (value === null ? null : names.id(value as string))
    const intoFunction = insert("functions", 19)
    const intoClass = insert("classes", 17)
    const intoImport = insert("imports", 6)
    const intoExport = insert("exports", 6)
    // Numbers are bound as doubles; a column of any type would keep them so.
    const intoCall = db.prepare(`INSERT INTO ${TABLES.call_sites} VALUES (?, ?, CAST(? AS INTEGER), ?, ?, ?, ?)`)
    const intoCallWithLongReceiver = insert("call_sites", 7)
    const functions = this.#functions

    const caller = (value: FactValue): number | null => {
      if (value === null) return null
      if (value !== this.#caller) {
        this.#caller = value as string
        this.#callerId = functions.get(this.#caller) ?? -names.id(this.#caller)
      }
      return this.#callerId
    }

    this.#inserts = {
      functions: (id, r) => {
        const qualifiedName = r[2] === null ? (r[0] as string) : `${r[2] as string}.${r[0] as string}`
        if (!functions.has(qualifiedName)) functions.set(qualifiedName, id % 2 ** 20)
        const bits =
          code(VISIBILITY_CODES, r[10]!) |
          (code(FUNCTION_CODES, r[1]!) << 3) |
          (flag(r[11]!) << 7) |
          (flag(r[12]!) << 9) |
          (flag(r[13]!) << 11) |
          (flag(r[14]!) << 13) |
          (flag(r[15]!) << 15) |
          (flag(r[16]!) << 17)
        intoFunction.run(
          id,
          name(r[0]!),
          name(r[2]!),
          name(r[3]!),
          bits,
          r[4],
          r[5],
          r[6],
          r[7],
          r[8],
          r[9],
          r[17],
          r[18],
          r[19],
          r[20],
          r[23],
          r[24],
          r[21],
          r[22]
        )
      },
      classes: (id, r) => {
        const bits =
          code(VISIBILITY_CODES, r[13]!) | (code(CLASS_CODES, r[1]!) << 3) | (flag(r[14]!) << 7) | (flag(r[15]!) << 9)
        intoClass.run(
          id,
          name(r[0]!),
          name(r[2]!),
          name(r[3]!),
          bits,
          r[4],
          r[5],
          r[6],
          r[7],
          r[8],
          r[9],
          r[10],
          r[11],
          r[12],
          r[16],
          r[17],
          r[18]
        )
      },
      imports: (id, r) => {
        const bits = flag(r[3]!) | (code(IMPORT_CODES, r[0]!) << 2)
        intoImport.run(id, name(r[1]!), bits, r[4], r[5], r[2])
      },
      exports: (id, r) => {
        const bits = flag(r[1]!) | (flag(r[2]!) << 2)
        intoExport.run(id, name(r[0]!), name(r[3]!), bits, r[4], r[5])
      },
      call_sites: (id, r) => {
        const argumentCount = r[3] === null ? 0 : (r[3] as number) + 1
        const bits = flag(r[4]!) + flag(r[5]!) * 4 + argumentCount * 16
        const receiver = r[2] as string | null
        if (receiver === null || receiver.length <= LONGEST_INTERNED_RECEIVER) {
          intoCall.run(id, name(r[1]!), name(receiver), caller(r[0]!), bits, r[6], r[7])
        } else {
          intoCallWithLongReceiver.run(id, name(r[1]!), receiver, caller(r[0]!), bits, r[6], r[7])
        }
      }
    }
  }

  /** To be called before the facts of the next file. */
  startFile(): void {
    this.#functions.clear()
    this.#caller = undefined
  }

  /** Reads and inserts the next `count` facts of the file. */
  write(decoder: FactBatchDecoder, kind: FactKind, fileId: number, count: number): void {
    const insert = this.#inserts[kind]
    const first = fileId * 2 ** 20
    for (let ordinal = 0; ordinal < count; ordinal++) insert(first + ordinal, decoder.nextRow(kind, this.#row))
  }

  /** Reads over facts that are not to be stored. */
  skip(decoder: FactBatchDecoder, kind: FactKind, count: number): void {
    for (let i = 0; i < count; i++) decoder.nextRow(kind, this.#row)
  }
}
