// EXPECT: functions=23 classes=5 imports=4 exports=11 calls=47 errors=0

/** A small event store: append, replay, project. */
import fs, { promises as files } from "node:fs"
import * as crypto from "node:crypto"
import { EventEmitter } from "node:events"
import settings from "./settings.json" with { type: "json" }

export * from "./commonjs.cjs"
export { default as settings, limits as defaultLimits } from "./settings.js"

const VERSION = 3

/**
 * @param {string} text
 * @returns {string}
 */
function checksum(text) {
//       ^^^^^^^^ function name=checksum kind=function is_exported=0
  return crypto.createHash("sha1").update(text, "utf8").digest("base64")
  //            ^^^^^^^^^^ call callee_name=createHash caller=checksum receiver=crypto argument_count=1
  //                                                    ^^^^^^ call callee_name=digest caller=checksum
}

const parse = (line, index) => {
//    ^^^^^ function name=parse kind=function
  try {
    const [sum, body] = line.split("\t", 2)
    if (checksum(body) !== sum) throw new CorruptEvent(`line ${index + 1}`)
    //                                    ^^^^^^^^^^^^ call callee_name=CorruptEvent caller=parse is_new=1
    return JSON.parse(body)
  } catch (cause) {
    if (cause instanceof CorruptEvent) throw cause
    throw new CorruptEvent(`line ${index + 1} is no JSON`, { cause })
  }
}

const serialize = function stringify(event) {
//    ^^^^^^^^^ function name=serialize kind=function
  const body = JSON.stringify({ v: VERSION, ...event })
  return `${checksum(body)}\t${body}\n`
  //        ^^^^^^^^ call callee_name=checksum caller=serialize argument_count=1
}

export class CorruptEvent extends Error {
//           ^^^^^^^^^^^^ class name=CorruptEvent kind=class is_exported=1
  name = "CorruptEvent"

  get where() {
  //  ^^^^^ function name=where kind=getter owner=CorruptEvent
    return this.message.match(/\d+/)?.[0] ?? null
  }
}

export class EventStore extends EventEmitter {
//           ^^^^^^^^^^ class name=EventStore kind=class is_exported=1
  #path
  #pending = Promise.resolve()
  static #open = new Map()

  static {
    process.on("exit", () => EventStore.#open.clear())
    //      ^^ call callee_name=on caller=null receiver=process argument_count=2
  }

  constructor(path, { flush = true, ...rest } = {}) {
//^^^^^^^^^^^ function name=constructor kind=constructor owner=EventStore
    super(rest)
    this.#path = path
    this.flush = flush
  }

  static of(path) {
  //     ^^ function name=of kind=method owner=EventStore is_static=1
    let store = EventStore.#open.get(path)
    if (!store) EventStore.#open.set(path, (store = new EventStore(path)))
    return store
  }

  get size() {
  //  ^^^^ function name=size kind=getter owner=EventStore
    return fs.existsSync(this.#path) ? fs.statSync(this.#path).size : 0
  }

  set size(bytes) {
  //  ^^^^ function name=size kind=setter owner=EventStore
    fs.truncateSync(this.#path, bytes)
  }

  async append(...events) {
  //    ^^^^^^ function name=append kind=method owner=EventStore is_async=1
    this.#pending = this.#pending.then(() => this.#write(events))
    await this.#pending
    for (const event of events) this.emit(event.type, event)
    //                               ^^^^ call callee_name=emit caller=EventStore.append receiver=this argument_count=2
  }

  async #write(events) {
  //    ^^^^^^ function name=#write kind=method owner=EventStore visibility=private is_async=1
    const text = events.map(serialize).join("")
    await files.appendFile(this.#path, text, { flush: this.flush })
    //          ^^^^^^^^^^ call callee_name=appendFile caller=EventStore.#write is_await=1 argument_count=3
  }

  async *replay(from = 0) {
  //     ^^^^^^ function name=replay kind=method owner=EventStore is_async=1 is_generator=1
    const text = await files.readFile(this.#path, "utf8")
    for (const [index, line] of text.split("\n").entries()) {
      if (line !== "" && index >= from) yield parse(line, index)
    }
  }

  "close all"() {
//^^^^^^^^^^^ function name="close all" kind=method owner=EventStore
    EventStore.#open.delete(this.#path)
  }

  [Symbol.asyncIterator]() {
//^^^^^^^^^^^^^^^^^^^^^^ function name=[Symbol.asyncIterator] kind=method owner=EventStore
    return this.replay()
  }
}

const Counter = class {
//    ^^^^^^^ class name=Counter kind=class is_exported=1
  count = 0
  handle = (event) => {
//^^^^^^ function name=handle kind=method owner=Counter
    this.count += event.amount ?? 1
  }
}

export { Counter, parse as parseLine }

export const projections = {
  total: (state, event) => state + event.amount,
//^^^^^ function name=total has_body=1
  names(state, { name }) {
//^^^^^ function name=names has_body=1
    return [...state, name].toSorted((a, b) => a.localeCompare(b))
  }
}

projections.latest = function (_, event) {
//          ^^^^^^ function name=latest has_body=1
  return event
}

export async function project(store, reduce, initial) {
//                    ^^^^^^^ function name=project kind=function is_async=1 is_exported=1
  let state = initial
  for await (const event of store) state = reduce(state, event)
  //                                       ^^^^^^ call callee_name=reduce caller=project argument_count=2
  return state
}

function* ids(prefix) {
//        ^^^ function name=ids kind=function is_generator=1
  for (let n = 1; ; n++) yield `${prefix}${n}`
}

export const withRetry = (work, tries = 3) => {
//           ^^^^^^^^^ function name=withRetry kind=function is_exported=1
  async function attempt(left) {
  //             ^^^^^^^ function name=attempt kind=function owner=withRetry qualified_name=withRetry.attempt is_async=1
    try {
      return await work()
    } catch (error) {
      return left > 1 ? attempt(left - 1) : Promise.reject(error)
      //                ^^^^^^^ call callee_name=attempt caller=withRetry.attempt
    }
  }
  return () => attempt(tries)
  //           ^^^^^^^ call callee_name=attempt caller=withRetry
}

class Snapshot {
//    ^^^^^^^^ class name=Snapshot kind=class is_exported=0
  static from(store, ids_ = ids("s")) {
  //     ^^^^ function name=from kind=method owner=Snapshot is_static=1
    return Object.assign(new this(), { id: ids_.next().value, size: store.size })
  }
}

export default class Journal {
//                   ^^^^^^^ class name=Journal kind=class is_exported=1
  open(path = settings.path) {
//^^^^ function name=open kind=method owner=Journal
    return Snapshot.from(EventStore.of(path))
  }
}
