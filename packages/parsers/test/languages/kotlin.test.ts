import { assert, describe, it } from "vitest"
import { kotlin } from "../../src/languages/kotlin/language.js"
import { check } from "../check.js"

describe("Kotlin", () => {
  it("functions with modifiers, receivers and type parameters", () =>
    check(
      kotlin,
      `package a.b
suspend fun fetch(url: String): Int = 1
//          ^^^^^ function name=fetch kind=function namespace=a.b visibility=public is_exported=1 is_async=1 has_body=1
private inline fun <reified T> hidden() {}
//                             ^^^^^^ function name=hidden visibility=private is_exported=0 is_async=0
internal fun module() {}
//           ^^^^^^ function name=module visibility=internal is_exported=0
fun String?.extended() = this
//          ^^^^^^^^ function name=extended owner=null qualified_name=extended
fun <T> List<T>.also2(): Int {
//              ^^^^^ function name=also2
    fun local() {}
//      ^^^^^ function name=local kind=function owner=also2 qualified_name=also2.local visibility=private
    val anonymous = fun(x: Int) {}
    val lambda = { x: Int -> x }
    return 1
}
fun \`back tick\`() {}
//  ^^^^^^^^^^^ function name="back tick"
expect fun platform(): Int
//         ^^^^^^^^ function name=platform has_body=0 is_abstract=0
@Deprecated("x")
tailrec operator fun plus(other: Int) {}
//                   ^^^^ function name=plus
`
    ))

  it("types of every kind, told by their words", () =>
    check(
      kotlin,
      `open class Open
//         ^^^^ class name=Open kind=class visibility=public is_abstract=0
interface Shape
//        ^^^^^ class name=Shape kind=interface is_abstract=0
fun interface Action {
//            ^^^^^^ class name=Action kind=interface
    fun run()
}
enum class Color { RED, GREEN }
//         ^^^^^ class name=Color kind=enum
data class Point(val x: Int)
//         ^^^^^ class name=Point kind=record
annotation class Mark(val x: Int)
//               ^^^^ class name=Mark kind=annotation
value class Meters(val x: Int)
//          ^^^^^^ class name=Meters kind=class
abstract class Half
//             ^^^^ class name=Half is_abstract=1
private sealed class Tree {
//                   ^^^^ class name=Tree visibility=private is_exported=0 is_abstract=1
    data object Leaf : Tree()
//              ^^^^ class name=Leaf kind=object owner=Tree
    inner class In
//              ^^ class name=In owner=Tree qualified_name=Tree.In
}
object Single
//     ^^^^^^ class name=Single kind=object
typealias Handler<T> = (T) -> Unit
//        ^^^^^^^ class name=Handler kind=alias
internal typealias Own = Int
//                 ^^^ class name=Own visibility=internal
`
    ))

  it("declarations that the grammar takes for expressions after an annotation are types all the same", () =>
    check(
      kotlin,
      `package a
@Target(FIELD)
@MustBeDocumented
public actual annotation class Volatile
//                             ^^^^^^^^ class name=Volatile kind=annotation visibility=public

@Qualifier internal annotation class Io
//                                   ^^ class name=Io kind=annotation visibility=internal

@Since("1.1") actual typealias Error = java.lang.Error
//                             ^^^^^ class name=Error kind=alias
fun f() { @Suppress("x") a to b }
`
    ))

  it("a body on one line is no syntax error", () =>
    check(
      kotlin,
      `fun interface Action { fun run() }
//            ^^^^^^ class name=Action kind=interface
//                         ^^^ function name=run owner=Action has_body=0
`
    ))

  it("members belong to their class; companions are objects named Companion unless they say otherwise", () =>
    check(
      kotlin,
      `class A {
//    ^ class name=A
    protected open fun m() {}
//                     ^ function name=m kind=method owner=A visibility=protected
    companion object {
//            ^^^^^^ class name=Companion kind=object owner=A
        fun make() = A()
//          ^^^^ function name=make kind=method owner=A.Companion qualified_name=A.Companion.make
    }
}
class B {
//    ^ class name=B
    private companion object Factory : Base() { fun create() {} }
//                           ^^^^^^^ class name=Factory kind=object visibility=private
//                                                  ^^^^^^ function name=create owner=B.Factory
    val o = object : I { override fun inside() { call() } }
//                                    ^^^^^^ function name=inside kind=method owner=B
//                                               ^^^^ call callee_name=call caller=B.inside
}
interface I {
//        ^ class name=I
    fun must()
//      ^^^^ function name=must is_abstract=1 has_body=0 visibility=public
    fun can() {}
//      ^^^ function name=can is_abstract=0 has_body=1
}
abstract class C { abstract fun gone() }
//             ^ class name=C
//                              ^^^^ function name=gone is_abstract=1 has_body=0
enum class E {
//         ^ class name=E
    X { override fun f() {} };
//                   ^ function name=f kind=method owner=E
    open fun f() {}
//           ^ function name=f kind=method owner=E
}
`
    ))

  it("secondary constructors are rows, primary ones are not", () =>
    check(
      kotlin,
      `class K @Inject constructor(val a: Int, b: String = f()) : Base(a, b) {
    constructor() : this(1) { start() }
//  ^^^^^^^^^^^ function name=constructor kind=constructor owner=K qualified_name=K.constructor has_body=1
    private constructor(x: Int, y: Int) : super(x)
//          ^^^^^^^^^^^ function name=constructor visibility=private has_body=0
    init { prepare() }
}
`
    ))

  it("accessors with a body are getters and setters named by the property", async () => {
    const { functions } = await check(
      kotlin,
      `val top: Int get() = 1
class K {
    val plain = 1
    var hidden = 2
        private set
    private var both: Int
        get() { return read() }
        set(value) { write(value) }
    var half = 3
        @A get
        internal set(value) { field = value }
    val String.extension: Int get() = length
    val <T> List<T>.generic: T
        get() = first()
}
`
    )
    assert.deepStrictEqual(
      functions.map((f) => [f.qualifiedName, f.kind, f.line, f.column, f.visibility, f.hasBody]),
      [
        ["top", "getter", 1, 5, "public", true],
        ["K.both", "getter", 6, 17, "private", true],
        ["K.both", "setter", 6, 17, "private", true],
        ["K.half", "setter", 9, 9, "internal", true],
        ["K.extension", "getter", 12, 16, "public", true],
        ["K.generic", "getter", 13, 21, "public", true]
      ]
    )
  })

  it("the body of a class that delegates is not lost in the delegate", () =>
    check(
      kotlin,
      `class Channel(p: Job) : Base(p), Send by channel {
//    ^^^^^^^ class name=Channel
//                      ^^^^ call callee_name=Base argument_count=1
    override val isOpen: Boolean get() = ask()
//               ^^^^^^ function name=isOpen kind=getter owner=Channel
//                                       ^^^ call callee_name=ask caller=Channel.isOpen
    override fun close() = stop()
//               ^^^^^ function name=close kind=method owner=Channel
//                         ^^^^ call callee_name=stop caller=Channel.close
}
`,
      { allCalls: true }
    ))

  it("imports with alias and wildcard", async () => {
    const { imports, namespace } = await check(
      kotlin,
      "package a.b\n\nimport a.b.C\nimport a.b.*\nimport a.b.D as E\nimport x\n"
    )
    assert.strictEqual(namespace, "a.b")
    assert.deepStrictEqual(
      imports.map(({ line, source, specifiers }) => [line, source, ...specifiers.map((s) => [s.name, s.alias])]),
      [
        [3, "a.b.C"],
        [4, "a.b", ["*", undefined]],
        [5, "a.b.D", ["D", "E"]],
        [6, "x"]
      ]
    )
  })

  it("calls have callee, receiver, argument count and caller; trailing lambdas are arguments", () =>
    check(
      kotlin,
      `class K : Base<Int>(1) {
//        ^^^^ call callee_name=Base argument_count=1 caller=null
    constructor() : this(1, /* not counted */ 2) {}
//                  ^^^^ call callee_name=this argument_count=2 caller=K.constructor
    val lazyValue by lazy { compute() }
//                   ^^^^ call callee_name=lazy argument_count=1 caller=null
//                          ^^^^^^^ call callee_name=compute caller=null
    fun run() {
        plain(1, b = 2, *rest)
//      ^^^^^ call callee_name=plain receiver=null argument_count=3 caller=K.run is_new=0
        a.b.c()
//          ^ call callee_name=c receiver=a.b
        a?.safe()!!.sure()
//         ^^^^ call callee_name=safe receiver=a
//                  ^^^^ call callee_name=sure receiver=a?.safe()!!
        this.own(); super.base()
//           ^^^ call callee_name=own receiver=this
//                        ^^^^ call callee_name=base receiver=super
        list.map { it.name() }
//           ^^^ call callee_name=map receiver=list argument_count=1
//                    ^^^^ call callee_name=name receiver=it caller=K.run
        build("x") { inner() }
//      ^^^^^ call callee_name=build argument_count=2
//                   ^^^^^ call callee_name=inner argument_count=0
        x.fold(0) { a, b -> a }
//        ^^^^ call callee_name=fold receiver=x argument_count=2
        listOf<Int, String>(1)
//      ^^^^^^ call callee_name=listOf argument_count=1
        \`quoted name\`()
//      ^^^^^^^^^^^^^ call callee_name="quoted name"
        a to b shl 1
        "\${text()}"
//         ^^^^ call callee_name=text
    }
}
@Ann(1) class Annotated
enum class E(val x: Int) { A(1), B(2) }
`,
      { allCalls: true }
    ))

  it("what a call returns can be called", async () => {
    const { callSites } = await check(kotlin, "fun f() { curried(1)(2, 3)\n table[0]() }\n")
    assert.deepStrictEqual(
      callSites.map(({ argumentCount, calleeName }) => [calleeName, argumentCount]),
      [
        ["<anonymous>", 2],
        ["curried", 1],
        ["<anonymous>", 0]
      ]
    )
  })

  it("parameters and types of functions", () =>
    check(
      kotlin,
      String.raw`fun none() {}
//  ^^^^ function name=none parameters=[] return_type=null
fun <T> List<T>.all(@Tag f: (a: Int, b: Int) -> Unit = { a, b -> }, vararg xs: Map<String, T>, crossinline n: Int? = null): (T) -> R = f()
//              ^^^ function name=all return_type="(T) -> R" parameters=[{"name":"f","type":"(a: Int, b: Int) -> Unit","default":"{ a, b -> }"},{"name":"xs","type":"Map<String, T>","rest":true},{"name":"n","type":"Int?","default":"null"}]
fun String?.extended() {
//          ^^^^^^^^ function name=extended return_type=null parameters=[]
    val f = fun(x: Int, vararg y: Int): Int = 1
    run { a: Int, b -> a }
}
class K {
    constructor(value: Int, data: String = "a, b") : this(value) {}
//  ^^^^^^^^^^^ function name=constructor return_type=null parameters=[{"name":"value","type":"Int"},{"name":"data","type":"String","default":"\"a, b\""}]
}
`
    ))

  it("the parameter of a setter and the type of a getter", async () => {
    const { functions } = await check(
      kotlin,
      `class K {
    var x: Int
        get(): Int { return 1 }
        private set(new) { field = new }
}
`
    )
    assert.deepStrictEqual(
      functions.map(({ kind, parameters, returnType }) => [kind, parameters, returnType]),
      [
        ["getter", [], "Int"],
        ["setter", [{ name: "new" }], undefined]
      ]
    )
  })

  it("type parameters with their bounds", () =>
    check(
      kotlin,
      `class Pair<in A : Comparable<A>, out B>(val b: B) where A : Any, B : (Int) -> Unit
//    ^^^^ class name=Pair generics=[{"name":"A","bounds":["Comparable<A>","Any"]},{"name":"B","bounds":["(Int) -> Unit"]}]
inline fun <reified T : Any?, R> make(): R where R : T = TODO()
//                               ^^^^ function name=make generics=[{"name":"T","bounds":["Any?"]},{"name":"R","bounds":["T"]}] return_type=R
typealias Fun<T> = (T) -> Unit
//        ^^^ class name=Fun generics=[{"name":"T","bounds":[]}]
`
    ))

  it("bases: what is called is a class", () =>
    check(
      kotlin,
      `class A(x: Int) : One, Base<Int>(x), a.Two<Int> by x
//    ^ class name=A extends=Base<Int> implements=["One","a.Two<Int>"]
interface B : One, Two
//        ^ class name=B extends=One implements=["Two"]
object C : Base()
//     ^ class name=C extends=Base implements=[]
enum class D : One { X }
//         ^ class name=D extends=null implements=["One"]
class E {
//    ^ class name=E extends=null implements=[]
    companion object : Base(), One
//            ^^^^^^ class name=Companion extends=Base implements=["One"]
    val f = object : Base() {}
}
`
    ))

  it("without a primary constructor the first base is a class if another constructor calls it", () =>
    check(
      kotlin,
      `
class A : Base<Int>, I { constructor(x: Int) : super(x) { } }
//    ^ class name=A extends=Base<Int> implements=["I"]
//                       ^^^^^^^^^^^ function name=constructor owner=A
class B : I { constructor(x: Int) }
//    ^ class name=B extends=null implements=["I"]
//            ^^^^^^^^^^^ function name=constructor owner=B
class C : I, Base() { constructor(x: Int) : super() }
//    ^ class name=C extends=Base implements=["I"]
//                    ^^^^^^^^^^^ function name=constructor owner=C
class D : I { inner class E : Base { constructor() : super(1); constructor(x: Int) : super(x) } }
//    ^ class name=D extends=null implements=["I"]
//                        ^ class name=E owner=D extends=Base implements=[]
//                                   ^^^^^^^^^^^ function name=constructor owner=D.E
//                                                             ^^^^^^^^^^^ function name=constructor owner=D.E
`
    ))

  it("properties, those of the primary constructor and the entries of an enum", () =>
    check(
      kotlin,
      String.raw`class K(private val id: Int = LIMIT, var name: String? = null, plain: Int, vararg val rest: Int) {
//    ^ class name=K properties=[{"name":"id","type":"Int","visibility":"private","readonly":true},{"name":"name","type":"String?","visibility":"public"},{"name":"rest","type":"Int","visibility":"public","readonly":true},{"name":"a","type":"List<Int>","visibility":"protected"},{"name":"b","visibility":"public","readonly":true},{"name":"c","type":"Int","visibility":"internal","readonly":true}]
    @Tag protected var a: List<Int> = listOf()
    val b by lazy { val local = 1 }
    internal val String.c: Int get() = 1
    fun run() { val local = 1 }
}
enum class E(val code: Int) {
//         ^ class name=E properties=[{"name":"code","type":"Int","visibility":"public","readonly":true},{"name":"A","visibility":"public","static":true,"readonly":true},{"name":"B","visibility":"public","static":true,"readonly":true},{"name":"own","visibility":"public"}]
    A(1) { override fun f() {} }, @Old B(2);
    var own = 1
}
`
    ))

  it("annotations with their arguments", () =>
    check(
      kotlin,
      String.raw`package a

import b.c

@Entity(name = "orders", tags = ["a"]) @javax.persistence.Table("x") internal data class Order(@Id val id: Int) {
//                                                                                       ^^^^^ class name=Order decorators=[{"name":"Entity","arguments":[{"key":"name","value":"\"orders\""},{"key":"tags","value":"[\"a\"]"}],"text":"@Entity(name = \"orders\", tags = [\"a\"])"},{"name":"javax.persistence.Table","arguments":[{"value":"\"x\""}],"text":"@javax.persistence.Table(\"x\")"}]
    @Column val x: Int = 1
    @Test(1 == 2, expected = A::class) fun test(@Named("x") n: Int) { @Suppress("y") val z = 1 }
//                                         ^^^^ function name=test decorators=[{"name":"Test","arguments":[{"value":"1 == 2"},{"key":"expected","value":"A::class"}],"text":"@Test(1 == 2, expected = A::class)"}]
    fun after() {}
//      ^^^^^ function name=after decorators=[]
    @Inject constructor() : this(1)
//          ^^^^^^^^^^^ function name=constructor decorators=[{"name":"Inject","arguments":[],"text":"@Inject"}]
}
`
    ))

  it("documentation", () =>
    check(
      kotlin,
      String.raw`package a

/**
 * An order.
 *
 * @since 1
 */
@Entity
class Order {
//    ^^^^^ class name=Order doc="An order.\n\n@since 1"

    // Adds
    // one.
    fun add() { // not this
//      ^^^ function name=add doc="Adds\none."
        // nor this
    }
    fun next() {}
//      ^^^^ function name=next doc=null
    val x = 1 // not this

    fun last() {}
//      ^^^^ function name=last doc=null
}
`
    ))

  it("what stands before the package documents no class", () =>
    check(
      kotlin,
      `/** A license. */
package a

class First
//    ^^^^^ class name=First doc=null
`
    ))

  it("annotations and documentation that the grammar takes for a statement of their own", () =>
    check(
      kotlin,
      String.raw`interface I {
//        ^ class name=I decorators=[]
    val f: Int
}

/** Makes. */
@First
@Suppress("x")
public fun make(x: Int) = 1
//         ^^^^ function name=make start_line=7 doc=Makes. decorators=[{"name":"First","arguments":[],"text":"@First"},{"name":"Suppress","arguments":[{"value":"\"x\""}],"text":"@Suppress(\"x\")"}]

@Target(FIELD)
@Retention(X)
public annotation class Mark
//                      ^^^^ class name=Mark start_line=12 decorators=[{"name":"Target","arguments":[{"value":"FIELD"}],"text":"@Target(FIELD)"},{"name":"Retention","arguments":[{"value":"X"}],"text":"@Retention(X)"}]
`
    ))
})
