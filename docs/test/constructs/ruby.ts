import type { LanguageConstructs } from "./tables.js"

export const ruby: LanguageConstructs = {
  "## Functions": {
    function: { "`def` at the top": ["def it; end", "it"] },
    method: {
      "`def` in a class or module": ["class A\n def it; end\nend", "A.it"],
      "`def self.it`": ["class A\n def self.it; end\nend", "A.it"],
      "`def` in `class << self`": ["class A\n class << self\n  def it; end\n end\nend", "A.it"],
      "`def` in a `def`": ["def f\n def it; end\nend", "f.it"]
    },
    constructor: { "`initialize`": ["class A\n def initialize; end\nend", "A.initialize"] }
  },
  "### Flags of functions": {
    is_static: {
      "`def self.it`": ["class A\n def self.it; end\nend", "A.it"],
      "in `class << self`": ["class A\n class << self\n  def it; end\n end\nend", "A.it"],
      "after `module_function`": ["module A\n module_function\n def it; end\nend", "A.it"],
      "with `extend self`": ["module A\n extend self\n def it; end\nend", "A.it"]
    }
  },
  "### Parameters and types": {
    default: { "`it = 1`": ["def f(it = 1); end", "it = 1"], "`it: 1`": ["def f(it: 1); end", "it = 1"] },
    rest: {
      "`*it`": ["def f(*it); end", "it"],
      "`**it`": ["def f(**it); end", "it"],
      "`...`": ["def f(...); end", "..."]
    },
    optional: { "`&it`": ["def f(&it); end", "it"] }
  },
  "## Types": { class: { "`class`": ["class It; end", "It"] } },
  "### Further kinds": { module: { "`module`": ["module It; end", "It"] } },
  "### Bases": {
    extends: { "`class A < B`": ["class A < B; end", "B"] },
    implements: {
      "`include`": ["class A\n include B\nend", "B"],
      "`extend`": ["class A\n extend B\nend", "B"],
      "`prepend`": ["class A\n prepend B\nend", "B"]
    }
  },
  "### Properties": {
    name: {
      "`attr_reader`": ["class A\n attr_reader :it\nend", "it"],
      "`attr_writer`": ["class A\n attr_writer :it\nend", "it"],
      "`attr_accessor`": ["class A\n attr_accessor :it\nend", "it"],
      "`attr`": ["class A\n attr :it\nend", "it"]
    },
    static: { "in `class << self`": ["class A\n class << self\n  attr_reader :it\n end\nend", "it"] },
    readonly: { "`attr_reader`": ["class A\n attr_reader :it\nend", "it"], "`attr`": ["class A\n attr :it\nend", "it"] }
  },
  "## Visibility": {
    public: {
      nothing: ["def it; end", "it"],
      "`public`": ["class A\n private\n public\n def it; end\nend", "A", "A.it"]
    },
    protected: { "`protected`": ["class A\n protected\n def it; end\nend", "A.it"] },
    private: {
      "`private`": ["class A\n private\n def it; end\nend", "A.it"],
      "`private def it`": ["class A\n private def it; end\nend", "A.it"],
      "`private :it`": ["class A\n def it; end\n private :it\nend", "A.it"],
      "`private_class_method`": ["class A\n def self.it; end\n private_class_method :it\nend", "A.it"],
      "`private_constant`": ["class A\n class It; end\n private_constant :It\nend", "A.It"]
    },
    is_exported: { public: ["class A\n def it; end\n private def f; end\nend", "A", "A.it"] }
  },
  "### Visibility of properties": {
    public: { nothing: ["class A\n attr_reader :it\nend", "it"] },
    protected: { "`protected`": ["class A\n protected\n attr_reader :it\nend", "it"] },
    private: {
      "`private`": ["class A\n private\n attr_reader :it\nend", "it"],
      "`private attr_reader :it`": ["class A\n private attr_reader :it\nend", "it"],
      "`private :it`": ["class A\n attr_reader :it\n private :it\nend", "it"]
    }
  },
  "## Namespaces": {},
  "## Decorators and documentation": {
    doc: { "`# …`": ["# it\ndef f; end", "it"], "`=begin`": ["=begin\nit\n=end\ndef f; end", "it"] }
  },
  "## Imports": {
    require: {
      "`require`": ['require "m"', "m"],
      "`require_relative`": ['require_relative "m"', "m"],
      "`load`": ['load "m"', "m"]
    }
  },
  "### Specifiers": { "no specifier": { always: ['require "m"', "m"] } },
  "## Exports": {},
  "## Calls": {
    "a call": {
      "`it()`": ["it()", "it"],
      "`it` that is no variable": ["a = 1\na\nit", "it"],
      "`super`": ["class A\n def f\n  super\n end\nend", "super"],
      "`It.new`": ["It.new(1)", "new"],
      "`require`": ['require "m"', "require"]
    },
    receiver: { "`a.it`": ["A.it", "A it"], "`a&.it`": ["A&.it", "A it"] }
  }
}
