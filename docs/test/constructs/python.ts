import type { LanguageConstructs } from "./tables.js"

export const python: LanguageConstructs = {
  "## Functions": {
    function: { "`def`": ["def it(): pass", "it"] },
    method: { "`def` in a class": ["class A:\n  def it(self): pass", "A.it"] },
    constructor: { "`__init__`": ["class A:\n  def __init__(self): pass", "A.__init__"] }
  },
  "### Flags of functions": {
    is_async: { "`async def`": ["async def it(): pass", "it"] },
    is_generator: { "`yield` inside": ["def it():\n  yield 1", "it"] },
    is_static: {
      "`@staticmethod`": ["class A:\n  @staticmethod\n  def it(): pass", "A.it"],
      "`@classmethod`": ["class A:\n  @classmethod\n  def it(cls): pass", "A.it"]
    },
    is_abstract: { "`@abstractmethod`": ["class A:\n  @abstractmethod\n  def it(self): pass", "A.it"] }
  },
  "### Parameters and types": {
    type: { "`it: T`": ["def f(it: T): pass", "it: T"] },
    default: { "`it=1`": ["def f(it=1): pass", "it = 1"] },
    rest: { "`*it`": ["def f(*it): pass", "it"], "`**it`": ["def f(**it): pass", "it"] },
    return_type: { "`-> T`": ["def f() -> T: pass", "T"] },
    generics: { "`[T: B]`": ["def f[T: B](): pass", "T < B"] }
  },
  "## Types": {
    class: { "`class`": ["class It: pass", "It"] },
    alias: { "`type`": ["type It = int", "It"] }
  },
  "### Further kinds": {},
  "### Bases": {
    extends: { "first base": ["class A(B, C): pass", "B"] },
    implements: { "further bases": ["class A(B, C): pass", "C"] }
  },
  "### Properties": {
    name: { "`it = 1` in a class": ["class A:\n  it = 1", "it"], "`it: T` in a class": ["class A:\n  it: T", "it"] },
    type: { "`it: T`": ["class A:\n  it: T = 1", "it: T"] }
  },
  "## Visibility": {
    public: { "`it`": ["def it(): pass", "it"], "`__it__`": ["def __it__(): pass", "__it__"] },
    protected: { "`_it`": ["def _it(): pass", "_it"] },
    private: { "`__it`": ["def __it(): pass", "__it"] },
    is_exported: { "at the top without an underscore": ["def it(): pass\ndef _f(): pass", "it"] }
  },
  "### Visibility of properties": {
    public: { "`it`": ["class A:\n  it = 1", "it"] },
    protected: { "`_it`": ["class A:\n  _it = 1", "_it"] },
    private: { "`__it`": ["class A:\n  __it = 1", "__it"] }
  },
  "## Namespaces": { "`namespace` of the file": { "its path": ["", "src.it"] } },
  "## Decorators and documentation": {
    decorators: {
      "`@it`": ["@it\ndef f(): pass", "it"],
      "`@it(1, key=2)`": ["@it(1, key=2)\nclass A: pass", "it 1 key=2"]
    },
    doc: { docstring: ['def f():\n  """it"""', "it"], "`# …`": ["# it\ndef f(): pass", "it"] }
  },
  "## Imports": {
    import: {
      "`import`": ["import a.b, c", "a.b", "c"],
      "`from`": ["from .a import b", ".a"]
    }
  },
  "### Specifiers": {
    "no specifier": { "`import m`": ["import m", "m"] },
    "a name": {
      "`it` of `import m.it as a`": ["import m.it as a", "it"],
      "`from m import it`": ["from m import it", "it"]
    },
    alias: { "`it as a`": ["from m import it as a", "it a"], "`import m.it as a`": ["import m.it as a", "it a"] },
    "*": { "`from m import *`": ["from m import *", "m"] }
  },
  "## Exports": {},
  "## Calls": {
    "a call": {
      "`it()`": ["it()", "it"],
      "`It()`": ["It()", "It"],
      "`@it()`": ["@it()\ndef f(): pass", "it"]
    },
    is_await: { "`await it()`": ["async def f():\n  await it()", "it"] },
    receiver: { "`a.it()`": ["a.it()", "a it"] }
  }
}
