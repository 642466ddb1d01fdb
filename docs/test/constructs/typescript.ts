import type { LanguageConstructs } from "./tables.js"

export const typescript: LanguageConstructs = {
  "## Functions": {
    function: {
      "`function`": ["function it() {}", "it"],
      "function or arrow as the value of a variable": ["const it = () => 1", "it"],
      "of a property": ["const a = { it: () => 1 }", "it"],
      "or assigned": ["a.it = function () {}", "it"]
    },
    method: {
      "in a class": ["class A { it() {} }", "A.it"],
      "an interface": ["interface A { it(): void }", "A.it"],
      "an object type with a name": ["type A = { it(): void }", "A.it"],
      "or an object literal": ["const a = { it() {} }", "it"],
      "function or arrow as the value of a field": ["class A { it = () => 1 }", "A.it"]
    },
    constructor: { "`constructor`": ["class A { constructor() {} }", "A.constructor"] },
    getter: { "`get it()`": ["class A { get it() { return 1 } }", "A.it"] },
    setter: { "`set it(x)`": ["class A { set it(x) {} }", "A.it"] }
  },
  "### Their flags": {
    is_async: { "`async`": ["async function it() {}", "it"] },
    is_generator: { "`function*`": ["function* it() {}", "it"], "`*it()`": ["class A { *it() {} }", "A.it"] },
    is_static: { "`static`": ["class A { static it() {} }", "A.it"] },
    is_abstract: {
      "`abstract`": ["abstract class A { abstract it(): void }", "A.it"],
      "members of an interface": ["interface A { it(): void }", "A.it"]
    },
    "`has_body` 0": {
      overloads: ["function it(): void\nfunction it(x?: T) {}", "it"],
      "`declare`": ["declare function it(): void", "it"],
      "`abstract`": ["abstract class A { abstract it(): void }", "A.it"],
      "members of types": ["interface A { it(): void }", "A.it"]
    }
  },
  "### Parameters and types": {
    type: { "`it: T`": ["function f(it: T) {}", "it: T"] },
    default: { "`it = 1`": ["function f(it = 1) {}", "it = 1"] },
    rest: { "`...it`": ["function f(...it: T[]) {}", "it"] },
    optional: { "`it?: T`": ["function f(it?: T) {}", "it"] },
    return_type: { "`f(): T`": ["function f(): T {}", "T"], "`x is T`": ["function f(x): x is T {}", "x is T"] },
    generics: { "`<T extends B>`": ["class A<T extends B> {}", "T < B"] }
  },
  "## Types": {
    class: { "`class`": ["class It {}", "It"], "class expression of a variable": ["const It = class {}", "It"] },
    interface: { "`interface`": ["interface It {}", "It"] },
    enum: { "`enum`": ["enum It {}", "It"] },
    alias: { "`type`": ["type It = string", "It"] }
  },
  "### Further kinds": {},
  "### Bases": {
    extends: {
      "`extends B`": ["class A extends B {}", "B"],
      "first of an interface": ["interface A extends B, C {}", "B"]
    },
    implements: {
      "`implements B`": ["class A implements B {}", "B"],
      "further ones of an interface": ["interface A extends B, C {}", "C"]
    },
    "`is_abstract` of types": { "`abstract class`": ["abstract class A {}", "A"] }
  },
  "### Properties": {
    name: {
      fields: ["class A { it = 1 }", "it"],
      "members of an interface or named object type": ["interface A { it: T }", "it"],
      "parameters with a modifier": ["class A { constructor(private it: T) {} }", "it"],
      "enum members": ["enum A { it = 1 }", "it"]
    },
    type: { "`it: T`": ["class A { it: T }", "it: T"] },
    static: { "`static`": ["class A { static it = 1 }", "it"] },
    readonly: { "`readonly`": ["class A { readonly it = 1 }", "it"] }
  },
  "## Visibility": {
    public: { nothing: ["class A { it() {} }", "A.it"], "`public`": ["class A { public it() {} }", "A.it"] },
    protected: { "`protected`": ["class A { protected it() {} }", "A.it"] },
    private: { "`private`": ["class A { private it() {} }", "A.it"], "`#it`": ["class A { #it() {} }", "A.#it"] },
    is_exported: {
      "`export`": ["export function it() {}", "it"],
      "named by an `export`": ["function it() {}\nexport { it }", "it"],
      "or by `exports.it =`": ["function it() {}\nexports.it = it", "it"]
    }
  },
  "## Namespaces": {
    "`namespace` of declarations": {
      "`namespace`": ["namespace A.B { function f() {} }", "A.B"],
      "`declare module`": ['declare module "m" { function f(): void }', "m"]
    },
    "`namespace` of the file": { "its path": ["", "src/it"] }
  },
  "## Decorators and documentation": {
    decorators: {
      "`@it`": ["@it class A {}", "it"],
      "`@it(1)`": ["class A { @it(1) f() {} }", "it 1"]
    },
    doc: { "`/** … */`": ["/** it */\nfunction f() {}", "it"], "`// …`": ["// it\nfunction f() {}", "it"] }
  },
  "## Imports": {
    import: {
      "`import`": ['import { a } from "m"', "m"],
      '`import a = require("m")`': ['import a = require("m")', "m"],
      "`import a = B.C`": ["import a = B.C", "B.C"]
    },
    require: { '`require("m")`': ['const a = require("m")', "m"] },
    dynamic: { '`import("m")`': ['const a = await import("m")', "m"] }
  },
  "### Specifiers": {
    "no specifier": { '`import "m"`': ['import "m"', "m"], '`require("m")`': ['const a = require("m")', "m"] },
    "a name": { "`{ it }`": ['import { it } from "m"', "it"] },
    alias: { "`{ it as a }`": ['import { it as a } from "m"', "it a"] },
    "*": { "`* as a`": ['import * as a from "m"', "m"] },
    default: { "`import a`": ['import a from "m"', "m"] },
    is_type_only: { "`import type`": ['import type { A } from "m"', "m"] }
  },
  "## Exports": {
    "a name": {
      "`export` before a declaration": ["export const it = 1", "it"],
      "`export { a as it }`": ["const a = 1\nexport { a as it }", "it"],
      "`exports.it =`": ["exports.it = 1", "it"],
      "`module.exports = { it }`": ["module.exports = { it }", "it"]
    },
    default: {
      "`export default`": ["export default 1", "default"],
      "`export = a`": ["const a = 1\nexport = a", "default"],
      "`module.exports = a`": ["module.exports = a", "default"]
    },
    "*": {
      '`export * from "m"`': ['export * from "m"', "m"],
      '`module.exports = require("m")`': ['module.exports = require("m")', "m"]
    },
    source: { '`export { it } from "m"`': ['export { it } from "m"', "it m"] },
    is_type_only: { "`export type { It }`": ["type It = 1\nexport type { It }", "It"] }
  },
  "## Calls": {
    "a call": {
      "`it()`": ["it()", "it"],
      "`super()`": ["class A extends B { constructor() { super() } }", "super"],
      "`@it()`": ["@it() class A {}", "it"],
      '`require("m")`': ['require("m")', "require"],
      '`import("m")`': ['import("m")', "import"]
    },
    is_new: { "`new It()`": ["new It()", "It"] },
    is_await: { "`await it()`": ["await it()", "it"] },
    receiver: { "`a.it()`": ["a.it()", "a it"], "`a?.it()`": ["a?.it()", "a it"] }
  }
}
