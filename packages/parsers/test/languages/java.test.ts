import { assert, describe, it } from "vitest"
import { java } from "../../src/languages/java/language.js"
import { parseSource } from "../../src/parseSource.js"
import { check } from "../check.js"

describe("Java", () => {
  it("methods and constructors with every modifier", () =>
    check(
      java,
      `
package com.example.orders;
@Entity
public abstract class Order<T extends Item> extends Base<T> implements Priced {
//                    ^^^^^ class name=Order kind=class namespace=com.example.orders qualified_name=Order visibility=public is_exported=1 is_abstract=1 start_line=3 end_line=26
  public Order() { super(); }
//       ^^^^^ function name=Order kind=constructor owner=Order qualified_name=Order.Order visibility=public has_body=1
  private Order(int id) { this(); }
//        ^^^^^ function name=Order kind=constructor visibility=private is_exported=0
  @Override
  public <R> R convert(Function<T, R> f) throws IOException { return null; }
//             ^^^^^^^ function name=convert kind=method owner=Order namespace=com.example.orders visibility=public is_exported=1 start_line=10 is_static=0 is_abstract=0 is_async=null
  protected static final synchronized int total(int... values) { return 0; }
//                                        ^^^^^ function name=total visibility=protected is_static=1 is_exported=0
  void plain() {}
//     ^^^^^ function name=plain visibility=internal is_exported=0
  protected abstract List<T> items();
//                           ^^^^^ function name=items has_body=0 is_abstract=1
  private native long address();
//                    ^^^^^^^ function name=address has_body=0 is_abstract=0
  public int legacy()[] { return null; }
//           ^^^^^^ function name=legacy
  Runnable field = () -> run();
  static { load(); }
  { prepare(); }
}
`
    ))

  it("types of every kind, and what they default to", () =>
    check(
      java,
      `
public interface Shape extends A, B permits C {
//               ^^^^^ class name=Shape kind=interface visibility=public is_abstract=null
  double area();
//       ^^^^ function name=area has_body=0 is_abstract=1 visibility=public is_exported=1
  default void draw() {}
//             ^^^^ function name=draw has_body=1 is_abstract=0 visibility=public
  private void help() {}
//             ^^^^ function name=help visibility=private
  static Shape of() { return null; }
//             ^^ function name=of is_static=1
  class Member {}
//      ^^^^^^ class name=Member owner=Shape qualified_name=Shape.Member visibility=public
}
enum Color implements Named {
//   ^^^^^ class name=Color kind=enum visibility=internal is_exported=0 is_abstract=0
  RED(1) { @Override public String label() { return "r"; } }, GREEN(2);
//                                 ^^^^^ function name=label kind=method owner=Color
  Color(int code) {}
//^^^^^ function name=Color kind=constructor visibility=private
}
record Point<T>(int x, int y) implements Named {
//     ^^^^^ class name=Point kind=record
  Point { check(x); }
//^^^^^ function name=Point kind=constructor has_body=1 visibility=internal
  Point(int x) { this(x, 0); }
//^^^^^ function name=Point kind=constructor
  static int zero() { return 0; }
//           ^^^^ function name=zero is_static=1
}
@interface Route {
//         ^^^^^ class name=Route kind=annotation is_abstract=null
  String path() default "/";
//       ^^^^ function name=path kind=method has_body=0 visibility=public is_abstract=1
  int[] codes();
//      ^^^^^ function name=codes
}
sealed class Sealed permits Sub {}
//           ^^^^^^ class name=Sealed
`
    ))

  it("nested, local and anonymous classes", () =>
    check(
      java,
      `
class Outer {
//    ^^^^^ class name=Outer
  private static final class Nested { void run() {} }
//                           ^^^^^^ class name=Nested owner=Outer visibility=private qualified_name=Outer.Nested
//                                         ^^^ function name=run owner=Outer.Nested qualified_name=Outer.Nested.run
  void method() {
//     ^^^^^^ function name=method
    class Local { void inside() {} }
//        ^^^^^ class name=Local owner=Outer.method visibility=null is_exported=0
//                     ^^^^^^ function name=inside qualified_name=Outer.method.Local.inside
    new Thread() { @Override public void run() { work(); } }.start();
//                                       ^^^ function name=run kind=method owner=Outer.method qualified_name=Outer.method.run visibility=public
    Runnable lambda = () -> {};
  }
}
`
    ))

  it("imports", () =>
    check(
      java,
      `
   import java.util.List;
// ^^^^^^ import kind=import source=java.util.List specifiers=[] is_type_only=0
   import java.util.*;
// ^^^^^^ import source=java.util specifiers=[{"name":"*"}]
   import static java.lang.Math.max;
// ^^^^^^ import source=java.lang.Math.max specifiers=[]
   import static java.lang.Math.*;
// ^^^^^^ import source=java.lang.Math specifiers=[{"name":"*"}]
   import single;
// ^^^^^^ import source=single
`
    ))

  it("calls with receiver, arguments and caller", () =>
    check(
      java,
      `
class Calls extends Base {
  int field = initial();
//            ^^^^^^^ call callee_name=initial caller=null
  Calls() { super(1, /* none */ 2); }
//          ^^^^^ call callee_name=super argument_count=2 caller=Calls.Calls is_new=0
  Calls(int x) { this(); }
//               ^^^^ call callee_name=this argument_count=0
  Calls(Outer outer) { outer.super(outer); }
//                           ^^^^^ call callee_name=super receiver=outer argument_count=1
  @Route(path = "/x")
  void run() {
    repository.find(id).orElse(null);
//             ^^^^ call callee_name=find receiver=repository argument_count=1 caller=Calls.run
//                      ^^^^^^ call callee_name=orElse receiver=repository.find(id) argument_count=1
    this.<String>generic();
//               ^^^^^^^ call callee_name=generic receiver=this
    super.run();
//        ^^^ call callee_name=run receiver=super
    list.forEach(x -> inner(x));
//       ^^^^^^^ call callee_name=forEach argument_count=1
//                    ^^^^^ call callee_name=inner caller=Calls.run
    list.forEach(String::valueOf);
//       ^^^^^^^ call callee_name=forEach
    new ArrayList<String>(10);
//      ^^^^^^^^^ call callee_name=ArrayList is_new=1 argument_count=1
    new Map.Entry(1, 2);
//      ^^^^^^^^^ call callee_name=Map.Entry is_new=1 argument_count=2
    outer.new Inner();
//            ^^^^^ call callee_name=Inner is_new=1
    new Thread() { void own() { called(); } };
//      ^^^^^^ call callee_name=Thread is_new=1 caller=Calls.run
//                              ^^^^^^ call callee_name=called caller=Calls.run.own
    int[] array = new int[size()];
//                        ^^^^ call callee_name=size
    Object[] other = { make() }, third = String[]::new;
//                     ^^^^ call callee_name=make
  }
  enum E { A(1), B; }
}
`,
      { allCalls: true }
    ))

  it("parameters and types of methods", () =>
    check(
      java,
      `
class Methods {
  void none() { }
//     ^^^^ function name=none parameters=[] return_type=void
  public final Map<String, int[]> typed(@Named("a") final Map<String, ? extends List<T>> map, int[] xs, a.B... rest) { }
//                                ^^^^^ function name=typed return_type="Map<String, int[]>" parameters=[{"name":"map","type":"Map<String, ? extends List<T>>"},{"name":"xs","type":"int[]"},{"name":"rest","type":"a.B","rest":true}]
  Methods(Outer Outer.this, long record) { }
//^^^^^^^ function name=Methods return_type=null parameters=[{"name":"record","type":"long"}]
  Runnable local(int n) { return () -> run((int a, int b) -> a, c -> c); }
//         ^^^^^ function name=local parameters=[{"name":"n","type":"int"}]
  int caught() { try { f(); } catch (A | B e) { } for (int i : xs) { } }
//    ^^^^^^ function name=caught parameters=[]
}
`
    ))

  it("a compact constructor has the parameters of its record", async () => {
    await check(
      java,
      `
record Range(@Min int from, String... names) {
//     ^^^^^ class name=Range kind=record properties=[{"name":"from","type":"int","visibility":"public","readonly":true},{"name":"names","type":"String","visibility":"public","readonly":true}]
  public Range { check(from); }
//       ^^^^^ function name=Range kind=constructor visibility=public parameters=[{"name":"from","type":"int"},{"name":"names","type":"String","rest":true}]
  Range(int to) { this(0, ""); }
//^^^^^ function name=Range parameters=[{"name":"to","type":"int"}]
}
record Same(@Min int from, String... names) {
//     ^^^^ class name=Same
  Same(@Min int from, String... names) { }
//^^^^ function name=Same
}
record Other(int from) {
//     ^^^^^ class name=Other
  Other { }
//^^^^^ function name=Other parameters=[{"name":"from","type":"int"}]
}
`
    )
    const compact = await parseSource(java, "record Range(int from) { Range { } }", "A.java")
    const written = await parseSource(java, "record Range(int from) { Range(int from) { } }", "A.java")
    assert.strictEqual(compact.functions[0]!.signatureHash, written.functions[0]!.signatureHash)
  })

  it("type parameters with their bounds", () =>
    check(
      java,
      `
class Pair<A extends Comparable<? super A> & java.io.Serializable, @Tag B> {
//    ^^^^ class name=Pair generics=[{"name":"A","bounds":["Comparable<? super A>","java.io.Serializable"]},{"name":"B","bounds":[]}]
  <T, X extends Throwable> T sneak(X x) throws X { return null; }
//                           ^^^^^ function name=sneak generics=[{"name":"T","bounds":[]},{"name":"X","bounds":["Throwable"]}] return_type=T
  <E> Pair(E e) { }
//    ^^^^ function name=Pair generics=[{"name":"E","bounds":[]}]
  int plain() { return new HashMap<String, T>(); }
//    ^^^^^ function name=plain generics=[]
}
interface Source<T> { }
//        ^^^^^^ class name=Source generics=[{"name":"T","bounds":[]}]
record Box<T extends Number>(T value) { }
//     ^^^ class name=Box generics=[{"name":"T","bounds":["Number"]}]
`
    ))

  it("bases", () =>
    check(
      java,
      `
class A extends a.Base<T> implements One, two.Two<T> { }
//    ^ class name=A extends=a.Base<T> implements=["One","two.Two<T>"]
class B { Object o = new Base() { }; }
//    ^ class name=B extends=null implements=[]
interface C extends First, Second<T> permits D { }
//        ^ class name=C extends=First implements=["Second<T>"]
enum E implements One { X { } }
//   ^ class name=E extends=null implements=["One"]
record R(int x) implements One, Two { }
//     ^ class name=R extends=null implements=["One","Two"]
`
    ))

  it("fields, constants and components are properties", () =>
    check(
      java,
      `
class Fields {
//    ^^^^^^ class name=Fields properties=[{"name":"ID","type":"long","visibility":"private","static":true,"readonly":true},{"name":"a","type":"List<String>","visibility":"protected"},{"name":"b","type":"List<String>","visibility":"protected"},{"name":"task","type":"Runnable","visibility":"internal"},{"name":"last","type":"int[]","visibility":"public","readonly":true}]
  private static final long ID = 1L;
  @Inject protected transient List<String> a = new ArrayList<>(), b;
  Runnable task = new Runnable() { int inner; public void run() { int local; } };
  public final int[] last = { 1 };
  { int block; }
}
interface Constants { int ONE = 1; String NAME = "x"; }
//        ^^^^^^^^^ class name=Constants properties=[{"name":"ONE","type":"int","visibility":"public","static":true,"readonly":true},{"name":"NAME","type":"String","visibility":"public","static":true,"readonly":true}]
@interface Marked { int MOST = 1; int value(); }
//         ^^^^^^ class name=Marked properties=[{"name":"MOST","type":"int","visibility":"public","static":true,"readonly":true}]
enum Color { @Warm RED(1) { int own; }, BLUE; private final int code; }
//   ^^^^^ class name=Color properties=[{"name":"RED","visibility":"public","static":true,"readonly":true},{"name":"BLUE","visibility":"public","static":true,"readonly":true},{"name":"code","type":"int","visibility":"private","readonly":true}]
record Point(@Min(0) int x, String... rest) {
//     ^^^^^ class name=Point properties=[{"name":"x","type":"int","visibility":"public","readonly":true},{"name":"rest","type":"String","visibility":"public","readonly":true},{"name":"ZERO","type":"Point","visibility":"internal","static":true,"readonly":true}]
  static final Point ZERO = new Point(0);
  Point(int x) { this(x, "y"); }
}
`
    ))

  it("annotations with their arguments", () =>
    check(
      java,
      String.raw`
@Entity @javax.persistence.Table(name = "orders", indexes = {@Index(columns = "id")}) final @Deprecated class Order {
//                                                                                                            ^^^^^ class name=Order decorators=[{"name":"Entity","arguments":[],"text":"@Entity"},{"name":"javax.persistence.Table","arguments":[{"key":"name","value":"\"orders\""},{"key":"indexes","value":"{@Index(columns = \"id\")}"}],"text":"@javax.persistence.Table(name = \"orders\", indexes = {@Index(columns = \"id\")})"},{"name":"Deprecated","arguments":[],"text":"@Deprecated"}]
  @Id @Column(name = "id") private long id;
  Order(@Named("x") int x) { @SuppressWarnings("y") int y; class Local { } }
//^^^^^ function name=Order decorators=[]
//                                                               ^^^^^ class name=Local decorators=[]
  @GetMapping("/x")
  public <T> @Nullable T get() { return null; }
//                       ^^^ function name=get decorators=[{"name":"GetMapping","arguments":[{"value":"\"/x\""}],"text":"@GetMapping(\"/x\")"},{"name":"Nullable","arguments":[],"text":"@Nullable"}]
  @Test(timeout = 5 * SECOND, value = @A) @Any({1, 2}) @B(@C) void test() { }
//                                                                 ^^^^ function name=test decorators=[{"name":"Test","arguments":[{"key":"timeout","value":"5 * SECOND"},{"key":"value","value":"@A"}],"text":"@Test(timeout = 5 * SECOND, value = @A)"},{"name":"Any","arguments":[{"value":"{1, 2}"}],"text":"@Any({1, 2})"},{"name":"B","arguments":[{"value":"@C"}],"text":"@B(@C)"}]
  void after() { }
//     ^^^^^ function name=after decorators=[]
}
@Retention(RUNTIME) @interface Marker { @Deprecated int old(); }
//                             ^^^^^^ class name=Marker decorators=[{"name":"Retention","arguments":[{"value":"RUNTIME"}],"text":"@Retention(RUNTIME)"}]
//                                                      ^^^ function name=old decorators=[{"name":"Deprecated","arguments":[],"text":"@Deprecated"}]
`
    ))

  it("documentation", () =>
    check(
      java,
      String.raw`
/*
 * A license.
 */
package a;

/**
 * An order.
 *
 * @since 1
 */
@Entity
public class Order {
//           ^^^^^ class name=Order doc="An order.\n\n@since 1"
  /** How many. */
  private int count;
  Order() { }
//^^^^^ function name=Order doc=null

  // Adds
  // one.
  @Override
  public void add() { // not this
//            ^^^ function name=add doc="Adds\none."
    // nor this
  }
  void next() { }
//     ^^^^ function name=next doc=null
  /** First. */ enum Kind { /** A. */ A, B }
//                   ^^^^ class name=Kind doc=First.
}
`
    ))

  it("a file that declares no package has no namespace", async () => {
    const { functions, namespace } = await check(java, "void main() { }", { path: "src/Main.java" })
    assert.strictEqual(namespace, undefined)
    assert.deepStrictEqual(
      functions.map((row) => row.qualifiedName),
      ["main"]
    )
  })
})
