import { assert, describe, it } from "vitest"
import { javascript } from "../../src/languages/javascript/language.js"
import { check } from "../check.js"

describe("JavaScript", () => {
  it("declared functions, one in another", () =>
    check(
      javascript,
      `
function plain(a, b) { return function inner() {} }
//       ^^^^^ function name=plain kind=function owner=null qualified_name=plain visibility=public is_exported=0 is_async=0 is_generator=0 is_static=null has_body=1 end_line=2
async function* stream() { function nested() {} }
//              ^^^^^^ function name=stream is_async=1 is_generator=1 start_line=4
//                                  ^^^^^^ function name=nested kind=function owner=stream qualified_name=stream.nested
  function $_ünïcode() {}
//         ^^^^^^^^^ function name=$_ünïcode
`
    ))

  it("function and arrow expressions take the name of what they directly initialise", () =>
    check(
      javascript,
      `
const arrow = async (x) => x, expression = function own() {}, generator = function* () {}
//    ^^^^^ function name=arrow kind=function is_async=1 has_body=1
//                            ^^^^^^^^^^ function name=expression is_async=0
//                                                            ^^^^^^^^^ function name=generator is_generator=1
let wrapped = memo(() => {}), grouped = (() => {}), chosen = a ? () => {} : () => {}
let assigned; assigned = () => {}
//            ^^^^^^^^ function name=assigned
module.exports.member = function () {}
//             ^^^^^^ function name=member kind=function owner=null
Klass.prototype.method = function () { this.#hidden = () => {} }
//              ^^^^^^ function name=method kind=function
//                                          ^^^^^^^ function name=#hidden owner=method visibility=private
object["computed"] = function () {}
counter ||= () => {}
for (let step = () => {}; ;) { break }
//       ^^^^ function name=step
function defaults(callback = () => {}) {}
//       ^^^^^^^^ function name=defaults
`
    ))

  it("members of object literals", () =>
    check(
      javascript,
      `
const api = {
  short() {},
//^^^^^ function name=short kind=method owner=null qualified_name=short is_static=null
  arrow: () => {},
//^^^^^ function name=arrow kind=function owner=null
  async *both() {},
//       ^^^^ function name=both kind=method is_async=1 is_generator=1
  get value() { return 1 },
//    ^^^^^ function name=value kind=getter
  set value(v) {},
//    ^^^^^ function name=value kind=setter
  get() {}, set: function () {}, async() {}, static() {},
//^^^ function name=get kind=method
//          ^^^ function name=set kind=function
//                               ^^^^^ function name=async is_async=0
//                                           ^^^^^^ function name=static
  "quoted name"() {}, 'single': () => {}, 42() {}, [Symbol.iterator]() {}, ["a" + b]: () => {},
//^^^^^^^^^^^^^ function name="quoted name"
//                    ^^^^^^^^ function name=single
//                                        ^^ function name=42
//                                                 ^^^^^^^^^^^^^^^^^ function name=[Symbol.iterator]
//                                                                         ^^^^^^^^^ function name="[\\"a\\" + b]"
  nested: { deep() {} },
//          ^^^^ function name=deep owner=null
  shorthand
}
function make() { return { run() {} } }
//       ^^^^ function name=make
//                         ^^^ function name=run kind=method owner=make qualified_name=make.run
`
    ))

  it("classes and their members", () =>
    check(
      javascript,
      `
class Shape extends mixin({ helper() {} }) {
//    ^^^^^ class name=Shape kind=class is_exported=0 is_abstract=0 visibility=null start_line=2 end_line=26
//                          ^^^^^^ function name=helper kind=method owner=Shape
  static #count = 0
  handler = async () => {}
//^^^^^^^ function name=handler kind=method owner=Shape is_async=1 is_static=0
  static create = function () {}
//       ^^^^^^ function name=create kind=method is_static=1
  #secret = () => {}
//^^^^^^^ function name=#secret visibility=private
  settings = { save: () => {} }
//             ^^^^ function name=save kind=function owner=Shape
  constructor() { super() }
//^^^^^^^^^^^ function name=constructor kind=constructor owner=Shape qualified_name=Shape.constructor
  static { this.late = () => {} }
//              ^^^^ function name=late kind=function owner=Shape
  get area() { return 0 }
//    ^^^^ function name=area kind=getter owner=Shape
  static async *[Symbol.asyncIterator]() {}
//              ^^^^^^^^^^^^^^^^^^^^^^ function name=[Symbol.asyncIterator] kind=method is_static=1 is_async=1 is_generator=1
  #own() { class Local { run() {} } }
//^^^^ function name=#own kind=method visibility=private
//               ^^^^^ class name=Local owner=Shape.#own
//                       ^^^ function name=run owner=Shape.#own.Local qualified_name=Shape.#own.Local.run
}
const Bound = class Own { method() {} }
//    ^^^^^ class name=Bound start_line=27 end_line=27
//                        ^^^^^^ function name=method kind=method owner=Bound
register(class Unbound { method() {} })
//                       ^^^^^^ function name=method kind=method owner=null
exports.Member = class { method() {} }
//                       ^^^^^^ function name=method owner=null
`
    ))

  it("a decorator moves the start of what it decorates", () =>
    check(
      javascript,
      `@sealed
@tagged("x")
class Decorated {
//    ^^^^^^^^^ class name=Decorated line=3 start_line=1 end_line=7
  @bound method() {}
//       ^^^^^^ function name=method start_line=5
}
@sealed export class Exported {}
//                   ^^^^^^^^ class name=Exported is_exported=1 start_line=8 start_byte=180
`
    ))

  it("parameters, bases and properties", () =>
    check(
      javascript,
      `
function all(a, { b, c: [d] }, [e = 1], f = { g: 1 }, { h } = {}, ...rest) {}
//       ^^^ function name=all parameters=[{"name":"a"},{"name":"{ b, c: [d] }"},{"name":"[e = 1]"},{"name":"f","default":"{ g: 1 }"},{"name":"{ h }","default":"{}"},{"name":"rest","rest":true}] generics=[] return_type=null
const arrow = async x => y => x
//    ^^^^^ function name=arrow parameters=[{"name":"x"}]
class Order extends /** @type {any} */ (mixin(Base)) {
//    ^^^^^ class name=Order extends=(mixin(Base)) implements=[] properties=[{"name":"#id","visibility":"private"},{"name":"odd","visibility":"public","static":true}]
  #id = 1
  static odd
  handler = () => {}
//^^^^^^^ function name=handler
  set value(v = 1) {}
//    ^^^^^ function name=value kind=setter parameters=[{"name":"v","default":"1"}]
}
class Sub extends ns.Order {}
//    ^^^ class name=Sub extends=ns.Order
`
    ))

  it("imports of every form", () =>
    check(
      javascript,
      `   import "side-effect"
// ^^^^^^ import kind=import source=side-effect specifiers=[] is_type_only=0
   import main, { a, b as c, default as d, "x-y" as e } from 'module'
// ^^^^^^ import source=module specifiers=[{"name":"default","alias":"main"},{"name":"a"},{"name":"b","alias":"c"},{"name":"default","alias":"d"},{"name":"x-y","alias":"e"}]
   import * as all from "all" with { type: "json" }
// ^^^^^^ import source=all specifiers=[{"name":"*","alias":"all"}]
   import both, * as rest from "both"
// ^^^^^^ import source=both specifiers=[{"name":"default","alias":"both"},{"name":"*","alias":"rest"}]
   const cjs = require("cjs"), { part } = require('part')
//             ^^^^^^^ import kind=require source=cjs
//                                        ^^^^^^^ import kind=require source=part
   const lazy = () => import("lazy")
//                    ^^^^^^ import kind=dynamic source=lazy
   require(name); require("a" + b); loader.require("c"); import(\`./\${name}.js\`)
`
    ))

  it("exports of every form", () =>
    check(
      javascript,
      `
export const one = 1, two = () => {}
//           ^^^ export name=one is_default=0 is_type_only=0 source=null
//                    ^^^ export name=two
//                    ^^^ function name=two is_exported=1 start_line=2
export const { a, b: c, d = 1, ...e } = object, [f] = list
//             ^ export name=a
//                   ^ export name=c
//                      ^ export name=d
//                                ^ export name=e
//                                               ^ export name=f
export function three() { function inner() {} }
//              ^^^^^ export name=three
//              ^^^^^ function name=three is_exported=1
//                                 ^^^^^ function name=inner is_exported=0
export class Four { method() {} }
//           ^^^^ export name=Four
//           ^^^^ class name=Four is_exported=1
//                  ^^^^^^ function name=method is_exported=0
function five() {}
//       ^^^^ function name=five is_exported=1
function six() {}
//       ^^^ function name=six is_exported=0
export { five, one as uno, two as default, three as "t-3" }
//       ^^^^ export name=five is_default=0
//                    ^^^ export name=uno
//                                ^^^^^^^ export name=default is_default=1
//                                                  ^^^^^ export name=t-3
   export * from "all"
//        ^ export name=* source=all
   export * as ns from "all"
//             ^^ export name=ns source=all
export { six as other, default } from "other"
//              ^^^^^ export name=other source=other
//                     ^^^^^^^ export name=default source=other is_default=1
`
    ))

  it("exports by assignment, each once", () =>
    check(
      javascript,
      `
Object.defineProperty(exports, "__esModule", { value: true })
exports.late = exports.early = void 0
exports.early = function () {}
//      ^^^^^ export name=early is_default=0 is_type_only=0 source=null
//      ^^^^^ function name=early is_exported=1 start_line=4
exports.late = late
//      ^^^^ export name=late
exports.late = null
function late() {}
//       ^^^^ function name=late is_exported=1
module.exports.three = exports.more = three
//             ^^^^^ export name=three
//                             ^^^^ export name=more
async function three() {}
//             ^^^^^ function name=three is_exported=1
   exports = module.exports = { a, b: c, d() {}, "e-f": () => {}, g: { h() {} }, ...rest, get i() { return 1 } }
//                              ^ export name=a
//                                 ^ export name=b
//                                       ^ export name=d
//                                       ^ function name=d is_exported=1
//                                               ^^^^^ export name=e-f
//                                               ^^^^^ function name=e-f is_exported=1
//                                                                ^ export name=g
//                                                                     ^ function name=h is_exported=0
//                                                                                            ^ export name=i
//                                                                                            ^ function name=i kind=getter is_exported=1
function a() {}
//       ^ function name=a is_exported=1
function c() {}
//       ^ function name=c is_exported=1
function g() {}
//       ^ function name=g is_exported=0
   module.exports = require("./lib")
// ^^^^^^ export name=* source=./lib is_default=0
   module.exports = [{ not: 1 }]
// ^^^^^^ export name=default is_default=1
   Object.defineProperty(exports, 'defined', { get: function () { return 1 } })
// ^^^^^^ export name=defined is_default=0
//                                             ^^^ function name=get is_exported=0
exports.object = { k() {} }
//      ^^^^^^ export name=object
//                 ^ function name=k is_exported=0
exports.nested.no = exports["no"] = module.no = other.exports.no = exportsNo.no = 1
Object.defineProperty(other, "no", {})
!function (e) { exports.inside = e }()
//                      ^^^^^^ export name=inside
const bundle = { one: function (module, exports) { exports.no = 1; module.exports = { no } } }
//               ^^^ function name=one is_exported=0
`
    ))

  it.each([
    ["module.exports = function () {}", "exports"],
    ["module.exports = class { exports() {} }", undefined],
    ["function local() {}\nmodule.exports = local", "local"],
    ["const local = () => {}\nmodule.exports = exports = local;", "local"]
  ])("the module as a whole is its default export: %s", async (source, exported) => {
    const { exports, functions } = await check(javascript, source)
    assert.strictEqual(functions.find((row) => row.isExported)?.name, exported)
    assert.deepStrictEqual(
      exports.map((row) => [row.name, row.isDefault]),
      [["default", true]]
    )
  })

  it.each([
    ["export default function () {}", "default", true],
    ["export default async function* () {}", "default", true],
    ["export default function named() {}", "named", true],
    ["function local() {}\nexport default local", "local", true]
  ])("the default export %s", async (source, name, isExported) => {
    const { exports, functions } = await check(javascript, source)
    assert.deepStrictEqual(
      functions.map((row) => [row.name, row.isExported]),
      [[name, isExported]]
    )
    assert.deepStrictEqual(
      exports.map((row) => [row.name, row.isDefault]),
      [["default", true]]
    )
  })

  it.each(["export default () => {}", "export default memo(function f() {})", "export default (function () {})"])(
    "no function is named by %s",
    async (source) => {
      const { exports, functions } = await check(javascript, source)
      assert.deepStrictEqual(functions, [])
      assert.strictEqual(exports[0]?.name, "default")
    }
  )

  it("members of an exported value are not exported themselves", () =>
    check(
      javascript,
      `
export default { data() {}, methods: { save: () => {} } }
//               ^^^^ function name=data is_exported=0 start_byte=18
//                                     ^^^^ function name=save is_exported=0
`
    ))

  it("a nameless default class is named default", () =>
    check(
      javascript,
      `
   export default class { method() {} }
// ^^^^^^ class name=default is_exported=1
//                        ^^^^^^ function name=method owner=default
`
    ))

  it("calls with receiver, arguments and caller", () =>
    check(
      javascript,
      `
function caller() {
  first(1, ...rest, /* no argument */ two)
//^^^^^ call callee_name=first receiver=null argument_count=3 caller=caller is_new=0 is_await=0
  db.users.find({}).sort()
//         ^^^^ call callee_name=find receiver=db.users argument_count=1
//                  ^^^^ call callee_name=sort receiver=db.users.find({}) argument_count=0
  list.map(() => inner())
//     ^^^ call callee_name=map argument_count=1
//               ^^^^^ call callee_name=inner caller=caller
  const local = () => deep()
//                    ^^^^ call callee_name=deep caller=caller.local
  maybe?.member?.(x)
//       ^^^^^^ call callee_name=member receiver=maybe argument_count=1
  table[key](1)
//^^^^^^^^^^ call callee_name=<anonymous> receiver=table
  ;(function () {})()
// ^ call callee_name=<anonymous> receiver=null
  this.#own()
//     ^^^^ call callee_name=#own receiver=this
}
  new Thing
//    ^^^^^ call callee_name=Thing is_new=1 argument_count=0 caller=null
  new ns.Thing(1)
//       ^^^^^ call callee_name=Thing receiver=ns is_new=1 argument_count=1
  tag\`a \${called()} b\`
//        ^^^^^^ call callee_name=called
`,
      { allCalls: true }
    ))

  it("awaited calls, and await that the grammar takes for a callee", () =>
    check(
      javascript,
      `
async function f() {
  await one()
//      ^^^ call callee_name=one is_await=1
  await two().three(four())
//      ^^^ call callee_name=two is_await=0
//            ^^^^^ call callee_name=three is_await=1
//                  ^^^^ call callee_name=four is_await=0
  await (a || b).five()
//               ^^^^ call callee_name=five argument_count=0
}
  promise.await(six)
//        ^^^^^ call callee_name=await receiver=promise
`,
      { allCalls: true }
    ))

  it("JSX is no call; what stands in its braces is looked at", () =>
    check(
      javascript,
      `
const View = ({ items }) => <List onClick={() => save(items)}>{items.map((item) => <Item {...item} />)}</List>
//    ^^^^ function name=View
//                                               ^^^^ call callee_name=save caller=View
//                                                                   ^^^ call callee_name=map caller=View
`,
      { path: "view.jsx", allCalls: true }
    ))

  it("the namespace of a file is its path without the extension", async () => {
    const { namespace } = await check(javascript, "", { path: "src/services/auth.test.mjs" })
    assert.strictEqual(namespace, "src/services/auth.test")
  })
})
