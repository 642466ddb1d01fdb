import { assert, describe, it } from "vitest"
import { java } from "../../src/languages/java/language.js"
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

  it("a file that declares no package has no namespace", async () => {
    const { functions, namespace } = await check(java, "void main() { }", { path: "src/Main.java" })
    assert.strictEqual(namespace, undefined)
    assert.deepStrictEqual(
      functions.map((row) => row.qualifiedName),
      ["main"]
    )
  })
})
