import { assert, describe, it } from "vitest"
import { rust } from "../../src/languages/rust/language.js"
import { check } from "../check.js"

describe("Rust", () => {
  it("functions with every visibility and modifier", () =>
    check(
      rust,
      `
pub async fn fetch<T: Into<String>>(url: T) -> Result<(), Error> where T: Send { Ok(()) }
//           ^^^^^ function name=fetch kind=function owner=null namespace=null visibility=public is_exported=1 is_async=1 is_abstract=0
fn plain() {}
// ^^^^^ function name=plain visibility=private is_exported=0 is_async=0 has_body=1
pub(crate) const unsafe extern "C" fn inside() {}
//                                    ^^^^^^ function name=inside visibility=internal is_exported=0
pub(super) fn above() {}
//            ^^^^^ function name=above visibility=internal
pub(in crate::a) fn within() {}
//                  ^^^^^^ function name=within visibility=internal
pub(self) fn own() {}
//           ^^^ function name=own visibility=private
fn r#match() { fn nested() {} }
// ^^^^^^^ function name=r#match
//                ^^^^^^ function name=nested kind=function owner=r#match qualified_name=r#match.nested
extern "C" {
    pub fn ffi(a: i32, ...) -> i32;
//         ^^^ function name=ffi kind=function owner=null has_body=0 visibility=public
}
macro_rules! make { ($x:expr) => { fn hidden() {} }; }
`
    ))

  it("types of every kind; associated types and variants are none", () =>
    check(
      rust,
      `pub struct Foo<T> { x: T }
//         ^^^ class name=Foo kind=struct visibility=public is_exported=1
struct Unit;
//     ^^^^ class name=Unit kind=struct visibility=private is_exported=0
pub(crate) struct Pair(i32, i32);
//                ^^^^ class name=Pair kind=struct visibility=internal is_exported=0
enum Shape { Circle(f64), Square { side: f64 }, None = 3 }
//   ^^^^^ class name=Shape kind=enum
union Bits { a: u32, b: f32 }
//    ^^^^ class name=Bits kind=union
pub unsafe trait Draw: Sized { type Output; const N: usize; }
//               ^^^^ class name=Draw kind=trait
pub type Alias<T> = Vec<T>;
//       ^^^^^ class name=Alias kind=alias visibility=public
impl Draw for Unit { type Output = i32; }
fn main() { struct Local; }
//                 ^^^^^ class name=Local owner=main qualified_name=main.Local is_exported=0
`
    ))

  it("methods belong to the plain name of the type of their impl", () =>
    check(
      rust,
      `impl<T> Foo<T> {
    pub fn new(x: T) -> Self { Self { x } }
//         ^^^ function name=new kind=method owner=Foo qualified_name=Foo.new visibility=public is_static=1
    fn read(&self) {}
//     ^^^^ function name=read kind=method owner=Foo visibility=private is_static=0
    fn take(self: Box<Self>) {}
//     ^^^^ function name=take owner=Foo is_static=0
    pub(self) fn none() {}
//               ^^^^ function name=none owner=Foo is_static=1 visibility=private
}
impl Draw for a::b::Foo { fn draw(&mut self) {} }
//                           ^^^^ function name=draw owner=Foo kind=method visibility=null is_exported=null
impl<T> Draw for a::Foo<T> { fn draw(&'a self) {} }
//                              ^^^^ function name=draw owner=Foo is_static=0
impl Draw for &'a mut Foo<T> { fn draw() {} }
//                                ^^^^ function name=draw owner=Foo
impl Draw for dyn Other + Send { fn draw() {} }
//                                  ^^^^ function name=draw owner=Other
impl Draw for Box<dyn Other> { fn draw() {} }
//                                ^^^^ function name=draw owner=Box
impl Draw for u8 { fn draw() {} }
//                    ^^^^ function name=draw owner=u8
impl Draw for [T] { fn draw() {} }
//                     ^^^^ function name=draw owner=[T] qualified_name=[T].draw
impl<F: for<'a> Fn(&'a str)> Wrapper<F> { fn call() {} }
//                                           ^^^^ function name=call owner=Wrapper visibility=private
fn scope() { struct L; impl L { fn m(&self) {} } }
// ^^^^^ function name=scope
//                                 ^ function name=m owner=scope.L qualified_name=scope.L.m kind=method
`
    ))

  it("members of a trait have its visibility; those without a body are abstract", () =>
    check(
      rust,
      `pub trait Draw {
    fn required(&self);
//     ^^^^^^^^ function name=required kind=method owner=Draw has_body=0 is_abstract=1 visibility=public is_exported=1
    async fn given(self) { self.required() }
//           ^^^^^ function name=given owner=Draw has_body=1 is_abstract=0 is_async=1
}
trait Own { fn own(); }
//             ^^^ function name=own visibility=private is_exported=0 is_static=1
`
    ))

  it("modules are namespaces, not owners", () =>
    check(
      rust,
      `mod elsewhere;
pub mod outer {
    fn f() {}
//     ^ function name=f namespace=outer qualified_name=f owner=null
    pub(crate) mod inner {
        impl S { fn m() {} }
//                  ^ function name=m namespace=outer::inner qualified_name=S.m
        struct S;
//             ^ class name=S namespace=outer::inner
    }
}
fn after() {}
// ^^^^^ function name=after namespace=null
`
    ))

  it("an extent begins with the declaration's own attributes", async () => {
    const source = `#[derive(Debug)]
/// Documented.
#[serde(default)]
struct A { #[serde(skip)] x: i32 }
#[cfg(test)]
const X: i32 = 1;
#[macro_use]
thread_local! { static Y: i32 = 2; }
fn b() { #[allow(unused)] let z = 1; fn c() {} #[inline] fn d() {} }
impl A { #[inline] pub fn e() {} }
`
    const { classes, functions } = await check(rust, source)
    const extents = [...classes, ...functions].map(({ name, range }) => [
      name,
      source.slice(range.startByte, range.endByte).split(/\s/)[0],
      range.startLine,
      range.endLine
    ])
    assert.deepStrictEqual(extents, [
      ["A", "#[derive(Debug)]", 1, 4],
      ["b", "fn", 9, 9],
      ["c", "fn", 9, 9],
      ["d", "#[inline]", 9, 9],
      ["e", "#[inline]", 10, 10]
    ])
  })

  it("every use declaration is one row with the leaves of its list", async () => {
    const { imports } = await check(
      rust,
      `extern crate serde as s;
use std::io;
use std::collections::{HashMap, hash_map::{self, Entry as E}, *};
pub use a::b as c;
use a::Trait as _;
use {x, y::z};
use crate::foo::*;
use ::core::fmt;
fn main() { use super::local; }
use std::{
    fmt::{self, *},
    ops::*,
};
`
    )
    assert.deepStrictEqual(
      imports.map(({ line, source, specifiers }) => [line, source, ...specifiers.map((s) => [s.name, s.alias])]),
      [
        [1, "serde", ["serde", "s"]],
        [2, "std::io"],
        [3, "std::collections", ["HashMap", undefined], ["self", undefined], ["Entry", "E"], ["*", undefined]],
        [4, "a::b", ["b", "c"]],
        [5, "a::Trait", ["Trait", "_"]],
        [6, "{x, y::z}", ["x", undefined], ["y::z", undefined]],
        [7, "crate::foo", ["*", undefined]],
        [8, "::core::fmt"],
        [9, "super::local"],
        [10, "std", ["self", undefined], ["*", undefined], ["ops::*", undefined]]
      ]
    )
  })

  it("calls of functions, paths, methods, generics, fields and macros", () =>
    check(
      rust,
      `impl Foo {
    fn run(&self) {
        plain(1, /* not counted */ 2);
//      ^^^^^ call callee_name=plain argument_count=2 caller=Foo.run receiver=null is_new=0
        a::b::path(#[cfg(x)] 1);
//            ^^^^ call callee_name=path receiver=a::b argument_count=1
        self.x.method();
//             ^^^^^^ call callee_name=method receiver=self.x argument_count=0
        x?.y::<T>(1);
//         ^ call callee_name=y receiver=x? argument_count=1
        parse::<u32>(s);
//      ^^^^^ call callee_name=parse argument_count=1
        Vec::<u8>::with_capacity(1);
//                 ^^^^^^^^^^^^^ call callee_name=with_capacity receiver=Vec::<u8>
        <T as Draw>::draw(x);
//                   ^^^^ call callee_name=draw receiver="<T as Draw>"
        (self.f)(3);
//            ^ call callee_name=f receiver=self argument_count=1
        (*g)();
//        ^ call callee_name=g
        self.0(1);
//           ^ call callee_name=0 receiver=self
        Some(3);
//      ^^^^ call callee_name=Some argument_count=1
        (|| 1)();
//      ^ call callee_name=<anonymous>
        let c = |x| x.closed();
//                    ^^^^^^ call callee_name=closed caller=Foo.run
        println!("{}", unseen(1));
//      ^^^^^^^ call callee_name=println receiver=null argument_count=0
        std::mem::swap!(a, b);
//                ^^^^ call callee_name=swap receiver=std::mem
        Foo { x: bar() };
//               ^^^ call callee_name=bar
    }
}
static Y: i32 = start();
//              ^^^^^ call callee_name=start caller=null
  lazy_static! { static ref Z: i32 = unseen(); }
//^^^^^^^^^^^ call callee_name=lazy_static caller=null argument_count=0
`,
      { allCalls: true }
    ))

  it("only the call that is awaited itself is awaited", () =>
    check(
      rust,
      `async fn f() {
    fetch(url()).await?;
//  ^^^^^ call callee_name=fetch is_await=1
//        ^^^ call callee_name=url is_await=0
    fetch(1)?.await;
//  ^^^^^ call callee_name=fetch is_await=1
    a.await.then();
//          ^^^^ call callee_name=then is_await=0
}
`,
      { allCalls: true }
    ))
})
