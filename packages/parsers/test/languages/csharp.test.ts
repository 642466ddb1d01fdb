import { assert, describe, it } from "vitest"
import { csharp } from "../../src/languages/csharp/language.js"
import { check } from "../check.js"

describe("C#", () => {
  it("methods and constructors with every modifier; what is not written is private", () =>
    check(
      csharp,
      `public abstract class Shop<T> : Base<T>, IShop where T : new() {
  public Shop() : base(1) { }
//       ^^^^ function name=Shop kind=constructor owner=Shop qualified_name=Shop.Shop visibility=public is_exported=1
  static Shop() { }
//       ^^^^ function name=Shop kind=constructor visibility=private is_static=1
  [Obsolete, Foo(1)]
  Task<Foo> Plain(int a, params int[] rest) { return null; }
//          ^^^^^ function name=Plain kind=method visibility=private is_exported=0 is_static=0 has_body=1 start_line=6
  protected internal async Task Wait() => await x;
//                              ^^^^ function name=Wait visibility=protected is_async=1
  private protected static int Both() => 1;
//                             ^^^^ function name=Both visibility=protected is_static=1
  internal abstract void None();
//                       ^^^^ function name=None visibility=internal is_abstract=1 has_body=0
  extern static int Native();
//                  ^^^^^^ function name=Native has_body=0 is_abstract=0
  partial void Hook();
//             ^^^^ function name=Hook has_body=0
  IEnumerable<int> Numbers() { yield return 1; }
//                 ^^^^^^^ function name=Numbers is_generator=1
  void IShop.Open<U>() { }
//           ^^^^ function name=Open owner=Shop visibility=private
  void @event() { }
//     ^^^^^^ function name=event
}
`
    ))

  it("operators, conversions, indexers and finalizers are methods with the name of the language", () =>
    check(
      csharp,
      `class K<T> {
  ~K() { Free(); }
//^ function name=~K kind=method owner=K qualified_name=K.~K
  public static K<T> operator +(K<T> a, K<T> b) => a;
//                   ^^^^^^^^ function name="operator +" kind=method is_static=1
  public static implicit operator int(K<T> k) => 1;
//              ^^^^^^^^ function name="implicit operator int"
  public static explicit operator checked List<int>(K<T> k) { return null; }
//              ^^^^^^^^ function name="explicit operator checked List<int>"
  public int this[int i] { get { return Get(i); } set => Set(i); }
//           ^^^^ function name=this[] kind=method has_body=1 visibility=public
  int I.this[string s] => 1;
//      ^^^^ function name=this[] has_body=1 visibility=private
}
interface I { int this[string s] { get; } }
//                ^^^^ function name=this[] has_body=0 is_abstract=1 visibility=public
`
    ))

  it("a name of several words has one space between them, however it is written", async () => {
    const source =
      "class K { public static bool operator\n    true(K a) => true;\n static K operator==(K a, K b) => a; }\n"
    const { functions } = await check(csharp, source)
    assert.deepStrictEqual(
      functions.map(({ column, line, name }) => [name, line, column]),
      [
        ["operator true", 1, 30],
        ["operator ==", 3, 11]
      ]
    )
  })

  it("accessors with a body are getters and setters named by the property; auto-properties are none", async () => {
    const { functions } = await check(
      csharp,
      `class K {
  public int Auto { get; private set; } = Start();
  public abstract int Abstract { get; }
  public int Full { get { return Calc(); } private set => Keep(value); }
  protected static int Arrow => Count();
  int I.Explicit { [A] get => 2; init { } }
  public event EventHandler Simple;
  public event EventHandler Custom { add { Add(value); } remove => Rem(value); }
}
`
    )
    assert.deepStrictEqual(
      functions.map((f) => [f.qualifiedName, f.kind, f.line, f.column, f.visibility, f.isStatic, f.hasBody]),
      [
        ["K.Full", "getter", 4, 14, "public", false, true],
        ["K.Full", "setter", 4, 14, "private", false, true],
        ["K.Arrow", "getter", 5, 24, "protected", true, true],
        ["K.Explicit", "getter", 6, 9, "private", false, true],
        ["K.Explicit", "setter", 6, 9, "private", false, true],
        ["K.Custom", "method", 8, 29, "public", false, true],
        ["K.Custom", "method", 8, 29, "public", false, true]
      ]
    )
  })

  it("calls in accessors, indexers and initialisers know their caller", () =>
    check(
      csharp,
      `class K {
  int Auto { get; } = Start();
//                    ^^^^^ call callee_name=Start caller=null
  int Full { get { return Calc(); } set => Keep(value); }
//                        ^^^^ call callee_name=Calc caller=K.Full
//                                         ^^^^ call callee_name=Keep caller=K.Full
  int Arrow => Count();
//             ^^^^^ call callee_name=Count caller=K.Arrow
  int this[int i] { get => Get(i); }
//                         ^^^ call callee_name=Get caller=K.this[]
  K(int x) : this() => Init();
//           ^^^^ call callee_name=this caller=K.K argument_count=0 is_new=0
//                     ^^^^ call callee_name=Init caller=K.K
  K() : base(1, /* not counted */ 2) { }
//      ^^^^ call callee_name=base argument_count=2
}
record R(int X) : Base<int>(X);
//                ^^^^ call callee_name=Base argument_count=1 caller=null
class C(int x) : Base(x);
//                   ^ call callee_name=<anonymous> argument_count=1
enum E { A = F(1) }
//           ^ call callee_name=F
[Attribute(1)] class D { }
`,
      { allCalls: true }
    ))

  it("types of every kind; internal by default, private inside of types, public inside of interfaces", () =>
    check(
      csharp,
      `public sealed class Open { class Inner { } }
//                  ^^^^ class name=Open kind=class visibility=public is_exported=1 is_abstract=0
//                               ^^^^^ class name=Inner kind=class owner=Open visibility=private
interface IShop { class Nested { } }
//        ^^^^^ class name=IShop kind=interface visibility=internal is_exported=0
//                      ^^^^^^ class name=Nested owner=IShop visibility=public
abstract class Half { }
//             ^^^^ class name=Half is_abstract=1
readonly ref struct Fast { }
//                  ^^^^ class name=Fast kind=struct
public record R1(int A, string B) : Base(A);
//            ^^ class name=R1 kind=record
record struct R2(int X);
//            ^^ class name=R2 kind=record
enum Size : byte { S, M }
//   ^^^^ class name=Size kind=enum
public delegate TResult Map<in T, out TResult>(T x);
//                      ^^^ class name=Map kind=alias visibility=public
file class Hidden { }
//         ^^^^^^ class name=Hidden visibility=private
`
    ))

  it("members of an interface are public, and abstract unless they have a body", () =>
    check(
      csharp,
      `interface I {
  void Must();
//     ^^^^ function name=Must owner=I visibility=public is_abstract=1 has_body=0
  void Can() { }
//     ^^^ function name=Can visibility=public is_abstract=0 has_body=1
  private void Own() { }
//             ^^^ function name=Own visibility=private
  static abstract int Make();
//                    ^^^^ function name=Make is_static=1 is_abstract=1
  int Property { get; set; }
}
`
    ))

  it("namespaces in blocks, nested and for the rest of the file", async () => {
    const nested = await check(
      csharp,
      `namespace A.B {
  namespace C { class In { void M() { } } }
//                    ^^ class name=In namespace=A.B.C owner=null
//                              ^ function name=M namespace=A.B.C qualified_name=In.M
  class Out { }
//      ^^^ class name=Out namespace=A.B
}
class Global { }
//    ^^^^^^ class name=Global namespace=null
`
    )
    assert.strictEqual(nested.namespace, "A.B")
    const file = await check(csharp, "using System;\nnamespace A.B;\nclass C { }\n")
    assert.deepStrictEqual([file.namespace, file.classes[0]?.namespace], ["A.B", "A.B"])
  })

  it("every using directive is one row", async () => {
    const { imports } = await check(
      csharp,
      `extern alias Old;
using System;
using static System.Math;
using Short = Long;
using Ints = System.Collections.Generic.List<int>;
global using G.H;
using global::System.IO;
namespace A { using B; class C { void M() { using (var x = Open()) { } using var y = Open(); } } }
`
    )
    assert.deepStrictEqual(
      imports.map(({ line, source, specifiers }) => [line, source, ...specifiers.map((s) => [s.name, s.alias])]),
      [
        [2, "System"],
        [3, "System.Math", ["*", undefined]],
        [4, "Long", ["Long", "Short"]],
        [5, "System.Collections.Generic.List<int>", ["List<int>", "Ints"]],
        [6, "G.H"],
        [7, "global::System.IO"],
        [8, "B"]
      ]
    )
  })

  it("local functions belong to their function; lambdas are none", () =>
    check(
      csharp,
      `class K {
  void M() {
//     ^ function name=M
    int Twice(int x) => x.Double();
//      ^^^^^ function name=Twice kind=function owner=K.M qualified_name=K.M.Twice visibility=private
//                        ^^^^^^ call callee_name=Double caller=K.M.Twice
    static async void Later() { }
//                    ^^^^^ function name=Later is_async=1 is_static=1
    Func<int> f = () => Inside();
//                      ^^^^^^ call callee_name=Inside caller=K.M
  }
}
int Top(int x) => x;
//  ^^^ function name=Top kind=function owner=null
Console.WriteLine("top");
//      ^^^^^^^^^ call callee_name=WriteLine receiver=Console caller=null
`,
      { allCalls: true }
    ))

  it("calls of every form", () =>
    check(
      csharp,
      `class K { async Task M() {
  Foo(1, /* not counted */ 2);
//^^^ call callee_name=Foo receiver=null argument_count=2 is_await=0
  this.Foo(); base.Bar();
//     ^^^ call callee_name=Foo receiver=this
//                 ^^^ call callee_name=Bar receiver=base
  a.b.Baz<int>(ref x, out var y);
//    ^^^ call callee_name=Baz receiver=a.b argument_count=2
  a?.Maybe(); a?.b.Deep(); a!.Sure();
//   ^^^^^ call callee_name=Maybe receiver=a
//                 ^^^^ call callee_name=Deep receiver=a?.b
//                            ^^^^ call callee_name=Sure receiver=a!
  Generic<string>(named: 1);
//^^^^^^^ call callee_name=Generic argument_count=1
  await Go(Arg());
//      ^^ call callee_name=Go is_await=1
//         ^^^ call callee_name=Arg is_await=0
  new Order(1) { Total = Sum() };
//    ^^^^^ call callee_name=Order is_new=1 argument_count=1
//                       ^^^ call callee_name=Sum is_new=0
  new A.B<int> { };
//      ^ call callee_name=B receiver=A is_new=1 argument_count=0
  Order o = new(1, 2);
//          ^^^ call callee_name=<anonymous> is_new=1 argument_count=2
  var array = new int[3];
  int.Parse("1");
//    ^^^^^ call callee_name=Parse receiver=int
  handlers[0](x);
//^^^^^^^^ call callee_name=<anonymous> argument_count=1
  throw new Oops();
//          ^^^^ call callee_name=Oops is_new=1
} }
`,
      { allCalls: true }
    ))

  it("conditional compilation that cuts through an expression costs nothing but its other branches", () =>
    check(
      csharp,
      `class K {
#if NEW
  void Both() { Kept(); }
//     ^^^^ function name=Both
//              ^^^^ call callee_name=Kept
#else
  void Unseen() { }
#endif
  bool Cut() {
//     ^^^ function name=Cut
    return First()
//         ^^^^^ call callee_name=First
#if A
#if B
      && Second()
//       ^^^^^^ call callee_name=Second
#endif
#elif C
      && Third()
#else
      || Fourth()
#endif
      && Last();
//       ^^^^ call callee_name=Last caller=K.Cut
  }
}
`,
      { allCalls: true }
    ))

  it("conditional compilation between declarations keeps every branch", () =>
    check(
      csharp,
      `class K {
#if NEW
  void One() { }
//     ^^^ function name=One
#else
  void Two() { }
//     ^^^ function name=Two
#endif
}
`
    ))

  it("parameters and types of methods", () =>
    check(
      csharp,
      String.raw`class K {
  void None() { Run((int a, params int[] b) => a, x => x); }
//     ^^^^ function name=None parameters=[] return_type=void
  async Task<List<T>> Many([FromBody] a.B? x, ref int[] y, out (int, string) z, string s = "a, b", int n = Most, params object[] rest) { }
//                    ^^^^ function name=Many return_type=Task<List<T>> parameters=[{"name":"x","type":"a.B?"},{"name":"y","type":"int[]"},{"name":"z","type":"(int, string)"},{"name":"s","type":"string","default":"\"a, b\""},{"name":"n","type":"int","default":"Most"},{"name":"rest","type":"object[]","rest":true}]
  public K(int @class = -1 /* all */, T t = default) : base(@class) { int Local(params int[] p) => 1; }
//       ^ function name=K return_type=null parameters=[{"name":"class","type":"int","default":"-1"},{"name":"t","type":"T","default":"default"}]
//                                                                        ^^^^^ function name=Local return_type=int parameters=[{"name":"p","type":"int[]","rest":true}]
  int this[int i, params string[] keys] => 1;
//    ^^^^ function name=this[] return_type=int parameters=[{"name":"i","type":"int"},{"name":"keys","type":"string[]","rest":true}]
  public static K operator +(K a, K b) => a;
//                ^^^^^^^^ function name="operator +" return_type=K parameters=[{"name":"a","type":"K"},{"name":"b","type":"K"}]
  public static implicit operator int(K k) => 1;
//              ^^^^^^^^ function name="implicit operator int" return_type=int parameters=[{"name":"k","type":"K"}]
  ~K() { }
//^ function name=~K parameters=[] return_type=null
  static void Extend(this K k) { }
//            ^^^^^^ function name=Extend parameters=[{"name":"k","type":"K"}]
}
`
    ))

  it("type parameters with their constraints", () =>
    check(
      csharp,
      `class Pair<A, [Tag] B> : Base<A> where A : class, IComparable<A>, new() where B : struct {
//    ^^^^ class name=Pair generics=[{"name":"A","bounds":["class","IComparable<A>","new()"]},{"name":"B","bounds":["struct"]}]
  T Get<T, U>() where T : U { return default; }
//  ^^^ function name=Get generics=[{"name":"T","bounds":["U"]},{"name":"U","bounds":[]}]
  void Plain() { void Local<X>() where X : notnull { } }
//     ^^^^^ function name=Plain generics=[]
//                    ^^^^^ function name=Local generics=[{"name":"X","bounds":["notnull"]}]
}
interface Source<out T> { }
//        ^^^^^^ class name=Source generics=[{"name":"T","bounds":[]}]
delegate T Make<T>(int x) where T : new();
//         ^^^^ class name=Make generics=[{"name":"T","bounds":["new()"]}]
`
    ))

  it("bases: the first of a class is what it extends unless its name is that of an interface", () =>
    check(
      csharp,
      `class A : Base<T>, IOne, a.ITwo<T> { }
//    ^ class name=A extends=Base<T> implements=["IOne","a.ITwo<T>"]
class B : System.IOne { }
//    ^ class name=B extends=null implements=["System.IOne"]
class C : Item { }
//    ^ class name=C extends=Item implements=[]
interface D : IOne, ITwo { }
//        ^ class name=D extends=IOne implements=["ITwo"]
struct S : Equatable<S> { }
//     ^ class name=S extends=null implements=["Equatable<S>"]
record R(int X) : Base<int>(X), IOne { }
//     ^ class name=R extends=Base<int> implements=["IOne"]
class P(int x) : Base(x), IOne { }
//    ^ class name=P extends=Base implements=["IOne"]
enum E : byte { }
//   ^ class name=E extends=null implements=[]
`
    ))

  it("fields, properties, events and what a record declares", () =>
    check(
      csharp,
      `class K {
//    ^ class name=K properties=[{"name":"a","type":"Dictionary<int, string>","visibility":"private","readonly":true},{"name":"b","type":"Dictionary<int, string>","visibility":"private","readonly":true},{"name":"Most","type":"int","visibility":"public","static":true,"readonly":true},{"name":"Id","type":"int","visibility":"public"},{"name":"Name","type":"string","visibility":"protected","readonly":true},{"name":"Length","type":"int","visibility":"internal","static":true,"readonly":true},{"name":"Full","type":"int","visibility":"private"},{"name":"Changed","type":"Action","visibility":"public","static":true},{"name":"Custom","type":"Action","visibility":"private"}]
  readonly Dictionary<int, string> a = new(), b;
  public const int Most = 1;
  [Key] public int Id { get; private set; } = 1;
  protected string Name { get; init; }
  internal static int Length => 1;
  int IFull.Full { get { int local; return 1; } set { } }
  public static event Action Changed;
  event Action Custom { add { } remove { } }
  void M() { var local = new { X = 1 }; }
}
interface I { int P { get; set; } }
//        ^ class name=I properties=[{"name":"P","type":"int","visibility":"public"}]
enum E { [Old] A = 1, B }
//   ^ class name=E properties=[{"name":"A","visibility":"public","static":true,"readonly":true},{"name":"B","visibility":"public","static":true,"readonly":true}]
record R([property: Key] int X, params int[] Y) { int own; }
//     ^ class name=R properties=[{"name":"X","type":"int","visibility":"public","readonly":true},{"name":"Y","type":"int[]","visibility":"public","readonly":true},{"name":"own","type":"int","visibility":"private"}]
record struct M(int X);
//            ^ class name=M properties=[{"name":"X","type":"int","visibility":"public"}]
readonly record struct N(int X);
//                     ^ class name=N properties=[{"name":"X","type":"int","visibility":"public","readonly":true}]
class P(int x) { }
//    ^ class name=P properties=[]
`
    ))

  it("attributes with their arguments", () =>
    check(
      csharp,
      String.raw`[assembly: Title("x")]
[Serializable, Table("orders", Schema = "s")]
class Order {
//    ^^^^^ class name=Order decorators=[{"name":"Serializable","arguments":[],"text":"Serializable"},{"name":"Table","arguments":[{"value":"\"orders\""},{"key":"Schema","value":"\"s\""}],"text":"Table(\"orders\", Schema = \"s\")"}]
  [Key] int id;
  [Required] string Name { [Pure] get { return ""; } set; }
//                  ^^^^ function name=Name kind=getter decorators=[{"name":"Pure","arguments":[],"text":"Pure"}]
  [HttpGet("/x"), global::A.Route<int>(order: 1 + 2)]
  [return: NotNull]
  void Get([FromBody] int x) { [Local] void Inner() { } }
//     ^^^ function name=Get decorators=[{"name":"HttpGet","arguments":[{"value":"\"/x\""}],"text":"HttpGet(\"/x\")"},{"name":"global::A.Route<int>","arguments":[{"key":"order","value":"1 + 2"}],"text":"global::A.Route<int>(order: 1 + 2)"},{"name":"NotNull","arguments":[],"text":"NotNull"}]
//                                          ^^^^^ function name=Inner decorators=[{"name":"Local","arguments":[],"text":"Local"}]
  void After() { }
//     ^^^^^ function name=After decorators=[]
  [Test]
#if DEBUG
  [Slow]
#endif
  void Both() { }
//     ^^^^ function name=Both decorators=[{"name":"Test","arguments":[],"text":"Test"},{"name":"Slow","arguments":[],"text":"Slow"}]
}
[Flags] enum E { [Old] A }
//           ^ class name=E decorators=[{"name":"Flags","arguments":[],"text":"Flags"}]
`
    ))

  it("documentation", () =>
    check(
      csharp,
      String.raw`namespace A {
  /// <summary>
  /// An order.
  /// </summary>
  [Table]
  public class Order {
//             ^^^^^ class name=Order doc="<summary>\nAn order.\n</summary>"
    int count; // how many

    /** <summary>Adds.</summary> */
    void Add() { } // not this
//       ^^^ function name=Add doc=<summary>Adds.</summary>

    void Next() { }
//       ^^^^ function name=Next doc=null

    /// The total.
    public int Total { get { return 1; } }
//             ^^^^^ function name=Total kind=getter doc="The total."
  }
}
`
    ))
})
