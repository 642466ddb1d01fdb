/** What the parse of a single file tells of Java's expressions. */
import { assert, describe, it } from "vitest"
import { java } from "../../src/languages/java/language.js"
import { decorators, docs, errors, numbers, strings, told } from "../told.js"

describe("Expressions of Java", () => {
  it("literals are for the nearest construct around them", async () => {
    const result = await told(
      java,
      `
@Table(name = "orders", size = 1)
class Box {
  static final int MAX = 0xFF;
  final String title = "field";
  int width = 2;
  int[] sizes = {3, 4};
  enum Level { LOW(5), HIGH("high") }
  String fold(int by) {
    final long limit = 6L;
    String label = by > 7 ? "yes" : "no";
    label = "assigned" + by;
    by += 8;
    send("argument", -9, new int[] {10}, new int[11]);
    new Client("made", 12);
    this.list[13] = 14;
    if (by == 15 || "compared" != label) return "returned";
    switch (by) { case 16: break; default: return by * 17 + ""; }
    Runnable task = () -> "short";
    Runnable block = () -> { go(18); int local = 19; return; };
    new Thread("named") { int field = 20; void run() { go("inner"); } };
    assert by != 21 : "message";
    return switch (label) { case "case" -> "value"; default -> ""; };
  }
}
interface Constants { int ONE = 22; }
@interface Named { String value() default "name"; }
`
    )
    assert.deepStrictEqual(strings(result), [
      '1 decorator "orders"',
      '4 variableAssignment "field"',
      '7 enumValue "high"',
      '10 variableAssignment "yes"',
      '10 variableAssignment "no"',
      '11 variableAssignment "assigned"',
      '13 functionArgument "argument"',
      '14 functionArgument "made"',
      '16 comparison "compared"',
      '16 returnValue "returned"',
      '17 returnValue ""',
      '18 returnValue "short"',
      '20 functionArgument "named"',
      '20 functionArgument "inner"',
      '21 unknown "message"',
      '22 comparison "case"',
      '22 returnValue "value"',
      '22 returnValue ""',
      '26 defaultParameter "name"'
    ])
    assert.deepStrictEqual(numbers(result), [
      "1 decorator 1 = 1",
      "3 constDeclaration 0xFF = 255",
      "5 variableAssignment 2 = 2",
      "6 arrayElement 3 = 3",
      "6 arrayElement 4 = 4",
      "7 enumValue 5 = 5",
      "9 constDeclaration 6L = 6",
      "10 comparison 7 = 7",
      "12 variableAssignment 8 = 8",
      "13 functionArgument 9 = 9",
      "13 arrayElement 10 = 10",
      "13 unknown 11 = 11",
      "14 functionArgument 12 = 12",
      "15 unknown 13 = 13",
      "15 variableAssignment 14 = 14",
      "16 comparison 15 = 15",
      "17 comparison 16 = 16",
      "17 binaryOperation 17 = 17",
      "19 functionArgument 18 = 18",
      "19 variableAssignment 19 = 19",
      "20 variableAssignment 20 = 20",
      "21 comparison 21 = 21",
      "25 constDeclaration 22 = 22"
    ])
  })

  it("strings are as they are written, characters are none", async () => {
    const result = await told(
      java,
      String.raw`
class A {
  String a = "a\"b\n", b = "", c = "it's";
  char d = 'd';
  String e = """
      text "block"
      """;
  String f = "a" + 'b' + "c";
}
`
    )
    assert.deepStrictEqual(strings(result), [
      String.raw`2 variableAssignment "a\\\"b\\n"`,
      '2 variableAssignment ""',
      '2 variableAssignment "it\'s"',
      String.raw`4 variableAssignment "\n      text \"block\"\n      "`,
      '7 variableAssignment "a"',
      '7 variableAssignment "c"'
    ])
  })

  it("numbers have a value", async () => {
    const result = await told(
      java,
      `
class A {
  double[] all = {0, 1.5, .5, 1., 1e3, 1_000_000, 0xFF, 0b101, 017, 10L, 1.5f, 2d, 0x1.8p3, 0xFFFFFFFFFFFFFFFFL, 08.5};
}
`
    )
    assert.deepStrictEqual(numbers(result), [
      "2 arrayElement 0 = 0",
      "2 arrayElement 1.5 = 1.5",
      "2 arrayElement .5 = 0.5",
      "2 arrayElement 1. = 1",
      "2 arrayElement 1e3 = 1000",
      "2 arrayElement 1_000_000 = 1000000",
      "2 arrayElement 0xFF = 255",
      "2 arrayElement 0b101 = 5",
      "2 arrayElement 017 = 15",
      "2 arrayElement 10L = 10",
      "2 arrayElement 1.5f = 1.5",
      "2 arrayElement 2d = 2",
      "2 arrayElement 0x1.8p3 = 12",
      "2 arrayElement 0xFFFFFFFFFFFFFFFFL = 18446744073709552000",
      "2 arrayElement 08.5 = 8.5"
    ])
  })

  it("errors are raised, passed on and handled", async () => {
    const result = await told(
      java,
      `
class Store {
  Store() throws Exception {
    try (var in = open(); other) {
      read(in);
    } catch (IOException | SQLException e) {
      throw new Failed(e);
    } catch (final java.lang.Error e) {
      // nothing
    } finally {
    }
  }
  void read() {
    try { go(); } catch (Exception e) { ; }
    Runnable task = () -> { try { go(); } finally { stop(); } };
    try (var in = open()) { }
  }
  int bad = fail(() -> { throw new Bad(); });
}
`
    )
    assert.deepStrictEqual(errors(result), [
      "3-10 withStatement in Store.Store",
      "5-7 tryCatch IOException | SQLException in Store.Store",
      "6 throw in Store.Store",
      "7-9 tryCatch java.lang.Error empty in Store.Store",
      "9-10 tryFinally empty in Store.Store",
      "13 tryCatch Exception empty in Store.read",
      "14 tryFinally in Store.read",
      "15 withStatement empty in Store.read",
      "17 throw"
    ])
  })

  it("annotations name what they are written on", async () => {
    const result = await told(
      java,
      `
@Entity @Table(name = "orders")
class Order {
  @Id @Column(name = "id", length = 10) private Long id = 1L;
  @Autowired Order(@Named("x") Client client) {}
  @GetMapping(path = "/", params = {"a", "b"})
  @Rule(@Check("nested"))
  void find(final @Valid Body body) {
    @SuppressWarnings("unchecked") var list = cast();
  }
  enum Kind { @Deprecated OLD, NEW }
}
record Point(@NonNull int x) {}
`
    )
    assert.deepStrictEqual(decorators(result), [
      "1 Entity() on Order",
      '1 Table(name = "orders") on Order',
      "3 Id() on Order.id",
      '3 Column(name = "id", length = 10) on Order.id',
      "4 Autowired() on Order.Order",
      '4 Named("x") on Order.Order.client',
      '5 GetMapping(path = "/", params = {"a", "b"}) on Order.find',
      '6 Rule(@Check("nested")) on Order.find',
      '6 Check("nested")',
      "7 Valid() on Order.find.body",
      '8 SuppressWarnings("unchecked")',
      "10 Deprecated() on Order.Kind.OLD",
      "12 NonNull() on Point.x"
    ])
  })

  it("documentation that is no function's", async () => {
    const result = await told(
      java,
      `
/** The file. */

package a;

/** Of the class. */
@Entity
class A {
  /** Of the field. */
  int field;
  /** Of the method. */
  void f() {}
  /** Of nothing. */
}
// Of an interface.
interface B {}
/* Of nothing. */
/**/
`
    )
    assert.deepStrictEqual(docs(result), [
      '1 javaDoc "The file."',
      '5 javaDoc "Of the class." of A',
      '8 javaDoc "Of the field." of A.field',
      '12 javaDoc "Of nothing."',
      '14 line "Of an interface." of B'
    ])
  })
})
