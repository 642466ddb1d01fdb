/** What the parse of a single file tells of Rust's expressions. */
import { assert, describe, it } from "vitest"
import { rust } from "../../src/languages/rust/language.js"
import { decorators, docs, errors, numbers, strings, told } from "../told.js"

describe("Expressions of Rust", () => {
  it("literals are for the nearest construct around them", async () => {
    const result = await told(
      rust,
      `
const LIMIT: u8 = 0xFF;
static NAME: &str = "constant";
enum Level { Low = 1 }
#[table(name = "orders")]
struct Box { grid: [u8; 2] }
extern "C" {}
fn fold(by: i32) -> i32 {
    let label = "let";
    label = "assigned";
    by += 3;
    send("argument", -4, [5, 6], (7, "tuple"), &[8; 9]);
    println!("macro {}", 10);
    Box { size: 11, name: "field".to_string() };
    list[12];
    pair.0;
    if by == 13 || label == "compared" { return 14; }
    match by { 15 | 16..=17 => go(), _ => stop() }
    if let Some(18) = x {}
    let closure = |a| 19;
    let block = || { go("call"); 20 };
    by * 21;
    22
}
fn name() -> &'static str { "last" }
`
    )
    assert.deepStrictEqual(strings(result), [
      '2 variableAssignment "constant"',
      '4 decorator "orders"',
      '8 variableAssignment "let"',
      '9 variableAssignment "assigned"',
      '11 functionArgument "argument"',
      '11 arrayElement "tuple"',
      '12 functionArgument "macro {}"',
      '13 objectProperty "field"',
      '16 comparison "compared"',
      '20 functionArgument "call"',
      '24 returnValue "last"'
    ])
    assert.deepStrictEqual(numbers(result), [
      "1 constDeclaration 0xFF = 255",
      "3 enumValue 1 = 1",
      "5 unknown 2 = 2",
      "10 variableAssignment 3 = 3",
      "11 functionArgument 4 = 4",
      "11 arrayElement 5 = 5",
      "11 arrayElement 6 = 6",
      "11 arrayElement 7 = 7",
      "11 arrayElement 8 = 8",
      "11 unknown 9 = 9",
      "12 functionArgument 10 = 10",
      "13 objectProperty 11 = 11",
      "14 unknown 12 = 12",
      "16 comparison 13 = 13",
      "16 returnValue 14 = 14",
      "17 comparison 15 = 15",
      "17 comparison 16 = 16",
      "17 comparison 17 = 17",
      "18 comparison 18 = 18",
      "19 returnValue 19 = 19",
      "20 returnValue 20 = 20",
      "21 binaryOperation 21 = 21",
      "22 returnValue 22 = 22"
    ])
  })

  it("strings are as they are written, characters are none", async () => {
    const result = await told(
      rust,
      String.raw`
fn f() {
    g("a\"b\n", "", r"raw \", r#"hash "quoted""#, b"bytes", br"raw bytes", 'c', b'c', "two
lines");
}
`
    )
    assert.deepStrictEqual(strings(result), [
      String.raw`2 functionArgument "a\\\"b\\n"`,
      '2 functionArgument ""',
      String.raw`2 functionArgument "raw \\"`,
      String.raw`2 functionArgument "hash \"quoted\""`,
      '2 functionArgument "bytes"',
      '2 functionArgument "raw bytes"',
      String.raw`2 functionArgument "two\nlines"`
    ])
  })

  it("numbers have a value", async () => {
    const result = await told(
      rust,
      `
fn f() {
    g(0, 1.5, 1., 1e3, 1_000_000, 0xFFu8, 0b101, 0o17, 010, 10i64, 1.5f32, 1usize, 340282366920938463463374607431768211455u128);
}
`
    )
    assert.deepStrictEqual(numbers(result), [
      "2 functionArgument 0 = 0",
      "2 functionArgument 1.5 = 1.5",
      "2 functionArgument 1. = 1",
      "2 functionArgument 1e3 = 1000",
      "2 functionArgument 1_000_000 = 1000000",
      "2 functionArgument 0xFFu8 = 255",
      "2 functionArgument 0b101 = 5",
      "2 functionArgument 0o17 = 15",
      "2 functionArgument 010 = 10",
      "2 functionArgument 10i64 = 10",
      "2 functionArgument 1.5f32 = 1.5",
      "2 functionArgument 1usize = 1",
      "2 functionArgument 340282366920938463463374607431768211455u128 = 3.402823669209385e+38"
    ])
  })

  it("errors are raised, passed on and handled", async () => {
    const result = await told(
      rust,
      `
impl Store {
    fn load(&self) -> Result<(), Error> {
        let text = read()?.trim()?;
        let value = text.parse().unwrap();
        let other = value.expect("some");
        match save() {
            Ok(v) => v,
            Err(Error::Missing) => return Ok(()),
            Err(_) => {}
        }
        match save() { Err(e) if e.ok() => (), Err(A(_)) | Err(B) => panic!("no"), _ => todo!() }
        if let Err(e) = save() { log(e) }
        if let Err(_) = save() { /* nothing */ }
        let Ok(v) = save() else { unreachable!() };
        value.unwrap_or(0);
        store.panic();
    }
}
fn main() { let f = || async { g().await? }; unimplemented!(); }
`
    )
    assert.deepStrictEqual(errors(result), [
      "3 questionMark in Store.load",
      "3 questionMark in Store.load",
      "4 unwrap in Store.load",
      "5 unwrap in Store.load",
      "8 resultMatch Error::Missing in Store.load",
      "9 resultMatch empty in Store.load",
      "11 resultMatch empty in Store.load",
      "11 throw in Store.load",
      "11 throw in Store.load",
      "12 resultMatch in Store.load",
      "13 resultMatch empty in Store.load",
      "14 throw in Store.load",
      "19 questionMark in main",
      "19 throw in main"
    ])
  })

  it("attributes name what they are written on", async () => {
    const result = await told(
      rust,
      `
#![allow(dead_code)]
#[derive(Debug, Clone)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: u32,
    // A remark.
    #[cfg(test)]
    /// Documented.
    other: u32,
}
enum Kind { #[default] One }
impl Order {
    #[get("/orders")]
    fn find(&self, #[body] order: Order) {
        #![inner]
        #[allow(unused)]
        let x = 1;
    }
}
`
    )
    assert.deepStrictEqual(decorators(result), [
      "1 allow(dead_code)",
      "2 derive(Debug, Clone) on Order",
      '3 serde(rename_all = "camelCase") on Order',
      '5 serde(default, skip_serializing_if = "Option::is_none") on Order.id',
      "8 cfg(test) on Order.other",
      "12 default() on Kind.One",
      '14 get("/orders") on Order.find',
      "15 body() on Order.find.order",
      "16 inner()",
      "17 allow(unused)"
    ])
  })

  it("documentation that is no function's", async () => {
    const result = await told(
      rust,
      `
//! The crate,
//! in two lines.

/// Of the struct.
#[derive(Debug)]
struct A {
    /// Of the field.
    field: u32,
}
/// Of the function.
fn f() {}
/** Of the enum. */
enum B {}
//// None.
/// Of the constant.
const C: u8 = 1;
// Plain.
trait D {}
mod e {
    /*! Of the module. */
}
`
    )
    assert.deepStrictEqual(docs(result), [
      String.raw`1 tripleSlash "The crate,\nin two lines."`,
      '4 tripleSlash "Of the struct." of A',
      '7 tripleSlash "Of the field." of A.field',
      '12 block "Of the enum." of B',
      '15 tripleSlash "Of the constant."',
      '17 line "Plain." of D',
      '20 block "Of the module."'
    ])
  })
})
