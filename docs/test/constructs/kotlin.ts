import type { LanguageConstructs } from "./tables.js"

export const kotlin: LanguageConstructs = {
  "## Functions": {
    function: { "`fun`": ["fun it() {}", "it"], "`fun T.it()`": ["fun T.it() {}", "it"] },
    method: { "`fun` in a type": ["class A { fun it() {} }", "A.it"] },
    constructor: { "secondary `constructor`": ["class A { constructor(x: T) {} }", "A.constructor"] },
    getter: { "`get()` with a body": ["class A {\n val it: T\n  get() = x\n}", "A.it"] },
    setter: { "`set(x)` with a body": ["class A {\n var it: T\n  set(x) {}\n}", "A.it"] }
  },
  "### Flags of functions": {
    is_async: { "`suspend`": ["suspend fun it() {}", "it"] },
    is_abstract: {
      "`abstract`": ["abstract class A { abstract fun it() }", "A.it"],
      "in an interface without a body": ["interface A {\n fun it()\n fun f() {}\n}", "A.it"]
    },
    "`has_body` 0": {
      "`abstract`": ["abstract class A { abstract fun it() }", "A.it"],
      "in an interface": ["interface A { fun it() }", "A.it"],
      "`external`": ["external fun it()", "it"],
      "`expect`": ["expect fun it()", "it"]
    }
  },
  "### Parameters and types": {
    type: { "`it: T`": ["fun f(it: T) {}", "it: T"] },
    default: { "`it: T = 1`": ["fun f(it: T = 1) {}", "it = 1"] },
    rest: { "`vararg it: T`": ["fun f(vararg it: T) {}", "it"] },
    return_type: { "`f(): T`": ["fun f(): T {}", "T"] },
    generics: { "`<T : B>`": ["fun <T : B> f() {}", "T < B"], "`where T : B`": ["fun <T> f() where T : B {}", "T < B"] }
  },
  "## Types": {
    class: {
      "`class`": ["class It", "It"],
      "`sealed class`": ["sealed class It", "It"],
      "`value class`": ["value class It(val a: T)", "It"]
    },
    interface: { "`interface`": ["interface It", "It"], "`fun interface`": ["fun interface It { fun f() }", "It"] },
    enum: { "`enum class`": ["enum class It", "It"] },
    record: { "`data class`": ["data class It(val a: T)", "It"] },
    alias: { "`typealias`": ["typealias It = T", "It"] }
  },
  "### Further kinds": {
    object: {
      "`object`": ["object It", "It"],
      "`companion object`": ["class A { companion object }", "A.Companion"]
    },
    annotation: { "`annotation class`": ["annotation class It", "It"] }
  },
  "### Bases": {
    extends: {
      "called: `: B()`": ["class A : B(), C", "B"],
      "first where a constructor calls `super`": ["class A : B, C { constructor() : super() }", "B"]
    },
    implements: { "not called: `: B`": ["class A : B", "B"], "`: B by b`": ["class A(b: B) : B by b", "B"] },
    "`is_abstract` of types": { "`abstract class`": ["abstract class A", "A"], "`sealed`": ["sealed class A", "A"] }
  },
  "### Properties": {
    name: {
      "`val`": ["class A { val it = 1 }", "it"],
      "`var`": ["class A { var it = 1 }", "it"],
      "`class A(val it: T)`": ["class A(val it: T, x: T)", "it"],
      "enum entries": ["enum class A { It }", "It"]
    },
    type: { "`it: T`": ["class A(val it: T)", "it: T"] },
    static: { "enum entries": ["enum class A { It }", "It"] },
    readonly: { "`val`": ["class A { val it = 1\n var a = 1 }", "it"], "enum entries": ["enum class A { It }", "It"] }
  },
  "## Visibility": {
    public: { nothing: ["fun it() {}", "it"], "`public`": ["public fun it() {}", "it"] },
    protected: { "`protected`": ["class A { protected fun it() {} }", "A.it"] },
    private: { "`private`": ["private fun it() {}", "it"], "in a function": ["fun f() { fun it() {} }", "f.it"] },
    internal: { "`internal`": ["internal fun it() {}", "it"] },
    is_exported: { public: ["fun it() {}\nprivate fun f() {}", "it"] }
  },
  "### Visibility of properties": {
    public: { nothing: ["class A { val it = 1 }", "it"], "`public`": ["class A { public val it = 1 }", "it"] },
    protected: { "`protected`": ["class A { protected val it = 1 }", "it"] },
    private: { "`private`": ["class A { private val it = 1 }", "it"] },
    internal: { "`internal`": ["class A { internal val it = 1 }", "it"] }
  },
  "## Namespaces": {
    "`namespace` of declarations": { "`package`": ["package a.b\nfun f() {}", "a.b"] },
    "`namespace` of the file": { "`package`": ["package a.b", "a.b"] }
  },
  "## Decorators and documentation": {
    decorators: { "`@It`": ["@It fun f() {}", "It"], "`@It(1, key = 2)`": ["@It(1, key = 2) class A", "It 1 key=2"] },
    doc: {
      "`/** … */`": ["/** it */\nfun f() {}", "it"],
      "`/* … */`": ["/* it */\nfun f() {}", "it"],
      "`// …`": ["// it\nfun f() {}", "it"]
    }
  },
  "## Imports": { import: { "`import`": ["import a.B", "a.B"] } },
  "### Specifiers": {
    "no specifier": { "`import a.B`": ["import a.B", "a.B"] },
    "a name": { "`B` of `import a.B as C`": ["import a.B as C", "B"] },
    alias: { "`import a.B as C`": ["import a.B as C", "B C"] },
    "*": { "`import a.*`": ["import a.*", "a"] }
  },
  "## Exports": {},
  "## Calls": {
    "a call": {
      "`it()`": ["fun f() { it() }", "it"],
      "`It()`": ["val a = It()", "It"],
      "`it { }`": ["fun f() { it { } }", "it"],
      "`class A : B()`": ["class A : B()", "B"],
      "`: this()`": ["class A { constructor(x: T) : this() }", "this"]
    },
    receiver: { "`a.it()`": ["fun f() { a.it() }", "a it"], "`a?.it()`": ["fun f() { a?.it() }", "a it"] }
  }
}
