import type { LanguageConstructs } from "./tables.js"

export const csharp: LanguageConstructs = {
  "## Functions": {
    function: {
      "local functions": ["class A { void F() { void It() {} } }", "A.F.It"],
      "functions at the top": ["void It() {}", "It"]
    },
    method: {
      methods: ["class A { void It() {} }", "A.It"],
      operators: ["class A { public static A operator +(A a) => a; }", "A.operator +"],
      indexers: ["class A { int this[int i] => 1; }", "A.this[]"],
      finalizers: ["class A { ~A() {} }", "A.~A"],
      "`add` and `remove` of an event": ["class A { event T It { add {} remove {} } }", "A.It", "A.It"]
    },
    constructor: { constructors: ["class A { A() {} }", "A.A"] },
    getter: {
      "`get` with a body": ["class A { int It { get { return 1; } } }", "A.It"],
      "`=>`": ["class A { int It => 1; }", "A.It"]
    },
    setter: {
      "`set` with a body": ["class A { int It { set { } } }", "A.It"],
      "`init` with a body": ["class A { int It { init { } } }", "A.It"]
    }
  },
  "### Flags of functions": {
    is_async: { "`async`": ["class A { async Task It() {} }", "A.It"] },
    is_generator: { "`yield` inside": ["class A { IEnumerable<T> It() { yield return x; } }", "A.It"] },
    is_static: { "`static`": ["class A { static void It() {} }", "A.It"] },
    is_abstract: {
      "`abstract`": ["abstract class A { abstract void It(); }", "A.It"],
      "in an interface without a body": ["interface IA { void It(); void F() {} }", "IA.It"]
    },
    "`has_body` 0": {
      "`abstract`": ["abstract class A { abstract void It(); }", "A.It"],
      "`extern`": ["class A { static extern void It(); }", "A.It"],
      "`partial`": ["partial class A { partial void It(); }", "A.It"],
      "in an interface": ["interface IA { void It(); }", "IA.It"]
    }
  },
  "### Parameters and types": {
    type: { "`T it`": ["class A { void F(T it) {} }", "it: T"] },
    default: { "`T it = 1`": ["class A { void F(T it = 1) {} }", "it = 1"] },
    rest: { "`params T[] it`": ["class A { void F(params T[] it) {} }", "it"] },
    return_type: { "`T F()`": ["class A { T F() {} }", "T"] },
    generics: { "`<T> where T : B`": ["class A<T> where T : B {}", "T < B"] }
  },
  "## Types": {
    class: { "`class`": ["class It {}", "It"] },
    interface: { "`interface`": ["interface It {}", "It"] },
    struct: { "`struct`": ["struct It {}", "It"] },
    enum: { "`enum`": ["enum It {}", "It"] },
    record: { "`record`": ["record It(int X);", "It"], "`record struct`": ["record struct It(int X);", "It"] },
    alias: { "`delegate`": ["delegate void It();", "It"] }
  },
  "### Further kinds": {},
  "### Bases": {
    extends: {
      "`: B`": ["class A : B, IC {}", "B"],
      "first of an interface": ["interface IA : IB, IC {}", "IB"]
    },
    implements: {
      "`: IB`": ["class A : IB {}", "IB"],
      "all bases of a `struct`": ["struct A : B {}", "B"],
      "further bases": ["class A : B, C {}", "C"]
    },
    "`is_abstract` of types": { "`abstract class`": ["abstract class A {}", "A"] }
  },
  "### Properties": {
    name: {
      fields: ["class A { T it; }", "it"],
      properties: ["class A { T It { get; } }", "It"],
      events: ["class A { event T It; }", "It"],
      "enum members": ["enum A { It }", "It"],
      "parameters of a record": ["record A(T It);", "It"]
    },
    type: { "`T it`": ["class A { T it; }", "it: T"] },
    static: {
      "`static`": ["class A { static T it; }", "it"],
      "`const`": ["class A { const int it = 1; }", "it"],
      "enum members": ["enum A { It }", "It"]
    },
    readonly: {
      "`readonly`": ["class A { readonly T it; }", "it"],
      "`const`": ["class A { const int it = 1; }", "it"],
      "properties without `set`": ["class A { T It { get; init; } }", "It"],
      "parameters of a record class": ["record A(T It);", "It"],
      "enum members": ["enum A { It }", "It"]
    }
  },
  "## Visibility": {
    public: {
      "`public`": ["public class It {}", "It"],
      "nothing in an interface": ["interface A { void It(); }", "A.It"]
    },
    protected: {
      "`protected`": ["class A { protected void It() {} }", "A.It"],
      "`protected internal`": ["class A { protected internal void It() {} }", "A.It"],
      "`private protected`": ["class A { private protected void It() {} }", "A.It"]
    },
    private: {
      "`private`": ["class A { private void It() {} }", "A.It"],
      "`file`": ["file class It {}", "It"],
      "nothing at members and nested types": ["class A { void It() {} class B {} }", "A.B", "A.It"]
    },
    internal: {
      "`internal`": ["class A { internal void It() {} }", "A", "A.It"],
      "nothing at types": ["class It {}", "It"]
    },
    is_exported: { public: ["public class A { public void It() {} void F() {} }", "A", "A.It"] }
  },
  "### Visibility of properties": {
    public: {
      "`public`": ["class A { public T it; }", "it"],
      "nothing in an interface": ["interface A { T It { get; } }", "It"],
      "enum members": ["enum A { It }", "It"],
      "parameters of a record": ["record A(T It);", "It"]
    },
    protected: {
      "`protected`": ["class A { protected T it; }", "it"],
      "`protected internal`": ["class A { protected internal T it; }", "it"],
      "`private protected`": ["class A { private protected T it; }", "it"]
    },
    private: { nothing: ["class A { T it; }", "it"], "`private`": ["class A { private T it; }", "it"] },
    internal: { "`internal`": ["class A { internal T it; }", "it"] }
  },
  "## Namespaces": {
    "`namespace` of declarations": {
      "`namespace A.B;`": ["namespace A.B; class C {}", "A.B"],
      "`namespace A.B { }`": ["namespace A { namespace B { class C {} } }", "A.B"]
    },
    "`namespace` of the file": {
      "the first `namespace`": ["namespace A.B { } namespace C { }", "A.B"]
    }
  },
  "## Decorators and documentation": {
    decorators: {
      "`[It]`": ["[It] class A {}", "It"],
      "`[It(1, Key = 2)]`": ["class A { [It(1, Key = 2)] void F() {} }", "It 1 Key=2"]
    },
    doc: {
      "`/// …`": ["/// it\nclass A {}", "it"],
      "`/** … */`": ["/** it */\nclass A {}", "it"],
      "`// …`": ["// it\nclass A {}", "it"]
    }
  },
  "## Imports": {
    import: { "`using`": ["using A.B;", "A.B"], "`global using`": ["global using A;", "A"] }
  },
  "### Specifiers": {
    "no specifier": { "`using A.B`": ["using A.B;", "A.B"] },
    "a name": { "`B` of `using C = A.B`": ["using C = A.B;", "B"] },
    alias: { "`using C = A.B`": ["using C = A.B;", "B C"] },
    "*": { "`using static A.B`": ["using static A.B;", "A.B"] }
  },
  "## Exports": {},
  "## Calls": {
    "a call": {
      "`It()`": ["It();", "It"],
      "`: this(…)`": ["class A { A() : this(1) {} }", "this"],
      "`: base(…)`": ["class A { A() : base(1) {} }", "base"],
      "`record A() : B(1)`": ["record A() : B(1);", "B"]
    },
    is_new: { "`new It()`": ["new It();", "It"], "`new()`": ["It a = new();", "<anonymous>"] },
    is_await: { "`await It()`": ["await It();", "It"] },
    receiver: {
      "`a.It()`": ["a.It();", "a It"],
      "`a?.It()`": ["a?.It();", "a It"],
      "`new N.It()`": ["new N.It();", "N It"]
    }
  }
}
