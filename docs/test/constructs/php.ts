import type { LanguageConstructs } from "./tables.js"

const source = (text: string): string => `<?php ${text}`

export const php: LanguageConstructs = {
  "## Functions": {
    function: { "`function`": [source("function it() {}"), "it"] },
    method: {
      "`function` in a type": [source("class A { function it() {} }"), "A.it"],
      "hooks of a property": [source("class A { public T $it { get => 1; } }"), "A.it"]
    },
    constructor: { "`__construct`": [source("class A { function __construct() {} }"), "A.__construct"] }
  },
  "### Flags of functions": {
    is_generator: { "`yield` inside": [source("function it() { yield 1; }"), "it"] },
    is_static: { "`static`": [source("class A { static function it() {} }"), "A.it"] },
    is_abstract: {
      "`abstract`": [source("abstract class A { abstract function it(); }"), "A.it"],
      "in an interface": [source("interface A { function it(); }"), "A.it"]
    },
    "`has_body` 0": {
      "`abstract`": [source("abstract class A { abstract function it(); }"), "A.it"],
      "in an interface": [source("interface A { function it(); }"), "A.it"]
    }
  },
  "### Parameters and types": {
    type: { "`T $it`": [source("function f(T $it) {}"), "it: T"] },
    default: { "`$it = 1`": [source("function f($it = 1) {}"), "it = 1"] },
    rest: { "`...$it`": [source("function f(...$it) {}"), "it"] },
    return_type: { "`f(): T`": [source("function f(): T {}"), "T"] }
  },
  "## Types": {
    class: { "`class`": [source("class It {}"), "It"] },
    interface: { "`interface`": [source("interface It {}"), "It"] },
    enum: { "`enum`": [source("enum It {}"), "It"] }
  },
  "### Further kinds": { trait: { "`trait`": [source("trait It {}"), "It"] } },
  "### Bases": {
    extends: {
      "`extends B`": [source("class A extends B {}"), "B"],
      "first of an interface": [source("interface A extends B, C {}"), "B"]
    },
    implements: {
      "`implements B`": [source("class A implements B {}"), "B"],
      "`use B` of a trait": [source("class A { use B; }"), "B"],
      "further ones of an interface": [source("interface A extends B, C {}"), "C"]
    },
    "`is_abstract` of types": { "`abstract class`": [source("abstract class A {}"), "A"] }
  },
  "### Properties": {
    name: {
      properties: [source("class A { public $it; }"), "it"],
      "promoted parameters": [source("class A { function __construct(private $it) {} }"), "it"],
      "`const`": [source("class A { const IT = 1; }"), "IT"],
      "`case`": [source("enum A { case It; }"), "It"]
    },
    type: { "`T $it`": [source("class A { public T $it; }"), "it: T"] },
    static: {
      "`static`": [source("class A { public static $it; }"), "it"],
      "`const`": [source("class A { const IT = 1; }"), "IT"],
      "`case`": [source("enum A { case It; }"), "It"]
    },
    readonly: {
      "`readonly`": [source("class A { public readonly T $it; }"), "it"],
      "`readonly class`": [source("readonly class A { public T $it; }"), "it"],
      "`const`": [source("class A { const IT = 1; }"), "IT"],
      "`case`": [source("enum A { case It; }"), "It"]
    }
  },
  "## Visibility": {
    public: {
      nothing: [source("function it() {}"), "it"],
      "`public`": [source("class A { public function it() {} }"), "A", "A.it"]
    },
    protected: { "`protected`": [source("class A { protected function it() {} }"), "A.it"] },
    private: { "`private`": [source("class A { private function it() {} }"), "A.it"] },
    is_exported: { public: [source("class A { function it() {} private function f() {} }"), "A", "A.it"] }
  },
  "### Visibility of properties": {
    public: {
      nothing: [source("class A { const IT = 1; }"), "IT"],
      "`public`": [source("class A { public $it; }"), "it"],
      "`var`": [source("class A { var $it; }"), "it"],
      "`case`": [source("enum A { case It; }"), "It"]
    },
    protected: { "`protected`": [source("class A { protected $it; }"), "it"] },
    private: { "`private`": [source("class A { private $it; }"), "it"] }
  },
  "## Namespaces": {
    "`namespace` of declarations": {
      "`namespace A\\B;`": [source("namespace A\\B; function f() {}"), "A\\B"],
      "`namespace A\\B { }`": [source("namespace A\\B { function f() {} }"), "A\\B"]
    },
    "`namespace` of the file": { "the last `namespace`": [source("namespace A\\B { } namespace C { }"), "C"] }
  },
  "## Decorators and documentation": {
    decorators: {
      "`#[It]`": [source("#[It] class A {}"), "It"],
      "`#[It(1, key: 2)]`": [source("#[It(1, key: 2)] function f() {}"), "It 1 key=2"]
    },
    doc: {
      "`/** … */`": [source("\n/** it */ function f() {}"), "it"],
      "`/* … */`": [source("\n/* it */ function f() {}"), "it"],
      "`// …`": [source("\n// it\nfunction f() {}"), "it"],
      "`# …`": [source("\n# it\nfunction f() {}"), "it"]
    }
  },
  "## Imports": {
    import: {
      "`use`": [source("use A\\B, C;"), "A\\B", "C"],
      "`use function`": [source("use function A\\b;"), "A\\b"],
      "`use const`": [source("use const A\\B;"), "A\\B"]
    },
    require: {
      "`require`": [source('require "m";'), "m"],
      "`require_once`": [source('require_once "m";'), "m"],
      "`include`": [source('include "m";'), "m"],
      "`include_once`": [source('include_once "m";'), "m"]
    }
  },
  "### Specifiers": {
    "no specifier": { "`use A\\B`": [source("use A\\B;"), "A\\B"], "`require`": [source('require "m";'), "m"] },
    "a name": {
      "`B` of `use A\\B as C`": [source("use A\\B as C;"), "B"],
      "`use A\\{It}`": [source("use A\\{It};"), "It"]
    },
    alias: {
      "`use A\\{It as C}`": [source("use A\\{It as C};"), "It C"],
      "`use A\\B as C`": [source("use A\\B as C;"), "B C"]
    }
  },
  "## Exports": {},
  "## Calls": {
    "a call": { "`it()`": [source("it();"), "it"] },
    is_new: { "`new It()`": [source("new It();"), "It"], "`new It`": [source("new It;"), "It"] },
    receiver: {
      "`$a->it()`": [source("$a->it();"), "$a it"],
      "`$a?->it()`": [source("$a?->it();"), "$a it"],
      "`A::it()`": [source("A::it();"), "A it"],
      "`A\\it()`": [source("A\\it();"), "A it"]
    }
  }
}
