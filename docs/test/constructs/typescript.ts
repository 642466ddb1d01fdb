import { javascript } from "./javascript.js"
import type { LanguageConstructs } from "./tables.js"

/** All that JavaScript has, and more. */
export const typescript: LanguageConstructs = {
  ...javascript,
  "## Functions": {
    ...javascript["## Functions"],
    method: {
      ...javascript["## Functions"].method,
      "`it()` in an interface": ["interface A { it(): void }", "A.it"],
      "`type A = { it() }`": ["type A = { it(): void }", "A.it"]
    }
  },
  "### Flags of functions": {
    ...javascript["### Flags of functions"],
    is_abstract: {
      "`abstract`": ["abstract class A { abstract it(): void }", "A.it"],
      "in an interface": ["interface A { it(): void }", "A.it"]
    },
    "`has_body` 0": {
      overloads: ["function it(): void\nfunction it(x?: T) {}", "it"],
      "`declare`": ["declare function it(): void", "it"],
      "`abstract`": ["abstract class A { abstract it(): void }", "A.it"],
      "in an interface": ["interface A { it(): void }", "A.it"],
      "`type A = { it() }`": ["type A = { it(): void }", "A.it"]
    }
  },
  "### Parameters and types": {
    ...javascript["### Parameters and types"],
    type: { "`it: T`": ["function f(it: T) {}", "it: T"] },
    optional: { "`it?: T`": ["function f(it?: T) {}", "it"] },
    return_type: { "`f(): T`": ["function f(): T {}", "T"], "`x is T`": ["function f(x): x is T {}", "x is T"] },
    generics: { "`<T extends B>`": ["class A<T extends B> {}", "T < B"] }
  },
  "## Types": {
    ...javascript["## Types"],
    interface: { "`interface`": ["interface It {}", "It"] },
    enum: { "`enum`": ["enum It {}", "It"] },
    alias: { "`type`": ["type It = string", "It"] }
  },
  "### Bases": {
    extends: {
      ...javascript["### Bases"].extends,
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
      ...javascript["### Properties"].name,
      "in an interface": ["interface A { it: T }", "it"],
      "`type A = { it: T }`": ["type A = { it: T }", "it"],
      "`constructor(private it)`": ["class A { constructor(private it: T) {} }", "it"],
      "enum members": ["enum A { it = 1 }", "it"]
    },
    type: { "`it: T`": ["class A { it: T }", "it: T"] },
    static: { "`static`": ["class A { static it = 1 }", "it"] },
    readonly: { "`readonly`": ["class A { readonly it = 1 }", "it"] }
  },
  "## Visibility": {
    ...javascript["## Visibility"],
    public: { ...javascript["## Visibility"].public, "`public`": ["class A { public it() {} }", "A.it"] },
    protected: { "`protected`": ["class A { protected it() {} }", "A.it"] },
    private: { "`private`": ["class A { private it() {} }", "A.it"], ...javascript["## Visibility"].private }
  },
  "### Visibility of properties": {
    public: { nothing: ["class A { it = 1 }", "it"], "`public`": ["class A { public it = 1 }", "it"] },
    protected: { "`protected`": ["class A { protected it = 1 }", "it"] },
    private: { "`private`": ["class A { private it = 1 }", "it"], "`#it`": ["class A { #it = 1 }", "#it"] },
    "not known": { "enum members": ["enum A { it }", "it"] }
  },
  "## Namespaces": {
    ...javascript["## Namespaces"],
    "`namespace` of declarations": {
      "`namespace`": ["namespace A.B { function f() {} }", "A.B"],
      "`declare module`": ['declare module "m" { function f(): void }', "m"]
    }
  },
  "## Imports": {
    ...javascript["## Imports"],
    import: {
      ...javascript["## Imports"].import,
      '`import a = require("m")`': ['import a = require("m")', "m"],
      "`import a = B.C`": ["import a = B.C", "B.C"]
    }
  },
  "### Specifiers": {
    ...javascript["### Specifiers"],
    "no specifier": {
      ...javascript["### Specifiers"]["no specifier"],
      "`import a = B.C`": ["import a = B.C", "B.C"]
    },
    "*": { "`* as a`": ['import * as a from "m"', "m"], '`import a = require("m")`': ['import a = require("m")', "m"] },
    is_type_only: { "`import type`": ['import type { A } from "m"', "m"] }
  },
  "## Exports": {
    ...javascript["## Exports"],
    default: { ...javascript["## Exports"].default, "`export = a`": ["const a = 1\nexport = a", "default"] },
    is_type_only: {
      "`export type { It }`": ["type It = 1\nexport type { It }", "It"],
      "`export { type It }`": ["type It = 1\nexport { type It }", "It"]
    }
  }
}
