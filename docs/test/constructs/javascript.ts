import type { LanguageConstructs } from "./tables.js"

export const javascript: LanguageConstructs = {
  "## Functions": {
    function: {
      "`function`": ["function it() {}", "it"],
      "`const it = () => …`": ["const it = () => 1", "it"],
      "`const it = function () …`": ["const it = function () {}", "it"],
      "`a.it = () => …`": ["a.it = () => 1", "it"],
      "`{ it: () => … }`": ["const a = { it: () => 1 }", "it"]
    },
    method: {
      "`it()` in a class": ["class A { it() {} }", "A.it"],
      "`it = () => …` in a class": ["class A { it = () => 1 }", "A.it"],
      "`{ it() { } }`": ["const a = { it() {} }", "it"]
    },
    constructor: { "`constructor`": ["class A { constructor() {} }", "A.constructor"] },
    getter: { "`get it()`": ["class A { get it() { return 1 } }", "A.it"] },
    setter: { "`set it(x)`": ["class A { set it(x) {} }", "A.it"] }
  },
  "### Flags of functions": {
    is_async: { "`async`": ["async function it() {}", "it"] },
    is_generator: { "`function*`": ["function* it() {}", "it"], "`*it()`": ["class A { *it() {} }", "A.it"] },
    is_static: { "`static`": ["class A { static it() {} }", "A.it"] }
  },
  "### Parameters and types": {
    default: { "`it = 1`": ["function f(it = 1) {}", "it = 1"] },
    rest: { "`...it`": ["function f(...it) {}", "it"] }
  },
  "## Types": {
    class: { "`class`": ["class It {}", "It"], "`const It = class …`": ["const It = class {}", "It"] }
  },
  "### Further kinds": {},
  "### Bases": { extends: { "`extends B`": ["class A extends B {}", "B"] } },
  "### Properties": {
    name: { fields: ["class A { it = 1 }", "it"] },
    static: { "`static`": ["class A { static it = 1 }", "it"] }
  },
  "## Visibility": {
    public: { nothing: ["class A { it() {} }", "A.it"] },
    private: { "`#it`": ["class A { #it() {} }", "A.#it"] },
    is_exported: {
      "`export`": ["export function it() {}", "it"],
      "`export { it }`": ["function it() {}\nexport { it }", "it"],
      "`exports.it =`": ["function it() {}\nexports.it = it", "it"],
      "`module.exports = { it }`": ["function it() {}\nmodule.exports = { it }", "it"]
    }
  },
  "### Visibility of properties": {
    public: { nothing: ["class A { it = 1 }", "it"] },
    private: { "`#it`": ["class A { #it = 1 }", "#it"] }
  },
  "## Namespaces": { "`namespace` of the file": { "its path": ["", "src/it"] } },
  "## Decorators and documentation": {
    decorators: { "`@it`": ["@it class A {}", "it"], "`@it(1)`": ["class A { @it(1) f() {} }", "it 1"] },
    doc: {
      "`/** … */`": ["/** it */\nfunction f() {}", "it"],
      "`/* … */`": ["/* it */\nfunction f() {}", "it"],
      "`// …`": ["// it\nfunction f() {}", "it"]
    }
  },
  "## Imports": {
    import: { "`import`": ['import { a } from "m"', "m"] },
    require: { '`require("m")`': ['const a = require("m")', "m"] },
    dynamic: { '`import("m")`': ['const a = await import("m")', "m"] }
  },
  "### Specifiers": {
    "no specifier": {
      '`import "m"`': ['import "m"', "m"],
      '`require("m")`': ['const a = require("m")', "m"],
      '`import("m")`': ['const a = await import("m")', "m"]
    },
    "a name": { "`{ it }`": ['import { it } from "m"', "it"] },
    alias: { "`{ it as a }`": ['import { it as a } from "m"', "it a"] },
    "*": { "`* as a`": ['import * as a from "m"', "m"] },
    default: { "`import a`": ['import a from "m"', "m"] }
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
      "`module.exports = a`": ["module.exports = a", "default"]
    },
    "*": {
      '`export * from "m"`': ['export * from "m"', "m"],
      '`module.exports = require("m")`': ['module.exports = require("m")', "m"]
    },
    source: {
      '`export { it } from "m"`': ['export { it } from "m"', "it m"],
      '`export * as it from "m"`': ['export * as it from "m"', "it m"]
    }
  },
  "## Calls": {
    "a call": {
      "`it()`": ["it()", "it"],
      "`super()`": ["class A extends B { constructor() { super() } }", "super"],
      "`@it()`": ["@it() class A {}", "it"],
      '`require("m")`': ['require("m")', "require"],
      '`import("m")`': ['import("m")', "import"]
    },
    is_new: { "`new It()`": ["new It()", "It"], "`new It`": ["new It", "It"] },
    is_await: { "`await it()`": ["await it()", "it"] },
    receiver: { "`a.it()`": ["a.it()", "a it"], "`a?.it()`": ["a?.it()", "a it"] }
  }
}
