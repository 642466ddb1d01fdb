// EXPECT: functions=25 classes=10 imports=6 exports=14 calls=36 errors=0

/** Orders of a web shop: prices, stock and the way from cart to invoice. */
import { createHash } from "node:crypto"
import type { ServerResponse } from "node:http"
import EventEmitter, { once as waitFor } from "node:events"
import * as path from "node:path"
import "./register.js"

export { OrderPage as default } from "./component.js"
export type { LineProps } from "./component.js"
export * as formats from "./formats.js"

type Handler<T> = (event: T) => void | Promise<void>
//   ^^^^^^^ class name=Handler kind=alias is_exported=0

/** What a customer pays with. */
export type Payment = { kind: "card"; last4: string } | { kind: "invoice"; days: number }
//          ^^^^^^^ class name=Payment kind=alias is_exported=1

export enum Status {
//          ^^^^^^ class name=Status kind=enum is_exported=1
  Open = "open",
  Paid = "paid",
  Shipped = "shipped"
}

const enum Limit {
//         ^^^^^ class name=Limit kind=enum is_exported=0
  Lines = 200
}

export interface Repository<K, V extends { readonly id: K }> {
//               ^^^^^^^^^^ class name=Repository kind=interface is_exported=1
  find(id: K): Promise<V | undefined>
//^^^^ function name=find kind=method owner=Repository has_body=0

  save(value: V): Promise<void>
//^^^^ function name=save kind=method owner=Repository has_body=0

  readonly onChange?: Handler<V>
}

interface Line {
//        ^^^^ class name=Line kind=interface
  readonly sku: string
  readonly quantity: number
  readonly price: bigint
}

function logged(prefix: string) {
//       ^^^^^^ function name=logged kind=function has_body=1 is_exported=0
  return function <This, Args extends unknown[], R>(method: (this: This, ...args: Args) => R) {
    return function (this: This, ...args: Args): R {
      process.stderr.write(`${prefix} ${args.length}\n`)
      //             ^^^^^ call callee_name=write caller=logged receiver=process.stderr argument_count=1 is_new=0
      return method.call(this, ...args)
    }
  }
}

abstract class Entity {
//             ^^^^^^ class name=Entity kind=class is_abstract=1
  static #next = 1
  readonly id: string

  protected constructor(prefix: string) {
  //        ^^^^^^^^^^^ function name=constructor kind=constructor owner=Entity qualified_name=Entity.constructor visibility=protected
    this.id = `${prefix}-${Entity.#next++}`
  }

  abstract validate(): string[]
  //       ^^^^^^^^ function name=validate kind=method owner=Entity has_body=0 is_abstract=1

  get isValid(): boolean {
  //  ^^^^^^^ function name=isValid kind=getter owner=Entity
    return this.validate().length === 0
    //          ^^^^^^^^ call callee_name=validate caller=Entity.isValid receiver=this argument_count=0
  }
}

export class Order extends Entity implements Iterable<Line> {
//           ^^^^^ class name=Order kind=class is_exported=1 is_abstract=0
  readonly #lines: Line[] = []
  #status: Status = Status.Open

  constructor(readonly customer: string) {
//^^^^^^^^^^^ function name=constructor kind=constructor owner=Order
    super("order")
  //^^^^^ call callee_name=super caller=Order.constructor argument_count=1
  }

