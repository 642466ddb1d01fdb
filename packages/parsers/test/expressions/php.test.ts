/** What the parse of a single file tells of PHP's expressions. */
import { assert, describe, it } from "vitest"
import { php } from "../../src/languages/php/language.js"
import { decorators, docs, errors, numbers, strings, told } from "../told.js"

describe("Expressions of PHP", () => {
  it("literals are for the nearest construct around them", async () => {
    const result = await told(
      php,
      `
<?php
declare(strict_types=1);
const LIMIT = 0xFF;
require 'left/out.php';
#[Table('orders', size: 1)]
class Box {
  const NAME = 'constant';
  public $title = "field";
  private int $width = 2;
  function fold($by = 3, string $text = 'default') {
    $label = $by > 4 ? 'yes' : "no";
    $label .= 'assigned' . $by;
    send('argument', -5, key: 6);
    $list = ['element', 7, 'key' => 'value', 8 => 9];
    $old = array("old");
    $list[10] = $list['index'];
    if ($by === 11 || 'compared' != $label) return 'returned';
    switch ($by) { case 12: }
    $name = match ($by) { 13 => 'thirteen', default => 'other' };
    $short = fn() => 14;
    $long = function () { run(15); };
    static $kept = 16;
    new Client('made');
    echo "echoed", $by * 17;
  }
  function __construct(private $promoted = 18) {}
}
enum Level: string { case Low = 'low'; }
`
    )
    assert.deepStrictEqual(strings(result), [
      '5 decorator "orders"',
      '7 variableAssignment "constant"',
      '8 variableAssignment "field"',
      '10 defaultParameter "default"',
      '11 variableAssignment "yes"',
      '11 variableAssignment "no"',
      '12 variableAssignment "assigned"',
      '13 functionArgument "argument"',
      '14 arrayElement "element"',
      '14 objectProperty "key"',
      '14 objectProperty "value"',
      '15 arrayElement "old"',
      '16 unknown "index"',
      '17 comparison "compared"',
      '17 returnValue "returned"',
      '19 variableAssignment "thirteen"',
      '19 variableAssignment "other"',
      '23 functionArgument "made"',
      '24 unknown "echoed"',
      '28 enumValue "low"'
    ])
    assert.deepStrictEqual(numbers(result), [
      "3 constDeclaration 0xFF = 255",
      "5 decorator 1 = 1",
      "9 variableAssignment 2 = 2",
      "10 defaultParameter 3 = 3",
      "11 comparison 4 = 4",
      "13 functionArgument 5 = 5",
      "13 functionArgument 6 = 6",
      "14 arrayElement 7 = 7",
      "14 objectProperty 8 = 8",
      "14 objectProperty 9 = 9",
      "16 unknown 10 = 10",
      "17 comparison 11 = 11",
      "18 comparison 12 = 12",
      "19 comparison 13 = 13",
      "20 returnValue 14 = 14",
      "21 functionArgument 15 = 15",
      "22 variableAssignment 16 = 16",
      "24 binaryOperation 17 = 17",
      "26 defaultParameter 18 = 18"
    ])
  })

  it("strings are as they are written, without their quotes", async () => {
    const result = await told(
      php,
      `
<?php
$a = 'it"s \\'q\\'';
$b = "a\\"b\\n";
$c = "in $x and {$y->z} and $w[0]";
$d = <<<EOT
first $x
  second
EOT;
$e = <<<'EOT'
now $x
EOT;
$f = '' . "" . \`command\`;
$g = <<<EOT
  nothing
  EOT;
`
    )
    assert.deepStrictEqual(strings(result), [
      String.raw`2 variableAssignment "it\"s \\'q\\'"`,
      String.raw`3 variableAssignment "a\\\"b\\n"`,
      '4 variableAssignment "in $x and {$y->z} and $w[0]" template',
      String.raw`5 variableAssignment "first $x\n  second" template`,
      '9 variableAssignment "now $x"',
      '12 variableAssignment ""',
      '12 variableAssignment ""',
      '13 variableAssignment "  nothing"'
    ])
  })

  it("numbers have a value", async () => {
    const result = await told(
      php,
      `
<?php
f(0, 1.5, .5, 1., 1e3, 1_000_000, 0xFF, 0b101, 0o17, 017, 9223372036854775808);
`
    )
    assert.deepStrictEqual(numbers(result), [
      "2 functionArgument 0 = 0",
      "2 functionArgument 1.5 = 1.5",
      "2 functionArgument .5 = 0.5",
      "2 functionArgument 1. = 1",
      "2 functionArgument 1e3 = 1000",
      "2 functionArgument 1_000_000 = 1000000",
      "2 functionArgument 0xFF = 255",
      "2 functionArgument 0b101 = 5",
      "2 functionArgument 0o17 = 15",
      "2 functionArgument 017 = 15",
      "2 functionArgument 9223372036854775808 = 9223372036854776000"
    ])
  })

  it("errors are raised, passed on and handled", async () => {
    const result = await told(
      php,
      String.raw`
<?php
class Store {
  function load() {
    try {
      read();
    } catch (IoError | \Sql\Error $e) {
      throw new Failed($e);
    } catch (Missing) {
      // nothing
    } finally {
    }
    $x = $y ?? throw new Missing();
    $f = function () { try { go(); } finally { stop(); } };
  }
}
try { try { go(); } catch (A $a) { # nothing
} } catch (B $b) { log($b); }
`
    )
    assert.deepStrictEqual(errors(result), [
      String.raw`6-8 tryCatch IoError | \Sql\Error in Store.load`,
      "7 throw in Store.load",
      "8-10 tryCatch Missing empty in Store.load",
      "10-11 tryFinally empty in Store.load",
      "12 throw in Store.load",
      "13 tryFinally in Store.load",
      "16-17 tryCatch A empty",
      "17 tryCatch B"
    ])
  })

  it("attributes name what they are written on", async () => {
    const result = await told(
      php,
      `
<?php
#[Entity, Table('orders')]
class Order {
  #[Id] #[Column(name: 'id', length: 10)]
  private int $id;
  #[Deprecated] const OLD = 1;
  #[Route('/orders', methods: ['GET'])]
  function find(#[SensitiveParameter] $key, #[Inject] private $other = null) {}
}
enum Kind { #[Label('one')] case One; }
$f = #[Pure] fn() => 1;
`
    )
    assert.deepStrictEqual(decorators(result), [
      "2 Entity() on Order",
      "2 Table('orders') on Order",
      "4 Id() on Order.id",
      "4 Column(name = 'id', length = 10) on Order.id",
      "6 Deprecated() on Order.OLD",
      "7 Route('/orders', methods = ['GET']) on Order.find",
      "8 SensitiveParameter() on Order.find.key",
      "8 Inject() on Order.find.other",
      "10 Label('one') on Kind.One",
      "11 Pure()"
    ])
  })

  it("documentation that is no function's", async () => {
    const result = await told(
      php,
      `
<?php
/**
 * The file.
 */

namespace A;

/** Of the class. */
#[Entity]
class B {
  /** Of the property. */
  private $property;
  /** Of the method. */
  function f() {}
}
# Of an interface.
interface C {}
/* Of nothing. */
/** Of nothing either. */
`
    )
    assert.deepStrictEqual(docs(result), [
      '2 phpDoc "The file."',
      '8 phpDoc "Of the class." of B',
      '11 phpDoc "Of the property." of B.property',
      '16 pound "Of an interface." of C',
      '19 phpDoc "Of nothing either."'
    ])
  })
})
