import { assert, describe, it } from "vitest"
import { php } from "../../src/languages/php/language.js"
import { check } from "../check.js"

describe("PHP", () => {
  it("functions and methods, public where nothing is written", () =>
    check(
      php,
      `<?php
namespace App\\Http;
function total(array $items, int ...$rest): int { return 1; }
//       ^^^^^ function name=total kind=function owner=null namespace=App\\Http visibility=public is_exported=1 has_body=1
function &byReference() {
//        ^^^^^^^^^^^ function name=byReference
  function inner() {}
//         ^^^^^ function name=inner kind=function owner=byReference is_exported=0
}
if (!function_exists('polyfill')) {
  function polyfill() {}
//         ^^^^^^^^ function name=polyfill kind=function owner=null is_exported=1
}
abstract class Order extends Base implements Countable {
//             ^^^^^ class name=Order kind=class namespace=App\\Http visibility=public is_exported=1 is_abstract=1
  use Loggable { log as protected write; }
  const A = 1;
  private static $count = 0;
  public function __construct(private readonly int $id) {}
//                ^^^^^^^^^^^ function name=__construct kind=constructor owner=Order visibility=public
  function plain() {}
//         ^^^^^ function name=plain kind=method visibility=public is_static=0 is_abstract=0 is_exported=1
  FINAL PROTECTED STATIC function shouting() {}
//                                ^^^^^^^^ function name=shouting visibility=protected is_static=1 is_exported=0
  private function &list() {}
//                  ^^^^ function name=list visibility=private
  abstract protected function area(): float;
//                            ^^^^ function name=area has_body=0 is_abstract=1 visibility=protected
  #[Pure, Route('/x')]
  final public function attributed() {}
//                      ^^^^^^^^^^ function name=attributed start_line=29 end_line=30
}
`
    ))

  it("types of every kind", () =>
    check(
      php,
      `<?php
interface Shape extends A, B { const X = 1; public function area(): float; static function of(); }
//        ^^^^^ class name=Shape kind=interface is_abstract=0
//                                                          ^^^^ function name=area kind=method owner=Shape has_body=0 is_abstract=1
//                                                                                         ^^ function name=of is_static=1 has_body=0
trait Loggable { abstract function name(); public static function log() {} }
//    ^^^^^^^^ class name=Loggable kind=trait
//                                 ^^^^ function name=name owner=Loggable has_body=0 is_abstract=1
//                                                                ^^^ function name=log owner=Loggable has_body=1 is_abstract=0
enum Suit: string implements Shape { case Hearts = 'H'; public function label() {} }
//   ^^^^ class name=Suit kind=enum
//                                                                      ^^^^^ function name=label kind=method owner=Suit
final readonly class Point {}
//                   ^^^^^ class name=Point kind=class is_abstract=0
function f() {
//       ^ function name=f
  class InFunction {}
//      ^^^^^^^^^^ class name=InFunction owner=f is_exported=0
}
`
    ))

  it("an anonymous class is no row and makes methods of its functions; closures are none", () =>
    check(
      php,
      `<?php
class Factory {
//    ^^^^^^^ class name=Factory
  function make() {
//         ^^^^ function name=make kind=method owner=Factory is_generator=0
    $a = function () { yield 1; };
    $b = fn() => yield 2;
    return new class(1) extends Base { private function run() {} };
//                                                      ^^^ function name=run kind=method owner=Factory.make visibility=private
  }
  function each() { foreach ($x as $y) { yield $y; } }
//         ^^^^ function name=each is_generator=1
  function all() { yield from $this->each(); }
//         ^^^ function name=all is_generator=1
}
`
    ))

  it("property hooks are functions with the name of their property", () =>
    check(
      php,
      `<?php
class User {
  protected string $plain = 'x';
  protected string $name {
    get => $this->first();
//                ^^^^^ call callee_name=first receiver=$this caller=User.name
    set { $this->name = trim($value); }
//                      ^^^^ call callee_name=trim caller=User.name
  }
}
`
    ).then(({ functions }) => {
      const seen = functions.map(({ kind, line, qualifiedName, visibility }) => [kind, line, qualifiedName, visibility])
      assert.deepStrictEqual(seen, [
        ["method", 4, "User.name", "protected"],
        ["method", 4, "User.name", "protected"]
      ])
    }))

  it("a namespace holds until the next one, in either form", () =>
    check(
      php,
      `<?php
namespace A\\B { function one() {} class C { function two() {} } }
//                       ^^^ function name=one namespace=A\\B
//                                                   ^^^ function name=two namespace=A\\B qualified_name=C.two
namespace { function worldwide() {} }
//                   ^^^^^^^^^ function name=worldwide namespace=null
`
    ))

  it("every path of a use declaration is a row; a group is one with several names", () =>
    check(
      php,
      `<?php
use A\\B\\C, \\D\\E as F;
//  ^^^^^ import kind=import source=A\\B\\C specifiers=[]
//         ^^^^^^^^^ import kind=import source=D\\E specifiers="[{\\"name\\":\\"E\\",\\"alias\\":\\"F\\"}]"
use Single as Other;
//  ^^^^^^ import source=Single specifiers="[{\\"name\\":\\"Single\\",\\"alias\\":\\"Other\\"}]"
use function A\\f;
//  ^^^^^^^^^^^^ import source=A\\f
use const A\\K;
//  ^^^^^^^^^ import source=A\\K
  use A\\{B, C\\D as E, function g as h};
//^^^ import source=A specifiers="[{\\"name\\":\\"B\\"},{\\"name\\":\\"C\\\\\\\\D\\",\\"alias\\":\\"E\\"},{\\"name\\":\\"g\\",\\"alias\\":\\"h\\"}]"
class X { use NotAnImport; }
$f = function () use ($x) {};
`
    ))

  it("require and include with a literal are imports", () =>
    check(
      php,
      `<?php
  require 'a.php';
//^^^^^^^ import kind=require source=a.php
  require_once("b.php");
//^^^^^^^ import kind=require source=b.php
  $x = include 'c.php';
//     ^^^^^^^ import kind=require source=c.php
  include_once ('d.php');
//^^^^^^^ import kind=require source=d.php
  require __DIR__ . '/e.php';
  require "$folder/f.php";
  include("{$folder}/g.php");
  require_once "\${folder}/h.php";
  include_once "$a[0] $a->b";
  include $file;
`
    ))

  it("every call, with its receiver, arguments and caller", () =>
    check(
      php,
      `<?php
class A extends B {
  function run() {
    parent::__construct($x, ...$rest, name: 1);
//          ^^^^^^^^^^^ call callee_name=__construct receiver=parent argument_count=3 caller=A.run is_new=0
    $this->db->query(/* first */ 1, // second
//             ^^^^^ call callee_name=query receiver=$this->db argument_count=2
      2,);
    $a?->b()->c();
//       ^ call callee_name=b receiver=$a
//            ^ call callee_name=c receiver=$a?->b()
    \\strlen(Foo\\bar(namespace\\baz()));
//   ^^^^^^ call callee_name=strlen receiver=null
//              ^^^ call callee_name=bar receiver=Foo
//                            ^^^ call callee_name=baz receiver=null
    static::make(); \\A\\B::of(); $class::of();
//          ^^^^ call callee_name=make receiver=static
//                        ^^ call callee_name=of receiver=\\A\\B
//                                      ^^ call callee_name=of receiver=$class
    $f(1); $o->$m(); A::{$m}(); $o->{'quoted'}();
//  ^^ call callee_name=$f receiver=null
//             ^^ call callee_name=$m receiver=$o
//                       ^^ call callee_name=$m receiver=A
//                                   ^^^^^^ call callee_name=quoted receiver=$o
    ($this->handler)(1);
//  ^^^^^^^^^^^^^^^^ call callee_name=<anonymous> argument_count=1
    array_map(function () { inner(); }, fn() => other());
//  ^^^^^^^^^ call callee_name=array_map argument_count=2
//                          ^^^^^ call callee_name=inner caller=A.run
//                                              ^^^^^ call callee_name=other caller=A.run
  }
}
`,
      { allCalls: true }
    ))

  it("new in all its forms", () =>
    check(
      php,
      `<?php
new Order;
//  ^^^^^ call callee_name=Order is_new=1 argument_count=0 receiver=null
new \\App\\Order(1, 2);
//       ^^^^^ call callee_name=Order receiver=App is_new=1 argument_count=2
new $class(1); new static; new self();
//  ^^^^^^ call callee_name=$class is_new=1
//                 ^^^^^^ call callee_name=static is_new=1
//                             ^^^^ call callee_name=self is_new=1
  new (pick())(1);
//^^^ call callee_name=<anonymous> is_new=1 argument_count=1
//     ^^^^ call callee_name=pick is_new=0
  new class(1, /* two */ 2) {};
//^^^ call callee_name=<anonymous> is_new=1 argument_count=2
#[Attribute(new Inner(1))]
//              ^^^^^ call callee_name=Inner is_new=1
class A {}
`,
      { allCalls: true }
    ))

  it("language constructs and closures made of functions are no calls", () =>
    check(
      php,
      `<?php
isset($x); empty($x); unset($x); print('x'); echo('x'); eval('1'); list($a) = array(1); exit(1); die('x');
$f = strlen(...); $g = $o->m(...); $h = A::m(...); $i = $o?->m(...);
$o->isset(real(...)->empty());
//  ^^^^^ call callee_name=isset receiver=$o argument_count=1
//                   ^^^^^ call callee_name=empty receiver=real(...)
`,
      { allCalls: true }
    ))

  it("calls between HTML, in strings and in heredocs", () =>
    check(
      php,
      `<ul class="x"><?php
  if (ready()): ?><li><?= item(1) ?></li><?php endif; echo 1;
//    ^^^^^ call callee_name=ready
//                        ^^^^ call callee_name=item argument_count=1
"a {$b->name()} c
//      ^^^^ call callee_name=name receiver=$b
";
$x = <<<TEXT
  {$b->body()}
//     ^^^^ call callee_name=body receiver=$b
  TEXT;
?>
`,
      { allCalls: true }
    ))

  it("parameters, promoted ones too, return types and attributes with their arguments", () =>
    check(
      php,
      String.raw`<?php
/**
 * Doc of f.
 */
#[Route("/x", name: 'n', methods: ["GET"]), Other]
#[\A\Third]
function f(#[Skip] ?int $a, string|array &$b = "x", self ...$rest): ?static { return fn (int $deep) => 1; }
//       ^ function name=f parameters=[{"name":"a","type":"?int"},{"name":"b","type":"string|array","default":"\"x\""},{"name":"rest","type":"self","rest":true}] generics=[] return_type=?static decorators=[{"name":"Route","arguments":[{"value":"\"/x\""},{"key":"name","value":"'n'"},{"key":"methods","value":"[\"GET\"]"}],"text":"Route(\"/x\", name: 'n', methods: [\"GET\"])"},{"name":"Other","arguments":[],"text":"Other"},{"name":"\\A\\Third","arguments":[],"text":"\\A\\Third"}] doc="Doc of f."
class C {
//    ^ class name=C properties=[{"name":"p","type":"int","visibility":"private","readonly":true},{"name":"q","type":"?A","visibility":"protected"}] doc=null decorators=[]
  public function __construct(private readonly int $p, protected ?A &$q = null, int $plain = 1 | 2) {}
//                ^^^^^^^^^^^ function name=__construct parameters=[{"name":"p","type":"int"},{"name":"q","type":"?A","default":"null"},{"name":"plain","type":"int","default":"1 | 2"}] return_type=null
  #[Pure]
  // Doc of g.
  abstract protected function g(): never;
//                            ^ function name=g parameters=[] return_type=never decorators=[{"name":"Pure","arguments":[],"text":"Pure"}] body_hash=null
}
`
    ))

  it("a class has its bases, the traits it uses and its properties, constants too; an enum its cases", () =>
    check(
      php,
      String.raw`<?php
/* Doc of C. */
#[Entity(table: self::T)]
abstract class C extends \B\Base implements I, J\K {
//             ^ class name=C extends=\B\Base implements=["I","J\\K","T1","\\X\\T2"] properties=[{"name":"A","visibility":"public","static":true,"readonly":true},{"name":"B","type":"int","visibility":"protected","static":true,"readonly":true},{"name":"x","type":"?int","visibility":"private","static":true},{"name":"y","type":"?int","visibility":"private","static":true},{"name":"z","visibility":"public"},{"name":"w","type":"string","visibility":"public","readonly":true},{"name":"hooked","type":"string","visibility":"public"}] decorators=[{"name":"Entity","arguments":[{"key":"table","value":"self::T"}],"text":"Entity(table: self::T)"}] doc="Doc of C."
  use T1, \X\T2 { a as b; }
  const A = D;
  final protected const int B = self::A['b'];
  /** Of the property. */
  #[Column]
  private static ?int $x = 1, $y;
  var $z;
  public private(set) readonly string $w;
  public string $hooked { set(string $value) { } }
//               ^^^^^^ function name=hooked parameters=[{"name":"value","type":"string"}]
}
readonly class Point { public int $x; }
//             ^^^^^ class name=Point properties=[{"name":"x","type":"int","visibility":"public","readonly":true}] extends=null implements=[]
interface Both extends A, B {}
//        ^^^^ class name=Both extends=A implements=["B"]
trait T { use Other; protected $a; }
//    ^ class name=T implements=["Other"] properties=[{"name":"a","visibility":"protected"}]
# Doc of S.
enum S: string implements X { use T; case A = 'a'; case B = 'b'; const C = self::A; private const Größe = 2; }
//   ^ class name=S extends=null implements=["X","T"] properties=[{"name":"A","visibility":"public","static":true,"readonly":true},{"name":"B","visibility":"public","static":true,"readonly":true},{"name":"C","visibility":"public","static":true,"readonly":true},{"name":"Größe","visibility":"private","static":true,"readonly":true}] doc="Doc of S."
`
    ))

  it("a promoted parameter may have nothing but readonly, which the grammar does not know", () =>
    check(
      php,
      `<?php
class Point {
//    ^^^^^ class name=Point properties=[{"name":"x","type":"?int","visibility":"public","readonly":true},{"name":"y","type":"int","visibility":"private","readonly":true}]
  function __construct(readonly ?int $x, private readonly int $y = 1) {}
//         ^^^^^^^^^^^ function name=__construct parameters=[{"name":"x","type":"?int"},{"name":"y","type":"int","default":"1"}]
}
`
    ))
})
