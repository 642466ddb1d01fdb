import type { LanguageConstructs } from "./tables.js"

export const java: LanguageConstructs = {
  "## Functions": {
    method: {
      methods: ["class A { void it() {} }", "A.it"],
      "of anonymous classes too": ["class A { Object a = new B() { void it() {} }; }", "A.it"],
      "elements of an annotation": ["@interface A { int it(); }", "A.it"]
    },
    constructor: {
      constructors: ["class A { A() {} }", "A.A"],
      "compact constructors": ["record A(int x) { A {} }", "A.A"]
    }
  },
  "### Flags of functions": {
    is_static: { "`static`": ["class A { static void it() {} }", "A.it"] },
    is_abstract: {
      "`abstract`": ["abstract class A { abstract void it(); }", "A.it"],
      "in an interface without a body": ["interface A { void it(); default void f() {} }", "A.it"],
      "elements of an annotation": ["@interface A { int it(); }", "A.it"]
    },
    "`has_body` 0": {
      "`abstract`": ["abstract class A { abstract void it(); }", "A.it"],
      "`native`": ["class A { native void it(); }", "A.it"],
      "in an interface": ["interface A { void it(); }", "A.it"]
    }
  },
  "### Parameters and types": {
    type: { "`T it`": ["class A { void f(T it) {} }", "it: T"] },
    rest: { "`T... it`": ["class A { void f(T... it) {} }", "it"] },
    return_type: { "`T f()`": ["class A { T f() {} }", "T"] },
    generics: { "`<T extends B & C>`": ["class A<T extends B & C> {}", "T < B < C"] }
  },
  "## Types": {
    class: { "`class`": ["class It {}", "It"] },
    interface: { "`interface`": ["interface It {}", "It"] },
    enum: { "`enum`": ["enum It { }", "It"] },
    record: { "`record`": ["record It(int x) {}", "It"] }
  },
  "### Further kinds": { annotation: { "`@interface`": ["@interface It {}", "It"] } },
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
      fields: ["class A { T it; }", "it"],
      "constants of an interface": ["interface A { int it = 1; }", "it"],
      "enum constants": ["enum A { it }", "it"],
      "components of a record": ["record A(T it) {}", "it"]
    },
    type: { "`T it`": ["class A { T it; }", "it: T"] },
    static: {
      "`static`": ["class A { static T it; }", "it"],
      "constants of an interface": ["interface A { int it = 1; }", "it"],
      "enum constants": ["enum A { it }", "it"]
    },
    readonly: {
      "`final`": ["class A { final T it; }", "it"],
      "enum constants": ["enum A { it }", "it"],
      "components of a record": ["record A(T it) {}", "it"]
    }
  },
  "## Visibility": {
    public: {
      "`public`": ["public class It {}", "It"],
      "nothing in an interface": ["interface A { void it(); }", "A.it"]
    },
    protected: { "`protected`": ["class A { protected void it() {} }", "A.it"] },
    private: {
      "`private`": ["class A { private void it() {} }", "A.it"],
      "nothing at the constructor of an enum": ["enum A { ; A() {} }", "A.A"]
    },
    internal: { nothing: ["class A { void it() {} }", "A", "A.it"] },
    is_exported: { public: ["public class A { public void it() {} void f() {} }", "A", "A.it"] }
  },
  "### Visibility of properties": {
    public: {
      "`public`": ["class A { public T it; }", "it"],
      "nothing in an interface": ["interface A { int it = 1; }", "it"],
      "enum constants": ["enum A { it }", "it"],
      "components of a record": ["record A(T it) {}", "it"]
    },
    protected: { "`protected`": ["class A { protected T it; }", "it"] },
    private: { "`private`": ["class A { private T it; }", "it"] },
    internal: { nothing: ["class A { T it; }", "it"] }
  },
  "## Namespaces": {
    "`namespace` of declarations": { "`package`": ["package a.b; class A {}", "a.b"] },
    "`namespace` of the file": { "`package`": ["package a.b;", "a.b"] }
  },
  "## Decorators and documentation": {
    decorators: {
      "`@It`": ["@It class A {}", "It"],
      "`@It(1)`": ["@It(1) class A {}", "It 1"],
      "`@It(key = 1)`": ["class A { @It(key = 1) void f() {} }", "It key=1"]
    },
    doc: {
      "`/** … */`": ["/** it */\nclass A {}", "it"],
      "`/* … */`": ["/* it */\nclass A {}", "it"],
      "`// …`": ["// it\nclass A {}", "it"]
    }
  },
  "## Imports": {
    import: { "`import`": ["import a.B;", "a.B"], "`import static`": ["import static a.B.c;", "a.B.c"] }
  },
  "### Specifiers": {
    "no specifier": {
      "`import a.B`": ["import a.B;", "a.B"],
      "`import static a.B.c`": ["import static a.B.c;", "a.B.c"]
    },
    "*": { "`import a.*`": ["import a.*;", "a"], "`import static a.B.*`": ["import static a.B.*;", "a.B"] }
  },
  "## Exports": {},
  "## Calls": {
    "a call": {
      "`it()`": ["class A { { it(); } }", "it"],
      "`this(…)`": ["class A { A() { this(1); } }", "this"],
      "`super(…)`": ["class A { A() { super(1); } }", "super"]
    },
    is_new: { "`new It()`": ["class A { Object a = new It(); }", "It"] },
    receiver: { "`a.it()`": ["class A { { a.it(); } }", "a it"] }
  }
}
