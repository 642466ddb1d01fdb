/** What the parse of a single file tells of Kotlin's expressions. */
import { assert, describe, it } from "vitest"
import { kotlin } from "../../src/languages/kotlin/language.js"
import { decorators, docs, errors, numbers, strings, told } from "../told.js"

describe("Expressions of Kotlin", () => {
  it("literals are for the nearest construct around them", async () => {
    const result = await told(
      kotlin,
      `
const val LIMIT = 0xFF
val name = "value"
@Table("orders", size = 1)
class Box(val width: Int = 2, text: String = "default") {
  var size = 3
  val height get() = 4
  fun fold(by: Int = 5): String {
    var label = if (by > 6) "yes" else "no"
    label = "assigned" + by
    size += 7
    send("argument", key = -8)
    mapOf("key" to 9)
    list[10] = list["index"]
    if (by == 11 || "compared" != label) return "returned"
    when (by) {
      12 -> stop()
      else -> go()
    }
    run { 13 }
    val block = { go(14) }
    return label
  }
  fun short() = "short"
}
enum class Level(val code: Int) { LOW(15), HIGH(16) }
`
    )
    assert.deepStrictEqual(strings(result), [
      '2 variableAssignment "value"',
      '3 decorator "orders"',
      '4 defaultParameter "default"',
      '8 variableAssignment "yes"',
      '8 variableAssignment "no"',
      '9 variableAssignment "assigned"',
      '11 functionArgument "argument"',
      '12 functionArgument "key"',
      '13 unknown "index"',
      '14 comparison "compared"',
      '14 returnValue "returned"',
      '23 returnValue "short"'
    ])
    assert.deepStrictEqual(numbers(result), [
      "1 constDeclaration 0xFF = 255",
      "3 decorator 1 = 1",
      "4 defaultParameter 2 = 2",
      "5 variableAssignment 3 = 3",
      "6 returnValue 4 = 4",
      "7 defaultParameter 5 = 5",
      "8 comparison 6 = 6",
      "10 variableAssignment 7 = 7",
      "11 functionArgument 8 = 8",
      "12 functionArgument 9 = 9",
      "13 unknown 10 = 10",
      "14 comparison 11 = 11",
      "16 comparison 12 = 12",
      "19 unknown 13 = 13",
      "20 functionArgument 14 = 14",
      "25 enumValue 15 = 15",
      "25 enumValue 16 = 16"
    ])
  })

  it("strings are as they are written, characters are none", async () => {
    const result = await told(
      kotlin,
      `
val a = "a\\"b\\n" + "" + 'c'
val b = "in $x and \${if (y) "d" else "e"} out"
val c = """raw "quoted" \\n
$x"""
val d = """plain"""
`
    )
    assert.deepStrictEqual(strings(result), [
      String.raw`1 variableAssignment "a\\\"b\\n"`,
      '1 variableAssignment ""',
      '2 variableAssignment "in $x and ${if (y) \\"d\\" else \\"e\\"} out" template',
      '2 variableAssignment "d"',
      '2 variableAssignment "e"',
      String.raw`3 variableAssignment "raw \"quoted\" \\n\n$x" template`,
      '5 variableAssignment "plain"'
    ])
  })

  it("numbers have a value", async () => {
    const result = await told(
      kotlin,
      `
val all = listOf(0, 1.5, .5, 1e3, 1_000_000, 0xFF, 0b101, 10L, 10u, 1.5f, 0xFFu, 123456789012345678)
`
    )
    assert.deepStrictEqual(numbers(result), [
      "1 functionArgument 0 = 0",
      "1 functionArgument 1.5 = 1.5",
      "1 functionArgument .5 = 0.5",
      "1 functionArgument 1e3 = 1000",
      "1 functionArgument 1_000_000 = 1000000",
      "1 functionArgument 0xFF = 255",
      "1 functionArgument 0b101 = 5",
      "1 functionArgument 10L = 10",
      "1 functionArgument 10u = 10",
      "1 functionArgument 1.5f = 1.5",
      "1 functionArgument 0xFFu = 255",
      "1 functionArgument 123456789012345678 = 123456789012345680"
    ])
  })

  it("errors are raised, passed on and handled", async () => {
    const result = await told(
      kotlin,
      `
class Store {
  fun load() {
    try {
      read()
    } catch (e: IOException) {
      throw Failed(e)
    } catch (e: java.lang.Exception) {
      // nothing
    } finally {
    }
    val x = y ?: throw Missing()
    val z = try { go() } catch (e: Exception) { null }
  }
  suspend fun later() {
    try { go() } catch (e: A) { stop() }
  }
}
`
    )
    assert.deepStrictEqual(errors(result), [
      "5-7 tryCatch IOException in Store.load",
      "6 throw in Store.load",
      "7-9 tryCatch java.lang.Exception empty in Store.load",
      "9-10 tryFinally empty in Store.load",
      "11 throw in Store.load",
      "12 tryCatch Exception in Store.load",
      "15 asyncAwaitTry A in Store.later"
    ])
  })

  it("annotations name what they are written on", async () => {
    const result = await told(
      kotlin,
      `
@file:JvmName("Orders")
package a
@Entity @Table(name = "orders")
class Order(@Id val id: Long, @param:Named("x") other: Int) {
  @Inject lateinit var client: Client
  @GetMapping("/", "b")
  fun find(@Valid body: Body) {}
}
`
    )
    assert.deepStrictEqual(decorators(result), [
      '1 JvmName("Orders")',
      "3 Entity() on Order",
      '3 Table(name = "orders") on Order',
      "4 Id() on Order.id",
      '4 Named("x") on Order.other',
      "5 Inject() on Order.client",
      '6 GetMapping("/", "b") on Order.find',
      "7 Valid() on Order.find.body"
    ])
  })

  it("documentation that is no function's", async () => {
    const result = await told(
      kotlin,
      `
/** The file. */

package a

/** Of the class. */
@Entity
class A {
  /** Of the property. */
  val property = 1
  /** Of the function. */
  fun f() {}
}
// Of an object.
object B
/* Of nothing. */
/** Of nothing either. */
`
    )
    assert.deepStrictEqual(docs(result), [
      '1 kDoc "The file."',
      '5 kDoc "Of the class." of A',
      '8 kDoc "Of the property." of A.property',
      '13 line "Of an object." of B',
      '16 kDoc "Of nothing either."'
    ])
  })
})
