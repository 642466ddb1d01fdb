/** What the parse of a single file tells of Ruby's expressions. */
import { assert, describe, it } from "vitest"
import { ruby } from "../../src/languages/ruby/language.js"
import { docs, errors, numbers, strings, told } from "../told.js"

describe("Expressions of Ruby", () => {
  it("literals are for the nearest construct around them", async () => {
    const result = await told(
      ruby,
      `
LIMIT = 0xFF
Store::NAME = "constant"
size = 1_000
@size ||= 2
send "argument", -3, key: "keyword"
list = [4, "element", *%w[word other]]
table = { "key" => "value", short: 5 }
label = cond ? "yes" : "no"
def fold(by = 6, text: "default")
  return "returned" if by == 7 || "compared" != text
  by * 8
  items[9]
  items["index"]
  run("outer") { 10 }
  case by when 11 then stop end
  "last"
end
def self.name = "short"
short = -> { 12 }
puts("a" "b")
`
    )
    assert.deepStrictEqual(strings(result), [
      '2 variableAssignment "constant"',
      '5 functionArgument "argument"',
      '5 functionArgument "keyword"',
      '6 arrayElement "element"',
      '6 arrayElement "word"',
      '6 arrayElement "other"',
      '7 objectProperty "key"',
      '7 objectProperty "value"',
      '8 variableAssignment "yes"',
      '8 variableAssignment "no"',
      '9 defaultParameter "default"',
      '10 returnValue "returned"',
      '10 comparison "compared"',
      '13 unknown "index"',
      '14 functionArgument "outer"',
      '16 returnValue "last"',
      '18 returnValue "short"',
      '20 functionArgument "a"',
      '20 functionArgument "b"'
    ])
    assert.deepStrictEqual(numbers(result), [
      "1 constDeclaration 0xFF = 255",
      "3 variableAssignment 1_000 = 1000",
      "4 variableAssignment 2 = 2",
      "5 functionArgument 3 = 3",
      "6 arrayElement 4 = 4",
      "7 objectProperty 5 = 5",
      "9 defaultParameter 6 = 6",
      "10 comparison 7 = 7",
      "11 binaryOperation 8 = 8",
      "12 unknown 9 = 9",
      "14 unknown 10 = 10",
      "15 comparison 11 = 11",
      "19 unknown 12 = 12"
    ])
  })

  it("strings are as they are written, symbols and characters are none", async () => {
    const result = await told(
      ruby,
      `
a = 'it"s'
b = "a\\"b#{c ? "d" : 'e'}\\n"
c = %q(q) + %Q(#{x}) + ''
d = :symbol, :"quoted", ?c, /"regex"/, \`command\`
e = <<~TEXT
  first #{x}
  second
TEXT
run(<<-ONE, <<'TWO', 1)
  one
  ONE
two #{}
TWO
require "left/out"
require_relative 'left_out'
`
    )
    assert.deepStrictEqual(strings(result), [
      String.raw`1 variableAssignment "it\"s"`,
      String.raw`2 variableAssignment "a\\\"b#{c ? \"d\" : 'e'}\\n" template`,
      '2 variableAssignment "d"',
      '2 variableAssignment "e"',
      '3 variableAssignment "q"',
      '3 variableAssignment "#{x}" template',
      '3 variableAssignment ""',
      String.raw`5 variableAssignment "  first #{x}\n  second\n" template`,
      String.raw`9 functionArgument "  one\n"`,
      String.raw`9 functionArgument "two #{}\n"`
    ])
  })

  it("numbers have a value", async () => {
    const result = await told(
      ruby,
      `
f(0, 1.5, 1e3, 1_000_000, 0xFF, 0b101, 0o17, 017, 0d10, 2r, 3i, 1.5r, 123456789012345678901)
`
    )
    assert.deepStrictEqual(numbers(result), [
      "1 functionArgument 0 = 0",
      "1 functionArgument 1.5 = 1.5",
      "1 functionArgument 1e3 = 1000",
      "1 functionArgument 1_000_000 = 1000000",
      "1 functionArgument 0xFF = 255",
      "1 functionArgument 0b101 = 5",
      "1 functionArgument 0o17 = 15",
      "1 functionArgument 017 = 15",
      "1 functionArgument 0d10 = 10",
      "1 functionArgument 2r = 2",
      "1 functionArgument 3i = 3",
      "1 functionArgument 1.5r = 1.5",
      "1 functionArgument 123456789012345678901 = 123456789012345680000"
    ])
  })

  it("errors are raised, passed on and handled", async () => {
    const result = await told(
      ruby,
      `
def load
  read
  raise
rescue IOError, SystemCallError => e
  raise Failed, "no" unless e.ok?
rescue *LIST
  # nothing
  nil
rescue => e
  # nothing
else
  done
ensure
  close
end
class Store
  def read
    begin
      go
    rescue Missing
    ensure
      # nothing
    end
    value = go rescue 0
    list.each do |x|
      go(x)
    rescue StandardError then retry
    end
    fail "no" or raise
    self.raise_it
  end
end
`
    )
    assert.deepStrictEqual(errors(result), [
      "3 throw in load",
      "4-5 rescue IOError, SystemCallError in load",
      "5 throw in load",
      "6-8 rescue *LIST in load",
      "9-10 rescue empty in load",
      "13-14 tryFinally in load",
      "20 rescue Missing empty in Store.read",
      "21 tryFinally empty in Store.read",
      "24 rescue in Store.read",
      "27 rescue StandardError in Store.read",
      "29 throw in Store.read",
      "29 throw in Store.read"
    ])
  })

  it("documentation that is no function's", async () => {
    const result = await told(
      ruby,
      `
# frozen_string_literal: true

# Of the module.
module A
  # Of the constant.
  LIMIT = 1
  # Of the class,
  # in two lines.
  class B
    # Of the method.
    def f
      # A remark.
      x = 1
    end
  end
end
=begin
Of another class.
=end
class C; end
# Of nothing.
`
    )
    assert.deepStrictEqual(docs(result), [
      '3 pound "Of the module." of A',
      '5 pound "Of the constant."',
      String.raw`7 pound "Of the class,\nin two lines." of A.B`,
      '17 pound "Of another class." of C'
    ])
  })
})
