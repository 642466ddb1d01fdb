import { assert, describe, it } from "vitest"
import { python } from "../../src/languages/python/language.js"
import { check } from "../check.js"

describe("Python", () => {
  it("functions and methods wherever they stand, visible by their underscores", () =>
    check(
      python,
      `
def total(items, *, tax=0.2, **rest) -> float: return 1
#   ^^^^^ function name=total kind=function owner=null visibility=public is_exported=1 has_body=1 start_line=2 end_line=2
def _helper():
#   ^^^^^^^ function name=_helper visibility=protected is_exported=0
  def inner(): pass
#     ^^^^^ function name=inner kind=function owner=_helper qualified_name=_helper.inner is_exported=0
def __mangled(): pass
#   ^^^^^^^^^ function name=__mangled visibility=private is_exported=0
def __getattr__(name): pass
#   ^^^^^^^^^^^ function name=__getattr__ visibility=public is_exported=0
def _(text): pass
#   ^ function name=_ visibility=protected
if True:
  def guarded(): pass
#     ^^^^^^^ function name=guarded kind=function owner=null is_exported=1
def 合計(値): pass
#   ^^ function name=合計
def print(): pass
#   ^^^^^ function name=print
def match(type): pass
#   ^^^^^ function name=match
def generic[T: int, *Ts, **P](x: T) -> T: pass
#   ^^^^^^^ function name=generic
class Order(Base, metaclass=Meta):
#     ^^^^^ class name=Order kind=class owner=null visibility=public is_exported=1
  def __init__(self): ...
#     ^^^^^^^^ function name=__init__ kind=constructor owner=Order qualified_name=Order.__init__ visibility=public is_exported=0
  if True:
    def total(self): ...
#       ^^^^^ function name=total kind=method owner=Order has_body=1
  class _Line:
#       ^^^^^ class name=_Line owner=Order qualified_name=Order._Line visibility=protected is_exported=0
    def __cost(self):
#       ^^^^^^ function name=__cost kind=method owner=Order._Line qualified_name=Order._Line.__cost visibility=private
      def helper(): pass
#         ^^^^^^ function name=helper kind=function owner=Order._Line.__cost
      class Local: pass
#           ^^^^^ class name=Local owner=Order._Line.__cost is_exported=0
`
    ))

  it("a decorated declaration starts at its first decorator", () =>
    check(
      python,
      `
@app.get("/orders")
@cached
# why it is cached
async def orders(): pass
#         ^^^^^^ function name=orders start_line=2 start_byte=1 end_line=5 is_async=1
class Shop:
#     ^^^^ class name=Shop start_line=7
  @property
  def name(self): pass
#     ^^^^ function name=name kind=method start_line=9 end_line=10
  def plain(self): pass
#     ^^^^^ function name=plain start_line=12
@dataclass(frozen=True)
class Point: pass
#     ^^^^^ class name=Point start_line=14
`
    ))

  it("async and generators, each by its own body", () =>
    check(
      python,
      `
async def outer():
#         ^^^^^ function name=outer is_async=1 is_generator=0
  def inner():
#     ^^^^^ function name=inner is_async=0 is_generator=1
    x = yield
  async def both():
#           ^^^^ function name=both is_async=1 is_generator=1
    yield 1
def delegates():
#   ^^^^^^^^^ function name=delegates is_async=0 is_generator=1
  yield from inner()
def lazy():
#   ^^^^ function name=lazy is_generator=0
  return lambda: (yield)
class Plain:
#     ^^^^^ class name=Plain kind=class
  def after(self): pass
#     ^^^^^ function name=after is_async=0
`
    ))

  it("decorators tell which methods are the class's own, and which are abstract", () =>
    check(
      python,
      `
class A:
#     ^ class name=A is_abstract=null
    def __new__(cls): ...
#       ^^^^^^^ function name=__new__ is_static=1 is_abstract=0
    @staticmethod
    def a(): ...
#       ^ function name=a is_static=1 is_abstract=0
    @cached
    @classmethod
    def b(cls): ...
#       ^ function name=b is_static=1
    @property
    @abc.abstractmethod
    def c(self): ...
#       ^ function name=c is_static=0 is_abstract=1
    @abstractmethod
    async def d(self):
#             ^ function name=d is_static=0 is_abstract=1
        @staticmethod
        def e(): ...
#           ^ function name=e owner=A.d is_static=null is_abstract=null
@staticmethod
def f(): ...
#   ^ function name=f is_static=null is_abstract=null
`
    ))

  it("type statements are aliases, names that are no keywords stay names", () =>
    check(
      python,
      `
type Vector = list[float]
#    ^^^^^^ class name=Vector kind=alias visibility=public
type Pair[T] = tuple[T, T]
#    ^^^^ class name=Pair kind=alias
class A[T]: pass
#     ^ class name=A kind=class
type = 5
type(x)
match = type
case = match
`
    ))

  it("parameters, what is returned, and type parameters with their bounds", () =>
    check(
      python,
      `
def total(items, /, rate: float, tax=0.2, *args: int, mode: "Mode" = Mode.net, **rest) -> dict[str, int]: return {}
#   ^^^^^ function name=total parameters=[{"name":"items"},{"name":"rate","type":"float"},{"name":"tax","default":"0.2"},{"name":"args","type":"int","rest":true},{"name":"mode","type":"\\"Mode\\"","default":"Mode.net"},{"name":"rest","rest":true}] return_type="dict[str, int]" generics=[]
def only(*, a, b=lambda x: (x, 1)): pass
#   ^^^^ function name=only parameters=[{"name":"a"},{"name":"b","default":"lambda x: (x, 1)"}] return_type=null
def first[T: int, U: (str, bytes), *Ts, **P](x: T): pass
#   ^^^^^ function name=first generics=[{"name":"T","bounds":["int"]},{"name":"U","bounds":["(str, bytes)"]},{"name":"Ts","bounds":[]},{"name":"P","bounds":[]}]
class Box[T: Base]: # a box
#     ^^^ class name=Box generics=[{"name":"T","bounds":["Base"]}] doc=null
  def get(self) -> T: ...
#     ^^^ function name=get parameters=[{"name":"self"}] return_type=T
type Pair[T: int] = tuple[T, T]
#    ^^^^ class name=Pair generics=[{"name":"T","bounds":["int"]}]
`
    ))

  it("bases, and the properties that a class assigns", () =>
    check(
      python,
      `
class Order(Base, models.Model, Generic[T], *mixins, metaclass=Meta):
#     ^^^^^ class name=Order extends=Base implements=["models.Model","Generic[T]","*mixins"] properties=[{"name":"id","type":"int","visibility":"public"},{"name":"_lines","type":"list[Line]","visibility":"protected"},{"name":"a","visibility":"public"},{"name":"b","visibility":"public"},{"name":"c","visibility":"public"},{"name":"__x","visibility":"private"},{"name":"y","visibility":"public"}]
  id: int
  _lines: list[Line] = []
  a = b = c = 1
  __x, y = 1, 2
  other.z = 3
  def run(self):
#     ^^^ function name=run
    self.here = 1
    local: int = 2
class Empty: pass
#     ^^^^^ class name=Empty extends=null implements=[] properties=[]
`
    ))

  it("decorators with their arguments, without the comments among them", () =>
    check(
      python,
      `
@app.get("/orders", # where
  status=200, *more) # twice
@cached
def orders(): pass
#   ^^^^^^ function name=orders decorators=[{"name":"app.get","arguments":[{"value":"\\"/orders\\""},{"key":"status","value":"200"},{"value":"*more"}],"text":"@app.get(\\"/orders\\", # where status=200, *more)"},{"name":"cached","arguments":[],"text":"@cached"}]
@dataclass(frozen=True)
class Point:
#     ^^^^^ class name=Point decorators=[{"name":"dataclass","arguments":[{"key":"frozen","value":"True"}],"text":"@dataclass(frozen=True)"}]
  @handlers[0].register
  def plain(self): pass
#     ^^^^^ function name=plain decorators=[{"name":"handlers[0].register","arguments":[],"text":"@handlers[0].register"}]
  def bare(self): pass
#     ^^^^ function name=bare decorators=[]
`
    ))

  it("documentation is the first string of a body, else the comment before the declaration", () =>
    check(
      python,
      `
# not this one
def total(): # nor this
#   ^^^^^ function name=total doc="Adds up.\\n\\n  indented\\nend"
  # nor this
  """
  Adds up.

    indented
  end
  """
  "no documentation"
def escaped(): "a\\tb \\xe9 \\\\ \\z"
#   ^^^^^^^ function name=escaped doc="a\\tb é \\\\ \\\\z"
def raw(): r"a\\tb"
#   ^^^ function name=raw doc="a\\\\tb"
def joined(): "one " 'two'
#   ^^^^^^ function name=joined doc="one two"
def late():
#   ^^^^ function name=late doc=null
  x = 1
  "late"
  # the end of late
def formatted(): f"no {x}"
#   ^^^^^^^^^ function name=formatted doc=null
def encoded(): b"no"
#   ^^^^^^^ function name=encoded doc=null
class Order:
#     ^^^^^ class name=Order doc="An order."
  "An order."
  x = 1
  "of x"
# first
# second
@cached
def commented(): pass
#   ^^^^^^^^^ function name=commented doc="first\\nsecond"
# of the call
register(lambda: 1)
# far away

def far(): pass
#   ^^^ function name=far doc=null
`
    ))

  it("every imported module is a row, with the names taken from it", () =>
    check(
      python,
      `
import os, os.path as p, a . b
#      ^^ import kind=import source=os specifiers=[]
#          ^^^^^^^ import source=os.path specifiers="[{\\"name\\":\\"path\\",\\"alias\\":\\"p\\"}]"
#                        ^^^^^ import source=a.b specifiers=[]
if True:
  from a.b import (c as d, # renamed
# ^^^^ import kind=import source=a.b specifiers="[{\\"name\\":\\"c\\",\\"alias\\":\\"d\\"},{\\"name\\":\\"e\\"}]"
    e,
  )
  from . import x
# ^^^^ import source=. specifiers="[{\\"name\\":\\"x\\"}]"
  from .. a.b import y
# ^^^^ import source=..a.b
  from ... import *
# ^^^^ import source=... specifiers="[{\\"name\\":\\"*\\"}]"
  from __future__ import annotations, division as d
# ^^^^ import source=__future__ specifiers="[{\\"name\\":\\"annotations\\"},{\\"name\\":\\"division\\",\\"alias\\":\\"d\\"}]"
  importlib.import_module("no.row")
`
    ))

  it("every call, with its receiver, arguments and caller", () =>
    check(
      python,
      `
@app.get("/")
#    ^^^ call callee_name=get receiver=app caller=null argument_count=1
@cached
def f(x=default(), *a: note()):
#       ^^^^^^^ call callee_name=default caller=f
#                      ^^^^ call callee_name=note caller=f
  print(x)
# ^^^^^ call callee_name=print receiver=null caller=f argument_count=1 is_await=0 is_new=0
  Order(*a, **k, n=1)
# ^^^^^ call callee_name=Order argument_count=3 is_new=0
  super().save()
# ^^^^^ call callee_name=super argument_count=0
#         ^^^^ call callee_name=save receiver=super()
  db.session . query(
#              ^^^^^ call callee_name=query receiver=db.session argument_count=2
    a,  # the first
    b \\
    ,
  )
  any(x for x in xs)
# ^^^ call callee_name=any argument_count=1
  map(lambda: inner(), xs)
# ^^^ call callee_name=map argument_count=2
#             ^^^^^ call callee_name=inner caller=f
  (get)((1))
#  ^^^ call callee_name=get argument_count=1
  (a.b)()
#    ^ call callee_name=b receiver=a
  handlers[0](1)
# ^^^^^^^^^^^ call callee_name=<anonymous> receiver=null argument_count=1
`,
      { allCalls: true }
    ))

  it("calls in formatted strings, patterns, splats and comprehensions", () =>
    check(
      python,
      `
f"{total(1)!r:{width()}} {'x'.join(y)}"
#  ^^^^^ call callee_name=total argument_count=1
#              ^^^^^ call callee_name=width
#                             ^^^^ call callee_name=join receiver="'x'"
x = [*items(1), *a.b(), *(c())]
#     ^^^^^ call callee_name=items argument_count=1
#                  ^ call callee_name=b receiver=a
#                         ^ call callee_name=c
match event:
  case Click(x=0) if ready(): pass
#                    ^^^^^ call callee_name=ready
print >>sys.stderr, "x"
class A(namedtuple("A", "x"), metaclass=make()):
#       ^^^^^^^^^^ call callee_name=namedtuple argument_count=2 caller=null
#                                       ^^^^ call callee_name=make
  x = field()
#     ^^^^^ call callee_name=field caller=null
`,
      { allCalls: true }
    ))

  it("a call is awaited when the await stands directly before it", () =>
    check(
      python,
      `
async def f():
  await load(fetch())
#       ^^^^ call callee_name=load is_await=1 caller=f
#            ^^^^^ call callee_name=fetch is_await=0
  await a.b().c()
#         ^ call callee_name=b is_await=0
#             ^ call callee_name=c is_await=1 receiver=a.b()
  async with session() as s: pass
#            ^^^^^^^ call callee_name=session is_await=0
`,
      { allCalls: true }
    ))

  it("broken code does not hide its neighbours", () =>
    check(
      python,
      `
def before(): return 1
#   ^^^^^^ function name=before
def broken(:
#   ^^^^^^ function name=broken
  return 1
def after(): return 2
#   ^^^^^ function name=after
`,
      { errors: 1 }
    ))

  it("the namespace of a file is its path", () => {
    const of = (path: string) => python.namespaceOfPath?.(path)
    assert.strictEqual(of("app/services/auth.py"), "app.services.auth")
    assert.strictEqual(of("app/__init__.py"), "app")
    assert.strictEqual(of("stubs/lib/__init__.pyi"), "stubs.lib")
    assert.strictEqual(of("setup.py"), "setup")
    assert.strictEqual(of("__init__.py"), undefined)
    assert.strictEqual(of("bin/tool"), "bin.tool")
  })
})
