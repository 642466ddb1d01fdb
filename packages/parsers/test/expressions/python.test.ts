/** What the parse of a single file tells of Python's expressions. */
import { assert, describe, it } from "vitest"
import { python } from "../../src/languages/python/language.js"
import { decorators, docs, errors, numbers, strings, told } from "../told.js"

describe("Expressions of Python", () => {
  it("literals are for the nearest construct around them", async () => {
    const result = await told(
      python,
      `
"""The module."""
LIMIT = 0xFF
size: "Annotation" = 1_000
size += 2
label = "yes" if cond else "no"
send("argument", -3, [4, "element"], (5, "tuple"), {6}, key="keyword")
table = {"key": "value", 7: 8}
if size == 9 or "compared" in names: pass
total = size * 10
default = name or 11
def fold(by=12, *, text: "Hint" = "default"):
    """Documented."""
    return "returned", 13
short = lambda: 14
items[15]; items["index"]; items[16:17]
[18 for x in y]
match size:
    case 19: pass
    case "case": pass
assert size, "message"
if (n := 20): pass
@route("/path", code=21)
class Box:
    "Documented."
    width = 22
`
    )
    assert.deepStrictEqual(strings(result), [
      '3 unknown "Annotation"',
      '5 variableAssignment "yes"',
      '5 variableAssignment "no"',
      '6 functionArgument "argument"',
      '6 arrayElement "element"',
      '6 arrayElement "tuple"',
      '6 functionArgument "keyword"',
      '7 objectProperty "key"',
      '7 objectProperty "value"',
      '8 comparison "compared"',
      '11 unknown "Hint"',
      '11 defaultParameter "default"',
      '13 returnValue "returned"',
      '15 unknown "index"',
      '19 comparison "case"',
      '20 unknown "message"',
      '22 decorator "/path"'
    ])
    assert.deepStrictEqual(numbers(result), [
      "2 variableAssignment 0xFF = 255",
      "3 variableAssignment 1_000 = 1000",
      "4 variableAssignment 2 = 2",
      "6 functionArgument 3 = 3",
      "6 arrayElement 4 = 4",
      "6 arrayElement 5 = 5",
      "6 arrayElement 6 = 6",
      "7 objectProperty 7 = 7",
      "7 objectProperty 8 = 8",
      "8 comparison 9 = 9",
      "9 binaryOperation 10 = 10",
      "10 binaryOperation 11 = 11",
      "11 defaultParameter 12 = 12",
      "13 returnValue 13 = 13",
      "14 returnValue 14 = 14",
      "15 unknown 15 = 15",
      "15 unknown 16 = 16",
      "15 unknown 17 = 17",
      "16 arrayElement 18 = 18",
      "18 comparison 19 = 19",
      "21 variableAssignment 20 = 20",
      "22 decorator 21 = 21",
      "25 variableAssignment 22 = 22"
    ])
  })

  it("strings are as they are written, without their quotes", async () => {
    const result = await told(
      python,
      String.raw`
a = 'it"s'
b = "a\"b\n"
c = r'raw\n'
d = b"bytes"
e = """three
lines"""
f = "one" 'two'
g = f"{a!r:>{10}} {b['key']}"
h = f"nothing in it"
i = Rb'\x'
j = r"ends in \\"
k = ''
l = u"unicode 😀"
m = r'quoted \'\''
`
    )
    assert.deepStrictEqual(strings(result), [
      String.raw`1 variableAssignment "it\"s"`,
      String.raw`2 variableAssignment "a\\\"b\\n"`,
      String.raw`3 variableAssignment "raw\\n"`,
      '4 variableAssignment "bytes"',
      String.raw`5 variableAssignment "three\nlines"`,
      '7 variableAssignment "one"',
      '7 variableAssignment "two"',
      "8 variableAssignment \"{a!r:>{10}} {b['key']}\" template",
      '8 unknown "key"',
      '9 variableAssignment "nothing in it"',
      String.raw`10 variableAssignment "\\x"`,
      String.raw`11 variableAssignment "ends in \\\\"`,
      '12 variableAssignment ""',
      '13 variableAssignment "unicode 😀"',
      String.raw`14 variableAssignment "quoted \\'\\'"`
    ])
  })

  it("numbers have a value", async () => {
    const result = await told(
      python,
      `
f(0, 00, 1.5, .5, 1., 1e3, 1_000_000, 0xFF, 0b101, 0o17, 2j, 123456789012345678901, 1e999)
`
    )
    assert.deepStrictEqual(numbers(result), [
      "1 functionArgument 0 = 0",
      "1 functionArgument 00 = 0",
      "1 functionArgument 1.5 = 1.5",
      "1 functionArgument .5 = 0.5",
      "1 functionArgument 1. = 1",
      "1 functionArgument 1e3 = 1000",
      "1 functionArgument 1_000_000 = 1000000",
      "1 functionArgument 0xFF = 255",
      "1 functionArgument 0b101 = 5",
      "1 functionArgument 0o17 = 15",
      "1 functionArgument 2j = 2",
      "1 functionArgument 123456789012345678901 = 123456789012345680000",
      "1 functionArgument 1e999 = none"
    ])
  })

  it("errors are raised, passed on and handled", async () => {
    const result = await told(
      python,
      `
def load():
    try:
        read()
    except (OSError, ValueError) as error:
        raise Failed from error
    except errors.Missing:
        pass
    except:
        ...
    else:
        done()
    finally:
        # nothing yet
        pass
async def later():
    async with lock, other as o:
        await go()
    try:
        try: go()
        except* Group: raise
    except KeyError: stop()
with open(path): pass
class Store:
    def read(self):
        def inner(): raise NotImplementedError
`
    )
    assert.deepStrictEqual(errors(result), [
      "4-5 tryExcept (OSError, ValueError) in load",
      "5 throw in load",
      "6-7 tryExcept errors.Missing empty in load",
      "8-9 tryExcept empty in load",
      "12-14 tryFinally empty in load",
      "16-17 withStatement in later",
      "20 asyncAwaitTry Group in later",
      "20 throw in later",
      "21 asyncAwaitTry KeyError in later",
      "22 withStatement empty",
      "25 throw in Store.read.inner"
    ])
  })

  it("decorators name what they are written on", async () => {
    const result = await told(
      python,
      `
@app.route("/users", methods=["GET"])
@cache
def users(): pass
class Store:
    @property
    def size(self): pass
    @(lambda f: f)
    @register(name="x", *rest)
    async def read(self): pass
@dataclass(frozen=True)
class Point: pass
`
    )
    assert.deepStrictEqual(decorators(result), [
      '1 app.route("/users", methods = ["GET"]) on users',
      "2 cache() on users",
      "5 property() on Store.size",
      "7 lambda f: f() on Store.read",
      '8 register(name = "x", *rest) on Store.read',
      "10 dataclass(frozen = True) on Point"
    ])
  })

  it("documentation that is no function's", async () => {
    const result = await told(
      python,
      `
#!/usr/bin/env python
# A remark.
"""The module
    in lines.
"""
class A:
    """Of the class."""
    def f(self):
        """Of the function."""
# Of another class.
class B: pass
x = 1
"""No documentation."""
`
    )
    assert.deepStrictEqual(docs(result), [
      String.raw`3 docstring "The module\nin lines."`,
      '7 docstring "Of the class." of A',
      '10 pound "Of another class." of B'
    ])
  })
})
