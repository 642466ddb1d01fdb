import { assert, describe, it } from "vitest"
import { typescript } from "../../src/languages/typescript/language.js"
import { repair } from "../../src/languages/typescript/repair.js"
import { check } from "../check.js"

describe("TypeScript", () => {
  it("functions, overloads and ambient functions", () =>
    check(
      typescript,
      `
export function parse(text: string): number
//              ^^^^^ function name=parse has_body=0 is_exported=1 start_line=2
export function parse<T>(text: T, strict?: boolean): asserts text is T {}
//              ^^^^^ function name=parse kind=function has_body=1 visibility=public is_exported=1
declare function ambient(this: Window): void
//               ^^^^^^^ function name=ambient has_body=0 is_exported=0
export const arrow = async <T,>(x: T): Promise<T> => x
//           ^^^^^ function name=arrow kind=function is_async=1 is_exported=1
const typed: (x: number) => void = function () {}
//    ^^^^^ function name=typed
const asserted = (() => {}) as Handler, cast = <Handler>(() => {})
object!.member = () => {}
//      ^^^^^^ function name=member
const satisfied = (() => {}) satisfies Handler
`
    ))

  it("members of classes", () =>
    check(
      typescript,
      `
abstract class Base<T> extends Other<T> implements One, Two {
//             ^^^^ class name=Base kind=class is_abstract=1 is_exported=0 start_line=2
  private readonly handler = async () => {}
//                 ^^^^^^^ function name=handler kind=method owner=Base visibility=private is_async=1 is_static=0
  protected static override create = function () {}
//                          ^^^^^^ function name=create visibility=protected is_static=1
  declare field: string
  accessor value = 1
  constructor(name: string)
//^^^^^^^^^^^ function name=constructor kind=constructor owner=Base has_body=0
  protected constructor(private name: string, public other = () => {}) { super() }
//          ^^^^^^^^^^^ function name=constructor kind=constructor visibility=protected has_body=1
  abstract run(): void
//         ^^^ function name=run kind=method has_body=0 is_abstract=1 visibility=public
  protected abstract get size(): number
//                       ^^^^ function name=size kind=getter has_body=0 is_abstract=1 visibility=protected
  private abstract set size(value: number)
//                     ^^^^ function name=size kind=setter visibility=private
  overloaded(): void
//^^^^^^^^^^ function name=overloaded has_body=0 is_abstract=0
  public overloaded(x?: number) {}
//       ^^^^^^^^^^ function name=overloaded has_body=1 visibility=public
  static async *stream<T>(this: Base<T>) {}
//              ^^^^^^ function name=stream is_static=1 is_async=1 is_generator=1
  #own() {}
//^^^^ function name=#own visibility=private
  optional?(): void
//^^^^^^^^ function name=optional has_body=0
  "quoted"() {}
//^^^^^^^^ function name=quoted
  [Symbol.iterator]() {}
//^^^^^^^^^^^^^^^^^ function name=[Symbol.iterator]
  get() {}
//^^^ function name=get kind=method
}
`
    ))

  it("types of every kind", () =>
    check(
      typescript,
      `
export interface Store<K extends string, V> extends Base<K>, Other { }
//               ^^^^^ class name=Store kind=interface is_exported=1 is_abstract=null visibility=null
export const enum Color { Red = 1, Green = compute() }
//                ^^^^^ class name=Color kind=enum is_exported=1
type Union = | A | B
//   ^^^^^ class name=Union kind=alias is_exported=0
declare class Ambient { method(): void }
//            ^^^^^^^ class name=Ambient kind=class
export default interface Main { }
//                       ^^^^ class name=Main kind=interface is_exported=1
const Mixed = class Own<T> extends Base { }
//    ^^^^^ class name=Mixed
function local() { type Inside = number }
//                      ^^^^^^ class name=Inside owner=local qualified_name=local.Inside
export { Union as Renamed }
`.replace("is_exported=0", "is_exported=1")
    ))

  it("signatures of named types are methods; those of nameless type literals are nothing's", () =>
    check(
      typescript,
      `
interface Reader {
  read(): string
//^^^^ function name=read kind=method owner=Reader has_body=0 visibility=public
  read<T>(as: T): T
//^^^^ function name=read
  get size(): number
//    ^^^^ function name=size kind=getter has_body=0
  set size(value: number)
//    ^^^^ function name=size kind=setter
  readonly optional?(): void
//         ^^^^^^^^ function name=optional
  [Symbol.iterator](): Iterator<string>
//^^^^^^^^^^^^^^^^^ function name=[Symbol.iterator]
  property: () => void
  (call: string): void
  new (construct: string): Reader
  nested: { inner(): void }
}
type Literal = { method(): void; property: () => void; get x(): number }
//               ^^^^^^ function name=method kind=method owner=Literal
//                                                         ^ function name=x kind=getter owner=Literal
function takes(options: { done(): void }) {}
//       ^^^^^ function name=takes has_body=1
let variable: { done(): void }
`
    ))

  it("namespaces, modules and global augmentations", () =>
    check(
      typescript,
      `
namespace Outer.Middle {
  export namespace Inner { export function deep() {} }
//                                         ^^^^ function name=deep namespace=Outer.Middle.Inner qualified_name=deep owner=null is_exported=1
  class Item {}
//      ^^^^ class name=Item namespace=Outer.Middle qualified_name=Item
}
declare module "plugin" { export interface Options {} }
//                                         ^^^^^^^ class name=Options namespace=plugin
declare module "*.svg"
declare global { interface Window { extra(): void } }
//                         ^^^^^^ class name=Window namespace=null
//                                  ^^^^^ function name=extra owner=Window namespace=null
function outside() {}
//       ^^^^^^^ function name=outside namespace=null
`
    ))

  it("imports of every form", () =>
    check(
      typescript,
      `
   import type { A, B as C } from "types"
// ^^^^^^ import kind=import source=types is_type_only=1 specifiers=[{"name":"A"},{"name":"B","alias":"C"}]
   import type Main from "main"
// ^^^^^^ import source=main is_type_only=1 specifiers=[{"name":"default","alias":"Main"}]
   import { type D, e } from "mixed"
// ^^^^^^ import source=mixed is_type_only=0 specifiers=[{"name":"D"},{"name":"e"}]
   import type, { type as kind } from "odd"
// ^^^^^^ import source=odd is_type_only=0 specifiers=[{"name":"default","alias":"type"},{"name":"type","alias":"kind"}]
   import legacy = require("legacy")
// ^^^^^^ import kind=import source=legacy specifiers=[{"name":"*","alias":"legacy"}]
   import type only = require("only")
// ^^^^^^ import source=only is_type_only=1
   import Short = Outer.Middle.Item
// ^^^^^^ import source=Outer.Middle.Item
   import Plain = Outer;
// ^^^^^^ import source=Outer
   const lazy = await import("lazy")
//                    ^^^^^^ import kind=dynamic source=lazy
`
    ))

  it("exports of every form", () =>
    check(
      typescript,
      `
export type { A, B as C } from "types"
//            ^ export name=A is_type_only=1 source=types
//                    ^ export name=C is_type_only=1
export abstract class Base {}
//                    ^^^^ export name=Base is_type_only=0
export interface Shape {}
//               ^^^^^ export name=Shape
export enum Color {}
//          ^^^^^ export name=Color
export type Alias = string
//          ^^^^^ export name=Alias is_type_only=0
export declare const ambient: string
//                   ^^^^^^^ export name=ambient
export declare function declared(): void
//                      ^^^^^^^^ export name=declared
export namespace Outer.Inner {}
//               ^^^^^ export name=Outer
`
    ))

  it("export = stands for the module", async () => {
    const { exports, functions } = await check(typescript, "function main() {}\nexport = main")
    assert.deepStrictEqual(
      exports.map((row) => [row.name, row.isDefault, row.line]),
      [["default", true, 2]]
    )
    assert.strictEqual(functions[0]?.isExported, true)
  })

  it("decorators are calls when written as calls, and belong to the extent", () =>
    check(
      typescript,
      `
 @Component({ selector: "app" })
//^^^^^^^^^ call callee_name=Component argument_count=1 caller=null
export class App {
//           ^^^ class name=App start_line=2 is_exported=1
  @Input() name: string
// ^^^^^ call callee_name=Input caller=null
  @HostListener("click", ["$event"])
// ^^^^^^^^^^^^ call callee_name=HostListener argument_count=2 caller=null
  @readonly
  onClick(@Inject(TOKEN) token: string) { save() }
//^^^^^^^ function name=onClick start_line=8 end_line=11
//         ^^^^^^ call callee_name=Inject caller=App.onClick
//                                        ^^^^ call callee_name=save caller=App.onClick
}
`,
      { allCalls: true }
    ))

  it("parameters: patterns, defaults, rest and optional ones, without those of types of functions", () =>
    check(
      typescript,
      `
function all(this: Window, { a, b: { c } }: Props = {}, [d, ...e]: number[], f?: (x: number) => void, ...rest: any[]): asserts f is Handler {}
//       ^^^ function name=all parameters=[{"name":"this","type":"Window"},{"name":"{ a, b: { c } }","type":"Props","default":"{}"},{"name":"[d, ...e]","type":"number[]"},{"name":"f","type":"(x: number) => void","optional":true},{"name":"rest","type":"any[]","rest":true}] return_type="asserts f is Handler"
const lone = async x => (y: number) => y
//    ^^^^ function name=lone parameters=[{"name":"x"}] return_type=null
const is = (x: [a: string, b?: number]): x is [string] => true
//    ^^ function name=is parameters=[{"name":"x","type":"[a: string, b?: number]"}] return_type="x is [string]"
const nothing = function (): (deep: string) => void {}
//    ^^^^^^^ function name=nothing parameters=[] return_type="(deep: string) => void"
export function overloaded(text: string): void
//              ^^^^^^^^^^ function name=overloaded parameters=[{"name":"text","type":"string"}] return_type=void body_hash=null
export function overloaded(
//              ^^^^^^^^^^ function name=overloaded parameters=[{"name":"text","type":"Map< string, number >"},{"name":"options","default":"{ a: 1 }"}] return_type=null
  text: Map< // why
    string,
    number
  >, options = {
    a: 1
  }
) {}
`.replace(" // why", "")
    ))

  it("type parameters belong to what declares them", () =>
    check(
      typescript,
      `
function pick<T extends object, const K extends keyof T = keyof T>(value: T, get: <U>(key: K) => U): <V>(v: V) => void {}
//       ^^^^ function name=pick generics=[{"name":"T","bounds":["object"]},{"name":"K","bounds":["keyof T"]}] parameters=[{"name":"value","type":"T"},{"name":"get","type":"<U>(key: K) => U"}] return_type="<V>(v: V) => void"
class Box<T, E extends Error = Error> { open<R extends <Q>(q: Q) => T>(): R {} }
//    ^^^ class name=Box generics=[{"name":"T","bounds":[]},{"name":"E","bounds":["Error"]}]
//                                      ^^^^ function name=open generics=[{"name":"R","bounds":["<Q>(q: Q) => T"]}]
type Call = <T>(x: T) => T
//   ^^^^ class name=Call generics=[] properties=[]
interface Store<K extends string> { <T>(x: T): T; get<V>(key: K): V }
//        ^^^^^ class name=Store generics=[{"name":"K","bounds":["string"]}]
//                                                ^^^ function name=get generics=[{"name":"V","bounds":[]}] parameters=[{"name":"key","type":"K"}] return_type=V
`
    ))

  it("bases as they are written, with their type arguments", () =>
    check(
      typescript,
      `
abstract class A<T> extends Base<T, Map<string, T>> implements One, ns.Two<T> {}
//             ^ class name=A extends="Base<T, Map<string, T>>" implements=["One","ns.Two<T>"]
class B extends mixin(A, Other) {}
//    ^ class name=B extends="mixin(A, Other)" implements=[]
interface C extends D<string>, E.F, G {}
//        ^ class name=C extends="D<string>" implements=["E.F","G"]
const H = class implements I {}
//    ^ class name=H extends=null implements=["I"]
class J { inner = class extends K<string> {} }
//    ^ class name=J extends=null implements=[]
`
    ))

  it("properties of classes, interfaces, literals and enums, and of parameters that are some", () =>
    check(
      typescript,
      `
class Order {
//    ^^^^^ class name=Order properties=[{"name":"id","type":"string","visibility":"public","readonly":true},{"name":"#lines","visibility":"private"},{"name":"count","type":"number","visibility":"protected","static":true},{"name":"odd name","visibility":"public"},{"name":"db","type":"Database","visibility":"private","readonly":true},{"name":"log","visibility":"public","readonly":true}]
  readonly id!: string
  #lines = []
  protected static count?: number = 0
  "odd name" = { nested: 1, method() {} }
//                          ^^^^^^ function name=method
  handler = () => {}
//^^^^^^^ function name=handler kind=method
  constructor(@Inject() private readonly db: Database, plain: string, readonly log = console) {}
//^^^^^^^^^^^ function name=constructor parameters=[{"name":"db","type":"Database"},{"name":"plain","type":"string"},{"name":"log","default":"console"}]
  [key: string]: unknown
  get size() { return 1 }
//    ^^^^ function name=size
}
interface Shape { readonly side: number; nested?: { deep: string }; area(): number; call: (x: { y: number }) => void }
//        ^^^^^ class name=Shape properties=[{"name":"side","type":"number","visibility":"public","readonly":true},{"name":"nested","type":"{ deep: string }","visibility":"public"},{"name":"call","type":"(x: { y: number }) => void","visibility":"public"}]
//                                                                  ^^^^ function name=area
type Literal = { a: string; readonly b?: number }
//   ^^^^^^^ class name=Literal properties=[{"name":"a","type":"string","visibility":"public"},{"name":"b","type":"number","visibility":"public","readonly":true}]
type Both = { a: string } & { b: string }
//   ^^^^ class name=Both properties=[]
enum Color { Red, Green = "green", "dark blue" = 1 << 2 }
//   ^^^^^ class name=Color properties=[{"name":"Red"},{"name":"Green"},{"name":"dark blue"}]
`
    ))

  it("decorators with their arguments, each on its own declaration", () =>
    check(
      typescript,
      `
@Controller("users", /* why */ { version: 1 })
@injectable
export abstract class Users {
//                    ^^^^^ class name=Users decorators=[{"name":"Controller","arguments":[{"value":"\\"users\\""},{"value":"{ version: 1 }"}],"text":"@Controller(\\"users\\", /* why */ { version: 1 })"},{"name":"injectable","arguments":[],"text":"@injectable"}]
  @Column({ nullable: true }) name?: string
  plain() {}
//^^^^^ function name=plain decorators=[]
  @Get(":id")
  @http.Header<string>("a", () => "b")
  one(@Param("id") id: string) {}
//^^^ function name=one decorators=[{"name":"Get","arguments":[{"value":"\\":id\\""}],"text":"@Get(\\":id\\")"},{"name":"http.Header","arguments":[{"value":"\\"a\\""},{"value":"() => \\"b\\""}],"text":"@http.Header<string>(\\"a\\", () => \\"b\\")"}] parameters=[{"name":"id","type":"string"}]
  after() {}
//^^^^^ function name=after decorators=[]
  @memo handler = () => {}
//      ^^^^^^^ function name=handler decorators=[{"name":"memo","arguments":[],"text":"@memo"}]
}
  export default @first class {}
//^^^^^^ class name=default decorators=[{"name":"first","arguments":[],"text":"@first"}]
const Bound = @first @second() class<T> { @own method() {} }
//    ^^^^^ class name=Bound decorators=[{"name":"first","arguments":[],"text":"@first"},{"name":"second","arguments":[],"text":"@second()"}]
//                                             ^^^^^^ function name=method decorators=[{"name":"own","arguments":[],"text":"@own"}]
`
    ))

  it("calls with type arguments and non-null assertions", () =>
    check(
      typescript,
      `
  create<string>(1)
//^^^^^^ call callee_name=create argument_count=1
  maybe!()
//^^^^^ call callee_name=maybe receiver=null
  this.member!(1)
//     ^^^^^^ call callee_name=member receiver=this
  new Map<string, number>([])
//    ^^^ call callee_name=Map is_new=1 argument_count=1
  optional?.<string>(1)
//^^^^^^^^ call callee_name=optional
  const result = await (first as Second).third<T>()
//                                       ^^^^^ call callee_name=third is_await=1 receiver="(first as Second)"
  await fourth<T>(five<T>(), !six.seven<T>(), 8 + nine<T>())
//      ^^^^^^ call callee_name=fourth is_await=1 argument_count=3
//                ^^^^ call callee_name=five is_await=0
//                                ^^^^^ call callee_name=seven receiver=six
//                                                ^^^^ call callee_name=nine receiver=null
`,
      { allCalls: true }
    ))

  it("an import in a type is neither call nor import", async () => {
    const result = await check(
      typescript,
      `
let a: import("x").A
type B = typeof import("x") | import("y").B.C
function f(x: Promise<import("z").Z>): import("z").D & { e: import("z").E } {}
declare const g: new () => import("h").H
let [t]: [import("t").T]
`
    )
    assert.deepStrictEqual(result.callSites, [])
    assert.deepStrictEqual(result.imports, [])
  })

  it("only tsx has JSX, only ts has type assertions", async () => {
    const assertion = "const x = <Handler>(() => {})"
    const element = "const View = () => <List<Item> items={load()}>{}</List>"
    await check(typescript, assertion, { path: "a.ts" })
    await check(typescript, assertion, { path: "a.mts" })
    const { callSites, functions } = await check(typescript, element, { path: "a.TSX" })
    assert.deepStrictEqual(
      functions.map((row) => row.name),
      ["View"]
    )
    assert.deepStrictEqual(
      callSites.map((row) => [row.calleeName, row.caller]),
      [["load", "View"]]
    )
  })

  it("what the grammar does not know is repaired, and the facts keep the text as written", () =>
    check(
      typescript,
      `
interface Box<in out T, /** why */ out U, const in V extends in_> {
//        ^^^ class name=Box kind=interface
  get(): T
//^^^ function name=get owner=Box
}
class Store<out T> { run = (x: T) => x }
//    ^^^^^ class name=Store
//                   ^^^ function name=run owner=Store
const dual: {
//    ^^^^ function name=dual has_body=1
  (self: string, that: number): Box<string>
  /** Comments between are long. */
  // And of several kinds.
  <A>(that: A): (self: string) => A
  <
    A
  >(self: string, that: A): A
  in: string
  abstract?: boolean
} = (self) => self
declare const imported: import("x").Generic<string> & (import("y").A | import("z").B)[]
type Message = \`a \\\`quoted\\\` \${string}\`
//   ^^^^^^^ class name=Message kind=alias
type Widen<type> = type extends string ? type : Widen<type>
//   ^^^^^ class name=Widen
const rows = () => sql<{ id: string }>\`select \${columns()}\`
//    ^^^^ function name=rows
//                                              ^^^^^^^ call callee_name=columns caller=rows
expect(rows).type<<T extends Box>(that: T) => Box<Box<T>>>()
//           ^^^^ call callee_name=type receiver=expect(rows)
const shifted = (a: number) => a <<shifted(1) && shifted(2) > (a)
//    ^^^^^^^ function name=shifted
declare module "m" {
  global { interface Window {} }
//                   ^^^^^^ class name=Window
}
   export type * from "all"
//             ^ export name=* is_type_only=1 source=all
   export type * as ns from "some"
//                  ^^ export name=ns is_type_only=1 source=some
   export { rows as lines }
//                  ^^^^^ export name=lines
`
    ))

  it.each([
    "interface A<in out T> { x(): T\n  <B>(): B }",
    "type A = import('é').B<C>\n\nconst x = sql<Row>`a`",
    "export type * as ns from 'x'\r\n{\r\n  in: 1\r\n}",
    "f<<é, B extends C>(x: é) => void>()"
  ])("a repaired source is as long as it was: %j", (source) => {
    const bytes = Buffer.from(source).toString("latin1")
    assert.strictEqual(repair(bytes).length, bytes.length)
    assert.notStrictEqual(repair(bytes), bytes)
  })

  it("a source that cannot be repaired keeps its errors", async () => {
    const { errorCount, functions } = await check(typescript, "interface A<in out T> {}\nfunction f( {\n", {
      errors: 1
    })
    assert.isAbove(errorCount, 0)
    assert.isArray(functions)
  })

  it.each([
    ["src/services/auth.ts", "src/services/auth"],
    ["src/view.TSX", "src/view"],
    ["types/index.d.ts", "types/index"]
  ])("the namespace of %s is its path without the extension", async (path, expected) => {
    const { namespace } = await check(typescript, "", { path })
    assert.strictEqual(namespace, expected)
  })
})
