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

  it("parameters are patterns with types, receivers are none; bounds stand inline or in the where clause", () =>
    check(
      rust,
      String.raw`
/// Doc of f.
///
/// More.
pub fn f<'a, 'b: 'a, T: Clone + ?Sized + 'a, const N: usize, F = u8>(mut a: &'a T, (b, c): (u8, [u8; N]), _: F) -> Result<T, E>
//     ^ function name=f parameters=[{"name":"a","type":"&'a T"},{"name":"(b, c)","type":"(u8, [u8; N])"},{"name":"_","type":"F"}] generics=[{"name":"'a","bounds":[]},{"name":"'b","bounds":["'a"]},{"name":"T","bounds":["Clone","?Sized","'a","Debug"]},{"name":"N","bounds":[]},{"name":"F","bounds":["for<'x> Fn(&'x T) -> u8","Send","Other<'y>"]}] return_type="Result<T, E>" doc="Doc of f.\n\nMore."
where
    F: for<'x> Fn(&'x T) -> u8 + Send,
    T: Debug,
    for<'y> F: Other<'y>,
{ |x: u8| x }
struct S;
impl<T: Skip> Show<T> for S {
  fn a(&mut self, x: fn(u8) -> u8) -> ! {}
//   ^ function name=a parameters=[{"name":"x","type":"fn(u8) -> u8"}] generics=[] return_type=! doc=null decorators=[]
  fn b(self: Box<Self>) {}
//   ^ function name=b parameters=[] return_type=null is_static=0
}
extern "C" {
  fn printf(format: *const u8, ...) -> i32;
//   ^^^^^^ function name=printf parameters=[{"name":"format","type":"*const u8"},{"name":"...","rest":true}] body_hash=null
  fn list(count: u8, arguments: ...);
//   ^^^^ function name=list parameters=[{"name":"count","type":"u8"},{"name":"arguments","rest":true}]
}
`
    ))

  it("supertraits are bases, what the file implements for a type stands with it", () =>
    check(
      rust,
      String.raw`
pub struct S<T = u8> where T: X { pub a: Vec<T>, #[serde(skip)] pub(crate) b: fn(x: u8), c: u8 }
//         ^ class name=S extends=null implements=["std::fmt::Display","Clone"] generics=[{"name":"T","bounds":["X"]}] properties=[{"name":"a","type":"Vec<T>","visibility":"public"},{"name":"b","type":"fn(x: u8)","visibility":"internal"},{"name":"c","type":"u8","visibility":"private"}] decorators=[]
impl<T> std::fmt::Display for S<T> {}
impl Clone for &S<u8> {}
impl !Send for S<u8> {}
impl<T> S<T> {}
pub trait Shape<'a>: Send + Into<u8> + ?Sized + 'static { type Item; }
//        ^^^^^ class name=Shape extends=Send implements=["Into<u8>"] generics=[{"name":"'a","bounds":[]}] properties=[]
/** Kinds. */
#[derive(Debug, Clone)]
pub enum Kind { A, B(u8), C { deep: u8 }, D = 4 }
//       ^^^^ class name=Kind properties=[{"name":"A","visibility":"public"},{"name":"B","visibility":"public"},{"name":"C","visibility":"public"},{"name":"D","visibility":"public"}] doc=Kinds. implements=["Send"]
unsafe impl Send for Kind {}
union Bits { pub i: u32, f: f32 }
//    ^^^^ class name=Bits properties=[{"name":"i","type":"u32","visibility":"public"},{"name":"f","type":"f32","visibility":"private"}]
`
    ))

  it("fields are properties, those of a tuple by their place; so are the variants of an enum", () =>
    check(
      rust,
      `
pub struct Named<T> { pub a: Vec<T>, b: u8 }
//         ^^^^^ class name=Named kind=struct properties=[{"name":"a","type":"Vec<T>","visibility":"public"},{"name":"b","type":"u8","visibility":"private"}]
pub struct Tuple<T>(pub f64, #[serde(skip)] String, /* of all */ pub(crate) Vec<T>, &'static str, (u8, u16)) where T: Copy;
//         ^^^^^ class name=Tuple kind=struct properties=[{"name":"0","type":"f64","visibility":"public"},{"name":"1","type":"String","visibility":"private"},{"name":"2","type":"Vec<T>","visibility":"internal"},{"name":"3","type":"&'static str","visibility":"private"},{"name":"4","type":"(u8, u16)","visibility":"private"}]
struct Unit;
//     ^^^^ class name=Unit kind=struct properties=[]
pub(super) enum Shape { Dot, Line(pub_free, u8), #[a] Box { side: f64 }, Last = 3 }
//              ^^^^^ class name=Shape kind=enum properties=[{"name":"Dot","visibility":"internal"},{"name":"Line","visibility":"internal"},{"name":"Box","visibility":"internal"},{"name":"Last","visibility":"internal"}]
union Both { a: u32, pub b: f32 }
//    ^^^^ class name=Both kind=union properties=[{"name":"a","type":"u32","visibility":"private"},{"name":"b","type":"f32","visibility":"public"}]
`
    ))

  it("attributes have their arguments, which the grammar leaves as tokens", () =>
    check(
      rust,
      String.raw`
#![allow(dead_code)]
/// Doc.
#[inline]
// Not this.
#[cfg(all(unix, feature = "x"))]
#[serde(rename = "a, b", default, with="m" ,)]
#[path = "foo.rs"]
#[tokio::main(
  flavor = "multi_thread",
  a == b
)]
fn f(#[skip] x: u8) {}
// ^ function name=f decorators=[{"name":"inline","arguments":[],"text":"#[inline]"},{"name":"cfg","arguments":[{"value":"all(unix, feature = \"x\")"}],"text":"#[cfg(all(unix, feature = \"x\"))]"},{"name":"serde","arguments":[{"key":"rename","value":"\"a, b\""},{"value":"default"},{"key":"with","value":"\"m\""}],"text":"#[serde(rename = \"a, b\", default, with=\"m\" ,)]"},{"name":"path","arguments":[{"value":"\"foo.rs\""}],"text":"#[path = \"foo.rs\"]"},{"name":"tokio::main","arguments":[{"key":"flavor","value":"\"multi_thread\""},{"value":"a == b"}],"text":"#[tokio::main( flavor = \"multi_thread\", a == b )]"}] start_line=4
fn g() {}
// ^ function name=g decorators=[]
`
    ))
})
