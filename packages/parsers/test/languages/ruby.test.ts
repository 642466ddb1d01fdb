import { assert, describe, it } from "vitest"
import { ruby } from "../../src/languages/ruby/language.js"
import { check } from "../check.js"

describe("Ruby", () => {
  it("methods of every name", () =>
    check(
      ruby,
      `
class Order < Base
#     ^^^^^ class name=Order kind=class owner=null visibility=public is_exported=1
  def initialize(a, *b, k: 1, **o, &blk) = super
#     ^^^^^^^^^^ function name=initialize kind=constructor owner=Order has_body=1 visibility=public is_static=0
  def empty?; end
#     ^^^^^^ function name=empty? kind=method owner=Order qualified_name=Order.empty? has_body=1
  def save! = true
#     ^^^^^ function name=save! has_body=1
  def total=(value)
#     ^^^^^^ function name=total= kind=method start_line=10 end_line=14
    # stored as it is
    @total = value
  end
  def ==(other) true end
#     ^^ function name="=="
  def [](i) end
#     ^^ function name=[]
  def []=(i, v); end
#     ^^^ function name="[]="
  def +@; end
#     ^^ function name=+@
  def \`(command) end
#     ^ function name=\`
  def class; end
#     ^^^^^ function name=class
  def 😀; end
#     ^^ function name=😀
  private def hidden() end
#             ^^^^^^ function name=hidden kind=method owner=Order visibility=private is_exported=0
  attr_accessor :not_a_row
  define_method(:nor_this) { |x| x }
  alias nor that
end
`
    ))

  it("methods of the class itself are static, and so are those that a module has by a call", () =>
    check(
      ruby,
      `
class A
#     ^ class name=A
  def self.open(x) end
#          ^^^^ function name=open kind=method owner=A is_static=1
  def A.make; end
#       ^^^^ function name=make kind=method owner=A is_static=1
  class << self
    def build; end
#       ^^^^^ function name=build kind=method owner=A qualified_name=A.build is_static=1
    private def secret; end
#               ^^^^^^ function name=secret kind=method owner=A is_static=1
  end
  def plain; end
#     ^^^^^ function name=plain is_static=0
end
module M
#      ^ class name=M kind=module
  module_function
  def util; end
#     ^^^^ function name=util kind=method owner=M is_static=1 visibility=public
  def self.direct; end
#          ^^^^^^ function name=direct owner=M is_static=1
end
`
    ))

  it("visibility is what the last call said: of all that follows, of an argument, of a name", () =>
    check(
      ruby,
      `
class A
#     ^ class name=A visibility=public
  def open; end
#     ^^^^ function name=open visibility=public is_exported=1
  private
  def inner; end
#     ^^^^^ function name=inner visibility=private is_exported=0
  def initialize; end
#     ^^^^^^^^^^ function name=initialize kind=constructor visibility=public
  def self.start; end
#          ^^^^^ function name=start visibility=public is_static=1
  public def again(a)
#            ^^^^^ function name=again visibility=public
    private
  end
  private attr_reader :x
  memoize def slow; end
#             ^^^^ function name=slow visibility=private
  public :slow_too
  def slow_too; end
#     ^^^^^^^^ function name=slow_too visibility=public
  private memoize def quick; end
#                     ^^^^^ function name=quick visibility=private
  protected()
  def shared; end
#     ^^^^^^ function name=shared visibility=protected
  public
  def last; end
#     ^^^^ function name=last visibility=public
  def respond_to_missing?(name, all) = true
#     ^^^^^^^^^^^^^^^^^^^ function name=respond_to_missing? visibility=private
  def a; end
#     ^ function name=a visibility=private
  def b!; end
#     ^^ function name="b!" visibility=private
  def c=(v); end
#     ^^ function name="c=" visibility=protected
  def [](i); end
#     ^^ function name=[] visibility=protected
  def d; end
#     ^ function name=d visibility=public
  private :a, "b!"
  protected(*%i[c= other], # and
    :[])
  other.private :d
  private(d)
  private unknown(:d), :d
end
private
def low; end
#   ^^^ function name=low owner=null visibility=private
`
    ))

  it("sections of class << self, and calls about methods of the class", () =>
    check(
      ruby,
      `
class A
#     ^ class name=A properties=[{"name":"size","visibility":"public","static":true},{"name":"secret","visibility":"private","static":true,"readonly":true}] implements=["Enumerable"]
  private
  class << self
    include Enumerable
    attr_accessor :size
    def a; end
#       ^ function name=a owner=A visibility=public is_static=1
    private
    attr_reader :secret
    def b; end
#       ^ function name=b visibility=private is_static=1
    def c; end
#       ^ function name=c visibility=public is_static=1
    class In
#         ^^ class name=In owner=A visibility=public
      def d; end
#         ^ function name=d owner=A.In visibility=public is_static=0
    end
    def e; end
#       ^ function name=e visibility=private is_static=1
    def f; end
#       ^ function name=f visibility=private
  end
  def a; end
#     ^ function name=a visibility=private is_static=0
  def self.g; end
#          ^ function name=g visibility=private
  def A::h; end
#        ^ function name=h visibility=public is_static=1
  def initialize; end
#     ^^^^^^^^^^ function name=initialize visibility=private
  public_class_method :c
  private_class_method :g, :new
  def j; end
#     ^ function name=j visibility=private is_static=0
  def self.j; end
#          ^ function name=j visibility=private is_static=1
  def self.k; end
#          ^ function name=k visibility=private is_static=1
  private_class_method :j
  class << self
    private :k
  end
  private_class_method def self.i; end
#                               ^ function name=i visibility=private is_static=1
  class Hidden; end
#       ^^^^^^ class name=Hidden visibility=private is_exported=0
  class Seen; end
#       ^^^^ class name=Seen visibility=public is_exported=1
  private_constant :Hidden
end
`
    ))

  it("mixins go with what is implemented", () =>
    check(
      ruby,
      `
class A < Base
#     ^ class name=A extends=Base implements=["Comparable","B::C","::D","E.with(:a, b)","F"]
  include Comparable
  include B::C, # comment
    ::D
  extend E.with(:a, b)
  prepend(F)
  include helper
  other.include G
  def m
#     ^ function name=m
    extend H
  end
  included do
    include I
  end
end
module M
#      ^ class name=M kind=module implements=["ActiveSupport::Concern"]
  extend ActiveSupport::Concern
  def n; end
#     ^ function name=n is_static=0
end
module N
#      ^ class name=N kind=module implements=[]
  extend self
  def n; end
#     ^ function name=n is_static=1
end
module O
#      ^ class name=O
  def a; end
#     ^ function name=a is_static=1 visibility=public
  def b; end
#     ^ function name=b is_static=0
  module_function :a
end
include Top
`
    ))

  it("attributes are properties", () =>
    check(
      ruby,
      `
class A
#     ^ class name=A properties=[{"name":"a","visibility":"public"},{"name":"b","visibility":"public","readonly":true},{"name":"c","visibility":"public"},{"name":"d?","visibility":"public"},{"name":"e","visibility":"public"},{"name":"f","visibility":"private","readonly":true},{"name":"g","visibility":"protected","readonly":true},{"name":"h","visibility":"private"}]
  attr_reader :a, "b"
  attr_writer :c
  attr_accessor(:d?, *%w[e])
  private attr_reader :f
  attr :g
  protected :g
  private
  attr_accessor :h, default: :no, other: "no"
  attr_accessor :a if old
  attr_reader name, :no
  private
  Pair = Struct.new(:left) { attr_reader :no }
  def m = attr_reader(:no)
#     ^ function name=m
end
attr_reader :no
`
    ))

  it("a definition in a block or function is a method, one in the file a function", () =>
    check(
      ruby,
      `
def top; end
#   ^^^ function name=top kind=function owner=null qualified_name=top is_static=null
def Shop.open; end
#        ^^^^ function name=open kind=method owner=Shop qualified_name=Shop.open is_static=1
def object.single; end
#          ^^^^^^ function name=single kind=method owner=null is_static=1
module Concern
#      ^^^^^^^ class name=Concern kind=module
  included do
    def added; end
#       ^^^^^ function name=added kind=method owner=Concern
  end
  Point = Struct.new(:x) do
    def norm; end
#       ^^^^ function name=norm kind=method owner=Concern
  end
  def outer
#     ^^^^^ function name=outer
    def inner; end
#       ^^^^^ function name=inner kind=method owner=Concern.outer
  end
end
`
    ))

  it("a path before a class or module is its owner", () =>
    check(
      ruby,
      `
module App::Models
#           ^^^^^^ class name=Models kind=module owner=App qualified_name=App.Models
  class Api::V1::Order < ::Base; def total; end; end
#                ^^^^^ class name=Order kind=class owner=App.Models.Api.V1 qualified_name=App.Models.Api.V1.Order
#                                    ^^^^^ function name=total owner=App.Models.Api.V1.Order
end
class ::Top
#       ^^^ class name=Top kind=class owner=null qualified_name=Top
  class Error < StandardError; end
#       ^^^^^ class name=Error owner=Top
end
Alias = Struct.new(:a)
`
    ))

  it("require with a literal is an import", () =>
    check(
      ruby,
      `
begin
  require "json"
# ^^^^^^^ import kind=require source=json
  require_relative 'lib/order'
# ^^^^^^^ import kind=require source=lib/order
  load("tasks.rake") if ready
# ^^^^ import kind=require source=tasks.rake
  require "lib/#{name}"
  require name
  YAML.load "not this"
  require File.join("a", "b")
end
`
    ))

  it("calls with and without parentheses, receivers and blocks", () =>
    check(
      ruby,
      `
class A
  include B
# ^^^^^^^ call callee_name=include caller=null argument_count=1
  def run(a, x, o, &blk)
    puts "a", *x, key: 1, "k" => 2, **o, &blk
#   ^^^^ call callee_name=puts receiver=null argument_count=5 caller=A.run is_new=0
    a.b&.c(1).d { |y| y.e }
#     ^ call callee_name=b receiver=a
#        ^ call callee_name=c receiver=a.b argument_count=1
#             ^ call callee_name=d receiver=a.b&.c(1) argument_count=0
#                       ^ call callee_name=e caller=A.run
    Order.new(1)
#         ^^^ call callee_name=new receiver=Order is_new=0
    Foo::Bar.baz Foo::qux, Integer("1"), Foo::Bar
#            ^^^ call callee_name=baz receiver=Foo::Bar argument_count=3
#                     ^^^ call callee_name=qux receiver=Foo
#                          ^^^^^^^ call callee_name=Integer argument_count=1
    x.(1)
#   ^ call callee_name=<anonymous> receiver=x argument_count=1
    raise Oops, "no" unless block_given? && self.valid?
#   ^^^^^ call callee_name=raise argument_count=2
#                           ^^^^^^^^^^^^ call callee_name=block_given? argument_count=0
#                                                ^^^^^^ call callee_name=valid? receiver=self
    check(done?, # why
#   ^^^^^ call callee_name=check argument_count=2
#         ^^^^^ call callee_name=done?
      2)
    "#{x.to_s} #@y" + \`ls #{x.path}\`
#        ^^^^ call callee_name=to_s
#                             ^^^^ call callee_name=path
    -> { lazy(1) }
#        ^^^^ call callee_name=lazy caller=A.run
    loop do tick(1) end
#   ^^^^ call callee_name=loop argument_count=0
#           ^^^^ call callee_name=tick
    x[0] + !x
    yield x
  end
end
`,
      { allCalls: true }
    ))

  it("super is a call with or without arguments", () =>
    check(
      ruby,
      `
class A < B
  def a; super; end
#        ^^^^^ call callee_name=super argument_count=0 caller=A.a
  def b; super(); end
#        ^^^^^ call callee_name=super argument_count=0
  def c; super 1, 2; end
#        ^^^^^ call callee_name=super argument_count=2
  def d; wrap(super) { super.e }; end
#        ^^^^ call callee_name=wrap argument_count=1
#             ^^^^^ call callee_name=super
#                      ^^^^^ call callee_name=super
#                            ^ call callee_name=e receiver=super
end
`,
      { allCalls: true }
    ))

  it("a name alone is a call unless it is a local variable there", () =>
    check(
      ruby,
      `
class A
  private
# ^^^^^^^ call callee_name=private receiver=null argument_count=0 caller=null
  def run(a, b = a, *c, d: default, **e, &f)
#                          ^^^^^^^ call callee_name=default caller=A.run
    save
#   ^^^^ call callee_name=save argument_count=0 caller=A.run
    a + b + c + d + e + f
    save = save + 1
    save += 1
    first, (second, *third) = [save, user.name]
#                                    ^^^^ call callee_name=user receiver=null
#                                         ^^^^ call callee_name=name receiver=user
    first + second + third
    begin
    rescue Oops => error
      error
    end
    for i in list do i end
#            ^^^^ call callee_name=list
    case first
    in {key:, other: [x, *rest]} | Integer => y
      key + x + rest + y
    in ^second then first
    end
    each_item { |item; inner| item + inner + a }
#   ^^^^^^^^^ call callee_name=each_item argument_count=0
    item
#   ^^^^ call callee_name=item
    ->(z) { z + within } + within
#               ^^^^^^ call callee_name=within
#                          ^^^^^^ call callee_name=within
    [1].each { _1 + __LINE__ }
#       ^^^^ call callee_name=each
    late if late = 1
#   ^^^^ call callee_name=late
    alias left right
    undef gone
  end
  def other = save
#             ^^^^ call callee_name=save caller=A.other
end
outside = 1
outside + (unknown)
#          ^^^^^^^ call callee_name=unknown caller=null
def unrelated = outside
#               ^^^^^^^ call callee_name=outside caller=unrelated
`,
      { allCalls: true }
    ))

  it("assigning to an attribute is no call, what is assigned to may be one", () =>
    check(
      ruby,
      `
  a = c = d = e = g = x = z = nil
  a.b.c = d.e
#   ^ call callee_name=b
#           ^ call callee_name=e
  a.b += 1
  a&.b ||= 1
  a.b, (c.d, *e.f), *g.h = 1
  for x.y in z.each do end
#              ^^^^ call callee_name=each
  begin; rescue Oops => a.error; end
`,
      { allCalls: true }
    ))

  it("a heredoc is one argument, wherever its text stands", () =>
    check(
      ruby,
      `
  query(<<~SQL, 1)
    select #{Column.name}
  SQL
  query(<<~SQL,
    select 1
  SQL
    2)
`
    ).then(({ callSites }) =>
      assert.deepStrictEqual(
        callSites.map(({ argumentCount, calleeName, line }) => [calleeName, argumentCount, line]),
        [
          ["query", 2, 2],
          ["name", 0, 3],
          ["query", 2, 5]
        ]
      )
    ))

  it("parameters of every kind; what has no name is called by its sign", () =>
    check(
      ruby,
      String.raw`
# Doc of all.
#   More.
def all(a, (b, *c), d = {x: 1}, *e, g, h:, i: call(2) { |j| j }, **k, &l); end
#   ^^^ function name=all parameters=[{"name":"a"},{"name":"(b, *c)"},{"name":"d","default":"{x: 1}"},{"name":"e","rest":true},{"name":"g"},{"name":"h"},{"name":"i","default":"call(2) { |j| j }"},{"name":"k","rest":true},{"name":"l","optional":true}] doc="Doc of all.\n  More." generics=[] decorators=[] return_type=null
def bare a, b = 1
#   ^^^^ function name=bare parameters=[{"name":"a"},{"name":"b","default":"1"}] doc=null
  each { |item| item }
end
def signs(*, **, &) = each(*)
#   ^^^^^ function name=signs parameters=[{"name":"*","rest":true},{"name":"**","rest":true},{"name":"&","optional":true}]
def forward(a, ...) end
#   ^^^^^^^ function name=forward parameters=[{"name":"a"},{"name":"...","rest":true}]
def none(**nil) end
#   ^^^^ function name=none parameters=[]
def self.one(only) end
#        ^^^ function name=one parameters=[{"name":"only"}]
`
    ))

  it("a class has its superclass and the comment before it", () =>
    check(
      ruby,
      String.raw`
=begin
Doc of C
 in lines
=end
class C < A::B
#     ^ class name=C extends=A::B implements=[] properties=[] doc="Doc of C\nin lines"

  # Not of a method.

  # Of open.
  private def open; end
#             ^^^^ function name=open doc="Of open."
  def close; end # behind
#     ^^^^^ function name=close doc=null
end
class D < Struct.new(:a); end
#     ^ class name=D extends=Struct.new(:a) doc=null
# Of M.
module M; end
#      ^ class name=M extends=null doc="Of M."
`
    ))
})