  set status(next: Status) {
  //  ^^^^^^ function name=status kind=setter owner=Order
    if (next < this.#status) throw new RangeError(`cannot go back to ${next}`)
    //                                 ^^^^^^^^^^ call callee_name=RangeError caller=Order.status is_new=1
    this.#status = next
  }

  add(line: Line): this
//^^^ function name=add kind=method owner=Order has_body=0
  add(sku: string, quantity: number, price: bigint): this
//^^^ function name=add kind=method owner=Order has_body=0
  @logged("add")
 //^^^^^^ call callee_name=logged argument_count=1
  add(first: Line | string, quantity = 1, price = 0n): this {
//^^^ function name=add kind=method owner=Order has_body=1
    this.#lines.push(typeof first === "string" ? { sku: first, quantity, price } : first)
    return this
  }

  total(discount: (sum: bigint) => bigint = (sum) => sum): bigint {
//^^^^^ function name=total kind=method owner=Order qualified_name=Order.total
    const sum = this.#lines.map((line) => line.price * BigInt(line.quantity)).reduce((a, b) => a + b, 0n)
    return discount(sum)
    //     ^^^^^^^^ call callee_name=discount caller=Order.total receiver=null argument_count=1
  }

  validate(): string[] {
//^^^^^^^^ function name=validate kind=method owner=Order has_body=1
    return this.#lines.length > Limit.Lines ? [`${this.id}: too many lines`] : []
  }

  *[Symbol.iterator](): Iterator<Line> {
 //^^^^^^^^^^^^^^^^^ function name=[Symbol.iterator] kind=method owner=Order is_generator=1
    yield* this.#lines
  }

  private format = (value: bigint, currency: string = "EUR"): string => `${value / 100n}.${value % 100n} ${currency}`
  //      ^^^^^^ function name=format kind=method owner=Order

  static async load(file: string): Promise<Order> {
  //           ^^^^ function name=load kind=method owner=Order is_async=1 is_static=1
    const { readFile } = await import("node:fs/promises")
    const { customer, lines } = JSON.parse(await readFile(path.resolve(file), "utf8")) as { customer: string; lines: Line[] }
    //                                           ^^^^^^^^ call callee_name=readFile caller=Order.load is_await=1 argument_count=2
    //                                                         ^^^^^^^ call callee_name=resolve caller=Order.load receiver=path is_await=0
    const order = new Order(customer)
    lines.forEach((line) => order.add(line))
    //                            ^^^ call callee_name=add caller=Order.load receiver=order argument_count=1
    return order
  }
}

/** Keeps orders in memory; for tests and demonstrations. */
export class MemoryOrders extends EventEmitter implements Repository<string, Order> {
//           ^^^^^^^^^^^^ class name=MemoryOrders kind=class is_exported=1
  readonly #orders = new Map<string, Order>()

  async find(id: string): Promise<Order | undefined> {
  //    ^^^^ function name=find kind=method owner=MemoryOrders is_async=1
    return this.#orders.get(id)
  }

  async save(order: Order): Promise<void> {
  //    ^^^^ function name=save kind=method owner=MemoryOrders
    this.#orders.set(order.id, order)
    this.emit("saved", order)
  }
}

export const fingerprint = (order: Order): string => createHash("sha256").update([...order].map((line) => line.sku).join()).digest("hex")
//           ^^^^^^^^^^^ function name=fingerprint kind=function owner=null is_exported=1
//                                                                                                                          ^^^^^^ call callee_name=digest caller=fingerprint argument_count=1

export async function checkout(orders: Repository<string, Order>, id: string, pay: Handler<bigint>): Promise<Status> {
//                    ^^^^^^^^ function name=checkout kind=function is_async=1 is_exported=1
  const order = await orders.find(id)
  if (order === undefined) throw new Error(`no order ${id}`)

  const attempt = async (left: number): Promise<void> => {
  //    ^^^^^^^ function name=attempt kind=function owner=checkout qualified_name=checkout.attempt is_async=1
    try {
      await pay(order.total())
    } catch (error) {
      if (left > 0) return attempt(left - 1)
      throw error
    }
  }

  await attempt(2)
  //    ^^^^^^^ call callee_name=attempt caller=checkout is_await=1
  order.status = Status.Paid
  await orders.save(order)
  return Status.Paid
}

export function* numbered<T>(values: Iterable<T>, from = 1): Generator<[number, T]> {
//               ^^^^^^^^ function name=numbered kind=function is_generator=1 is_exported=1
  for (const value of values) yield [from++, value]
}

export const routes = {
  async show(id: string, response: ServerResponse) {
  //    ^^^^ function name=show is_async=1 has_body=1
    response.end(id)
  },
  remove: function (id: string) {
//^^^^^^ function name=remove has_body=1
    return id.length
  }
}

const Ledger = class {
//    ^^^^^^ class name=Ledger kind=class is_exported=1
  readonly entries: string[] = []

  record(text: string) {
//^^^^^^ function name=record kind=method owner=Ledger
    this.entries.push(text)
  }
}

export { Ledger, waitFor as awaitEvent }
