import type { LanguageConstructs } from "./tables.js"

export const rust: LanguageConstructs = {
  "## Functions": {
    function: { "`fn`": ["fn it() {}", "it"] },
    method: {
      "`fn` in an `impl`": ["impl A { fn it(&self) {} }", "A.it"],
      "`fn` in a trait": ["trait A { fn it(&self); }", "A.it"]
    },
    constructor: {}
  },
  "### Flags of functions": {
    is_async: { "`async fn`": ["async fn it() {}", "it"] },
    is_static: { "no `self`": ["impl A { fn it() {} fn f(&self) {} }", "A.it"] },
    is_abstract: { "in a trait without a body": ["trait A { fn it(&self); fn f(&self) {} }", "A.it"] },
    "`has_body` 0": {
      "in a trait": ["trait A { fn it(&self); }", "A.it"],
      "in `extern { }`": ['extern "C" { fn it(); }', "it"]
    }
  },
  "### Parameters and types": {
    type: { "`it: T`": ["fn f(it: T) {}", "it: T"] },
    rest: { "`...`": ['extern "C" { fn f(it: ...); }', "it"] },
    return_type: { "`-> T`": ["fn f() -> T {}", "T"] },
    generics: {
      "`<T: B + C>`": ["fn f<T: B + C>() {}", "T < B < C"],
      "`where T: B`": ["fn f<T>() where T: B {}", "T < B"],
      lifetimes: ["struct A<'a>(&'a T);", "'a"]
    }
  },
  "## Types": {
    struct: { "`struct`": ["struct It;", "It"] },
    enum: { "`enum`": ["enum It {}", "It"] },
    alias: { "`type`": ["type It = u8;", "It"] }
  },
  "### Further kinds": {
    trait: { "`trait`": ["trait It {}", "It"] },
    union: { "`union`": ["union It { a: u8 }", "It"] }
  },
  "### Bases": {
    extends: { "first bound of a trait": ["trait A: B + C {}", "B"] },
    implements: {
      "`impl B for A`": ["struct A;\nimpl B for A {}", "B"],
      "further bounds of a trait": ["trait A: B + C {}", "C"]
    }
  },
  "### Properties": {
    name: {
      fields: ["struct A { it: T }", "it"],
      "`0`, `1`, … of a tuple struct": ["struct A(T, U);", "0", "1"],
      variants: ["enum A { It }", "It"]
    },
    type: { "`it: T`": ["struct A { it: T }", "it: T"] }
  },
  "## Visibility": {
    public: {
      "`pub`": ["pub fn it() {}", "it"],
      "members of a `pub trait`": ["pub trait A { fn it(); }", "A", "A.it"]
    },
    private: { nothing: ["fn it() {}", "it"], "`pub(self)`": ["pub(self) fn it() {}", "it"] },
    internal: {
      "`pub(crate)`": ["pub(crate) fn it() {}", "it"],
      "`pub(super)`": ["pub(super) fn it() {}", "it"],
      "`pub(in a)`": ["pub(in crate::a) fn it() {}", "it"]
    },
    is_exported: { public: ["pub fn it() {}\nfn f() {}", "it"] }
  },
  "### Visibility of properties": {
    public: { "`pub`": ["struct A { pub it: T }", "it"], "variants of a `pub enum`": ["pub enum A { It }", "It"] },
    private: { nothing: ["struct A { it: T }", "it"] },
    internal: { "`pub(crate)`": ["struct A { pub(crate) it: T }", "it"] }
  },
  "## Namespaces": {
    "`namespace` of declarations": { "`mod a { }`": ["mod a { mod b { fn f() {} } }", "a::b"] }
  },
  "## Decorators and documentation": {
    decorators: {
      "`#[it]`": ["#[it]\nfn f() {}", "it"],
      "`#[it(A, key = 1)]`": ["#[it(A, key = 1)]\nstruct S;", "it A key=1"],
      '`#[it = "a"]`': ['#[it = "a"]\nfn f() {}', 'it "a"']
    },
    doc: {
      "`/// …`": ["/// it\nfn f() {}", "it"],
      "`/** … */`": ["/** it */\nfn f() {}", "it"],
      "`// …`": ["// it\nfn f() {}", "it"]
    }
  },
  "## Imports": {
    import: { "`use`": ["use a::b;", "a::b"], "`extern crate`": ["extern crate a;", "a"] }
  },
  "### Specifiers": {
    "no specifier": { "`use a::b`": ["use a::b;", "a::b"] },
    "a name": {
      "`use a::{it}`": ["use a::{it, b::c};", "it", "b::c"],
      "`b` of `use a::b as c`": ["use a::b as c;", "b"]
    },
    alias: { "`{it as b}`": ["use a::{it as b};", "it b"], "`use a::b as c`": ["use a::b as c;", "b c"] },
    "*": { "`use a::*`": ["use a::*;", "a"] }
  },
  "## Exports": {},
  "## Calls": {
    "a call": {
      "`it()`": ["fn f() { it() }", "it"],
      "`It(x)`": ["fn f() { It(x) }", "It"],
      "`it!()`": ["fn f() { it!() }", "it"]
    },
    is_await: { "`it().await`": ["async fn f() { it().await }", "it"] },
    receiver: { "`a.it()`": ["fn f() { a.it() }", "a it"], "`A::it()`": ["fn f() { A::it() }", "A it"] }
  }
}
